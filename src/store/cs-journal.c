/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-journal.h"

#include <string.h>

/*
 * The entries the authority has accepted, in its order; rows are added and never changed. A head is
 * read inside the transaction that appends to it, never remembered between two (K-10).
 */

#define COLUMNS "seq, number, received, hash, bytes, signature, ref, digest"

/**
 * cs_stored_entry_clear:
 *
 * Lets go of what it holds.
 */
void
cs_stored_entry_clear (CsStoredEntry *self)
{
  g_clear_pointer (&self->entry, cs_entry_unref);
  g_clear_pointer (&self->signature, g_free);
  g_clear_pointer (&self->digest, g_bytes_unref);
}

static void
copy_hash (CsStatement *statement, int column, guint8 hash[CS_CHAIN_BYTES])
{
  g_autoptr (GBytes) bytes = cs_statement_get_bytes (statement, column);

  memset (hash, 0, CS_CHAIN_BYTES);
  if (g_bytes_get_size (bytes) == CS_CHAIN_BYTES)
    memcpy (hash, g_bytes_get_data (bytes, NULL), CS_CHAIN_BYTES);
}

/**
 * cs_journal_read_head:
 * @request: (nullable): its id, or %NULL for the directory
 * @head: (out): ref -1 and last 0 where there is no such request
 *
 * Returns: whether it could be read
 */
gboolean
cs_journal_read_head (CsStore *store, const char *request, CsHead *head, GError **error)
{
  g_autoptr (CsStatement) statement = NULL;
  gboolean has_row;

  *head = (CsHead){.ref = -1};
  statement = cs_sqlite_query (
      cs_store_get_sqlite (store),
      error,
      request != NULL ? "SELECT ref, last, hash FROM head WHERE request = ?1"
                      : "SELECT ref, last, hash FROM head WHERE ref = 0 AND ?1 IS NULL",
      "s",
      request);
  if (statement == NULL || !cs_statement_next (statement, &has_row, error))
    return FALSE;
  if (has_row) {
    head->ref = cs_statement_get_int (statement, 0);
    head->last = cs_statement_get_int (statement, 1);
    copy_hash (statement, 2, head->hash);
  }
  return TRUE;
}

static gboolean
save_head (CsStore *store, CsHead *head, const char *request, GError **error)
{
  g_autoptr (GBytes) hash = g_bytes_new (head->hash, CS_CHAIN_BYTES);
  g_autoptr (CsStatement) statement = NULL;
  gboolean has_row;

  if (head->ref >= 0)
    return cs_sqlite_run (cs_store_get_sqlite (store),
                          error,
                          "UPDATE head SET last = ?2, hash = ?3 WHERE ref = ?1",
                          "iib",
                          head->ref,
                          head->last,
                          hash);
  statement =
      cs_sqlite_query (cs_store_get_sqlite (store),
                       error,
                       "INSERT INTO head (request, last, hash) VALUES (?1, ?2, ?3) RETURNING ref",
                       "sib",
                       request,
                       head->last,
                       hash);
  if (statement == NULL || !cs_statement_next (statement, &has_row, error))
    return FALSE;
  head->ref = cs_statement_get_int (statement, 0);
  return cs_statement_run (statement, error);
}

static gboolean
insert_entry (CsStore *store,
              CsHead *head,
              CsEntry *entry,
              const char *signature,
              GBytes *digest,
              GError **error)
{
  g_autoptr (GBytes) hash = g_bytes_new (head->hash, CS_CHAIN_BYTES);

  return cs_sqlite_run (cs_store_get_sqlite (store),
                        error,
                        "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                        "iiississiibsbb",
                        cs_entry_get_seq (entry),
                        head->ref,
                        head->last,
                        cs_entry_get_id (entry),
                        cs_entry_get_device (entry),
                        cs_entry_get_counter (entry),
                        cs_entry_get_kind_name (entry),
                        cs_entry_get_by (entry),
                        (gint64)cs_entry_get_at (entry),
                        (gint64)cs_entry_get_received (entry),
                        cs_entry_get_bytes (entry),
                        signature,
                        hash,
                        digest);
}

/**
 * cs_journal_set_name:
 * @name: the number people will call the request by
 * @error: CONFLICT where another request has it
 *
 * Returns: whether it was given
 */
