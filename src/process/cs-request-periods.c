/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-request-private.h"

#include <string.h>

/*
 * When things stood open: the raw material of clocks. Only instants of entries occur here; what
 * they are in business time is for cs-clock.c, which has calendars.
 */

static CsPeriod *
last_period (GArray *periods)
{
  return periods->len > 0 ? &g_array_index (periods, CsPeriod, periods->len - 1) : NULL;
}

static void
close_period (GArray *periods, CsInstant now, gboolean is_met)
{
  CsPeriod *last = last_period (periods);

  if (last != NULL && last->until == CS_INSTANT_NONE) {
    last->until = now;
    last->is_met = is_met;
  }
}

static void
open_period (GArray *periods, CsInstant now, guint run)
{
  CsPeriod period = {now, CS_INSTANT_NONE, run, FALSE};

  g_array_append_val (periods, period);
}

static guint
next_run (GArray *periods)
{
  const CsPeriod *last = last_period (periods);

  return last == NULL ? 1 : last->run + (last->is_met ? 1 : 0);
}

static gboolean
is_running (GArray *periods)
{
  const CsPeriod *last = last_period (periods);

  return last != NULL && last->until == CS_INSTANT_NONE;
}

static void
note_step (CsRequest *self, CsStepLife *life)
{
  gboolean is_open = life->state == CS_STEP_OPEN || life->state == CS_STEP_RETURNED;

  if (life->is_new_time) {
    close_period (life->periods, self->now, TRUE);
    life->is_new_time = FALSE;
  }
  if (is_open && !is_running (life->periods))
    open_period (life->periods, self->now, next_run (life->periods));
  else if (!is_open)
    close_period (life->periods, self->now, life->is_done || life->is_skipped);
  if (life->payment != NULL && is_open && life->payment->state == CS_PAYMENT_NONE) {
    life->payment->state = CS_PAYMENT_DUE;
    life->payment->asked_at = self->now;
  }
}

static gboolean
is_answer (CsLevelState state)
{
  return state == CS_LEVEL_APPROVED || state == CS_LEVEL_REJECTED || state == CS_LEVEL_SENT_BACK;
}

static void
note_level (CsRequest *self, const CsStepLife *life, CsLevelLife *level)
{
  gboolean is_asked = level->state == CS_LEVEL_ASKED || level->state == CS_LEVEL_CARRYABLE;

  if (is_running (level->periods) && (!is_asked || level->asked_offer != life->offers))
    close_period (level->periods, self->now, is_answer (level->state));
  if (is_asked && !is_running (level->periods)) {
    open_period (level->periods, self->now, life->offers);
    level->asked_offer = life->offers;
  }
}

/**
 * cs_request_note_periods:
 *
 * Notes which steps and levels began or ceased to stand open with the entry just applied.
 */
void
cs_request_note_periods (CsRequest *self)
{
  const GPtrArray *steps = self->process->steps;

  for (guint i = 0; i < steps->len; i++) {
    const CsStep *step = steps->pdata[i];
    CsStepLife *life = &self->steps[i];

    note_step (self, life);
    for (guint j = 0; step->approval != NULL && j < step->approval->levels->len; j++)
      note_level (self, life, &life->levels[j]);
  }
}

static const CsClockDef *
applying_row (const CsRequest *self, const CsClockDef *clock)
{
  const CsValue *value = clock->by != NULL ? &self->values[clock->by->index] : NULL;
  const CsClockDef *row = NULL;

  if (value != NULL && json_is_string (value->value) && clock->rows != NULL)
    row = g_hash_table_lookup (clock->rows, json_string_value (value->value));
  return row != NULL ? row : clock;
}

/**
 * cs_request_note_clocks:
 *
 * Notes the first instants at which clocks' own conditions held; met stays met.
 */
void
cs_request_note_clocks (CsRequest *self)
{
  const GPtrArray *clocks = self->process->clocks;

  for (guint i = 0; i < clocks->len; i++) {
    const CsClockDef *row = applying_row (self, clocks->pdata[i]);
    CsClockLog *log = &self->clocks[i];

    if (log->started == CS_INSTANT_NONE && row->starts != NULL &&
        cs_cond_evaluate (row->starts, self, NULL, NULL) == CS_TRUTH_TRUE)
      log->started = self->now;
    if (log->stopped == CS_INSTANT_NONE && row->stops != NULL &&
        (log->started != CS_INSTANT_NONE || row->starts == NULL) &&
        cs_cond_evaluate (row->stops, self, NULL, NULL) == CS_TRUTH_TRUE)
      log->stopped = self->now;
  }
}

