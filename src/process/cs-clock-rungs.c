/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-clock-private.h"

#include "cs-cond.h"
#include "cs-rules.h"

#include <string.h>

/**
 * cs_clock_get_responsible:
 * @run: a run
 *
 * Returns: (transfer none) (element-type CsWho): who must act before it runs out: those the clock
 * names, else those of its level or step
 */
const GPtrArray *
cs_clock_get_responsible (const CsClockRun *run)
{
  if (run->clock->who->len > 0)
    return run->clock->who;
  if (run->level != NULL)
    return run->level->who;
  return run->step != NULL ? run->step->who : run->clock->who;
}

static const char *
get_region_calendar (const CsRequest *request, const char *region)
{
  const CsPack *pack = cs_request_get_process (request)->pack;
  const CsRegion *found = region != NULL ? cs_pack_get_region (pack, region) : NULL;

  return found != NULL ? found->calendar : NULL;
}

/* Of several holders in several countries, the calendar by which the time runs out first (D-11). */
static const char *
find_holder_calendar (const CsRequest *request,
                      const CsClockRun *run,
                      const CsDirectory *directory,
                      const CsDuration *time,
                      CsInstant now)
{
  CsRuleContext context = {directory, now, NULL};
  g_autoptr (GPtrArray) holders =
      cs_rules_list_people (request, cs_clock_get_responsible (run), &context);
  const char *earliest = NULL;
  CsInstant earliest_due = CS_INSTANT_NONE;

  for (guint i = 0; i < holders->len; i++) {
    const CsHolder *holder = holders->pdata[i];
    const char *id = get_region_calendar (request, holder->person->region);
    CsCalendar *calendar = cs_directory_get_calendar_of (directory, id, run->started, run->stopped);
    CsInstant due;

    if (calendar == NULL || holder->for_person != NULL || time->limit <= 0 ||
        !cs_calendar_due (calendar,
                          run->started,
                          time->limit,
                          time->unit,
                          NULL,
                          0,
                          &due,
                          NULL,
                          NULL))
      continue;
    if (earliest == NULL || due < earliest_due) {
      earliest = id;
      earliest_due = due;
    }
  }
  return earliest;
}

static gboolean
read_length (const CsRequest *request, const CsTimeRef *time, CsClockBasis *basis)
{
  const CsValue *value;
  const char *text;

  if (time->setting != NULL) {
    text = cs_request_get_setting (request, time->setting->id);
    return text != NULL && cs_duration_parse (text, &basis->time, NULL);
  }
  if (time->field == NULL) {
    basis->time = time->value;
    return TRUE;
  }
  value = cs_request_get_value (request, time->field);
  text = value != NULL && !value->is_na ? json_string_value (value->value) : NULL;
  if (text == NULL)
    return FALSE;
  if (time->field->type != CS_FIELD_DATE)
    return cs_duration_parse (text, &basis->time, NULL);
  basis->is_date = TRUE;
  basis->time.unit = CS_DURATION_DAYS;
  g_strlcpy (basis->date, text, sizeof basis->date);
  return TRUE;
}

/**
 * cs_clock_dup_calendar_id:
 * @request: a request
 * @run: a run of one of its clocks
 * @directory: the calendars and holders of today
 * @now: the present
 *
 * Returns: (transfer full) (nullable): the calendar that governs the run; the team's where the
 * region or the holders have none
 */
char *
cs_clock_dup_calendar_id (const CsRequest *request,
                          const CsClockRun *run,
                          const CsDirectory *directory,
                          CsInstant now)
{
  const CsClockDef *clock = run->clock;
  CsCalendarKind kind = clock->calendar;
  CsClockBasis basis = {0};
  const char *id = clock->calendar_id;

  if (kind == CS_CALENDAR_SETTING) {
    id = cs_request_get_setting (request, clock->calendar_setting->id);
    kind = cs_calendar_kind_from_name (id);
  }
  if (kind == CS_CALENDAR_CLIENT)
    id = get_region_calendar (request, cs_request_get_region (request));
  else if (kind == CS_CALENDAR_HOLDER && clock->has_time &&
           read_length (request, &clock->time, &basis))
    id = find_holder_calendar (request, run, directory, &basis.time, now);
  else if (kind != CS_CALENDAR_NAMED)
    id = NULL;
  return g_strdup (id != NULL ? id : cs_request_get_process (request)->pack->calendar);
}

/**
 * cs_clock_find_basis:
 * @request: a request
 * @run: a run of one of its clocks, whose calendar is known
 * @directory: the calendars of today
 * @basis: (out): what to reckon with
 *
 * Returns: whether there are a length and a calendar to reckon with
 */
gboolean
cs_clock_find_basis (const CsRequest *request,
                     const CsClockRun *run,
                     const CsDirectory *directory,
                     CsClockBasis *basis)
{
  *basis = (CsClockBasis){0};
  if (!run->clock->has_time || !read_length (request, &run->clock->time, basis))
    return FALSE;
  basis->calendar =
      cs_directory_get_calendar_of (directory, run->calendar, run->started, run->stopped);
  return basis->calendar != NULL;
}

