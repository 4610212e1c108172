/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-bell.h"

#include <glib/gi18n-lib.h>
#include <libnotify/notify.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NotifyNotification, g_object_unref)

/* What the thread works on. It outlives the bell where the daemon hangs: then the thread keeps the
 * last reference, and is never waited for. */
typedef struct {
  gatomicrefcount ref_count;
  GMainContext *context; /* (owned) of the thread */
  GMainContext *home;    /* (owned) of the bell */
  GMainLoop *loop;       /* (owned) */
  char *application_id;

  CsBell *owner; /* (nullable) touched in the home context alone */

  GHashTable *shown;     /* thread: id -> (owned) NotifyNotification */
  gboolean has_caps;     /* thread: the daemon has answered */
  gboolean has_actions;  /* thread */
  gboolean has_markup;   /* thread */
  gboolean is_told_once; /* thread: that notifications cannot be shown */

  GMutex lock;
  GCond ended_cond;
  gboolean is_ended; /* guarded by lock */
} Ring;

/**
 * CsBell:
 *
 * Shows, replaces and closes notifications by id.
 */
struct _CsBell {
  GObject parent_instance;

  Ring *ring; /* (owned) (nullable) until closed */
};

enum { SIGNAL_ACTIVATED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsBell, cs_bell, G_TYPE_OBJECT)

static Ring *
ring_ref (Ring *ring)
{
  g_atomic_ref_count_inc (&ring->ref_count);
  return ring;
}

static void
ring_unref (gpointer data)
{
  Ring *ring = data;

  if (!g_atomic_ref_count_dec (&ring->ref_count))
    return;
  g_main_loop_unref (ring->loop);
  g_main_context_unref (ring->context);
  g_main_context_unref (ring->home);
  g_hash_table_unref (ring->shown);
  g_mutex_clear (&ring->lock);
  g_cond_clear (&ring->ended_cond);
  g_free (ring->application_id);
  g_free (ring);
}

/* --- from the thread to the bell --- */

typedef struct {
  Ring *ring; /* (owned) */
  char *id;
  char *token; /* (nullable) */
  gboolean is_remind;
} Answer;

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  ring_unref (answer->ring);
  g_free (answer->id);
  g_free (answer->token);
  g_free (answer);
}

static void
run_in (GMainContext *context, GSourceFunc func, gpointer data, GDestroyNotify destroy)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, func, data, destroy);
  g_source_attach (source, context);
}

static gboolean
answer_cb (gpointer data)
{
  Answer *answer = data;
  g_autoptr (CsBell) owner = NULL;

  if (answer->ring->owner == NULL)
    return G_SOURCE_REMOVE;
  owner = g_object_ref (answer->ring->owner);
  g_signal_emit (owner, signals[SIGNAL_ACTIVATED], 0, answer->id, answer->is_remind, answer->token);
  return G_SOURCE_REMOVE;
}

/* --- on the thread --- */

static const char *
id_of (NotifyNotification *notification)
{
  return g_object_get_data (G_OBJECT (notification), "cs-id");
}

static void
pressed_cb (NotifyNotification *notification, char *action, gpointer data)
{
  Answer *answer = g_new0 (Answer, 1);
  Ring *ring = data;

  answer->ring = ring_ref (ring);
  answer->id = g_strdup (id_of (notification));
  answer->token = g_strdup (notify_notification_get_activation_token (notification));
  answer->is_remind = g_strcmp0 (action, "remind") == 0;
  run_in (ring->home, answer_cb, answer, answer_free);
}

static void
closed_cb (NotifyNotification *notification, Ring *ring)
{
  const char *id = id_of (notification);

  if (g_hash_table_lookup (ring->shown, id) == notification)
    g_hash_table_remove (ring->shown, id);
}

static void
learn_caps (Ring *ring)
{
  GList *caps;

  if (ring->has_caps)
    return;
  caps = notify_get_server_caps ();
  ring->has_caps = caps != NULL;
  ring->has_actions = g_list_find_custom (caps, "actions", (GCompareFunc)g_strcmp0) != NULL;
  ring->has_markup = g_list_find_custom (caps, "body-markup", (GCompareFunc)g_strcmp0) != NULL;
  g_list_free_full (caps, g_free);
}

