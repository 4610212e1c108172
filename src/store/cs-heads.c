/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-heads.h"

/**
 * cs_known_head_free:
 * @self: (transfer full) (nullable): a head
 */
void
cs_known_head_free (CsKnownHead *self)
{
  if (self == NULL)
    return;
  g_free (self->log);
  g_free (self->incarnation);
  g_free (self->root);
  g_free (self->signature);
  g_free (self);
}

/**
 * cs_heads_add:
 * @head: whose signature was found good
 * @error: CORRUPT when another root was signed for the same size: the server has two histories
 *
 * Returns: whether it is kept
 */
gboolean
cs_heads_add (CsStore *store, const CsKnownHead *head, GError **error)
{
  CsSqlite *sqlite = cs_store_get_sqlite (store);
  g_autoptr (CsStatement) statement = cs_sqlite_query (sqlite,
                                                       error,
                                                       "SELECT root FROM sync_head WHERE log = ?"
                                                       " AND incarnation = ? AND size = ?",
                                                       "ssi",
                                                       head->log,
                                                       head->incarnation,
                                                       head->size);
  gboolean has_row;

  if (statement == NULL || !cs_statement_next (statement, &has_row, error))
    return FALSE;
  if (!has_row)
    return cs_sqlite_run (sqlite,
                          error,
                          "INSERT INTO sync_head VALUES (?, ?, ?, ?, ?, ?)",
                          "ssisis",
                          head->log,
                          head->incarnation,
                          head->size,
                          head->root,
                          (gint64)head->time,
                          head->signature);
  if (g_strcmp0 (cs_statement_get_text (statement, 0), head->root) == 0)
    return TRUE;
  g_set_error (error,
               CS_ERROR,
               CS_ERROR_CORRUPT,
               "The server has signed two different histories of the length %" G_GINT64_FORMAT ".",
               head->size);
  return FALSE;
}

static CsKnownHead *
read_head (CsStatement *statement)
{
  CsKnownHead *head = g_new0 (CsKnownHead, 1);

  head->log = g_strdup (cs_statement_get_text (statement, 0));
  head->incarnation = g_strdup (cs_statement_get_text (statement, 1));
  head->size = cs_statement_get_int (statement, 2);
  head->root = g_strdup (cs_statement_get_text (statement, 3));
  head->time = cs_statement_get_int (statement, 4);
  head->signature = g_strdup (cs_statement_get_text (statement, 5));
  return head;
}

/**
 * cs_heads_list:
 *
 * Returns: (transfer full) (nullable) (element-type CsKnownHead): all that were seen, shortest
 * first
 */
GPtrArray *
cs_heads_list (CsStore *store, GError **error)
{
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (cs_store_get_sqlite (store),
                       error,
                       "SELECT log, incarnation, size, root, time, signature FROM sync_head"
                       " ORDER BY size, time",
                       "");
  g_autoptr (GPtrArray) heads = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_known_head_free);
  gboolean has_row;

  if (statement == NULL)
    return NULL;
  while (cs_statement_next (statement, &has_row, error)) {
    if (!has_row)
      return g_steal_pointer (&heads);
    g_ptr_array_add (heads, read_head (statement));
  }
  return NULL;
}

/**
 * cs_heads_get_last:
 *
 * Returns: (transfer full) (nullable): the longest that was seen; %NULL without an error where none
 *   was
 */
CsKnownHead *
cs_heads_get_last (CsStore *store, GError **error)
{
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (cs_store_get_sqlite (store),
                       error,
                       "SELECT log, incarnation, size, root, time, signature FROM sync_head"
                       " ORDER BY size DESC, time DESC LIMIT 1",
                       "");
  gboolean has_row;

  if (statement == NULL || !cs_statement_next (statement, &has_row, error) || !has_row)
    return NULL;
  return read_head (statement);
}

/**
 * cs_known_head_dup_signed:
 * @self: a head
 *
 * Returns: (transfer full) (nullable): the same, to be verified or shown; %NULL when its root is
 *   none
 */
CsSignedHead *
cs_known_head_dup_signed (const CsKnownHead *self)
{
  CsSignedHead *head;
  CsDigest root;

  if (!cs_hex_decode (self->root, root.bytes, CS_DIGEST_BYTES))
    return NULL;
  head = cs_signed_head_new (self->log, self->incarnation, self->size, &root, self->time);
  head->signature = g_strdup (self->signature);
  return head;
}

/**
 * cs_heads_dup_last_mark:
 *
 * Returns: (transfer full) (nullable): what entries made here name as the last head they saw
 *   (K-14), with its signature, so that whoever reads the entry can hold it against the journal
 */
