/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-outbox.h"

#include <string.h>

#define COLUMNS "bytes, signature, depends, made, verdict, answer, answered, arrived, tried"
#define IS_SHOWN                                                                                   \
  "arrived IS NULL AND (verdict IS NULL OR verdict = 'accepted' OR verdict = 'duplicate')"

static const char *const conditions[] = {
    [CS_OUTBOX_WAITING] = "verdict IS NULL",
    [CS_OUTBOX_SHOWN] = IS_SHOWN,
    [CS_OUTBOX_REFUSED] = "verdict NOT IN ('accepted', 'duplicate', 'dismissed')",
    [CS_OUTBOX_ACCEPTED] = "verdict IN ('accepted', 'duplicate')",
};

/**
 * cs_outbox_item_free:
 * @self: (transfer full) (nullable): a row
 */
void
cs_outbox_item_free (CsOutboxItem *self)
{
  if (self == NULL)
    return;
  cs_entry_unref (self->entry);
  g_free (self->signature);
  g_strfreev (self->depends);
  g_free (self->verdict);
  json_decref (self->answer);
  g_free (self);
}

static void
find_names (const json_t *value, GHashTable *waiting, GHashTable *found)
{
  const char *key;
  const json_t *child;
  gpointer id;
  size_t i;

  if (json_is_string (value)) {
    if (g_hash_table_lookup_extended (waiting, json_string_value (value), &id, NULL))
      g_hash_table_add (found, id);
  } else if (json_is_array (value)) {
    for (i = 0; i < json_array_size (value); i++)
      find_names (json_array_get (value, i), waiting, found);
  } else if (json_is_object (value)) {
    json_object_foreach ((json_t *)value, key, child) find_names (child, waiting, found);
  }
}

/* What is shown and not in the journal, and is named by the entry: its request, the values of an
 * offer, the offer of a decision. */
static char *
dup_depends (CsStore *store, const CsEntry *entry, GError **error)
{
  g_autoptr (GHashTable) waiting = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) found = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (CsStatement) statement = cs_sqlite_query (cs_store_get_sqlite (store),
                                                       error,
                                                       "SELECT id FROM outbox WHERE " IS_SHOWN,
                                                       "");
  g_autoptr (json_t) list = json_array ();
  GHashTableIter iter;
  gpointer id;
  gboolean has_row;

  if (statement == NULL)
    return NULL;
  do {
    if (!cs_statement_next (statement, &has_row, error))
      return NULL;
    if (has_row && strcmp (cs_statement_get_text (statement, 0), cs_entry_get_id (entry)) != 0)
      g_hash_table_add (waiting, g_strdup (cs_statement_get_text (statement, 0)));
  } while (has_row);
  find_names (cs_entry_get_data (entry), waiting, found);
  if (cs_entry_get_request (entry) != NULL &&
      g_hash_table_lookup_extended (waiting, cs_entry_get_request (entry), &id, NULL))
    g_hash_table_add (found, id);
  g_hash_table_iter_init (&iter, found);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    json_array_append_new (list, json_string (id));
  return json_dumps (list, JSON_COMPACT);
}

/**
 * cs_outbox_add:
 * @signature: (nullable): of its bytes
 *
 * What it depends on is found here. To be called inside the transaction that judged it.
 *
 * Returns: whether the entry is kept, to be sent
 */
gboolean
cs_outbox_add (CsStore *store,
               CsEntry *entry,
               const char *signature,
               CsInstant made,
               GError **error)
{
  char *depends = dup_depends (store, entry, error);
  gboolean is_added;

  if (depends == NULL)
    return FALSE;
  is_added = cs_sqlite_run (cs_store_get_sqlite (store),
                            error,
                            "INSERT INTO outbox (id, request, device, n, made, bytes, signature,"
                            " depends) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                            "sssiibss",
                            cs_entry_get_id (entry),
                            cs_entry_get_request (entry),
                            cs_entry_get_device (entry),
                            cs_entry_get_counter (entry),
                            (gint64)made,
                            cs_entry_get_bytes (entry),
                            signature,
                            depends);
  free (depends);
  return is_added;
}

