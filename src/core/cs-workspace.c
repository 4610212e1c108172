/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-ledger-sync.h"
#include "cs-workspace-private.h"

#define KEEPER_PAUSE_MSEC 30000
#define CLOSED_TEXT       "The workspace is closed."

G_DEFINE_FINAL_TYPE (CsWorkspace, cs_workspace, G_TYPE_OBJECT)

enum { PROP_0, PROP_PERSON, N_PROPS };
enum { SIGNAL_CHANGED, SIGNAL_RUNG, N_SIGNALS };
static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

/**
 * cs_backroom_ref:
 *
 * Returns: (transfer full): @self
 */
CsBackroom *
cs_backroom_ref (CsBackroom *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
backroom_clear (gpointer data)
{
  CsBackroom *self = data;

  g_free (self->published_directory);
}

/**
 * cs_backroom_unref:
 * @self: (transfer full): its ledger has been closed on the worker
 */
void
cs_backroom_unref (CsBackroom *self)
{
  g_atomic_rc_box_release_full (self, backroom_clear);
}

/**
 * cs_backroom_get_ledger:
 * @error: BUSY once the workspace is closed
 *
 * Returns: (transfer none): the ledger, on the worker; %NULL on error
 */
CsLedger *
cs_backroom_get_ledger (CsBackroom *self, GError **error)
{
  if (self->ledger == NULL)
    g_set_error_literal (error, CS_ERROR, CS_ERROR_BUSY, CLOSED_TEXT);
  return self->ledger;
}

static void
job_free (gpointer data)
{
  CsJob *job = data;

  cs_backroom_unref (job->backroom);
  g_free (job->person);
  g_free (job->request);
  g_free (job->kind);
  g_free (job->id);
  json_decref (job->data);
  cs_report_filter_free (job->filter);
  g_clear_pointer (&job->bytes, g_bytes_unref);
  cs_list_filter_free (job->list_filter);
  g_clear_object (&job->sync);
  g_free (job);
}

/**
 * cs_job_new:
 *
 * Returns: (transfer full): a job for the person who acts
 */
CsJob *
cs_job_new (CsWorkspace *self)
{
  CsJob *job = g_new0 (CsJob, 1);

  job->backroom = cs_backroom_ref (self->backroom);
  job->person = g_strdup (self->person);
  return job;
}

/**
 * cs_workspace_queue:
 * @tag: the function that asked
 * @job: (transfer full): what @func is given as task data
 *
 * Asks the worker.
 */
void
cs_workspace_queue (CsWorkspace *self,
                    int priority,
                    gpointer tag,
                    CsJob *job,
                    GTaskThreadFunc func,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, job, job_free);
  cs_worker_queue (self->worker, priority, task, func);
}

/* What the worker has to say to the main thread. */
typedef struct {
  CsWorkspace *workspace; /* (owned) */
  CsDirectory *directory; /* (owned) (nullable): a new one */
  GPtrArray *packs;       /* (owned) (nullable) */
  char *request;          /* (nullable) */
  gboolean lists_only;
} Message;

static void
message_free (gpointer data)
{
  Message *message = data;

  g_clear_pointer (&message->directory, cs_directory_free);
  g_clear_pointer (&message->packs, g_ptr_array_unref);
  g_object_unref (message->workspace);
  g_free (message->request);
  g_free (message);
}

static void
take_directory (CsWorkspace *self, CsDirectory **directory, GPtrArray **packs)
{
  if (*directory == NULL)
    return;
  g_clear_pointer (&self->directory, cs_directory_free);
  self->directory = g_steal_pointer (directory);
  g_clear_pointer (&self->packs, g_ptr_array_unref);
  self->packs = g_steal_pointer (packs);
}

static gboolean
deliver (gpointer data)
{
  Message *message = data;
  CsWorkspace *self = message->workspace;

  if (self->is_closed)
    return G_SOURCE_REMOVE;
  take_directory (self, &message->directory, &message->packs);
  cs_workspace_refresh_lists (self);
  if (!message->lists_only) {
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0, message->request);
    cs_workspace_schedule_keeper (self, 0);
  }
  return G_SOURCE_REMOVE;
}

