/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-focus.h"

#include <gtk/gtk.h>

typedef struct {
  gpointer before; /* (borrowed): what had the focus, while it lives */
  gboolean was_alive;
} Watch;

static void
focus_cb (GtkWindow *window, GParamSpec *pspec, Watch *watch)
{
  if (GTK_IS_LABEL (gtk_window_get_focus (window)))
    watch->was_alive = watch->before != NULL;
}

/* The button with the focus leaves; the focus falls to the text that can be selected. */
static void
test_widget_that_left (void)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *label = gtk_label_new ("A text");
  GtkWidget *button = gtk_button_new_with_label ("Done");
  Watch watch = {button, FALSE};

  cs_focus_keep (GTK_WINDOW (window));
  g_signal_connect (window, "notify::focus-widget", G_CALLBACK (focus_cb), &watch);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_box_append (GTK_BOX (box), button);
  gtk_box_append (GTK_BOX (box), label);
  gtk_window_set_child (GTK_WINDOW (window), box);
  gtk_window_present (GTK_WINDOW (window));
  gtk_widget_grab_focus (button);
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (window)) == button);
  g_object_add_weak_pointer (G_OBJECT (button), &watch.before);

  gtk_box_remove (GTK_BOX (box), button);
  while (gtk_window_get_focus (GTK_WINDOW (window)) != label)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (watch.was_alive);
  while (watch.before != NULL) /* not for ever */
    g_main_context_iteration (NULL, TRUE);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gtk_init ();
  g_test_add_func ("/focus/widget-that-left", test_widget_that_left);
  return g_test_run ();
}
