/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-report-words.h"

#include <glib/gi18n-lib.h>

/* Reports in the words and figures of the reader: what charts draw and say. */

#define MAX_COLUMNS 13 /* the last ones; the table has all */

static char *
say_day (gpointer data, const char *first_day, gboolean is_month)
{
  CsReportReading *reading = data;
  g_autofree char *moment = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GDateTime) day = NULL;

  if (!is_month)
    return cs_format_iso_date (reading->format, first_day, reading->now);
  moment = g_strconcat (first_day, "T12:00:00Z", NULL);
  day = g_date_time_new_from_iso8601 (moment, NULL);
  /* Translators: a month with its year, short, as strftime */
  text = day != NULL ? g_date_time_format (day, _ ("%b %Y")) : g_strdup (first_day);
  return cs_format_digits (reading->format, text);
}

static char *
say_work (gpointer data, gint64 secs)
{
  return cs_format_work (((CsReportReading *)data)->format, secs, 0);
}

static char *
say_number (gpointer data, gint64 number)
{
  return cs_format_number (((CsReportReading *)data)->format, number);
}

/**
 * cs_report_words_init:
 * @reading: must outlive @words
 */
void
cs_report_words_init (CsReportWords *words, CsReportReading *reading)
{
  *words = (CsReportWords){say_day, say_work, say_number, reading};
}

static char *
say_amounts (const CsReportRow *row)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < row->amounts->len; i++) {
    const CsReportAmount *amount = row->amounts->pdata[i];
    g_autofree char *isolated = cs_ltr (amount->text != NULL ? amount->text : amount->currency);

    g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", isolated);
  }
  return g_string_free (text, FALSE);
}

/* What fills the width: the largest of the rows that can be compared; a whole request is compared
 * with none of its steps. */
static gint64
find_scale (const CsReport *report, const CsReportRow *row)
{
  gint64 scale = 0;

  for (guint i = 0; i < report->rows->len; i++) {
    const CsReportRow *other = report->rows->pdata[i];

    if (report->kind != CS_REPORT_TURNAROUND)
      scale = MAX (scale, other->count);
    else if (g_strcmp0 (other->group, row->group) == 0 &&
             (other->label == NULL) == (row->label == NULL))
      scale = MAX (scale, MAX (other->high_secs, other->target_secs));
  }
  return scale;
}

static void
fill_spread (CsChartItem *item, const CsReportRow *row, const CsReportWords *words)
{
  g_autofree char *low = words->work (words->data, row->low_secs);
  g_autofree char *middle = words->work (words->data, row->median_secs);
  g_autofree char *high = words->work (words->data, row->high_secs);
  g_autofree char *number = words->number (words->data, row->count);
  g_autofree char *target = row->target_secs >= 0 ? words->work (words->data, row->target_secs)
                                                  : NULL;

  item->low = row->low_secs;
  item->middle = row->median_secs;
  item->high = row->high_secs;
  item->target = row->target_secs;
  /* Translators: a length of time; how many were counted */
  item->text = g_strdup_printf (_ ("half within %1$s, n = %2$s"), middle, number);
  item->detail =
      target != NULL
          ? g_strdup_printf (_ ("10 of 100 within %1$s, 90 of 100 within %2$s, limit %3$s"),
                             low,
                             high,
                             target)
          : g_strdup_printf (_ ("10 of 100 within %1$s, 90 of 100 within %2$s"), low, high);
}

static CsChartItem *
make_item (const CsReport *report,
           const CsReportRow *row,
           const CsReportFilter *filter,
           const CsReportWords *words)
{
  CsChartItem *item = g_new0 (CsChartItem, 1);

  item->heading = g_strdup (row->group);
  item->label = cs_report_row_dup_label (report, row, filter, words);
  item->scale = find_scale (report, row);
  item->target = -1;
  if (report->kind == CS_REPORT_TURNAROUND) {
    fill_spread (item, row, words);
    return item;
  }
  item->text = words->number (words->data, row->count);
  item->parts[0] = row->count;
  for (int i = 0; report->kind == CS_REPORT_SLA && i < CS_N_REPORT_PARTS; i++)
    item->parts[i] = row->parts[i];
  if (row->amounts->len > 0)
    item->detail = say_amounts (row);
  return item;
}

static char *
summarise_parts (const CsReport *report, const CsReportWords *words)
{
  gint64 parts[CS_N_REPORT_PARTS] = {0};
  char *texts[CS_N_REPORT_PARTS];
  char *summary;

  for (guint i = 0; i < report->rows->len; i++)
    for (int j = 0; j < CS_N_REPORT_PARTS; j++)
      parts[j] += ((CsReportRow *)report->rows->pdata[i])->parts[j];
  for (int j = 0; j < CS_N_REPORT_PARTS; j++)
    texts[j] = words->number (words->data, parts[j]);
  summary = g_strdup_printf (_ ("Deadlines: %1$s met, %2$s met late, %3$s breached, %4$s running"),
                             texts[0],
                             texts[1],
                             texts[2],
                             texts[3]);
  for (int j = 0; j < CS_N_REPORT_PARTS; j++)
    g_free (texts[j]);
  return summary;
}

static char *
summarise (const CsReport *report, const GPtrArray *items, const CsReportWords *words)
{
  GString *text = g_string_new (NULL);

  if (report->kind == CS_REPORT_SLA) {
    g_string_free (text, TRUE);
    return summarise_parts (report, words);
  }
  g_string_append_printf (text, "%s: ", cs_report_kind_get_title (report->kind));
  for (guint i = 0; i < items->len; i++) {
    const CsChartItem *item = items->pdata[i];

    /* Translators: a row of a chart and its value */
    g_string_append_printf (text, i > 0 ? ", %s" : "%s", item->label);
    g_string_append_printf (text, " %s", item->text);
  }
  return g_string_free (text, FALSE);
}

/**
 * cs_report_make_items:
 * @summary: (out) (transfer full): what the chart says, in a sentence
 *
 * Returns: (transfer full) (element-type CsChartItem): what a chart draws
 */
GPtrArray *
cs_report_make_items (const CsReport *report,
                      const CsReportFilter *filter,
                      const CsReportWords *words,
                      char **summary)
{
  GPtrArray *items = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_chart_item_free);
  guint first = 0;

  if (report->kind == CS_REPORT_SLA && report->rows->len > MAX_COLUMNS)
    first = report->rows->len - MAX_COLUMNS;
  for (guint i = first; i < report->rows->len; i++)
    g_ptr_array_add (items, make_item (report, report->rows->pdata[i], filter, words));
  *summary = summarise (report, items, words);
  return items;
}

/**
 * cs_report_has_enough:
 * @reason: (out) (transfer full): why not, on %FALSE
 *
 * Returns: whether the report says anything: a median of three says nothing
 */
gboolean
cs_report_has_enough (const CsReport *report, char **reason)
{
  *reason = NULL;
  if (report->kind == CS_REPORT_TURNAROUND && report->n < CS_REPORT_ENOUGH)
    *reason = g_strdup_printf (
        /* Translators: both are numbers of steps that were done */
        _ ("A step must have been done at least %1$d times. %2$d so far."),
        CS_REPORT_ENOUGH,
        (int)report->n);
  else if (report->kind == CS_REPORT_MIX && report->rows->len == 0)
    *reason = g_strdup (_ ("No request answers a choice that its process counts by."));
  else if (report->n == 0)
    *reason = g_strdup (_ ("There is nothing to count with these filters."));
  return *reason == NULL;
}