/* Never on the worker itself, also where nobody runs the context at the moment. */
static void
post (GTask *task, GSourceFunc func, gpointer data, GDestroyNotify destroy)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_HIGH);
  g_source_set_callback (source, func, data, destroy);
  g_source_attach (source, g_task_get_context (task));
}

static void
send_message (GTask *task, Message *message)
{
  message->workspace = g_object_ref (g_task_get_source_object (task));
  post (task, deliver, message, message_free);
}

static gboolean
copy_directory (CsBackroom *backroom, CsDirectory **copy, GPtrArray **packs, GError **error)
{
  CsLedger *ledger = cs_backroom_get_ledger (backroom, error);
  CsAuthority *authority = ledger != NULL ? cs_ledger_get_authority (ledger) : NULL;
  const CsDirectory *directory = authority != NULL ? cs_authority_get_directory (authority, error)
                                                   : NULL;
  g_autoptr (GPtrArray) activations = NULL;
  g_autofree char *mark = NULL;

  if (directory == NULL)
    return FALSE;
  mark = cs_authority_dup_directory_mark (authority);
  if (g_strcmp0 (mark, backroom->published_directory) == 0)
    return TRUE;
  *packs = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_pack_unref);
  activations = cs_directory_list_activations (directory);
  for (guint i = 0; i < activations->len; i++) {
    const CsActivation *activation = activations->pdata[i];
    const CsPack *pack =
        cs_pack_cache_get (cs_authority_get_packs (authority), activation->digest, error);

    if (pack == NULL) {
      g_clear_pointer (packs, g_ptr_array_unref);
      return FALSE;
    }
    g_ptr_array_add (*packs, cs_pack_ref (pack));
  }
  *copy = cs_directory_copy (directory);
  g_free (backroom->published_directory);
  backroom->published_directory = g_steal_pointer (&mark);
  return TRUE;
}

/**
 * cs_workspace_publish:
 * @task: of the worker, not answered yet
 * @request: (nullable): the request that has changed; %NULL: anything may have
 */
void
cs_workspace_publish (GTask *task, CsJob *job, const char *request)
{
  Message *message = g_new0 (Message, 1);
  g_autoptr (GError) error = NULL;

  message->request = g_strdup (request);
  if (!copy_directory (job->backroom, &message->directory, &message->packs, &error))
    g_warning ("%s", error->message);
  send_message (task, message);
}

/**
 * cs_workspace_publish_lists:
 * @task: of the worker, not answered yet
 *
 * Says that rows look different though no entry was accepted.
 */
void
cs_workspace_publish_lists (GTask *task)
{
  Message *message = g_new0 (Message, 1);

  message->lists_only = TRUE;
  send_message (task, message);
}

static void
run_keeper (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  CsJob *job = data;
  GError *error = NULL;
  CsLedger *ledger = cs_backroom_get_ledger (job->backroom, &error);
  g_autoptr (GPtrArray) notices =
      g_ptr_array_new_with_free_func ((GDestroyNotify)cs_rung_notice_free);
  gboolean has_foreign = ledger != NULL && cs_ledger_has_foreign_changes (ledger);
  guint n_untold;

  if (ledger == NULL ||
      (job->flag && !cs_keeper_list_untold (cs_ledger_get_authority (ledger), notices, &error))) {
    g_task_return_error (task, error);
    return;
  }
  n_untold = notices->len;
  if (!cs_keeper_run (cs_ledger_get_authority (ledger), notices, &error)) {
    g_task_return_error (task, error);
    return;
  }
  if (has_foreign || notices->len > n_untold)
    cs_workspace_publish (task, job, NULL);
  g_task_return_pointer (task, g_steal_pointer (&notices), (GDestroyNotify)g_ptr_array_unref);
}

