/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-ledger-page.h"

#include "cs-authority-apply.h"
#include "cs-authority-shared.h"
#include "cs-grants.h"
#include "cs-heads.h"
#include "cs-outline.h"
#include "cs-sealed-files.h"
#include "cs-secrets.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/*
 * One checkpoint in one batch (K-05, K-06):
 *
 *   every scope's index grows by exactly what came of it, or rows are missing → CONFLICT
 *   rows: entries placed, further rows of the same entry noted
 *   files that they name: noted once all of them are placed, so that a request is folded once
 *   leave: a request that no scope holds any more goes, with everything kept beside it; what is
 *   still held as an outline only becomes one
 *   the signed head
 */

typedef struct {
  CsLedger *ledger;
  CsStore *store;
  const CsWireCheckpoint *page;
  const GPtrArray *entries; /* (nullable) CsEntry of each row, where it was read already */
  GPtrArray *naming;        /* CsEntry: may name files */
  GPtrArray *gone;          /* (borrowed) paths of files to remove once this is on disk */
  gboolean has_left;
} Page;

static gint64
count_rows (const Page *self, const char *scope)
{
  gint64 n = 0;

  for (guint i = 0; i < self->page->rows->len; i++)
    n += g_strcmp0 (((const CsWireRow *)self->page->rows->pdata[i])->scope, scope) == 0;
  for (guint i = 0; i < self->page->leave->len; i++) {
    const CsWireLeave *leave = self->page->leave->pdata[i];

    if (leave->requests != NULL && g_strcmp0 (leave->scope, scope) == 0)
      n += g_strv_length (leave->requests);
  }
  return n;
}

/* Dense indexes make a gap visible to who has it. */
static gboolean
check_scopes (const Page *self, GError **error)
{
  g_autoptr (json_t) known = cs_scopes_to_json (self->store, error);

  for (guint i = 0; known != NULL && i < self->page->scopes->len; i++) {
    const CsWireScope *scope = self->page->scopes->pdata[i];
    gint64 last = cs_json_get_int (known, scope->key, 0);

    if (scope->index - last != count_rows (self, scope->key)) {
      g_set_error (error,
                   CS_ERROR,
                   CS_ERROR_CONFLICT,
                   _ ("What the server sent has a gap (%s), so nothing of it was taken"),
                   scope->key);
      return FALSE;
    }
    if (!cs_scopes_set (self->store, scope->key, scope->index, error))
      return FALSE;
  }
  return known != NULL;
}

/* Rows */

typedef struct {
  CsStore *store;
  const char *request;
  const CsEntry *entry;
  const CsProcess *process; /* (nullable) */
} Naming;

/* CX-21: what is confidential is fetched when somebody opens it, and says for what. */
static gboolean
is_wanted (const Naming *self, const char *sha256)
{
  g_autofree char *path = cs_ledger_dup_file_path (cs_store_get_folder (self->store), sha256);

  return path != NULL && !g_file_test (path, G_FILE_TEST_EXISTS) &&
         (self->process == NULL ||
          cs_process_find_sealed (self->process, self->entry, sha256) == NULL);
}

static void
find_files (const Naming *self, const json_t *value)
{
  const char *key;
  const json_t *child;
  size_t i;

  if (json_is_object (value)) {
    const char *sha256 = cs_json_get_string (value, "sha256");

    if (is_wanted (self, sha256))
      cs_sqlite_run (cs_store_get_sqlite (self->store),
                     NULL,
                     "INSERT INTO sync_file (sha256, request) VALUES (?, ?)"
                     " ON CONFLICT (sha256) DO UPDATE SET tries = 0",
                     "ss",
                     sha256,
                     self->request);
    json_object_foreach ((json_t *)value, key, child) find_files (self, child);
  }
  json_array_foreach ((json_t *)value, i, child) find_files (self, child);
}

