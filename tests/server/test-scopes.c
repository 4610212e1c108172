/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server-stage.h"

#include "cs-granted.h"
#include "cs-grants.h"
#include "cs-journal.h"
#include "cs-outline.h"
#include "cs-packs.h"
#include "cs-stamp.h"

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

/* K-10: what another process wrote is stamped and told of; a scope that is not granted is left. */
static void
test_written_elsewhere (void)
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

/* A pack in which the region is one of the things that can be filled in. */
static const char house[] =
    "{\"format\": 1, \"pack\": \"house\", \"prefix\": \"H\", \"version\": 1, \"languages\": "
    "[\"en\"],"
    " \"calendar\": \"india\","
    " \"regions\": {\"IN\": {\"calendar\": \"india\", \"currency\": \"INR\"},"
    "  \"KE\": {\"calendar\": \"kenya\", \"currency\": \"KES\"}},"
    " \"roles\": {\"desk\": {}},"
    " \"processes\": [{\"id\": \"one\", \"fields\": {\"need\": {\"type\": \"long\"}},"
    "  \"stages\": [{\"id\": \"work\", \"who\": \"desk\", \"steps\": ["
    "   {\"id\": \"do\", \"form\": [\"need\", \"region\"]}]},"
    "   {\"id\": \"closed\", \"steps\": [{\"id\": \"done\", \"end\": \"completed\"}]}]}]}";

static char *
say (CsLedger *ledger, const char *request, const char *kind, json_t *data)
{
  gboolean is_of_directory = request == NULL && strcmp (kind, "open") != 0;
  g_autoptr (json_t) owned = data;
  const CsIntent intent = {.request = request,
                           .kind = kind,
                           .by = is_of_directory ? CS_SERVER_FOUNDER : "p-india",
                           .data = owned};
  g_autoptr (CsOutcome) outcome = NULL;
  g_autoptr (GError) error = NULL;

  cs_ledger_submit (ledger, &intent, &outcome, &error);
  g_assert_no_error (error);
  if (!outcome->is_accepted)
    g_test_message ("%s: %s", kind, outcome->reason->text);
  g_assert_true (outcome->is_accepted);
  return g_strdup (cs_entry_get_id (outcome->entry));
}

static void
give (CsLedger *ledger, const char *person, const char *region)
{
  g_free (say (ledger, NULL, "person", json_pack ("{s:s, s:s}", "id", person, "name", person)));
  g_free (say (ledger,
               NULL,
               "role",
               json_pack ("{s:s, s:s, s:s, s:s, s:b}",
                          "pack",
                          "house",
                          "role",
                          "desk",
                          "person",
                          person,
                          "region",
                          region,
                          "held",
                          TRUE)));
}

static char *
play_house (CsLedger *ledger)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (house, sizeof house - 1);
  g_autofree char *digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  char *request;

  g_assert_true (cs_packs_save (cs_ledger_get_store (ledger), digest, "house", bytes, NULL));
  g_free (say (ledger,
               NULL,
               "pack",
               json_pack ("{s:s, s:s, s:{}, s:b}",
                          "pack",
                          "house",
                          "digest",
                          digest,
                          "settings",
                          "defaults",
                          TRUE)));
  give (ledger, "p-india", "IN");
  give (ledger, "p-kenya", "KE");
  g_free (say (ledger, NULL, "client", json_pack ("{s:s, s:s}", "id", "c-shop", "name", "Shop")));
  request = say (ledger,
                 NULL,
                 "open",
                 json_pack ("{s:s, s:s, s:s, s:s}",
                            "pack",
                            "house",
                            "client",
                            "c-shop",
                            "region",
                            "IN",
                            "title",
                            "Shelves"));
  g_free (say (ledger,
               request,
               "fill",
               json_pack ("{s:s, s:{s:s}}", "step", "do", "values", "need", "Three")));
  return request;
}

/* K-06: a request that moves is left by those who may not see it any more, and comes whole to those
 * who may now; each index counts what left as one. */
static void
test_moved (void)
{
  Stage stage = {0};
  g_autoptr (CsLedger) ledger = NULL;
  g_autofree char *request = NULL;
  g_autoptr (GHashTable) india = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) kenya = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (Seen) before = {0};
  g_auto (Seen) after = {0};
  g_autoptr (CsWirePull) pull = cs_wire_pull_new ();
  g_autoptr (CsWireCheckpoint) page = NULL;
  const CsWireLeave *leave;

  stage_open (&stage, NULL);
  seen_init (&before);
  seen_init (&after);
  ledger = open_ledger (&stage);
  cs_ledger_leave_unsigned (ledger, "d-server");
  request = play_house (ledger);
  g_assert_true (cs_stamp_all (ledger, NULL));
  pull_all (&stage, "p-india", 0, &before, india);
  g_assert_cmpint (find_index (india, "in:house/IN"), ==, 2);
  g_free (say (ledger,
               request,
               "fill",
               json_pack ("{s:s, s:{s:s}}", "step", "do", "values", "region", "KE")));
  g_assert_true (cs_stamp_all (ledger, NULL));
  cs_wire_pull_add_scope (pull, "in:house/IN", 2);
  page = stage_pull (&stage, "p-india", pull);
  g_assert_cmpuint (page->leave->len, ==, 1);
  leave = page->leave->pdata[0];
  g_assert_cmpstr (leave->scope, ==, "in:house/IN");
  g_assert_cmpstr (leave->requests[0], ==, request);
  for (guint i = 0; i < page->scopes->len; i++) {
    const CsWireScope *scope = page->scopes->pdata[i];

    if (strcmp (scope->key, "in:house/IN") == 0)
      g_assert_cmpint (scope->index, ==, 3);
  }
  pull_all (&stage, "p-kenya", 1, &after, kenya);
  g_assert_cmpint (find_index (kenya, "in:house/KE"), ==, 3);
  /* ASVS 8.3.2: a role that ends between two pages is not in the second. */
  g_free (say (ledger,
               NULL,
               "role",
               json_pack ("{s:s, s:s, s:s, s:s, s:b}",
                          "pack",
                          "house",
                          "role",
                          "desk",
                          "person",
                          "p-kenya",
                          "region",
                          "KE",
                          "held",
                          FALSE)));
  g_assert_true (cs_stamp_all (ledger, NULL));
  g_clear_pointer (&pull, cs_wire_pull_free);
  g_clear_pointer (&page, cs_wire_checkpoint_free);
  pull = cs_wire_pull_new ();
  cs_wire_pull_add_scope (pull, "in:house/KE", 0);
  page = stage_pull (&stage, "p-kenya", pull);
  g_assert_cmpuint (page->leave->len, ==, 1);
  g_assert_null (((CsWireLeave *)page->leave->pdata[0])->requests);
  for (guint i = 0; i < page->rows->len; i++)
    g_assert_cmpstr (((CsWireRow *)page->rows->pdata[i])->scope, ==, "all");
  g_clear_pointer (&ledger, cs_ledger_close);
  stage_close (&stage);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scopes/everybody-I-7", test_everybody);
  g_test_add_func ("/scopes/moved-K-06", test_moved);
  g_test_add_func ("/scopes/written-elsewhere-K-10", test_written_elsewhere);
  return g_test_run ();
}
