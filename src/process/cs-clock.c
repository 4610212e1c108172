/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-clock-private.h"

#include "cs-rules.h"

/* Clocks are worked out, never stored: the fold remembers when something began, stood still and
 * ended, and this reckons from the calendars what that means. A changed calendar moves open clocks;
 * what was met or missed is reckoned with the revision of its time, for ever (D-C4). */

#define DAY_SECS (24 * 3600)

static void
rung_state_free (CsRungState *self)
{
  g_strfreev (self->tell);
  g_free (self);
}

/**
 * cs_clock_run_free:
 * @self: (transfer full): a run
 */
void
cs_clock_run_free (CsClockRun *self)
{
  g_free (self->id);
  g_free (self->calendar);
  g_ptr_array_unref (self->spans);
  g_ptr_array_unref (self->rungs);
  g_free (self);
}

static CsClockRun *
run_new (const CsClockDef *clock, const CsStep *step, const CsLevel *level, guint number)
{
  CsClockRun *run = g_new0 (CsClockRun, 1);

  run->clock = clock;
  run->step = step;
  run->level = level;
  run->run = number;
  run->started = run->stopped = run->target = run->due = CS_INSTANT_NONE;
  run->spans = g_ptr_array_new_with_free_func (g_free);
  run->rungs = g_ptr_array_new_with_free_func ((GDestroyNotify)rung_state_free);
  if (level != NULL)
    run->id = g_strdup_printf ("%s/%s.%s/%u", clock->id, step->id, level->id, number);
  else if (step != NULL)
    run->id = g_strdup_printf ("%s/%s/%u", clock->id, step->id, number);
  else
    run->id = g_strdup_printf ("%s/%u", clock->id, number);
  return run;
}

static void
add_span (CsClockRun *run, CsInstant from, CsInstant to)
{
  CsSpan span = {from, to};

  g_ptr_array_add (run->spans, g_memdup2 (&span, sizeof span));
}

/* Spans of one run share its number; between them, and after an unmet last one, it stands still. */
static void
add_runs_of_periods (GPtrArray *runs,
                     const CsClockDef *clock,
                     const CsStep *step,
                     const CsLevel *level,
                     const GArray *periods)
{
  CsClockRun *run = NULL;

  for (guint i = 0; periods != NULL && i < periods->len; i++) {
    const CsPeriod *period = &g_array_index (periods, CsPeriod, i);

    if (run == NULL || run->run != period->run) {
      run = run_new (clock, step, level, period->run);
      run->started = period->from;
      g_ptr_array_add (runs, run);
    } else if (run->spans->len > 0) {
      CsSpan *still = run->spans->pdata[run->spans->len - 1];

      still->to = period->from;
    }
    if (period->until == CS_INSTANT_NONE)
      continue;
    if (period->is_met)
      run->stopped = period->until;
    else
      add_span (run, period->until, CS_INSTANT_NONE);
  }
}

/* A clock with its own conditions runs once; one of a step may leave either to the step. */
static void
add_run_of_log (GPtrArray *runs,
                const CsClockDef *clock,
                const CsStep *step,
                const CsRequest *request)
{
  const CsClockLog *log = cs_request_get_clock_log (request, clock);
  CsClockRun *run;

  if (log->started == CS_INSTANT_NONE)
    return;
  run = run_new (clock, step, NULL, 1);
  run->started = log->started;
  run->stopped = log->stopped;
  g_ptr_array_add (runs, run);
}

static void
add_runs_of_step (GPtrArray *runs, const CsStep *step, const CsRequest *request)
{
  const CsClockDef *clock = step->clock;

  if (clock != NULL && clock->starts == NULL && clock->stops == NULL)
    add_runs_of_periods (runs, clock, step, NULL, cs_request_get_step_periods (request, step));
  if (step->approval == NULL || step->approval->clock == NULL)
    return;
  for (guint i = 0; i < step->approval->levels->len; i++) {
    const CsLevel *level = step->approval->levels->pdata[i];

    add_runs_of_periods (runs,
                         step->approval->clock,
                         step,
                         level,
                         cs_request_get_level_periods (request, step, level));
  }
}

