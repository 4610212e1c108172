/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-report-private.h"

#include <string.h>

/* Reports about time: deadlines kept and missed, and how long steps take. */

/* --- deadlines --- */

/* Zones differ by quarters of an hour, so each quarter lies in one week of every zone. */
#define QUARTER (15 * 60 * CS_SECOND)

enum { COL_QUARTER, COL_PART, COL_COUNT };

/* The first day of the week (Monday) or month in which an instant lies here. */
static GDate
find_first_day (CsReportReader *reader, CsInstant instant)
{
  g_autoptr (GDateTime) local = g_date_time_new_from_unix_local (instant / CS_SECOND);
  GDate day;

  g_date_clear (&day, 1);
  g_date_set_dmy (&day,
                  (GDateDay)g_date_time_get_day_of_month (local),
                  (GDateMonth)g_date_time_get_month (local),
                  (GDateYear)g_date_time_get_year (local));
  if (reader->filter->by_month)
    g_date_set_day (&day, 1);
  else
    g_date_subtract_days (&day, (guint)g_date_get_weekday (&day) - 1);
  return day;
}

/* The row of a week; the weeks between it and the last one stand empty. */
static CsReportRow *
reach (CsReportReader *reader, const GDate *day)
{
  GPtrArray *rows = reader->report->rows;

  while (rows->len == 0 || g_date_compare (&reader->reached, day) < 0) {
    g_autofree char *key = NULL;

    if (rows->len == 0)
      reader->reached = *day;
    else if (reader->filter->by_month)
      g_date_add_months (&reader->reached, 1);
    else
      g_date_add_days (&reader->reached, 7);
    key = g_strdup_printf ("%04d-%02d-%02d",
                           g_date_get_year (&reader->reached),
                           g_date_get_month (&reader->reached),
                           g_date_get_day (&reader->reached));
    cs_report_add_row (reader, key);
  }
  return rows->pdata[rows->len - 1];
}

static void
take_runs (CsReportReader *reader, CsStatement *statement)
{
  GDate day = find_first_day (reader, cs_statement_get_int (statement, COL_QUARTER) * QUARTER);
  CsReportRow *row = reach (reader, &day);
  gint64 count = cs_statement_get_int (statement, COL_COUNT);

  row->parts[cs_statement_get_int (statement, COL_PART)] += count;
  row->count += count;
  reader->report->n += count;
}

/**
 * cs_report_read_sla:
 *
 * Counts deadlines: met, met late, breached and running, by the week in which their clock started,
 * so that a deadline stays in its week whatever becomes of it. A moved limit counts as it is now.
 *
 * Returns: whether they could be read
 */
gboolean
cs_report_read_sla (CsReportReader *reader, GError **error)
{
  g_auto (CsQuery) query;

  cs_query_init (&query);
  cs_report_begin (reader, &query);
  cs_query_add (&query,
                "SELECT u.started / ? AS quarter, CASE WHEN u.stopped <= u.due THEN 0"
                " WHEN u.stopped IS NOT NULL THEN 1 WHEN u.due < ? THEN 2 ELSE 3 END AS part,"
                " count (*) FROM report_run u JOIN request r ON r.ref = u.ref",
                "ii",
                (gint64)QUARTER,
                (gint64)reader->context->now);
  cs_report_add_conditions (reader, &query);
  cs_query_add (&query,
                " AND u.started >= ? GROUP BY quarter, part ORDER BY quarter",
                "i",
                (gint64)reader->filter->since);
  if (!cs_report_run (reader, &query, take_runs, error))
    return FALSE;
  if (reader->report->rows->len > 0) {
    GDate today = find_first_day (reader, reader->context->now);

    reach (reader, &today);
  }
  return TRUE;
}

/* --- turnaround --- */

enum { COL_PACK, COL_PROCESS, COL_STEP, COL_SECS };

/* Sorting in SQL takes many times as long as here, where each step has an array of its own. */
static void
take_pass (CsReportReader *reader, CsStatement *statement)
{
  gint64 secs = cs_statement_get_int (statement, COL_SECS);
  GArray *passes;
  char key[256];

  g_snprintf (key,
              sizeof key,
              "%s/%s/%s",
              cs_statement_get_text (statement, COL_PACK),
              cs_statement_get_text (statement, COL_PROCESS),
              cs_statement_get_text (statement, COL_STEP));
  passes = g_hash_table_lookup (reader->found, key);
  if (passes == NULL) {
    passes = g_array_new (FALSE, FALSE, sizeof (gint64));
    g_hash_table_insert (reader->found, g_strdup (key), passes);
  }
  g_array_append_val (passes, secs);
}

