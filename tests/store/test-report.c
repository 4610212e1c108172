/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../core/sample.h"

#include "cs-clock.h"
#include "cs-journal.h"
#include "cs-report.h"

#include <stdlib.h>
#include <string.h>

/* What reports count in SQL, counted once more from the folded requests. */

static Sample sample;

static CsReport *
read_report (CsReportKind kind, const CsReportFilter *filter)
{
  g_autoptr (GError) error = NULL;
  CsReport *report = cs_ledger_read_report (sample.ledger, kind, filter, &error);

  g_assert_no_error (error);
  g_assert_cmpint (report->kind, ==, kind);
  return report;
}

typedef void (*Look) (const CsRequest *request, const CsDirectory *directory, gpointer data);

static void
look_at_all (Look look, gpointer data)
{
  CsAuthority *authority = cs_ledger_get_authority (sample.ledger);
  const CsDirectory *directory = cs_authority_get_directory (authority, NULL);
  g_autoptr (GPtrArray) ids =
      cs_journal_list_requests (cs_ledger_get_store (sample.ledger), 0, 100000, NULL);

  g_assert_cmpuint (ids->len, >, 40);
  for (guint i = 0; i < ids->len; i++) {
    gint64 ref;

    look (cs_authority_get_request (authority, ids->pdata[i], &ref, NULL), directory, data);
  }
}

/* --- ageing --- */

static void
count_age (const CsRequest *request, const CsDirectory *directory, gpointer data)
{
  static const gint64 from[] = {0, 2, 4, 8, 15};
  gint64 *counts = data;
  const char *id = cs_request_get_process (request)->pack->calendar;
  gint64 days = cs_calendar_count_closes (cs_directory_get_calendar (directory, id),
                                          cs_request_get_opened (request),
                                          SAMPLE_NOW);

  if (cs_request_get_end (request) != CS_END_NONE)
    return;
  for (gsize i = G_N_ELEMENTS (from); i > 0; i--) {
    if (days >= from[i - 1]) {
      counts[i - 1]++;
      return;
    }
  }
}

/* ux: Reports: buckets of working days; what each comes to in its currencies is never added. */
static void
test_ageing (void)
{
  g_autoptr (CsReport) report = read_report (CS_REPORT_AGEING, NULL);
  gint64 counts[5] = {0}, sum = 0;

  look_at_all (count_age, counts);
  g_assert_cmpuint (report->rows->len, ==, G_N_ELEMENTS (counts));
  for (guint i = 0; i < report->rows->len; i++) {
    const CsReportRow *row = report->rows->pdata[i];

    g_assert_cmpint (row->count, ==, counts[i]);
    for (guint j = 1; j < row->amounts->len; j++)
      g_assert_cmpstr (((CsReportAmount *)row->amounts->pdata[j - 1])->currency,
                       <,
                       ((CsReportAmount *)row->amounts->pdata[j])->currency);
    sum += row->count;
  }
  g_assert_cmpint (sum, ==, report->n);
  g_assert_cmpuint (report->currencies->len, >, 3);
}

/* --- deadlines --- */

static void
count_runs (const CsRequest *request, const CsDirectory *directory, gpointer data)
{
  gint64 *parts = data;
  g_autoptr (GPtrArray) runs = cs_clock_list_runs (request, directory, SAMPLE_NOW);

  for (guint i = 0; i < runs->len; i++) {
    const CsClockRun *run = runs->pdata[i];

    if (run->due == CS_INSTANT_NONE)
      continue;
    if (run->stopped != CS_INSTANT_NONE)
      parts[run->stopped <= run->due ? CS_REPORT_PART_MET : CS_REPORT_PART_LATE]++;
    else if (cs_request_get_end (request) == CS_END_NONE)
      parts[run->due < SAMPLE_NOW ? CS_REPORT_PART_BREACHED : CS_REPORT_PART_RUNNING]++;
  }
}

