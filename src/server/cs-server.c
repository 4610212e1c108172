/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-server-private.h"

#include "cs-file-key.h"
#include "cs-hooks.h"
#include "cs-journal.h"
#include "cs-log-tree.h"
#include "cs-reach.h"
#include "cs-record.h"
#include "cs-server-folder.h"
#include "cs-server-tables.h"
#include "cs-stamp.h"
#include "cs-sweep.h"

/* What a server is where nobody says otherwise. */
const CsServerOptions cs_server_defaults = {
    .readers = 2,
    .waiters = 4096,
    .waiters_of_one = 16,
    .wait_msec = 25000,
    .file_bytes = G_GINT64_CONSTANT (200) * 1024 * 1024,
    .confirm_minutes = 15,
    .oldest_client = {0, 1, 0},
    .files_of_one = G_GINT64_CONSTANT (1024) * 1024 * 1024,
};

struct _CsServer {
  CsServerFolder *place; /* (owned): the folder, held by its lock */
  CsRecord *record;      /* (owned) (nullable): the journal, where it is not the folder's own */
  CsServerOptions options;
  CsTimeSource *time_source; /* (owned) */
  CsDesk *writer;            /* (owned) */
  GPtrArray *readers;        /* (owned) CsDesk */
  gint next_reader;          /* atomic */
  CsDesk *files;             /* (owned): reads, where a piece may take its time */
  CsSweep *sweep;            /* (owned) */
  gint64 directory_last;     /* the writer's: up to where it has looked for removed devices */
  CsLobby *lobby;            /* (owned) */
  CsDoor *door;              /* (owned): who is let in */
  CsCallerResolve resolve;   /* the door's, or a rehearsal's */
  gpointer resolve_data;
  const CsLetters *letters; /* (borrowed): where letters and hooks are kept */
  CsServerCounts counts;    /* atomic, each */
};

/* What another process has written (people added at the command line) is stamped, too. */
static gboolean
close_batch (CsLedger *ledger, gpointer data, GError **error)
{
  CsServer *self = data;

  return cs_stamp_catch_up (ledger, error) && cs_hooks_catch_up (self->letters, ledger, error);
}

/* SG-08: a removed device waits no longer. */
static void
dismiss_removed (CsServer *self, CsLedger *ledger)
{
  const CsDirectory *directory =
      cs_authority_get_directory (cs_ledger_get_authority (ledger), NULL);
  g_autoptr (GPtrArray) devices = NULL;
  CsHead head;

  if (directory == NULL ||
      !cs_journal_read_head (cs_ledger_get_store (ledger), NULL, &head, NULL) ||
      head.last == self->directory_last)
    return;
  self->directory_last = head.last;
  devices = cs_directory_list_devices (directory, NULL);
  for (guint i = 0; i < devices->len; i++) {
    const CsDevice *device = devices->pdata[i];

    if (device->revoked)
      cs_lobby_dismiss (self->lobby, device->id);
  }
}

static void
ring (CsLedger *ledger, gpointer data)
{
  CsServer *self = data;
  gint64 size;

  dismiss_removed (self, ledger);
  if (cs_log_tree_get_size (cs_ledger_get_store (ledger), &size, NULL))
    cs_lobby_ring (self->lobby, size);
}

/* Its transaction is closed as any other: that is what it is for. */
static CsHttpAnswer *
do_nothing (CsLedger *ledger, gpointer data, GError **error)
{
  return NULL;
}

/* Another process has changed something. */
static void
follow (gpointer data)
{
  CsServer *self = data;

  cs_desk_queue (self->writer, do_nothing, NULL, self);
}

static gboolean
attach_record (CsLedger *ledger, gpointer data, GError **error)
{
  CsServer *self = data;

  return cs_record_attach (self->record, ledger, error);
}

static gboolean
refresh_record (CsLedger *ledger, gpointer data, GError **error)
{
  CsServer *self = data;

  return cs_record_refresh (self->record, ledger, error);
}

