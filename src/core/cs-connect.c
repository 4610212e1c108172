/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-connect.h"

#include "cs-ledger-sync.h"
#include "cs-sync.h"
#include "cs-worker.h"
#include "cs-workspace-create.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#define ASK_SECS 20

/**
 * cs_connect_ask:
 * @address: of a server
 * @error: INVALID, UNREACHABLE, TOO_NEW
 *
 * Returns: (transfer full): who answers there and how one signs in; %NULL on error
 */
CsWireInfo *
cs_connect_ask (const char *address, GCancellable *cancellable, GError **error)
{
  g_autoptr (CsChannel) channel = cs_channel_new (address, NULL, NULL, ASK_SECS, error);

  return channel != NULL ? cs_sync_ask_server (channel, cancellable, error) : NULL;
}

static void
run_ask (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  CsWireInfo *info = cs_connect_ask (data, cancellable, &error);

  if (info != NULL)
    g_task_return_pointer (task, info, (GDestroyNotify)cs_wire_info_free);
  else
    g_task_return_error (task, error);
}

/**
 * cs_connect_ask_async:
 * @source: (type GObject.Object): whom the answer is for
 * @address: of a server
 *
 * As cs_connect_ask(), on a thread of its own. @callback is called where this is.
 */
void
cs_connect_ask_async (gpointer source,
                      const char *address,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback)
{
  g_autoptr (GTask) task = g_task_new (source, cancellable, callback, NULL);

  g_task_set_source_tag (task, cs_connect_ask_async);
  g_task_set_task_data (task, g_strdup (address), g_free);
  g_task_run_in_thread (task, run_ask);
}

/**
 * cs_connect_ask_finish:
 *
 * Returns: (transfer full): as cs_connect_ask()
 */