static gboolean
change_one (CsStore *store, const char *id, GError **error)
{
  if (cs_sqlite_get_changes (cs_store_get_sqlite (store)) > 0)
    return TRUE;
  g_set_error (error, CS_ERROR, CS_ERROR_NOT_FOUND, "Nothing called %s was sent from here.", id);
  return FALSE;
}

/**
 * cs_outbox_answer:
 * @verdict: in one word, as the authority gave it
 * @answer: (nullable): all it said
 * @error: NOT_FOUND
 *
 * What was accepted stays accepted, whatever is said later.
 *
 * Returns: whether the verdict is kept beside its entry
 */
gboolean
cs_outbox_answer (CsStore *store,
                  const char *id,
                  const char *verdict,
                  const json_t *answer,
                  CsInstant answered,
                  GError **error)
{
  char *text = answer != NULL ? json_dumps (answer, JSON_COMPACT) : NULL;
  gboolean is_kept = cs_sqlite_run (cs_store_get_sqlite (store),
                                    error,
                                    "UPDATE outbox SET verdict = CASE WHEN verdict = 'accepted'"
                                    " THEN verdict ELSE ?2 END, answer = ?3, answered = ?4"
                                    " WHERE id = ?1",
                                    "sssi",
                                    id,
                                    verdict,
                                    text,
                                    (gint64)answered);

  free (text);
  return is_kept && change_one (store, id, error);
}

/**
 * cs_outbox_try:
 *
 * Before it is sent: from now on the authority may have it.
 *
 * Returns: whether that is kept
 */
gboolean
cs_outbox_try (CsStore *store, const char *id, GError **error)
{
  return cs_sqlite_run (cs_store_get_sqlite (store),
                        error,
                        "UPDATE outbox SET tried = 1 WHERE id = ?",
                        "s",
                        id);
}

/**
 * cs_outbox_recall:
 * @error: NOT_FOUND where it may have been sent
 *
 * Takes back what has not left this computer.
 *
 * Returns: whether it is gone
 */
gboolean
cs_outbox_recall (CsStore *store, const char *id, GError **error)
{
  return cs_sqlite_run (cs_store_get_sqlite (store),
                        error,
                        "DELETE FROM outbox WHERE id = ? AND tried = 0 AND verdict IS NULL",
                        "s",
                        id) &&
         change_one (store, id, error);
}

/**
 * cs_outbox_arrive:
 * @id: of an entry that the journal holds now; it need not be one of ours
 *
 * Returns: whether that is kept
 */
gboolean
cs_outbox_arrive (CsStore *store, const char *id, CsInstant arrived, GError **error)
{
  return cs_sqlite_run (cs_store_get_sqlite (store),
                        error,
                        "UPDATE outbox SET arrived = ?2, answered = coalesce (answered, ?2),"
                        " verdict = 'accepted' WHERE id = ?1",
                        "si",
                        id,
                        (gint64)arrived);
}

/**
 * cs_outbox_requeue:
 * @error: NOT_FOUND
 *
 * Lets an entry wait again: the authority has lost it (K-11), or what it depends on was accepted.
 *
 * Returns: whether it waits
 */
gboolean
cs_outbox_requeue (CsStore *store, const char *id, GError **error)
{
  return cs_sqlite_run (cs_store_get_sqlite (store),
                        error,
                        "UPDATE outbox SET verdict = NULL, answer = NULL, answered = NULL,"
                        " arrived = NULL WHERE id = ?",
                        "s",
                        id) &&
         change_one (store, id, error);
}

/**
 * cs_outbox_dismiss:
 * @error: NOT_FOUND where it was not refused
 *
 * A person has read why it was refused.
 *
 * Returns: whether it is listed no more
 */
