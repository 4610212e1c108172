/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-wizard-send.h"

#include "cs-field-context.h"
#include "cs-intent.h"

#include <glib/gi18n-lib.h>

/*
 * Says what was typed, one entry after the other, each judged by the authority: open, fill,
 * complete, offer. It stops at the first no, at a message that a person has to hand over, and where
 * somebody else has the next step. What was accepted stays; the draft keeps the rest.
 */

#define ENTRIES_AT_MOST 200

typedef struct {
  CsSession *session; /* (owned) */
  CsPack *pack;       /* (owned) */
  const CsProcess *process;
  CsWizardDraft *draft;   /* (owned) a copy */
  CsWizardResult *result; /* (owned) */
  CsRequestView *view;    /* (owned) (nullable) as it was at last */
  GHashTable *sent;       /* field ids that were filled by this */
  char *doing;            /* (nullable) in words, when it fails */
  char *did;              /* (nullable) in words, when it is accepted */
  guint n;
  gboolean is_new; /* the request is begun by this */
} Sending;

static void
sending_free (gpointer data)
{
  Sending *self = data;

  g_clear_object (&self->view);
  g_clear_pointer (&self->result, cs_wizard_result_free);
  cs_wizard_draft_free (self->draft);
  g_hash_table_unref (self->sent);
  g_object_unref (self->session);
  cs_pack_unref (self->pack);
  g_free (self->doing);
  g_free (self->did);
  g_free (self);
}

/**
 * cs_wizard_result_free:
 * @self: (transfer full) (nullable): a result
 */
void
cs_wizard_result_free (CsWizardResult *self)
{
  if (self == NULL)
    return;
  g_free (self->request);
  g_free (self->number);
  g_ptr_array_unref (self->done);
  g_free (self->failed);
  g_clear_pointer (&self->reason, cs_reason_free);
  g_clear_object (&self->view);
  g_free (self);
}

static gboolean
has_rest (Sending *self)
{
  const CsRequest *request = self->view != NULL ? cs_request_view_get_request (self->view) : NULL;
  const GPtrArray *steps = request != NULL ? cs_request_get_process (request)->steps : NULL;

  for (guint i = 0; steps != NULL && i < steps->len; i++) {
    g_autoptr (json_t) news = cs_wizard_plan_dup_news (request, steps->pdata[i], self->draft);

    if (json_object_size (news) > 0)
      return TRUE;
  }
  return FALSE;
}

static void
finish (GTask *task)
{
  Sending *self = g_task_get_task_data (task);

  self->result->has_rest = has_rest (self);
  g_set_object (&self->result->view, self->view);
  g_task_return_pointer (task,
                         g_steal_pointer (&self->result),
                         (GDestroyNotify)cs_wizard_result_free);
}

static char *
title_of (const CsText *text, const char *id)
{
  return cs_plan_dup_text (text, cs_field_context_get_language (), id);
}

static void load (GTask *task); /* each answer leads to the next question */

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = cs_workspace_save_draft_finish (CS_WORKSPACE (source), result, &error);

  if (id == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    load (task);
}

/* From now on the draft goes on with the request, whatever happens. */
static void
keep (GTask *task, CsWorkspace *workspace)
{
  Sending *self = g_task_get_task_data (task);
  g_autoptr (json_t) content = cs_wizard_draft_dup_json (self->draft, NULL, NULL);

  cs_workspace_save_draft_async (workspace,
                                 self->draft->id,
                                 "sow",
                                 self->draft->request,
                                 content,
                                 kept_cb,
                                 g_object_ref (task));
}

static void
submitted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Sending *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (CsOutcome) outcome =
      cs_workspace_submit_finish (CS_WORKSPACE (source), result, &error);

  if (outcome == NULL) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  if (!outcome->is_accepted) {
    self->result->failed = g_steal_pointer (&self->doing);
    self->result->reason = g_steal_pointer (&outcome->reason);
    finish (task);
    return;
  }
  if (outcome->number != NULL && self->result->number == NULL)
    self->result->number = g_strdup (outcome->number);
  if (self->did != NULL)
    g_ptr_array_add (self->result->done, g_steal_pointer (&self->did));
  if (self->draft->request != NULL) {
    load (task);
    return;
  }
  self->draft->request = g_strdup (cs_entry_get_request (outcome->entry));
  self->result->request = g_strdup (self->draft->request);
  keep (task, CS_WORKSPACE (source));
}

