/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-verify.h"

#include "cs-heads.h"
#include "cs-signed-head.h"
#include "cs-tree.h"
#include "cs-uuid.h"
#include "stage.h"

#include <string.h>

#define LOG         "log-1"
#define INCARNATION "life-1"
#define SIGNED      G_GINT64_CONSTANT (1795435200000000)

/*
 * A journal, the heads that its authority signed as it grew, and two folders that keep it: a copy
 * that somebody reads, which has seen the heads, and the authority’s own, to which others bring
 * what they saw.
 */
typedef struct {
  Stage stage;
  CsStore *store;   /* (borrowed) */
  CsSqlite *sqlite; /* (borrowed) */
  CsKeys *keys;
  GPtrArray *heads; /* CsSignedHead */
  gint64 length;
  GRand *chance;
} Fixture;

/* One entry as it stands in the table, for rewriting all that follows from it. */
typedef struct {
  gint64 seq, ref, number, received;
  GBytes *bytes;
} Stored;

static void
stored_clear (gpointer data)
{
  g_clear_pointer (&((Stored *)data)->bytes, g_bytes_unref);
}

static GArray *
read_entries (Fixture *fixture)
{
  GArray *entries = g_array_new (FALSE, TRUE, sizeof (Stored));
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (fixture->sqlite,
                       NULL,
                       "SELECT seq, ref, number, received, bytes FROM entry ORDER BY seq",
                       "");
  gboolean has_row;

  g_array_set_clear_func (entries, stored_clear);
  while (cs_statement_next (statement, &has_row, NULL) && has_row) {
    Stored stored = {cs_statement_get_int (statement, 0),
                     cs_statement_get_int (statement, 1),
                     cs_statement_get_int (statement, 2),
                     cs_statement_get_int (statement, 3),
                     cs_statement_get_bytes (statement, 4)};

    g_array_append_val (entries, stored);
  }
  return entries;
}

static char *
request_of (Fixture *fixture, gint64 ref)
{
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (fixture->sqlite, NULL, "SELECT request FROM head WHERE ref = ?", "i", ref);
  gboolean has_row;

  g_assert_true (cs_statement_next (statement, &has_row, NULL));
  return has_row ? g_strdup (cs_statement_get_text (statement, 0)) : NULL;
}

static void
keep_nodes (Fixture *fixture, const CsTreeNode *nodes, guint n)
{
  for (guint i = 0; i < n; i++) {
    g_autoptr (GBytes) hash = g_bytes_new (nodes[i].hash.bytes, CS_DIGEST_BYTES);

    g_assert_true (cs_sqlite_run (fixture->sqlite,
                                  NULL,
                                  "INSERT INTO tree VALUES (?, ?, ?)",
                                  "iib",
                                  (gint64)nodes[i].level,
                                  nodes[i].place,
                                  hash));
  }
}

static void
append_leaf (Fixture *fixture, CsTree *tree, const Stored *stored, gboolean keeps)
{
  g_autofree char *request = request_of (fixture, stored->ref);
  CsTreeNode nodes[CS_TREE_LEVELS];
  guint8 digest[CS_DIGEST_BYTES];
  CsDigest leaf;
  guint n;

  cs_digest (g_bytes_get_data (stored->bytes, NULL), g_bytes_get_size (stored->bytes), digest);
  cs_tree_leaf (stored->seq, request, stored->number, stored->received, digest, &leaf);
  n = cs_tree_append (tree, &leaf, nodes);
  if (keeps)
    keep_nodes (fixture, nodes, n);
}

static void
sign_head (Fixture *fixture, const CsTree *tree)
{
  CsSignedHead *head;
  CsDigest root;

  cs_tree_get_root (tree, &root);
  head = cs_signed_head_new (LOG, INCARNATION, tree->size, &root, SIGNED + tree->size * CS_SECOND);
  cs_signed_head_sign (head, fixture->keys);
  g_ptr_array_add (fixture->heads, head);
}

