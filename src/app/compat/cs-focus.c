/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-focus.h"

static GQuark
focus_quark (void)
{
  return g_quark_from_static_string ("cs-focus");
}

static void
focus_cb (GtkWindow *window, GParamSpec *pspec, gpointer user_data)
{
  GtkWidget *focus = gtk_window_get_focus (window);
  gpointer before = g_object_steal_qdata (G_OBJECT (window), focus_quark ());

  if (focus != NULL)
    g_object_set_qdata_full (G_OBJECT (window),
                             focus_quark (),
                             g_object_ref (focus),
                             g_object_unref);
  if (before != NULL)
    g_idle_add_once (g_object_unref, before);
}

/**
 * cs_focus_keep:
 * @window: a window that has just been made
 *
 * Keeps what had the focus alive until the main loop is idle. When the widget with the focus leaves
 * the window, GTK holds it last and lets go of it on giving the focus to another; if that is a
 * label whose text can be selected, the label asks after it once more (gtk_label_grab_focus in
 * GTK 4.8.3) and would read memory that is no longer there.
 */
void
cs_focus_keep (GtkWindow *window)
{
  g_return_if_fail (GTK_IS_WINDOW (window));
  g_signal_connect (window, "notify::focus-widget", G_CALLBACK (focus_cb), NULL);
}
