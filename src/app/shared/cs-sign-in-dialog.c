/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-sign-in-dialog.h"

#include "cs-announce.h"
#include "cs-button.h"
#include "cs-company-way.h"
#include "cs-format.h"

#include <glib/gi18n-lib.h>

/**
 * CsSignInDialog:
 *
 * Asks the server how one signs in there, as Connect does, and does so by the way that is chosen
 * (ux: First run). What waits on this computer is kept. Closing it ends what is under way.
 */
struct _CsSignInDialog {
  CsDialog parent_instance;

  CsSession *session;        /* (owned) (nullable) */
  CsWorkspace *workspace;    /* (owned) (nullable): whose sign-in it is */
  GCancellable *cancellable; /* (owned) of what is under way */

  GtkStack *steps;            /* template: "busy", "code", "away" */
  AdwPreferencesGroup *where; /* template: whose title is the workspace's */
  AdwEntryRow *code;          /* template */
  GtkWidget *company;         /* template */
  GtkWidget *again;           /* template */
  GtkLabel *problem;          /* template */
  AdwStatusPage *busy;        /* template */
  AdwStatusPage *kept;        /* (owned) the same, as long as somebody is signing in */
};

G_DEFINE_FINAL_TYPE (CsSignInDialog, cs_sign_in_dialog, CS_TYPE_DIALOG)

static char *
dup_code (CsSignInDialog *self)
{
  g_autofree char *plain = cs_strip_bidi (gtk_editable_get_text (GTK_EDITABLE (self->code)));

  return g_strstrip (g_steal_pointer (&plain));
}

static void
show_problem (CsSignInDialog *self, const GError *error)
{
  g_autofree char *text = error != NULL ? cs_company_way_dup_advice (error) : NULL;

  gtk_label_set_label (self->problem, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), text != NULL);
  if (text != NULL)
    cs_announce (GTK_WIDGET (self), text);
}

static gboolean
shows (CsSignInDialog *self, const char *step)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->steps), step) == 0;
}

static void
update (CsSignInDialog *self)
{
  g_autofree char *code = dup_code (self);

  cs_dialog_set_can_accept (CS_DIALOG (self), *code != '\0' && shows (self, "code"));
}

static void
show_step (CsSignInDialog *self, const char *step, const GError *error)
{
  gtk_stack_set_visible_child_name (self->steps, step);
  show_problem (self, error);
  update (self);
  if (g_str_equal (step, "code"))
    gtk_widget_grab_focus (GTK_WIDGET (self->code));
  else if (g_str_equal (step, "away"))
    gtk_widget_grab_focus (self->again);
}

static void
show_busy (CsSignInDialog *self, const char *title)
{
  adw_status_page_set_title (self->busy, title);
  adw_status_page_set_description (self->busy, NULL);
  show_step (self, "busy", NULL);
  cs_announce (GTK_WIDGET (self), title);
}

/* --- how one signs in there --- */

static void
show_ways (CsSignInDialog *self, const CsWireInfo *info)
{
  g_autofree char *name = cs_iso (info->name != NULL ? info->name : "");
  gboolean has_company = info->sign_in != NULL && info->sign_in->oidc != NULL;

  adw_preferences_group_set_title (self->where, name);
  adw_preferences_group_set_description (
      self->where,
      has_company
          ? _ ("Sign in with your company’s account, or type an invitation code. What waits "
               "on this computer is kept and sent then.")
          : _ ("Ask whoever runs the server for an invitation code and type it here. What "
               "waits on this computer is kept and sent then."));
  gtk_widget_set_visible (self->company, has_company);
  show_step (self, "code", NULL);
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  CsSignInDialog *self = CS_SIGN_IN_DIALOG (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (CsWireInfo) info = cs_connect_ask_finish (result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (info != NULL)
    show_ways (self, info);
  else
    show_step (self, "away", error);
}

static void
ask (CsSignInDialog *self)
{
  CsCredentials *credentials = cs_workspace_get_credentials (self->workspace);

  show_busy (self, _ ("Looking for the Server…"));
  cs_connect_ask_async (self, cs_credentials_get_server (credentials), self->cancellable, asked_cb);
}

/* --- signing in --- */

static void
signed_in_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CsSignInDialog) self = data;
  g_autoptr (GError) error = NULL;
  gboolean is_signed_in = cs_workspace_sign_in_finish (CS_WORKSPACE (source), result, &error);

  if (is_signed_in)
    cs_session_toast (self->session, _ ("Signed in"));
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (is_signed_in)
    cs_dialog_close (CS_DIALOG (self));
  else
    show_step (self, "code", error);
}

