/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-report-words.h"

#include "cs-report-filters.h"

#include <locale.h>
#include <string.h>

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

static CsReport *
make_report (CsReportKind kind)
{
  CsReport *report = g_new0 (CsReport, 1);

  report->kind = kind;
  report->rows = g_ptr_array_new_with_free_func (row_free);
  report->currencies = g_ptr_array_new_with_free_func (g_free);
  return report;
}

static CsReportRow *
add_row (CsReport *report, const char *key, const char *group, const char *label)
{
  CsReportRow *row = g_new0 (CsReportRow, 1);

  row->key = g_strdup (key);
  row->group = g_strdup (group);
  row->label = g_strdup (label);
  row->target_secs = -1;
  row->amounts = g_ptr_array_new ();
  g_ptr_array_add (report->rows, row);
  return row;
}

/* The sum of the printed percentages is a hundred. */
static void
test_share (void)
{
  static const struct {
    gint64 parts[CS_CHART_PARTS];
    int percent[CS_CHART_PARTS];
  } cases[] = {{{1, 1, 1, 0}, {34, 33, 33, 0}},
               {{0, 0, 0, 0}, {0, 0, 0, 0}},
               {{214, 0, 0, 0}, {100, 0, 0, 0}},
               {{2, 1, 4, 0}, {29, 14, 57, 0}}};

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    int percent[CS_CHART_PARTS];

    cs_chart_share (cases[i].parts, CS_CHART_PARTS, percent);
    for (guint j = 0; j < CS_CHART_PARTS; j++)
      g_assert_cmpint (percent[j], ==, cases[i].percent[j]);
  }
}

/* Steps are drawn to the scale of the longest; a whole request to its own. */
static void
test_scale (void)
{
  g_autoptr (CsReport) report = make_report (CS_REPORT_TURNAROUND);
  CsReportRow *whole = add_row (report, "p/x/", "X", NULL);
  CsReportRow *first = add_row (report, "p/x/a", "X", "A");
  CsReportRow *second = add_row (report, "p/x/b", "X", "B");
  CsFormat format;
  CsReportReading reading = {&format, 0};
  CsReportWords words;
  g_autofree char *summary = NULL;
  g_autoptr (GPtrArray) items = NULL;

  cs_format_init (&format);
  cs_report_words_init (&words, &reading);
  whole->high_secs = 100 * 3600;
  first->high_secs = 2 * 3600;
  second->median_secs = 1800;
  second->high_secs = 3600;
  second->target_secs = 4 * 3600;
  second->count = 12;
  items = cs_report_make_items (report, NULL, &words, &summary);
  g_assert_cmpint (((CsChartItem *)items->pdata[0])->scale, ==, 100 * 3600);
  g_assert_cmpint (((CsChartItem *)items->pdata[1])->scale, ==, 4 * 3600);
  g_assert_cmpint (((CsChartItem *)items->pdata[2])->scale, ==, 4 * 3600);
  g_assert_cmpstr (((CsChartItem *)items->pdata[2])->text, ==, "half within 30 min, n = 12");
  g_assert_nonnull (strstr (((CsChartItem *)items->pdata[2])->detail, "limit 4 h"));
  g_assert_nonnull (strstr (summary, "B half within 30 min"));
  cs_format_clear (&format);
}

/* More columns than there is room for: the last ones; the table has all. */
static void
test_columns (void)
{
  g_autoptr (CsReport) report = make_report (CS_REPORT_SLA);
  CsFormat format;
  CsReportReading reading = {&format, 0};
  CsReportWords words;
  g_autofree char *summary = NULL;
  g_autoptr (GPtrArray) items = NULL;

  cs_format_init (&format);
  cs_report_words_init (&words, &reading);
  for (int i = 1; i <= 20; i++) {
    g_autofree char *key = g_strdup_printf ("2026-10-%02d", i);

    add_row (report, key, NULL, NULL)->parts[CS_REPORT_PART_MET] = i;
  }
  items = cs_report_make_items (report, NULL, &words, &summary);
  g_assert_cmpuint (items->len, ==, 13);
  g_assert_cmpint (((CsChartItem *)items->pdata[12])->parts[0], ==, 20);
  g_assert_cmpstr (summary, ==, "Deadlines: 210 met, 0 met late, 0 breached, 0 running");
  cs_format_clear (&format);
}

/* A median of a few says nothing, and neither does nothing (ux: Empty states). */
static void
test_enough (void)
{
  static const struct {
    CsReportKind kind;
    int n;
    gboolean is_enough;
  } cases[] = {{CS_REPORT_TURNAROUND, 9, FALSE},
               {CS_REPORT_TURNAROUND, 10, TRUE},
               {CS_REPORT_AGEING, 0, FALSE},
               {CS_REPORT_AGEING, 1, TRUE},
               {CS_REPORT_MIX, 3, FALSE}};

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CsReport) report = make_report (cases[i].kind);
    g_autofree char *reason = NULL;

    report->n = cases[i].n;
    g_assert_true (cs_report_has_enough (report, &reason) == cases[i].is_enough);
    g_assert_true ((reason == NULL) == cases[i].is_enough);
  }
}

/* Periods begin with a Monday or a month, so that none is counted in part. */
static void
test_periods (void)
{
  const CsInstant now = G_GINT64_CONSTANT (1795435200000000); /* Monday 2026-11-23, noon */
  static const char *const starts[] = {"2026-11-02T00:00:00Z",
                                       "2026-08-31T00:00:00Z",
                                       "2025-12-01T00:00:00Z"};

  for (guint i = 0; i < G_N_ELEMENTS (starts); i++) {
    g_autofree char *start = cs_instant_format (cs_report_period_start (i, now));

    g_assert_cmpstr (start, ==, starts[i]);
  }
  g_assert_cmpint (cs_report_period_start (3, now), ==, CS_INSTANT_NONE);
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report-words/share", test_share);
  g_test_add_func ("/report-words/scale", test_scale);
  g_test_add_func ("/report-words/columns", test_columns);
  g_test_add_func ("/report-words/enough", test_enough);
  g_test_add_func ("/report-words/periods", test_periods);
  return g_test_run ();
}