gboolean
cs_journal_set_name (CsStore *store, const CsHead *head, const char *name, GError **error)
{
  return cs_sqlite_run (cs_store_get_sqlite (store),
                        error,
                        "UPDATE head SET name = ?2 WHERE ref = ?1",
                        "is",
                        head->ref,
                        name);
}

static char *
dup_text (CsStore *store, const char *sql, const char *key, GError **error)
{
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (cs_store_get_sqlite (store), error, sql, "s", key);
  gboolean has_row;

  if (statement == NULL || !cs_statement_next (statement, &has_row, error) || !has_row)
    return NULL;
  return g_strdup (cs_statement_get_text (statement, 0));
}

/**
 * cs_journal_dup_name:
 * @request: its id
 *
 * Returns: (transfer full) (nullable): its number; %NULL without an error where it has none
 */
char *
cs_journal_dup_name (CsStore *store, const char *request, GError **error)
{
  return dup_text (store, "SELECT name FROM head WHERE request = ?", request, error);
}

/**
 * cs_journal_find_request:
 * @name_or_id: as people or programs call it
 *
 * Returns: (transfer full) (nullable): its id; %NULL without an error where there is none
 */
char *
cs_journal_find_request (CsStore *store, const char *name_or_id, GError **error)
{
  return dup_text (store,
                   "SELECT request FROM head WHERE request = ?1 OR name = upper (?1)",
                   name_or_id,
                   error);
}

/**
 * cs_journal_append:
 * @head: (inout): as read in this transaction; moved to the new end
 * @entry: not stamped yet; stamped here
 * @signature: (nullable): of its bytes
 * @received: the authority's time
 * @error: CONFLICT when its id or its device's counter is taken
 *
 * Adds an entry to its chain. To be called inside a transaction.
 *
 * Returns: whether it was added
 */
gboolean
cs_journal_append (CsStore *store,
                   CsHead *head,
                   CsEntry *entry,
                   const char *signature,
                   CsInstant received,
                   GError **error)
{
  GBytes *bytes = cs_entry_get_bytes (entry);
  g_autofree char *hex = NULL;
  guint8 previous[CS_CHAIN_BYTES];
  gint64 seq = 0;

  g_assert (cs_sqlite_is_in_transaction (cs_store_get_sqlite (store)));
  if (!cs_sqlite_get_int (cs_store_get_sqlite (store), "SELECT max(seq) FROM entry", &seq, error))
    return FALSE;
  received -= received % 1000; /* whoever gets it over the wire has the same time to the letter */
  memcpy (previous, head->last > 0 ? head->hash : cs_chain_start, CS_CHAIN_BYTES);
  cs_chain_next (previous,
                 received,
                 g_bytes_get_data (bytes, NULL),
                 g_bytes_get_size (bytes),
                 head->hash);
  head->last++;
  hex = cs_chain_to_hex (head->hash);
  cs_entry_stamp (entry, seq + 1, head->last, received, hex);
  return save_head (store, head, cs_entry_get_request (entry), error) &&
         insert_entry (store, head, entry, signature, NULL, error);
}

/* The link after @head, made of what stands in the entry’s place. */
static void
link_next (const CsHead *head, const CsEntry *entry, GBytes *digest, guint8 link[CS_CHAIN_BYTES])
{
  const guint8 *previous = head->last > 0 ? head->hash : cs_chain_start;
  GBytes *bytes = cs_entry_get_bytes (entry);

  if (digest != NULL)
    cs_chain_next_of_digest (previous,
                             cs_entry_get_received (entry),
                             g_bytes_get_data (digest, NULL),
                             link);
  else
    cs_chain_next (previous,
                   cs_entry_get_received (entry),
                   g_bytes_get_data (bytes, NULL),
                   g_bytes_get_size (bytes),
                   link);
}

/**
 * cs_journal_reserve:
 * @head: (inout): of a request that nothing is known of; gets its place
 *
 * Makes a place for a request whose first entry has not been accepted yet. To be called inside a
 * transaction.
 *
 * Returns: whether it has one
 */
gboolean
cs_journal_reserve (CsStore *store, CsHead *head, const char *request, GError **error)
{
  memcpy (head->hash, cs_chain_start, CS_CHAIN_BYTES);
  return save_head (store, head, request, error);
}

