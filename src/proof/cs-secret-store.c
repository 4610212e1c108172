/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-secret-store.h"

#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>

/* How long a cancelled call may take to say so before it is left to itself. */
#define GRACE_MSEC 500

static const SecretSchema key_schema = {
    "io.github.countersign.Countersign.DeviceKey",
    SECRET_SCHEMA_NONE,
    {{"device", SECRET_SCHEMA_ATTRIBUTE_STRING}, {NULL, 0}},
};

/* One call under way. Reference-counted (atomic box), because a call that does not even answer to
 * being cancelled is left behind and holds its reference until it ends. */
typedef struct {
  GAsyncResult *result; /* (owned) (nullable): the answer */
} Call;

static void
call_clear (gpointer data)
{
  g_clear_object (&((Call *)data)->result);
}

static void
call_release (Call *call)
{
  g_atomic_rc_box_release_full (call, call_clear);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Call, call_release)

static void
call_answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Call) call = data;

  call->result = g_object_ref (result);
}

static gboolean
set_flag_cb (gpointer data)
{
  *(gboolean *)data = TRUE;
  return G_SOURCE_REMOVE;
}

static void
iterate_until_answer (GMainContext *context, Call *call, guint timeout_msec)
{
  gboolean is_over = FALSE;
  GSource *timeout = g_timeout_source_new (timeout_msec);

  g_source_set_callback (timeout, set_flag_cb, &is_over, NULL);
  g_source_attach (timeout, context);
  while (call->result == NULL && !is_over)
    g_main_context_iteration (context, TRUE);
  g_source_destroy (timeout);
  g_source_unref (timeout);
}

/* Waits for the answer; cancels and gives up when it does not come. */
static gboolean
wait_for_answer (GMainContext *context,
                 Call *call,
                 GCancellable *cancellable,
                 guint timeout_msec,
                 GError **error)
{
  iterate_until_answer (context, call, timeout_msec);
  if (call->result != NULL)
    return TRUE;
  g_cancellable_cancel (cancellable);
  iterate_until_answer (context, call, GRACE_MSEC);
  g_set_error (error,
               CS_ERROR,
               CS_ERROR_UNREACHABLE,
               _ ("The password store of this computer did not answer within %u s."),
               MAX (timeout_msec / 1000, 1));
  return FALSE;
}

static void
take_store_error (GError **error, GError *local)
{
  g_set_error (error,
               CS_ERROR,
               CS_ERROR_UNREACHABLE,
               _ ("The password store of this computer cannot be used: %s"),
               local->message);
  g_error_free (local);
}

/**
 * cs_secret_store_lookup:
 * @device_id: the device
 * @timeout_msec: how long to wait
 * @error: `CS_ERROR_UNREACHABLE` when no store answers (in time), `CS_ERROR_NOT_FOUND` when one
 *   does and knows nothing of the device
 *
 * Blocks the calling thread, at most a little longer than @timeout_msec; a store that hangs cannot
 * hang the caller. Any thread may call this.
 *
 * Returns: (transfer full) (nullable): the secret, which the caller wipes
 */
char *
cs_secret_store_lookup (const char *device_id, guint timeout_msec, GError **error)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GMainContextPusher) pusher = g_main_context_pusher_new (context);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (Call) call = g_atomic_rc_box_new0 (Call);
  GError *local = NULL;
  char *secret;

  secret_password_lookup (&key_schema,
                          cancellable,
                          call_answered_cb,
                          g_atomic_rc_box_acquire (call),
                          "device",
                          device_id,
                          NULL);
  if (!wait_for_answer (context, call, cancellable, timeout_msec, error))
    return NULL;
  secret = secret_password_lookup_finish (call->result, &local);
  if (local != NULL)
    take_store_error (error, local);
  else if (secret == NULL)
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_NOT_FOUND,
                 _ ("The password store of this computer has no key for device “%s”."),
                 device_id);
  return secret;
}

/**
 * cs_secret_store_save_as:
 * @name: what it is asked for by, in place of a device
 * @label: what a person reads in their password store
 * @secret: what to keep
 * @timeout_msec: how long to wait
 * @error: `CS_ERROR_UNREACHABLE` when no store takes it (in time)
 *
 * Replaces what was kept under the name. Waits as [func@secret_store_lookup] does.
 *
 * Returns: whether the store has it
 */
gboolean
cs_secret_store_save_as (const char *name,
                         const char *label,
                         const char *secret,
                         guint timeout_msec,
                         GError **error)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GMainContextPusher) pusher = g_main_context_pusher_new (context);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (Call) call = g_atomic_rc_box_new0 (Call);
  GError *local = NULL;

  secret_password_store (&key_schema,
                         SECRET_COLLECTION_DEFAULT,
                         label,
                         secret,
                         cancellable,
                         call_answered_cb,
                         g_atomic_rc_box_acquire (call),
                         "device",
                         name,
                         NULL);
  if (!wait_for_answer (context, call, cancellable, timeout_msec, error))
    return FALSE;
  if (secret_password_store_finish (call->result, &local))
    return TRUE;
  if (local == NULL)
    local = g_error_new (CS_ERROR, CS_ERROR_FAILED, "it did not take the key");
  take_store_error (error, local);
  return FALSE;
}

/**
 * cs_secret_store_save:
 * @device_id: the device
 * @secret: the key to keep for it
 * @timeout_msec: how long to wait
 * @error: `CS_ERROR_UNREACHABLE` when no store takes it (in time)
 *
 * Waits as [func@secret_store_lookup] does.
 *
 * Returns: whether the store has it
 */
gboolean
cs_secret_store_save (const char *device_id, const char *secret, guint timeout_msec, GError **error)
{
  return cs_secret_store_save_as (device_id,
                                  _ ("Countersign: key that signs decisions on this computer"),
                                  secret,
                                  timeout_msec,
                                  error);
}

/**
 * cs_secret_store_clear:
 * @name: what it was kept under
 * @timeout_msec: how long to wait
 * @error: `CS_ERROR_UNREACHABLE` when no store answers (in time)
 *
 * Waits as [func@secret_store_lookup] does.
 *
 * Returns: whether the store has nothing under that name now
 */
gboolean
cs_secret_store_clear (const char *name, guint timeout_msec, GError **error)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GMainContextPusher) pusher = g_main_context_pusher_new (context);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (Call) call = g_atomic_rc_box_new0 (Call);
  GError *local = NULL;

  secret_password_clear (&key_schema,
                         cancellable,
                         call_answered_cb,
                         g_atomic_rc_box_acquire (call),
                         "device",
                         name,
                         NULL);
  if (!wait_for_answer (context, call, cancellable, timeout_msec, error))
    return FALSE;
  secret_password_clear_finish (call->result, &local);
  if (local == NULL)
    return TRUE;
  take_store_error (error, local);
  return FALSE;
}