static gboolean
open_desks (CsServer *self, GError **error)
{
  const char *folder = self->place->folder;
  const CsDeskOptions writer = {.is_writer = TRUE,
                                .is_still = self->options.is_still,
                                .collects_first = self->record != NULL,
                                .opened = attach_record,
                                .closing = close_batch,
                                .committed = ring,
                                .user_data = self};
  const CsDeskOptions reader = {.is_still = self->options.is_still,
                                .reading = refresh_record,
                                .user_data = self};

  self->writer = cs_desk_new (folder, self->time_source, &writer, error);
  if (self->writer == NULL)
    return FALSE;
  for (guint i = 0; i < MAX (self->options.readers, 1); i++) {
    CsDesk *desk = cs_desk_new (folder, self->time_source, &reader, error);

    if (desk == NULL)
      return FALSE;
    g_ptr_array_add (self->readers, desk);
  }
  self->files = cs_desk_new (folder, self->time_source, &reader, error);
  if (self->files == NULL)
    return FALSE;
  cs_record_start (self->record);
  return TRUE;
}

static gboolean
prepare (CsServer *self, GError **error)
{
  g_autoptr (CsLedger) ledger = cs_ledger_open (self->place->folder, self->time_source, error);
  gint64 size;

  if (ledger == NULL || !cs_server_tables_prepare (cs_ledger_get_store (ledger), error) ||
      !cs_accounts_prepare (cs_ledger_get_store (ledger), error) ||
      !cs_record_join (self->options.journal, ledger, TRUE, error) ||
      !cs_stamp_all (ledger, error) ||
      !cs_log_tree_get_size (cs_ledger_get_store (ledger), &size, error))
    return FALSE;
  if (cs_ledger_is_sample (ledger))
    cs_reach_confine (); /* a rehearsal tells nobody */
  cs_lobby_ring (self->lobby, size);
  return TRUE;
}

/**
 * cs_server_open:
 * @folder: made by cs_server_folder_create()
 * @options: limits
 * @time_source: (transfer none): what the present is
 * @error: BUSY where another server has it; NOT_FOUND, TOO_NEW, CORRUPT
 *
 * Returns: (transfer full): a server, or %NULL
 */
CsServer *
cs_server_open (const char *folder,
                const CsServerOptions *options,
                CsTimeSource *time_source,
                GError **error)
{
  g_autoptr (CsServer) self = g_new0 (CsServer, 1);

  self->options = *options;
  self->time_source = g_object_ref (time_source);
  self->readers = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_desk_free);
  self->lobby = cs_lobby_new (options->waiters, options->waiters_of_one, options->wait_msec);
  self->door = cs_door_new (options->url, time_source);
  self->letters = &cs_letters_sqlite;
  self->resolve = cs_door_resolve;
  self->resolve_data = self->door;
  if (options->oidc_issuer != NULL &&
      !cs_door_set_issuer (self->door, options->oidc_issuer, options->oidc_client, error))
    return NULL;
  self->place = cs_record_open_folder (options->journal, folder, error);
  if (self->place == NULL)
    return NULL;
  self->place->file_keys = cs_file_key_load (self->place->folder, options->file_key, error);
  if (self->place->file_keys == NULL || !prepare (self, error))
    return NULL;
  if (options->journal != NULL) {
    self->record = cs_record_new (options->journal, self->place, follow, self, error);
    if (self->record == NULL)
      return NULL;
    cs_door_share (self->door, self->place->secret, self->record);
  }
  if (!open_desks (self, error))
    return NULL;
  self->sweep = cs_sweep_new (self, self->writer, self->files);
  return g_steal_pointer (&self);
}

/**
 * cs_server_free:
 * @self: (transfer full) (nullable): a server nobody asks any more
 *
 * Ends what was begun.
 */
void
cs_server_free (CsServer *self)
{
  if (self == NULL)
    return;
  cs_door_finish (self->door); /* lays work on the writer's desk */
  cs_record_stop (self->record);
  cs_sweep_stop (self->sweep);
  g_clear_pointer (&self->files, cs_desk_free);
  g_clear_pointer (&self->readers, g_ptr_array_unref); /* may lay work on the writer's desk */
  g_clear_pointer (&self->writer, cs_desk_free);
  g_clear_pointer (&self->sweep, cs_sweep_free);
  g_clear_pointer (&self->lobby, cs_lobby_free);
  g_clear_pointer (&self->door, cs_door_free);
  g_clear_pointer (&self->record, cs_record_free);
  g_clear_pointer (&self->place, cs_server_folder_close);
  g_clear_object (&self->time_source);
  g_free (self);
}

