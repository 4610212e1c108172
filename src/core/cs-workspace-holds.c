/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-drafts.h"
#include "cs-holds.h"
#include "cs-uuid.h"
#include "cs-workspace-private.h"

/* Held decisions through the workspace: a hold leaves its table in the same transaction in which
 * its entry is judged, so it is sent exactly once, whatever is killed when. */

/**
 * cs_hold_result_free:
 * @self: (transfer full) (nullable): a result
 */
void
cs_hold_result_free (CsHoldResult *self)
{
  if (self == NULL)
    return;
  g_free (self->hold);
  g_free (self->request);
  g_free (self->kind);
  cs_outcome_free (self->outcome);
  g_free (self);
}

static void
run_hold (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  CsWorkspace *self = source;
  CsJob *job = data;
  GError *error = NULL;
  CsLedger *ledger = cs_backroom_get_ledger (job->backroom, &error);
  CsHold hold = {.id = job->id,
                 .person = job->person,
                 .request = job->request,
                 .kind = job->kind,
                 .data = job->data,
                 .until = job->instant,
                 .made = cs_time_source_get_now (self->time_source)};

  if (ledger == NULL || !cs_holds_add (cs_ledger_get_store (ledger), &hold, &error)) {
    g_task_return_error (task, error);
    return;
  }
  cs_workspace_publish_lists (task);
  g_task_return_pointer (task, g_strdup (job->id), g_free);
}

/**
 * cs_workspace_hold_async:
 * @request: its id
 * @kind: of the entry it will become
 * @data: (transfer none): the minimal form
 * @until: when it is signed and sent
 *
 * Holds a decision, so that it can be undone.
 */
void
cs_workspace_hold_async (CsWorkspace *self,
                         const char *request,
                         const char *kind,
                         json_t *data,
                         CsInstant until,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  CsJob *job = cs_job_new (self);

  job->id = cs_uuid_new (cs_time_source_get_now (self->time_source));
  job->request = g_strdup (request);
  job->kind = g_strdup (kind);
  job->data = json_deep_copy (data);
  job->instant = until;
  cs_workspace_queue (self,
                      G_PRIORITY_HIGH,
                      cs_workspace_hold_async,
                      job,
                      run_hold,
                      NULL,
                      callback,
                      user_data);
}

/**
 * cs_workspace_hold_finish:
 *
 * Returns: (transfer full): the hold's id: it is on disk; %NULL on error
 */