/* A deadline is met when it was done no later than its limit (design: Time); no week is left out.
 */
static void
test_sla (void)
{
  g_autoptr (CsReport) report = read_report (CS_REPORT_SLA, NULL);
  gint64 parts[CS_N_REPORT_PARTS] = {0}, found[CS_N_REPORT_PARTS] = {0};

  look_at_all (count_runs, parts);
  g_assert_cmpuint (report->rows->len, >, 3);
  for (guint i = 0; i < report->rows->len; i++) {
    const CsReportRow *row = report->rows->pdata[i];
    g_autofree char *moment = g_strconcat (row->key, "T00:00:00Z", NULL);
    g_autoptr (GDateTime) day = g_date_time_new_from_iso8601 (moment, NULL);

    g_assert_cmpint (g_date_time_get_day_of_week (day), ==, 1);
    if (i > 0) {
      const CsReportRow *before = report->rows->pdata[i - 1];
      g_autofree char *earlier = g_strconcat (before->key, "T00:00:00Z", NULL);
      g_autoptr (GDateTime) last = g_date_time_new_from_iso8601 (earlier, NULL);

      g_assert_cmpint (g_date_time_difference (day, last), ==, 7 * G_TIME_SPAN_DAY);
    }
    for (int j = 0; j < CS_N_REPORT_PARTS; j++)
      found[j] += row->parts[j];
  }
  g_assert_cmpint (found[CS_REPORT_PART_MET], ==, parts[CS_REPORT_PART_MET]);
  g_assert_cmpint (found[CS_REPORT_PART_LATE], ==, parts[CS_REPORT_PART_LATE]);
  g_assert_cmpint (found[CS_REPORT_PART_BREACHED], ==, parts[CS_REPORT_PART_BREACHED]);
  g_assert_cmpint (found[CS_REPORT_PART_RUNNING], <=, parts[CS_REPORT_PART_RUNNING]);
  g_assert_cmpint (found[CS_REPORT_PART_RUNNING], >, 0);
}

static void
test_months (void)
{
  const CsReportFilter filter = {.since = CS_INSTANT_NONE, .by_month = TRUE};
  g_autoptr (CsReport) months = read_report (CS_REPORT_SLA, &filter);
  g_autoptr (CsReport) weeks = read_report (CS_REPORT_SLA, NULL);

  g_assert_cmpint (months->n, ==, weeks->n);
  g_assert_cmpuint (months->rows->len, <, weeks->rows->len);
  for (guint i = 0; i < months->rows->len; i++)
    g_assert_true (g_str_has_suffix (((CsReportRow *)months->rows->pdata[i])->key, "-01"));
}

/* --- turnaround --- */

typedef struct {
  const char *step;
  GArray *secs;
} Passes;

static void
collect_pass (const CsRequest *request, const CsDirectory *directory, gpointer data)
{
  Passes *passes = data;
  const CsProcess *process = cs_request_get_process (request);
  CsCalendar *calendar = cs_directory_get_calendar (directory, process->pack->calendar);
  const CsStep *step = cs_process_get_step (process, passes->step);
  const GArray *periods = cs_request_get_step_periods (request, step);
  gint64 secs = 0;

  if (periods->len == 0 || !g_array_index (periods, CsPeriod, periods->len - 1).is_met)
    return;
  for (guint i = 0; i < periods->len; i++) {
    const CsPeriod *period = &g_array_index (periods, CsPeriod, i);

    secs += cs_calendar_elapsed (calendar, period->from, period->until, NULL, 0);
  }
  g_array_append_val (passes->secs, secs);
}

static int
compare_secs (gconstpointer a, gconstpointer b)
{
  gint64 left = *(const gint64 *)a, right = *(const gint64 *)b;

  return (left > right) - (left < right);
}

static gint64
rank (const GArray *secs, guint percent)
{
  return g_array_index (secs, gint64, (secs->len * percent + 99) / 100 - 1);
}