static void
add_buttons (Ring *ring, NotifyNotification *notification, const CsNotice *notice)
{
  g_autofree char *button = cs_notice_dup_button (notice);

  notify_notification_clear_actions (notification);
  if (!ring->has_actions)
    return;
  notify_notification_add_action (notification,
                                  "default",
                                  _ ("Open"),
                                  pressed_cb,
                                  ring_ref (ring),
                                  ring_unref);
  if (button != NULL)
    notify_notification_add_action (notification,
                                    "remind",
                                    button,
                                    pressed_cb,
                                    ring_ref (ring),
                                    ring_unref);
}

static NotifyNotification *
ensure_notification (Ring *ring, const CsNotice *notice, const char *body)
{
  NotifyNotification *notification = g_hash_table_lookup (ring->shown, notice->id);

  if (notification != NULL) {
    notify_notification_update (notification, notice->title, body, ring->application_id);
    return notification;
  }
  notification = notify_notification_new (notice->title, body, ring->application_id);
  g_object_set_data_full (G_OBJECT (notification), "cs-id", g_strdup (notice->id), g_free);
  notify_notification_set_hint (notification,
                                "desktop-entry",
                                g_variant_new_string (ring->application_id));
  g_signal_connect (notification, "closed", G_CALLBACK (closed_cb), ring);
  g_hash_table_insert (ring->shown, g_strdup (notice->id), notification);
  return notification;
}

typedef struct {
  Ring *ring;       /* (owned) */
  CsNotice *notice; /* (owned) (nullable): withdraw */
  char *id;         /* (nullable): of what is withdrawn */
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  ring_unref (job->ring);
  cs_notice_free (job->notice);
  g_free (job->id);
  g_free (job);
}

static gboolean
show_cb (gpointer data)
{
  Job *job = data;
  Ring *ring = job->ring;
  g_autofree char *body = NULL;
  g_autoptr (NotifyNotification) notification = NULL;
  g_autoptr (GError) error = NULL;

  learn_caps (ring);
  body = ring->has_markup ? g_markup_escape_text (job->notice->body, -1)
                          : g_strdup (job->notice->body);
  notification = g_object_ref (ensure_notification (ring, job->notice, body));
  notify_notification_set_urgency (notification,
                                   job->notice->is_urgent ? NOTIFY_URGENCY_CRITICAL
                                                          : NOTIFY_URGENCY_NORMAL);
  add_buttons (ring, notification, job->notice);
  if (notify_notification_show (notification, &error)) {
    ring->is_told_once = FALSE;
    return G_SOURCE_REMOVE;
  }
  g_hash_table_remove (ring->shown, job->notice->id);
  if (!ring->is_told_once)
    g_info ("Notifications cannot be shown: %s", error->message);
  ring->is_told_once = TRUE;
  return G_SOURCE_REMOVE;
}

static void
close_notification (NotifyNotification *notification)
{
  g_autoptr (GError) error = NULL;

  if (!notify_notification_close (notification, &error))
    g_debug ("A notification could not be closed: %s", error->message);
}

static gboolean
withdraw_cb (gpointer data)
{
  Job *job = data;
  g_autoptr (NotifyNotification) notification = NULL;
  g_autofree char *id = NULL;

  if (g_hash_table_steal_extended (job->ring->shown,
                                   job->id,
                                   (gpointer *)&id,
                                   (gpointer *)&notification))
    close_notification (notification);
  return G_SOURCE_REMOVE;
}

static gboolean
end_cb (gpointer data)
{
  Ring *ring = data;

  g_main_loop_quit (ring->loop);
  return G_SOURCE_REMOVE;
}

static gpointer
run (gpointer data)
{
  Ring *ring = data;
  GHashTableIter iter;
  gpointer notification;

  g_main_context_push_thread_default (ring->context);
  notify_init (_ ("Countersign"));
  g_main_loop_run (ring->loop);
  g_hash_table_iter_init (&iter, ring->shown);
  while (g_hash_table_iter_next (&iter, NULL, &notification))
    close_notification (notification);
  g_hash_table_remove_all (ring->shown);
  notify_uninit ();
  g_main_context_pop_thread_default (ring->context);
  g_mutex_lock (&ring->lock);
  ring->is_ended = TRUE;
  g_cond_signal (&ring->ended_cond);
  g_mutex_unlock (&ring->lock);
  ring_unref (ring);
  return NULL;
}

