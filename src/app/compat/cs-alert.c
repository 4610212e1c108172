/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-alert.h"

#include "cs-button.h"

#include <glib/gi18n-lib.h>

static GtkWidget *
dialog_new (GtkWidget *parent, const char *heading, const char *body)
{
  GtkRoot *root = gtk_widget_get_root (parent);

  return adw_message_dialog_new (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, heading, body);
}

/* Buttons with an access key would be named twice (cs_button_name ()). */
static void
name_buttons (GtkWidget *widget)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    g_autofree char *label =
        GTK_IS_BUTTON (child) ? g_strdup (gtk_button_get_label (GTK_BUTTON (child))) : NULL;

    if (label != NULL)
      cs_button_name (child, label);
    else
      name_buttons (child);
  }
}

/* A placeholder alone is gone once something is typed. */
static GtkWidget *
new_labelled (const CsAlert *alert)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *label = gtk_label_new (alert->extra_label);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "caption");
  gtk_accessible_update_property (GTK_ACCESSIBLE (alert->extra),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  alert->extra_label,
                                  -1);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), alert->extra);
  return box;
}

static void
response_cb (GTask *task, const char *response)
{
  g_task_return_boolean (task, g_strcmp0 (response, "accept") == 0);
  g_object_unref (task);
}

/**
 * cs_alert_run_async:
 * @parent: any widget of the window to stand over
 * @alert: what to ask
 * @callback: (scope async): called with the answer
 *
 * Asks. The only place that knows AdwMessageDialog.
 */
void
cs_alert_run_async (GtkWidget *parent,
                    const CsAlert *alert,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (dialog_new (parent, alert->heading, alert->body));
  GTask *task = g_task_new (parent, NULL, callback, user_data);

  g_task_set_source_tag (task, cs_alert_run_async);
  adw_message_dialog_add_responses (dialog,
                                    "cancel",
                                    alert->dismiss != NULL ? alert->dismiss : _ ("_Cancel"),
                                    "accept",
                                    alert->accept,
                                    NULL);
  adw_message_dialog_set_response_appearance (dialog,
                                              "accept",
                                              alert->is_dangerous ? ADW_RESPONSE_DESTRUCTIVE
                                                                  : ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, alert->is_dangerous ? "cancel" : "accept");
  adw_message_dialog_set_close_response (dialog, "cancel");
  if (alert->extra != NULL)
    adw_message_dialog_set_extra_child (dialog,
                                        alert->extra_label != NULL ? new_labelled (alert)
                                                                   : alert->extra);
  g_signal_connect_swapped (dialog, "response", G_CALLBACK (response_cb), task);
  name_buttons (GTK_WIDGET (dialog));
  gtk_window_present (GTK_WINDOW (dialog));
}

/**
 * cs_alert_run_finish:
 *
 * Returns: whether the affirmative answer was given
 */
gboolean
cs_alert_run_finish (GAsyncResult *result)
{
  return g_task_propagate_boolean (G_TASK (result), NULL);
}

/**
 * cs_alert_tell:
 *
 * Says something that needs to be read before going on.
 */
void
cs_alert_tell (GtkWidget *parent, const char *heading, const char *body)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (dialog_new (parent, heading, body));

  adw_message_dialog_add_response (dialog, "close", _ ("_Close"));
  adw_message_dialog_set_default_response (dialog, "close");
  adw_message_dialog_set_close_response (dialog, "close");
  name_buttons (GTK_WIDGET (dialog));
  gtk_window_present (GTK_WINDOW (dialog));
}