static const CsStep *
find_step_of_clock (const CsProcess *process, const CsClockDef *clock)
{
  for (guint i = 0; i < process->steps->len; i++) {
    const CsStep *step = process->steps->pdata[i];

    if (step->clock == clock)
      return step;
  }
  return NULL;
}

static const char *
get_choice (const CsRequest *request, const CsField *field)
{
  const CsValue *value = cs_request_get_value (request, field);

  return value != NULL && !value->is_na ? json_string_value (value->value) : NULL;
}

/* The row of the choice made; while none is made there is no clock to speak of. */
static gboolean
choose_row (CsClockRun *run, const CsRequest *request)
{
  const char *choice;

  if (run->clock->by == NULL)
    return TRUE;
  choice = get_choice (request, run->clock->by);
  run->clock = choice != NULL ? g_hash_table_lookup (run->clock->rows, choice) : NULL;
  return run->clock != NULL;
}

/* A named pause stops the clock whose id it gives, in whichever row it runs. */
static void
add_pauses (CsClockRun *run, const CsClockLog *log)
{
  for (guint i = 0; i < log->pauses->len; i++) {
    const CsPauseSpan *pause = &g_array_index (log->pauses, CsPauseSpan, i);

    if (pause->until != CS_INSTANT_NONE && pause->until <= run->started)
      continue;
    add_span (run, MAX (pause->from, run->started), pause->until);
    if (pause->until == CS_INSTANT_NONE)
      run->pause_reason = cs_entry_get_text (pause->entry, "reason");
  }
}

/**
 * cs_clock_closed_spans:
 * @run: a run
 * @now: the present
 *
 * Lists where a run stood still, as if whatever still stops it ended now: a due date of a paused
 * clock is the one it would have if it went on at once.
 *
 * Returns: (transfer full) (element-type CsSpan): the spans
 */
GArray *
cs_clock_closed_spans (const CsClockRun *run, CsInstant now)
{
  GArray *spans = g_array_new (FALSE, FALSE, sizeof (CsSpan));

  for (guint i = 0; i < run->spans->len; i++) {
    CsSpan span = *(const CsSpan *)run->spans->pdata[i];

    if (span.to == CS_INSTANT_NONE)
      span.to = run->stopped != CS_INSTANT_NONE ? run->stopped : now;
    if (span.to > span.from)
      g_array_append_val (spans, span);
  }
  return spans;
}

static gboolean
is_standing (const CsClockRun *run)
{
  for (guint i = 0; i < run->spans->len; i++) {
    if (((const CsSpan *)run->spans->pdata[i])->to == CS_INSTANT_NONE)
      return TRUE;
  }
  return FALSE;
}

/**
 * cs_clock_date_close:
 * @calendar: a calendar
 * @date: `2026-03-01`
 * @explain: (nullable) (element-type utf8): takes lines
 *
 * Returns: the close of business of that date, or of the next working day; `CS_INSTANT_NONE` where
 * there is none
 */
CsInstant
cs_clock_date_close (CsCalendar *calendar, const char *date, GPtrArray *explain)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (cs_calendar_get_zone (calendar));
  g_autofree char *noon_text = g_strdup_printf ("%sT12:00:00", date);
  g_autoptr (GDateTime) noon = NULL;
  g_autoptr (GDateTime) day_before = NULL;
  CsInstant close;

  if (zone == NULL)
    return CS_INSTANT_NONE;
  noon = g_date_time_new_from_iso8601 (noon_text, zone);
  if (noon == NULL)
    return CS_INSTANT_NONE;
  day_before = g_date_time_add_days (noon, -1);
  if (!cs_calendar_due (calendar,
                        g_date_time_to_unix (day_before) * CS_SECOND,
                        1,
                        CS_DURATION_DAYS,
                        NULL,
                        0,
                        &close,
                        explain,
                        NULL))
    return CS_INSTANT_NONE;
  return close;
}