gboolean
cs_outbox_dismiss (CsStore *store, const char *id, GError **error)
{
  return cs_sqlite_run (cs_store_get_sqlite (store),
                        error,
                        "UPDATE outbox SET verdict = 'dismissed'"
                        " WHERE id = ? AND verdict NOT IN ('accepted', 'duplicate')",
                        "s",
                        id) &&
         change_one (store, id, error);
}

/**
 * cs_outbox_expire:
 *
 * Lets go of what has stood in the journal for thirty days, and of what was dismissed.
 *
 * Returns: whether the table could be written
 */
gboolean
cs_outbox_expire (CsStore *store, CsInstant now, GError **error)
{
  return cs_sqlite_run (cs_store_get_sqlite (store),
                        error,
                        "DELETE FROM outbox WHERE (arrived < ?1 AND verdict = 'accepted')"
                        " OR (answered < ?1 AND verdict = 'dismissed')",
                        "i",
                        (gint64)(now - CS_OUTBOX_KEEP));
}

static CsInstant
get_instant (CsStatement *statement, int column)
{
  return cs_statement_is_null (statement, column) ? CS_INSTANT_NONE
                                                  : cs_statement_get_int (statement, column);
}

static char **
parse_depends (const char *text)
{
  g_autoptr (json_t) list = text != NULL ? json_loads (text, 0, NULL) : NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (size_t i = 0; i < json_array_size (list); i++)
    g_strv_builder_add (builder, json_string_value (json_array_get (list, i)));
  return g_strv_builder_end (builder);
}

static CsOutboxItem *
read_item (CsStatement *statement, GError **error)
{
  g_autoptr (CsOutboxItem) item = g_new0 (CsOutboxItem, 1);
  g_autoptr (GBytes) bytes = cs_statement_get_bytes (statement, 0);
  const char *answer = cs_statement_get_text (statement, 5);

  item->depends = parse_depends (cs_statement_get_text (statement, 2));
  item->signature = g_strdup (cs_statement_get_text (statement, 1));
  item->made = cs_statement_get_int (statement, 3);
  item->verdict = g_strdup (cs_statement_get_text (statement, 4));
  item->answer = answer != NULL ? json_loads (answer, 0, NULL) : NULL;
  item->answered = get_instant (statement, 6);
  item->arrived = get_instant (statement, 7);
  item->is_tried = cs_statement_get_int (statement, 8) != 0;
  item->entry = cs_entry_new_from_bytes (bytes, error);
  return item->entry != NULL ? g_steal_pointer (&item) : NULL;
}

static GPtrArray *
read_items (CsStatement *statement, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_outbox_item_free);
  gboolean has_row;

  if (statement == NULL)
    return NULL;
  for (;;) {
    CsOutboxItem *item;

    if (!cs_statement_next (statement, &has_row, error))
      return NULL;
    if (!has_row)
      return g_steal_pointer (&list);
    item = read_item (statement, error);
    if (item == NULL)
      return NULL;
    g_ptr_array_add (list, item);
  }
}

/**
 * cs_outbox_list_first:
 * @state: which rows
 * @limit: at most so many; -1: all
 *
 * Returns: (transfer full) (element-type CsOutboxItem): in the order they were made; %NULL on error
 */
GPtrArray *
cs_outbox_list_first (CsStore *store, CsOutboxState state, int limit, GError **error)
{
  g_autofree char *sql =
      g_strdup_printf ("SELECT " COLUMNS " FROM outbox WHERE %s ORDER BY n LIMIT ?",
                       conditions[state]);
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (cs_store_get_sqlite (store), error, sql, "i", (gint64)limit);

  return read_items (statement, error);
}

/**
 * cs_outbox_list:
 * @state: which rows
 *
 * Returns: (transfer full) (element-type CsOutboxItem): in the order they were made; %NULL on error
 */
