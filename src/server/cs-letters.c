/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-letters.h"

#include "cs-uuid.h"

/* Letters and hooks in the journal’s own file. */

#define LONGEST_WAIT (6 * G_TIME_SPAN_HOUR)

#define COLUMNS "id, kind, entry, target, made, due, attempts, state, reason"
#define READY                                                                                      \
  "kind = ?1 AND ((state = 0 AND due <= ?2) OR (state = 1 AND until < ?2))" /* or nobody’s again \
                                                                             */

/**
 * cs_letter_new:
 * @entry: id of what it tells of
 * @target: a person, a hook
 * @due: not to be sent before
 *
 * Returns: (transfer full): a letter that waits
 */
CsLetter *
cs_letter_new (CsLetterKind kind,
               const char *entry,
               const char *target,
               CsInstant made,
               CsInstant due)
{
  CsLetter *self = g_new0 (CsLetter, 1);

  self->id = cs_uuid_new (made);
  self->kind = kind;
  self->entry = g_strdup (entry);
  self->target = g_strdup (target);
  self->made = made;
  self->due = due;
  return self;
}

/**
 * cs_letter_free:
 * @self: (transfer full) (nullable): a letter
 */
void
cs_letter_free (CsLetter *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->entry);
  g_free (self->target);
  g_free (self->reason);
  g_free (self);
}

/**
 * cs_letter_get_wait:
 * @retry_secs: after the first failure
 * @attempts: how often it was tried
 * @chance: from 0 to 1
 *
 * Twice as long after each attempt, up to six hours, and anywhere in the second half of that, so
 * that what failed together does not come back together.
 *
 * Returns: how long to wait
 */
GTimeSpan
cs_letter_get_wait (guint retry_secs, guint attempts, double chance)
{
  GTimeSpan wait = MAX (retry_secs, 1) * G_TIME_SPAN_SECOND;

  for (guint i = 0; i < attempts && wait < LONGEST_WAIT; i++)
    wait *= 2;
  wait = MIN (wait, LONGEST_WAIT);
  return wait / 2 + (GTimeSpan)((double)(wait - wait / 2) * CLAMP (chance, 0, 1));
}

/**
 * cs_hook_free:
 * @self: (transfer full) (nullable): a hook
 */
void
cs_hook_free (CsHook *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->url);
  g_strfreev (self->kinds);
  g_free (self->reason);
  g_free (self);
}

static CsSqlite *
sqlite_of (CsLedger *ledger)
{
  return cs_store_get_sqlite (cs_ledger_get_store (ledger));
}

static gboolean
add (gpointer data, CsLedger *ledger, const CsLetter *letter, GError **error)
{
  return cs_sqlite_run (sqlite_of (ledger),
                        error,
                        "INSERT INTO letter (" COLUMNS ") VALUES (?, ?, ?, ?, ?, ?, 0, 0, NULL)"
                        " ON CONFLICT (kind, entry, target) DO NOTHING",
                        "sissii",
                        letter->id,
                        (gint64)letter->kind,
                        letter->entry,
                        letter->target,
                        (gint64)letter->made,
                        (gint64)letter->due);
}

static gboolean
is_due (gpointer data,
        CsLedger *ledger,
        CsInstant now,
        gboolean due[CS_N_LETTER_KINDS],
        GError **error)
{
  for (guint i = 0; i < CS_N_LETTER_KINDS; i++) {
    g_autoptr (CsStatement) statement =
        cs_sqlite_query (sqlite_of (ledger),
                         error,
                         "SELECT 1 FROM letter WHERE " READY " LIMIT 1",
                         "ii",
                         (gint64)i,
                         (gint64)now);

    if (statement == NULL || !cs_statement_next (statement, &due[i], error))
      return FALSE;
  }
  return TRUE;
}

static CsLetter *
read_letter (CsStatement *statement)
{
  CsLetter *letter = g_new0 (CsLetter, 1);

  letter->id = g_strdup (cs_statement_get_text (statement, 0));
  letter->kind = (CsLetterKind)cs_statement_get_int (statement, 1);
  letter->entry = g_strdup (cs_statement_get_text (statement, 2));
  letter->target = g_strdup (cs_statement_get_text (statement, 3));
  letter->made = cs_statement_get_int (statement, 4);
  letter->due = cs_statement_get_int (statement, 5);
  letter->attempts = (guint)cs_statement_get_int (statement, 6);
  letter->state = (CsLetterState)cs_statement_get_int (statement, 7);
  letter->reason = g_strdup (cs_statement_get_text (statement, 8));
  return letter;
}