static void
tell_rungs (CsWorkspace *self, GPtrArray *notices)
{
  for (guint i = 0; notices != NULL && i < notices->len; i++) {
    CsRungNotice *notice = notices->pdata[i];

    notice->is_mine = notice->told != NULL && self->person != NULL &&
                      g_strv_contains ((const char *const *)notice->told, self->person);
    if (!notice->is_mine)
      cs_workspace_drop_notice (self, notice->entry);
    g_signal_emit (self, signals[SIGNAL_RUNG], 0, notice);
  }
}

static gboolean
deliver_rungs (gpointer data)
{
  GTask *task = data;
  CsWorkspace *self = CS_WORKSPACE (g_task_get_source_object (task));

  if (!self->is_closed)
    tell_rungs (self, g_object_get_data (data, "rungs"));
  return G_SOURCE_REMOVE;
}

/**
 * cs_workspace_publish_rungs:
 * @task: of the worker
 * @notices: (transfer full) (element-type CsRungNotice): what the server’s keeper has written
 */
void
cs_workspace_publish_rungs (GTask *task, GPtrArray *notices)
{
  g_object_set_data_full (G_OBJECT (task), "rungs", notices, (GDestroyNotify)g_ptr_array_unref);
  post (task, deliver_rungs, g_object_ref (task), g_object_unref);
}

static void
on_keeper (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CsWorkspace *self = CS_WORKSPACE (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) notices = g_task_propagate_pointer (G_TASK (result), &error);

  if (self->is_closed)
    return;
  if (notices == NULL)
    g_warning ("Deadlines could not be looked at: %s", error->message);
  tell_rungs (self, notices);
  cs_workspace_schedule_keeper (self, KEEPER_PAUSE_MSEC);
}

static gboolean
on_keeper_time (gpointer user_data)
{
  CsWorkspace *self = user_data;
  CsJob *job = cs_job_new (self);

  self->keeper_source = 0;
  job->flag = !self->has_kept;
  self->has_kept = TRUE;
  cs_workspace_queue (self, G_PRIORITY_LOW, on_keeper_time, job, run_keeper, NULL, on_keeper, NULL);
  return G_SOURCE_REMOVE;
}

/**
 * cs_workspace_schedule_keeper:
 * @delay_msec: when the keeper looks at the clocks again, and for what others have written
 */
void
cs_workspace_schedule_keeper (CsWorkspace *self, guint delay_msec)
{
  if (self->is_closed)
    return;
  g_clear_handle_id (&self->keeper_source, g_source_remove);
  self->keeper_source = g_timeout_add (delay_msec, on_keeper_time, self);
}

static void
on_folder_changed (GFileMonitor *monitor,
                   GFile *file,
                   GFile *other,
                   GFileMonitorEvent event,
                   gpointer user_data)
{
  g_autofree char *name = g_file_get_basename (file);

  if (g_str_has_prefix (name, "workspace.db"))
    cs_workspace_schedule_keeper (user_data, 100);
}

/**
 * cs_workspace_watch_folder:
 *
 * Notices what other processes write; a poll does it where the folder cannot be watched.
 */
void
cs_workspace_watch_folder (CsWorkspace *self)
{
  g_autoptr (GFile) folder = g_file_new_for_path (self->folder);

  self->monitor = g_file_monitor_directory (folder, G_FILE_MONITOR_NONE, NULL, NULL);
  if (self->monitor != NULL)
    g_signal_connect_object (self->monitor,
                             "changed",
                             G_CALLBACK (on_folder_changed),
                             self,
                             (GConnectFlags)0);
}

static void
run_open (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  CsWorkspace *self = source;
  CsJob *job = data;
  GError *error = NULL;

  job->backroom->ledger = cs_ledger_open (self->folder, self->time_source, &error);
  if (job->backroom->ledger == NULL ||
      !copy_directory (job->backroom, &self->directory, &self->packs, &error)) {
    g_clear_pointer (&job->backroom->ledger, cs_ledger_close);
    g_task_return_error (task, error);
    return;
  }
  if (cs_ledger_is_shared (job->backroom->ledger))
    self->credentials = cs_connect_open_credentials (job->backroom->ledger, &error);
  if (error != NULL) { /* what is here can be read all the same */
    g_warning ("The sign-in of this computer cannot be read: %s", error->message);
    g_clear_error (&error);
  }
  self->is_sample = cs_ledger_is_sample (job->backroom->ledger);
  self->person = g_strdup (cs_ledger_get_person (job->backroom->ledger));
  g_task_return_boolean (task, TRUE);
}

