/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-notices.h"

/* Whoever acts on this computer is told: the rows are of nobody in particular. */
#define ANYBODY ""

/**
 * cs_notices_keep:
 * @entry: id of a rung's entry
 *
 * To be called inside the transaction that writes the rung, so that no rung is written and
 * forgotten.
 *
 * Returns: whether it was kept
 */
gboolean
cs_notices_keep (CsStore *store, const char *entry, GError **error)
{
  return cs_sqlite_run (cs_store_get_sqlite (store),
                        error,
                        "INSERT OR IGNORE INTO notice VALUES (?, ?, 0)",
                        "ss",
                        ANYBODY,
                        entry);
}

/**
 * cs_notices_drop:
 * @entry: id of a rung's entry that somebody was told of, or that nobody here need be
 *
 * Returns: whether it is kept no longer
 */
gboolean
cs_notices_drop (CsStore *store, const char *entry, GError **error)
{
  return cs_sqlite_run (cs_store_get_sqlite (store),
                        error,
                        "DELETE FROM notice WHERE person = ? AND entry = ?",
                        "ss",
                        ANYBODY,
                        entry);
}

/**
 * cs_notices_list:
 *
 * Returns: (transfer full) (element-type utf8): ids of entries, in the order of their making; %NULL
 *   on error
 */
GPtrArray *
cs_notices_list (CsStore *store, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (cs_store_get_sqlite (store),
                       error,
                       "SELECT entry FROM notice WHERE person = ? ORDER BY entry",
                       "s",
                       ANYBODY);
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
