/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-blobs-private.h"
#include "cs-blobs.h"
#include "cs-granted.h"
#include "cs-grants.h"
#include "cs-journal.h"

#include <glib/gstdio.h>
#include <string.h>

/* What entries say of files, and who may therefore have which. */

#define DEEPEST   32
#define MOST_REFS 200

static gboolean
is_digest (const char *text)
{
  return text != NULL && strlen (text) == 64 && strspn (text, "0123456789abcdef") == 64;
}

static void
collect (const json_t *value, GPtrArray *list, guint depth)
{
  const char *digest = cs_json_get_string (value, "sha256");
  const char *key;
  json_t *member;
  gsize index;

  if (depth > DEEPEST)
    return;
  if (is_digest (digest) && !g_ptr_array_find_with_equal_func (list, digest, g_str_equal, NULL))
    g_ptr_array_add (list, g_strdup (digest));
  json_object_foreach ((json_t *)value, key, member)
  {
    collect (member, list, depth + 1);
  }
  json_array_foreach (value, index, member)
  {
    collect (member, list, depth + 1);
  }
}

/**
 * cs_blobs_list_named:
 * @entry: an entry
 *
 * Returns: (transfer full) (element-type utf8): digests of the files it names
 */
GPtrArray *
cs_blobs_list_named (const CsEntry *entry)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (g_free);

  collect (cs_entry_get_data (entry), list, 0);
  return list;
}

/**
 * cs_blobs_note:
 * @seq: of an entry that is being accepted
 *
 * Returns: whether the files it names are noted
 */
gboolean
cs_blobs_note (CsStore *store, gint64 seq, const CsEntry *entry, GError **error)
{
  g_autoptr (GPtrArray) named = cs_blobs_list_named (entry);
  CsSqlite *sqlite = cs_store_get_sqlite (store);

  for (guint i = 0; i < named->len; i++) {
    if (!cs_sqlite_run (sqlite,
                        error,
                        "INSERT OR IGNORE INTO file_ref VALUES (?, ?)",
                        "si",
                        named->pdata[i],
                        seq) ||
        !cs_sqlite_run (sqlite,
                        error,
                        "UPDATE upload SET is_whole = 2 WHERE sha256 = ? AND person = ?",
                        "ss",
                        named->pdata[i],
                        cs_entry_get_by (entry)))
      return FALSE;
  }
  return TRUE;
}

static gboolean
is_granted (const GPtrArray *granted, const char *key)
{
  return g_ptr_array_find_with_equal_func ((GPtrArray *)granted, key, g_str_equal, NULL);
}

static gboolean
sees_whole (const GPtrArray *granted, const CsRequest *request, const CsEntry *entry)
{
  g_autoptr (GPtrArray) rows = cs_grants_list_rows (request, entry);
  g_autofree char *of_request = cs_scope_key_of_request (cs_entry_get_request (entry));
  gboolean has_outline = FALSE;

  for (guint i = 0; i < rows->len; i++) {
    const CsScopeRow *row = rows->pdata[i];

    if (!row->is_outline && is_granted (granted, row->key))
      return TRUE;
    has_outline = has_outline || row->is_outline;
  }
  return !has_outline && is_granted (granted, of_request);
}

static gboolean
check_entry (CsLedger *ledger,
             GBytes *bytes,
             const GPtrArray *granted,
             gboolean *sees,
             GError **error)
{
  g_autoptr (CsEntry) entry = cs_entry_new_from_bytes (bytes, error);
  const CsRequest *request;

  *sees = FALSE;
  if (entry == NULL)
    return FALSE;
  if (cs_entry_get_request (entry) == NULL) {
    *sees = TRUE;
    return TRUE;
  }
  request = cs_authority_get_request (cs_ledger_get_authority (ledger),
                                      cs_entry_get_request (entry),
                                      NULL,
                                      error);
  if (request == NULL)
    return FALSE;
  *sees = sees_whole (granted, request, entry);
  return TRUE;
}

/**
 * cs_blobs_find_seen:
 * @person: who asks
 * @request: (nullable): in this one; %NULL for any
 * @sha256: of a file
 * @seq: (out): of an entry that names it and that they may see whole; 0 where there is none
 *
 * Returns: whether the journal could be read
 */