static void
run_close (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  CsJob *job = data;

  g_clear_pointer (&job->backroom->ledger, cs_ledger_close);
  g_task_return_boolean (task, TRUE);
}

/**
 * cs_workspace_open_async:
 * @folder: of a workspace
 * @time_source: (transfer none): what the present is
 *
 * Opens it on a worker of its own.
 */
void
cs_workspace_open_async (const char *folder,
                         CsTimeSource *time_source,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (CsWorkspace) self = g_object_new (CS_TYPE_WORKSPACE, NULL);

  self->folder = g_strdup (folder);
  self->time_source = g_object_ref (time_source);
  cs_workspace_queue (self,
                      G_PRIORITY_HIGH,
                      cs_workspace_open_async,
                      cs_job_new (self),
                      run_open,
                      cancellable,
                      callback,
                      user_data);
}

/**
 * cs_workspace_open_finish:
 * @error: NOT_FOUND, TOO_NEW, CORRUPT, BUSY, UNAUTHORISED
 *
 * Returns: (transfer full): the workspace, or %NULL
 */
CsWorkspace *
cs_workspace_open_finish (GAsyncResult *result, GError **error)
{
  CsWorkspace *self = g_task_get_source_object (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  cs_workspace_watch_folder (self);
  cs_workspace_schedule_keeper (self, 500);
  cs_workspace_begin_signed_in (self);
  return g_object_ref (self);
}

static void
on_shutdown (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  g_task_return_boolean (task, TRUE);
}

/**
 * cs_workspace_close_async:
 *
 * Finishes what was asked, closes the files and ends the worker. Nothing may be asked afterwards.
 */
void
cs_workspace_close_async (CsWorkspace *self, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  cs_workspace_forget_opened (self);
  g_task_set_source_tag (task, cs_workspace_close_async);
  if (self->is_closed) {
    g_task_return_boolean (task, TRUE);
    g_object_unref (task);
    return;
  }
  self->is_closed = TRUE;
  cs_workspace_end_sync (self);
  g_clear_handle_id (&self->keeper_source, g_source_remove);
  g_clear_object (&self->monitor);
  cs_workspace_queue (self,
                      G_MAXINT - 1,
                      cs_workspace_close_async,
                      cs_job_new (self),
                      run_close,
                      NULL,
                      NULL,
                      NULL);
  cs_worker_shutdown_async (self->worker, NULL, on_shutdown, task);
}

/**
 * cs_workspace_close_finish:
 *
 * Returns: whether everything that was asked has been done
 */
gboolean
cs_workspace_close_finish (CsWorkspace *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * cs_workspace_get_folder:
 *
 * Returns: where it lives
 */
const char *
cs_workspace_get_folder (CsWorkspace *self)
{
  return self->folder;
}

/**
 * cs_workspace_is_sample:
 *
 * Returns: whether its people and clients are invented
 */
gboolean
cs_workspace_is_sample (CsWorkspace *self)
{
  return self->is_sample;
}

/**
 * cs_workspace_get_time_source:
 *
 * Returns: (transfer none): what the present is
 */
CsTimeSource *
cs_workspace_get_time_source (CsWorkspace *self)
{
  return self->time_source;
}

/**
 * cs_workspace_get_person:
 *
 * Returns: (nullable): id of who acts
 */
const char *
cs_workspace_get_person (CsWorkspace *self)
{
  return self->person;
}

/**
 * cs_workspace_set_person:
 * @person: id of who acts from now on; lists made before stay those of whom they were made for
 */
void
cs_workspace_set_person (CsWorkspace *self, const char *person)
{
  char *copy;

  if (g_strcmp0 (self->person, person) == 0)
    return;
  copy = g_strdup (person);
  g_free (self->person);
  self->person = copy;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PERSON]);
}