/**
 * cs_journal_remove:
 * @ref: of a request that may not be seen any more, or was never accepted
 *
 * Takes it out of the journal, with everything that was kept beside it; the read models must have
 * let go of it. Freed pages are overwritten. To be called inside a transaction.
 *
 * Returns: whether it is gone
 */
gboolean
cs_journal_remove (CsStore *store, gint64 ref, GError **error)
{
  static const char *const scripts[] = {
      "DELETE FROM sync_row WHERE seq IN (SELECT seq FROM entry WHERE ref = ?)",
      "DELETE FROM outbox WHERE request = (SELECT request FROM head WHERE ref = ?) AND arrived > 0",
      "DELETE FROM notice WHERE entry IN (SELECT id FROM entry WHERE ref = ?)",
      "DELETE FROM entry WHERE ref = ?",
      "DELETE FROM rung WHERE ref = ?",
      "DELETE FROM settled WHERE ref = ?",
      "DELETE FROM seen WHERE ref = ?",
      "DELETE FROM snooze WHERE ref = ?",
      "DELETE FROM head WHERE ref = ?",
  };

  for (guint i = 0; i < G_N_ELEMENTS (scripts); i++) {
    if (!cs_sqlite_run (cs_store_get_sqlite (store), error, scripts[i], "i", ref))
      return FALSE;
  }
  return TRUE;
}

/**
 * cs_journal_place:
 * @head: (inout): as read in this transaction; moved to the new end
 * @entry: as another authority has stamped it
 * @signature: (nullable): of its true bytes
 * @digest: (nullable): SHA-256 of the true bytes where @entry is an outline of them
 * @error: CONFLICT when entries are missing before it, CORRUPT when the chain does not lead to it
 *
 * Adds what another authority has accepted, at the place that it gave. To be called inside a
 * transaction.
 *
 * Returns: whether it was added
 */
gboolean
cs_journal_place (CsStore *store,
                  CsHead *head,
                  CsEntry *entry,
                  const char *signature,
                  GBytes *digest,
                  GError **error)
{
  guint8 link[CS_CHAIN_BYTES], wanted[CS_CHAIN_BYTES];

  g_assert (cs_sqlite_is_in_transaction (cs_store_get_sqlite (store)));
  if (cs_entry_get_number (entry) != head->last + 1) {
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_CONFLICT,
                 "Entries are missing before entry %s.",
                 cs_entry_get_id (entry));
    return FALSE;
  }
  if (digest != NULL && g_bytes_get_size (digest) != CS_DIGEST_BYTES)
    digest = NULL;
  link_next (head, entry, digest, link);
  if (!cs_chain_from_hex (cs_entry_get_hash (entry), wanted) ||
      memcmp (link, wanted, CS_CHAIN_BYTES) != 0) {
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_CORRUPT,
                 "Entry %s is not what was accepted.",
                 cs_entry_get_id (entry));
    return FALSE;
  }
  head->last++;
  memcpy (head->hash, link, CS_CHAIN_BYTES);
  return save_head (store, head, cs_entry_get_request (entry), error) &&
         insert_entry (store, head, entry, signature, digest, error);
}

/**
 * cs_journal_reveal:
 * @entry: with its true bytes; an outline of it stands in the journal
 * @signature: (nullable): of its bytes
 * @error: CORRUPT when the outline is not one of it
 *
 * Puts the true bytes in the place of an outline. To be called inside a transaction.
 *
 * Returns: whether they stand there
 */
gboolean
cs_journal_reveal (CsStore *store, CsEntry *entry, const char *signature, GError **error)
{
  GBytes *bytes = cs_entry_get_bytes (entry);
  guint8 digest[CS_DIGEST_BYTES];
  g_autoptr (GBytes) wanted = NULL;

  cs_digest (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), digest);
  wanted = g_bytes_new (digest, sizeof digest);
  if (!cs_sqlite_run (cs_store_get_sqlite (store),
                      error,
                      "UPDATE entry SET bytes = ?2, signature = ?3, digest = NULL"
                      " WHERE id = ?1 AND digest = ?4",
                      "sbsb",
                      cs_entry_get_id (entry),
                      bytes,
                      signature,
                      wanted))
    return FALSE;
  if (cs_sqlite_get_changes (cs_store_get_sqlite (store)) == 1)
    return TRUE;
  g_set_error (error,
               CS_ERROR,
               CS_ERROR_CORRUPT,
               "Entry %s is not the one whose outline is known.",
               cs_entry_get_id (entry));
  return FALSE;
}

