/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-attempts.h"

#include "cs-digest.h"

#include <string.h>

/* More addresses than this are not remembered: an attacker who has them must not be able to keep
 * others out, and what is tried here cannot be guessed anyway. */
#define MOST_KNOWN 4096

/* Nobody's address is kept, only a digest of it. */
#define DOMAIN "countersign/attempts/v1\n"

static const char schema[] = "CREATE TABLE IF NOT EXISTS account_attempt ("
                             "  who BLOB PRIMARY KEY NOT NULL,"
                             "  since INTEGER NOT NULL," /* of the window */
                             "  misses INTEGER NOT NULL"
                             ") STRICT, WITHOUT ROWID;";

/**
 * cs_attempts_prepare:
 * @sqlite: that may write
 *
 * Returns: whether its table is there
 */
gboolean
cs_attempts_prepare (CsSqlite *sqlite, GError **error)
{
  return cs_sqlite_exec (sqlite, schema, error);
}

static GBytes *
hash (const char *who)
{
  g_autofree char *text = g_strconcat (DOMAIN, who, NULL);
  guint8 digest[CS_DIGEST_BYTES];

  cs_digest (text, strlen (text), digest);
  return g_bytes_new (digest, sizeof digest);
}

/**
 * cs_attempts_may:
 * @who: an address, a person
 * @may: (out): whether they may try now
 *
 * Returns: whether that could be said
 */
gboolean
cs_attempts_may (const CsAttempts *self,
                 const char *who,
                 CsInstant now,
                 gboolean *may,
                 GError **error)
{
  g_autoptr (GBytes) key = hash (who);
  g_autoptr (CsStatement) row =
      cs_sqlite_query (self->sqlite,
                       error,
                       "SELECT 1 FROM account_attempt WHERE who = ? AND misses >= ? AND since > ?",
                       "bii",
                       key,
                       (gint64)self->most,
                       (gint64)(now - self->window));
  gboolean has_row;

  if (row == NULL || !cs_statement_next (row, &has_row, error))
    return FALSE;
  *may = !has_row;
  return TRUE;
}

/**
 * cs_attempts_add:
 * @who: who was wrong
 *
 * Counts once more, in the transaction of whoever asks. Where too many others are known, who is new
 * is not counted.
 *
 * Returns: whether it is kept
 */
gboolean
cs_attempts_add (const CsAttempts *self, const char *who, CsInstant now, GError **error)
{
  g_autoptr (GBytes) key = hash (who);

  return cs_attempts_sweep (self, now, error) &&
         cs_sqlite_run (self->sqlite,
                        error,
                        "INSERT INTO account_attempt SELECT ?1, ?2, 1 WHERE"
                        " (SELECT count(*) FROM account_attempt) < ?3"
                        " OR EXISTS (SELECT 1 FROM account_attempt WHERE who = ?1)"
                        " ON CONFLICT (who) DO UPDATE SET misses = misses + 1",
                        "bii",
                        key,
                        (gint64)now,
                        (gint64)MOST_KNOWN);
}

/**
 * cs_attempts_sweep:
 *
 * Forgets those whose time is over.
 *
 * Returns: whether it was done
 */
gboolean
cs_attempts_sweep (const CsAttempts *self, CsInstant now, GError **error)
{
  return cs_sqlite_run (self->sqlite,
                        error,
                        "DELETE FROM account_attempt WHERE since <= ?",
                        "i",
                        (gint64)(now - self->window));
}