/**
 * cs_workspace_get_directory:
 *
 * Returns: (transfer none): the directory, valid until the next “changed”
 */
const CsDirectory *
cs_workspace_get_directory (CsWorkspace *self)
{
  return self->directory;
}

/**
 * cs_workspace_list_packs:
 *
 * Returns: (transfer container) (element-type CsPack): the packs in force
 */
GPtrArray *
cs_workspace_list_packs (CsWorkspace *self)
{
  GPtrArray *packs = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_pack_unref);

  for (guint i = 0; self->packs != NULL && i < self->packs->len; i++)
    g_ptr_array_add (packs, cs_pack_ref (self->packs->pdata[i]));
  return packs;
}

static void
cs_workspace_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  CsWorkspace *self = CS_WORKSPACE (object);

  switch (property_id) {
    case PROP_PERSON:
      g_value_set_string (value, self->person);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
}

static void
cs_workspace_set_property (GObject *object,
                           guint property_id,
                           const GValue *value,
                           GParamSpec *pspec)
{
  switch (property_id) {
    case PROP_PERSON:
      cs_workspace_set_person (CS_WORKSPACE (object), g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
}

static void
cs_workspace_dispose (GObject *object)
{
  CsWorkspace *self = CS_WORKSPACE (object);

  g_clear_handle_id (&self->keeper_source, g_source_remove);
  g_clear_object (&self->monitor);
  cs_workspace_forget_lists (self);
  if (!self->is_closed && self->worker != NULL) {
    g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);

    self->is_closed = TRUE;
    g_task_set_task_data (task, cs_job_new (self), job_free);
    cs_worker_queue (self->worker, G_MAXINT - 1, task, run_close);
  }
  G_OBJECT_CLASS (cs_workspace_parent_class)->dispose (object);
}

static void
cs_workspace_finalize (GObject *object)
{
  CsWorkspace *self = CS_WORKSPACE (object);

  g_clear_object (&self->sync);
  g_clear_pointer (&self->credentials, cs_credentials_unref);
  g_clear_object (&self->worker);
  g_clear_pointer (&self->backroom, cs_backroom_unref);
  g_clear_pointer (&self->directory, cs_directory_free);
  g_clear_pointer (&self->packs, g_ptr_array_unref);
  g_clear_pointer (&self->lists, g_ptr_array_unref);
  cs_workspace_forget_opened (self);
  g_clear_pointer (&self->opened, g_ptr_array_unref);
  g_clear_object (&self->time_source);
  g_free (self->folder);
  g_free (self->person);
  G_OBJECT_CLASS (cs_workspace_parent_class)->finalize (object);
}

static void
cs_workspace_class_init (CsWorkspaceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = cs_workspace_get_property;
  object_class->set_property = cs_workspace_set_property;
  object_class->dispose = cs_workspace_dispose;
  object_class->finalize = cs_workspace_finalize;
  props[PROP_PERSON] =
      g_param_spec_string ("person",
                           NULL,
                           NULL,
                           NULL,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  /**
   * CsWorkspace::changed:
   * @request: (nullable): the request that has changed; %NULL: anything may have
   */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed",
                                          CS_TYPE_WORKSPACE,
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          1,
                                          G_TYPE_STRING);
  /**
   * CsWorkspace::rung:
   * @notice: (type CsRungNotice): what fired; valid during the emission
   */
  signals[SIGNAL_RUNG] = g_signal_new ("rung",
                                       CS_TYPE_WORKSPACE,
                                       G_SIGNAL_RUN_LAST,
                                       0,
                                       NULL,
                                       NULL,
                                       NULL,
                                       G_TYPE_NONE,
                                       1,
                                       G_TYPE_POINTER);
}

static void
cs_workspace_init (CsWorkspace *self)
{
  self->worker = cs_worker_new ("workspace");
  self->backroom = g_atomic_rc_box_new0 (CsBackroom);
  self->lists = g_ptr_array_new ();
  self->opened = g_ptr_array_new_with_free_func (g_object_unref);
}
