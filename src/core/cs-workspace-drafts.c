/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-drafts.h"
#include "cs-uuid.h"
#include "cs-workspace-private.h"

/* Drafts through the workspace. */

static void
run_save (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  CsJob *job = data;
  GError *error = NULL;
  CsLedger *ledger = cs_backroom_get_ledger (job->backroom, &error);
  CsDraft draft = {.id = job->id,
                   .person = job->person,
                   .kind = job->kind,
                   .request = job->request,
                   .content = job->data,
                   .updated = job->instant};

  if (ledger == NULL || !cs_drafts_save (cs_ledger_get_store (ledger), &draft, &error)) {
    g_task_return_error (task, error);
    return;
  }
  cs_workspace_publish_lists (task);
  g_task_return_pointer (task, g_strdup (job->id), g_free);
}

/**
 * cs_workspace_save_draft_async:
 * @id: (nullable): of the draft to replace; %NULL makes a new one
 * @kind: what the draft will become, such as “sow” or “decision”
 * @request: (nullable): the request it is about
 * @content: (transfer none): everything typed
 *
 * Saves what was typed.
 */
void
cs_workspace_save_draft_async (CsWorkspace *self,
                               const char *id,
                               const char *kind,
                               const char *request,
                               json_t *content,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  CsJob *job = cs_job_new (self);

  job->instant = cs_time_source_get_now (self->time_source);
  job->id = id != NULL ? g_strdup (id) : cs_uuid_new (job->instant);
  job->kind = g_strdup (kind);
  job->request = g_strdup (request);
  job->data = json_deep_copy (content);
  cs_workspace_queue (self,
                      G_PRIORITY_HIGH,
                      cs_workspace_save_draft_async,
                      job,
                      run_save,
                      NULL,
                      callback,
                      user_data);
}

/**
 * cs_workspace_save_draft_finish:
 *
 * Returns: (transfer full): the draft's id: it is on disk; %NULL on error
 */
char *
cs_workspace_save_draft_finish (CsWorkspace *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
run_load (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  CsJob *job = data;
  GError *error = NULL;
  CsLedger *ledger = cs_backroom_get_ledger (job->backroom, &error);
  g_autoptr (CsDraft) draft =
      ledger != NULL ? cs_drafts_load (cs_ledger_get_store (ledger), job->id, &error) : NULL;

  if (draft == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&draft->content), (GDestroyNotify)json_decref);
}

/**
 * cs_workspace_load_draft_async:
 * @id: of a draft
 */
void
cs_workspace_load_draft_async (CsWorkspace *self,
                               const char *id,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  CsJob *job = cs_job_new (self);

  job->id = g_strdup (id);
  cs_workspace_queue (self,
                      G_PRIORITY_HIGH,
                      cs_workspace_load_draft_async,
                      job,
                      run_load,
                      NULL,
                      callback,
                      user_data);
}

/**
 * cs_workspace_load_draft_finish:
 * @error: NOT_FOUND
 *
 * Returns: (transfer full): its content, or %NULL
 */
json_t *
cs_workspace_load_draft_finish (CsWorkspace *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
run_delete (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  CsJob *job = data;
  GError *error = NULL;
  CsLedger *ledger = cs_backroom_get_ledger (job->backroom, &error);

  if (ledger == NULL || !cs_drafts_delete (cs_ledger_get_store (ledger), job->id, &error)) {
    g_task_return_error (task, error);
    return;
  }
  cs_workspace_publish_lists (task);
  g_task_return_boolean (task, TRUE);
}

/**
 * cs_workspace_delete_draft_async:
 * @id: of a draft that was said or thrown away
 */
void
cs_workspace_delete_draft_async (CsWorkspace *self,
                                 const char *id,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  CsJob *job = cs_job_new (self);

  job->id = g_strdup (id);
  cs_workspace_queue (self,
                      G_PRIORITY_HIGH,
                      cs_workspace_delete_draft_async,
                      job,
                      run_delete,
                      NULL,
                      callback,
                      user_data);
}

/**
 * cs_workspace_delete_draft_finish:
 *
 * Returns: whether it is gone
 */
gboolean
cs_workspace_delete_draft_finish (CsWorkspace *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
