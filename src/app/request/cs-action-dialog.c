/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-action-dialog.h"

#include "cs-action-text.h"
#include "cs-entry-text.h"
#include "cs-facts.h"
#include "cs-undo.h"

#include <glib/gi18n-lib.h>

/**
 * CsActionDialog:
 *
 * One dialog for all actions that ask something; what it asks stands in cs-action-questions.c.
 * Decisions are held and can be undone; all else is said at once, and what is refused is told here.
 */
struct _CsActionDialog {
  CsDialog parent_instance;

  CsReader *reader;       /* (owned) keeps the action */
  const CsAction *action; /* (borrowed) of the reader's view */
  CsActionWay way;
  CsFieldContext *context; /* (owned) */
  CsActionForm *form;      /* (borrowed) */
  GCancellable *cancellable;

  GtkLabel *subject;     /* template */
  GtkLabel *explanation; /* template */
  AdwBin *slot;          /* template */
  AdwBin *preview;       /* template */
  GtkLabel *problem;     /* template */
};

G_DEFINE_FINAL_TYPE (CsActionDialog, cs_action_dialog, CS_TYPE_DIALOG)

/* Doing */

static char *
done_text (CsReader *reader, const CsAction *action)
{
  const CsRequest *request = cs_reader_get_request (reader);
  const char *number = cs_request_get_number (request);
  g_autofree char *what = cs_ltr (number != NULL ? number : cs_request_get_title (request));

  switch ((guint)action->kind) {
    case CS_ACTION_REJECT:
      return g_strdup_printf (_ ("%s rejected"), what);
    case CS_ACTION_SEND_BACK:
      return g_strdup_printf (_ ("%s sent back"), what);
    case CS_ACTION_ASK:
      return g_strdup_printf (_ ("Asked about %s"), what);
    case CS_ACTION_HAND_OVER:
      return g_strdup_printf (_ ("%s handed over"), what);
    default:
      return g_strdup_printf (_ ("%s approved"), what);
  }
}

static void
hold (CsReader *reader, const CsAction *action, json_t *data)
{
  const CsRequest *request = cs_reader_get_request (reader);
  CsSession *session = cs_reader_get_session (reader);
  g_autofree char *done = done_text (reader, action);
  g_autofree char *undo = g_strdup_printf (_ ("Undo “%s”"), done);
  CsUndoHold what = {.request = cs_request_get_id (request),
                     .number = cs_request_get_number (request),
                     .kind = "decision",
                     .data = data,
                     .done = done,
                     .undo = undo};

  cs_undo_hold (cs_session_get_undo (session), &what);
}

static const char *
kind_of (const CsAction *action)
{
  return cs_entry_kind_get_name (cs_action_kind_get_entry_kind (action->kind));
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CsSession) session = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CsOutcome) outcome =
      cs_workspace_submit_finish (CS_WORKSPACE (source), result, &error);

  if (outcome == NULL)
    cs_session_toast_error (session, _ ("Not done"), error);
  else if (!outcome->is_accepted)
    cs_session_toast (session, outcome->reason->text);
}

static void
submit (CsReader *reader,
        const CsAction *action,
        json_t *data,
        GCancellable *cancellable,
        GAsyncReadyCallback callback,
        gpointer user_data)
{
  cs_workspace_submit_async (cs_session_get_workspace (cs_reader_get_session (reader)),
                             cs_request_get_id (cs_reader_get_request (reader)),
                             kind_of (action),
                             data,
                             cancellable,
                             callback,
                             user_data);
}

/**
 * cs_action_do:
 * @parent: any widget of the window
 * @action: of the reader's view
 *
 * Does what asks nothing, or asks first.
 */
void
cs_action_do (GtkWidget *parent, CsReader *reader, const CsAction *action, CsActionWay way)
{
  g_autoptr (json_t) none = NULL;
  g_autoptr (json_t) data = NULL;

  if (cs_action_questions_has_any (action, way)) {
    cs_action_dialog_present (parent, reader, action, way, NULL);
    return;
  }
  none = json_object ();
  data = cs_action_questions_make_data (action, way, none);
  if (cs_action_text_is_decision (action->kind))
    hold (reader, action, data);
  else
    submit (reader, action, data, NULL, done_cb, g_object_ref (cs_reader_get_session (reader)));
}

/* The dialog */

static void
show_problem (CsActionDialog *self, const char *text)
{
  gtk_label_set_label (self->problem, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), text != NULL);
}

static void
changed_cb (CsActionDialog *self)
{
  show_problem (self, NULL);
  cs_dialog_set_can_accept (CS_DIALOG (self), cs_action_form_is_complete (self->form));
}

static void
submitted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CsActionDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CsOutcome) outcome =
      cs_workspace_submit_finish (CS_WORKSPACE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (outcome != NULL && outcome->is_accepted) {
    cs_dialog_close (CS_DIALOG (self));
    return;
  }
  show_problem (self, outcome != NULL ? outcome->reason->text : error->message);
  cs_dialog_set_can_accept (CS_DIALOG (self), TRUE);
}