/* CX-21, AF-21: what was kept long enough goes here, too. */
static void
erase (const Page *self, const CsRequest *request, const CsEntry *entry)
{
  const char *id = cs_entry_get_text (entry, "field");
  const CsField *field = id != NULL ? cs_process_get_field (cs_request_get_process (request), id)
                                    : NULL;

  if (field == NULL)
    return;
  cs_sealed_files_erase (self->store, request, field);
  cs_secrets_erase (self->store, request, field);
}

/* Most entries name no file, and are not looked through to find that out. */
static gboolean
contains (const CsWireRow *row, const char *text)
{
  gsize length;
  const char *bytes = row->bytes != NULL ? g_bytes_get_data (row->bytes, &length) : NULL;

  return bytes != NULL && memmem (bytes, length, text, strlen (text)) != NULL;
}

static void
note_files (const Page *self, const CsEntry *entry)
{
  CsAuthority *authority = cs_ledger_get_authority (self->ledger);
  const char *id = cs_entry_get_request (entry);
  const CsRequest *request = id != NULL ? cs_authority_get_request (authority, id, NULL, NULL)
                                        : NULL;
  Naming naming = {.store = self->store, .request = id, .entry = entry};

  if (request != NULL && cs_entry_get_kind (entry) == CS_KIND_ERASE)
    erase (self, request, entry);
  naming.process = request != NULL ? cs_request_get_process (request) : NULL;
  find_files (&naming, cs_entry_get_data (entry));
}

static CsEntry *
read_entry (const Page *self, guint number, GBytes *bytes, GError **error)
{
  CsEntry *entry = self->entries != NULL ? self->entries->pdata[number] : NULL;

  return entry != NULL ? cs_entry_ref (entry) : cs_entry_new_from_bytes (bytes, error);
}

static gboolean
apply_row (const Page *self, guint number, GError **error)
{
  const CsWireRow *row = self->page->rows->pdata[number];
  g_autoptr (GBytes) digest = NULL;
  g_autoptr (CsEntry) entry = NULL;
  CsAccepted accepted = {.seq = row->seq,
                         .number = row->number,
                         .received = row->received,
                         .hash = row->hash,
                         .name = row->name,
                         .bytes = row->bytes != NULL ? row->bytes : row->outline,
                         .signature = row->signature};
  guint8 raw[CS_DIGEST_BYTES];

  if (accepted.bytes != NULL) {
    if (row->bytes == NULL && row->digest != NULL && cs_hex_decode (row->digest, raw, sizeof raw))
      accepted.digest = digest = g_bytes_new (raw, sizeof raw);
    accepted.entry = entry = read_entry (self, number, accepted.bytes, error);
    if (entry == NULL)
      return FALSE;
    if (!cs_authority_apply (cs_ledger_get_authority (self->ledger), &accepted, error))
      return FALSE;
    if (cs_entry_get_kind (entry) == CS_KIND_ERASE)
      note_files (self, entry); /* of what was said until then */
    else if (contains (row, "\"sha256\""))
      g_ptr_array_add (self->naming, g_steal_pointer (&entry));
  }
  return cs_scopes_add_row (self->store, row->scope, row->index, row->seq, error);
}

/* Leaving */

static gboolean
is_named_elsewhere (const Page *self, const char *sha256, gint64 ref)
{
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (cs_store_get_sqlite (self->store),
                       NULL,
                       "SELECT 1 FROM entry WHERE ref <> ? AND instr (bytes, CAST (? AS BLOB))"
                       " LIMIT 1",
                       "is",
                       ref,
                       sha256);
  gboolean has_row = TRUE;

  return statement == NULL || !cs_statement_next (statement, &has_row, NULL) || has_row;
}