static GPtrArray *
read_letters (CsStatement *statement, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_letter_free);
  gboolean has_row;

  if (statement == NULL || !cs_statement_next (statement, &has_row, error))
    return NULL;
  while (has_row) {
    g_ptr_array_add (list, read_letter (statement));
    if (!cs_statement_next (statement, &has_row, error))
      return NULL;
  }
  return g_steal_pointer (&list);
}

/* How many letters each target has under way, so that one that is slow does not hold the others. */
static GPtrArray *
keep_some_of_each (GPtrArray *letters, const CsLetterClaim *claim, GHashTable *under_way)
{
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_letter_free);

  for (guint i = 0; i < letters->len && kept->len < claim->most; i++) {
    CsLetter *letter = letters->pdata[i];
    guint n = GPOINTER_TO_UINT (g_hash_table_lookup (under_way, letter->target));

    if (n >= claim->most_of_one)
      continue;
    g_hash_table_replace (under_way, g_strdup (letter->target), GUINT_TO_POINTER (n + 1));
    g_ptr_array_add (kept, g_steal_pointer (&letters->pdata[i]));
  }
  return g_steal_pointer (&kept);
}

static GHashTable *
count_under_way (CsLedger *ledger, const CsLetterClaim *claim, GError **error)
{
  g_autoptr (GHashTable) counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (sqlite_of (ledger),
                       error,
                       "SELECT target, count(*) FROM letter"
                       " WHERE state = 1 AND kind = ? AND until >= ? GROUP BY target",
                       "ii",
                       (gint64)claim->kind,
                       (gint64)claim->now);
  gboolean has_row;

  if (statement == NULL || !cs_statement_next (statement, &has_row, error))
    return NULL;
  while (has_row) {
    g_hash_table_insert (counts,
                         g_strdup (cs_statement_get_text (statement, 0)),
                         GUINT_TO_POINTER ((guint)cs_statement_get_int (statement, 1)));
    if (!cs_statement_next (statement, &has_row, error))
      return NULL;
  }
  return g_steal_pointer (&counts);
}

/* A few of each target, the longest due first. */
static GPtrArray *
find_ready (CsLedger *ledger, const CsLetterClaim *claim, GError **error)
{
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (sqlite_of (ledger),
                       error,
                       "SELECT " COLUMNS " FROM (SELECT *, row_number() OVER"
                       " (PARTITION BY target ORDER BY due, id) AS n FROM letter WHERE " READY
                       ") WHERE n <= ?3 ORDER BY due, id LIMIT ?4",
                       "iiii",
                       (gint64)claim->kind,
                       (gint64)claim->now,
                       (gint64)claim->most_of_one,
                       (gint64)claim->most * 4);

  return read_letters (statement, error);
}

static gboolean
mark_claimed (CsLedger *ledger, const CsLetterClaim *claim, CsLetter *letter, GError **error)
{
  letter->state = CS_LETTER_CLAIMED;
  return cs_sqlite_run (sqlite_of (ledger),
                        error,
                        "UPDATE letter SET state = 1, holder = ?, until = ? WHERE id = ?",
                        "sis",
                        claim->holder,
                        (gint64)claim->until,
                        letter->id);
}

static GPtrArray *
claim_letters (gpointer data, CsLedger *ledger, const CsLetterClaim *claim, GError **error)
{
  g_autoptr (GHashTable) under_way = count_under_way (ledger, claim, error);
  g_autoptr (GPtrArray) ready = under_way != NULL ? find_ready (ledger, claim, error) : NULL;
  g_autoptr (GPtrArray) kept = NULL;

  if (ready == NULL)
    return NULL;
  kept = keep_some_of_each (ready, claim, under_way);
  for (guint i = 0; i < kept->len; i++) {
    if (!mark_claimed (ledger, claim, kept->pdata[i], error))
      return NULL;
  }
  return g_steal_pointer (&kept);
}

static GPtrArray *
find_rest (CsLedger *ledger, const CsLetterClaim *claim, const char *target, GError **error)
{
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (sqlite_of (ledger),
                       error,
                       "SELECT " COLUMNS " FROM letter WHERE " READY " AND target = ?3"
                       " UNION SELECT " COLUMNS " FROM letter WHERE kind = ?1 AND state = 0"
                       " AND target = ?3 AND (due <= ?4 OR attempts > 0)"
                       " ORDER BY due, id LIMIT ?5",
                       "iisii",
                       (gint64)claim->kind,
                       (gint64)claim->now,
                       target,
                       (gint64)(claim->now + CS_LETTER_SOON_SECS * CS_SECOND),
                       (gint64)claim->most - 1);

  return read_letters (statement, error);
}

