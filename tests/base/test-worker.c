/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-worker.h"

typedef struct {
  CsWorker *worker;
  GString *order;
  GMutex gate;
  gboolean is_done;
} Fixture;

static void
note (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Fixture *fixture = g_object_get_data (G_OBJECT (task), "fixture");

  g_assert_true (cs_worker_is_current (fixture->worker));
  g_string_append (fixture->order, data);
  g_task_return_boolean (task, TRUE);
}

static void
wait_for_gate (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Fixture *fixture = g_object_get_data (G_OBJECT (task), "fixture");

  g_mutex_lock (&fixture->gate);
  g_mutex_unlock (&fixture->gate);
  g_task_return_boolean (task, TRUE);
}

static void
queue (Fixture *fixture, int priority, const char *text, GTaskThreadFunc func, GCancellable *cancel)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancel, NULL, NULL);

  g_task_set_task_data (task, g_strdup (text), g_free);
  g_object_set_data (G_OBJECT (task), "fixture", fixture);
  cs_worker_queue (fixture->worker, priority, task, func);
}

static void
on_shutdown (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_assert_true (cs_worker_shutdown_finish (CS_WORKER (source), result, NULL));
  fixture->is_done = TRUE;
}

static void
test_order (void)
{
  Fixture fixture = {cs_worker_new ("test"), g_string_new (NULL), {0}, FALSE};
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();

  g_mutex_init (&fixture.gate);
  g_mutex_lock (&fixture.gate);
  queue (&fixture, G_PRIORITY_HIGH, "", wait_for_gate, NULL);
  queue (&fixture, G_PRIORITY_DEFAULT, "b", note, NULL);
  queue (&fixture, G_PRIORITY_LOW, "d", note, NULL);
  queue (&fixture, G_PRIORITY_DEFAULT, "c", note, NULL);
  queue (&fixture, G_PRIORITY_HIGH, "a", note, NULL);
  queue (&fixture, G_PRIORITY_HIGH, "x", note, cancelled);
  g_cancellable_cancel (cancelled);
  cs_worker_shutdown_async (fixture.worker, NULL, on_shutdown, &fixture);
  g_mutex_unlock (&fixture.gate);
  while (!fixture.is_done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (fixture.order->str, ==, "abcd");
  g_string_free (fixture.order, TRUE);
  while (g_atomic_int_get (&G_OBJECT (fixture.worker)->ref_count) > 1)
    g_usleep (1000); /* its thread lets go of the last task after having answered it */
  g_assert_finalize_object (fixture.worker);
  g_mutex_clear (&fixture.gate);
}

static void
test_new_destroy (void)
{
  g_assert_finalize_object (cs_worker_new ("test"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/worker/order", test_order);
  g_test_add_func ("/worker/new-destroy", test_new_destroy);
  return g_test_run ();
}