static gboolean
read_row (CsStatement *statement, CsStoredEntry *stored, GError **error)
{
  g_autoptr (GBytes) bytes = cs_statement_get_bytes (statement, 4);
  g_autofree char *hex = NULL;
  guint8 hash[CS_CHAIN_BYTES];

  stored->entry = cs_entry_new_from_bytes (bytes, error);
  if (stored->entry == NULL) {
    g_prefix_error (error, "Entry %d of the journal: ", (int)cs_statement_get_int (statement, 0));
    return FALSE;
  }
  copy_hash (statement, 3, hash);
  hex = cs_chain_to_hex (hash);
  cs_entry_stamp (stored->entry,
                  cs_statement_get_int (statement, 0),
                  cs_statement_get_int (statement, 1),
                  cs_statement_get_int (statement, 2),
                  hex);
  stored->signature = g_strdup (cs_statement_get_text (statement, 5));
  if (!cs_statement_is_null (statement, 7))
    stored->digest = cs_statement_get_bytes (statement, 7);
  return TRUE;
}

static gboolean
hand_out (CsStatement *statement,
          gboolean has_row,
          CsJournalFunc func,
          gpointer user_data,
          GError **error)
{
  while (has_row) {
    CsStoredEntry stored = {NULL, NULL, NULL};
    gboolean goes_on;

    if (!read_row (statement, &stored, error))
      return FALSE;
    goes_on = func (&stored, cs_statement_get_int (statement, 6), user_data, error);
    cs_stored_entry_clear (&stored);
    if (!goes_on || !cs_statement_next (statement, &has_row, error))
      return FALSE;
  }
  return TRUE;
}

/**
 * cs_journal_find:
 * @id: of an entry
 * @found: (out): empty where there is none; clear it with cs_stored_entry_clear()
 *
 * Returns: whether the journal could be read
 */
gboolean
cs_journal_find (CsStore *store, const char *id, CsStoredEntry *found, GError **error)
{
  g_autoptr (CsStatement) statement = cs_sqlite_query (cs_store_get_sqlite (store),
                                                       error,
                                                       "SELECT " COLUMNS " FROM entry WHERE id = ?",
                                                       "s",
                                                       id);
  gboolean has_row;

  *found = (CsStoredEntry){NULL, NULL, NULL};
  if (statement == NULL || !cs_statement_next (statement, &has_row, error))
    return FALSE;
  return !has_row || read_row (statement, found, error);
}

/**
 * cs_journal_has_counter:
 * @has: (out): whether the device has used @n (K-13)
 *
 * Returns: whether the journal could be read
 */
gboolean
cs_journal_has_counter (CsStore *store, const char *device, gint64 n, gboolean *has, GError **error)
{
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (cs_store_get_sqlite (store),
                       error,
                       "SELECT 1 FROM entry WHERE device = ? AND n = ?",
                       "si",
                       device,
                       n);

  return statement != NULL && cs_statement_next (statement, has, error);
}

/**
 * cs_journal_next_counter:
 * @n: (out): one more than the device has used
 *
 * To be called inside the transaction that uses it.
 *
 * Returns: whether the journal could be read
 */
gboolean
cs_journal_next_counter (CsStore *store, const char *device, gint64 *n, GError **error)
{
  g_autoptr (CsStatement) statement = cs_sqlite_query (cs_store_get_sqlite (store),
                                                       error,
                                                       "SELECT max(n) FROM entry WHERE device = ?",
                                                       "s",
                                                       device);
  gboolean has_row;

  if (statement == NULL || !cs_statement_next (statement, &has_row, error))
    return FALSE;
  *n = cs_statement_get_int (statement, 0) + 1;
  return TRUE;
}

static gboolean
each_until (CsStore *store,
            const char *request,
            gint64 after,
            gint64 last,
            CsJournalFunc func,
            gpointer user_data,
            GError **error)
{
  g_autoptr (CsStatement) statement = NULL;
  gboolean has_row;
  CsHead head;

  if (!cs_journal_read_head (store, request, &head, error))
    return FALSE;
  statement = cs_sqlite_query (cs_store_get_sqlite (store),
                               error,
                               "SELECT " COLUMNS " FROM entry WHERE ref = ? AND number > ?"
                               " AND number <= ? ORDER BY number",
                               "iii",
                               head.ref,
                               after,
                               last);
  return statement != NULL && cs_statement_next (statement, &has_row, error) &&
         hand_out (statement, has_row, func, user_data, error);
}

