/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-ledger.h"
#include "cs-test-folder.h"

/*
 * A page of a list in workspaces of several sizes: the first page, one deep inside and a search;
 * and every report over all there is.
 * CS_PERF_REQUESTS says how many requests the largest has. Prints numbers and judges none.
 */

#define PAGE    50
#define REPEATS 9

static int
compare (gconstpointer a, gconstpointer b)
{
  gint64 left = *(const gint64 *)a, right = *(const gint64 *)b;

  return (left > right) - (left < right);
}

static void
measure (CsLedger *ledger, guint n_requests, const char *what, const char *text, guint offset)
{
  const CsListFilter filter = {.text = text};
  gint64 took_usec[REPEATS];

  for (guint i = 0; i < REPEATS; i++) {
    gint64 start = g_get_monotonic_time ();
    g_autoptr (GError) error = NULL;
    g_autoptr (CsRowPage) page = cs_ledger_read_list (ledger,
                                                      cs_ledger_get_person (ledger),
                                                      CS_LIST_REQUESTS,
                                                      &filter,
                                                      offset,
                                                      PAGE,
                                                      offset == 0,
                                                      &error);

    g_assert_no_error (error);
    took_usec[i] = g_get_monotonic_time () - start;
  }
  qsort (took_usec, REPEATS, sizeof took_usec[0], compare);
  g_print ("# list-%s-%u: %.1f ms\n", what, n_requests, (double)took_usec[REPEATS / 2] / 1000);
}

static void
measure_reports (CsLedger *ledger, guint n_requests)
{
  for (guint kind = 0; kind < CS_N_REPORTS; kind++) {
    gint64 start = g_get_monotonic_time ();
    g_autoptr (GError) error = NULL;
    g_autoptr (CsReport) report = cs_ledger_read_report (ledger, (CsReportKind)kind, NULL, &error);

    g_assert_no_error (error);
    g_print ("# report-%s-%u: %.1f ms\n",
             cs_report_kind_get_name ((CsReportKind)kind),
             n_requests,
             (double)(g_get_monotonic_time () - start) / 1000);
  }
}

static void
test_size (gconstpointer data)
{
  guint n_requests = GPOINTER_TO_UINT (data);
  g_autoptr (CsTestFolder) parent = cs_test_folder_new ();
  g_autofree char *folder = g_build_filename (parent, "workspace", NULL);
  g_autofree char *number = g_strdup_printf ("--requests=%u", n_requests);
  const char *argv[] =
      {g_getenv ("COUNTERSIGNCTL"), "--workspace", folder, "generate", number, NULL};
  g_autoptr (CsTimeSource) time_source = cs_time_source_new ();
  gint64 start = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;
  g_autoptr (CsLedger) ledger = NULL;
  int status;

  g_spawn_sync (NULL,
                (char **)argv,
                NULL,
                G_SPAWN_STDOUT_TO_DEV_NULL,
                NULL,
                NULL,
                NULL,
                NULL,
                &status,
                &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  g_print ("# generate-%u: %.1f s\n",
           n_requests,
           (double)(g_get_monotonic_time () - start) / G_USEC_PER_SEC);
  start = g_get_monotonic_time ();
  ledger = cs_ledger_open (folder, time_source, &error);
  g_assert_no_error (error);
  g_print ("# open-%u: %.1f ms\n", n_requests, (double)(g_get_monotonic_time () - start) / 1000);
  measure (ledger, n_requests, "first-page", NULL, 0);
  measure (ledger, n_requests, "deep-page", NULL, n_requests / 2);
  measure (ledger, n_requests, "search", "sap", 0);
  measure_reports (ledger, n_requests);
}

int
main (int argc, char **argv)
{
  const char *wanted = g_getenv ("CS_PERF_REQUESTS");
  guint largest = wanted != NULL ? (guint)g_ascii_strtoull (wanted, NULL, 10) : 10000;

  g_test_init (&argc, &argv, NULL);
  for (guint size = 1000; size <= largest; size *= 10) {
    g_autofree char *path = g_strdup_printf ("/lists/%u", size);

    g_test_add_data_func (path, GUINT_TO_POINTER (size), test_size);
  }
  return g_test_run ();
}
