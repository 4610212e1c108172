/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-wizard-page-private.h"

#include "cs-announce.h"
#include "cs-mail-compose.h"
#include "cs-wizard-send.h"

#include <glib/gi18n-lib.h>

/* The wizard's page: sending what was typed, and what became of it. */

static void
deleted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!cs_workspace_delete_draft_finish (CS_WORKSPACE (source), result, &error))
    g_warning ("%s", error->message);
}

static void
show_sent (CsWizardPage *self, CsSession *session, const CsWizardResult *result)
{
  g_autofree char *number = cs_ltr (result->number != NULL ? result->number : "");
  g_autofree char *text = NULL;
  g_autofree char *request = g_strdup (result->request);
  GtkWidget *window = GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self)));

  if (!result->has_rest) {
    cs_draft_saver_forget (self->saver);
    cs_workspace_delete_draft_async (cs_session_get_workspace (session),
                                     self->draft->id,
                                     deleted_cb,
                                     NULL);
  }
  text = result->mail != NULL ? g_strdup_printf (_ ("%s: its message is ready"), number)
                              : g_strdup_printf (_ ("%s sent"), number);
  cs_session_go_to_request (session, request);
  cs_session_toast (session, text);
  if (result->mail != NULL && window != NULL)
    cs_mail_compose_present (window, session, result->view, result->mail, result->step);
}

static void
show_refused (CsWizardPage *self, const CsWizardResult *result)
{
  if (self->draft->request == NULL && result->request != NULL) {
    self->draft->request = g_strdup (result->request);
    cs_draft_saver_touch (self->saver);
  }
  cs_wizard_review_show_result (self->review, result->done, result->failed, result->reason->text);
  cs_announce (GTK_WIDGET (self), result->failed);
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CsWizardPage) self = user_data;
  CsSession *session = CS_SESSION (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (CsWizardResult) sent = cs_wizard_send_finish (result, &error);

  self->is_sending = FALSE;
  if (self->plan == NULL)
    return;
  gtk_widget_set_sensitive (GTK_WIDGET (self->pane), TRUE);
  cs_wizard_page_show_bar (self);
  if (sent == NULL)
    cs_session_toast_error (session, _ ("It could not be sent"), error);
  else if (sent->reason != NULL)
    show_refused (self, sent);
  else
    show_sent (self, session, sent);
}

/**
 * cs_wizard_page_send:
 *
 * Says everything that was typed, as far as this person can bring it.
 */
void
cs_wizard_page_send (CsWizardPage *self)
{
  if (self->is_sending)
    return;
  cs_draft_saver_flush (self->saver);
  self->is_sending = TRUE;
  gtk_widget_set_sensitive (GTK_WIDGET (self->pane), FALSE);
  cs_wizard_page_show_bar (self);
  cs_wizard_send_async (cs_wizard_page_get_session (self),
                        self->process,
                        self->draft,
                        NULL,
                        sent_cb,
                        g_object_ref (self));
}
