/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-authority-private.h"
#include "cs-journal.h"
#include "cs-uuid.h"

#include "sample.h"

/* As in cs-authority-folds.c. */
#define MAX_FOLDS   128
#define MAX_ENTRIES 2000
#define LONG        600 /* entries of a request that many have written on */

static GPtrArray *
list_requests (Sample *sample)
{
  GPtrArray *ids = cs_journal_list_requests (cs_ledger_get_store (sample->ledger), 0, 1000, NULL);

  g_assert_cmpuint (ids->len, >=, 8);
  return ids;
}

/* The request, with many notes more. */
static CsRequest *
fold_long (CsAuthority *authority, const char *id)
{
  CsRequest *request = cs_authority_fold_request (authority, id, NULL);
  g_autoptr (json_t) data = json_pack ("{s:s}", "text", "And another thing");

  while (cs_request_get_entries (request)->len < LONG) {
    g_autofree char *note = cs_uuid_new (SAMPLE_NOW);
    const CsEntryHead head =
        {.id = note, .request = id, .kind = "note", .by = "p-1", .device = "d-1", .at = SAMPLE_NOW};
    g_autoptr (CsEntry) entry = cs_entry_build (&head, data, NULL);

    g_assert_true (cs_request_apply (request, entry, NULL));
  }
  return request;
}

static guint
count_entries (CsAuthority *authority)
{
  GHashTableIter iter;
  gpointer value;
  guint n = 0;

  g_hash_table_iter_init (&iter, authority->folds);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    n += cs_request_get_entries (((CsFolded *)value)->request)->len;
  return n;
}

/* SG-13: what is remembered is bounded by how long it is; who is asked for stays. */
static void
test_long (void)
{
  Sample sample = {0};
  CsAuthority *authority;
  g_autoptr (GPtrArray) ids = NULL;
  guint most = 0;

  sample_open (&sample);
  authority = cs_ledger_get_authority (sample.ledger);
  ids = list_requests (&sample);
  for (guint i = 1; i < ids->len; i++) {
    g_assert_nonnull (cs_authority_get_folded (authority, ids->pdata[0], NULL));
    cs_authority_add_folded (authority, ids->pdata[i], fold_long (authority, ids->pdata[i]));
    g_assert_true (g_hash_table_contains (authority->folds, ids->pdata[0]));
    g_assert_true (g_hash_table_contains (authority->folds, ids->pdata[i]));
    g_assert_cmpuint (count_entries (authority), <=, MAX_ENTRIES + LONG);
    most = MAX (most, g_hash_table_size (authority->folds));
  }
  g_assert_cmpuint (most, >=, 1 + MAX_ENTRIES / LONG);
  g_assert_false (g_hash_table_contains (authority->folds, ids->pdata[1]));
  sample_close (&sample);
}

/* One that is longer than all may be is remembered alone, and what was dropped is folded again. */
static void
test_longest (void)
{
  Sample sample = {0};
  CsAuthority *authority;
  g_autoptr (GPtrArray) ids = NULL;
  g_autofree char *before = NULL, *after = NULL;

  sample_open (&sample);
  authority = cs_ledger_get_authority (sample.ledger);
  ids = list_requests (&sample);
  before = cs_request_digest (cs_authority_get_request (authority, ids->pdata[0], NULL, NULL));
  for (guint i = 1; i < 6; i++)
    cs_authority_add_folded (authority, ids->pdata[i], fold_long (authority, ids->pdata[i]));
  g_assert_false (g_hash_table_contains (authority->folds, ids->pdata[0]));
  after = cs_request_digest (cs_authority_get_request (authority, ids->pdata[0], NULL, NULL));
  g_assert_cmpstr (after, ==, before);
  sample_close (&sample);
}

/* SG-13: and by how many they are. */
static void
test_many (void)
{
  Sample sample = {0};
  CsAuthority *authority;
  g_autoptr (GPtrArray) ids = NULL;

  sample_open (&sample);
  authority = cs_ledger_get_authority (sample.ledger);
  ids = list_requests (&sample);
  for (guint i = 0; i < MAX_FOLDS + 40; i++) {
    g_autofree char *id = g_strdup_printf ("request %u", i);
    g_autoptr (GPtrArray) entries =
        cs_journal_list (cs_ledger_get_store (sample.ledger), ids->pdata[0], 0, NULL);
    CsRequest *request = cs_authority_new_request (authority, entries->pdata[0], NULL);

    g_assert_true (cs_request_apply (request, entries->pdata[0], NULL));
    cs_authority_add_folded (authority, id, request);
    g_assert_cmpuint (g_hash_table_size (authority->folds), ==, MIN (i + 1, MAX_FOLDS));
    g_assert_true (g_hash_table_contains (authority->folds, id));
  }
  g_assert_false (g_hash_table_contains (authority->folds, "request 39"));
  g_assert_true (g_hash_table_contains (authority->folds, "request 40"));
  sample_close (&sample);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/authority-folds/SG-13/long", test_long);
  g_test_add_func ("/authority-folds/SG-13/longest", test_longest);
  g_test_add_func ("/authority-folds/SG-13/many", test_many);
  return g_test_run ();
}
