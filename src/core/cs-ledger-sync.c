/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-ledger-sync.h"

#include "cs-authority-shared.h"
#include "cs-grants.h"
#include "cs-ledger-page.h"
#include "cs-outbox.h"
#include "cs-packs.h"
#include "cs-sealed-files.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

/*
 * What the engine of src/sync asks of a folder, done on its ledger: each in one transaction. Where
 * the folder stands is kept beside what stands in it, so that the two never differ.
 */

#define META_NAME        "shared/name"
#define META_INCARNATION "shared/incarnation"
#define META_KEY         "shared/key"
#define META_GRANTS      "shared/grants"
#define META_ANEW        "shared/anew"
#define META_CHANGED     "shared/history-changed"
/* How far a copy that begins has come: “first”, “rest”; absent or “whole” once all was here. */
#define META_STAGE "shared/stage"

#define HELD_BYTES (64 * 1024 * 1024) /* of files, in memory, while they are sent */

/**
 * cs_ledger_is_shared:
 *
 * Returns: whether its authority is a server
 */
gboolean
cs_ledger_is_shared (CsLedger *self)
{
  return cs_authority_is_shared (cs_ledger_get_authority (self));
}

static gboolean
set_meta (CsLedger *self, const char *name, const char *value, GError **error)
{
  return cs_store_set_meta (cs_ledger_get_store (self), name, value, error);
}

/**
 * cs_ledger_join:
 * @address: of the server
 * @info: what it says of itself; its key is trusted from now on
 * @person: who signed in
 *
 * Makes the folder one of a shared workspace; it is to be opened anew afterwards.
 *
 * Returns: whether that is kept
 */
gboolean
cs_ledger_join (CsLedger *self,
                const char *address,
                const CsWireInfo *info,
                const char *person,
                GError **error)
{
  CsSqlite *sqlite = cs_store_get_sqlite (cs_ledger_get_store (self));

  if (!cs_sqlite_begin (sqlite, error))
    return FALSE;
  if (set_meta (self, CS_META_ADDRESS, address, error) &&
      set_meta (self, META_NAME, info->name, error) &&
      set_meta (self, META_INCARNATION, info->incarnation, error) &&
      set_meta (self, META_KEY, info->key, error) && set_meta (self, META_GRANTS, "0", error) &&
      set_meta (self, META_STAGE, "first", error) &&
      set_meta (self, "workspace", info->workspace, error) &&
      set_meta (self, "person", person, error) && set_meta (self, CS_META_LOG, info->log, error))
    return cs_sqlite_commit (sqlite, error);
  cs_sqlite_rollback (sqlite);
  return FALSE;
}

static gboolean
is_at_stage (CsLedger *self, const char *name)
{
  g_autofree char *stage = cs_store_dup_meta (cs_ledger_get_store (self), META_STAGE, NULL);

  return g_strcmp0 (stage, name) == 0;
}

/* What was begun with is asked for no more once the rest is on its way. */
static void
drop_needed (json_t *scopes)
{
  const char *key;
  json_t *index;
  void *next;

  json_object_foreach_safe (scopes, next, key, index)
  {
    if (g_str_has_prefix (key, CS_SCOPE_NEED))
      json_object_del (scopes, key);
  }
}

static gboolean
read_place (CsLedger *self, CsSyncCall *call, GError **error)
{
  CsStore *store = cs_ledger_get_store (self);
  g_autoptr (CsSyncPlace) place = g_new0 (CsSyncPlace, 1);
  g_autofree char *grants = cs_store_dup_meta (store, META_GRANTS, NULL);
  GError *failure = NULL;

  place->address = cs_store_dup_meta (store, CS_META_ADDRESS, NULL);
  place->log = cs_store_dup_meta (store, CS_META_LOG, NULL);
  place->incarnation = cs_store_dup_meta (store, META_INCARNATION, NULL);
  place->key = cs_store_dup_meta (store, META_KEY, NULL);
  place->grants = grants != NULL ? g_ascii_strtoll (grants, NULL, 10) : 0;
  if (place->address == NULL || place->log == NULL || place->incarnation == NULL ||
      place->key == NULL) {
    g_set_error_literal (error,
                         CS_ERROR,
                         CS_ERROR_NOT_FOUND,
                         _ ("This workspace is not shared through a server"));
    return FALSE;
  }
  place->head = cs_heads_get_last (store, &failure);
  if (failure == NULL)
    place->scopes = cs_scopes_to_json (store, &failure);
  if (failure != NULL) {
    g_propagate_error (error, failure);
    return FALSE;
  }
  place->is_first = is_at_stage (self, "first");
  if (!place->is_first)
    drop_needed (place->scopes);
  call->place = g_steal_pointer (&place);
  return TRUE;
}