static void
sign_heads (Fixture *fixture)
{
  g_autoptr (GArray) entries = read_entries (fixture);
  CsTree tree = {0};

  for (guint i = 0; i < entries->len; i++) {
    append_leaf (fixture, &tree, &g_array_index (entries, Stored, i), FALSE);
    if (i % 13 == 5 || i + 1 == entries->len)
      sign_head (fixture, &tree);
  }
  fixture->length = tree.size;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  const guint8 seed[32] = {8};
  g_autofree char *request = NULL;

  stage_open (&fixture->stage);
  request = stage_play (&fixture->stage, "approve");
  fixture->store = cs_ledger_get_store (fixture->stage.ledger);
  fixture->sqlite = cs_store_get_sqlite (fixture->store);
  fixture->keys = cs_keys_new_from_seed (seed);
  fixture->heads = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_signed_head_free);
  fixture->chance = g_rand_new_with_seed (10);
  sign_heads (fixture);
  g_assert_cmpint (fixture->length, >, 30);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_ptr_array_unref (fixture->heads);
  cs_keys_unref (fixture->keys);
  g_rand_free (fixture->chance);
  stage_close (&fixture->stage);
}

static void
run (Fixture *fixture, const char *sql)
{
  g_autoptr (GError) error = NULL;

  cs_sqlite_exec (fixture->sqlite, sql, &error);
  g_assert_no_error (error);
}

static void
keep_heads (Fixture *fixture)
{
  for (guint i = 0; i < fixture->heads->len; i++) {
    const CsSignedHead *head = fixture->heads->pdata[i];
    g_autofree char *root = cs_hex_encode (head->root.bytes, CS_DIGEST_BYTES);
    CsKnownHead known =
        {head->log, head->incarnation, head->size, root, head->time, head->signature};

    g_assert_true (cs_heads_add (fixture->store, &known, NULL));
  }
}

/* What somebody has who reads the journal and may see all of it. */
static void
become_copy (Fixture *fixture)
{
  const char *key = cs_keys_get_public_key (fixture->keys);

  g_assert_true (cs_store_set_meta (fixture->store, "shared/log", LOG, NULL));
  g_assert_true (cs_store_set_meta (fixture->store, "shared/incarnation", INCARNATION, NULL));
  g_assert_true (cs_store_set_meta (fixture->store, "shared/key", key, NULL));
  keep_heads (fixture);
  run (fixture,
       "INSERT INTO sync_scope VALUES ('all', (SELECT max (seq) FROM entry));"
       "INSERT INTO sync_row SELECT 'all', seq, seq FROM entry");
}

static void
grow_tree (Fixture *fixture)
{
  g_autoptr (GArray) entries = read_entries (fixture);
  CsTree tree = {0};

  run (fixture, "DELETE FROM tree");
  for (guint i = 0; i < entries->len; i++)
    append_leaf (fixture, &tree, &g_array_index (entries, Stored, i), TRUE);
}

static void
become_authority (Fixture *fixture)
{
  g_assert_true (cs_store_set_meta (fixture->store, "log", LOG, NULL));
  g_assert_true (cs_store_set_meta (fixture->store, "incarnation", INCARNATION, NULL));
  run (fixture,
       "CREATE TABLE tree (level INTEGER, idx INTEGER, hash BLOB,"
       " PRIMARY KEY (level, idx))");
  grow_tree (fixture);
}

static CsVerifyReport *
verify (Fixture *fixture, gboolean is_authority, GError **error)
{
  return is_authority ? cs_verify_run_against (fixture->store,
                                               fixture->heads,
                                               cs_keys_get_public_key (fixture->keys),
                                               error)
                      : cs_verify_run (fixture->store, error);
}

static void
assert_good (Fixture *fixture, gboolean is_authority)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsVerifyReport) report = verify (fixture, is_authority, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < report->faults->len; i++)
    g_error ("%s", (char *)report->faults->pdata[i]);
  g_assert_cmpint (report->entries, ==, fixture->length);
  g_assert_cmpint (report->heads, ==, fixture->heads->len);
  g_assert_cmpint (report->heads_unproved, ==, 0);
}