static void
test_turnaround (void)
{
  g_autoptr (CsReport) report = read_report (CS_REPORT_TURNAROUND, NULL);
  guint n_looked = 0;

  g_assert_cmpuint (report->rows->len, >, 5);
  for (guint i = 0; i < report->rows->len; i++) {
    const CsReportRow *row = report->rows->pdata[i];
    Passes passes = {strrchr (row->key, '/') + 1, g_array_new (FALSE, FALSE, sizeof (gint64))};

    if (*passes.step != '\0') {
      look_at_all (collect_pass, &passes);
      g_array_sort (passes.secs, compare_secs);
      g_assert_cmpint (row->count, ==, passes.secs->len);
      g_assert_cmpint (row->low_secs, ==, rank (passes.secs, 10));
      g_assert_cmpint (row->median_secs, ==, rank (passes.secs, 50));
      g_assert_cmpint (row->high_secs, ==, rank (passes.secs, 90));
      n_looked++;
    } else {
      g_assert_null (row->label);
    }
    g_array_unref (passes.secs);
  }
  g_assert_cmpuint (n_looked, >, 5);
}

/* --- mix and totals --- */

static void
count_ends (const CsRequest *request, const CsDirectory *directory, gpointer data)
{
  ((gint64 *)data)[cs_request_get_end (request)]++;
}

static void
test_totals (void)
{
  static const struct {
    const char *key;
    CsEnd end;
  } rows[] = {{"open", CS_END_NONE},
              {"completed", CS_END_COMPLETED},
              {"rejected", CS_END_REJECTED},
              {"withdrawn", CS_END_WITHDRAWN}};
  g_autoptr (CsReport) report = read_report (CS_REPORT_TOTALS, NULL);
  gint64 ends[4] = {0};

  look_at_all (count_ends, ends);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    const CsReportRow *row = report->rows->pdata[i];

    g_assert_cmpstr (row->key, ==, rows[i].key);
    g_assert_cmpint (row->count, ==, ends[rows[i].end]);
    for (guint j = 0; j < row->amounts->len; j++)
      g_assert_true (g_str_has_prefix (((CsReportAmount *)row->amounts->pdata[j])->text,
                                       ((CsReportAmount *)row->amounts->pdata[j])->currency));
  }
}

/* Every choice that the process names is counted, also the one that nobody gave. */
static void
test_mix (void)
{
  g_autoptr (CsReport) report = read_report (CS_REPORT_MIX, NULL);
  gint64 first = 0;
  const char *group = ((CsReportRow *)report->rows->pdata[0])->group;

  g_assert_cmpuint (report->rows->len, >=, 4);
  for (guint i = 0; i < report->rows->len; i++) {
    const CsReportRow *row = report->rows->pdata[i];

    g_assert_nonnull (row->label);
    if (g_strcmp0 (row->group, group) == 0)
      first += row->count;
  }
  g_assert_cmpint (first, ==, report->n);
}

/* --- filters --- */

static void
test_filters (void)
{
  const CsReportFilter all = {.since = CS_INSTANT_NONE};
  const CsReportFilter process = {.since = CS_INSTANT_NONE, .process = "anantya/integration"};
  const CsReportFilter nowhere = {.since = CS_INSTANT_NONE, .process = "anantya/nothing"};
  const CsReportFilter africa = {.since = CS_INSTANT_NONE, .region = "africa"};
  const CsReportFilter global = {.since = CS_INSTANT_NONE, .region = "global"};
  const CsReportFilter tomorrow = {.since = SAMPLE_NOW + 1};

  for (guint kind = 0; kind < CS_N_REPORTS; kind++) {
    g_autoptr (CsReport) whole = read_report (kind, &all);
    g_autoptr (CsReport) same = read_report (kind, &process);
    g_autoptr (CsReport) none = read_report (kind, &nowhere);
    g_autoptr (CsReport) inside = read_report (kind, &africa);
    g_autoptr (CsReport) outside = read_report (kind, &global);

    g_test_message ("%s", cs_report_kind_get_name (kind));
    g_assert_cmpint (whole->n, >, 0);
    g_assert_cmpint (same->n, ==, whole->n);
    g_assert_cmpint (none->n, ==, 0);
    if (kind != CS_REPORT_TURNAROUND)
      g_assert_cmpint (inside->n + outside->n, ==, whole->n);
    g_assert_cmpint (inside->n, <, whole->n);
    if (kind != CS_REPORT_AGEING && kind != CS_REPORT_TOTALS) {
      g_autoptr (CsReport) later = read_report (kind, &tomorrow);

      g_assert_cmpint (later->n, ==, 0);
    }
  }
}