/* Sending */

/* CX-21: what is sealed here is opened for the server, which seals it with a key of its own. */
static GBytes *
open_sealed (CsLedger *self, const char *sha256)
{
  const char *folder = cs_store_get_folder (cs_ledger_get_store (self));
  g_autoptr (GError) error = NULL;
  GBytes *bytes;

  if (!cs_sealed_files_has (folder, sha256))
    return NULL;
  bytes = cs_sealed_files_read (self, sha256, &error);
  if (bytes == NULL)
    g_message ("A confidential file cannot be sent: %s", error->message);
  return bytes;
}

static void
add_upload (CsLedger *self, const char *sha256, const json_t *value, GPtrArray *uploads)
{
  const char *folder = cs_store_get_folder (cs_ledger_get_store (self));
  g_autofree char *path = cs_ledger_dup_file_path (folder, sha256);
  const char *name = cs_json_get_string (value, "name");
  g_autoptr (GBytes) bytes = NULL;
  CsSyncUpload *upload;

  if (path == NULL || !g_file_test (path, G_FILE_TEST_IS_REGULAR)) {
    g_clear_pointer (&path, g_free);
    bytes = open_sealed (self, sha256);
    if (bytes == NULL)
      return;
  }
  upload = g_new0 (CsSyncUpload, 1);
  upload->sha256 = g_strdup (sha256);
  upload->name = g_strdup (name != NULL && *name != '\0' ? name : sha256);
  upload->path = g_steal_pointer (&path);
  upload->bytes = g_steal_pointer (&bytes);
  g_ptr_array_add (uploads, upload);
}

static void
find_uploads (CsLedger *self, const json_t *value, GPtrArray *uploads)
{
  const char *key;
  const json_t *child;
  size_t i;

  if (json_is_object (value)) {
    const char *sha256 = cs_json_get_string (value, "sha256");

    if (sha256 != NULL)
      add_upload (self, sha256, value, uploads);
    json_object_foreach ((json_t *)value, key, child) find_uploads (self, child, uploads);
  }
  json_array_foreach ((json_t *)value, i, child) find_uploads (self, child, uploads);
}

static void
add_pack (CsLedger *self, const CsEntry *entry, GPtrArray *uploads)
{
  const char *digest = cs_entry_get_text (entry, "digest");
  g_autofree char *name = NULL;
  GBytes *bytes = cs_packs_load (cs_ledger_get_store (self), digest, &name, NULL);
  CsSyncUpload *upload;

  if (bytes == NULL)
    return;
  upload = g_new0 (CsSyncUpload, 1);
  upload->sha256 = g_strdup (digest);
  upload->name = g_strdup (name);
  upload->bytes = bytes;
  g_ptr_array_add (uploads, upload);
}

static gboolean
has_untried (const GPtrArray *items)
{
  for (guint i = 0; i < items->len; i++) {
    if (!((const CsOutboxItem *)items->pdata[i])->is_tried)
      return TRUE;
  }
  return FALSE;
}

static gboolean
try_all (CsLedger *self, const GPtrArray *items, GError **error)
{
  CsSqlite *sqlite = cs_store_get_sqlite (cs_ledger_get_store (self));

  if (!has_untried (items))
    return TRUE;
  if (!cs_sqlite_begin (sqlite, error))
    return FALSE;
  for (guint i = 0; i < items->len; i++) {
    const CsOutboxItem *item = items->pdata[i];

    if (!cs_outbox_try (cs_ledger_get_store (self), cs_entry_get_id (item->entry), error)) {
      cs_sqlite_rollback (sqlite);
      return FALSE;
    }
  }
  return cs_sqlite_commit (sqlite, error);
}

