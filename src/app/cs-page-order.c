/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-page-order.h"

#include "cs-pane.h"

/* Panes in reading order: the leaflet below them has its children the other way round. */
static void
collect_pages (GtkWidget *widget, GPtrArray *pages)
{
  if (widget == NULL || !gtk_widget_get_mapped (widget) || !gtk_widget_get_child_visible (widget))
    return;
  if (CS_IS_PANE (widget)) {
    collect_pages (cs_pane_get_start (CS_PANE (widget)), pages);
    collect_pages (cs_pane_get_end (CS_PANE (widget)), pages);
    return;
  }
  if (CS_IS_PAGE (widget))
    g_ptr_array_add (pages, widget);
  for (GtkWidget *w = gtk_widget_get_first_child (widget); w != NULL;
       w = gtk_widget_get_next_sibling (w))
    collect_pages (w, pages);
}

static GPtrArray *
shown_pages (GtkWidget *container)
{
  GPtrArray *pages = g_ptr_array_new ();

  collect_pages (container, pages);
  return pages;
}

/**
 * cs_page_order_get_last:
 * @container: the panes of a window
 *
 * Returns: (transfer none) (nullable): the innermost page that is shown, where toasts belong
 */
CsPage *
cs_page_order_get_last (GtkWidget *container)
{
  g_autoptr (GPtrArray) pages = shown_pages (container);

  return pages->len > 0 ? pages->pdata[pages->len - 1] : NULL;
}

static int
page_with_focus (GtkWidget *container, const GPtrArray *pages)
{
  GtkRoot *root = gtk_widget_get_root (container);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  int found = -1;

  for (guint i = 0; focus != NULL && i < pages->len; i++)
    if (gtk_widget_is_ancestor (focus, pages->pdata[i]))
      found = (int)i;
  return found;
}

/**
 * cs_page_order_move_focus:
 * @container: the panes of a window
 * @step: 1 for the next pane, -1 for the one before
 *
 * Gives the keyboard focus to another pane's page (F6), in reading order and round again.
 */
void
cs_page_order_move_focus (GtkWidget *container, int step)
{
  g_autoptr (GPtrArray) pages = shown_pages (container);
  int n = (int)pages->len;
  int at = page_with_focus (container, pages);

  if (at < 0 && step < 0)
    at = 0;
  for (int i = 1; i <= n; i++) {
    CsPage *page = pages->pdata[((at + step * i) % n + n) % n];
    GtkWidget *content = cs_page_get_content (page);
    if (content != NULL && gtk_widget_child_focus (content, GTK_DIR_TAB_FORWARD))
      return;
    if (gtk_widget_child_focus (GTK_WIDGET (page), GTK_DIR_TAB_FORWARD))
      return;
  }
}