/* --- the bell --- */

static void
cs_bell_dispose (GObject *object)
{
  cs_bell_close (CS_BELL (object), 0);
  G_OBJECT_CLASS (cs_bell_parent_class)->dispose (object);
}

static void
cs_bell_class_init (CsBellClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cs_bell_dispose;
  signals[SIGNAL_ACTIVATED] = g_signal_new ("activated",
                                            G_TYPE_FROM_CLASS (klass),
                                            G_SIGNAL_RUN_LAST,
                                            0,
                                            NULL,
                                            NULL,
                                            NULL,
                                            G_TYPE_NONE,
                                            3,
                                            G_TYPE_STRING,
                                            G_TYPE_BOOLEAN,
                                            G_TYPE_STRING);
}

static void
cs_bell_init (CsBell *self)
{
}

static void
start (CsBell *self)
{
  self->ring->owner = self;
  g_thread_unref (g_thread_new ("notifications", run, ring_ref (self->ring)));
}

/**
 * cs_bell_new:
 * @application_id: name of the desktop file and of the icon
 *
 * Nothing is asked of the desktop before the first notification.
 *
 * Returns: (transfer full): a bell
 */
CsBell *
cs_bell_new (const char *application_id)
{
  CsBell *self = g_object_new (CS_TYPE_BELL, NULL);
  Ring *ring = g_new0 (Ring, 1);

  g_atomic_ref_count_init (&ring->ref_count);
  ring->context = g_main_context_new ();
  ring->home = g_main_context_ref_thread_default ();
  ring->loop = g_main_loop_new (ring->context, FALSE);
  ring->application_id = g_strdup (application_id);
  ring->shown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  g_mutex_init (&ring->lock);
  g_cond_init (&ring->ended_cond);
  self->ring = ring;
  return self;
}

static void
send (CsBell *self, GSourceFunc func, const CsNotice *notice, const char *id)
{
  Job *job;

  if (self->ring == NULL)
    return;
  if (self->ring->owner == NULL)
    start (self);
  job = g_new0 (Job, 1);
  job->ring = ring_ref (self->ring);
  job->notice = notice != NULL ? cs_notice_copy (notice) : NULL;
  job->id = g_strdup (id);
  run_in (self->ring->context, func, job, job_free);
}

/**
 * cs_bell_ring:
 * @notice: copied
 *
 * Shows a notification, in place of the one with the same id. Returns at once; where there is no
 * daemon nothing is shown, which is no error.
 */
void
cs_bell_ring (CsBell *self, const CsNotice *notice)
{
  g_return_if_fail (CS_IS_BELL (self));
  send (self, show_cb, notice, NULL);
}

/**
 * cs_bell_withdraw:
 * @id: of a notification, shown or not
 */
void
cs_bell_withdraw (CsBell *self, const char *id)
{
  g_return_if_fail (CS_IS_BELL (self));
  if (self->ring != NULL && self->ring->owner != NULL)
    send (self, withdraw_cb, NULL, id);
}

static void
wait_for_end (Ring *ring, guint wait_msecs)
{
  gint64 until = g_get_monotonic_time () + (gint64)wait_msecs * 1000;

  g_mutex_lock (&ring->lock);
  while (!ring->is_ended && g_cond_wait_until (&ring->ended_cond, &ring->lock, until))
    ;
  g_mutex_unlock (&ring->lock);
}

/**
 * cs_bell_close:
 * @wait_msecs: how long the desktop may take
 *
 * Closes what is shown, because a click could no longer be answered, and ends the thread; it is
 * left to itself when the daemon does not answer in time. Does nothing the second time.
 */
void
cs_bell_close (CsBell *self, guint wait_msecs)
{
  Ring *ring = g_steal_pointer (&self->ring);

  if (ring == NULL)
    return;
  if (ring->owner != NULL) {
    ring->owner = NULL;
    run_in (ring->context, end_cb, ring_ref (ring), ring_unref);
    wait_for_end (ring, wait_msecs);
  }
  ring_unref (ring);
}