/* Somebody who can write the file rewrites all that follows from the entries, too. */
static void
cover_up (Fixture *fixture, gboolean is_authority)
{
  g_autoptr (GArray) entries = read_entries (fixture);
  g_autoptr (GHashTable) links =
      g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);

  for (guint i = 0; i < entries->len; i++) {
    const Stored *stored = &g_array_index (entries, Stored, i);
    const guint8 *before = g_hash_table_lookup (links, &stored->ref);
    guint8 link[CS_CHAIN_BYTES];
    g_autoptr (GBytes) hash = NULL;

    cs_chain_next (before != NULL ? before : cs_chain_start,
                   stored->received,
                   g_bytes_get_data (stored->bytes, NULL),
                   g_bytes_get_size (stored->bytes),
                   link);
    g_hash_table_insert (links,
                         g_memdup2 (&stored->ref, sizeof stored->ref),
                         g_memdup2 (link, sizeof link));
    hash = g_bytes_new (link, sizeof link);
    g_assert_true (cs_sqlite_run (fixture->sqlite,
                                  NULL,
                                  "UPDATE entry SET hash = ? WHERE seq = ?",
                                  "bi",
                                  hash,
                                  stored->seq));
  }
  if (is_authority)
    grow_tree (fixture);
}

static gint64
any_entry (Fixture *fixture)
{
  return g_rand_int_range (fixture->chance, 1, (gint32)fixture->length + 1);
}

static void
edit (Fixture *fixture)
{
  g_autoptr (GArray) entries = read_entries (fixture);
  const Stored *stored = &g_array_index (entries, Stored, any_entry (fixture) - 1);
  gsize length = g_bytes_get_size (stored->bytes);
  g_autofree char *copy = g_memdup2 (g_bytes_get_data (stored->bytes, NULL), length);
  g_autoptr (GBytes) bytes = NULL;
  gsize at;

  do
    at = (gsize)g_rand_int_range (fixture->chance, 0, (gint32)length);
  while (!g_ascii_islower (copy[at]));
  copy[at] = copy[at] == 'x' ? 'y' : 'x';
  bytes = g_bytes_new (copy, length);
  g_assert_true (cs_sqlite_run (fixture->sqlite,
                                NULL,
                                "UPDATE entry SET bytes = ? WHERE seq = ?",
                                "bi",
                                bytes,
                                stored->seq));
}

static void
take_out (Fixture *fixture)
{
  gint64 seq = any_entry (fixture);

  g_assert_true (
      cs_sqlite_run (fixture->sqlite, NULL, "DELETE FROM entry WHERE seq = ?", "i", seq));
  if (g_rand_boolean (fixture->chance)) /* and the gap is closed */
    g_assert_true (
        cs_sqlite_run (fixture->sqlite,
                       NULL,
                       "UPDATE entry SET seq = -seq WHERE seq > ?",
                       "i",
                       seq) &&
        cs_sqlite_exec (fixture->sqlite, "UPDATE entry SET seq = -seq - 1 WHERE seq < 0", NULL));
}

static void
swap (Fixture *fixture)
{
  gint64 one = any_entry (fixture);
  gint64 other;

  do
    other = any_entry (fixture);
  while (other == one);
  g_assert_true (cs_sqlite_run (fixture->sqlite,
                                NULL,
                                "UPDATE entry SET seq = -seq WHERE seq IN (?, ?)",
                                "ii",
                                one,
                                other));
  g_assert_true (cs_sqlite_run (fixture->sqlite,
                                NULL,
                                "UPDATE entry SET seq = ?1 + ?2 + seq WHERE seq < 0",
                                "ii",
                                one,
                                other));
}

static void
cut_off (Fixture *fixture)
{
  g_assert_true (cs_sqlite_run (fixture->sqlite,
                                NULL,
                                "DELETE FROM entry WHERE seq >= ?",
                                "i",
                                any_entry (fixture)));
}

static void
shift_time (Fixture *fixture)
{
  g_assert_true (cs_sqlite_run (fixture->sqlite,
                                NULL,
                                "UPDATE entry SET received = received + ? WHERE seq = ?",
                                "ii",
                                (gint64)g_rand_int_range (fixture->chance, 1, 1000) * 1000,
                                any_entry (fixture)));
}

/* The journal goes on otherwise from some place on: the end is cut off and something else said. */
static void
fork_off (Fixture *fixture)
{
  gint64 seq = any_entry (fixture);

  g_assert_true (
      cs_sqlite_run (fixture->sqlite, NULL, "DELETE FROM entry WHERE seq > ?", "i", seq));
  g_assert_true (cs_sqlite_run (fixture->sqlite,
                                NULL,
                                "UPDATE entry SET received = received + 1000 WHERE seq = ?",
                                "i",
                                seq));
}