/**
 * cs_server_set_resolve:
 * @resolve: says who asks, in place of the door: for rehearsals
 *
 * Before anybody asks.
 */
void
cs_server_set_resolve (CsServer *self, CsCallerResolve resolve, gpointer user_data)
{
  self->resolve = resolve;
  self->resolve_data = user_data;
}

/**
 * cs_server_set_letters:
 * @letters: (transfer none): where letters and hooks are kept, beside the journal
 *
 * Before anybody asks.
 */
void
cs_server_set_letters (CsServer *self, const CsLetters *letters)
{
  self->letters = letters;
}

/**
 * cs_server_resolve:
 * @caller: (out): who asks
 * @refusal: (out) (nullable): why nobody is let in
 *
 * Returns: whether somebody known asks
 */
gboolean
cs_server_resolve (CsServer *self,
                   CsLedger *ledger,
                   const CsHttpRequest *request,
                   CsCaller *caller,
                   CsHttpAnswer **refusal,
                   GError **error)
{
  return self->resolve (ledger, request, self->resolve_data, caller, refusal, error);
}

/**
 * cs_server_queue:
 *
 * Lays a piece of work on a desk.
 */
void
cs_server_queue (CsServer *self, CsDeskKind desk, CsDeskWork work, CsDeskDone done, gpointer data)
{
  CsDesk *where = self->writer;

  if (desk == CS_DESK_FILES)
    where = self->files;
  else if (desk == CS_DESK_READER)
    where =
        self->readers->pdata[(guint)g_atomic_int_add (&self->next_reader, 1) % self->readers->len];
  cs_desk_queue (where, work, done, data);
}

/**
 * cs_server_work_off:
 * @self: a still server
 *
 * Answers, on the calling thread, what it was asked.
 */
void
cs_server_work_off (CsServer *self)
{
  cs_desk_work_off (self->writer);
  for (guint i = 0; i < self->readers->len; i++)
    cs_desk_work_off (self->readers->pdata[i]);
  cs_desk_work_off (self->files);
}

static CsHttpAnswer *
look_for_foreign (CsLedger *ledger, gpointer data, GError **error)
{
  CsServer *self = data;
  gint64 length, size;
  gboolean is_behind;

  if (!cs_journal_get_length (cs_ledger_get_store (ledger), &length, error) ||
      !cs_log_tree_get_size (cs_ledger_get_store (ledger), &size, error) ||
      !cs_hooks_is_behind (self->letters, ledger, &is_behind, error))
    return NULL;
  if (length > size || is_behind)
    cs_desk_queue (self->writer, do_nothing, NULL, self);
  else
    cs_lobby_ring (self->lobby, size);
  return NULL;
}

/**
 * cs_server_look:
 *
 * Looks whether another process has written (people added at the command line), stamps what it
 * wrote and tells those who wait. To be called now and then; costs next to nothing.
 */
void
cs_server_look (CsServer *self)
{
  cs_desk_queue (self->readers->pdata[0], look_for_foreign, NULL, self);
}

/**
 * cs_server_sweep:
 *
 * Drops what is over: sessions that ended, files that nothing names after a week (K-19). The first
 * time it seals what lies in the clear, too (CX-21). To be called now and then.
 */
void
cs_server_sweep (CsServer *self)
{
  cs_sweep_run (self->sweep);
}

/**
 * cs_server_count_answer:
 *
 * For /metrics.
 */
void
cs_server_count_answer (CsServer *self, guint status)
{
  g_atomic_int_inc (&self->counts.answers[MIN (status / 100, 5)]);
}

/**
 * cs_server_end_waits:
 *
 * Answers everybody who waits, and from now on at once: the server is about to stop.
 */
void
cs_server_end_waits (CsServer *self)
{
  cs_lobby_dismiss_all (self->lobby);
}

/**
 * cs_server_get_folder:
 *
 * Returns: where it keeps everything
 */
const char *
cs_server_get_folder (CsServer *self)
{
  return self->place->folder;
}

