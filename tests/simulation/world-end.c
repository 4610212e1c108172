/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "world.h"

#include "cs-granted.h"

/*
 * What has to be so at the end, when everything has healed and all is quiet (I-9, I-11), and what
 * is let go before the server is put back.
 */

/* I-2, I-12, of the journal as a whole. */
static void
check_journal (World *self)
{
  static const char *const none[] = {
      "SELECT count(*) FROM (SELECT 1 FROM entry GROUP BY device, n HAVING count(*) > 1)",
      "SELECT count(*) FROM (SELECT 1 FROM entry GROUP BY id HAVING count(*) > 1)",
      "SELECT count(*) FROM (SELECT 1 FROM entry WHERE kind = 'rung'"
      " GROUP BY ref, json_extract (bytes, '$.data.run'), json_extract (bytes, '$.data.rung'),"
      " json_extract (bytes, '$.data.due') HAVING count(*) > 1)",
      "SELECT (SELECT count(*) FROM entry) - (SELECT max(seq) FROM entry)",
  };
  static const char *const names[] = {"I-2", "I-2", "I-12", "K-03"};

  for (gsize i = 0; i < G_N_ELEMENTS (none); i++) {
    if (world_read_number (self, self->office, none[i]) != 0)
      world_fail (self, names[i], "%s", none[i]);
  }
}

static void
check_grants (Member *self)
{
  World *world = self->world;
  g_autoptr (GPtrArray) granted = cs_granted_list (world->office, self->person, NULL);
  g_autoptr (json_t) scopes = cs_scopes_to_json (cs_ledger_get_store (self->ledger), NULL);

  for (guint i = 0; i < granted->len; i++) {
    if (json_object_get (scopes, granted->pdata[i]) == NULL)
      world_fail (world, "I-7", "member %u lacks %s", self->index, (char *)granted->pdata[i]);
  }
  if (json_object_size (scopes) != granted->len)
    world_fail (world, "I-7", "member %u has a scope that is not granted", self->index);
}

static gboolean
is_whole_here (Member *self, const char *request)
{
  g_autoptr (CsStatement) rows =
      cs_sqlite_query (cs_store_get_sqlite (cs_ledger_get_store (self->ledger)),
                       NULL,
                       "SELECT count(*), count (digest) FROM entry JOIN head USING (ref)"
                       " WHERE request = ?",
                       "s",
                       request);
  gboolean has_row = FALSE;

  return rows != NULL && cs_statement_next (rows, &has_row, NULL) && has_row &&
         cs_statement_get_int (rows, 0) > 0 && cs_statement_get_int (rows, 1) == 0;
}

/* Folded anew from what @ledger holds. */
static char *
digest_of (World *self, CsLedger *ledger, const char *request)
{
  g_autoptr (CsRequest) folded =
      cs_authority_fold_request (cs_ledger_get_authority (ledger), request, NULL);

  if (folded == NULL)
    world_fail (self, "I-9", "%s cannot be folded", request);
  return cs_request_digest (folded);
}

/* I-9: the same state wherever all of a request may be seen. */
static void
check_same_state (Member *self, const char *request, GHashTable *digests)
{
  World *world = self->world;
  const char *there = g_hash_table_lookup (digests, request);
  g_autofree char *here = NULL;

  if (!is_whole_here (self, request))
    return;
  if (there == NULL) {
    there = digest_of (world, world->office, request);
    g_hash_table_insert (digests, g_strdup (request), (gpointer)there);
  }
  here = digest_of (world, self->ledger, request);
  if (!g_str_equal (here, there))
    world_fail (world, "I-9", "member %u sees %s otherwise than the server", self->index, request);
}

