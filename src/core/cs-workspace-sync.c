/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-activity.h"
#include "cs-authority-shared.h"
#include "cs-ledger-sync.h"
#include "cs-notices.h"
#include "cs-outbox.h"
#include "cs-workspace-private.h"

#include <string.h>

/*
 * A window’s workspace and its server. The engine has threads of its own; whatever it asks of the
 * folder is done on the workspace’s worker while the engine waits, so that the folder is touched by
 * one thread only and everything that changes is told as any other change is.
 */

/* Only what has just come tells people: not what is fetched for the first time (D-C10). */
#define NEWS_USEC G_TIME_SPAN_HOUR

typedef struct {
  CsSyncCall *call;
  CsBackroom *backroom; /* (owned) */
  GError *error;
  gboolean is_done, has_ended;
  GMutex lock;
  GCond cond;
} Errand;

static gboolean
shows_something_new (const CsSyncCall *call)
{
  switch (call->op) {
    case CS_SYNC_APPLY:
      return call->page->rows->len > 0 || call->page->leave->len > 0;
    case CS_SYNC_TAKE_VERDICTS:
    case CS_SYNC_BEGIN_ANEW:
    case CS_SYNC_HAVE_FILE:
      return TRUE;
    case CS_SYNC_READ:
    case CS_SYNC_TAKE_WAITING:
    case CS_SYNC_LIST_MISSING:
    case CS_SYNC_KEEP_PACK:
    case CS_SYNC_COUNT:
    case CS_SYNC_NEXT_FILE:
    default:
      return FALSE;
  }
}

static GPtrArray *
list_news (CsLedger *ledger, const CsSyncCall *call)
{
  const GPtrArray *rows = call->page->rows;
  CsInstant now = cs_time_source_get_now (cs_ledger_get_time_source (ledger));
  g_autoptr (GPtrArray) notices =
      g_ptr_array_new_with_free_func ((GDestroyNotify)cs_rung_notice_free);

  for (guint i = 0; i < rows->len; i++) {
    const CsWireRow *row = rows->pdata[i];
    CsEntry *read = call->entries != NULL ? call->entries->pdata[i] : NULL;
    g_autoptr (CsEntry) entry = NULL;
    CsRungNotice *notice;

    if (row->bytes == NULL || row->request == NULL || row->received < now - NEWS_USEC)
      continue;
    entry = read != NULL ? cs_entry_ref (read) : cs_entry_new_from_bytes (row->bytes, NULL);
    if (entry == NULL || cs_entry_get_kind (entry) != CS_KIND_RUNG)
      continue;
    notice = cs_keeper_describe (cs_ledger_get_authority (ledger), entry);
    if (notice == NULL)
      continue;
    cs_notices_keep (cs_ledger_get_store (ledger), notice->entry, NULL);
    g_ptr_array_add (notices, notice);
  }
  return g_steal_pointer (&notices);
}

static void
run_errand (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Errand *errand = data;
  CsJob job = {.backroom = errand->backroom};
  CsLedger *ledger = cs_backroom_get_ledger (errand->backroom, &errand->error);

  errand->is_done = ledger != NULL && cs_ledger_sync (errand->call, ledger, &errand->error);
  if (errand->is_done && shows_something_new (errand->call))
    cs_workspace_publish (task, &job, NULL);
  if (errand->is_done && errand->call->op == CS_SYNC_APPLY) {
    g_autoptr (GPtrArray) news = list_news (ledger, errand->call);

    if (news->len > 0)
      cs_workspace_publish_rungs (task, g_steal_pointer (&news));
  }
  g_task_return_boolean (task, TRUE);
  g_mutex_lock (&errand->lock);
  errand->has_ended = TRUE;
  g_cond_signal (&errand->cond);
  g_mutex_unlock (&errand->lock);
}

/* On a thread of the engine. */
static gboolean
ask_worker (CsSyncCall *call, gpointer user_data, GError **error)
{
  CsWorkspace *self = user_data;
  g_autoptr (GTask) task = g_task_new (self, NULL, NULL, NULL);
  Errand errand = {.call = call, .backroom = cs_backroom_ref (self->backroom)};

  g_mutex_init (&errand.lock);
  g_cond_init (&errand.cond);
  g_task_set_source_tag (task, ask_worker);
  g_task_set_task_data (task, &errand, NULL);
  cs_worker_queue (self->worker, G_PRIORITY_DEFAULT, task, run_errand);
  g_mutex_lock (&errand.lock);
  while (!errand.has_ended)
    g_cond_wait (&errand.cond, &errand.lock);
  g_mutex_unlock (&errand.lock);
  g_mutex_clear (&errand.lock);
  g_cond_clear (&errand.cond);
  cs_backroom_unref (errand.backroom);
  if (errand.error != NULL)
    g_propagate_error (error, errand.error);
  return errand.is_done;
}

/**
 * cs_workspace_end_sync:
 *
 * Ends what is under way with the server; nothing is lost by it. Before the worker ends.
 */