static void
submit (GTask *task, const char *kind, json_t *data, char *doing, char *did)
{
  Sending *self = g_task_get_task_data (task);

  g_free (self->doing);
  self->doing = doing;
  g_free (self->did);
  self->did = did;
  cs_workspace_submit_async (cs_session_get_workspace (self->session),
                             self->draft->request,
                             kind,
                             data,
                             NULL,
                             submitted_cb,
                             g_object_ref (task));
}

static void
open_request (GTask *task)
{
  Sending *self = g_task_get_task_data (task);
  CsWorkspace *workspace = cs_session_get_workspace (self->session);
  const CsActivation *activation =
      cs_directory_get_activation (cs_workspace_get_directory (workspace), self->pack->id);
  g_autoptr (json_t) data = cs_intent_open (self->process,
                                            activation != NULL ? activation->settings : NULL,
                                            self->draft->client,
                                            self->draft->region,
                                            self->draft->title,
                                            self->draft->from);

  submit (task,
          "open",
          data,
          g_strdup (_ ("The request could not be opened")),
          g_strdup (_ ("The request is open")));
}

static gboolean
fill (GTask *task, const CsStep *step)
{
  Sending *self = g_task_get_task_data (task);
  const CsRequest *request = cs_request_view_get_request (self->view);
  g_autoptr (json_t) news = cs_wizard_plan_dup_said (
      request,
      step,
      self->draft,
      cs_workspace_get_directory (cs_session_get_workspace (self->session)));
  g_autoptr (GPtrArray) parts = NULL;
  g_autoptr (json_t) data = NULL;
  g_autofree char *title = title_of (step->title, step->id);
  GHashTableIter iter;
  gpointer field;
  const char *id;
  json_t *value;

  g_hash_table_iter_init (&iter, self->sent);
  while (g_hash_table_iter_next (&iter, &field, NULL))
    json_object_del (news, field);
  if (json_object_size (news) == 0)
    return FALSE;
  parts = cs_intent_split_values (cs_request_get_process (request), news);
  json_object_foreach ((json_t *)parts->pdata[0], id, value)
  {
    g_hash_table_add (self->sent, g_strdup (id));
  }
  data = json_pack ("{s:s, s:O}", "step", step->id, "values", parts->pdata[0]);
  submit (task, "fill", data, g_strdup_printf (_ ("“%s” could not be filled in"), title), NULL);
  return TRUE;
}

static const CsAction *
find_action (Sending *self, CsActionKind kind, const CsStep *step)
{
  const GPtrArray *actions = cs_request_view_get_actions (self->view);

  for (guint i = 0; i < actions->len; i++) {
    const CsAction *action = actions->pdata[i];

    if (action->kind == kind && action->step == step && action->for_person == NULL)
      return action;
  }
  return NULL;
}

static CsReason *
copy_reason (const CsReason *reason)
{
  GString *text = g_string_new (reason->text);
  CsReason *copy;

  for (guint i = 0; i < reason->missing->len; i++)
    g_string_append_printf (text, "\n%s", ((const CsMissing *)reason->missing->pdata[i])->text);
  copy = cs_reason_new (reason->rule, g_string_free (text, FALSE));
  copy->verdict = reason->verdict;
  return copy;
}

/* What stands before the approvers as it is needs no second offer. */
static gboolean
is_settled (const CsAction *action)
{
  for (guint i = 0; i < action->reasons->len; i++)
    if (((const CsReason *)action->reasons->pdata[i])->verdict == CS_VERDICT_ALREADY_SETTLED)
      return TRUE;
  return FALSE;
}

/* Does it, or says why not; FALSE where there is nothing of the kind to do. */
static gboolean
act (GTask *task, CsActionKind kind, const CsStep *step, const char *doing, const char *did)
{
  Sending *self = g_task_get_task_data (task);
  const CsAction *action = find_action (self, kind, step);
  g_autofree char *title = title_of (step->title, step->id);
  g_autoptr (GString) failed = g_string_new (doing);
  g_autoptr (GString) done = g_string_new (did);
  g_autoptr (json_t) data = json_pack ("{s:s}", "step", step->id);

  if (action == NULL || is_settled (action))
    return FALSE;
  g_string_replace (failed, "%s", title, 1);
  g_string_replace (done, "%s", title, 1);
  if (action->is_open) {
    submit (task, cs_action_kind_name (kind), data, g_strdup (failed->str), g_strdup (done->str));
    return TRUE;
  }
  self->result->failed = g_strdup (failed->str);
  self->result->reason = copy_reason (action->reasons->pdata[0]);
  finish (task);
  return TRUE;
}

