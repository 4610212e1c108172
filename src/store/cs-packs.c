/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-packs.h"

/**
 * cs_packs_save:
 * @digest: SHA-256 of @bytes, in hex
 * @name: what errors call it
 *
 * Returns: whether it is kept; the same bytes twice are kept once
 */
gboolean
cs_packs_save (CsStore *store, const char *digest, const char *name, GBytes *bytes, GError **error)
{
  return cs_sqlite_run (cs_store_get_sqlite (store),
                        error,
                        "INSERT OR IGNORE INTO pack VALUES (?, ?, ?)",
                        "ssb",
                        digest,
                        name,
                        bytes);
}

/**
 * cs_packs_load:
 * @name: (out) (optional): what errors call it
 * @error: NOT_FOUND
 *
 * Returns: (transfer full): the bytes, or %NULL
 */
GBytes *
cs_packs_load (CsStore *store, const char *digest, char **name, GError **error)
{
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (cs_store_get_sqlite (store),
                       error,
                       "SELECT name, bytes FROM pack WHERE digest = ?",
                       "s",
                       digest);
  gboolean has_row;

  if (statement == NULL || !cs_statement_next (statement, &has_row, error))
    return NULL;
  if (!has_row) {
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_NOT_FOUND,
                 "The pack %.12s… is not in this workspace.",
                 digest);
    return NULL;
  }
  if (name != NULL)
    *name = g_strdup (cs_statement_get_text (statement, 0));
  return cs_statement_get_bytes (statement, 1);
}
