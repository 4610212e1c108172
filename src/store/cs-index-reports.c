/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-index-private.h"

/* What reports count: kept of every request, so that a report reads no entry. */

static gboolean
remove_rows (CsStore *store, gint64 ref, GError **error)
{
  CsSqlite *sqlite = cs_store_get_sqlite (store);

  return cs_sqlite_run (sqlite, error, "DELETE FROM report_run WHERE ref = ?", "i", ref) &&
         cs_sqlite_run (sqlite, error, "DELETE FROM report_pass WHERE ref = ?", "i", ref) &&
         cs_sqlite_run (sqlite, error, "DELETE FROM report_mix WHERE ref = ?", "i", ref);
}

/* A run that was let go of, as of a version that was replaced before anybody answered, was neither
 * kept nor missed; one of a request that ended is let go of with it. */
static gboolean
counts (const CsSummary *summary, guint index)
{
  const CsClockRun *run = summary->runs->pdata[index];

  if (run->due == CS_INSTANT_NONE)
    return FALSE;
  return run->stopped != CS_INSTANT_NONE || (cs_request_get_end (summary->request) == CS_END_NONE &&
                                             !cs_summary_is_superseded (summary, index));
}

static gboolean
write_runs (CsStore *store, const CsSummary *summary, GError **error)
{
  for (guint i = 0; i < summary->runs->len; i++) {
    const CsClockRun *run = summary->runs->pdata[i];

    if (counts (summary, i) &&
        !cs_sqlite_run (cs_store_get_sqlite (store),
                        error,
                        "INSERT OR REPLACE INTO report_run VALUES (?, ?, ?, ?, nullif (?, ?), ?)",
                        "isiiiii",
                        summary->ref,
                        run->id,
                        (gint64)run->started,
                        (gint64)run->due,
                        (gint64)run->stopped,
                        (gint64)CS_INSTANT_NONE,
                        (gint64)(run->state == CS_CLOCK_PAUSED)))
      return FALSE;
  }
  return TRUE;
}

static gboolean
write_pass (CsStore *store,
            const CsSummary *summary,
            const char *step,
            CsInstant done,
            gint64 secs,
            GError **error)
{
  return cs_sqlite_run (cs_store_get_sqlite (store),
                        error,
                        "INSERT INTO report_pass VALUES (?, ?, ?, ?)",
                        "isii",
                        summary->ref,
                        step,
                        (gint64)done,
                        secs);
}

/* The working time in which a step stood open, all its rounds together; only once it was done. */
static gboolean
write_step (CsStore *store,
            const CsSummary *summary,
            CsCalendar *calendar,
            const CsStep *step,
            GError **error)
{
  const GArray *periods = cs_request_get_step_periods (summary->request, step);
  const CsPeriod *last = periods != NULL && periods->len > 0
                             ? &g_array_index (periods, CsPeriod, periods->len - 1)
                             : NULL;
  gint64 secs = 0;

  if (last == NULL || !last->is_met || last->until == CS_INSTANT_NONE || step->who->len == 0)
    return TRUE;
  for (guint i = 0; i < periods->len; i++) {
    const CsPeriod *period = &g_array_index (periods, CsPeriod, i);

    secs += cs_calendar_elapsed (calendar, period->from, period->until, NULL, 0);
  }
  return write_pass (store, summary, step->id, last->until, secs, error);
}

static gboolean
write_passes (CsStore *store, const CsSummary *summary, GError **error)
{
  const CsProcess *process = cs_request_get_process (summary->request);
  CsCalendar *calendar =
      cs_directory_get_calendar (summary->context->directory, process->pack->calendar);
  CsInstant opened = cs_request_get_opened (summary->request);
  CsInstant ended = cs_request_get_ended (summary->request);

  if (calendar == NULL)
    return TRUE;
  if (cs_request_get_end (summary->request) == CS_END_COMPLETED &&
      !write_pass (store,
                   summary,
                   "",
                   ended,
                   cs_calendar_elapsed (calendar, opened, ended, NULL, 0),
                   error))
    return FALSE;
  for (guint i = 0; i < process->steps->len; i++) {
    if (!write_step (store, summary, calendar, process->steps->pdata[i], error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
write_option (CsStore *store,
              const CsSummary *summary,
              const CsField *field,
              const json_t *option,
              GError **error)
{
  return !json_is_string (option) ||
         cs_sqlite_run (cs_store_get_sqlite (store),
                        error,
                        "INSERT OR IGNORE INTO report_mix VALUES (?, ?, ?)",
                        "iss",
                        summary->ref,
                        field->id,
                        json_string_value (option));
}

static gboolean
write_mix (CsStore *store, const CsSummary *summary, GError **error)
{
  const GPtrArray *fields = cs_request_get_process (summary->request)->mix;

  for (guint i = 0; i < fields->len; i++) {
    const CsField *field = fields->pdata[i];
    const CsValue *value = cs_request_get_value (summary->request, field);
    gsize index;
    json_t *option;

    if (value == NULL || value->value == NULL || value->is_na)
      continue;
    json_array_foreach (value->value, index, option)
    {
      if (!write_option (store, summary, field, option, error))
        return FALSE;
    }
    if (!write_option (store, summary, field, value->value, error))
      return FALSE;
  }
  return TRUE;
}

/**
 * cs_index_write_reports:
 *
 * Returns: whether what reports count of the request was written anew
 */
gboolean
cs_index_write_reports (CsStore *store, const CsSummary *summary, GError **error)
{
  return remove_rows (store, summary->ref, error) && write_runs (store, summary, error) &&
         write_passes (store, summary, error) && write_mix (store, summary, error);
}