void
cs_workspace_end_sync (CsWorkspace *self)
{
  if (!self->is_syncing)
    return;
  self->is_syncing = FALSE;
  cs_sync_stop (self->sync);
  g_object_unref (self);
}

/**
 * cs_workspace_begin_sync:
 * @auth: (nullable): what proves who calls
 * @who: (nullable): for @auth; lives longer than the workspace is open
 *
 * Keeps a shared workspace in step with its server until it is closed, which it must be. What kept
 * it in step before ends.
 */
void
cs_workspace_begin_sync (CsWorkspace *self, const CsChannelAuth *auth, gpointer who)
{
  cs_workspace_end_sync (self);
  g_clear_object (&self->sync);
  self->sync = cs_sync_new (self->folder, auth, who, ask_worker, self, self->time_source);
  g_object_ref (self); /* until the engine has ended: it asks the worker */
  self->is_syncing = TRUE;
  cs_sync_start (self->sync);
}

/**
 * cs_workspace_begin_signed_in:
 *
 * Begins to keep a shared workspace in step. Where nobody is signed in, its state says so, and
 * somebody can sign in again.
 */
void
cs_workspace_begin_signed_in (CsWorkspace *self)
{
  if (self->credentials != NULL)
    cs_workspace_begin_sync (self, &cs_credentials_auth, self->credentials);
}

/**
 * cs_workspace_nudge:
 *
 * Something was said here: it is sent at once where it can be.
 */
void
cs_workspace_nudge (CsWorkspace *self)
{
  if (self->sync != NULL)
    cs_sync_nudge (self->sync);
}

/**
 * cs_job_reach_sync:
 * @job: of @self, on its thread
 *
 * Lets the worker send what the job says.
 */
void
cs_job_reach_sync (CsJob *job, CsWorkspace *self)
{
  job->sync = self->sync != NULL ? g_object_ref (self->sync) : NULL;
}

static gboolean
is_in_touch (CsSync *sync)
{
  CsSyncState state = sync != NULL ? cs_sync_get_state (sync) : CS_SYNC_OFFLINE;

  return state == CS_SYNC_SYNCED || state == CS_SYNC_SYNCING;
}

/**
 * cs_job_begin_sending:
 * @job: after cs_job_reach_sync()
 *
 * On the worker: what is said from now on is sent as soon as it is on disk, where the server can be
 * reached as far as is known.
 */
void
cs_job_begin_sending (CsJob *job, CsLedger *ledger)
{
  cs_authority_set_sending (cs_ledger_get_authority (ledger), is_in_touch (job->sync));
}

/**
 * cs_job_end_sending:
 * @is_kept: something was said, and is on disk
 */
void
cs_job_end_sending (CsJob *job, CsLedger *ledger, gboolean is_kept)
{
  cs_authority_set_sending (cs_ledger_get_authority (ledger), FALSE);
  if (is_kept && job->sync != NULL)
    cs_sync_nudge (job->sync);
}

/**
 * cs_workspace_get_sync:
 *
 * Returns: (transfer none) (nullable): how it stands with its server; %NULL for a workspace on this
 *   computer alone
 */
CsSync *
cs_workspace_get_sync (CsWorkspace *self)
{
  return self->sync;
}

/**
 * cs_workspace_get_credentials:
 *
 * Returns: (transfer none) (nullable): this computer's sign-in to its server
 */
CsCredentials *
cs_workspace_get_credentials (CsWorkspace *self)
{
  return self->credentials;
}

/* Signing in again: the folder's worker says whose it is; then a thread of its own asks the server,
 * which may take as long as somebody is at the company's page, and nobody waits for it. */

typedef struct {
  CsConnectOptions options;   /* (owned) its code */
  CsConnectOwn *own;          /* (owned) */
  CsCredentials *credentials; /* (owned) */
  CsWorker *worker;           /* (owned) the thread it is done on */
} SignIn;

static void
sign_in_free (gpointer data)
{
  SignIn *self = data;

  g_free ((char *)self->options.code);
  cs_connect_own_free (self->own);
  cs_credentials_unref (self->credentials);
  g_clear_object (&self->worker);
  g_free (self);
}

