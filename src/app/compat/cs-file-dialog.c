/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-file-dialog.h"

#include <glib/gi18n-lib.h>

static void
response_cb (GtkNativeDialog *dialog, int response, GTask *task)
{
  GFile *file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  g_task_return_pointer (task, file, g_object_unref);
  gtk_native_dialog_destroy (dialog);
  g_object_unref (task);
}

static void
run (GtkWidget *parent,
     GtkFileChooserAction action,
     const char *title,
     const char *name,
     GAsyncReadyCallback callback,
     gpointer user_data)
{
  GtkRoot *root = gtk_widget_get_root (parent);
  GTask *task = g_task_new (parent, NULL, callback, user_data);
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (
      title,
      GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
      action,
      action == GTK_FILE_CHOOSER_ACTION_SAVE ? _ ("_Save") : _ ("_Open"),
      _ ("_Cancel"));

  g_task_set_source_tag (task, run);
  g_task_set_task_data (task, dialog, g_object_unref);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  if (name != NULL)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), task);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

/**
 * cs_file_open_async:
 * @parent: any widget of the window to stand over
 * @title: of the chooser
 *
 * Lets a person choose a file. The only place, with [func@file_save_async], that knows
 * GtkFileChooserNative.
 */
void
cs_file_open_async (GtkWidget *parent,
                    const char *title,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  run (parent, GTK_FILE_CHOOSER_ACTION_OPEN, title, NULL, callback, user_data);
}

/**
 * cs_file_open_finish:
 *
 * Returns: (transfer full) (nullable): NULL when nothing was chosen
 */
GFile *
cs_file_open_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}

/**
 * cs_file_save_async:
 * @parent: any widget of the window to stand over
 * @title: of the chooser
 * @name: (nullable): proposed file name
 */
void
cs_file_save_async (GtkWidget *parent,
                    const char *title,
                    const char *name,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  run (parent, GTK_FILE_CHOOSER_ACTION_SAVE, title, name, callback, user_data);
}

/**
 * cs_file_save_finish:
 *
 * Returns: (transfer full) (nullable): NULL when nothing was chosen
 */
GFile *
cs_file_save_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}

/**
 * cs_open_uri:
 *
 * Hands @uri over to the desktop.
 */
void
cs_open_uri (GtkWidget *parent, const char *uri)
{
  GtkRoot *root = gtk_widget_get_root (parent);
  GtkWindow *window = GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
#if GTK_CHECK_VERSION(4, 10, 0)
  g_autoptr (GtkUriLauncher) launcher = gtk_uri_launcher_new (uri);

  gtk_uri_launcher_launch (launcher, window, NULL, NULL, NULL);
#else
  gtk_show_uri (window, uri, GDK_CURRENT_TIME);
#endif
}
