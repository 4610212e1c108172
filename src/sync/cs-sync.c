/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-sync.h"

#include "cs-sync-private.h"
#include "cs-wire.h"

#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define CALL_SECS   30
#define WAIT_SECS   (CS_WIRE_WAIT_SECS + 15)
#define FIRST_SECS  1
#define MOST_SECS   60
#define REST_SECS   60
#define CLOCK_SLACK (2 * G_TIME_SPAN_MINUTE)
#define LOCK_FILE   "sync.lock"

/**
 * CsSync:
 *
 * Two threads: the engine exchanges with the server whenever it is nudged, something failed and the
 * pause is over, or a minute has passed; the waiter hangs on the server’s hint that there is more
 * and nudges the engine. Only one program at a time keeps a folder in step: a file lock says which
 * (K-13). What the engine knows is copied under the lock and told on the owner’s thread.
 */
struct _CsSync {
  GObject parent_instance;

  char *path; /* of the folder */
  const CsChannelAuth *auth;
  gpointer who; /* (borrowed) */
  CsSyncFolderFunc folder;
  gpointer folder_data;
  CsTimeSource *time_source; /* (owned) */
  GTlsDatabase *database;    /* (owned) (nullable) */
  GNetworkMonitor *monitor;  /* (borrowed) */
  gulong monitor_handler;

  GMainContext *context; /* (owned) (nullable): of who is told; set when started */
  GThread *engine, *waiter;
  GCancellable *cancellable; /* (owned): of everything under way */
  int lock_file;

  GMutex lock;
  GCond cond;
  /* under the lock */
  gboolean is_stopping, is_nudged, is_told;
  gint64 size;     /* what the waiter asks to go beyond; -1: nothing to wait for */
  gint64 hint;     /* how much there is, as the waiter heard last; 0: nothing since */
  guint exchanges; /* that went well */
  CsSyncState state;
  CsInstant last_synced;
  char *last_error; /* (nullable) */
  gint64 waiting, refused, clock_offset, received, here, total;
  gboolean is_whole;
  CsInstant history_changed;
  gboolean needs_sign_in;
};

G_DEFINE_FINAL_TYPE (CsSync, cs_sync, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_STATE,
  PROP_LAST_SYNCED,
  PROP_LAST_ERROR,
  PROP_WAITING,
  PROP_REFUSED,
  PROP_CLOCK_OFFSET,
  PROP_NEEDS_SIGN_IN,
  PROP_RECEIVED,
  PROP_HISTORY_CHANGED,
  N_PROPS
};
static GParamSpec *props[N_PROPS];

static const char *const state_names[] = {"offline",
                                          "connecting",
                                          "syncing",
                                          "synced",
                                          "signed-out",
                                          "update-required",
                                          "history-changed",
                                          "trouble"};

G_DEFINE_ENUM_TYPE (CsSyncState,
                    cs_sync_state,
                    G_DEFINE_ENUM_VALUE (CS_SYNC_OFFLINE, "offline"),
                    G_DEFINE_ENUM_VALUE (CS_SYNC_CONNECTING, "connecting"),
                    G_DEFINE_ENUM_VALUE (CS_SYNC_SYNCING, "syncing"),
                    G_DEFINE_ENUM_VALUE (CS_SYNC_SYNCED, "synced"),
                    G_DEFINE_ENUM_VALUE (CS_SYNC_SIGNED_OUT, "signed-out"),
                    G_DEFINE_ENUM_VALUE (CS_SYNC_UPDATE_REQUIRED, "update-required"),
                    G_DEFINE_ENUM_VALUE (CS_SYNC_HISTORY_CHANGED, "history-changed"),
                    G_DEFINE_ENUM_VALUE (CS_SYNC_TROUBLE, "trouble"))

/**
 * cs_sync_state_get_name:
 *
 * Returns: its name, “signed-out”
 */
const char *
cs_sync_state_get_name (CsSyncState state)
{
  return state_names[state];
}

/* Telling the owner */

static gboolean
tell (gpointer user_data)
{
  CsSync *self = user_data;

  g_mutex_lock (&self->lock);
  self->is_told = TRUE;
  g_mutex_unlock (&self->lock);
  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = PROP_0 + 1; i < N_PROPS; i++)
    g_object_notify_by_pspec (G_OBJECT (self), props[i]);
  g_object_thaw_notify (G_OBJECT (self));
  return G_SOURCE_REMOVE;
}