static CsInstant
shift (CsCalendar *calendar, CsInstant anchor, const CsRung *rung)
{
  gint64 amount = rung->offset.target;
  CsInstant at = CS_INSTANT_NONE;

  if (anchor == CS_INSTANT_NONE || !rung->has_offset)
    return anchor;
  if (rung->offset.unit == CS_DURATION_BUSINESS_DAYS) {
    if (!cs_calendar_add_closes (calendar, anchor, rung->before ? -amount : amount, &at, NULL))
      return CS_INSTANT_NONE;
  } else if (rung->before) {
    if (!cs_calendar_before (calendar, anchor, amount, rung->offset.unit, &at, NULL))
      return CS_INSTANT_NONE;
  } else if (!cs_calendar_due (calendar,
                               anchor,
                               amount,
                               rung->offset.unit,
                               NULL,
                               0,
                               &at,
                               NULL,
                               NULL)) {
    return CS_INSTANT_NONE;
  }
  return at;
}

static CsInstant
find_instant (const CsClockRun *run, const CsClockBasis *basis, const CsRung *rung, CsInstant now)
{
  g_autoptr (GArray) spans = NULL;

  switch (rung->anchor) {
    case CS_RUNG_START:
      return shift (basis->calendar, run->started, rung);
    case CS_RUNG_TARGET:
      return shift (basis->calendar, run->target, rung);
    case CS_RUNG_LIMIT:
      return shift (basis->calendar, run->due, rung);
    case CS_RUNG_PERCENT:
      break;
  }
  if (run->due == CS_INSTANT_NONE)
    return CS_INSTANT_NONE;
  spans = cs_clock_closed_spans (run, now);
  return cs_calendar_percent_instant (basis->calendar,
                                      run->started,
                                      run->due,
                                      basis->time.unit,
                                      (int)rung->percent,
                                      (const CsSpan *)(const void *)spans->data,
                                      spans->len);
}

/* CS_INSTANT_NONE where the entry does not say of which deadline it told. */
static CsInstant
read_due (const CsEntry *entry)
{
  const char *text = cs_entry_get_text (entry, "due");
  CsInstant due;

  return text != NULL && cs_instant_parse (text, &due, NULL) ? due : CS_INSTANT_NONE;
}

/**
 * cs_clock_is_same_telling:
 * @told: a rung's entry
 * @entry: another
 *
 * Returns: whether nobody need hear of @entry once @told was written: of each deadline a rung is
 * told once, again only of a later one (PH-26)
 */
gboolean
cs_clock_is_same_telling (const CsEntry *told, const CsEntry *entry)
{
  CsInstant before = read_due (told), due = read_due (entry);

  return g_strcmp0 (cs_entry_get_text (told, "run"), cs_entry_get_text (entry, "run")) == 0 &&
         g_strcmp0 (cs_entry_get_text (told, "rung"), cs_entry_get_text (entry, "rung")) == 0 &&
         (before == CS_INSTANT_NONE || due == CS_INSTANT_NONE || due <= before);
}

/* Whether a rung was told of this very deadline: not where it was told of an earlier one, and comes
 * again before the later one that was agreed since (PH-26). */
static gboolean
stands_for (const CsEntry *entry, const CsClockRun *run, CsInstant at)
{
  CsInstant due = read_due (entry);

  return due == CS_INSTANT_NONE || run->due == CS_INSTANT_NONE || run->due <= due ||
         at == CS_INSTANT_NONE || at <= cs_entry_get_received (entry);
}

static void
find_fired (CsRungState *state, const CsClockLog *log, const CsClockRun *run)
{
  for (guint i = 0; i < log->rungs->len; i++) {
    const CsEntry *entry = log->rungs->pdata[i];

    if (g_strcmp0 (cs_entry_get_text (entry, "run"), run->id) != 0 ||
        g_strcmp0 (cs_entry_get_text (entry, "rung"), state->rung->id) != 0)
      continue;
    if (stands_for (entry, run, state->at))
      state->fired = entry;
    else
      state->earlier = entry;
  }
}

static GStrv
list_told (const CsRequest *request,
           const CsClockRun *run,
           const CsRung *rung,
           const CsDirectory *directory,
           CsInstant now)
{
  CsRuleContext context = {directory, now, NULL};
  const GPtrArray *who = rung->tell->len > 0 ? rung->tell : cs_clock_get_responsible (run);
  g_autoptr (GPtrArray) holders = cs_rules_list_people (request, who, &context);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < holders->len; i++)
    g_strv_builder_add (builder, ((const CsHolder *)holders->pdata[i])->person->id);
  return g_strv_builder_end (builder);
}

/**
 * cs_clock_add_rungs:
 * @run: a run whose dates are reckoned
 * @request: its request
 * @directory: who holds what today
 * @basis: what it was reckoned with
 * @now: the present
 *
 * Finds when each rung of its ladder fires and whom it tells. A rung whose condition does not hold
 * has no instant; when the condition turns true, one that has passed is owed at once (PH-29). Where
 * the deadline was moved to a later one, its rungs that are still to come are told of it too
 * (PH-26).
 */
void
cs_clock_add_rungs (CsClockRun *run,
                    const CsRequest *request,
                    const CsDirectory *directory,
                    const CsClockBasis *basis,
                    CsInstant now)
{
  const CsClockLog *log = cs_request_get_clock_log (
      request,
      cs_process_get_clock (cs_request_get_process (request), run->clock->id));

  for (guint i = 0; i < run->clock->ladder->len; i++) {
    const CsRung *rung = run->clock->ladder->pdata[i];
    CsRungState *state = g_new0 (CsRungState, 1);

    state->rung = rung;
    state->at = CS_INSTANT_NONE;
    if (rung->when == NULL || cs_cond_evaluate (rung->when, request, NULL, NULL) == CS_TRUTH_TRUE)
      state->at = find_instant (run, basis, rung, now);
    find_fired (state, log, run);
    state->tell = list_told (request, run, rung, directory, now);
    g_ptr_array_add (run->rungs, state);
  }
}
