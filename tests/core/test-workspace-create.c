/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-test-folder.h"
#include "cs-workspace-create.h"

#define NOW G_GINT64_CONSTANT (1795255200000000) /* a Saturday in November 2026 */

static CsLedger *
create (const char *folder, CsCreateKind kind)
{
  g_autoptr (CsTimeSource) time_source = cs_time_source_new_fixed (NOW);
  const CsCreateOptions options = {.kind = kind, .person_name = "Test Person", .seed = 7};
  g_autoptr (GError) error = NULL;
  CsLedger *ledger;

  g_assert_true (cs_workspace_create (folder, &options, time_source, &error) || error != NULL);
  g_assert_no_error (error);
  ledger = cs_ledger_open (folder, time_source, &error);
  g_assert_no_error (error);
  return ledger;
}

static guint
count (CsLedger *ledger, const char *person, CsListKind kind, const char *text)
{
  const CsListFilter filter = {.text = text};
  g_autoptr (GError) error = NULL;
  g_autoptr (CsRowPage) page =
      cs_ledger_read_list (ledger, person, kind, &filter, 0, 50, TRUE, &error);

  g_assert_no_error (error);
  return page->total;
}

static void
test_empty (void)
{
  g_autoptr (CsTestFolder) parent = cs_test_folder_new ();
  g_autofree char *folder = g_build_filename (parent, "mine", NULL);
  g_autoptr (CsLedger) ledger = create (folder, CS_CREATE_EMPTY);
  const CsDirectory *directory =
      cs_authority_get_directory (cs_ledger_get_authority (ledger), NULL);

  g_assert_false (cs_ledger_is_sample (ledger));
  g_assert_cmpstr (cs_ledger_get_person (ledger), ==, "p-me");
  g_assert_cmpstr (cs_directory_get_person (directory, "p-me")->name, ==, "Test Person");
  g_assert_cmpuint (count (ledger, "p-me", CS_LIST_REQUESTS, NULL), ==, 0);
}

static void
test_sample (void)
{
  g_autoptr (CsTestFolder) parent = cs_test_folder_new ();
  g_autofree char *folder = g_build_filename (parent, "sample", NULL);
  gint64 start = g_get_monotonic_time ();
  g_autoptr (CsLedger) ledger = create (folder, CS_CREATE_SAMPLE);

  g_test_message ("made in %.2f s", (double)(g_get_monotonic_time () - start) / 1e6);
  g_assert_true (cs_ledger_is_sample (ledger));
  g_assert_cmpuint (count (ledger, "p-meera", CS_LIST_REQUESTS, NULL), >=, 40);
  g_assert_cmpuint (count (ledger, "p-sunita", CS_LIST_INBOX_WAITING, NULL), >=, 5);
  g_assert_cmpuint (count (ledger, "p-meera", CS_LIST_PAYMENTS, NULL), >=, 7);
  g_assert_cmpuint (count (ledger, "p-meera", CS_LIST_REQUESTS, "sap"), >=, 1);
}

/* U-03: the state of a payment is told by its clock. */
static void
test_payments (void)
{
  static const char *const states[] =
      {"due", "late", "escalated", "promised", "part", "disputed", "confirmed", "written-off"};
  g_autoptr (CsTestFolder) parent = cs_test_folder_new ();
  g_autofree char *folder = g_build_filename (parent, "sample", NULL);
  g_autoptr (CsLedger) ledger = create (folder, CS_CREATE_SAMPLE);

  for (gsize i = 0; i < G_N_ELEMENTS (states); i++) {
    const CsListFilter filter = {.state = states[i]};
    g_autoptr (GError) error = NULL;
    g_autoptr (CsRowPage) page =
        cs_ledger_read_list (ledger, "p-meera", CS_LIST_PAYMENTS, &filter, 0, 50, TRUE, &error);

    g_assert_no_error (error);
    g_test_message ("%s: %u", states[i], page->total);
    g_assert_cmpuint (page->total, >, 0);
  }
}

static void
test_not_twice (void)
{
  g_autoptr (CsTestFolder) parent = cs_test_folder_new ();
  g_autofree char *folder = g_build_filename (parent, "mine", NULL);
  g_autoptr (CsTimeSource) time_source = cs_time_source_new_fixed (NOW);
  const CsCreateOptions options = {.kind = CS_CREATE_EMPTY};
  g_autoptr (GError) error = NULL;

  g_assert_true (cs_workspace_create (folder, &options, time_source, &error));
  g_assert_false (cs_workspace_create (folder, &options, time_source, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_CONFLICT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/workspace-create/empty", test_empty);
  g_test_add_func ("/workspace-create/sample", test_sample);
  g_test_add_func ("/workspace-create/payments", test_payments);
  g_test_add_func ("/workspace-create/not-twice", test_not_twice);
  return g_test_run ();
}
