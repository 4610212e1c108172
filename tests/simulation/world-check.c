/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "world.h"

#include "cs-journal.h"
#include "cs-log-tree.h"
#include "cs-rules-private.h"

#include <string.h>

/*
 * The invariants of sync.md §4.1, as far as a simulation of the journal can see them: what the
 * server accepted is looked at as it comes (I-2 … I-6, I-12), computers after each exchange (I-7,
 * I-8, I-10), and promises whenever the server begins again (I-1). The end is in world-end.c.
 */

/**
 * known_reset: (skip)
 *
 * Nothing is known of the journal.
 */
void
known_reset (Known *self)
{
  g_clear_pointer (&self->offers, g_hash_table_unref);
  g_clear_pointer (&self->current, g_hash_table_unref);
  g_clear_pointer (&self->decisions, g_hash_table_unref);
  g_clear_pointer (&self->removed, g_hash_table_unref);
  self->last = 0;
  self->offers =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)json_decref);
  self->current = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->decisions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->removed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static CsSqlite *
sqlite_of (CsLedger *ledger)
{
  return cs_store_get_sqlite (cs_ledger_get_store (ledger));
}

/**
 * world_read_number: (skip)
 *
 * Returns: what @sql finds
 */
gint64
world_read_number (World *self, CsLedger *ledger, const char *sql)
{
  g_autoptr (GError) error = NULL;
  gint64 number = 0;

  if (!cs_sqlite_get_int (sqlite_of (ledger), sql, &number, &error))
    world_fail (self, "SQL", "%s: %s", sql, error->message);
  return number;
}

/**
 * world_find_seq: (skip)
 *
 * Returns: where the server's journal has the entry, 0 where it has not
 */
gint64
world_find_seq (World *self, const char *id)
{
  g_autoptr (CsStatement) statement = cs_sqlite_query (sqlite_of (self->office),
                                                       NULL,
                                                       "SELECT seq FROM entry WHERE id = ?",
                                                       "s",
                                                       id);
  gboolean has_row = FALSE;

  if (statement == NULL || !cs_statement_next (statement, &has_row, NULL))
    world_fail (self, "SQL", "the server's journal cannot be read");
  return has_row ? cs_statement_get_int (statement, 0) : 0;
}

/* Verdicts */

static gboolean
is_yes (int answer)
{
  return answer == CS_WIRE_ACCEPTED || answer == CS_WIRE_DUPLICATE;
}

/* What says nothing for good: the same entry may be answered otherwise next time. */
static gboolean
is_for_now (const CsWireVerdict *verdict)
{
  return verdict->answer == CS_WIRE_PARKED || g_strcmp0 (verdict->rule, "K-19") == 0;
}

/**
 * world_check_verdict: (skip)
 *
 * I-1, I-2: the same entry gets the same answer, and a yes is a place in the journal.
 */
void
world_check_verdict (Member *member, const CsWireVerdict *verdict)
{
  World *self = member->world;
  const char *earlier = g_hash_table_lookup (self->verdicts, verdict->id);
  g_autofree char *answer = is_yes (verdict->answer)
                                ? g_strdup_printf ("yes %" G_GINT64_FORMAT, verdict->seq)
                                : g_strdup_printf ("no %d %s", verdict->answer, verdict->rule);

  world_tell (self, "member %u: %.8s: %s", member->index, verdict->id, answer);
  if (is_for_now (verdict))
    return;
  if (earlier != NULL && !g_str_equal (earlier, answer))
    world_fail (self, "I-2", "%s was answered “%s”, then “%s”", verdict->id, earlier, answer);
  g_hash_table_replace (self->verdicts, g_strdup (verdict->id), g_steal_pointer (&answer));
  if (!is_yes (verdict->answer)) {
    if (world_find_seq (self, verdict->id) != 0)
      world_fail (self, "I-2", "%s stands in the journal and was refused", verdict->id);
    self->n_refused++;
    return;
  }
  if (world_find_seq (self, verdict->id) != verdict->seq)
    world_fail (self, "I-1", "%s was acknowledged and is not there", verdict->id);
  g_hash_table_replace (self->confirmed, g_strdup (verdict->id), GSIZE_TO_POINTER (verdict->seq));
  g_hash_table_replace (self->promised,
                        g_strdup (verdict->id),
                        GUINT_TO_POINTER (member->index + 1));
}