static void
tamper (Fixture *fixture, gboolean is_authority)
{
  static void (*const ways[]) (Fixture *) = {edit, take_out, swap, cut_off, shift_time, fork_off};
  gint32 way = g_rand_int_range (fixture->chance, 0, G_N_ELEMENTS (ways));
  gboolean covers = g_rand_boolean (fixture->chance);
  g_autoptr (GError) error = NULL;
  g_autoptr (CsVerifyReport) report = NULL;

  g_assert_true (cs_sqlite_begin (fixture->sqlite, NULL));
  ways[way](fixture);
  if (covers)
    cover_up (fixture, is_authority);
  report = verify (fixture, is_authority, &error);
  if (report != NULL && report->faults->len == 0)
    g_error ("way %d, %s, was not noticed", way, covers ? "covered up" : "left as it was");
  cs_sqlite_rollback (fixture->sqlite);
}

/* COUNTERSIGN_TAMPERINGS says how many of each; half of them rewrite every hash as well. */
static void
test_tampering (Fixture *fixture, gconstpointer is_authority)
{
  const char *wish = g_getenv ("COUNTERSIGN_TAMPERINGS");
  guint times = wish != NULL ? (guint)g_ascii_strtoull (wish, NULL, 10) : 500;

  run (fixture, "PRAGMA foreign_keys = OFF");
  if (is_authority != NULL)
    become_authority (fixture);
  else
    become_copy (fixture);
  assert_good (fixture, is_authority != NULL);
  for (guint i = 0; i < times; i++)
    tamper (fixture, is_authority != NULL);
  assert_good (fixture, is_authority != NULL);
}

/* Two people were told two histories of one length. */
static void
test_two_histories (Fixture *fixture, gconstpointer data)
{
  CsSignedHead *first = fixture->heads->pdata[0];
  CsSignedHead *other = cs_signed_head_copy (first);
  g_autoptr (CsVerifyReport) report = NULL;

  other->root.bytes[3] ^= 1;
  cs_signed_head_sign (other, fixture->keys);
  g_ptr_array_add (fixture->heads, other);
  become_authority (fixture);
  report = verify (fixture, TRUE, NULL);
  g_assert_cmpuint (report->faults->len, ==, 1);
  g_assert_nonnull (strstr (report->faults->pdata[0], "is not the one that was signed"));
}

static void
test_forged_head (Fixture *fixture, gconstpointer data)
{
  CsSignedHead *last = fixture->heads->pdata[fixture->heads->len - 1];
  g_autoptr (CsVerifyReport) report = NULL;

  last->time += CS_SECOND;
  become_copy (fixture);
  report = verify (fixture, FALSE, NULL);
  g_assert_cmpuint (report->faults->len, ==, 1);
  g_assert_nonnull (strstr (report->faults->pdata[0], "signature does not fit"));
}

/* A head of another log says nothing about this one. */
static void
test_other_log (Fixture *fixture, gconstpointer data)
{
  CsDigest root = {{1}};
  CsSignedHead *head = cs_signed_head_new ("log-2", INCARNATION, 3, &root, SIGNED);
  g_autoptr (CsVerifyReport) report = NULL;

  become_authority (fixture);
  g_ptr_array_add (fixture->heads, head);
  report = verify (fixture, TRUE, NULL);
  g_assert_cmpuint (report->faults->len, ==, 0);
}

/* Who may not see every entry has gaps, and that is no fault. */
static void
test_part (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CsVerifyReport) report = NULL;

  run (fixture,
       "PRAGMA foreign_keys = OFF; DELETE FROM entry WHERE ref = (SELECT max (ref) FROM entry)");
  become_copy (fixture);
  report = verify (fixture, FALSE, NULL);
  g_assert_cmpuint (report->faults->len, ==, 0);
  g_assert_cmpint (report->heads_unproved, >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, data, test) g_test_add (path, Fixture, data, set_up, test, tear_down)
  ADD ("/verify/tampering/copy/SG-10", NULL, test_tampering);
  ADD ("/verify/tampering/authority/SG-10", GINT_TO_POINTER (1), test_tampering);
  ADD ("/verify/two-histories/I-10", NULL, test_two_histories);
  ADD ("/verify/forged-head/SG-10", NULL, test_forged_head);
  ADD ("/verify/other-log/K-11", NULL, test_other_log);
  ADD ("/verify/part/K-05", NULL, test_part);
  return g_test_run ();
}