char *
cs_heads_dup_last_mark (CsStore *store)
{
  g_autoptr (CsKnownHead) head = cs_heads_get_last (store, NULL);
  g_autoptr (CsSignedHead) signed_head = head != NULL ? cs_known_head_dup_signed (head) : NULL;

  return signed_head != NULL ? cs_signed_head_dup_anchor (signed_head) : NULL;
}

/**
 * cs_heads_forget:
 *
 * Forgets the heads and how far scopes were read: the copy begins anew.
 *
 * Returns: whether they are gone
 */
gboolean
cs_heads_forget (CsStore *store, GError **error)
{
  return cs_sqlite_exec (cs_store_get_sqlite (store),
                         "DELETE FROM sync_row; DELETE FROM sync_scope; DELETE FROM sync_head;",
                         error);
}

/**
 * cs_scopes_set:
 * @last: the place of the last row that was read
 *
 * Returns: whether that is kept
 */
gboolean
cs_scopes_set (CsStore *store, const char *scope, gint64 last, GError **error)
{
  return cs_sqlite_run (cs_store_get_sqlite (store),
                        error,
                        "INSERT INTO sync_scope VALUES (?1, ?2)"
                        " ON CONFLICT (scope) DO UPDATE SET last = max (last, ?2)",
                        "si",
                        scope,
                        last);
}

/**
 * cs_scopes_add_row:
 * @scope: known, by cs_scopes_set()
 * @place: in the scope, from 1
 * @seq: of the entry that stands there
 *
 * Inside the transaction that applies the entry.
 *
 * Returns: whether it is known that the scope holds the entry
 */
gboolean
cs_scopes_add_row (CsStore *store, const char *scope, gint64 place, gint64 seq, GError **error)
{
  return cs_sqlite_run (cs_store_get_sqlite (store),
                        error,
                        "INSERT OR REPLACE INTO sync_row VALUES (?, ?, ?)",
                        "sii",
                        scope,
                        place,
                        seq);
}

/**
 * cs_scopes_drop_rows:
 * @ref: of a request
 * @before: rows at this place and beyond stay; 0: all go
 * @is_held: (out): whether some other row still holds an entry of the request
 *
 * A request has left a scope. Inside the transaction that applies that.
 *
 * Returns: whether its rows are gone
 */
gboolean
cs_scopes_drop_rows (CsStore *store,
                     const char *scope,
                     gint64 ref,
                     gint64 before,
                     gboolean *is_held,
                     GError **error)
{
  CsSqlite *sqlite = cs_store_get_sqlite (store);
  g_autoptr (CsStatement) statement = NULL;

  if (!cs_sqlite_run (sqlite,
                      error,
                      "DELETE FROM sync_row WHERE scope = ? AND (? = 0 OR place < ?)"
                      " AND seq IN (SELECT seq FROM entry WHERE ref = ?)",
                      "siii",
                      scope,
                      before,
                      before,
                      ref))
    return FALSE;
  statement = cs_sqlite_query (sqlite,
                               error,
                               "SELECT 1 FROM entry JOIN sync_row USING (seq) WHERE ref = ?"
                               " LIMIT 1",
                               "i",
                               ref);
  return statement != NULL && cs_statement_next (statement, is_held, error);
}

/**
 * cs_scopes_remove:
 *
 * Forgets a scope: this person may not read it any more.
 *
 * Returns: whether it is gone
 */
gboolean
cs_scopes_remove (CsStore *store, const char *scope, GError **error)
{
  return cs_sqlite_run (cs_store_get_sqlite (store),
                        error,
                        "DELETE FROM sync_scope WHERE scope = ?",
                        "s",
                        scope);
}

/**
 * cs_scopes_to_json:
 *
 * Returns: (transfer full): how far each scope was read, as pull asks for it; %NULL on error
 */
json_t *
cs_scopes_to_json (CsStore *store, GError **error)
{
  g_autoptr (CsStatement) statement = cs_sqlite_query (cs_store_get_sqlite (store),
                                                       error,
                                                       "SELECT scope, last FROM sync_scope",
                                                       "");
  g_autoptr (json_t) scopes = json_object ();
  gboolean has_row;

  if (statement == NULL)
    return NULL;
  for (;;) {
    if (!cs_statement_next (statement, &has_row, error))
      return NULL;
    if (!has_row)
      return g_steal_pointer (&scopes);
    json_object_set_new (scopes,
                         cs_statement_get_text (statement, 0),
                         json_integer (cs_statement_get_int (statement, 1)));
  }
}