static gboolean
wait_for_mail (GTask *task, const CsStep *step)
{
  Sending *self = g_task_get_task_data (task);
  const CsAction *action = find_action (self, CS_ACTION_MAIL, step);

  if (action == NULL || !action->is_open ||
      cs_request_is_step_complete (cs_request_view_get_request (self->view), step))
    return FALSE;
  self->result->mail = action->mail;
  self->result->step = step;
  finish (task);
  return TRUE;
}

static gboolean
do_step (GTask *task, const CsStep *step)
{
  Sending *self = g_task_get_task_data (task);
  CsStepState state = cs_request_get_step_state (cs_request_view_get_request (self->view), step);

  if (state != CS_STEP_OPEN && state != CS_STEP_RETURNED && state != CS_STEP_LAPSED)
    return FALSE;
  if (fill (task, step) || wait_for_mail (task, step))
    return TRUE;
  if (step->approval != NULL)
    return act (task,
                CS_ACTION_OFFER,
                step,
                _ ("“%s” could not be put to decision"),
                _ ("“%s” is put to decision"));
  return act (task,
              CS_ACTION_COMPLETE,
              step,
              _ ("“%s” could not be completed"),
              _ ("“%s” is completed"));
}

static void
go_on (GTask *task)
{
  Sending *self = g_task_get_task_data (task);
  const CsRequest *request = cs_request_view_get_request (self->view);
  CsPlanInput input = {.process = cs_request_get_process (request),
                       .request = request,
                       .is_new = self->is_new,
                       .draft = self->draft,
                       .person = cs_session_get_person (self->session),
                       .language = cs_field_context_get_language ()};
  g_autoptr (CsWizardPlan) plan = NULL;

  cs_request_view_get_context (self->view, &input.context);
  plan = cs_wizard_plan_new (&input);
  for (guint i = 0; i < plan->steps->len && self->n < ENTRIES_AT_MOST; i++)
    if (g_hash_table_contains (plan->mine, plan->steps->pdata[i]) &&
        do_step (task, plan->steps->pdata[i])) {
      self->n++;
      return;
    }
  finish (task);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Sending *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (CsRequestView) view =
      cs_workspace_load_request_finish (CS_WORKSPACE (source), result, &error);

  if (view == NULL) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  g_set_object (&self->view, view);
  go_on (task);
}

static void
load (GTask *task)
{
  Sending *self = g_task_get_task_data (task);

  cs_workspace_load_request_async (cs_session_get_workspace (self->session),
                                   self->draft->request,
                                   NULL,
                                   loaded_cb,
                                   g_object_ref (task));
}

/**
 * cs_wizard_send_async:
 * @session: whose workspace and person these are
 * @process: of the draft
 * @draft: what was typed; copied
 *
 * Brings the request as far as this person can. Goes on when the window is closed: what was begun
 * is said to its end.
 */
void
cs_wizard_send_async (CsSession *session,
                      const CsProcess *process,
                      const CsWizardDraft *draft,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (session, cancellable, callback, user_data);
  g_autoptr (json_t) content = cs_wizard_draft_dup_json (draft, NULL, NULL);
  Sending *self = g_new0 (Sending, 1);

  g_task_set_source_tag (task, cs_wizard_send_async);
  self->session = g_object_ref (session);
  self->pack = cs_pack_ref (process->pack);
  self->process = process;
  self->draft = cs_wizard_draft_new_from_json (draft->id, content);
  self->is_new = draft->request == NULL;
  self->sent = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->result = g_new0 (CsWizardResult, 1);
  self->result->request = g_strdup (draft->request);
  self->result->done = g_ptr_array_new_with_free_func (g_free);
  g_task_set_task_data (task, self, sending_free);
  if (self->draft->request == NULL)
    open_request (task);
  else
    load (task);
}

/**
 * cs_wizard_send_finish:
 *
 * Returns: (transfer full): what was accepted and what was not; %NULL where there was no answer
 */
CsWizardResult *
cs_wizard_send_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