static GPtrArray *
claim_together (gpointer data, CsLedger *ledger, const CsLetterClaim *claim, GError **error)
{
  CsLetterClaim first = *claim;
  g_autoptr (GPtrArray) claimed = NULL;
  g_autoptr (GPtrArray) rest = NULL;

  first.most = 1;
  claimed = claim_letters (data, ledger, &first, error);
  if (claimed == NULL || claimed->len == 0)
    return g_steal_pointer (&claimed);
  rest = find_rest (ledger, claim, ((CsLetter *)claimed->pdata[0])->target, error);
  for (guint i = 0; rest != NULL && i < rest->len; i++) {
    if (!mark_claimed (ledger, claim, rest->pdata[i], error))
      return NULL;
  }
  if (rest == NULL)
    return NULL;
  g_ptr_array_extend_and_steal (claimed, g_steal_pointer (&rest));
  return g_steal_pointer (&claimed);
}

static gboolean
forget_claims (gpointer data, CsLedger *ledger, GError **error)
{
  return cs_sqlite_exec (sqlite_of (ledger),
                         "UPDATE letter SET state = 0, holder = NULL, until = NULL WHERE state = 1",
                         error);
}

static gboolean
settle (gpointer data,
        CsLedger *ledger,
        const char *id,
        const char *holder,
        const CsLetterFate *fate,
        GError **error)
{
  return cs_sqlite_run (sqlite_of (ledger),
                        error,
                        "UPDATE letter SET state = ?, due = max(due, ?), reason = ?, holder = NULL,"
                        " until = NULL, attempts = attempts + 1"
                        " WHERE id = ? AND state = 1 AND holder = ?",
                        "iisss",
                        (gint64)fate->state,
                        (gint64)fate->due,
                        fate->reason,
                        id,
                        holder);
}

static GPtrArray *
list (gpointer data, CsLedger *ledger, CsLetterState state, guint most, GError **error)
{
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (sqlite_of (ledger),
                       error,
                       "SELECT " COLUMNS " FROM letter WHERE state = ? ORDER BY made, id LIMIT ?",
                       "ii",
                       (gint64)state,
                       (gint64)most);

  return read_letters (statement, error);
}

static gboolean
revive (gpointer data, CsLedger *ledger, const char *id, CsInstant now, guint *n, GError **error)
{
  if (!cs_sqlite_run (sqlite_of (ledger),
                      error,
                      "UPDATE letter SET state = 0, due = ?1, made = ?1, attempts = 0"
                      " WHERE state = 3 AND (?2 IS NULL OR id = ?2)",
                      "is",
                      (gint64)now,
                      id))
    return FALSE;
  *n = (guint)cs_sqlite_get_changes (sqlite_of (ledger));
  return TRUE;
}

static gboolean
sweep (gpointer data, CsLedger *ledger, CsInstant before, GError **error)
{
  return cs_sqlite_run (sqlite_of (ledger),
                        error,
                        "DELETE FROM letter WHERE state > 1 AND made < ?",
                        "i",
                        (gint64)before);
}

static gboolean
count (gpointer data, CsLedger *ledger, CsLetterCounts *counts, GError **error)
{
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (sqlite_of (ledger),
                       error,
                       "SELECT kind, state, count(*) FROM letter GROUP BY kind, state",
                       "");
  gboolean has_row;

  *counts = (CsLetterCounts){0};
  if (statement == NULL || !cs_statement_next (statement, &has_row, error))
    return FALSE;
  while (has_row) {
    gint64 kind = cs_statement_get_int (statement, 0), state = cs_statement_get_int (statement, 1);

    if (kind >= 0 && kind < CS_N_LETTER_KINDS && state >= 0 && state < CS_N_LETTER_STATES)
      counts->letters[kind][state] = cs_statement_get_int (statement, 2);
    if (!cs_statement_next (statement, &has_row, error))
      return FALSE;
  }
  return cs_sqlite_get_int (sqlite_of (ledger),
                            "SELECT count(*) FROM hook",
                            &counts->hooks,
                            error) &&
         cs_sqlite_get_int (sqlite_of (ledger),
                            "SELECT count(*) FROM hook WHERE disabled IS NOT NULL",
                            &counts->hooks_disabled,
                            error);
}

