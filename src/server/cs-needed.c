/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-needed.h"

#include "cs-directory.h"
#include "cs-grants.h"

/*
 * What a client that begins wants first (K-18): open requests whose move it is by the person, the
 * most urgent first. They come as scopes of their own, one a request, and once more with their
 * regions.
 */

#define MOST 400 /* requests that somebody can look at before the rest is here */

/* Lines of request.keys are whole keys. */
#define SQL                                                                                        \
  "SELECT id FROM request JOIN scope_home USING (ref) WHERE end = 0"                               \
  " AND (key IN (SELECT value FROM json_each (?2))"                                                \
  " OR 'rq:' || id IN (SELECT value FROM json_each (?2)))"                                         \
  " AND EXISTS (SELECT 1 FROM json_each (?1) AS mine"                                              \
  " WHERE instr (char (10) || request.keys || char (10), char (10) || mine.value || char (10)))"   \
  " ORDER BY bucket, due LIMIT ?3"

static char *
list_to_text (const GPtrArray *texts)
{
  g_autoptr (json_t) list = json_array ();

  for (guint i = 0; i < texts->len; i++)
    json_array_append_new (list, json_string (texts->pdata[i]));
  return cs_json_dump (list);
}

static char *
dup_keys (CsLedger *ledger, const char *person, GError **error)
{
  const CsDirectory *directory =
      cs_authority_get_directory (cs_ledger_get_authority (ledger), error);
  CsInstant now = cs_time_source_get_now (cs_ledger_get_time_source (ledger));
  g_autoptr (GPtrArray) keys = NULL;

  if (directory == NULL)
    return NULL;
  keys = cs_directory_list_role_keys (directory, person, now);
  return list_to_text (keys);
}

/**
 * cs_needed_list:
 * @person: who begins
 * @grants: (element-type utf8): keys of the scopes they may see
 *
 * Returns: (transfer full) (element-type utf8): keys of the scopes to begin with; %NULL on error
 */
GPtrArray *
cs_needed_list (CsLedger *ledger, const char *person, const GPtrArray *grants, GError **error)
{
  CsSqlite *sqlite = cs_store_get_sqlite (cs_ledger_get_store (ledger));
  g_autofree char *mine = dup_keys (ledger, person, error);
  g_autofree char *granted = list_to_text (grants);
  g_autoptr (CsStatement) statement =
      mine != NULL ? cs_sqlite_query (sqlite, error, SQL, "ssi", mine, granted, (gint64)MOST)
                   : NULL;
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_free);
  gboolean has_row;

  if (statement == NULL || !cs_statement_next (statement, &has_row, error))
    return NULL;
  while (has_row) {
    g_ptr_array_add (list, g_strconcat (CS_SCOPE_NEED, cs_statement_get_text (statement, 0), NULL));
    if (!cs_statement_next (statement, &has_row, error))
      return NULL;
  }
  return g_steal_pointer (&list);
}

static gboolean
read_at (CsStore *store, gint64 scope, gint64 place, gint64 *at, gboolean *is_there, GError **error)
{
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (cs_store_get_sqlite (store),
                       error,
                       "SELECT at FROM scope_row WHERE scope = ? AND idx = ?",
                       "ii",
                       scope,
                       place);

  if (statement == NULL || !cs_statement_next (statement, is_there, error))
    return FALSE;
  *at = *is_there ? cs_statement_get_int (statement, 0) : 0;
  return TRUE;
}

/* Rows stand in the order of the entry that brought them, so what an entry brought is found by
 * halving; what came when its request moved is not, and is read with the rest. */
static gboolean
find_row (CsStore *store, gint64 scope, gint64 last, gint64 seq, gboolean *is_found, GError **error)
{
  gint64 low = 1, high = last, at;

  *is_found = FALSE;
  while (low <= high && !*is_found) {
    gint64 middle = low + (high - low) / 2;
    gboolean is_there;

    if (!read_at (store, scope, middle, &at, &is_there, error))
      return FALSE;
    *is_found = is_there && at == seq;
    if (at < seq)
      low = middle + 1;
    else
      high = middle - 1;
  }
  return TRUE;
}

/**
 * cs_needed_is_open:
 * @seq: of an entry with values that not everybody may see
 * @grants: (element-type utf8): keys of the scopes somebody may see
 * @is_open: (out): whether one of these holds the entry itself
 *
 * Returns: whether that could be read
 */
gboolean
cs_needed_is_open (CsStore *store,
                   gint64 seq,
                   const GPtrArray *grants,
                   gboolean *is_open,
                   GError **error)
{
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (cs_store_get_sqlite (store),
                       error,
                       "SELECT scope.id, scope.key, scope.last FROM entry"
                       " JOIN scope_home AS home USING (ref)"
                       " JOIN scope ON scope.key > home.key || '/' AND scope.key < home.key || '0'"
                       " WHERE entry.seq = ?",
                       "i",
                       seq);
  gboolean has_row;

  *is_open = FALSE;
  if (statement == NULL || !cs_statement_next (statement, &has_row, error))
    return FALSE;
  while (has_row && !*is_open) {
    if (g_ptr_array_find_with_equal_func ((GPtrArray *)grants,
                                          cs_statement_get_text (statement, 1),
                                          g_str_equal,
                                          NULL) &&
        !find_row (store,
                   cs_statement_get_int (statement, 0),
                   cs_statement_get_int (statement, 2),
                   seq,
                   is_open,
                   error))
      return FALSE;
    if (!cs_statement_next (statement, &has_row, error))
      return FALSE;
  }
  return TRUE;
}