static void
run_sign_in (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  SignIn *job = data;
  GError *error = NULL;

  if (cs_connect_again (job->own, job->credentials, &job->options, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
run_read_own (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  CsJob *job = data;
  GError *error = NULL;
  CsLedger *ledger = cs_backroom_get_ledger (job->backroom, &error);
  CsConnectOwn *own = ledger != NULL ? cs_connect_read_own (ledger, &error) : NULL;

  if (own != NULL)
    g_task_return_pointer (task, own, (GDestroyNotify)cs_connect_own_free);
  else
    g_task_return_error (task, error);
}

static void
on_own_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SignIn *job = g_task_get_task_data (task);
  GError *error = NULL;

  job->own = g_task_propagate_pointer (G_TASK (result), &error);
  if (job->own == NULL) {
    g_task_return_error (task, error);
    return;
  }
  job->worker = cs_worker_new ("sign-in");
  cs_worker_queue (job->worker, G_PRIORITY_DEFAULT, task, run_sign_in);
}

/**
 * cs_workspace_sign_in_async:
 * @options: what proves who this is; the address is the workspace's own
 *
 * Signs in again where the sign-in has ended; everything that waits is kept and goes then. Others
 * may ask the workspace meanwhile.
 */
void
cs_workspace_sign_in_async (CsWorkspace *self,
                            const CsConnectOptions *options,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task;
  SignIn *job;

  g_return_if_fail (self->credentials != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  job = g_new0 (SignIn, 1);
  job->options = (CsConnectOptions){.code = g_strdup (options->code),
                                    .open_page = options->open_page,
                                    .show_code = options->show_code,
                                    .company_data = options->company_data};
  job->credentials = cs_credentials_ref (self->credentials);
  g_task_set_source_tag (task, cs_workspace_sign_in_async);
  g_task_set_check_cancellable (task, FALSE); /* who is signed in is, even when asked to stop */
  g_task_set_task_data (task, job, sign_in_free);
  cs_workspace_queue (self,
                      G_PRIORITY_HIGH,
                      cs_workspace_sign_in_async,
                      cs_job_new (self),
                      run_read_own,
                      cancellable,
                      on_own_read,
                      task);
}

/**
 * cs_workspace_sign_in_finish:
 * @error: UNAUTHORISED with the server's own words, UNREACHABLE, INVALID
 *
 * Returns: whether it is signed in, and kept in step again
 */
gboolean
cs_workspace_sign_in_finish (CsWorkspace *self, GAsyncResult *result, GError **error)
{
  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  if (self->is_syncing)
    cs_workspace_nudge (self);
  else if (!self->is_closed)
    cs_workspace_begin_signed_in (self);
  return TRUE;
}

/* Activity */

static void
run_list_activity (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  CsJob *job = data;
  GError *error = NULL;
  CsLedger *ledger = cs_backroom_get_ledger (job->backroom, &error);
  GPtrArray *list = ledger != NULL ? cs_activity_list (ledger, &error) : NULL;

  if (list == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, list, (GDestroyNotify)g_ptr_array_unref);
}

/**
 * cs_workspace_list_activity_async:
 *
 * Asks for what was said here and does not stand in the journal, refused things first.
 */
void
cs_workspace_list_activity_async (CsWorkspace *self,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  cs_workspace_queue (self,
                      G_PRIORITY_DEFAULT,
                      cs_workspace_list_activity_async,
                      cs_job_new (self),
                      run_list_activity,
                      cancellable,
                      callback,
                      user_data);
}

/**
 * cs_workspace_list_activity_finish:
 *
 * Returns: (transfer full) (element-type CsActivity): the lines, or %NULL
 */
GPtrArray *
cs_workspace_list_activity_finish (CsWorkspace *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
run_change (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  CsJob *job = data;
  GError *error = NULL;
  CsLedger *ledger = cs_backroom_get_ledger (job->backroom, &error);
  gboolean is_done =
      ledger != NULL &&
      (job->flag ? cs_authority_recall (cs_ledger_get_authority (ledger), job->id, &error)
                 : cs_outbox_dismiss (cs_ledger_get_store (ledger), job->id, &error));

  if (!is_done) {
    g_task_return_error (task, error);
    return;
  }
  cs_workspace_publish (task, job, NULL);
  g_task_return_boolean (task, TRUE);
}

static void
change (CsWorkspace *self,
        gpointer tag,
        const char *id,
        gboolean is_recall,
        GAsyncReadyCallback callback,
        gpointer user_data)
{
  CsJob *job = cs_job_new (self);

  job->id = g_strdup (id);
  job->flag = is_recall;
  cs_workspace_queue (self, G_PRIORITY_HIGH, tag, job, run_change, NULL, callback, user_data);
}

/**
 * cs_workspace_recall_async:
 * @id: of something that waits
 *
 * Takes back what has not left this computer.
 */
void
cs_workspace_recall_async (CsWorkspace *self,
                           const char *id,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  change (self, cs_workspace_recall_async, id, TRUE, callback, user_data);
}

/**
 * cs_workspace_recall_finish:
 * @error: NOT_FOUND: too late
 *
 * Returns: whether it was taken back
 */
gboolean
cs_workspace_recall_finish (CsWorkspace *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * cs_workspace_dismiss_async:
 * @id: of something that was refused
 *
 * A person has read why; its draft stays.
 */
void
cs_workspace_dismiss_async (CsWorkspace *self,
                            const char *id,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  change (self, cs_workspace_dismiss_async, id, FALSE, callback, user_data);
}

/**
 * cs_workspace_dismiss_finish:
 * @error: NOT_FOUND where it was not refused
 *
 * Returns: whether it is listed no more
 */
gboolean
cs_workspace_dismiss_finish (CsWorkspace *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
