/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-scroll.h"

#include "cs-field-editor.h"

/* Room above what is shown. */
#define ROOM 18

/* A form that has just been made has a size from the second frame on. */
#define FRAMES 2

static void
show_focus (GtkScrolledWindow *scroller)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (scroller);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (scroller));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *editor = focus != NULL ? gtk_widget_get_ancestor (focus, CS_TYPE_FIELD_EDITOR) : NULL;
  GtkWidget *target = editor != NULL ? editor : focus;
  graphene_rect_t box;

  if (target == NULL || !gtk_widget_is_ancestor (target, GTK_WIDGET (scroller)) ||
      !gtk_widget_compute_bounds (target, GTK_WIDGET (scroller), &box))
    return;
  gtk_adjustment_set_value (adjustment,
                            gtk_adjustment_get_value (adjustment) + (double)box.origin.y - ROOM);
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  guint *frames = data;

  if (++*frames < FRAMES)
    return G_SOURCE_CONTINUE;
  show_focus (GTK_SCROLLED_WINDOW (widget));
  return G_SOURCE_REMOVE;
}

/**
 * cs_scroll_to_focus:
 * @widget: inside a scrolled window
 *
 * Scrolls to what has the focus, with its title and with what stands below it, as soon as it has a
 * size.
 */
void
cs_scroll_to_focus (GtkWidget *widget)
{
  GtkWidget *scroller = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);

  if (scroller != NULL)
    gtk_widget_add_tick_callback (scroller, tick_cb, g_new0 (guint, 1), g_free);
}
