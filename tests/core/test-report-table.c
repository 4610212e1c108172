/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-csv.h"
#include "cs-report-table.h"
#include "cs-test-folder.h"

#include <string.h>

static void
amount_free (gpointer data)
{
  CsReportAmount *amount = data;

  g_free (amount->currency);
  g_free (amount->text);
  g_free (amount);
}

static void
row_free (gpointer data)
{
  CsReportRow *row = data;

  g_free (row->key);
  g_free (row->group);
  g_free (row->label);
  g_ptr_array_unref (row->amounts);
  g_free (row);
}

static CsReportRow *
add_row (CsReport *report, const char *key, gint64 count)
{
  CsReportRow *row = g_new0 (CsReportRow, 1);

  row->key = g_strdup (key);
  row->count = count;
  row->target_secs = -1;
  row->amounts = g_ptr_array_new_with_free_func (amount_free);
  g_ptr_array_add (report->rows, row);
  report->n += count;
  return row;
}

static CsReport *
make_report (CsReportKind kind)
{
  CsReport *report = g_new0 (CsReport, 1);

  report->kind = kind;
  report->rows = g_ptr_array_new_with_free_func (row_free);
  report->currencies = g_ptr_array_new_with_free_func (g_free);
  return report;
}

/* A column for each currency; amounts as decimals, no cell a formula (C.3). */
static void
test_amounts (void)
{
  g_autoptr (CsReport) report = make_report (CS_REPORT_AGEING);
  g_autoptr (CsReportTable) table = NULL;
  g_autofree char *csv = NULL;
  CsReportAmount *amount = g_new0 (CsReportAmount, 1);

  g_ptr_array_add (report->currencies, g_strdup ("BHD"));
  g_ptr_array_add (report->currencies, g_strdup ("INR"));
  amount->currency = g_strdup ("BHD");
  amount->minor = 1250500;
  amount->text = g_strdup ("BHD 1,250.500");
  g_ptr_array_add (add_row (report, "0", 3)->amounts, amount);
  add_row (report, "4", 0);
  table = cs_report_table_new (report, NULL, NULL);
  csv = cs_report_table_to_csv (table);
  g_assert_cmpstr (csv,
                   ==,
                   CS_CSV_MARK "Working days since opened,Number,BHD,INR\r\n"
                               "0–1 days,3,1250.500,\r\n"
                               "15 days and more,0,,\r\n");
}

static void
test_weeks (void)
{
  g_autoptr (CsReport) report = make_report (CS_REPORT_SLA);
  const CsReportFilter months = {.by_month = TRUE};
  g_autoptr (CsReportTable) table = NULL, by_month = NULL;
  CsReportRow *row = add_row (report, "2026-11-01", 4);

  row->parts[CS_REPORT_PART_MET] = 3;
  row->parts[CS_REPORT_PART_LATE] = 1;
  table = cs_report_table_new (report, NULL, NULL);
  by_month = cs_report_table_new (report, &months, NULL);
  g_assert_cmpuint (table->columns->len, ==, 6);
  g_assert_cmpstr (((char **)table->rows->pdata[0])[0], ==, "2026-11-01");
  g_assert_cmpstr (((char **)by_month->rows->pdata[0])[0], ==, "2026-11");
  g_assert_cmpstr (((char **)table->rows->pdata[0])[2], ==, "1");
  g_assert_nonnull (strstr (table->definition, "n = 4"));
}

static void
test_hours (void)
{
  g_autoptr (CsReport) report = make_report (CS_REPORT_TURNAROUND);
  g_autoptr (CsReportTable) table = NULL;
  CsReportRow *row = add_row (report, "pack/process/", 12);

  row->group = g_strdup ("A process");
  row->low_secs = 17;
  row->median_secs = 3600 * 3 + 1800;
  row->high_secs = 3600 * 100;
  table = cs_report_table_new (report, NULL, NULL);
  g_assert_cmpstr (((char **)table->rows->pdata[0])[0], ==, "A process");
  g_assert_cmpstr (((char **)table->rows->pdata[0])[1], ==, "Whole request");
  g_assert_cmpstr (((char **)table->rows->pdata[0])[3], ==, "0.00");
  g_assert_cmpstr (((char **)table->rows->pdata[0])[4], ==, "3.50");
  g_assert_cmpstr (((char **)table->rows->pdata[0])[5], ==, "100.00");
  g_assert_cmpstr (((char **)table->rows->pdata[0])[6], ==, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report-table/amounts", test_amounts);
  g_test_add_func ("/report-table/weeks", test_weeks);
  g_test_add_func ("/report-table/hours", test_hours);
  return g_test_run ();
}