static void
end_pause (CsClockLog *log, CsInstant now)
{
  CsPauseSpan *last =
      log->pauses->len > 0 ? &g_array_index (log->pauses, CsPauseSpan, log->pauses->len - 1) : NULL;

  if (last != NULL && last->until == CS_INSTANT_NONE)
    last->until = now;
}

/**
 * cs_request_apply_clock:
 *
 * Entries `pause`, `resume`, `extend` and `rung`.
 */
void
cs_request_apply_clock (CsRequest *self, CsEntry *entry)
{
  const char *id = cs_entry_get_text (entry, "clock");
  const CsClockDef *clock = id != NULL ? cs_process_get_clock (self->process, id) : NULL;
  CsEntryKind kind = cs_entry_get_kind (entry);
  CsPauseSpan span = {self->now, CS_INSTANT_NONE, entry};
  CsClockLog *log;

  if (clock == NULL)
    return;
  log = &self->clocks[clock->index];
  if (kind == CS_KIND_PAUSE || kind == CS_KIND_RESUME)
    end_pause (log, self->now);
  if (kind == CS_KIND_PAUSE)
    g_array_append_val (log->pauses, span);
  else if (kind == CS_KIND_EXTEND)
    g_ptr_array_add (log->extends, entry);
  else if (kind == CS_KIND_RUNG)
    g_ptr_array_add (log->rungs, entry);
}

static gboolean
proves (const CsRequest *self, const CsClockDef *clock, const CsEntry *entry, gboolean limit)
{
  const CsClockDef *row = applying_row (self, clock);
  const char *id = cs_entry_get_text (entry, "rung");

  for (guint i = 0; i < row->ladder->len; i++) {
    const CsRung *rung = row->ladder->pdata[i];

    if (g_strcmp0 (rung->id, id) != 0 || rung->before)
      continue;
    return rung->anchor == CS_RUNG_LIMIT || (!limit && rung->anchor == CS_RUNG_TARGET);
  }
  return FALSE;
}

/**
 * cs_request_clock_has_rung:
 *
 * Whether a rung that fired proves that a clock's target, or its limit, has passed: the fold has
 * neither calendar nor present (pack language 3.1, PH-51).
 */
gboolean
cs_request_clock_has_rung (const CsRequest *self, const CsClockDef *clock, gboolean limit)
{
  const CsClockLog *log = &self->clocks[clock->index];

  for (guint i = 0; i < log->rungs->len; i++) {
    if (proves (self, clock, log->rungs->pdata[i], limit))
      return TRUE;
  }
  return FALSE;
}

/**
 * cs_request_get_step_periods:
 * @self: a request
 * @step: a step of its process
 *
 * Returns: (transfer none) (element-type CsPeriod): the spans in which it stood open
 */
const GArray *
cs_request_get_step_periods (const CsRequest *self, const CsStep *step)
{
  return self->steps[step->index].periods;
}

/**
 * cs_request_get_level_periods:
 * @self: a request
 * @step: an approval step
 * @level: one of its levels
 *
 * Returns: (transfer none) (element-type CsPeriod): the spans in which it was asked
 */
const GArray *
cs_request_get_level_periods (const CsRequest *self, const CsStep *step, const CsLevel *level)
{
  return self->steps[step->index].levels[level->index].periods;
}

/**
 * cs_request_get_clock_log:
 * @self: a request
 * @clock: a clock of its process, or a row of one
 *
 * Returns: (transfer none): what the entries say about it
 */
const CsClockLog *
cs_request_get_clock_log (const CsRequest *self, const CsClockDef *clock)
{
  return &self->clocks[clock->index];
}

/**
 * cs_request_get_acknowledgement:
 * @self: a request
 * @rung: a `rung` entry, or a question
 *
 * Returns: (transfer none) (nullable): the first note that answers it
 */
const CsEntry *
cs_request_get_acknowledgement (const CsRequest *self, const CsEntry *rung)
{
  return g_hash_table_lookup (self->answers, cs_entry_get_id (rung));
}