static void
note_gone (const Page *self, const json_t *value, gint64 ref)
{
  const char *key;
  const json_t *child;
  size_t i;

  if (json_is_object (value)) {
    const char *sha256 = cs_json_get_string (value, "sha256");
    char *path = cs_ledger_dup_file_path (cs_store_get_folder (self->store), sha256);

    if (path != NULL && !is_named_elsewhere (self, sha256, ref)) {
      g_ptr_array_add (self->gone, path);
      g_ptr_array_add (self->gone,
                       cs_sealed_files_dup_path (cs_store_get_folder (self->store), sha256));
    } else {
      g_free (path);
    }
    if (sha256 != NULL)
      cs_sqlite_run (cs_store_get_sqlite (self->store),
                     NULL,
                     "DELETE FROM sync_file WHERE sha256 = ?",
                     "s",
                     sha256);
    json_object_foreach ((json_t *)value, key, child) note_gone (self, child, ref);
  }
  json_array_foreach ((json_t *)value, i, child) note_gone (self, child, ref);
}

static gboolean
remove_request (const Page *self, const char *request, gint64 ref, GError **error)
{
  g_autoptr (GPtrArray) entries = cs_journal_list (self->store, request, 0, error);

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    note_gone (self, cs_entry_get_data (entries->pdata[i]), ref);
  return entries != NULL &&
         cs_authority_remove_request (cs_ledger_get_authority (self->ledger), request, error);
}

/* What may still be seen of an entry whose scope was left is an outline of it. */
static gboolean
close_entry (const Page *self, const CsRequest *fold, CsEntry *entry, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (GBytes) outline = cs_entry_dup_outline (entry, fold, &failure);
  GBytes *bytes = cs_entry_get_bytes (entry);
  guint8 digest[CS_DIGEST_BYTES];
  g_autoptr (GBytes) of = NULL;

  if (outline == NULL) {
    if (failure != NULL)
      g_propagate_error (error, g_steal_pointer (&failure));
    return failure == NULL;
  }
  cs_digest (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), digest);
  of = g_bytes_new (digest, sizeof digest);
  return cs_sqlite_run (cs_store_get_sqlite (self->store),
                        error,
                        "UPDATE entry SET bytes = ?2, digest = ?3, signature = NULL"
                        " WHERE seq = ?1 AND digest IS NULL"
                        " AND NOT EXISTS (SELECT 1 FROM sync_row WHERE sync_row.seq = entry.seq"
                        " AND scope LIKE 'in:%/%/%')",
                        "ibb",
                        cs_entry_get_seq (entry),
                        outline,
                        of);
}

static gboolean
close_request (const Page *self, const char *request, GError **error)
{
  CsAuthority *authority = cs_ledger_get_authority (self->ledger);
  g_autoptr (GPtrArray) entries = cs_journal_list (self->store, request, 0, error);
  g_autoptr (CsRequest) fold =
      entries != NULL ? cs_authority_fold_request (authority, request, error) : NULL;

  if (fold == NULL)
    return FALSE;
  for (guint i = 0; i < entries->len; i++) {
    if (!close_entry (self, fold, entries->pdata[i], error))
      return FALSE;
  }
  return cs_authority_renew_shown (authority, request, error);
}

static gboolean
leave_request (Page *self, const char *scope, const char *request, gint64 before, GError **error)
{
  gboolean is_held;
  CsHead head;

  if (!cs_journal_read_head (self->store, request, &head, error))
    return FALSE;
  if (head.last == 0)
    return TRUE;
  self->has_left = TRUE;
  if (!cs_scopes_drop_rows (self->store, scope, head.ref, before, &is_held, error))
    return FALSE;
  return is_held ? close_request (self, request, error)
                 : remove_request (self, request, head.ref, error);
}

static GPtrArray *
list_requests_of (const Page *self, const char *scope, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (cs_store_get_sqlite (self->store),
                       error,
                       "SELECT DISTINCT head.request FROM sync_row JOIN entry USING (seq)"
                       " JOIN head USING (ref) WHERE scope = ? AND ref <> 0",
                       "s",
                       scope);
  gboolean has_row = statement != NULL;

  while (has_row) {
    if (!cs_statement_next (statement, &has_row, error))
      return NULL;
    if (has_row)
      g_ptr_array_add (list, g_strdup (cs_statement_get_text (statement, 0)));
  }
  return statement != NULL ? g_steal_pointer (&list) : NULL;
}

