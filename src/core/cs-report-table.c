/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-report-table.h"

#include "cs-csv.h"

#include <glib/gi18n-lib.h>

/* What is written where nothing says otherwise: dates and numbers that programs read. */

static char *
write_day (const CsReportWords *words, const char *day, gboolean is_month)
{
  if (words != NULL && words->day != NULL)
    return words->day (words->data, day, is_month);
  return g_strndup (day, is_month ? 7 : 10);
}

/* Hours with two digits, rounded half up. */
static char *
write_work (const CsReportWords *words, gint64 secs)
{
  gint64 hundredths = (secs + 18) / 36;

  if (words != NULL && words->work != NULL)
    return words->work (words->data, secs);
  return g_strdup_printf ("%d.%02d", (int)(hundredths / 100), (int)(hundredths % 100));
}

static char *
write_number (const CsReportWords *words, gint64 number)
{
  if (words != NULL && words->number != NULL)
    return words->number (words->data, number);
  return g_strdup_printf ("%" G_GINT64_FORMAT, number);
}

static char *
write_amount (const CsReportWords *words, const CsReportRow *row, const char *currency)
{
  for (guint i = 0; i < row->amounts->len; i++) {
    const CsReportAmount *amount = row->amounts->pdata[i];
    CsMoney money;

    if (g_strcmp0 (amount->currency, currency) != 0)
      continue;
    if (words != NULL && words->number != NULL && amount->text != NULL)
      return g_strdup (amount->text);
    return cs_money_init (&money, amount->minor, currency, NULL) ? cs_money_to_decimal (money)
                                                                 : g_strdup ("");
  }
  return g_strdup ("");
}

/**
 * cs_report_kind_get_title:
 *
 * Returns: what people call the report, translated
 */
const char *
cs_report_kind_get_title (CsReportKind kind)
{
  static const char *const titles[CS_N_REPORTS] = {N_ ("Ageing"),
                                                   N_ ("Deadlines"),
                                                   N_ ("Turnaround"),
                                                   N_ ("Mix"),
                                                   N_ ("Totals")};

  return _ (titles[kind]);
}

static const char *
label_total (const char *key)
{
  static const struct {
    const char *key, *label;
  } labels[] = {{"open", N_ ("Open requests")},
                {"completed", N_ ("Completed requests")},
                {"rejected", N_ ("Rejected requests")},
                {"withdrawn", N_ ("Withdrawn requests")},
                {"awaited", N_ ("Payments awaited")},
                {"late", N_ ("Payments late")},
                {"received", N_ ("Payments received")}};

  for (gsize i = 0; i < G_N_ELEMENTS (labels); i++)
    if (g_strcmp0 (labels[i].key, key) == 0)
      return _ (labels[i].label);
  return key;
}

static const char *
label_age (const char *key)
{
  static const char *const labels[] = {N_ ("0–1 days"),
                                       N_ ("2–3 days"),
                                       N_ ("4–7 days"),
                                       N_ ("8–14 days"),
                                       N_ ("15 days and more")};
  guint64 index = g_ascii_strtoull (key, NULL, 10);

  return index < G_N_ELEMENTS (labels) ? _ (labels[index]) : key;
}

/**
 * cs_report_row_dup_label:
 * @filter: (nullable): what the report was asked for
 * @words: (nullable): how dates are written
 *
 * Returns: (transfer full): what a row is about
 */
char *
cs_report_row_dup_label (const CsReport *report,
                         const CsReportRow *row,
                         const CsReportFilter *filter,
                         const CsReportWords *words)
{
  switch (report->kind) {
    case CS_REPORT_AGEING:
      return g_strdup (label_age (row->key));
    case CS_REPORT_SLA:
      return write_day (words, row->key, filter != NULL && filter->by_month);
    case CS_REPORT_TURNAROUND:
      return g_strdup (row->label != NULL ? row->label : _ ("Whole request"));
    case CS_REPORT_MIX:
      return g_strdup (row->label != NULL ? row->label : row->key);
    case CS_REPORT_TOTALS:
    default:
      return g_strdup (label_total (row->key));
  }
}

/* --- the table --- */

static void
column_free (gpointer data)
{
  CsReportColumn *column = data;

  g_free (column->title);
  g_free (column);
}

static void
add_column (CsReportTable *self, const char *title, gboolean is_number)
{
  CsReportColumn *column = g_new0 (CsReportColumn, 1);

  column->title = g_strdup (title);
  column->is_number = is_number;
  g_ptr_array_add (self->columns, column);
}

static void
add_heads (CsReportTable *self, const CsReport *report, const CsReportFilter *filter)
{
  static const char *const firsts[CS_N_REPORTS] = {N_ ("Working days since opened"),
                                                   N_ ("Week of"),
                                                   N_ ("Step"),
                                                   N_ ("Answer"),
                                                   N_ ("What")};

  if (report->kind == CS_REPORT_TURNAROUND)
    add_column (self, _ ("Process"), FALSE);
  if (report->kind == CS_REPORT_MIX)
    add_column (self, _ ("Question"), FALSE);
  if (report->kind == CS_REPORT_SLA && filter != NULL && filter->by_month)
    add_column (self, _ ("Month"), FALSE);
  else
    add_column (self, _ (firsts[report->kind]), FALSE);
  if (report->kind == CS_REPORT_SLA) {
    add_column (self, _ ("Met"), TRUE);
    add_column (self, _ ("Met late"), TRUE);
    add_column (self, _ ("Breached"), TRUE);
    add_column (self, _ ("Running"), TRUE);
  }
  add_column (self, report->kind == CS_REPORT_SLA ? _ ("All") : _ ("Number"), TRUE);
  if (report->kind == CS_REPORT_TURNAROUND) {
    add_column (self, _ ("10 of 100 within"), TRUE);
    add_column (self, _ ("Half within"), TRUE);
    add_column (self, _ ("90 of 100 within"), TRUE);
    add_column (self, _ ("Limit"), TRUE);
    return;
  }
  for (guint i = 0; i < report->currencies->len; i++)
    add_column (self, report->currencies->pdata[i], TRUE);
}