static void
sign_in (CsSignInDialog *self, const char *code)
{
  CsConnectOptions options = {.code = code};

  if (code == NULL)
    cs_company_way_set (&options, self->kept);
  show_busy (self, code != NULL ? _ ("Signing In…") : _ ("Sign In in the Browser"));
  cs_workspace_sign_in_async (self->workspace,
                              &options,
                              self->cancellable,
                              signed_in_cb,
                              g_object_ref (self));
}

static void
cs_sign_in_dialog_accept (CsDialog *dialog)
{
  CsSignInDialog *self = CS_SIGN_IN_DIALOG (dialog);
  g_autofree char *code = dup_code (self);

  sign_in (self, code);
}

static void
company_cb (CsSignInDialog *self)
{
  sign_in (self, NULL);
}

static void
accept_cb (CsSignInDialog *self)
{
  cs_dialog_accept (CS_DIALOG (self));
}

/* --- life --- */

static gboolean
cs_sign_in_dialog_close_request (GtkWindow *window)
{
  g_cancellable_cancel (CS_SIGN_IN_DIALOG (window)->cancellable);
  return GTK_WINDOW_CLASS (cs_sign_in_dialog_parent_class)->close_request (window);
}

static void
cs_sign_in_dialog_dispose (GObject *object)
{
  g_cancellable_cancel (CS_SIGN_IN_DIALOG (object)->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_SIGN_IN_DIALOG);
  G_OBJECT_CLASS (cs_sign_in_dialog_parent_class)->dispose (object);
}

static void
cs_sign_in_dialog_finalize (GObject *object)
{
  CsSignInDialog *self = CS_SIGN_IN_DIALOG (object);

  g_clear_object (&self->session);
  g_clear_object (&self->workspace);
  g_object_unref (self->cancellable);
  g_object_unref (self->kept);
  G_OBJECT_CLASS (cs_sign_in_dialog_parent_class)->finalize (object);
}

static void
cs_sign_in_dialog_class_init (CsSignInDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_sign_in_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = cs_sign_in_dialog_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = cs_sign_in_dialog_close_request;
  CS_DIALOG_CLASS (klass)->accept = cs_sign_in_dialog_accept;
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/shared/cs-sign-in-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CsSignInDialog, steps);
  gtk_widget_class_bind_template_child (widget_class, CsSignInDialog, where);
  gtk_widget_class_bind_template_child (widget_class, CsSignInDialog, code);
  gtk_widget_class_bind_template_child (widget_class, CsSignInDialog, company);
  gtk_widget_class_bind_template_child (widget_class, CsSignInDialog, again);
  gtk_widget_class_bind_template_child (widget_class, CsSignInDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, CsSignInDialog, busy);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, ask);
  gtk_widget_class_bind_template_callback (widget_class, accept_cb);
  gtk_widget_class_bind_template_callback (widget_class, company_cb);
}

static void
cs_sign_in_dialog_init (CsSignInDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  self->kept = g_object_ref (self->busy);
  cs_button_name (self->company, _ ("_Sign In With the Company Account"));
  cs_button_name (self->again, _ ("_Try Again"));
  update (self);
}

/**
 * cs_sign_in_dialog_new:
 * @session: whose workspace is shared
 *
 * Returns: (transfer floating): the dialog, which has begun to ask the server
 */
CsSignInDialog *
cs_sign_in_dialog_new (CsSession *session)
{
  CsSignInDialog *self = g_object_new (CS_TYPE_SIGN_IN_DIALOG, NULL);

  self->session = g_object_ref (session);
  self->workspace = g_object_ref (cs_session_get_workspace (session));
  ask (self);
  return self;
}