char *
cs_workspace_hold_finish (CsWorkspace *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
run_undo (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  CsJob *job = data;
  GError *error = NULL;
  CsLedger *ledger = cs_backroom_get_ledger (job->backroom, &error);

  if (ledger == NULL || !cs_holds_remove (cs_ledger_get_store (ledger), job->id, &error)) {
    g_task_return_error (task, error);
    return;
  }
  cs_workspace_publish_lists (task);
  g_task_return_boolean (task, TRUE);
}

/**
 * cs_workspace_undo_hold_async:
 * @hold: its id
 */
void
cs_workspace_undo_hold_async (CsWorkspace *self,
                              const char *hold,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  CsJob *job = cs_job_new (self);

  job->id = g_strdup (hold);
  cs_workspace_queue (self,
                      G_PRIORITY_HIGH,
                      cs_workspace_undo_hold_async,
                      job,
                      run_undo,
                      NULL,
                      callback,
                      user_data);
}

/**
 * cs_workspace_undo_hold_finish:
 * @error: NOT_FOUND when it was sent or undone before
 *
 * Returns: whether it was taken back
 */
gboolean
cs_workspace_undo_hold_finish (CsWorkspace *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Nothing typed is ever lost: what was refused goes back to its author as a draft. */
static gboolean
keep_refused (CsStore *store, const CsHold *hold, const CsOutcome *outcome, GError **error)
{
  g_autoptr (json_t) content = json_pack ("{s:s, s:O, s:s}",
                                          "kind",
                                          hold->kind,
                                          "data",
                                          hold->data,
                                          "reason",
                                          outcome->reason->text);
  CsDraft draft = {.id = hold->id,
                   .person = hold->person,
                   .kind = (char *)"refused",
                   .request = hold->request,
                   .content = content,
                   .updated = hold->made};

  return cs_drafts_save (store, &draft, error);
}

static gboolean
release_inside (CsLedger *ledger, const CsHold *hold, CsOutcome **outcome, GError **error)
{
  CsStore *store = cs_ledger_get_store (ledger);
  CsIntent intent = {.request = hold->request,
                     .kind = hold->kind,
                     .by = hold->person,
                     .data = hold->data};

  return cs_holds_remove (store, hold->id, error) &&
         cs_ledger_submit (ledger, &intent, outcome, error) &&
         ((*outcome)->is_accepted || keep_refused (store, hold, *outcome, error));
}

static CsHoldResult *
release (CsLedger *ledger, const CsHold *hold, GError **error)
{
  CsAuthority *authority = cs_ledger_get_authority (ledger);
  g_autoptr (CsOutcome) outcome = NULL;
  CsHoldResult *result;

  if (!cs_ledger_ensure_keys (ledger, error) || !cs_authority_begin_batch (authority, error))
    return NULL;
  if (!release_inside (ledger, hold, &outcome, error)) {
    cs_authority_cancel_batch (authority);
    return NULL;
  }
  if (!cs_authority_end_batch (authority, error))
    return NULL;
  result = g_new0 (CsHoldResult, 1);
  result->hold = g_strdup (hold->id);
  result->request = g_strdup (hold->request);
  result->kind = g_strdup (hold->kind);
  result->made = hold->made;
  result->outcome = g_steal_pointer (&outcome);
  return result;
}

static void
run_release (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  CsWorkspace *self = source;
  CsJob *job = data;
  GError *error = NULL;
  CsLedger *ledger = cs_backroom_get_ledger (job->backroom, &error);
  CsInstant until = job->flag ? G_MAXINT64 : cs_time_source_get_now (self->time_source);
  g_autoptr (GPtrArray) results =
      g_ptr_array_new_with_free_func ((GDestroyNotify)cs_hold_result_free);
  g_autoptr (GPtrArray) holds =
      ledger != NULL ? cs_holds_list (cs_ledger_get_store (ledger), until, &error) : NULL;

  for (guint i = 0; holds != NULL && i < holds->len; i++) {
    CsHoldResult *result;

    cs_job_begin_sending (job, ledger);
    result = release (ledger, holds->pdata[i], &error);
    cs_job_end_sending (job, ledger, result != NULL);
    if (g_error_matches (error, CS_ERROR, CS_ERROR_NOT_FOUND)) { /* another process has sent it */
      g_clear_error (&error);
      continue;
    }
    if (result == NULL)
      break;
    g_ptr_array_add (results, result);
    cs_workspace_publish (task, job, result->request);
  }
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&results), (GDestroyNotify)g_ptr_array_unref);
}

/**
 * cs_workspace_release_holds_async:
 * @all: also those whose time has not come (the session ends)
 *
 * Signs and submits held decisions.
 */
void
cs_workspace_release_holds_async (CsWorkspace *self,
                                  gboolean all,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  CsJob *job = cs_job_new (self);

  job->flag = all;
  cs_job_reach_sync (job, self);
  cs_workspace_queue (self,
                      G_PRIORITY_HIGH,
                      cs_workspace_release_holds_async,
                      job,
                      run_release,
                      NULL,
                      callback,
                      user_data);
}

/**
 * cs_workspace_release_holds_finish:
 *
 * Returns: (transfer full) (element-type CsHoldResult): what became of each; %NULL on error
 */
GPtrArray *
cs_workspace_release_holds_finish (CsWorkspace *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