static void
cs_action_dialog_accept (CsDialog *dialog)
{
  CsActionDialog *self = CS_ACTION_DIALOG (dialog);
  g_autoptr (json_t) answers = NULL;
  g_autoptr (json_t) data = NULL;

  if (!cs_action_form_validate (self->form))
    return;
  answers = cs_action_form_dup_answers (self->form);
  data = cs_action_questions_make_data (self->action, self->way, answers);
  if (cs_action_text_is_decision (self->action->kind)) {
    hold (self->reader, self->action, data);
    cs_dialog_close (dialog);
    return;
  }
  cs_dialog_set_can_accept (dialog, FALSE);
  submit (self->reader, self->action, data, self->cancellable, submitted_cb, g_object_ref (self));
}

/* “Approve cost and timeline · Base cost” */
static char *
subject_of (CsReader *reader, const CsAction *action)
{
  g_autofree char *part = NULL;

  if (action->level != NULL)
    part = cs_reader_dup_text (reader, action->level->title, action->level->id);
  else if (action->field != NULL)
    part = cs_reader_dup_text (reader, action->field->title, action->field->id);
  else if (action->gate != NULL)
    part = cs_reader_dup_text (reader, action->gate->title, action->gate->id);
  else if (action->clock != NULL)
    part = cs_reader_dup_text (reader, action->clock->title, action->clock->id);
  else if (action->target != NULL)
    part = cs_entry_text_sentence (
        reader,
        cs_request_get_entry (cs_reader_get_request (reader), action->target));
  if (action->step == NULL || (part != NULL && action->kind == CS_ACTION_RECALL))
    return g_steal_pointer (&part);
  return cs_reader_dup_part (reader, action->step, part);
}

static void
show_action (CsActionDialog *self)
{
  g_autofree char *heading = cs_action_questions_dup_heading (self->action, self->way);
  g_autofree char *help = cs_action_questions_dup_help (self->reader, self->action, self->way);
  g_autofree char *subject = subject_of (self->reader, self->action);

  gtk_window_set_title (GTK_WINDOW (self), heading);
  cs_dialog_set_accept_label (CS_DIALOG (self), heading);
  cs_dialog_set_dangerous (CS_DIALOG (self),
                           self->action->kind == CS_ACTION_REJECT ||
                               self->action->kind == CS_ACTION_OVERRIDE ||
                               self->action->kind == CS_ACTION_WITHDRAW);
  gtk_label_set_label (self->subject, subject != NULL ? subject : "");
  gtk_widget_set_visible (GTK_WIDGET (self->subject), subject != NULL);
  gtk_label_set_label (self->explanation, help != NULL ? help : "");
  gtk_widget_set_visible (GTK_WIDGET (self->explanation), help != NULL);
  if (self->action->kind == CS_ACTION_OFFER) {
    GtkWidget *facts = cs_facts_new ();

    cs_facts_show_fields (CS_FACTS (facts),
                          self->reader,
                          NULL,
                          self->action->step->approval->document->fields);
    adw_bin_set_child (self->preview, facts);
  }
}

/**
 * cs_action_dialog_present:
 * @parent: any widget of the window to stand over
 * @action: of the reader's view
 * @way: how
 * @answers: (nullable): what stands there at first, as of cs_said_again_make_answers()
 *
 * Asks.
 */
void
cs_action_dialog_present (GtkWidget *parent,
                          CsReader *reader,
                          const CsAction *action,
                          CsActionWay way,
                          const json_t *answers)
{
  CsActionDialog *self = g_object_new (CS_TYPE_ACTION_DIALOG, NULL);
  const CsRequest *request = cs_reader_get_request (reader);

  self->reader = g_object_ref (reader);
  self->action = action;
  self->way = way;
  self->context =
      cs_field_context_new (cs_reader_get_session (reader), cs_reader_get_process (reader));
  cs_field_context_set_client (self->context, cs_request_get_client (request));
  cs_field_context_set_region (self->context, cs_request_get_region (request));
  self->form = CS_ACTION_FORM (cs_action_form_new (self->context));
  adw_bin_set_child (self->slot, GTK_WIDGET (self->form));
  cs_action_questions_ask (self->form, reader, action, way);
  if (answers != NULL)
    cs_action_form_set_answers (self->form, answers);
  g_signal_connect_object (self->form, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  show_action (self);
  changed_cb (self);
  cs_dialog_present (CS_DIALOG (self), parent);
  cs_action_form_focus (self->form);
}

static void
cs_action_dialog_dispose (GObject *object)
{
  CsActionDialog *self = CS_ACTION_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), CS_TYPE_ACTION_DIALOG);
  G_OBJECT_CLASS (cs_action_dialog_parent_class)->dispose (object);
}

static void
cs_action_dialog_finalize (GObject *object)
{
  CsActionDialog *self = CS_ACTION_DIALOG (object);

  g_clear_object (&self->context);
  g_clear_object (&self->reader);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (cs_action_dialog_parent_class)->finalize (object);
}

static void
cs_action_dialog_class_init (CsActionDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_action_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = cs_action_dialog_finalize;
  CS_DIALOG_CLASS (klass)->accept = cs_action_dialog_accept;
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/request/cs-action-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CsActionDialog, subject);
  gtk_widget_class_bind_template_child (widget_class, CsActionDialog, explanation);
  gtk_widget_class_bind_template_child (widget_class, CsActionDialog, slot);
  gtk_widget_class_bind_template_child (widget_class, CsActionDialog, preview);
  gtk_widget_class_bind_template_child (widget_class, CsActionDialog, problem);
}

static void
cs_action_dialog_init (CsActionDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}