static void
test_clients (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) clients = cs_ledger_list_report_clients (sample.ledger, &error);
  gint64 sum = 0;
  g_autoptr (CsReport) whole = read_report (CS_REPORT_AGEING, NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < clients->len; i++) {
    const CsReportFilter filter = {.since = CS_INSTANT_NONE, .client = clients->pdata[i]};
    g_autoptr (CsReport) report = read_report (CS_REPORT_AGEING, &filter);

    sum += report->n;
  }
  g_assert_cmpint (sum, ==, whole->n);
}

static void
test_names (void)
{
  CsReportKind kind;

  for (guint i = 0; i < CS_N_REPORTS; i++) {
    g_assert_true (cs_report_kind_from_name (cs_report_kind_get_name (i), &kind));
    g_assert_cmpint (kind, ==, i);
  }
  g_assert_false (cs_report_kind_from_name ("people", &kind));
}

/* ux: Reports: behind a row are the requests that it counts; a deadline and a pass are of one each.
 */
static void
test_behind (void)
{
  for (guint kind = 0; kind < CS_N_REPORTS; kind++) {
    CsReportPlace place = {.kind = (CsReportKind)kind, .filter.since = CS_INSTANT_NONE};
    g_autoptr (CsReport) report = read_report (place.kind, &place.filter);

    g_assert_cmpuint (report->rows->len, >, 0);
    for (guint i = 0; i < report->rows->len; i++) {
      const CsReportRow *row = report->rows->pdata[i];
      CsListFilter filter = {.behind = &place};
      g_autoptr (CsRowPage) page = NULL;
      g_autoptr (GError) error = NULL;

      place.key = row->key;
      place.group = row->group;
      page = cs_ledger_read_list (sample.ledger,
                                  "p-sunita",
                                  CS_LIST_REQUESTS,
                                  &filter,
                                  0,
                                  500,
                                  TRUE,
                                  &error);
      g_assert_no_error (error);
      g_assert_cmpuint (page->total, ==, page->rows->len);
      g_test_message ("%u %s: %u of %d", kind, row->key, page->total, (int)row->count);
      if (kind == CS_REPORT_SLA || kind == CS_REPORT_TURNAROUND)
        g_assert_true (page->total <= row->count && (page->total > 0) == (row->count > 0));
      else
        g_assert_cmpuint (page->total, ==, row->count);
    }
  }
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  sample_open (&sample);
  g_test_add_func ("/report/names", test_names);
  g_test_add_func ("/report/ageing", test_ageing);
  g_test_add_func ("/report/sla", test_sla);
  g_test_add_func ("/report/months", test_months);
  g_test_add_func ("/report/turnaround", test_turnaround);
  g_test_add_func ("/report/mix", test_mix);
  g_test_add_func ("/report/totals", test_totals);
  g_test_add_func ("/report/filters", test_filters);
  g_test_add_func ("/report/behind", test_behind);
  g_test_add_func ("/report/clients", test_clients);
  status = g_test_run ();
  sample_close (&sample);
  return status;
}