static CsInstant
read_instant (CsStatement *statement, int column)
{
  return cs_statement_is_null (statement, column) ? CS_INSTANT_NONE
                                                  : cs_statement_get_int (statement, column);
}

static CsHook *
read_hook (CsStatement *statement)
{
  CsHook *hook = g_new0 (CsHook, 1);
  const char *kinds = cs_statement_get_text (statement, 2);

  hook->id = g_strdup (cs_statement_get_text (statement, 0));
  hook->url = g_strdup (cs_statement_get_text (statement, 1));
  hook->kinds = g_strsplit (kinds, " ", -1);
  hook->has_values = cs_statement_get_int (statement, 3) != 0;
  hook->made = cs_statement_get_int (statement, 4);
  hook->position = cs_statement_get_int (statement, 5);
  hook->failing = read_instant (statement, 6);
  hook->disabled = read_instant (statement, 7);
  hook->reason = g_strdup (cs_statement_get_text (statement, 8));
  return hook;
}

static GPtrArray *
list_hooks (gpointer data, CsLedger *ledger, GError **error)
{
  g_autoptr (GPtrArray) hooks = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_hook_free);
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (sqlite_of (ledger),
                       error,
                       "SELECT id, url, kinds, has_values, made, position, failing, disabled,"
                       " reason FROM hook ORDER BY made, id",
                       "");
  gboolean has_row;

  if (statement == NULL || !cs_statement_next (statement, &has_row, error))
    return NULL;
  while (has_row) {
    g_ptr_array_add (hooks, read_hook (statement));
    if (!cs_statement_next (statement, &has_row, error))
      return NULL;
  }
  return g_steal_pointer (&hooks);
}

static gboolean
add_hook (gpointer data, CsLedger *ledger, const CsHook *hook, GError **error)
{
  g_autofree char *kinds = g_strjoinv (" ", hook->kinds);

  return cs_sqlite_run (sqlite_of (ledger),
                        error,
                        "INSERT INTO hook VALUES (?, ?, ?, ?, ?, ?, NULL, NULL, NULL)",
                        "sssiii",
                        hook->id,
                        hook->url,
                        kinds,
                        (gint64)hook->has_values,
                        (gint64)hook->made,
                        hook->position);
}

/* Where it is called no more, what waits for it goes. */
static gboolean
update_hook (gpointer data, CsLedger *ledger, const CsHook *hook, GError **error)
{
  CsSqlite *sqlite = sqlite_of (ledger);

  if (!cs_sqlite_run (
          sqlite,
          error,
          "UPDATE hook SET position = ?, failing = nullif(?, ?), disabled = nullif(?, ?),"
          " reason = ? WHERE id = ?",
          "iiiiiss",
          hook->position,
          (gint64)hook->failing,
          (gint64)CS_INSTANT_NONE,
          (gint64)hook->disabled,
          (gint64)CS_INSTANT_NONE,
          hook->reason,
          hook->id))
    return FALSE;
  return hook->disabled == CS_INSTANT_NONE ||
         cs_sqlite_run (sqlite,
                        error,
                        "UPDATE letter SET state = 3, reason = ? WHERE kind = 1 AND target = ?"
                        " AND state = 0",
                        "ss",
                        hook->reason,
                        hook->id);
}

static gboolean
remove_hook (gpointer data, CsLedger *ledger, const char *id, GError **error)
{
  return cs_sqlite_run (sqlite_of (ledger),
                        error,
                        "DELETE FROM letter WHERE kind = 1 AND target = ?",
                        "s",
                        id) &&
         cs_sqlite_run (sqlite_of (ledger), error, "DELETE FROM hook WHERE id = ?", "s", id);
}

static const CsLettersClass sqlite_class = {
    .add = add,
    .is_due = is_due,
    .claim = claim_letters,
    .claim_together = claim_together,
    .forget_claims = forget_claims,
    .settle = settle,
    .list = list,
    .revive = revive,
    .sweep = sweep,
    .count = count,
    .list_hooks = list_hooks,
    .add_hook = add_hook,
    .update_hook = update_hook,
    .remove_hook = remove_hook,
};

/* In the journal's own file: what one process needs. */
const CsLetters cs_letters_sqlite = {.class = &sqlite_class};