/**
 * cs_server_get_workspace:
 *
 * Returns: id of the workspace
 */
const char *
cs_server_get_workspace (CsServer *self)
{
  return self->place->workspace;
}

/**
 * cs_server_get_name:
 *
 * Returns: what people call the workspace
 */
const char *
cs_server_get_name (CsServer *self)
{
  return self->place->name;
}

/**
 * cs_server_get_log:
 *
 * Returns: id of its log
 */
const char *
cs_server_get_log (CsServer *self)
{
  return self->place->log;
}

/**
 * cs_server_get_incarnation:
 *
 * Returns: id of the log's present life; another after every restore (K-11)
 */
const char *
cs_server_get_incarnation (CsServer *self)
{
  return self->place->incarnation;
}

/**
 * cs_server_get_public_key:
 *
 * Returns: what its heads are verified with
 */
const char *
cs_server_get_public_key (CsServer *self)
{
  return cs_keys_get_public_key (self->place->keys);
}

/**
 * cs_server_get_secret:
 *
 * Returns: what names of files are made with
 */
const char *
cs_server_get_secret (CsServer *self)
{
  return self->place->secret;
}

/**
 * cs_server_get_options:
 *
 * Returns: (transfer none): its limits
 */
const CsServerOptions *
cs_server_get_options (CsServer *self)
{
  return &self->options;
}

/**
 * cs_server_get_time_source:
 *
 * Returns: (transfer none): what the present is
 */
CsTimeSource *
cs_server_get_time_source (CsServer *self)
{
  return self->time_source;
}

/**
 * cs_server_get_lobby:
 *
 * Returns: (transfer none): where callers wait
 */
CsLobby *
cs_server_get_lobby (CsServer *self)
{
  return self->lobby;
}

/**
 * cs_server_get_door:
 *
 * Returns: (transfer none): who is let in
 */
CsDoor *
cs_server_get_door (CsServer *self)
{
  return self->door;
}

/**
 * cs_server_get_keys:
 *
 * Returns: (transfer none): what it signs with
 */
CsKeys *
cs_server_get_keys (CsServer *self)
{
  return self->place->keys;
}

/**
 * cs_server_get_file_keys:
 *
 * Returns: (transfer none): what files are sealed with
 */
CsKeys *
cs_server_get_file_keys (CsServer *self)
{
  return self->place->file_keys;
}

/**
 * cs_server_get_letters:
 *
 * Returns: (transfer none): where letters and hooks are kept
 */
const CsLetters *
cs_server_get_letters (CsServer *self)
{
  return self->letters;
}

/**
 * cs_server_get_counts:
 *
 * Returns: (transfer none): counters, each to be changed atomically
 */
CsServerCounts *
cs_server_get_counts (CsServer *self)
{
  return &self->counts;
}

/**
 * cs_server_count_batches:
 *
 * Returns: how many transactions were closed
 */
guint
cs_server_count_batches (CsServer *self)
{
  return cs_desk_count_batches (self->writer);
}

/**
 * cs_server_count_queued:
 *
 * Returns: how much lies on the desks
 */
guint
cs_server_count_queued (CsServer *self)
{
  guint count = cs_desk_count_waiting (self->writer);

  for (guint i = 0; i < self->readers->len; i++)
    count += cs_desk_count_waiting (self->readers->pdata[i]);
  return count;
}

/**
 * cs_server_make_head:
 * @ledger: whose transaction says how long the log is
 *
 * Returns: (transfer full): the head of the log as it is there, signed; %NULL on error
 */
CsSignedHead *
cs_server_make_head (CsServer *self, CsLedger *ledger, GError **error)
{
  CsStore *store = cs_ledger_get_store (ledger);
  g_autoptr (CsSignedHead) head = NULL;
  CsDigest root;
  gint64 size;

  if (!cs_log_tree_get_size (store, &size, error) ||
      !cs_log_tree_get_root (store, size, &root, error))
    return NULL;
  head = cs_signed_head_new (self->place->log,
                             self->place->incarnation,
                             size,
                             &root,
                             cs_time_source_get_now (self->time_source));
  cs_signed_head_sign (head, self->place->keys);
  return g_steal_pointer (&head);
}