/* @digests: id -> (owned) what the server sees, as far as somebody has asked */
static void
check_states (Member *self, GHashTable *digests)
{
  g_autoptr (CsStatement) rows =
      cs_sqlite_query (cs_store_get_sqlite (cs_ledger_get_store (self->world->office)),
                       NULL,
                       "SELECT DISTINCT request FROM entry JOIN head USING (ref)"
                       " WHERE seq > ? AND ref <> 0",
                       "i",
                       self->world->base);
  g_autoptr (GPtrArray) requests = g_ptr_array_new_with_free_func (g_free);
  gboolean has_row = rows != NULL;

  while (has_row && cs_statement_next (rows, &has_row, NULL) && has_row)
    g_ptr_array_add (requests, g_strdup (cs_statement_get_text (rows, 0)));
  for (guint i = 0; i < requests->len; i++)
    check_same_state (self, requests->pdata[i], digests);
}

static gboolean
is_refused_here (Member *self, const char *id)
{
  g_autoptr (CsOutboxItem) item = cs_outbox_find (cs_ledger_get_store (self->ledger), id, NULL);

  return item != NULL && item->verdict != NULL && item->answered != CS_INSTANT_NONE &&
         !g_str_equal (item->verdict, "accepted") && !g_str_equal (item->verdict, "duplicate");
}

/* I-1, I-11: everything ever said is in the journal, or refused with its text, or taken back. */
static void
check_said (Member *self)
{
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, self->said);
  while (g_hash_table_iter_next (&iter, &id, NULL)) {
    if (world_find_seq (self->world, id) == 0 && !is_refused_here (self, id) &&
        !g_hash_table_contains (self->unsaid, id))
      world_fail (self->world, "I-11", "what member %u said is lost: %s", self->index, (char *)id);
    if (world_find_seq (self->world, id) != 0 && g_hash_table_contains (self->unsaid, id))
      world_fail (self->world, "I-11", "%s was taken back and is there", (char *)id);
  }
}

/* I-1 across a restored backup: who was told yes has brought it back, or was told no. */
static void
check_promises (World *self)
{
  GHashTableIter iter;
  gpointer id, index;

  g_hash_table_iter_init (&iter, self->promised);
  while (g_hash_table_iter_next (&iter, &id, &index)) {
    Member *member = &self->members[GPOINTER_TO_UINT (index) - 1];

    if (world_find_seq (self, id) == 0 && !member->is_out && !is_refused_here (member, id))
      world_fail (self, "I-1", "the acknowledged %s is lost", (char *)id);
  }
}

/**
 * world_let_go: (skip)
 *
 * Before the server is put back: what was acknowledged to somebody and left their computer with its
 * request (K-06) cannot be brought back by them (K-11).
 */
void
world_let_go (World *self)
{
  GHashTableIter iter;
  gpointer id, index;

  g_hash_table_iter_init (&iter, self->promised);
  while (g_hash_table_iter_next (&iter, &id, &index)) {
    Member *member = &self->members[GPOINTER_TO_UINT (index) - 1];
    g_autoptr (CsOutboxItem) item = cs_outbox_find (cs_ledger_get_store (member->ledger), id, NULL);

    if (item != NULL)
      continue;
    g_hash_table_remove (member->said, id);
    g_hash_table_iter_remove (&iter);
  }
}

/**
 * world_check_end: (skip)
 *
 * When everything has healed and everybody has heard everything.
 */
void
world_check_end (World *self)
{
  g_autoptr (GHashTable) digests = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  world_check_server (self);
  world_check_restart (self);
  check_journal (self);
  check_promises (self);
  for (guint i = 0; i < N_MEMBERS; i++) {
    Member *member = &self->members[i];
    gint64 waiting = -1;

    if (member->is_out)
      continue;
    world_check_member (member, TRUE);
    check_grants (member);
    cs_outbox_count (cs_ledger_get_store (member->ledger), CS_OUTBOX_WAITING, &waiting, NULL);
    if (waiting != 0)
      world_fail (self, "I-11", "member %u still waits for %d answers", i, (int)waiting);
    check_said (member);
    check_states (member, digests);
  }
}
