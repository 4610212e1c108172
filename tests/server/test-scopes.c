/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server-stage.h"

#include "cs-granted.h"
#include "cs-grants.h"
#include "cs-journal.h"
#include "cs-outline.h"

/* The sample's whole history, pulled by each of its people: what they get is what they may see, all
 * of it and nothing else (I-7, K-05, K-06, RC-23). */

typedef struct {
  GHashTable *whole;   /* (owned) set of seq */
  GHashTable *outline; /* (owned) set of seq */
} Seen;

static void
seen_clear (Seen *self)
{
  g_clear_pointer (&self->whole, g_hash_table_unref);
  g_clear_pointer (&self->outline, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Seen, seen_clear)

static void
seen_init (Seen *self)
{
  self->whole = g_hash_table_new (NULL, NULL);
  self->outline = g_hash_table_new (NULL, NULL);
}

static gint64
find_index (GHashTable *indexes, const char *key)
{
  return GPOINTER_TO_SIZE (g_hash_table_lookup (indexes, key));
}

/* Pulls to the end in pages of @limit; checks that no scope has a gap. */
static void
pull_all (Stage *stage, const char *person, guint limit, Seen *seen, GHashTable *indexes)
{
  gboolean more = TRUE;

  while (more) {
    g_autoptr (CsWirePull) pull = cs_wire_pull_new ();
    g_autoptr (CsWireCheckpoint) page = NULL;
    GHashTableIter iter;
    gpointer key, value;

    pull->limit = limit;
    g_hash_table_iter_init (&iter, indexes);
    while (g_hash_table_iter_next (&iter, &key, &value))
      cs_wire_pull_add_scope (pull, key, GPOINTER_TO_SIZE (value));
    page = stage_pull (stage, person, pull);
    for (guint i = 0; i < page->rows->len; i++) {
      const CsWireRow *row = page->rows->pdata[i];
      gint64 index = find_index (indexes, row->scope) + 1;

      g_assert_cmpint (row->index, ==, index);
      g_hash_table_replace (indexes, g_strdup (row->scope), GSIZE_TO_POINTER (index));
      g_assert_false (row->bytes != NULL && row->outline != NULL);
      if (row->bytes != NULL)
        g_hash_table_add (seen->whole, GSIZE_TO_POINTER (row->seq));
      if (row->outline != NULL)
        g_hash_table_add (seen->outline, GSIZE_TO_POINTER (row->seq));
    }
    for (guint i = 0; i < page->scopes->len; i++) {
      const CsWireScope *scope = page->scopes->pdata[i];

      g_assert_cmpint (find_index (indexes, scope->key), ==, scope->index);
      g_hash_table_replace (indexes, g_strdup (scope->key), GSIZE_TO_POINTER (scope->index));
    }
    more = page->more;
  }
}

typedef struct {
  CsLedger *ledger;
  GStrv granted;
  const char *person;
  Seen seen;
} Expected;

/* What a person should see, from the rules alone. */
static gboolean
expect_entry (const CsStoredEntry *stored, gint64 ref, gpointer data, GError **error)
{
  Expected *self = data;
  CsEntry *entry = stored->entry;
  gpointer seq = GSIZE_TO_POINTER (cs_entry_get_seq (entry));
  CsAuthority *authority = cs_ledger_get_authority (self->ledger);
  const CsRequest *request = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GPtrArray) named = NULL;
  gboolean sees = FALSE, sees_outline = FALSE, is_named;

  if (cs_entry_get_request (entry) != NULL)
    request = cs_authority_get_request (authority, cs_entry_get_request (entry), NULL, error);
  rows = cs_grants_list_rows (request, entry);
  for (guint i = 0; i < rows->len; i++) {
    const CsScopeRow *row = rows->pdata[i];

    if (!g_strv_contains ((const char *const *)self->granted, row->key))
      continue;
    sees = sees || !row->is_outline;
    sees_outline = sees_outline || row->is_outline;
  }
  if (!sees && !sees_outline && request != NULL) {
    named = cs_grants_list_named (request);
    is_named = g_ptr_array_find_with_equal_func (named, self->person, g_str_equal, NULL);
    sees = is_named && rows->len == 1;
    sees_outline = is_named && rows->len > 1;
  }
  if (sees)
    g_hash_table_add (self->seen.whole, seq);
  else if (sees_outline)
    g_hash_table_add (self->seen.outline, seq);
  return TRUE;
}

static void
assert_same (GHashTable *a, GHashTable *b)
{
  GHashTableIter iter;
  gpointer key;

  g_assert_cmpuint (g_hash_table_size (a), ==, g_hash_table_size (b));
  g_hash_table_iter_init (&iter, a);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_assert_true (g_hash_table_contains (b, key));
}

static CsLedger *
open_ledger (Stage *stage)
{
  g_autofree char *path = g_build_filename (stage->folder, "srv", NULL);
  g_autoptr (GError) error = NULL;
  CsLedger *ledger = cs_ledger_open (path, stage->time_source, &error);

  g_assert_no_error (error);
  return ledger;
}