/* Under the lock. */
static void
tell_later (CsSync *self)
{
  g_autoptr (GSource) source = NULL;

  if (self->context == NULL || !self->is_told)
    return;
  self->is_told = FALSE;
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, tell, g_object_ref (self), g_object_unref);
  g_source_attach (source, self->context);
}

static void
set_state (CsSync *self, CsSyncState state, const char *error)
{
  g_mutex_lock (&self->lock);
  self->state = state;
  g_free (self->last_error);
  self->last_error = g_strdup (error);
  tell_later (self);
  g_mutex_unlock (&self->lock);
}

/* The queue is counted where it is kept (K-13). */
static void
count_outbox (CsSync *self)
{
  g_auto (CsSyncCall) count = {.op = CS_SYNC_COUNT};

  if (!self->folder (&count, self->folder_data, NULL))
    return;
  g_mutex_lock (&self->lock);
  self->waiting = count.waiting;
  self->refused = count.refused;
  self->is_whole = count.is_whole;
  self->history_changed = count.changed;
  tell_later (self);
  g_mutex_unlock (&self->lock);
}

/* The lock of the folder */

static gboolean
take_folder (CsSync *self, GError **error)
{
  g_autofree char *path = g_build_filename (self->path, LOCK_FILE, NULL);

  if (self->lock_file >= 0)
    return TRUE;
  self->lock_file = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (self->lock_file >= 0 && flock (self->lock_file, LOCK_EX | LOCK_NB) == 0)
    return TRUE;
  if (self->lock_file >= 0)
    close (self->lock_file);
  self->lock_file = -1;
  g_set_error_literal (
      error,
      CS_ERROR,
      CS_ERROR_BUSY,
      _ ("Another window or program keeps this workspace in step with its server"));
  return FALSE;
}

static void
leave_folder (CsSync *self)
{
  if (self->lock_file >= 0)
    close (self->lock_file);
  self->lock_file = -1;
}

/* Exchanges */

static CsChannel *
reach (CsSync *self, const char *address, guint timeout_secs, GError **error)
{
  CsChannel *channel = cs_channel_new (address, self->auth, self->who, timeout_secs, error);

  if (channel != NULL && self->database != NULL)
    cs_channel_trust (channel, self->database);
  return channel;
}

static CsChannel *
open_channel (CsSync *self, guint timeout_secs, GError **error)
{
  g_auto (CsSyncCall) read = {.op = CS_SYNC_READ};

  return self->folder (&read, self->folder_data, error)
             ? reach (self, read.place->address, timeout_secs, error)
             : NULL;
}

static CsSyncState
state_after (const GError *error)
{
  if (error->domain != CS_ERROR)
    return CS_SYNC_TROUBLE;
  switch ((CsErrorCode)error->code) {
    case CS_ERROR_UNREACHABLE:
      return CS_SYNC_OFFLINE;
    case CS_ERROR_UNAUTHORISED:
      return CS_SYNC_SIGNED_OUT;
    case CS_ERROR_TOO_NEW:
      return CS_SYNC_UPDATE_REQUIRED;
    case CS_ERROR_CORRUPT:
      return CS_SYNC_HISTORY_CHANGED;
    case CS_ERROR_FAILED:
    case CS_ERROR_NOT_FOUND:
    case CS_ERROR_CONFLICT:
    case CS_ERROR_INVALID:
    case CS_ERROR_BUSY:
    default:
      return CS_SYNC_TROUBLE;
  }
}

static void
note_success (CsSync *self, const CsExchange *exchange)
{
  gint64 offset = exchange->clock_offset_usec;

  g_mutex_lock (&self->lock);
  self->state = exchange->needs_update ? CS_SYNC_UPDATE_REQUIRED : CS_SYNC_SYNCED;
  self->last_synced = cs_time_source_get_now (self->time_source);
  g_clear_pointer (&self->last_error, g_free);
  self->needs_sign_in = exchange->needs_sign_in;
  self->clock_offset = ABS (offset) > CLOCK_SLACK ? offset / G_TIME_SPAN_SECOND : 0;
  self->size = exchange->size;
  self->exchanges++;
  self->received = exchange->received;
  g_cond_broadcast (&self->cond);
  tell_later (self);
  g_mutex_unlock (&self->lock);
}

