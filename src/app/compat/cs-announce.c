/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-announce.h"

#include <adwaita.h>

#define STATUS_KEY "cs-status-label"

/**
 * cs_announce_set_status:
 * @status: a label with the role "status", where what happens is said on older toolkits
 */
void
cs_announce_set_status (GtkWidget *window, GtkLabel *status)
{
  g_object_set_data (G_OBJECT (window), STATUS_KEY, status);
}

/**
 * cs_announce:
 * @widget: any widget of a window
 * @text: one sentence
 *
 * Tells a screen reader, once and politely, what has just happened.
 */
void
cs_announce (GtkWidget *widget, const char *text)
{
#if GTK_CHECK_VERSION(4, 14, 0)
  gtk_accessible_announce (GTK_ACCESSIBLE (widget),
                           text,
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
#else
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *status = root != NULL ? g_object_get_data (G_OBJECT (root), STATUS_KEY) : NULL;

  if (status != NULL)
    gtk_label_set_label (GTK_LABEL (status), text);
#endif
}

static void
update_style (GtkWidget *window)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  if (adw_style_manager_get_high_contrast (manager))
    gtk_widget_add_css_class (window, "hc");
  else
    gtk_widget_remove_css_class (window, "hc");
  if (adw_style_manager_get_dark (manager))
    gtk_widget_add_css_class (window, "dark");
  else
    gtk_widget_remove_css_class (window, "dark");
}

/**
 * cs_style_follow:
 * @window: gets the style classes "hc" and "dark" while the desktop asks for them
 */
void
cs_style_follow (GtkWidget *window)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  g_signal_connect_object (manager,
                           "notify::high-contrast",
                           G_CALLBACK (update_style),
                           window,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (manager,
                           "notify::dark",
                           G_CALLBACK (update_style),
                           window,
                           G_CONNECT_SWAPPED);
  update_style (window);
}