static GPtrArray *
load_packs (CsLedger *ledger, const CsDirectory *directory)
{
  GPtrArray *packs = g_ptr_array_new ();
  g_autoptr (GPtrArray) activations = cs_directory_list_activations (directory);

  for (guint i = 0; i < activations->len; i++) {
    const CsActivation *activation = activations->pdata[i];

    g_ptr_array_add (
        packs,
        (gpointer)cs_pack_cache_get (cs_authority_get_packs (cs_ledger_get_authority (ledger)),
                                     activation->digest,
                                     NULL));
  }
  return packs;
}

static void
test_everybody (void)
{
  Stage stage = {0};
  g_autoptr (CsLedger) ledger = NULL;
  const CsDirectory *directory;
  g_autoptr (GPtrArray) people = NULL;
  g_autoptr (GPtrArray) packs = NULL;
  guint rows = 0, outlines = 0;

  stage_open_sample (&stage);
  ledger = open_ledger (&stage);
  directory = cs_authority_get_directory (cs_ledger_get_authority (ledger), NULL);
  packs = load_packs (ledger, directory);
  people = cs_directory_list_people (directory);
  for (guint i = 0; i < people->len; i++) {
    const CsPerson *person = people->pdata[i];
    g_autoptr (GHashTable) indexes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    g_auto (Seen) seen = {0};
    Expected expected = {.ledger = ledger, .person = person->id};

    seen_init (&seen);
    seen_init (&expected.seen);
    expected.granted =
        cs_grants_list (directory, packs, person->id, cs_time_source_get_now (stage.time_source));
    g_assert_true (
        cs_journal_foreach (cs_ledger_get_store (ledger), expect_entry, &expected, NULL));
    pull_all (&stage, person->id, i % 2 == 0 ? 40 : 0, &seen, indexes);
    assert_same (expected.seen.whole, seen.whole);
    assert_same (expected.seen.outline, seen.outline);
    rows += g_hash_table_size (seen.whole);
    outlines += g_hash_table_size (seen.outline);
    seen_clear (&expected.seen);
    g_strfreev (expected.granted);
  }
  g_test_message ("%u people, %u entries, %u outlines", people->len, rows, outlines);
  g_assert_cmpuint (outlines, >, 0);
  g_clear_pointer (&ledger, cs_ledger_close);
  stage_close (&stage);
}

/* SG-08, ASVS 8.3.2: a role that ends between two pages is not in the second. */
static void
test_role_ends (void)
{
  Stage stage = {0};
  g_autoptr (GHashTable) indexes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (Seen) seen = {0};
  g_autoptr (CsWirePull) pull = cs_wire_pull_new ();
  g_autoptr (CsWireCheckpoint) page = NULL;
  g_autoptr (CsLedger) ledger = NULL;
  g_autoptr (CsOutcome) outcome = NULL;
  g_autoptr (json_t) data = NULL;
  g_autoptr (GError) error = NULL;
  const char *admin;
  GHashTableIter iter;
  gpointer key, value;
  gboolean leaves = FALSE;

  stage_open_sample (&stage);
  seen_init (&seen);
  ledger = open_ledger (&stage);
  cs_ledger_leave_unsigned (ledger, "d-server");
  admin = cs_ledger_get_person (ledger);
  pull_all (&stage, admin, 0, &seen, indexes);
  cs_wire_pull_add_scope (pull, "in:anantya/nowhere", 3);
  g_hash_table_iter_init (&iter, indexes);
  while (g_hash_table_iter_next (&iter, &key, &value))
    cs_wire_pull_add_scope (pull, key, GPOINTER_TO_SIZE (value));
  /* Another process writes: whoever waits is told, and the page has it. */
  data = json_pack ("{s:s, s:s}", "id", "p-new", "name", "New");
  g_assert_true (cs_ledger_submit (ledger,
                                   &(CsIntent){.kind = "person", .by = admin, .data = data},
                                   &outcome,
                                   &error));
  g_assert_true (outcome->is_accepted);
  for (guint i = 0; i < 200; i++) {
    cs_server_look (stage.server);
    g_usleep (5000);
    if (cs_lobby_get_size (cs_server_get_lobby (stage.server)) >= cs_entry_get_seq (outcome->entry))
      break;
  }
  page = stage_pull (&stage, admin, pull);
  g_assert_cmpuint (page->rows->len, ==, 1);
  for (guint i = 0; i < page->leave->len; i++)
    leaves =
        leaves || strcmp (((CsWireLeave *)page->leave->pdata[i])->scope, "in:anantya/nowhere") == 0;
  g_assert_true (leaves);
  g_clear_pointer (&ledger, cs_ledger_close);
  stage_close (&stage);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scopes/everybody-I-7", test_everybody);
  g_test_add_func ("/scopes/role-ends-K-06", test_role_ends);
  return g_test_run ();
}