static int
compare_secs (gconstpointer a, gconstpointer b)
{
  gint64 left = *(const gint64 *)a, right = *(const gint64 *)b;

  return (left > right) - (left < right);
}

/* The nearest rank. */
static gint64
find_rank (const GArray *passes, guint percent)
{
  return g_array_index (passes, gint64, (passes->len * percent + 99) / 100 - 1);
}

/* What a working day comes to in the calendar of the team: the mean of a fortnight. */
static gint64
find_day_secs (CsReportReader *reader, const CsPack *pack)
{
  CsCalendar *calendar = cs_directory_get_calendar (reader->context->directory, pack->calendar);
  CsInstant now = reader->context->now,
            before = now - G_GINT64_CONSTANT (14 * 24 * 3600) * CS_SECOND;
  gint64 days = calendar != NULL ? cs_calendar_count_closes (calendar, before, now) : 0;

  return days > 0 ? cs_calendar_elapsed (calendar, before, now, NULL, 0) / days : 8 * 3600;
}

/* The limit the pack sets, where it is one number of working time. */
static gint64
find_target (CsReportReader *reader, const CsPack *pack, const CsStep *step)
{
  const CsClockDef *clock = step->clock;
  const CsDuration *time;

  if (clock == NULL || !clock->has_time || clock->time.setting != NULL ||
      clock->time.field != NULL || !clock->time.value.has_limit)
    return -1;
  time = &clock->time.value;
  switch (time->unit) {
    case CS_DURATION_MINUTES:
      return time->limit * 60;
    case CS_DURATION_HOURS:
      return time->limit * 3600;
    case CS_DURATION_BUSINESS_DAYS:
      return time->limit * find_day_secs (reader, pack);
    case CS_DURATION_ELAPSED_HOURS:
    case CS_DURATION_DAYS:
    case CS_DURATION_MONTHS:
    case CS_DURATION_YEARS:
    default:
      return -1;
  }
}

static void
place_row (CsReportReader *reader, const CsProcess *process, const CsStep *step)
{
  const char *language = reader->context->language;
  g_autofree char *key =
      g_strjoin ("/", process->pack->id, process->id, step != NULL ? step->id : "", NULL);
  GArray *passes = g_hash_table_lookup (reader->found, key);
  CsReportRow *row;

  if (passes == NULL)
    return;
  g_array_sort (passes, compare_secs);
  row = cs_report_add_row (reader, key);
  row->group = cs_text_dup (process->title, language);
  row->label = step != NULL ? cs_text_dup (step->title, language) : NULL;
  row->count = passes->len;
  row->low_secs = find_rank (passes, 10);
  row->median_secs = find_rank (passes, 50);
  row->high_secs = find_rank (passes, 90);
  row->target_secs = step != NULL ? find_target (reader, process->pack, step) : -1;
  reader->report->n = MAX (reader->report->n, row->count);
}

/* The order of the packs, their processes and their steps; each process once. */
static void
place_rows (CsReportReader *reader)
{
  g_autoptr (GHashTable) placed = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < reader->packs->len; i++) {
    const CsPack *pack = reader->packs->pdata[i];

    for (guint j = 0; j < pack->processes->len; j++) {
      const CsProcess *own = pack->processes->pdata[j];
      const CsProcess *process = cs_report_find_process (reader, pack->id, own->id);

      if (!g_hash_table_add (placed, (gpointer)process))
        continue;
      place_row (reader, process, NULL);
      for (guint k = 0; k < process->steps->len; k++)
        place_row (reader, process, process->steps->pdata[k]);
    }
  }
}

/**
 * cs_report_read_turnaround:
 *
 * Works out the median and the 10th and 90th of a hundred (nearest rank) of the working time that
 * steps were open in all, and that whole requests took.
 *
 * Returns: whether they could be read
 */
gboolean
cs_report_read_turnaround (CsReportReader *reader, GError **error)
{
  g_auto (CsQuery) query;
  gboolean is_read;

  cs_query_init (&query);
  cs_report_begin (reader, &query);
  cs_query_add (&query,
                "SELECT k.pack, r.process, s.step, s.secs"
                " FROM report_pass s JOIN request r ON r.ref = s.ref",
                "");
  cs_report_add_conditions (reader, &query);
  cs_query_add (&query, " AND s.done >= ?", "i", (gint64)reader->filter->since);
  reader->found =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_array_unref);
  is_read = cs_report_run (reader, &query, take_pass, error);
  if (is_read)
    place_rows (reader);
  g_clear_pointer (&reader->found, g_hash_table_unref);
  return is_read;
}
