/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-search-leave.h"

/**
 * cs_search_leave:
 * @entry: where Escape was pressed
 *
 * For “stop-search” of a search that fills a popover or a dialog. The entry keeps Escape to itself,
 * so what it stands in would stay open (ux: keyboard).
 */
void
cs_search_leave (GtkSearchEntry *entry)
{
  GtkWidget *popover = gtk_widget_get_ancestor (GTK_WIDGET (entry), GTK_TYPE_POPOVER);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (entry));

  if (popover != NULL)
    gtk_popover_popdown (GTK_POPOVER (popover));
  else if (GTK_IS_WINDOW (root))
    gtk_window_close (GTK_WINDOW (root));
}