/* Entries of the journal */

static void
check_offer (World *self, json_t *entry)
{
  const json_t *data = json_object_get (entry, "data");

  g_hash_table_replace (self->known.offers,
                        g_strdup (cs_json_get_string (entry, "id")),
                        json_incref (entry));
  g_hash_table_replace (self->known.current,
                        g_strdup_printf ("%s %s",
                                         cs_json_get_string (entry, "request"),
                                         cs_json_get_string (data, "step")),
                        g_strdup (cs_json_get_string (entry, "id")));
}

/* I-5: who prepared does not approve, where the pack says so. */
static void
check_except (World *self, const CsRequest *request, const CsLevel *level, const json_t *entry)
{
  const char *by = cs_json_get_string (entry, "by");

  for (guint i = 0; i < level->except->len; i++) {
    const CsValue *value = cs_request_get_value (request, level->except->pdata[i]);

    if (value != NULL && g_strcmp0 (json_string_value (value->value), by) == 0)
      world_fail (self,
                  "I-5",
                  "%s decides on the own work of %s",
                  cs_json_get_string (entry, "id"),
                  by);
  }
}

/* I-4, by the fold: what stood there when it was decided is what was decided on. */
static void
check_content (World *self, const json_t *entry, gint64 number)
{
  const json_t *data = json_object_get (entry, "data");
  const char *id = cs_json_get_string (entry, "request");
  g_autoptr (CsRequest) request =
      cs_authority_fold_request_until (cs_ledger_get_authority (self->office),
                                       id,
                                       number - 1,
                                       NULL);
  const CsStep *step = request != NULL ? cs_process_get_step (cs_request_get_process (request),
                                                              cs_json_get_string (data, "step"))
                                       : NULL;
  const CsLevel *level =
      step != NULL && step->approval != NULL
          ? cs_approval_get_level (step->approval, cs_json_get_string (data, "level"))
          : NULL;
  g_autofree char *digest = level != NULL ? cs_judge_level_digest (request, step, level) : NULL;

  if (g_strcmp0 (digest, cs_json_get_string (data, "digest")) != 0)
    world_fail (self, "I-4", "%s decides on something else", cs_json_get_string (entry, "id"));
  check_except (self, request, level, entry);
}

static void
check_decision (World *self, const json_t *entry, gint64 number)
{
  const json_t *data = json_object_get (entry, "data");
  const char *id = cs_json_get_string (entry, "id");
  const char *by = cs_json_get_string (entry, "by");
  const char *answer = cs_json_get_string (data, "answer");
  const char *offer_id = cs_json_get_string (data, "offer");
  const char *level = cs_json_get_string (data, "level");
  const char *principal = cs_json_get_string (data, "for");
  const json_t *offer = offer_id != NULL ? g_hash_table_lookup (self->known.offers, offer_id)
                                         : NULL;
  g_autofree char *place = g_strdup_printf ("%s %s",
                                            cs_json_get_string (entry, "request"),
                                            cs_json_get_string (data, "step"));
  g_autofree char *slot =
      g_strdup_printf ("%s %s %s", offer_id, level, principal != NULL ? principal : by);

  if (offer == NULL)
    world_fail (self, "I-4", "%s decides on no offer", id);
  if (g_strcmp0 (g_hash_table_lookup (self->known.current, place), offer_id) != 0 ||
      g_strcmp0 (
          cs_json_get_string (json_object_get (json_object_get (offer, "data"), "digests"), level),
          cs_json_get_string (data, "digest")) != 0)
    world_fail (self, "I-4", "%s decides on an offer that is not the newest", id);
  if (self->known.last >= self->base)
    check_content (self, entry, number);
  if (g_strcmp0 (answer, "ask") == 0 || g_strcmp0 (answer, "hand-over") == 0)
    return;
  if (g_hash_table_contains (self->known.decisions, slot))
    world_fail (self, "I-3", "%s decides a second time: %s", id, slot);
  g_hash_table_replace (self->known.decisions, g_steal_pointer (&slot), g_strdup (id));
}

static gboolean
is_of (gpointer key, gpointer value, gpointer id)
{
  return g_str_equal (value, id);
}

