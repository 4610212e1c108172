/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-notices.h"
#include "cs-seen.h"
#include "cs-workspace-private.h"

/* Requests through the workspace: saying something, looking at one, marking it as looked at. */

static void
run_submit (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  CsJob *job = data;
  GError *error = NULL;
  CsLedger *ledger = cs_backroom_get_ledger (job->backroom, &error);
  CsIntent intent = {.request = job->request,
                     .kind = job->kind,
                     .by = job->person,
                     .data = job->data};
  g_autoptr (CsOutcome) outcome = NULL;
  gboolean is_answered = FALSE;

  if (ledger != NULL) {
    cs_job_begin_sending (job, ledger);
    is_answered = cs_ledger_submit (ledger, &intent, &outcome, &error);
    cs_job_end_sending (job, ledger, is_answered && outcome->is_accepted);
  }
  if (!is_answered) {
    g_task_return_error (task, error);
    return;
  }
  if (outcome->is_accepted)
    cs_workspace_publish (task, job, cs_entry_get_request (outcome->entry));
  g_task_return_pointer (task, g_steal_pointer (&outcome), (GDestroyNotify)cs_outcome_free);
}

/**
 * cs_workspace_submit_async:
 * @request: (nullable): its id; %NULL to open one, and for the directory's kinds
 * @kind: of the entry
 * @data: (transfer none): the minimal form; what is not said is filled in
 *
 * Says something in the name of who acts. Decisions, consents and confirmations are signed.
 */
void
cs_workspace_submit_async (CsWorkspace *self,
                           const char *request,
                           const char *kind,
                           json_t *data,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  CsJob *job = cs_job_new (self);

  job->request = g_strdup (request);
  job->kind = g_strdup (kind);
  job->data = json_deep_copy (data);
  cs_job_reach_sync (job, self);
  cs_workspace_queue (self,
                      G_PRIORITY_HIGH,
                      cs_workspace_submit_async,
                      job,
                      run_submit,
                      cancellable,
                      callback,
                      user_data);
}

/**
 * cs_workspace_submit_finish:
 *
 * “changed” has been emitted before this is called.
 *
 * Returns: (transfer full): the authority's answer; when it is yes, the entry is on disk. %NULL
 *   where there is no answer
 */
CsOutcome *
cs_workspace_submit_finish (CsWorkspace *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
run_load (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  CsJob *job = data;
  GError *error = NULL;
  CsLedger *ledger = cs_backroom_get_ledger (job->backroom, &error);
  CsRequestView *view =
      ledger != NULL ? cs_request_view_new (ledger, job->request, job->person, &error) : NULL;

  if (view == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, view, g_object_unref);
}

/**
 * cs_workspace_load_request_async:
 * @request: its id
 *
 * Folds it and works out what the person who acts may do.
 */
void
cs_workspace_load_request_async (CsWorkspace *self,
                                 const char *request,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  CsJob *job = cs_job_new (self);

  job->request = g_strdup (request);
  cs_workspace_queue (self,
                      G_PRIORITY_HIGH,
                      cs_workspace_load_request_async,
                      job,
                      run_load,
                      cancellable,
                      callback,
                      user_data);
}

/**
 * cs_workspace_load_request_finish:
 * @error: NOT_FOUND
 *
 * Returns: (transfer full): the request as it is now, or %NULL
 */
CsRequestView *
cs_workspace_load_request_finish (CsWorkspace *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

typedef gboolean (*SeenFunc) (CsStore *store, CsJob *job, gint64 ref, GError **error);

static void
change_seen (GTask *task, CsJob *job, SeenFunc func)
{
  GError *error = NULL;
  CsLedger *ledger = cs_backroom_get_ledger (job->backroom, &error);
  CsHead head = {.ref = -1};

  if (ledger == NULL ||
      !cs_journal_read_head (cs_ledger_get_store (ledger), job->request, &head, &error) ||
      (head.ref >= 0 && !func (cs_ledger_get_store (ledger), job, head.ref, &error))) {
    g_task_return_error (task, error);
    return;
  }
  cs_workspace_publish_lists (task);
  g_task_return_boolean (task, TRUE);
}

static gboolean
set_seen (CsStore *store, CsJob *job, gint64 ref, GError **error)
{
  return cs_seen_set (store, job->person, ref, job->number, error);
}

static gboolean
set_snooze (CsStore *store, CsJob *job, gint64 ref, GError **error)
{
  return cs_seen_snooze (store, job->person, ref, job->instant, error);
}

static void
run_mark_seen (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  change_seen (task, data, set_seen);
}

static void
run_snooze (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  change_seen (task, data, set_snooze);
}

static void
run_drop_notice (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  CsJob *job = data;
  GError *error = NULL;
  CsLedger *ledger = cs_backroom_get_ledger (job->backroom, &error);

  if (ledger == NULL || !cs_notices_drop (cs_ledger_get_store (ledger), job->id, &error))
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
on_marked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    g_warning ("%s", error->message);
}

/**
 * cs_workspace_mark_seen:
 * @request: its id
 * @number: of the newest entry that was on the screen; 0 marks it as unread
 */
void
cs_workspace_mark_seen (CsWorkspace *self, const char *request, gint64 number)
{
  CsJob *job = cs_job_new (self);

  job->request = g_strdup (request);
  job->number = number;
  cs_workspace_queue (self,
                      G_PRIORITY_DEFAULT,
                      cs_workspace_mark_seen,
                      job,
                      run_mark_seen,
                      NULL,
                      on_marked,
                      NULL);
}

/**
 * cs_workspace_snooze:
 * @request: its id
 * @until: when it comes back to the inbox, or when it is late; %CS_INSTANT_NONE: now
 */
void
cs_workspace_snooze (CsWorkspace *self, const char *request, CsInstant until)
{
  CsJob *job = cs_job_new (self);

  job->request = g_strdup (request);
  job->instant = until;
  cs_workspace_queue (self,
                      G_PRIORITY_DEFAULT,
                      cs_workspace_snooze,
                      job,
                      run_snooze,
                      NULL,
                      on_marked,
                      NULL);
}

/**
 * cs_workspace_drop_notice:
 * @entry: id of a rung's entry
 *
 * Says that the person was told of a rung, or need not be. Until then it is told again when the
 * workspace is opened the next time.
 */
void
cs_workspace_drop_notice (CsWorkspace *self, const char *entry)
{
  CsJob *job = cs_job_new (self);

  job->id = g_strdup (entry);
  cs_workspace_queue (self,
                      G_PRIORITY_DEFAULT,
                      cs_workspace_drop_notice,
                      job,
                      run_drop_notice,
                      NULL,
                      on_marked,
                      NULL);
}
