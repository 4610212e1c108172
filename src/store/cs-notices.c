/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-notices.h"

/**
 * cs_notices_claim:
 * @entry: id of a rung's entry
 * @is_first: (out): whether this call is the one that may tell the person
 *
 * Returns: whether it could be decided
 */
gboolean
cs_notices_claim (CsStore *store,
                  const char *person,
                  const char *entry,
                  CsInstant shown,
                  gboolean *is_first,
                  GError **error)
{
  *is_first = FALSE;
  if (!cs_sqlite_run (cs_store_get_sqlite (store),
                      error,
                      "INSERT OR IGNORE INTO notice VALUES (?, ?, ?)",
                      "ssi",
                      person,
                      entry,
                      (gint64)shown))
    return FALSE;
  *is_first = cs_sqlite_get_changes (cs_store_get_sqlite (store)) > 0;
  return TRUE;
}