static void
check_entry (World *self, json_t *entry, const char *kind, gint64 number)
{
  const json_t *data = json_object_get (entry, "data");
  const char *device = cs_json_get_string (entry, "device");
  const char *taken_back = cs_json_get_string (data, "entry");

  if (g_hash_table_contains (self->known.removed, device))
    world_fail (self,
                "I-6",
                "%s comes from the removed %s",
                cs_json_get_string (entry, "id"),
                device);
  if (g_str_equal (kind, "device") && json_is_true (json_object_get (data, "revoked")))
    g_hash_table_add (self->known.removed, g_strdup (cs_json_get_string (data, "id")));
  else if (g_str_equal (kind, "offer"))
    check_offer (self, entry);
  else if (g_str_equal (kind, "decision"))
    check_decision (self, entry, number);
  else if (g_str_equal (kind, "withdraw") && taken_back != NULL)
    g_hash_table_foreach_remove (self->known.decisions, is_of, (gpointer)taken_back);
}

/* The kinds that say what the checks have to know; of the others only the device. */
static const char new_entries[] =
    "SELECT seq, kind, bytes, number, device FROM entry WHERE seq > ? ORDER BY seq";

static gboolean
is_looked_at (const char *kind)
{
  static const char *const kinds[] = {"device", "offer", "decision", "withdraw", NULL};

  return g_strv_contains (kinds, kind);
}

static void
check_row (World *self, CsStatement *row)
{
  const char *kind = cs_statement_get_text (row, 1);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (json_t) entry = NULL;
  gsize length;
  const char *text;

  if (!is_looked_at (kind)) {
    if (g_hash_table_contains (self->known.removed, cs_statement_get_text (row, 4)))
      world_fail (self,
                  "I-6",
                  "something comes from the removed %s",
                  cs_statement_get_text (row, 4));
    return;
  }
  bytes = cs_statement_get_bytes (row, 2);
  text = g_bytes_get_data (bytes, &length);
  entry = cs_json_load (text, length, NULL);
  if (entry == NULL)
    world_fail (self, "K-20", "an accepted entry cannot be read");
  check_entry (self, entry, kind, cs_statement_get_int (row, 3));
}

/**
 * world_check_server: (skip)
 *
 * Looks at what was accepted since it looked last.
 */
void
world_check_server (World *self)
{
  g_autoptr (CsStatement) rows =
      cs_sqlite_query (sqlite_of (self->office), NULL, new_entries, "i", self->known.last);
  gboolean has_row = rows != NULL;

  while (has_row) {
    if (!cs_statement_next (rows, &has_row, NULL))
      world_fail (self, "SQL", "the server's journal cannot be read");
    if (!has_row)
      break;
    if (cs_statement_get_int (rows, 0) != self->known.last + 1)
      world_fail (self, "K-03", "the journal has a gap after %d", (int)self->known.last);
    check_row (self, rows);
    self->known.last++;
  }
}

/**
 * world_check_restart: (skip)
 *
 * I-1: what was acknowledged is where it was acknowledged.
 */
void
world_check_restart (World *self)
{
  GHashTableIter iter;
  gpointer id, seq;

  g_hash_table_iter_init (&iter, self->confirmed);
  while (g_hash_table_iter_next (&iter, &id, &seq)) {
    if (world_find_seq (self, id) != (gint64)GPOINTER_TO_SIZE (seq))
      world_fail (self, "I-1", "the acknowledged %s is lost", (const char *)id);
  }
}

/* Computers */

static void
check_head (Member *self)
{
  World *world = self->world;
  g_autoptr (CsKnownHead) head = cs_heads_get_last (cs_ledger_get_store (self->ledger), NULL);
  g_autofree char *hex = NULL;
  CsDigest root;

  if (head == NULL || g_strcmp0 (head->incarnation, cs_server_get_incarnation (world->server)) != 0)
    return;
  if (g_strcmp0 (self->head_of, head->incarnation) == 0 && head->size < self->head_size)
    world_fail (world, "I-8", "member %u went back", self->index);
  if (g_strcmp0 (self->head_of, head->incarnation) == 0 && head->size == self->head_size)
    return;
  g_free (self->head_of);
  self->head_of = g_strdup (head->incarnation);
  self->head_size = head->size;
  if (!cs_log_tree_get_root (cs_ledger_get_store (world->office), head->size, &root, NULL))
    world_fail (world, "I-10", "the server has no root of %d", (int)head->size);
  hex = cs_hex_encode (root.bytes, sizeof root.bytes);
  if (!g_str_equal (hex, head->root))
    world_fail (world, "I-10", "member %u was shown another history", self->index);
}