static void
note_page (const CsExchange *exchange, gpointer data)
{
  CsSync *self = data;

  g_mutex_lock (&self->lock);
  if (self->last_synced == CS_INSTANT_NONE)
    self->state = CS_SYNC_SYNCING;
  self->received = exchange->received;
  self->here = exchange->here;
  self->total = exchange->total;
  tell_later (self);
  g_mutex_unlock (&self->lock);
}

static gboolean
exchange_once (CsSync *self, CsExchange *exchange, GError **error)
{
  gboolean is_done = cs_exchange_run (exchange, error);

  if (is_done)
    note_success (self, exchange);
  count_outbox (self);
  return is_done;
}

static void
exchange_init (CsExchange *self, CsSync *sync, CsChannel *channel, GCancellable *cancellable)
{
  *self = (CsExchange){.channel = channel,
                       .folder = sync->folder,
                       .folder_data = sync->folder_data,
                       .time_source = sync->time_source,
                       .cancellable = cancellable,
                       .tell = note_page,
                       .tell_data = sync,
                       .uploaded = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL)};
}

/**
 * cs_sync_run_once:
 * @error: as cs_exchange_run() sets it; BUSY when another program does it
 *
 * Sends all that waits and receives all that is new, on the calling thread; for the command line.
 *
 * Returns: whether nothing was left
 */
gboolean
cs_sync_run_once (CsSync *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (CsChannel) channel = NULL;
  CsExchange exchange;
  GError *failure = NULL;
  gboolean is_done;

  if (!take_folder (self, error))
    return FALSE;
  channel = open_channel (self, CALL_SECS, &failure);
  if (channel == NULL) {
    leave_folder (self);
    g_propagate_error (error, failure);
    return FALSE;
  }
  exchange_init (&exchange, self, channel, cancellable);
  is_done = exchange_once (self, &exchange, &failure);
  if (!is_done)
    set_state (self, state_after (failure), failure->message);
  g_hash_table_unref (exchange.uploaded);
  leave_folder (self);
  if (!is_done)
    g_propagate_error (error, failure);
  return is_done;
}

/**
 * cs_sync_fetch_confidential:
 * @address: of the server
 * @request: id of the request that names the file
 * @sha256: of its contents
 * @purpose: for what it is looked at
 * @error: as cs_exchange_fetch_confidential() sets it
 *
 * Fetches one confidential file (CX-21) beside whatever else is under way. Asks nothing of the
 * folder. From any thread.
 *
 * Returns: (transfer full) (nullable): what is in the file
 */
GBytes *
cs_sync_fetch_confidential (CsSync *self,
                            const char *address,
                            const char *request,
                            const char *sha256,
                            const char *purpose,
                            GCancellable *cancellable,
                            GError **error)
{
  g_autoptr (CsChannel) channel = reach (self, address, CALL_SECS, error);
  CsExchange exchange = {.channel = channel, .cancellable = cancellable};

  return channel != NULL
             ? cs_exchange_fetch_confidential (&exchange, request, sha256, purpose, error)
             : NULL;
}

/* The engine */

/* Full jitter, between one second and a minute (K-13). */
static gint64
pause_after (guint failures, gint64 wish_secs)
{
  gint64 most = MIN (MOST_SECS, (gint64)FIRST_SECS << MIN (failures, 6));
  gint64 pause = FIRST_SECS * G_TIME_SPAN_SECOND +
                 (gint64)(g_random_double () * (double)((most - FIRST_SECS) * G_TIME_SPAN_SECOND));

  return MAX (pause, wish_secs * G_TIME_SPAN_SECOND);
}

/* Under the lock. A hint of what has come meanwhile is none. */
static gboolean
has_hint (const CsSync *self)
{
  return self->hint > self->size;
}

/* Sets @is_hinted where there is something to receive, as far as is known. Returns: whether to go
 * on */
static gboolean
rest (CsSync *self, gint64 pause_usec, gboolean *is_hinted)
{
  gint64 until = g_get_monotonic_time () + pause_usec;
  gboolean goes_on;

  g_mutex_lock (&self->lock);
  while (!self->is_stopping && !self->is_nudged && !has_hint (self) &&
         g_cond_wait_until (&self->cond, &self->lock, until))
    ;
  *is_hinted = has_hint (self);
  self->is_nudged = FALSE;
  self->hint = 0; /* one exchange for each: what is hinted at may be lost again */
  goes_on = !self->is_stopping;
  g_mutex_unlock (&self->lock);
  return goes_on;
}