static gboolean
leave_scope (Page *self, const char *scope, GError **error)
{
  g_autoptr (GPtrArray) requests = list_requests_of (self, scope, error);

  for (guint i = 0; requests != NULL && i < requests->len; i++) {
    if (!leave_request (self, scope, requests->pdata[i], 0, error))
      return FALSE;
  }
  return requests != NULL && cs_scopes_remove (self->store, scope, error);
}

static gboolean
apply_leave (Page *self, const CsWireLeave *leave, GError **error)
{
  if (leave->requests == NULL)
    return leave_scope (self, leave->scope, error);
  for (guint i = 0; leave->requests[i] != NULL; i++) {
    if (!leave_request (self, leave->scope, leave->requests[i], leave->index, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
keep_head (const Page *self, GError **error)
{
  const CsSignedHead *head = self->page->head;
  g_autofree char *root = cs_hex_encode (head->root.bytes, CS_DIGEST_BYTES);
  CsKnownHead known = {.log = head->log,
                       .incarnation = head->incarnation,
                       .size = head->size,
                       .root = root,
                       .time = head->time,
                       .signature = head->signature};

  return cs_heads_add (self->store, &known, error);
}

/**
 * cs_ledger_apply_page:
 * @page: a checkpoint whose head was verified, and whose packs are here
 * @entries: (nullable) (element-type CsEntry): of each of its rows, where it was read already; a
 * row without is read here
 * @gone: (element-type utf8): gets the paths of files that nobody may see here any more
 * @has_left: (out): whether anything had to go
 * @error: CONFLICT where rows are missing, CORRUPT where they are not what was accepted
 *
 * Applies a checkpoint, inside a batch.
 *
 * Returns: whether all of it stands in the folder
 */
gboolean
cs_ledger_apply_page (CsLedger *self,
                      const CsWireCheckpoint *page,
                      const GPtrArray *entries,
                      GPtrArray *gone,
                      gboolean *has_left,
                      GError **error)
{
  g_autoptr (GPtrArray) naming = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_entry_unref);
  Page run = {.ledger = self,
              .store = cs_ledger_get_store (self),
              .page = page,
              .entries = entries,
              .naming = naming,
              .gone = gone};

  if (!check_scopes (&run, error))
    return FALSE;
  for (guint i = 0; i < page->rows->len; i++) {
    if (!apply_row (&run, i, error))
      return FALSE;
  }
  for (guint i = 0; i < naming->len; i++)
    note_files (&run, naming->pdata[i]);
  for (guint i = 0; i < page->leave->len; i++) {
    if (!apply_leave (&run, page->leave->pdata[i], error))
      return FALSE;
  }
  *has_left = run.has_left;
  if (run.has_left && !cs_sqlite_exec (cs_store_get_sqlite (run.store),
                                       "INSERT INTO search (search) VALUES ('optimize')",
                                       error))
    return FALSE;
  return keep_head (&run, error);
}

/**
 * cs_ledger_leave_needed:
 * @gone: (element-type utf8): gets the paths of files that nobody may see here any more
 * @has_left: (out): whether anything had to go
 *
 * Everything that may be seen is here by its own scopes: what was begun with (K-18) is held by
 * these now, or goes. Inside a batch.
 *
 * Returns: whether nothing holds on to it any more
 */
gboolean
cs_ledger_leave_needed (CsLedger *self, GPtrArray *gone, gboolean *has_left, GError **error)
{
  Page run = {.ledger = self, .store = cs_ledger_get_store (self), .gone = gone};
  g_autoptr (json_t) scopes = cs_scopes_to_json (run.store, error);
  const char *key;
  json_t *index;

  if (scopes == NULL)
    return FALSE;
  json_object_foreach (scopes, key, index)
  {
    if (g_str_has_prefix (key, CS_SCOPE_NEED) && !leave_scope (&run, key, error))
      return FALSE;
  }
  *has_left = *has_left || run.has_left;
  return TRUE;
}
