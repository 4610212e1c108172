/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-outbox.h"

/**
 * cs_outbox_add:
 *
 * Returns: whether the entry is on disk, to be sent
 */
gboolean
cs_outbox_add (CsStore *store,
               CsEntry *entry,
               const char *signature,
               CsInstant made,
               GError **error)
{
  return cs_sqlite_run (cs_store_get_sqlite (store),
                        error,
                        "INSERT INTO outbox VALUES (?, ?, ?, ?, ?, ?, NULL)",
                        "ssiibs",
                        cs_entry_get_id (entry),
                        cs_entry_get_request (entry),
                        cs_entry_get_counter (entry),
                        (gint64)made,
                        cs_entry_get_bytes (entry),
                        signature);
}

/**
 * cs_outbox_answer:
 * @verdict: as the authority gave it, in its own words
 * @error: NOT_FOUND
 *
 * Returns: whether the verdict is kept beside its entry
 */
gboolean
cs_outbox_answer (CsStore *store, const char *id, const char *verdict, GError **error)
{
  if (!cs_sqlite_run (cs_store_get_sqlite (store),
                      error,
                      "UPDATE outbox SET verdict = ?2 WHERE id = ?1",
                      "ss",
                      id,
                      verdict))
    return FALSE;
  if (cs_sqlite_get_changes (cs_store_get_sqlite (store)) == 0) {
    g_set_error (error, CS_ERROR, CS_ERROR_NOT_FOUND, "Nothing called %s was sent from here.", id);
    return FALSE;
  }
  return TRUE;
}

/**
 * cs_outbox_list_waiting:
 *
 * What is pending is read from the queue itself, never counted beside it (K-13).
 *
 * Returns: (transfer full) (element-type CsEntry): in the order they were made; %NULL on error
 */
GPtrArray *
cs_outbox_list_waiting (CsStore *store, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_entry_unref);
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (cs_store_get_sqlite (store),
                       error,
                       "SELECT bytes FROM outbox WHERE verdict IS NULL ORDER BY n",
                       "");
  gboolean has_row;

  if (statement == NULL || !cs_statement_next (statement, &has_row, error))
    return NULL;
  while (has_row) {
    g_autoptr (GBytes) bytes = cs_statement_get_bytes (statement, 0);
    CsEntry *entry = cs_entry_new_from_bytes (bytes, error);

    if (entry == NULL)
      return NULL;
    g_ptr_array_add (list, entry);
    if (!cs_statement_next (statement, &has_row, error))
      return NULL;
  }
  return g_steal_pointer (&list);
}