static gint64
handle_failure (CsSync *self, const CsExchange *exchange, const GError *error, guint *failures)
{
  CsSyncState state = state_after (error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return 0;
  set_state (self, state, error->message);
  ++*failures;
  if (state == CS_SYNC_HISTORY_CHANGED)
    return G_TIME_SPAN_HOUR;
  return pause_after (*failures, exchange->retry_secs);
}

static gpointer
run_engine (gpointer data)
{
  CsSync *self = data;
  g_autoptr (CsChannel) channel = NULL;
  CsExchange exchange;
  guint failures = 0;
  gint64 pause = 0;

  exchange_init (&exchange, self, NULL, self->cancellable);
  count_outbox (self);
  do {
    g_autoptr (GError) error = NULL;

    if (!take_folder (self, &error)) {
      pause = handle_failure (self, &exchange, error, &failures);
      continue;
    }
    if (channel == NULL)
      exchange.channel = channel = open_channel (self, CALL_SECS, &error);
    if (failures == 0 && self->last_synced != CS_INSTANT_NONE)
      set_state (self, CS_SYNC_SYNCING, NULL);
    if (channel != NULL && exchange_once (self, &exchange, &error)) {
      failures = 0;
      pause = REST_SECS * G_TIME_SPAN_SECOND;
    } else {
      pause = handle_failure (self, &exchange, error, &failures);
    }
  } while (rest (self, pause, &exchange.is_hinted));
  g_hash_table_unref (exchange.uploaded);
  leave_folder (self);
  return NULL;
}

/* The waiter */

/* Waits until what was hinted at is here, or was asked for. Returns: what to go beyond; -1 to
 * stop */
static gint64
await_size (CsSync *self, gint64 seen, guint *exchanges)
{
  gint64 size;

  g_mutex_lock (&self->lock);
  while (!self->is_stopping &&
         (self->size < 0 || (self->size < seen && self->exchanges == *exchanges)))
    g_cond_wait (&self->cond, &self->lock);
  *exchanges = self->exchanges;
  size = self->is_stopping ? -1 : self->size;
  g_mutex_unlock (&self->lock);
  return size;
}

static void
take_hint (CsSync *self, gint64 hint)
{
  g_mutex_lock (&self->lock);
  self->hint = hint;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->lock);
}

static gboolean
wait_once (CsSync *self, CsChannel *channel, gint64 size, gint64 *hint, GError **error)
{
  CsWireWait wait = {.size = size};
  char *text = cs_wire_wait_to_json (&wait);
  g_autoptr (GBytes) body = g_bytes_new_take (text, strlen (text));
  const CsCallRequest request = {.method = "POST",
                                 .path = "/v1/wait",
                                 .body = body,
                                 .limit = CS_WIRE_SMALL_BYTES,
                                 .may_repeat = TRUE};
  g_auto (CsReply) reply = {0};
  g_autoptr (CsWireHint) answer = NULL;
  const char *bytes;
  gsize length;

  if (!cs_channel_call (channel, &request, &reply, self->cancellable, error) ||
      !cs_reply_check (&reply, error))
    return FALSE;
  bytes = g_bytes_get_data (reply.body, &length);
  answer = cs_wire_hint_from_json (bytes, length, error);
  if (answer != NULL)
    *hint = answer->size;
  return answer != NULL;
}

static void
pause_waiter (CsSync *self, gint64 usec)
{
  gint64 until = g_get_monotonic_time () + usec;

  g_mutex_lock (&self->lock);
  while (!self->is_stopping && g_cond_wait_until (&self->cond, &self->lock, until))
    ;
  g_mutex_unlock (&self->lock);
}

