/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-secret-opener.h"

#include "cs-alert.h"
#include "cs-field-context.h"
#include "cs-secrets.h"

#include <glib/gi18n-lib.h>

/* A secret that was handed over (AF-21): kept here when it is typed in, shown after a word for
 * what. It is in no draft and on no page. */

#define LEAST_PURPOSE 3

typedef struct {
  GtkWidget *widget;  /* (owned) */
  CsSession *session; /* (owned) */
  char *request, *field, *title;
  GtkEditable *entry; /* (owned) of the question */
  char *secret;       /* (owned) (nullable) while it is shown */
} Asking;

static void
asking_free (Asking *self)
{
  g_object_unref (self->widget);
  g_object_unref (self->session);
  g_clear_object (&self->entry);
  g_free (self->request);
  g_free (self->field);
  g_free (self->title);
  cs_secrets_forget (self->secret);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Asking, asking_free)

static void
shown_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Asking) self = user_data;

  if (!cs_alert_run_finish (result))
    return;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (self->widget), self->secret);
  cs_session_toast (self->session, _ ("Copied"));
}

static void
show (Asking *self)
{
  GtkWidget *label = gtk_label_new (self->secret);
  CsAlert alert = {.heading = self->title,
                   .accept = _ ("_Copy"),
                   .dismiss = _ ("_Close"),
                   .extra = label};

  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_CHAR);
  gtk_widget_add_css_class (label, "monospace");
  cs_alert_run_async (self->widget, &alert, shown_cb, self);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Asking *self = user_data;
  g_autoptr (GError) error = NULL;

  self->secret = cs_workspace_read_secret_finish (CS_WORKSPACE (source), result, &error);
  if (self->secret != NULL) {
    show (self);
    return;
  }
  cs_session_toast (self->session, error->message);
  asking_free (self);
}

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Asking) self = user_data;
  g_autoptr (GError) error = NULL;

  if (cs_workspace_keep_secret_finish (CS_WORKSPACE (source), result, &error))
    cs_session_toast (self->session, _ ("Kept: only this computer can read it"));
  else
    cs_session_toast (self->session, error->message);
}

static void
purpose_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Asking) self = user_data;
  g_autofree char *purpose = NULL;

  if (!cs_alert_run_finish (result))
    return;
  purpose = g_strstrip (g_strdup (gtk_editable_get_text (self->entry)));
  if (g_utf8_strlen (purpose, -1) < LEAST_PURPOSE) {
    cs_session_toast (self->session, _ ("Not shown: say in a few words what it is looked at for"));
    return;
  }
  cs_workspace_read_secret_async (cs_session_get_workspace (self->session),
                                  self->request,
                                  self->field,
                                  purpose,
                                  read_cb,
                                  self);
  g_steal_pointer (&self);
}

static void
typed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Asking) self = user_data;
  const char *secret;

  if (!cs_alert_run_finish (result))
    return;
  secret = gtk_editable_get_text (self->entry);
  cs_workspace_keep_secret_async (cs_session_get_workspace (self->session),
                                  self->request,
                                  self->field,
                                  secret,
                                  kept_cb,
                                  self);
  g_steal_pointer (&self);
}

static void
ask (Asking *self,
     GtkWidget *entry,
     const char *label,
     CsAlert *alert,
     GAsyncReadyCallback callback)
{
  self->entry = GTK_EDITABLE (g_object_ref_sink (entry));
  alert->heading = self->title;
  alert->extra = entry;
  alert->extra_label = label;
  cs_alert_run_async (self->widget, alert, callback, self);
}

static void
ask_purpose (Asking *self)
{
  GtkWidget *entry = gtk_entry_new ();
  CsAlert alert = {.body = _ ("Who looks, when and for what is written into the history of the "
                              "request, where others can read it."),
                   .accept = _ ("_Show")};

  gtk_entry_set_max_length (GTK_ENTRY (entry), 200);
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  ask (self, entry, _ ("For what"), &alert, purpose_cb);
}

static void
ask_secret (Asking *self)
{
  GtkWidget *entry = gtk_password_entry_new ();
  CsAlert alert = {.body =
                       _ ("It is kept encrypted, so that only this computer can read it, and is "
                          "in no mail, list or export. That it was kept is written into the "
                          "history of the request."),
                   .accept = _ ("_Keep")};

  gtk_password_entry_set_show_peek_icon (GTK_PASSWORD_ENTRY (entry), TRUE);
  g_object_set (entry, "activates-default", TRUE, NULL);
  ask (self, entry, _ ("Secret"), &alert, typed_cb);
}

/**
 * cs_secret_opener_open:
 * @widget: in the window that asks
 * @request: the request
 * @field: id of a field of type `secret`
 *
 * Shows the secret where it is kept on this computer; asks for it otherwise.
 */
void
cs_secret_opener_open (GtkWidget *widget,
                       CsSession *session,
                       const CsRequest *request,
                       const char *field)
{
  const CsField *known = cs_process_get_field (cs_request_get_process (request), field);
  Asking *self;

  if (known == NULL)
    return;
  if (cs_request_is_erased (request, known)) {
    cs_session_toast (session, _ ("The secret was erased when its time was over"));
    return;
  }
  self = g_new0 (Asking, 1);
  self->widget = g_object_ref (widget);
  self->session = g_object_ref (session);
  self->request = g_strdup (cs_request_get_id (request));
  self->field = g_strdup (field);
  self->title = cs_text_dup (known->title, cs_field_context_get_language ());
  if (cs_workspace_has_secret (cs_session_get_workspace (session), self->request, field))
    ask_purpose (self);
  else
    ask_secret (self);
}