static void
add_row (CsReportTable *self,
         const CsReport *report,
         const CsReportRow *row,
         const CsReportFilter *filter,
         const CsReportWords *words)
{
  g_autoptr (GPtrArray) cells = g_ptr_array_new_null_terminated (0, g_free, TRUE);

  if (report->kind == CS_REPORT_TURNAROUND || report->kind == CS_REPORT_MIX)
    g_ptr_array_add (cells, g_strdup (row->group != NULL ? row->group : ""));
  g_ptr_array_add (cells, cs_report_row_dup_label (report, row, filter, words));
  for (int i = 0; report->kind == CS_REPORT_SLA && i < CS_N_REPORT_PARTS; i++)
    g_ptr_array_add (cells, write_number (words, row->parts[i]));
  g_ptr_array_add (cells, write_number (words, row->count));
  if (report->kind == CS_REPORT_TURNAROUND) {
    g_ptr_array_add (cells, write_work (words, row->low_secs));
    g_ptr_array_add (cells, write_work (words, row->median_secs));
    g_ptr_array_add (cells, write_work (words, row->high_secs));
    g_ptr_array_add (cells,
                     row->target_secs >= 0 ? write_work (words, row->target_secs) : g_strdup (""));
  } else {
    for (guint i = 0; i < report->currencies->len; i++)
      g_ptr_array_add (cells, write_amount (words, row, report->currencies->pdata[i]));
  }
  g_ptr_array_add (self->rows, g_ptr_array_free (g_steal_pointer (&cells), FALSE));
}

static char *
dup_definition (const CsReport *report, const CsReportWords *words)
{
  g_autofree char *n = write_number (words, report->n);

  switch (report->kind) {
    case CS_REPORT_AGEING:
      return g_strdup_printf (_ ("All open requests by the working days since they were opened, "
                                 "whatever the period; n = %s"),
                              n);
    case CS_REPORT_SLA:
      return g_strdup_printf (_ ("By the time the clock started; met = finished before the limit, "
                                 "paused time excluded; n = %s"),
                              n);
    case CS_REPORT_TURNAROUND:
      return g_strdup_printf (_ ("Working time that a step stood open, all its rounds together; "
                                 "largest n = %s"),
                              n);
    case CS_REPORT_MIX:
      return g_strdup_printf (_ ("Requests opened in the period by what was answered; n = %s"), n);
    case CS_REPORT_TOTALS:
    default:
      return g_strdup_printf (_ ("What is open now, and what ended in the period; amounts of two "
                                 "currencies are never added; n = %s"),
                              n);
  }
}

/**
 * cs_report_table_new:
 * @filter: (nullable): what the report was asked for
 * @words: (nullable): how things are written for people; %NULL for programs: dates as 2026-11-23,
 *   working time in hours, amounts bare
 *
 * Returns: (transfer full): the report as a table with titles in the reader's language
 */
CsReportTable *
cs_report_table_new (const CsReport *report,
                     const CsReportFilter *filter,
                     const CsReportWords *words)
{
  CsReportTable *self = g_new0 (CsReportTable, 1);

  self->title = g_strdup (cs_report_kind_get_title (report->kind));
  self->definition = dup_definition (report, words);
  self->columns = g_ptr_array_new_with_free_func (column_free);
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify)g_strfreev);
  add_heads (self, report, filter);
  for (guint i = 0; i < report->rows->len; i++)
    add_row (self, report, report->rows->pdata[i], filter, words);
  return self;
}

/**
 * cs_report_table_free:
 * @self: (transfer full) (nullable): a table
 */
void
cs_report_table_free (CsReportTable *self)
{
  if (self == NULL)
    return;
  g_free (self->title);
  g_free (self->definition);
  g_ptr_array_unref (self->columns);
  g_ptr_array_unref (self->rows);
  g_free (self);
}

/**
 * cs_report_table_to_csv:
 *
 * Returns: (transfer full): the table for a spreadsheet; no cell can be taken for a formula
 */
char *
cs_report_table_to_csv (const CsReportTable *self)
{
  GString *csv = g_string_new (CS_CSV_MARK);
  g_autoptr (GPtrArray) heads = g_ptr_array_new_null_terminated (self->columns->len, NULL, TRUE);

  for (guint i = 0; i < self->columns->len; i++)
    g_ptr_array_add (heads, ((CsReportColumn *)self->columns->pdata[i])->title);
  cs_csv_append_row (csv, (const char *const *)heads->pdata);
  for (guint i = 0; i < self->rows->len; i++)
    cs_csv_append_row (csv, self->rows->pdata[i]);
  return g_string_free (csv, FALSE);
}