/* Rows of a scope that stand up to a place: what came, less what left later. */
static const char rows_of_scope[] =
    "WITH gone AS MATERIALIZED (SELECT ref, max(idx) AS idx FROM scope"
    "  JOIN scope_row ON scope_row.scope = scope.id JOIN entry USING (seq)"
    "  WHERE key = ?1 AND what = 2 AND idx <= ?2 AND ref <> 0 GROUP BY ref)"
    " SELECT seq FROM scope JOIN scope_row AS row ON row.scope = scope.id"
    " WHERE key = ?1 AND idx <= ?2 AND what <> 2"
    " AND NOT EXISTS (SELECT 1 FROM gone WHERE gone.idx > row.idx"
    "  AND ref = (SELECT ref FROM entry WHERE entry.seq = row.seq)) ORDER BY seq";
static const char rows_of_request[] =
    "SELECT seq FROM entry JOIN head USING (ref) WHERE head.request = substr (?1, 4)"
    " AND number <= ?2 ORDER BY seq";
static const char rows_here[] = "SELECT seq FROM sync_row WHERE scope = ?1 ORDER BY seq";

static GArray *
list_rows (CsLedger *ledger, const char *sql, const char *scope, gint64 last)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (CsStatement) rows = cs_sqlite_prepare (sqlite_of (ledger), sql, NULL);
  gboolean has_row = rows != NULL;

  cs_statement_bind_text (rows, 1, scope);
  if (strstr (sql, "?2") != NULL)
    cs_statement_bind_int (rows, 2, last);
  while (has_row && cs_statement_next (rows, &has_row, NULL) && has_row) {
    gint64 seq = cs_statement_get_int (rows, 0);

    g_array_append_val (list, seq);
  }
  return list;
}

static void
check_scope (Member *self, const char *scope, gint64 last)
{
  World *world = self->world;
  gboolean is_request = g_str_has_prefix (scope, "rq:");
  g_autoptr (GArray) there =
      list_rows (world->office, is_request ? rows_of_request : rows_of_scope, scope, last);
  g_autoptr (GArray) here = list_rows (self->ledger, rows_here, scope, last);

  if (there->len != here->len ||
      (there->len > 0 && memcmp (there->data, here->data, there->len * sizeof (gint64)) != 0))
    world_fail (world,
                "I-7",
                "member %u has %u rows of %s up to %d, the server %u",
                self->index,
                here->len,
                scope,
                (int)last,
                there->len);
}

/**
 * world_check_member: (skip)
 * @is_thorough: whether what it holds is compared row by row
 *
 * I-7, I-8, I-10, after an exchange.
 */
void
world_check_member (Member *self, gboolean is_thorough)
{
  g_autofree char *ours = NULL;
  g_autoptr (json_t) scopes = NULL;
  const char *key;
  json_t *last;

  check_head (self);
  ours = cs_store_dup_meta (cs_ledger_get_store (self->ledger), CS_META_INCARNATION, NULL);
  if (!is_thorough || g_strcmp0 (ours, cs_server_get_incarnation (self->world->server)) != 0)
    return;
  scopes = cs_scopes_to_json (cs_ledger_get_store (self->ledger), NULL);
  json_object_foreach (scopes, key, last) check_scope (self, key, json_integer_value (last));
  if (world_read_number (
          self->world,
          self->ledger,
          "SELECT count(*) FROM entry"
          " WHERE NOT EXISTS (SELECT 1 FROM sync_row WHERE sync_row.seq = entry.seq)") != 0)
    world_fail (self->world, "I-7", "member %u holds what no scope gave it", self->index);
  if (world_read_number (
          self->world,
          self->ledger,
          "SELECT count(*) FROM sync_row"
          " WHERE NOT EXISTS (SELECT 1 FROM entry WHERE sync_row.seq = entry.seq)") != 0)
    world_fail (self->world, "I-7", "member %u lacks what it was given", self->index);
}