static gpointer
run_waiter (gpointer data)
{
  CsSync *self = data;
  g_autoptr (CsChannel) channel = NULL;
  guint failures = 0, exchanges = 0;
  gint64 size, hint = 0;

  while ((size = await_size (self, hint, &exchanges)) >= 0) {
    g_autoptr (GError) error = NULL;

    if (channel == NULL)
      channel = open_channel (self, WAIT_SECS, &error);
    if (channel != NULL && wait_once (self, channel, size, &hint, &error)) {
      failures = 0;
      if (hint > size)
        take_hint (self, hint);
      continue;
    }
    if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      continue;
    cs_sync_nudge (self);
    pause_waiter (self, pause_after (++failures, 0));
  }
  return NULL;
}

/* Running */

static void
on_network_changed (GNetworkMonitor *monitor, gboolean is_available, gpointer user_data)
{
  cs_sync_nudge (user_data); /* a hint only: the server is asked in any case */
}

/**
 * cs_sync_start:
 *
 * Keeps the folder in step until cs_sync_stop(). Properties are notified in the thread-default main
 * context of the caller.
 */
void
cs_sync_start (CsSync *self)
{
  g_return_if_fail (self->engine == NULL);

  self->context = g_main_context_ref_thread_default ();
  self->is_stopping = FALSE;
  g_cancellable_reset (self->cancellable);
  self->state = CS_SYNC_CONNECTING;
  self->monitor = g_network_monitor_get_default ();
  self->monitor_handler =
      g_signal_connect (self->monitor, "network-changed", G_CALLBACK (on_network_changed), self);
  self->engine = g_thread_new ("sync", run_engine, self);
  self->waiter = g_thread_new ("sync-wait", run_waiter, self);
}

/**
 * cs_sync_nudge:
 *
 * Something was put into the outbox, or the person asks for it: do not wait. Any thread.
 */
void
cs_sync_nudge (CsSync *self)
{
  g_mutex_lock (&self->lock);
  self->is_nudged = TRUE;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->lock);
}

/**
 * cs_sync_stop:
 *
 * Ends what is under way; nothing is lost by it. Returns when both threads have ended.
 */
void
cs_sync_stop (CsSync *self)
{
  if (self->engine == NULL)
    return;
  g_signal_handler_disconnect (self->monitor, self->monitor_handler);
  g_mutex_lock (&self->lock);
  self->is_stopping = TRUE;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->lock);
  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->engine, g_thread_join);
  g_clear_pointer (&self->waiter, g_thread_join);
  g_mutex_lock (&self->lock);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_mutex_unlock (&self->lock);
}

/* Getters */

#define DEFINE_GETTER(Type, name)                                                                  \
  Type cs_sync_get_##name (CsSync *self)                                                           \
  {                                                                                                \
    Type value;                                                                                    \
                                                                                                   \
    g_mutex_lock (&self->lock);                                                                    \
    value = self->name;                                                                            \
    g_mutex_unlock (&self->lock);                                                                  \
    return value;                                                                                  \
  }

DEFINE_GETTER (CsSyncState, state)
DEFINE_GETTER (CsInstant, last_synced)
DEFINE_GETTER (gint64, waiting)
DEFINE_GETTER (gint64, refused)
DEFINE_GETTER (gint64, clock_offset)
DEFINE_GETTER (gint64, received)
DEFINE_GETTER (gint64, here)
DEFINE_GETTER (gint64, total)
DEFINE_GETTER (gboolean, is_whole)
DEFINE_GETTER (CsInstant, history_changed)

/**
 * cs_sync_dup_last_error:
 *
 * Returns: (transfer full) (nullable): what went wrong last, in words; %NULL once all is well
 */
char *
cs_sync_dup_last_error (CsSync *self)
{
  char *text;

  g_mutex_lock (&self->lock);
  text = g_strdup (self->last_error);
  g_mutex_unlock (&self->lock);
  return text;
}