gboolean
cs_blobs_find_seen (CsLedger *ledger,
                    const char *person,
                    const char *request,
                    const char *sha256,
                    gint64 *seq,
                    GError **error)
{
  g_autoptr (GPtrArray) granted = cs_granted_list (ledger, person, error);
  g_autoptr (CsStatement) statement = NULL;
  gboolean has_row;

  *seq = 0;
  if (granted == NULL)
    return FALSE;
  statement = cs_sqlite_query (cs_store_get_sqlite (cs_ledger_get_store (ledger)),
                               error,
                               "SELECT seq, bytes FROM file_ref JOIN entry USING (seq)"
                               " JOIN head USING (ref)"
                               " WHERE sha256 = ?1 AND (?2 IS NULL OR head.request = ?2)"
                               " ORDER BY seq DESC LIMIT ?3",
                               "ssi",
                               sha256,
                               request,
                               (gint64)MOST_REFS);
  if (statement == NULL || !cs_statement_next (statement, &has_row, error))
    return FALSE;
  while (has_row) {
    g_autoptr (GBytes) bytes = cs_statement_get_bytes (statement, 1);
    gboolean sees;

    if (!check_entry (ledger, bytes, granted, &sees, error))
      return FALSE;
    if (sees) {
      *seq = cs_statement_get_int (statement, 0);
      return TRUE;
    }
    if (!cs_statement_next (statement, &has_row, error))
      return FALSE;
  }
  return TRUE;
}

/**
 * cs_blobs_may_name:
 * @secret: of the server
 * @person: an author
 * @may: (out): whether they have sent the whole file, or may have it
 *
 * Returns: whether that could be told
 */
gboolean
cs_blobs_may_name (CsLedger *ledger,
                   const char *secret,
                   const char *person,
                   const char *sha256,
                   gboolean *may,
                   GError **error)
{
  const char *folder = cs_store_get_folder (cs_ledger_get_store (ledger));
  g_autofree char *name = cs_blobs_dup_name (secret, person, sha256);
  gint64 seq;

  *may = cs_blobs_is_whole (folder, name);
  if (*may)
    return TRUE;
  if (!cs_blobs_find_seen (ledger, person, NULL, sha256, &seq, error))
    return FALSE;
  *may = seq > 0;
  return TRUE;
}

/* CX-21: erasing what a field held */

/* Whether an entry names a file otherwise than through a field. */
static gboolean
names_beside (const CsEntry *entry, const char *field, const char *sha256)
{
  g_autoptr (json_t) rest = json_deep_copy (cs_entry_get_data (entry));
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_free);

  json_object_del (json_object_get (rest, "values"), field);
  collect (rest, list, 0);
  return g_ptr_array_find_with_equal_func (list, sha256, g_str_equal, NULL);
}

static gboolean
forget_refs (CsStore *store,
             const char *request,
             const char *field,
             const char *sha256,
             GError **error)
{
  g_autoptr (GArray) over = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (cs_store_get_sqlite (store),
                       error,
                       "SELECT seq, bytes FROM file_ref JOIN entry USING (seq)"
                       " JOIN head USING (ref) WHERE sha256 = ? AND head.request = ?",
                       "ss",
                       sha256,
                       request);
  gboolean has_row;

  if (statement == NULL || !cs_statement_next (statement, &has_row, error))
    return FALSE;
  while (has_row) {
    g_autoptr (GBytes) bytes = cs_statement_get_bytes (statement, 1);
    g_autoptr (CsEntry) entry = cs_entry_new_from_bytes (bytes, error);
    gint64 seq = cs_statement_get_int (statement, 0);

    if (entry == NULL)
      return FALSE;
    if (!names_beside (entry, field, sha256))
      g_array_append_val (over, seq);
    if (!cs_statement_next (statement, &has_row, error))
      return FALSE;
  }
  for (guint i = 0; i < over->len; i++) {
    if (!cs_sqlite_run (cs_store_get_sqlite (store),
                        error,
                        "DELETE FROM file_ref WHERE sha256 = ? AND seq = ?",
                        "si",
                        sha256,
                        g_array_index (over, gint64, i)))
      return FALSE;
  }
  return TRUE;
}

/* Whoever had sent it has to send it anew if it is ever wanted again. */
static gboolean
forget_uploads (CsStore *store, const char *sha256, GError **error)
{
  const char *folder = cs_store_get_folder (store);
  g_autoptr (CsStatement) statement = cs_sqlite_query (cs_store_get_sqlite (store),
                                                       error,
                                                       "SELECT file FROM upload WHERE sha256 = ?",
                                                       "s",
                                                       sha256);
  gboolean has_row;

  if (statement == NULL || !cs_statement_next (statement, &has_row, error))
    return FALSE;
  while (has_row) {
    cs_blobs_forget (folder, cs_statement_get_text (statement, 0));
    if (!cs_statement_next (statement, &has_row, error))
      return FALSE;
  }
  return cs_sqlite_run (cs_store_get_sqlite (store),
                        error,
                        "DELETE FROM upload WHERE sha256 = ?",
                        "s",
                        sha256);
}