static gsize
weigh (const GPtrArray *uploads)
{
  gsize weight = 0;

  for (guint i = 0; i < uploads->len; i++) {
    const CsSyncUpload *upload = uploads->pdata[i];

    weight += upload->bytes != NULL ? g_bytes_get_size (upload->bytes) : 0;
  }
  return weight;
}

/* What comes behind those that are heavy goes in the next round. */
static void
cut (CsSyncCall *call, guint length)
{
  g_ptr_array_set_size (call->items, (int)length);
  call->limit = length;
}

static gboolean
take_waiting (CsLedger *self, CsSyncCall *call, GError **error)
{
  call->uploads = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_sync_upload_free);
  call->items =
      cs_outbox_list_first (cs_ledger_get_store (self), CS_OUTBOX_WAITING, (int)call->limit, error);
  if (call->items == NULL)
    return FALSE;
  for (guint i = 0; i < call->items->len; i++) {
    const CsOutboxItem *item = call->items->pdata[i];

    find_uploads (self, cs_entry_get_data (item->entry), call->uploads);
    if (cs_entry_get_kind (item->entry) == CS_KIND_PACK)
      add_pack (self, item->entry, call->uploads);
    if (weigh (call->uploads) > HELD_BYTES)
      cut (call, i + 1);
  }
  return try_all (self, call->items, error);
}

static json_t *
verdict_to_json (const CsWireVerdict *verdict)
{
  return json_pack ("{s:s, s:I, s:s*, s:s*, s:s*, s:O*}",
                    "verdict",
                    cs_wire_answer_get_name ((CsWireAnswer)verdict->answer),
                    "seq",
                    (json_int_t)verdict->seq,
                    "name",
                    verdict->name,
                    "rule",
                    verdict->rule,
                    "reason",
                    verdict->reason,
                    "changes",
                    verdict->changes);
}