/* "until" of an extension is a moment, or a date that ends at its close. */
static void
apply_extensions (CsClockRun *run, const CsClockLog *log, const CsClockBasis *basis)
{
  for (guint i = 0; i < log->extends->len; i++) {
    const CsEntry *entry = log->extends->pdata[i];
    const char *until = cs_entry_get_text (entry, "until");
    CsInstant due;

    if (until == NULL || cs_entry_get_received (entry) < run->started)
      continue;
    if (!cs_instant_parse (until, &due, NULL))
      due = cs_clock_date_close (basis->calendar, until, NULL);
    if (due == CS_INSTANT_NONE)
      continue;
    run->due = due;
    run->extended = TRUE;
  }
}

static CsInstant
reckon (const CsClockRun *run, const CsClockBasis *basis, gint64 amount, const GArray *spans)
{
  CsInstant due;

  if (!cs_calendar_due (basis->calendar,
                        run->started,
                        amount,
                        basis->time.unit,
                        (const CsSpan *)(const void *)spans->data,
                        spans->len,
                        &due,
                        NULL,
                        NULL))
    return CS_INSTANT_NONE;
  return due;
}

static void
reckon_dates (CsClockRun *run, const CsClockBasis *basis, const CsClockLog *log, CsInstant now)
{
  g_autoptr (GArray) spans = cs_clock_closed_spans (run, now);

  if (basis->is_date) {
    run->due = cs_clock_date_close (basis->calendar, basis->date, NULL);
  } else {
    if (basis->time.has_limit)
      run->due = reckon (run, basis, basis->time.limit, spans);
    if (basis->time.is_range || !basis->time.has_limit)
      run->target = reckon (run, basis, basis->time.target, spans);
  }
  apply_extensions (run, log, basis);
}

static gboolean
is_nearly_spent (const CsClockRun *run, const CsClockBasis *basis, CsInstant now)
{
  g_autoptr (GArray) spans = cs_clock_closed_spans (run, now);
  CsInstant at = cs_calendar_percent_instant (basis->calendar,
                                              run->started,
                                              run->due,
                                              basis->time.unit,
                                              75,
                                              (const CsSpan *)(const void *)spans->data,
                                              spans->len);

  return at != CS_INSTANT_NONE && now >= at;
}

static CsClockState
find_state (const CsClockRun *run, const CsClockBasis *basis, CsInstant now)
{
  if (run->stopped != CS_INSTANT_NONE)
    return run->due != CS_INSTANT_NONE && run->stopped > run->due ? CS_CLOCK_MISSED : CS_CLOCK_MET;
  if (run->due != CS_INSTANT_NONE && now > run->due)
    return CS_CLOCK_BREACHED;
  if (is_standing (run))
    return CS_CLOCK_PAUSED;
  if (run->target != CS_INSTANT_NONE && now > run->target)
    return CS_CLOCK_AMBER;
  if (run->due == CS_INSTANT_NONE)
    return CS_CLOCK_NO_LIMIT;
  return is_nearly_spent (run, basis, now) ? CS_CLOCK_AMBER : CS_CLOCK_RUNNING;
}

static gint64
find_left (const CsClockRun *run, const CsClockBasis *basis, CsInstant now)
{
  CsInstant at = run->stopped != CS_INSTANT_NONE ? run->stopped : now;

  if (run->due == CS_INSTANT_NONE)
    return 0;
  if (basis->time.unit == CS_DURATION_ELAPSED_HOURS)
    return (run->due - at) / CS_SECOND;
  if (at <= run->due)
    return cs_calendar_elapsed (basis->calendar, at, run->due, NULL, 0);
  return -cs_calendar_elapsed (basis->calendar, run->due, at, NULL, 0);
}

