/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-worker.h"

#include "cs-error.h"

/**
 * CsWorker:
 *
 * One thread that does everything which must not happen on the main thread and must not happen
 * twice at a time: the database belongs to it. Work arrives as tasks and is done by priority, equal
 * priorities in the order of arrival. Shut it down with [method@Worker.shutdown_async] before the
 * last reference goes, so that nothing queued is lost.
 */
struct _CsWorker {
  GObject parent_instance;

  GThread *thread;     /* (owned) (nullable) once joined */
  GAsyncQueue *queue;  /* (owned) Work */
  gint is_closing;     /* atomic */
  guint64 next_serial; /* main thread or any that queues; guarded by the queue's lock */
};

G_DEFINE_FINAL_TYPE (CsWorker, cs_worker, G_TYPE_OBJECT)

typedef struct {
  int priority;
  guint64 serial;
  GTask *task;          /* (owned) */
  GTaskThreadFunc func; /* NULL ends the thread */
} Work;

static int
compare_work (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const Work *left = a, *right = b;

  if (left->priority != right->priority)
    return left->priority < right->priority ? -1 : 1;
  return left->serial < right->serial ? -1 : left->serial > right->serial;
}

static gboolean
finish_release (gpointer task)
{
  return G_SOURCE_REMOVE;
}

/* A task keeps its source object: the last reference must go where the object belongs. */
static void
release_at_home (GTask *task)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, finish_release, task, g_object_unref);
  g_source_attach (source, g_task_get_context (task));
}

static gpointer
run (gpointer data)
{
  g_autoptr (GAsyncQueue) queue = data;
  gboolean is_last = FALSE;

  while (!is_last) {
    Work *work = g_async_queue_pop (queue);

    is_last = work->func == NULL;
    if (is_last)
      g_task_return_boolean (work->task, TRUE);
    else if (!g_task_return_error_if_cancelled (work->task))
      work->func (work->task,
                  g_task_get_source_object (work->task),
                  g_task_get_task_data (work->task),
                  g_task_get_cancellable (work->task));
    release_at_home (work->task);
    g_free (work);
  }
  return NULL;
}

static void
cs_worker_finalize (GObject *object)
{
  CsWorker *self = CS_WORKER (object);

  if (self->thread != NULL && !g_atomic_int_get (&self->is_closing)) {
    g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);

    cs_worker_queue (self, G_MAXINT, task, NULL);
  }
  if (self->thread != NULL && self->thread != g_thread_self ())
    g_thread_join (self->thread);
  else if (self->thread != NULL)
    g_thread_unref (self->thread);
  g_async_queue_unref (self->queue);
  G_OBJECT_CLASS (cs_worker_parent_class)->finalize (object);
}

static void
cs_worker_class_init (CsWorkerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cs_worker_finalize;
}

static void
cs_worker_init (CsWorker *self)
{
  self->queue = g_async_queue_new ();
}

/**
 * cs_worker_new:
 * @name: of the thread, in debuggers
 *
 * Starts the thread.
 *
 * Returns: (transfer full): a worker
 */
CsWorker *
cs_worker_new (const char *name)
{
  CsWorker *self = g_object_new (CS_TYPE_WORKER, NULL);

  self->thread = g_thread_new (name, run, g_async_queue_ref (self->queue));
  return self;
}

/**
 * cs_worker_queue:
 * @priority: lower is sooner, as %G_PRIORITY_DEFAULT and its neighbours
 * @task: (transfer none): what is answered; cancelled before its turn it is not begun
 * @func: run on the worker; must return the task
 *
 * Any thread may call this, but nobody after the shutdown has begun.
 */
void
cs_worker_queue (CsWorker *self, int priority, GTask *task, GTaskThreadFunc func)
{
  Work *work = g_new0 (Work, 1);

  g_return_if_fail (CS_IS_WORKER (self));
  g_return_if_fail (G_IS_TASK (task));

  if (func != NULL && g_atomic_int_get (&self->is_closing)) {
    g_free (work);
    g_task_return_new_error (task, CS_ERROR, CS_ERROR_BUSY, "The workspace is being closed.");
    return;
  }
  work->priority = priority;
  work->task = g_object_ref (task);
  work->func = func;
  g_async_queue_lock (self->queue);
  work->serial = self->next_serial++;
  g_async_queue_push_sorted_unlocked (self->queue, work, compare_work, NULL);
  g_async_queue_unlock (self->queue);
}

/**
 * cs_worker_is_current:
 *
 * Returns: whether the caller runs on the worker's thread
 */
gboolean
cs_worker_is_current (CsWorker *self)
{
  return self->thread == g_thread_self ();
}

/**
 * cs_worker_shutdown_async:
 *
 * Takes no new work, finishes what is queued, then ends the thread.
 */
void
cs_worker_shutdown_async (CsWorker *self,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, cs_worker_shutdown_async);
  g_task_set_check_cancellable (task, FALSE);
  if (g_atomic_int_compare_and_exchange (&self->is_closing, FALSE, TRUE))
    cs_worker_queue (self, G_MAXINT, task, NULL);
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * cs_worker_shutdown_finish:
 *
 * Waits for the last instructions of the thread, so that it holds nothing of the worker any more.
 *
 * Returns: %TRUE when everything queued has been done
 */
gboolean
cs_worker_shutdown_finish (CsWorker *self, GAsyncResult *result, GError **error)
{
  g_clear_pointer (&self->thread, g_thread_join);
  return g_task_propagate_boolean (G_TASK (result), error);
}
