/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sample.h"

#include "cs-journal.h"

#include <sqlite3.h>
#include <string.h>

static guint n_begins, n_commits;

static void
test_nothing_there (void)
{
  g_autoptr (CsTestFolder) folder = cs_test_folder_new ();
  g_autoptr (CsTimeSource) time_source = cs_time_source_new_fixed (SAMPLE_NOW);
  g_autoptr (GError) error = NULL;

  g_assert_null (cs_ledger_open (folder, time_source, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_NOT_FOUND);
}

static void
test_sample (void)
{
  Sample sample;
  g_autofree char *digest = NULL, *path = NULL;

  sample_open (&sample);
  g_assert_true (cs_ledger_is_sample (sample.ledger));
  g_assert_cmpstr (cs_ledger_get_person (sample.ledger), ==, "p-sunita");
  g_assert_true (cs_ledger_get_time_source (sample.ledger) == sample.time_source);
  digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "contents", -1);
  path = cs_ledger_dup_file_path (sample.folder, digest);
  g_assert_true (g_str_has_prefix (path, sample.folder));
  g_assert_null (cs_ledger_dup_file_path (sample.folder, "../../etc/passwd"));
  sample_close (&sample);
}

static CsOutcome *
say (CsLedger *ledger, const char *request, const char *by, const char *text)
{
  g_autoptr (json_t) data = json_pack ("{s:s}", "text", text);
  const CsIntent intent = {.request = request, .kind = "note", .by = by, .data = data};
  g_autoptr (GError) error = NULL;
  CsOutcome *outcome = NULL;

  cs_ledger_submit (ledger, &intent, &outcome, &error);
  g_assert_no_error (error);
  return outcome;
}

/* K-10: two programs write in turn to one request; each reads on where the other stopped. */
static void
test_two_programs (void)
{
  Sample sample;
  g_autoptr (CsLedger) other = NULL;
  g_autofree char *request = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  gint64 before;

  sample_open (&sample);
  other = cs_ledger_open (sample.folder, sample.time_source, NULL);
  request = cs_journal_find_request (cs_ledger_get_store (other), "ANT-1030", NULL);
  g_assert_nonnull (request);
  entries = cs_journal_list (cs_ledger_get_store (other), request, 0, NULL);
  before = entries->len;
  g_assert_false (cs_ledger_has_foreign_changes (other));
  for (guint i = 0; i < 6; i++) {
    g_autofree char *text = g_strdup_printf ("Word %u", i);
    g_autoptr (CsOutcome) outcome =
        say (i % 2 == 0 ? sample.ledger : other, request, i % 3 == 0 ? "p-leela" : "p-divya", text);

    g_assert_true (outcome->is_accepted);
    g_assert_cmpint (cs_entry_get_number (outcome->entry), ==, before + i + 1);
  }
  g_assert_true (cs_ledger_has_foreign_changes (other));
  g_assert_false (cs_ledger_has_foreign_changes (other));
  sample_close (&sample);
}

static int
on_statement (unsigned kind, void *data, void *statement, void *text)
{
  n_begins += g_str_has_prefix (text, "BEGIN") ? 1 : 0;
  n_commits += g_str_has_prefix (text, "COMMIT") ? 1 : 0;
  return 0;
}

static int
on_open (sqlite3 *handle, char **message, const void *routines)
{
  sqlite3_trace_v2 (handle, SQLITE_TRACE_STMT, on_statement, NULL);
  return SQLITE_OK;
}

/* What somebody says is one transaction, from the first read to the lists: entry, hash, counter,
 * number and rows are there together or not at all. What is refused commits nothing. */
static void
test_one_transaction (void)
{
  Sample sample;
  g_autofree char *request = NULL;
  g_autoptr (CsOutcome) accepted = NULL, refused = NULL;

  sqlite3_auto_extension ((void (*) (void))on_open);
  sample_open (&sample);
  request = cs_journal_find_request (cs_ledger_get_store (sample.ledger), "ANT-1030", NULL);
  g_assert_true (cs_ledger_ensure_keys (sample.ledger, NULL));
  n_begins = n_commits = 0;
  accepted = say (sample.ledger, request, "p-leela", "A word");
  g_assert_true (accepted->is_accepted);
  g_assert_cmpuint (n_begins, ==, 1);
  g_assert_cmpuint (n_commits, ==, 1);
  refused = say (sample.ledger, request, "p-leela", " ");
  g_assert_false (refused->is_accepted);
  g_assert_cmpuint (n_begins, ==, 2);
  g_assert_cmpuint (n_commits, ==, 1);
  sample_close (&sample);
  sqlite3_cancel_auto_extension ((void (*) (void))on_open);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ledger/nothing-there", test_nothing_there);
  g_test_add_func ("/ledger/sample", test_sample);
  g_test_add_func ("/ledger/K-10/two-programs", test_two_programs);
  g_test_add_func ("/ledger/one-transaction", test_one_transaction);
  return g_test_run ();
}