/* The clock as its pack declares it, which the log is kept under: a row is found by its own id. */
static const CsClockLog *
get_log (const CsRequest *request, const CsClockDef *clock)
{
  const CsClockDef *declared = cs_process_get_clock (cs_request_get_process (request), clock->id);

  return cs_request_get_clock_log (request, declared);
}

static gboolean
complete_run (CsClockRun *run,
              const CsRequest *request,
              const CsDirectory *directory,
              CsInstant now)
{
  CsClockBasis basis;

  run->reckoned = now;
  if (!choose_row (run, request))
    return FALSE;
  add_pauses (run, get_log (request, run->clock));
  run->calendar = cs_clock_dup_calendar_id (request, run, directory, now);
  if (!cs_clock_find_basis (request, run, directory, &basis)) {
    run->state = run->stopped != CS_INSTANT_NONE ? CS_CLOCK_MET : CS_CLOCK_NO_LIMIT;
    return TRUE;
  }
  reckon_dates (run, &basis, get_log (request, run->clock), now);
  run->state = find_state (run, &basis, now);
  run->left_secs = find_left (run, &basis, now);
  run->day_secs = basis.time.unit == CS_DURATION_ELAPSED_HOURS
                      ? DAY_SECS
                      : cs_calendar_get_day_secs (basis.calendar);
  cs_clock_add_rungs (run, request, directory, &basis, now);
  return TRUE;
}

/**
 * cs_clock_list_runs:
 * @request: a request
 * @directory: the calendars and holders of today
 * @now: the present
 *
 * Works out every run of every clock of a request: one a round of a step, one a level and offer,
 * one for a clock with conditions of its own (D-01…D-12).
 *
 * Returns: (transfer full) (element-type CsClockRun): the runs, ended ones too
 */
GPtrArray *
cs_clock_list_runs (const CsRequest *request, const CsDirectory *directory, CsInstant now)
{
  const CsProcess *process = cs_request_get_process (request);
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  GPtrArray *runs = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_clock_run_free);

  for (guint i = 0; i < process->steps->len; i++)
    add_runs_of_step (found, process->steps->pdata[i], request);
  for (guint i = 0; i < process->clocks->len; i++) {
    const CsClockDef *clock = process->clocks->pdata[i];

    if (clock->starts != NULL || clock->stops != NULL)
      add_run_of_log (found, clock, find_step_of_clock (process, clock), request);
  }
  for (guint i = 0; i < found->len; i++) {
    CsClockRun *run = found->pdata[i];

    if (complete_run (run, request, directory, now))
      g_ptr_array_add (runs, run);
    else
      cs_clock_run_free (run);
  }
  return runs;
}

static void
take_earlier (CsInstant *next, CsInstant candidate, CsInstant now)
{
  if (candidate == CS_INSTANT_NONE)
    return;
  if (candidate < now)
    candidate = now;
  if (*next == CS_INSTANT_NONE || candidate < *next)
    *next = candidate;
}

/**
 * cs_clock_next_event:
 * @runs: (element-type CsClockRun): what cs_clock_list_runs() found
 * @now: the present
 *
 * Returns: the next moment at which a rung fires or a state changes, @now when a rung is owed
 * already, `CS_INSTANT_NONE` when nothing is to come
 */
CsInstant
cs_clock_next_event (const GPtrArray *runs, CsInstant now)
{
  CsInstant next = CS_INSTANT_NONE;

  for (guint i = 0; i < runs->len; i++) {
    const CsClockRun *run = runs->pdata[i];

    if (run->stopped != CS_INSTANT_NONE || is_standing (run))
      continue;
    for (guint j = 0; j < run->rungs->len; j++) {
      const CsRungState *rung = run->rungs->pdata[j];

      if (rung->fired == NULL)
        take_earlier (&next, rung->at, now);
    }
    if (run->target != CS_INSTANT_NONE && run->target >= now)
      take_earlier (&next, run->target + 1, now);
    if (run->due != CS_INSTANT_NONE && run->due >= now)
      take_earlier (&next, run->due + 1, now);
  }
  return next;
}
