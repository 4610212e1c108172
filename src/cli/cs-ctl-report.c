/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-ctl-commands.h"
#include "cs-ctl-place.h"
#include "cs-report-table.h"

#include <glib/gi18n-lib.h>

/* The reports of the screen (ux: Reports), as tables. */

typedef struct {
  char *process;
  char *region;
  char *client;
  char *since;
  gboolean by_month;
  gboolean csv;
} ReportOptions;

static void
report_options_clear (ReportOptions *options)
{
  g_free (options->process);
  g_free (options->region);
  g_free (options->client);
  g_free (options->since);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ReportOptions, report_options_clear)

/* A day begins here, where the clock of the computer says so. */
static gboolean
read_since (const char *text, CsInstant *since, GError **error)
{
  g_autofree char *moment = NULL;
  g_autoptr (GTimeZone) zone = NULL;
  g_autoptr (GDateTime) start = NULL;

  *since = CS_INSTANT_NONE;
  if (text == NULL)
    return TRUE;
  moment = g_strconcat (text, "T00:00:00", NULL);
  zone = g_time_zone_new_local ();
  start = g_date_time_new_from_iso8601 (moment, zone);
  if (start == NULL) {
    g_set_error (error,
                 G_OPTION_ERROR,
                 G_OPTION_ERROR_BAD_VALUE,
                 _ ("“%s” is no day; expected one such as 2026-11-23"),
                 text);
    return FALSE;
  }
  *since = g_date_time_to_unix (start) * CS_SECOND;
  return TRUE;
}

static json_t *
row_to_json (const CsReport *report, const CsReportRow *row, const CsReportFilter *filter)
{
  static const char *const parts[CS_N_REPORT_PARTS] = {"met", "late", "breached", "running"};
  g_autofree char *label = cs_report_row_dup_label (report, row, filter, NULL);
  json_t *object = json_pack ("{s:s, s:s, s:I}",
                              "key",
                              row->key,
                              "label",
                              label,
                              "number",
                              (json_int_t)row->count);
  json_t *amounts = json_array ();

  cs_ctl_set_string (object, "group", row->group);
  for (int i = 0; report->kind == CS_REPORT_SLA && i < CS_N_REPORT_PARTS; i++)
    json_object_set_new (object, parts[i], json_integer (row->parts[i]));
  if (report->kind == CS_REPORT_TURNAROUND) {
    json_object_set_new (object, "low_seconds", json_integer (row->low_secs));
    json_object_set_new (object, "median_seconds", json_integer (row->median_secs));
    json_object_set_new (object, "high_seconds", json_integer (row->high_secs));
    if (row->target_secs >= 0)
      json_object_set_new (object, "limit_seconds", json_integer (row->target_secs));
  }
  for (guint i = 0; i < row->amounts->len; i++) {
    const CsReportAmount *amount = row->amounts->pdata[i];

    json_array_append_new (
        amounts,
        json_pack ("{s:s, s:I}", "currency", amount->currency, "minor", (json_int_t)amount->minor));
  }
  json_object_set_new (object, "amounts", amounts);
  return object;
}

static void
print_text (CsCtl *ctl, const CsReportTable *table)
{
  g_autofree int *widths = g_new0 (int, table->columns->len);

  for (guint i = 0; i < table->columns->len; i++) {
    const CsReportColumn *column = table->columns->pdata[i];

    widths[i] = (int)g_utf8_strlen (column->title, -1);
    for (guint j = 0; j < table->rows->len; j++)
      widths[i] = MAX (widths[i], (int)g_utf8_strlen (((char **)table->rows->pdata[j])[i], -1));
  }
  fprintf (ctl->output, "%s: %s\n", table->title, table->definition);
  for (int j = -1; j < (int)table->rows->len; j++) {
    for (guint i = 0; i < table->columns->len; i++) {
      const CsReportColumn *column = table->columns->pdata[i];
      const char *cell = j < 0 ? column->title : ((char **)table->rows->pdata[j])[i];
      int space = widths[i] - (int)g_utf8_strlen (cell, -1);

      if (column->is_number)
        fprintf (ctl->output, "%*s%s%s", space, "", cell, i + 1 < table->columns->len ? "  " : "");
      else
        fprintf (ctl->output, "%s%*s  ", cell, space, "");
    }
    fprintf (ctl->output, "\n");
  }
}

static gboolean
print_report (CsCtl *ctl, const char *name, const ReportOptions *options, GError **error)
{
  CsReportFilter filter = {.process = options->process,
                           .region = options->region,
                           .client = options->client,
                           .by_month = options->by_month};
  g_autoptr (CsLedger) ledger = NULL;
  g_autoptr (CsReport) report = NULL;
  g_autoptr (CsReportTable) table = NULL;
  g_autofree char *csv = NULL;
  CsReportKind kind;

  if (!cs_report_kind_from_name (name, &kind)) {
    g_set_error (error,
                 G_OPTION_ERROR,
                 G_OPTION_ERROR_BAD_VALUE,
                 _ ("“%s” is not a report; expected ageing, sla, turnaround, mix or totals"),
                 name);
    return FALSE;
  }
  if (!read_since (options->since, &filter.since, error))
    return FALSE;
  ledger = cs_ctl_open (ctl, error);
  report = ledger != NULL ? cs_ledger_read_report (ledger, kind, &filter, error) : NULL;
  if (report == NULL)
    return FALSE;
  if (ctl->json) {
    for (guint i = 0; i < report->rows->len; i++)
      cs_ctl_print_json (ctl, row_to_json (report, report->rows->pdata[i], &filter));
    return TRUE;
  }
  table = cs_report_table_new (report, &filter, NULL);
  if (options->csv) {
    csv = cs_report_table_to_csv (table);
    fputs (csv, ctl->output);
  } else {
    print_text (ctl, table);
  }
  return TRUE;
}

/**
 * cs_ctl_report:
 * @ctl: the command line
 * @arguments: the report's name, options
 * @error: as opening and reading
 *
 * Prints a report: a table, with `--csv` one for a spreadsheet, with `--json` an object a row.
 *
 * Returns: whether it was printed
 */
gboolean
cs_ctl_report (CsCtl *ctl, char **arguments, GError **error)
{
  g_auto (ReportOptions) options = {0};
  const GOptionEntry entries[] = {
      {"process",
       0,
       0,
       G_OPTION_ARG_STRING,
       &options.process,
       N_ ("Only this process, as PACK/PROCESS"),
       "PROCESS"},
      {"region",
       0,
       0,
       G_OPTION_ARG_STRING,
       &options.region,
       N_ ("Only this region and those within it"),
       "REGION"},
      {"client", 0, 0, G_OPTION_ARG_STRING, &options.client, N_ ("Only this client"), "NAME"},
      {"since", 0, 0, G_OPTION_ARG_STRING, &options.since, N_ ("From this day on"), "DATE"},
      {"months", 0, 0, G_OPTION_ARG_NONE, &options.by_month, N_ ("Months instead of weeks"), NULL},
      {"csv", 0, 0, G_OPTION_ARG_NONE, &options.csv, N_ ("A table for a spreadsheet"), NULL},
      {NULL},
  };

  return cs_ctl_parse (ctl, arguments, entries, 1, 1, error) &&
         print_report (ctl, arguments[1], &options, error);
}