static gboolean
erase_file (CsStore *store,
            const char *request,
            const char *field,
            const char *sha256,
            GError **error)
{
  g_autofree char *path = cs_ledger_dup_file_path (cs_store_get_folder (store), sha256);
  g_autoptr (CsStatement) statement = NULL;
  gboolean is_named;

  if (!forget_refs (store, request, field, sha256, error))
    return FALSE;
  statement = cs_sqlite_query (cs_store_get_sqlite (store),
                               error,
                               "SELECT 1 FROM file_ref WHERE sha256 = ?1 UNION ALL SELECT 1 FROM"
                               " upload WHERE sha256 = ?1 AND is_whole < 2 LIMIT 1",
                               "s",
                               sha256);
  if (statement == NULL || !cs_statement_next (statement, &is_named, error))
    return FALSE;
  if (is_named)
    return TRUE;
  g_unlink (path);
  return forget_uploads (store, sha256, error);
}

/**
 * cs_blobs_erase:
 * @request: as it is with @entry
 * @entry: of the kind `erase`
 *
 * Removes the files that a field has ever named, except those that are named otherwise as well
 * (CX-21). What was said stays, with its digests.
 *
 * Returns: whether nothing leads to them any more
 */
gboolean
cs_blobs_erase (CsStore *store, const CsRequest *request, const CsEntry *entry, GError **error)
{
  const char *field = cs_entry_get_text (entry, "field");
  const GPtrArray *entries = cs_request_get_entries (request);
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; field != NULL && i < entries->len; i++) {
    const json_t *data = cs_entry_get_data (entries->pdata[i]);

    collect (json_object_get (json_object_get (data, "values"), field), list, 0);
  }
  for (guint i = 0; i < list->len; i++) {
    if (!erase_file (store, cs_request_get_id (request), field, list->pdata[i], error))
      return FALSE;
  }
  return TRUE;
}

static GPtrArray *
list_old (CsStore *store, CsInstant before, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (cs_store_get_sqlite (store),
                       error,
                       "SELECT file, sha256 FROM upload WHERE is_whole < 2 AND begun < ?",
                       "i",
                       (gint64)before);
  gboolean has_row;

  if (statement == NULL || !cs_statement_next (statement, &has_row, error))
    return NULL;
  while (has_row) {
    g_ptr_array_add (list, g_strdup (cs_statement_get_text (statement, 0)));
    g_ptr_array_add (list, g_strdup (cs_statement_get_text (statement, 1)));
    if (!cs_statement_next (statement, &has_row, error))
      return NULL;
  }
  return g_steal_pointer (&list);
}

static gboolean
is_wanted (CsStore *store, const char *sha256, gboolean *is_wanted, GError **error)
{
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (cs_store_get_sqlite (store),
                       error,
                       "SELECT 1 FROM file_ref WHERE sha256 = ?1 UNION ALL"
                       " SELECT 1 FROM upload WHERE sha256 = ?1 LIMIT 1",
                       "s",
                       sha256);

  return statement != NULL && cs_statement_next (statement, is_wanted, error);
}

static gboolean
drop (CsLedger *ledger, const char *file, const char *sha256, GError **error)
{
  CsStore *store = cs_ledger_get_store (ledger);
  const char *folder = cs_store_get_folder (store);
  gboolean stays;

  if (!cs_sqlite_run (cs_store_get_sqlite (store),
                      error,
                      "DELETE FROM upload WHERE file = ?",
                      "s",
                      file) ||
      !is_wanted (store, sha256, &stays, error))
    return FALSE;
  cs_blobs_forget (folder, file);
  if (!stays) {
    g_autofree char *path = cs_ledger_dup_file_path (folder, sha256);

    g_unlink (path);
  }
  return TRUE;
}

/**
 * cs_blobs_sweep:
 * @age: how long what no entry names is kept
 * @n: (out): how many were dropped
 *
 * Inside a transaction.
 *
 * Returns: whether what is older was dropped
 */
gboolean
cs_blobs_sweep (CsLedger *ledger, GTimeSpan age, guint *n, GError **error)
{
  CsInstant now = cs_time_source_get_now (cs_ledger_get_time_source (ledger));
  g_autoptr (GPtrArray) old = list_old (cs_ledger_get_store (ledger), now - age, error);

  *n = 0;
  for (guint i = 0; old != NULL && i < old->len; i += 2) {
    if (!drop (ledger, old->pdata[i], old->pdata[i + 1], error))
      return FALSE;
    (*n)++;
  }
  return old != NULL;
}