CsWireInfo *
cs_connect_ask_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
sign_in_with_company (CsCredentials *session,
                      const CsConnectOptions *options,
                      const CsWireInfo *info,
                      const CsOwnDevice *device,
                      GCancellable *cancellable,
                      GError **error)
{
  const CsWireOidc *provider = info->sign_in != NULL ? info->sign_in->oidc : NULL;
  g_autoptr (GError) failure = NULL;

  if (provider == NULL) {
    g_set_error_literal (error,
                         CS_ERROR,
                         CS_ERROR_INVALID,
                         _ ("This server knows no company account. Ask for an invitation code"));
    return FALSE;
  }
  if (cs_sign_in_with_browser (session,
                               provider,
                               device,
                               options->open_page,
                               options->company_data,
                               cancellable,
                               &failure))
    return TRUE;
  if (provider->device_flow && options->show_code != NULL &&
      g_error_matches (failure, CS_ERROR, CS_ERROR_NOT_FOUND))
    return cs_sign_in_with_device_code (session,
                                        provider,
                                        device,
                                        options->show_code,
                                        options->company_data,
                                        cancellable,
                                        error);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
sign_in (CsCredentials *session,
         const char *decision_key,
         const CsConnectOptions *options,
         const CsWireInfo *info,
         GCancellable *cancellable,
         GError **error)
{
  CsOwnDevice device = {.name = options->device_name, .decision_key = decision_key};

  if (device.name == NULL)
    device.name = g_get_host_name ();
  if (options->open_page != NULL && info != NULL)
    return sign_in_with_company (session, options, info, &device, cancellable, error);
  if (options->id_token != NULL)
    return cs_sign_in_with_id_token (session, options->id_token, &device, cancellable, error);
  return cs_sign_in_with_invitation (session,
                                     options->code != NULL ? options->code : "",
                                     &device,
                                     cancellable,
                                     error);
}

static CsCredentials *
new_session (CsLedger *ledger, const char *address, GError **error)
{
  CsStore *store = cs_ledger_get_store (ledger);
  g_autofree char *device = cs_store_dup_meta (store, "device", error);

  if (device == NULL)
    return NULL;
  return cs_credentials_new (cs_store_get_folder (store),
                             address,
                             device,
                             cs_ledger_get_time_source (ledger),
                             error);
}

/**
 * cs_connect_open_credentials:
 * @ledger: of a shared workspace
 *
 * Returns: (transfer full): this computer's sign-in to its server, which may have ended
 */
CsCredentials *
cs_connect_open_credentials (CsLedger *ledger, GError **error)
{
  g_autofree char *address =
      cs_store_dup_meta (cs_ledger_get_store (ledger), CS_META_ADDRESS, error);

  return address != NULL ? new_session (ledger, address, error) : NULL;
}

static gboolean
join (CsLedger *ledger, const CsConnectOptions *options, GCancellable *cancellable, GError **error)
{
  g_autoptr (CsWireInfo) info = cs_connect_ask (options->address, cancellable, error);
  g_autoptr (CsCredentials) session = info != NULL ? new_session (ledger, options->address, error)
                                                   : NULL;
  CsKeys *keys = session != NULL ? cs_ledger_get_keys (ledger, error) : NULL;
  g_autofree char *person = NULL;

  if (keys == NULL ||
      !sign_in (session, cs_keys_get_public_key (keys), options, info, cancellable, error))
    return FALSE;
  person = cs_credentials_dup_person (session);
  return cs_ledger_join (ledger, options->address, info, person, error);
}

/**
 * cs_connect:
 * @folder: made; must not hold a workspace yet
 * @options: where, and what proves who this is
 * @error: CONFLICT, INVALID, UNREACHABLE; UNAUTHORISED with the server's own words
 *
 * Signs in to a server and makes a folder for its workspace, which is empty until it is kept in
 * step for the first time.
 *
 * Returns: whether the folder is there
 */
gboolean
cs_connect (const char *folder,
            const CsConnectOptions *options,
            CsTimeSource *time_source,
            GCancellable *cancellable,
            GError **error)
{
  g_autofree char *canonical = g_canonicalize_filename (folder, NULL);
  g_autoptr (CsWireInfo) info = cs_connect_ask (options->address, cancellable, error);
  g_autoptr (CsLedger) ledger = NULL;
  gboolean is_joined;

  if (info == NULL)
    return FALSE;
  ledger = cs_workspace_create_bare (canonical, time_source, error);
  if (ledger == NULL)
    return FALSE;
  is_joined = join (ledger, options, cancellable, error);
  g_clear_pointer (&ledger, cs_ledger_close);
  if (!is_joined)
    cs_workspace_remove_files (canonical);
  return is_joined;
}

/**
 * cs_connect_own_free:
 * @self: (transfer full) (nullable): whose a folder is
 */
void
cs_connect_own_free (CsConnectOwn *self)
{
  if (self == NULL)
    return;
  g_free (self->person);
  g_free (self->decision_key);
  g_free (self);
}

/**
 * cs_connect_read_own:
 * @ledger: of a shared workspace
 *
 * Reads what signing in again needs to know of a folder, so that nobody has to wait for the folder
 * meanwhile.
 *
 * Returns: (transfer full): whose it is, or %NULL
 */
CsConnectOwn *
cs_connect_read_own (CsLedger *ledger, GError **error)
{
  CsKeys *keys = cs_ledger_get_keys (ledger, error);
  CsConnectOwn *own;

  if (keys == NULL)
    return NULL;
  own = g_new0 (CsConnectOwn, 1);
  own->person = g_strdup (cs_ledger_get_person (ledger));
  own->decision_key = g_strdup (cs_keys_get_public_key (keys));
  return own;
}

/* Whose sign-in still holds is only asked who they are (ASVS 7.5.3): the provider asks anew then.
 */
static gboolean
confirm_with_company (CsCredentials *session,
                      const CsConnectOptions *options,
                      const CsWireInfo *info,
                      const CsConnectOwn *own,
                      GCancellable *cancellable,
                      GError **error)
{
  const CsWireOidc *provider = info->sign_in != NULL ? info->sign_in->oidc : NULL;
  g_autoptr (GError) failure = NULL;

  if (provider == NULL || cs_credentials_get_state (session) != CS_CREDENTIALS_SIGNED_IN)
    return sign_in (session, own->decision_key, options, info, cancellable, error);
  if (cs_sign_in_confirm_with_browser (session,
                                       provider,
                                       options->open_page,
                                       options->company_data,
                                       cancellable,
                                       &failure))
    return TRUE;
  if (g_error_matches (failure, CS_ERROR, CS_ERROR_NOT_FOUND))
    return sign_in (session, own->decision_key, options, info, cancellable, error);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
sign_in_again (CsCredentials *session,
               const CsConnectOptions *options,
               const CsConnectOwn *own,
               GCancellable *cancellable,
               GError **error)
{
  g_autoptr (CsWireInfo) info = NULL;

  if (options->open_page == NULL)
    return sign_in (session, own->decision_key, options, NULL, cancellable, error);
  info = cs_connect_ask (cs_credentials_get_server (session), cancellable, error);
  return info != NULL && confirm_with_company (session, options, info, own, cancellable, error);
}

/**
 * cs_connect_again:
 * @own: of cs_connect_read_own()
 * @session: its sign-in, which has ended, or which the server wants to be confirmed
 * @options: what proves who this is; its address is @session's
 * @error: INVALID when somebody else signs in; otherwise as cs_connect()
 *
 * Signs in to the same server once more, by whichever way the server offers. Everything that waits
 * is kept. Touches nothing of the folder but the sign-in, so any thread may call it.
 *
 * Returns: whether @session is signed in
 */
gboolean
cs_connect_again (const CsConnectOwn *own,
                  CsCredentials *session,
                  const CsConnectOptions *options,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autofree char *person = NULL;

  if (!sign_in_again (session, options, own, cancellable, error))
    return FALSE;
  person = cs_credentials_dup_person (session);
  if (g_strcmp0 (person, own->person) == 0)
    return TRUE;
  cs_credentials_forget (session, NULL);
  g_set_error_literal (error,
                       CS_ERROR,
                       CS_ERROR_INVALID,
                       _ ("This folder belongs to somebody else; connect in a folder of your own"));
  return FALSE;
}

/* Sharing a local workspace */

static char *
dup_aside (CsStore *store)
{
  return g_build_filename (cs_store_get_folder (store), "before-sharing.db", NULL);
}

/* What I said here may have been said after the server’s copy was made: it is sent again, and what
 * the server has is answered with the same verdict. */
static gboolean
put_own_into_outbox (CsLedger *ledger, const char *person, GError **error)
{
  CsStore *store = cs_ledger_get_store (ledger);
  CsInstant now = cs_time_source_get_now (cs_ledger_get_time_source (ledger));
  g_autofree char *device = cs_store_dup_meta (store, "device", error);
  g_autofree char *full = g_strdup_printf ("%s.%s", device, person);

  return device != NULL &&
         cs_sqlite_run (cs_store_get_sqlite (store),
                        error,
                        "INSERT OR IGNORE INTO outbox (id, request, device, n, made, bytes,"
                        " signature, verdict, answered)"
                        " SELECT entry.id, head.request, device, n, ?1, bytes, signature,"
                        " 'accepted', ?1 FROM entry JOIN head USING (ref)"
                        " WHERE device = ?2 AND kind <> 'device'",
                        "is",
                        (gint64)now,
                        full);
}

static gboolean
begin_shared (CsLedger *ledger,
              const CsConnectOptions *options,
              GCancellable *cancellable,
              GError **error)
{
  CsStore *store = cs_ledger_get_store (ledger);
  g_autofree char *aside = dup_aside (store);
  g_autofree char *person = g_strdup (cs_ledger_get_person (ledger));
  g_auto (CsSyncCall) anew = {.op = CS_SYNC_BEGIN_ANEW};

  return cs_sqlite_run (cs_store_get_sqlite (store), error, "VACUUM INTO ?", "s", aside) &&
         join (ledger, options, cancellable, error) &&
         put_own_into_outbox (ledger, person, error) && cs_ledger_sync (&anew, ledger, error);
}

static gboolean
fetch_all (const char *folder, CsTimeSource *time_source, GCancellable *cancellable, GError **error)
{
  g_autoptr (CsLedger) ledger = cs_ledger_open (folder, time_source, error);
  g_autoptr (CsCredentials) session = ledger != NULL ? cs_connect_open_credentials (ledger, error)
                                                     : NULL;
  g_autoptr (CsSync) sync = NULL;

  if (session == NULL)
    return FALSE;
  sync = cs_sync_new (folder, &cs_credentials_auth, session, cs_ledger_sync, ledger, time_source);
  return cs_sync_run_once (sync, cancellable, error);
}

/* Every entry of before must stand in the server's journal, the same to the last byte, unless it
 * was mine and is on its way, or a rung that the server's own keeper writes. */
static gboolean
check_history (const char *folder, CsTimeSource *time_source, GError **error)
{
  g_autoptr (CsStore) store = cs_store_open (folder, error);
  g_autofree char *aside = store != NULL ? dup_aside (store) : NULL;
  gint64 n_other = -1;
  CsSqlite *sqlite;

  if (store == NULL)
    return FALSE;
  sqlite = cs_store_get_sqlite (store);
  if (!cs_sqlite_run (sqlite, error, "ATTACH ? AS before", "s", aside) ||
      !cs_sqlite_get_int (sqlite,
                          "SELECT count (*) FROM before.entry AS b LEFT JOIN main.entry AS e"
                          " USING (id) WHERE (e.id IS NULL OR e.bytes <> b.bytes)"
                          " AND b.kind <> 'rung' AND b.id NOT IN (SELECT id FROM main.outbox)",
                          &n_other,
                          error))
    return FALSE;
  if (n_other == 0)
    return TRUE;
  g_set_error (
      error,
      CS_ERROR,
      CS_ERROR_CONFLICT,
      _ ("The server does not hold the history of this workspace (missing "
         "entries: %d). Make the server of it first, with “countersign-server import”. Nothing was "
         "changed here"),
      (int)n_other);
  return FALSE;
}

static void
put_back (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "workspace.db", NULL);
  g_autofree char *aside = g_build_filename (folder, "before-sharing.db", NULL);
  g_autofree char *log = g_strconcat (path, "-wal", NULL);
  g_autofree char *shared = g_strconcat (path, "-shm", NULL);

  if (!g_file_test (aside, G_FILE_TEST_EXISTS))
    return;
  g_remove (log);
  g_remove (shared);
  g_rename (aside, path);
}

/**
 * cs_connect_share:
 * @folder: of a local workspace
 * @options: a server that was made from a copy of it, and what proves who this is
 * @error: CONFLICT when the server does not hold its history; otherwise as cs_connect()
 *
 * Moves a workspace of this computer to a server, with its whole history: the folder becomes one of
 * the shared workspace, and what was said here since the copy is sent. When anything fails, the
 * folder is as it was. A copy of how it was stays beside it.
 *
 * Returns: whether it is shared now
 */
gboolean
cs_connect_share (const char *folder,
                  const CsConnectOptions *options,
                  CsTimeSource *time_source,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (CsLedger) ledger = cs_ledger_open (folder, time_source, error);
  gboolean is_begun;

  if (ledger == NULL)
    return FALSE;
  if (cs_ledger_is_shared (ledger)) {
    g_set_error_literal (error,
                         CS_ERROR,
                         CS_ERROR_CONFLICT,
                         _ ("This workspace is shared already"));
    return FALSE;
  }
  is_begun = begin_shared (ledger, options, cancellable, error);
  g_clear_pointer (&ledger, cs_ledger_close);
  if (is_begun && fetch_all (folder, time_source, cancellable, error) &&
      check_history (folder, time_source, error))
    return TRUE;
  put_back (folder);
  return FALSE;
}

/* For windows */

typedef struct {
  char *folder;
  CsConnectOptions options; /* (owned) its texts */
  gboolean is_share;
  CsTimeSource *time_source; /* (owned) */
  CsWorker *worker;          /* (owned) the thread it is done on */
} ConnectData;

static void
connect_data_free (gpointer data)
{
  ConnectData *self = data;

  g_free (self->folder);
  g_free ((char *)self->options.address);
  g_free ((char *)self->options.code);
  g_free ((char *)self->options.id_token);
  g_free ((char *)self->options.device_name);
  g_object_unref (self->time_source);
  g_object_unref (self->worker);
  g_free (self);
}

static void
run_connect (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  ConnectData *self = data;
  GError *error = NULL;
  gboolean (*connect) (const char *,
                       const CsConnectOptions *,
                       CsTimeSource *,
                       GCancellable *,
                       GError **) = self->is_share ? cs_connect_share : cs_connect;

  if (connect (self->folder, &self->options, self->time_source, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static ConnectData *
connect_data_new (const char *folder, const CsConnectOptions *options, CsTimeSource *time_source)
{
  ConnectData *data = g_new0 (ConnectData, 1);

  data->folder = g_strdup (folder);
  data->options = *options;
  data->options.address = g_strdup (options->address);
  data->options.code = g_strdup (options->code);
  data->options.id_token = g_strdup (options->id_token);
  data->options.device_name = g_strdup (options->device_name);
  data->time_source = g_object_ref (time_source);
  data->worker = cs_worker_new ("connect");
  return data;
}

/**
 * cs_connect_async:
 *
 * As cs_connect(), on a thread of its own.
 */
void
cs_connect_async (const char *folder,
                  const CsConnectOptions *options,
                  CsTimeSource *time_source,
                  GCancellable *cancellable,
                  GAsyncReadyCallback callback,
                  gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  ConnectData *data = connect_data_new (folder, options, time_source);

  g_task_set_source_tag (task, cs_connect_async);
  g_task_set_task_data (task, data, connect_data_free);
  cs_worker_queue (data->worker, G_PRIORITY_DEFAULT, task, run_connect);
}

/**
 * cs_connect_share_async:
 * @folder: of a local workspace that nobody has open
 *
 * As cs_connect_share(), on a thread of its own; cs_connect_finish() tells how it went.
 */
void
cs_connect_share_async (const char *folder,
                        const CsConnectOptions *options,
                        CsTimeSource *time_source,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  ConnectData *data = connect_data_new (folder, options, time_source);

  data->is_share = TRUE;
  g_task_set_source_tag (task, cs_connect_share_async);
  g_task_set_task_data (task, data, connect_data_free);
  cs_worker_queue (data->worker, G_PRIORITY_DEFAULT, task, run_connect);
}

/**
 * cs_connect_finish:
 *
 * Returns: whether the folder is there, to be opened
 */
gboolean
cs_connect_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