static void
cs_sync_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  CsSync *self = CS_SYNC (object);

  switch (property_id) {
    case PROP_STATE:
      g_value_set_enum (value, (gint)cs_sync_get_state (self));
      break;
    case PROP_LAST_SYNCED:
      g_value_set_int64 (value, cs_sync_get_last_synced (self));
      break;
    case PROP_LAST_ERROR:
      g_value_take_string (value, cs_sync_dup_last_error (self));
      break;
    case PROP_WAITING:
      g_value_set_int64 (value, cs_sync_get_waiting (self));
      break;
    case PROP_REFUSED:
      g_value_set_int64 (value, cs_sync_get_refused (self));
      break;
    case PROP_CLOCK_OFFSET:
      g_value_set_int64 (value, cs_sync_get_clock_offset (self));
      break;
    case PROP_NEEDS_SIGN_IN:
      g_mutex_lock (&self->lock);
      g_value_set_boolean (value, self->needs_sign_in);
      g_mutex_unlock (&self->lock);
      break;
    case PROP_RECEIVED:
      g_value_set_int64 (value, cs_sync_get_received (self));
      break;
    case PROP_HISTORY_CHANGED:
      g_value_set_int64 (value, cs_sync_get_history_changed (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
}

static void
cs_sync_dispose (GObject *object)
{
  cs_sync_stop (CS_SYNC (object));
  G_OBJECT_CLASS (cs_sync_parent_class)->dispose (object);
}

static void
cs_sync_finalize (GObject *object)
{
  CsSync *self = CS_SYNC (object);

  g_clear_object (&self->time_source);
  g_clear_object (&self->database);
  g_clear_object (&self->cancellable);
  g_free (self->path);
  g_free (self->last_error);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->cond);
  G_OBJECT_CLASS (cs_sync_parent_class)->finalize (object);
}

static void
cs_sync_class_init (CsSyncClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = cs_sync_get_property;
  object_class->dispose = cs_sync_dispose;
  object_class->finalize = cs_sync_finalize;
  props[PROP_STATE] =
      g_param_spec_enum ("state", NULL, NULL, CS_TYPE_SYNC_STATE, CS_SYNC_OFFLINE, flags);
  props[PROP_LAST_SYNCED] = g_param_spec_int64 ("last-synced",
                                                NULL,
                                                NULL,
                                                G_MININT64,
                                                G_MAXINT64,
                                                CS_INSTANT_NONE,
                                                flags);
  props[PROP_LAST_ERROR] = g_param_spec_string ("last-error", NULL, NULL, NULL, flags);
  props[PROP_WAITING] = g_param_spec_int64 ("waiting", NULL, NULL, 0, G_MAXINT64, 0, flags);
  props[PROP_REFUSED] = g_param_spec_int64 ("refused", NULL, NULL, 0, G_MAXINT64, 0, flags);
  props[PROP_CLOCK_OFFSET] =
      g_param_spec_int64 ("clock-offset", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  props[PROP_NEEDS_SIGN_IN] = g_param_spec_boolean ("needs-sign-in", NULL, NULL, FALSE, flags);
  props[PROP_RECEIVED] = g_param_spec_int64 ("received", NULL, NULL, 0, G_MAXINT64, 0, flags);
  props[PROP_HISTORY_CHANGED] = g_param_spec_int64 ("history-changed",
                                                    NULL,
                                                    NULL,
                                                    G_MININT64,
                                                    G_MAXINT64,
                                                    CS_INSTANT_NONE,
                                                    flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
cs_sync_init (CsSync *self)
{
  g_mutex_init (&self->lock);
  g_cond_init (&self->cond);
  self->cancellable = g_cancellable_new ();
  self->lock_file = -1;
  self->size = -1;
  self->is_whole = TRUE;
  self->is_told = TRUE;
  self->last_synced = self->history_changed = CS_INSTANT_NONE;
}

/**
 * cs_sync_new:
 * @folder_path: where the folder lives
 * @auth: (nullable): what proves who calls, asked on the engine's threads
 * @who: (nullable): for @auth; lives longer than this
 * @folder: does what the engine asks of the folder, on whichever thread that is done
 * @user_data: for @folder; lives longer than this
 * @time_source: (transfer none): what the present is
 *
 * Returns: (transfer full): not started yet
 */
CsSync *
cs_sync_new (const char *folder_path,
             const CsChannelAuth *auth,
             gpointer who,
             CsSyncFolderFunc folder,
             gpointer user_data,
             CsTimeSource *time_source)
{
  CsSync *self = g_object_new (CS_TYPE_SYNC, NULL);

  self->path = g_strdup (folder_path);
  self->auth = auth;
  self->who = who;
  self->folder = folder;
  self->folder_data = user_data;
  self->time_source = g_object_ref (time_source);
  return self;
}

/**
 * cs_sync_trust:
 * @database: (transfer none): certificates that are trusted, before it is started
 */
void
cs_sync_trust (CsSync *self, GTlsDatabase *database)
{
  g_set_object (&self->database, database);
}