GPtrArray *
cs_outbox_list (CsStore *store, CsOutboxState state, GError **error)
{
  return cs_outbox_list_first (store, state, -1, error);
}

/**
 * cs_outbox_list_shown:
 * @request: (nullable): its id; %NULL for the directory
 *
 * Returns: (transfer full) (element-type CsOutboxItem): what is shown of a request beyond what its
 *   chain holds, in the order it was made; %NULL on error
 */
GPtrArray *
cs_outbox_list_shown (CsStore *store, const char *request, GError **error)
{
  g_autoptr (CsStatement) statement = cs_sqlite_query (
      cs_store_get_sqlite (store),
      error,
      "SELECT " COLUMNS " FROM outbox WHERE request IS ?1 AND " IS_SHOWN " ORDER BY n",
      "s",
      request);

  return read_items (statement, error);
}

/**
 * cs_outbox_dup_mark:
 * @request: (nullable): its id; %NULL for the directory
 * @mark: (out) (transfer full) (nullable): differs whenever something else is shown of a request
 *   beyond what its chain holds; %NULL where nothing is
 *
 * Returns: whether it could be read
 */
gboolean
cs_outbox_dup_mark (CsStore *store, const char *request, char **mark, GError **error)
{
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (cs_store_get_sqlite (store),
                       error,
                       "SELECT group_concat (id) FROM (SELECT id FROM outbox WHERE request IS ?1"
                       " AND " IS_SHOWN " ORDER BY n)",
                       "s",
                       request);
  gboolean has_row;

  *mark = NULL;
  if (statement == NULL || !cs_statement_next (statement, &has_row, error))
    return FALSE;
  if (has_row)
    *mark = g_strdup (cs_statement_get_text (statement, 0));
  return TRUE;
}

/**
 * cs_outbox_find:
 * @id: of an entry
 *
 * Returns: (transfer full) (nullable): its row; %NULL without an error where there is none
 */
CsOutboxItem *
cs_outbox_find (CsStore *store, const char *id, GError **error)
{
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (cs_store_get_sqlite (store),
                       error,
                       "SELECT " COLUMNS " FROM outbox WHERE id = ?",
                       "s",
                       id);
  gboolean has_row;

  if (statement == NULL || !cs_statement_next (statement, &has_row, error) || !has_row)
    return NULL;
  return read_item (statement, error);
}

/**
 * cs_outbox_count:
 * @state: which rows
 * @count: (out): how many
 *
 * Returns: whether they could be counted
 */
gboolean
cs_outbox_count (CsStore *store, CsOutboxState state, gint64 *count, GError **error)
{
  g_autofree char *sql =
      g_strdup_printf ("SELECT count(*) FROM outbox WHERE %s", conditions[state]);

  return cs_sqlite_get_int (cs_store_get_sqlite (store), sql, count, error);
}

/**
 * cs_outbox_next_counter:
 * @n: (inout): one more than the journal knows of; raised above every number ever given here
 *
 * Numbers are never given twice, whatever has left the journal or the outbox since (K-13). To be
 * called inside the transaction that uses it.
 *
 * Returns: whether it was taken
 */
gboolean
cs_outbox_next_counter (CsStore *store, const char *device, gint64 *n, GError **error)
{
  g_autoptr (CsStatement) statement = cs_sqlite_query (
      cs_store_get_sqlite (store),
      error,
      "INSERT INTO counter SELECT 'device/' || ?1, max (?2, coalesce ((SELECT max (n) + 1"
      " FROM outbox WHERE device = ?1), 1))"
      " WHERE TRUE ON CONFLICT (name) DO UPDATE SET value = max (value + 1, excluded.value)"
      " RETURNING value",
      "si",
      device,
      *n);
  gboolean has_row;

  if (statement == NULL || !cs_statement_next (statement, &has_row, error) || !has_row)
    return FALSE;
  *n = cs_statement_get_int (statement, 0);
  return cs_statement_run (statement, error);
}