/**
 * cs_journal_each:
 * @request: (nullable): its id, or %NULL for the directory
 * @after: number of the last entry that is not wanted; 0 for all
 * @func: called with every entry, oldest first; only one of them is in memory at a time. Answers
 *   %FALSE to stop, with an error where one is to be handed on
 *
 * Returns: whether all were seen
 */
gboolean
cs_journal_each (CsStore *store,
                 const char *request,
                 gint64 after,
                 CsJournalFunc func,
                 gpointer user_data,
                 GError **error)
{
  return each_until (store, request, after, G_MAXINT64, func, user_data, error);
}

static gboolean
take (const CsStoredEntry *stored, gint64 ref, gpointer user_data, GError **error)
{
  g_ptr_array_add (user_data, cs_entry_ref (stored->entry));
  return TRUE;
}

/**
 * cs_journal_list:
 * @request: (nullable): its id, or %NULL for the directory
 * @after: number of the last entry that is not wanted; 0 for all
 *
 * Returns: (transfer full) (element-type CsEntry): oldest first; %NULL on error
 */
GPtrArray *
cs_journal_list (CsStore *store, const char *request, gint64 after, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_entry_unref);

  return cs_journal_each (store, request, after, take, list, error) ? g_steal_pointer (&list)
                                                                    : NULL;
}

/**
 * cs_journal_list_until:
 * @request: (nullable): its id, or %NULL for the directory
 * @after: number of the last entry that is not wanted; 0 for all
 * @last: number of the last that is wanted
 *
 * Returns: (transfer full) (element-type CsEntry): oldest first; %NULL on error
 */
GPtrArray *
cs_journal_list_until (CsStore *store,
                       const char *request,
                       gint64 after,
                       gint64 last,
                       GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_entry_unref);

  if (last <= after)
    return g_steal_pointer (&list);
  return each_until (store, request, after, last, take, list, error) ? g_steal_pointer (&list)
                                                                     : NULL;
}

/**
 * cs_journal_foreach:
 * @func: called with every entry in the order of the journal; answers %FALSE to stop, with an error
 *   where one is to be handed on
 *
 * Returns: whether all were seen
 */
gboolean
cs_journal_foreach (CsStore *store, CsJournalFunc func, gpointer user_data, GError **error)
{
  g_autoptr (CsStatement) statement = cs_sqlite_query (cs_store_get_sqlite (store),
                                                       error,
                                                       "SELECT " COLUMNS " FROM entry ORDER BY seq",
                                                       "");
  gboolean has_row;

  return statement != NULL && cs_statement_next (statement, &has_row, error) &&
         hand_out (statement, has_row, func, user_data, error);
}

/**
 * cs_journal_list_requests:
 * @after_ref: where the last list ended; 0 for the first
 * @limit: at most so many
 *
 * Returns: (transfer full) (element-type utf8): ids in the order they were opened; %NULL on error
 */
GPtrArray *
cs_journal_list_requests (CsStore *store, gint64 after_ref, guint limit, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (cs_store_get_sqlite (store),
                       error,
                       "SELECT request FROM head WHERE ref > ? ORDER BY ref LIMIT ?",
                       "ii",
                       after_ref,
                       (gint64)limit);
  gboolean has_row;

  if (statement == NULL || !cs_statement_next (statement, &has_row, error))
    return NULL;
  while (has_row) {
    g_ptr_array_add (list, g_strdup (cs_statement_get_text (statement, 0)));
    if (!cs_statement_next (statement, &has_row, error))
      return NULL;
  }
  return g_steal_pointer (&list);
}

/**
 * cs_journal_get_length:
 * @length: (out): seq of the newest entry
 *
 * Returns: whether the journal could be read
 */
gboolean
cs_journal_get_length (CsStore *store, gint64 *length, GError **error)
{
  *length = 0;
  return cs_sqlite_get_int (cs_store_get_sqlite (store),
                            "SELECT max(seq) FROM entry",
                            length,
                            error);
}
