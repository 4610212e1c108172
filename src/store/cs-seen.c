/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-seen.h"

/**
 * cs_seen_set:
 * @number: of the newest entry that was on the screen; 0 marks as unread
 *
 * Returns: whether it was kept
 */
gboolean
cs_seen_set (CsStore *store, const char *person, gint64 ref, gint64 number, GError **error)
{
  return cs_sqlite_run (cs_store_get_sqlite (store),
                        error,
                        "INSERT OR REPLACE INTO seen VALUES (?, ?, ?)",
                        "sii",
                        person,
                        ref,
                        number);
}

/**
 * cs_seen_get:
 * @number: (out): 0 where the person has never looked
 *
 * Returns: whether it could be read
 */
gboolean
cs_seen_get (CsStore *store, const char *person, gint64 ref, gint64 *number, GError **error)
{
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (cs_store_get_sqlite (store),
                       error,
                       "SELECT number FROM seen WHERE person = ? AND ref = ?",
                       "si",
                       person,
                       ref);
  gboolean has_row;

  *number = 0;
  if (statement == NULL || !cs_statement_next (statement, &has_row, error))
    return FALSE;
  if (has_row)
    *number = cs_statement_get_int (statement, 0);
  return TRUE;
}

/**
 * cs_seen_snooze:
 * @until: when it comes back; %CS_INSTANT_NONE: now
 *
 * Returns: whether it was kept
 */
gboolean
cs_seen_snooze (CsStore *store, const char *person, gint64 ref, CsInstant until, GError **error)
{
  if (until == CS_INSTANT_NONE)
    return cs_sqlite_run (cs_store_get_sqlite (store),
                          error,
                          "DELETE FROM snooze WHERE person = ? AND ref = ?",
                          "si",
                          person,
                          ref);
  return cs_sqlite_run (cs_store_get_sqlite (store),
                        error,
                        "INSERT OR REPLACE INTO snooze VALUES (?, ?, ?)",
                        "sii",
                        person,
                        ref,
                        (gint64)until);
}