static gboolean
take_verdict (CsLedger *self, const CsWireVerdict *verdict, GError **error)
{
  g_autoptr (json_t) answer = verdict_to_json (verdict);
  g_autoptr (GError) failure = NULL;

  if (cs_authority_take_answer (cs_ledger_get_authority (self),
                                verdict->id,
                                cs_wire_answer_get_name ((CsWireAnswer)verdict->answer),
                                answer,
                                &failure) ||
      g_error_matches (failure, CS_ERROR, CS_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
take_verdicts (CsLedger *self, const CsSyncCall *call, GError **error)
{
  CsAuthority *authority = cs_ledger_get_authority (self);

  if (!cs_authority_begin_batch (authority, error))
    return FALSE;
  for (guint i = 0; i < call->verdicts->len; i++) {
    if (!take_verdict (self, call->verdicts->pdata[i], error)) {
      cs_authority_cancel_batch (authority);
      return FALSE;
    }
  }
  return cs_authority_end_batch (authority, error);
}

/* Receiving */

static gboolean
has_pack (CsLedger *self, const char *digest)
{
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (cs_store_get_sqlite (cs_ledger_get_store (self)),
                       NULL,
                       "SELECT 1 FROM pack WHERE digest = ?",
                       "s",
                       digest);
  gboolean has_row = FALSE;

  return statement != NULL && cs_statement_next (statement, &has_row, NULL) && has_row;
}

static gboolean
list_missing (CsLedger *self, CsSyncCall *call, GError **error)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; i < call->page->rows->len; i++) {
    const CsWireRow *row = call->page->rows->pdata[i];
    g_autoptr (CsEntry) entry = NULL;
    const char *digest;

    if (row->request != NULL || row->bytes == NULL)
      continue;
    entry = cs_entry_new_from_bytes (row->bytes, error);
    if (entry == NULL)
      return FALSE;
    digest = cs_entry_get_text (entry, "digest");
    if (cs_entry_get_kind (entry) == CS_KIND_PACK && digest != NULL && !has_pack (self, digest))
      g_strv_builder_add (names, digest);
  }
  call->names = g_strv_builder_end (names);
  return TRUE;
}

static gboolean
keep_pack (CsLedger *self, const CsSyncCall *call, GError **error)
{
  g_autoptr (CsPack) pack = cs_pack_new_from_bytes (call->name, call->bytes, error);

  return pack != NULL &&
         cs_packs_save (cs_ledger_get_store (self), call->name, pack->id, call->bytes, error);
}

/* The end of a stage: of the first, what needs this person is here; then everything is. */
static gboolean
go_on (CsLedger *self, GPtrArray *gone, gboolean *has_left, gboolean *is_whole, GError **error)
{
  *is_whole = !is_at_stage (self, "first");
  if (!*is_whole)
    return set_meta (self, META_STAGE, "rest", error);
  return !is_at_stage (self, "rest") || (cs_ledger_leave_needed (self, gone, has_left, error) &&
                                         set_meta (self, META_STAGE, "whole", error));
}

static gboolean
keep_standing (CsLedger *self,
               const CsWireCheckpoint *page,
               GPtrArray *gone,
               gboolean *has_left,
               GError **error)
{
  CsStore *store = cs_ledger_get_store (self);
  g_autofree char *grants = g_strdup_printf ("%" G_GINT64_FORMAT, page->grants);
  g_autofree char *anew = NULL;
  gboolean is_whole;

  if (!set_meta (self, META_GRANTS, grants, error))
    return FALSE;
  if (page->more)
    return TRUE;
  if (!go_on (self, gone, has_left, &is_whole, error))
    return FALSE;
  if (!is_whole)
    return TRUE;
  anew = cs_store_dup_meta (store, META_ANEW, NULL);
  if (g_strcmp0 (anew, "1") != 0)
    return TRUE;
  return set_meta (self, META_ANEW, "0", error) &&
         cs_authority_renew_waiting (cs_ledger_get_authority (self), error);
}

/* A page that a power cut takes back comes again: where the folder stands goes with it. What is
 * made here meanwhile, or comes after, is on disk together with all that was before it. */
static gboolean
set_haste (CsLedger *self, gboolean is_hasty, GError **error)
{
  return cs_sqlite_exec (cs_store_get_sqlite (cs_ledger_get_store (self)),
                         is_hasty ? "PRAGMA synchronous = NORMAL" : "PRAGMA synchronous = FULL",
                         error);
}

static gboolean
apply_in_batch (CsLedger *self, const CsSyncCall *call, GError **error)
{
  CsAuthority *authority = cs_ledger_get_authority (self);
  g_autoptr (GPtrArray) gone = g_ptr_array_new_with_free_func (g_free);
  gboolean has_left = FALSE;

  if (!cs_authority_begin_batch (authority, error))
    return FALSE;
  if (!cs_ledger_apply_page (self, call->page, call->entries, gone, &has_left, error) ||
      !keep_standing (self, call->page, gone, &has_left, error)) {
    cs_authority_cancel_batch (authority);
    return FALSE;
  }
  if (!cs_authority_end_batch (authority, error))
    return FALSE;
  for (guint i = 0; i < gone->len; i++)
    g_remove (gone->pdata[i]);
  /* What has left is to be left nowhere: neither in free pages nor in the write-ahead log. */
  return !has_left || cs_sqlite_exec (cs_store_get_sqlite (cs_ledger_get_store (self)),
                                      "PRAGMA wal_checkpoint (TRUNCATE)",
                                      error);
}

/* What is taken away (K-06) is gone for good when that is said. */
static gboolean
apply_page (CsLedger *self, const CsSyncCall *call, GError **error)
{
  gboolean is_hasty = call->page->leave->len == 0;
  gboolean is_done;

  if (is_hasty && !set_haste (self, TRUE, error))
    return FALSE;
  is_done = apply_in_batch (self, call, error);
  if (is_hasty && !set_haste (self, FALSE, is_done ? error : NULL))
    return FALSE;
  return is_done;
}

/* K-11: the copy as it was is kept aside before anything of it goes. */
static gboolean
keep_aside (CsLedger *self, GError **error)
{
  CsStore *store = cs_ledger_get_store (self);
  CsInstant now = cs_time_source_get_now (cs_ledger_get_time_source (self));
  g_autofree char *stamp = cs_instant_format (now);
  g_autofree char *name = g_strconcat ("aside-", g_strdelimit (stamp, ":", '-'), ".db", NULL);
  g_autofree char *path = g_build_filename (cs_store_get_folder (store), name, NULL);

  if (*cs_store_get_folder (store) == '\0' || g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  return cs_sqlite_run (cs_store_get_sqlite (store), error, "VACUUM INTO ?", "s", path) &&
         g_chmod (path, 0600) == 0;
}

static gboolean
note_change (CsLedger *self, const char *incarnation, GError **error)
{
  CsInstant now = cs_time_source_get_now (cs_ledger_get_time_source (self));
  g_autofree char *text = cs_instant_format (now);

  return set_meta (self, META_INCARNATION, incarnation, error) &&
         set_meta (self, META_CHANGED, text, error);
}

static gboolean
begin_anew (CsLedger *self, const CsSyncCall *call, GError **error)
{
  CsAuthority *authority = cs_ledger_get_authority (self);

  if ((call->incarnation != NULL && !keep_aside (self, error)) ||
      !cs_authority_begin_batch (authority, error))
    return FALSE;
  if (!cs_authority_begin_anew (authority, error) || !set_meta (self, META_GRANTS, "0", error) ||
      !set_meta (self, META_ANEW, "1", error) || !set_meta (self, META_STAGE, "first", error) ||
      (call->incarnation != NULL && !note_change (self, call->incarnation, error))) {
    cs_authority_cancel_batch (authority);
    return FALSE;
  }
  return cs_authority_end_batch (authority, error);
}

/* Files */

static gboolean
next_file (CsLedger *self, CsSyncCall *call, GError **error)
{
  CsStore *store = cs_ledger_get_store (self);
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (cs_store_get_sqlite (store),
                       error,
                       "SELECT sha256, request FROM sync_file WHERE tries < 3"
                       " ORDER BY tries, sha256 LIMIT 1",
                       "");
  gboolean has_row;

  if (statement == NULL || !cs_statement_next (statement, &has_row, error))
    return FALSE;
  if (!has_row)
    return TRUE;
  call->name = g_strdup (cs_statement_get_text (statement, 0));
  call->request = g_strdup (cs_statement_get_text (statement, 1));
  call->path = cs_ledger_dup_file_path (cs_store_get_folder (store), call->name);
  return TRUE;
}

static gboolean
have_file (CsLedger *self, const CsSyncCall *call, GError **error)
{
  return cs_sqlite_run (cs_store_get_sqlite (cs_ledger_get_store (self)),
                        error,
                        call->is_done ? "DELETE FROM sync_file WHERE sha256 = ?"
                                      : "UPDATE sync_file SET tries = tries + 1 WHERE sha256 = ?",
                        "s",
                        call->name);
}

static gboolean
count (CsLedger *self, CsSyncCall *call, GError **error)
{
  CsStore *store = cs_ledger_get_store (self);
  g_autofree char *changed = cs_store_dup_meta (store, META_CHANGED, NULL);

  call->is_whole = !is_at_stage (self, "first") && !is_at_stage (self, "rest");
  call->changed = CS_INSTANT_NONE;
  if (changed != NULL && !cs_instant_parse (changed, &call->changed, NULL))
    call->changed = CS_INSTANT_NONE;
  return cs_outbox_count (store, CS_OUTBOX_WAITING, &call->waiting, error) &&
         cs_outbox_count (store, CS_OUTBOX_REFUSED, &call->refused, error);
}

/**
 * cs_ledger_sync:
 * @call: what is to be done
 * @ledger: a CsLedger that is shared
 *
 * Returns: whether it was done
 */
gboolean
cs_ledger_sync (CsSyncCall *call, gpointer ledger, GError **error)
{
  switch (call->op) {
    case CS_SYNC_READ:
      return read_place (ledger, call, error);
    case CS_SYNC_TAKE_WAITING:
      return take_waiting (ledger, call, error);
    case CS_SYNC_TAKE_VERDICTS:
      return take_verdicts (ledger, call, error);
    case CS_SYNC_LIST_MISSING:
      return list_missing (ledger, call, error);
    case CS_SYNC_KEEP_PACK:
      return keep_pack (ledger, call, error);
    case CS_SYNC_APPLY:
      return apply_page (ledger, call, error);
    case CS_SYNC_BEGIN_ANEW:
      return begin_anew (ledger, call, error);
    case CS_SYNC_COUNT:
      return count (ledger, call, error);
    case CS_SYNC_NEXT_FILE:
      return next_file (ledger, call, error);
    case CS_SYNC_HAVE_FILE:
      return have_file (ledger, call, error);
    default:
      g_return_val_if_reached (FALSE);
  }
}
