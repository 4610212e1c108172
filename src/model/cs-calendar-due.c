/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-calendar-private.h"

#include <glib/gi18n-lib.h>

/* Definitions (design §7)
 *
 * - Working time passes in half-open intervals [open, close) of local wall-clock hours and is
 * measured in elapsed time; a skipped hour is not there, a repeated one counts twice within an
 * interval.
 * - `h` and `m` are spent at the earliest instant by which the budget has passed: a budget that
 * ends with the day is due at that day's close.
 * - The close of a date is the end of its last interval. For `bd`, day 0 is the first close at or
 *   after the start.
 * - `d` (and `mo`, `y`) count dates, move forward to a working day, and end at its close; they do
 * not pause. */

#define FARTHEST ((gint64)CS_FARTHEST_YEARS * 366 * CS_DAY)

static gboolean
set_too_far (GError **error)
{
  g_set_error (
      error,
      CS_ERROR,
      CS_ERROR_INVALID,
      _ ("No such moment within %d years from the start (calendars reckon from 1900 to 2199): "
         "check the number and the calendar’s hours"),
      CS_FARTHEST_YEARS);
  return FALSE;
}

/* The earliest instant by which @budget microseconds of working time have passed since @start. */
static gboolean
spend (CsCalendar *self, CsInstant start, gint64 budget, CsInstant *due)
{
  int index;
  const CsBlock *block = cs_calendar_find_block (self, start, &index);
  const CsOpen *open;

  if (block == NULL)
    return FALSE;
  open = block->opens + cs_block_find_open (block, start);
  if (open < block->opens + block->n_opens)
    budget += open->before + MAX (start - open->from, 0);
  else
    budget += block->total;
  while (budget > block->total) {
    budget -= block->total;
    block = cs_calendar_get_block (self, ++index);
    if (block == NULL || block->days[0].midnight - start > FARTHEST)
      return FALSE;
    open = block->opens;
  }
  while (open->before + (open->to - open->from) < budget)
    open++;
  *due = open->from + (budget - open->before);
  return TRUE;
}

static gint64
time_between (CsCalendar *self, CsInstant start, CsInstant end, gboolean wall)
{
  return wall ? MAX (end - start, 0) : cs_calendar_working_time (self, start, end);
}

/* Working time, or time of the @wall clock, that passes outside of tidy pauses. */
static gint64
unpaused_time (CsCalendar *self,
               CsInstant start,
               CsInstant end,
               const GArray *pauses,
               gboolean wall)
{
  gint64 total = time_between (self, start, end, wall);

  for (guint i = 0; pauses != NULL && i < pauses->len; i++) {
    const CsSpan *pause = &g_array_index (pauses, CsSpan, i);

    total -= time_between (self, MAX (pause->from, start), MIN (pause->to, end), wall);
  }
  return total;
}

static gboolean
spend_plainly (CsCalendar *self, CsInstant start, gint64 budget, gboolean wall, CsInstant *due)
{
  if (!wall)
    return spend (self, start, budget, due);
  *due = start + budget;
  return TRUE;
}

/* As spend(), with @budget passing only outside of tidy pauses. */
static gboolean
spend_unpaused (CsCalendar *self,
                CsInstant start,
                gint64 budget,
                const GArray *pauses,
                gboolean wall,
                CsInstant *due,
                GError **error)
{
  for (guint i = 0; pauses != NULL && i < pauses->len; i++) {
    const CsSpan *pause = &g_array_index (pauses, CsSpan, i);

    if (pause->to <= start)
      continue;
    if (pause->from > start) {
      if (!spend_plainly (self, start, budget, wall, due))
        return set_too_far (error);
      if (*due <= pause->from)
        return TRUE;
      budget -= time_between (self, start, pause->from, wall);
    }
    if (pause->to == G_MAXINT64) {
      g_set_error_literal (error,
                           CS_ERROR,
                           CS_ERROR_BUSY,
                           _ ("The clock is paused, so nobody can say yet when it will be due"));
      return FALSE;
    }
    start = pause->to;
  }
  return spend_plainly (self, start, budget, wall, due) || set_too_far (error);
}

/* The close that is @n closes after (before, where negative) the first one at or after @from. */
static gboolean
find_close (CsCalendar *self, CsInstant from, gint64 n, CsInstant *close)
{
  int index;
  const CsBlock *block = cs_calendar_find_block (self, from - 1, &index);
  gint64 i;

  if (block == NULL)
    return FALSE;
  i = cs_block_find_close (block, from) + n;
  while (i < 0) {
    block = cs_calendar_get_block (self, --index);
    if (block == NULL || from - block->days[0].midnight > FARTHEST)
      return FALSE;
    i += block->n_closes;
  }
  while (i >= block->n_closes) {
    i -= block->n_closes;
    block = cs_calendar_get_block (self, ++index);
    if (block == NULL || block->days[0].midnight - from > FARTHEST)
      return FALSE;
  }
  *close = block->closes[i];
  return TRUE;
}

static gboolean
count_days (CsCalendar *self,
            CsInstant start,
            gint64 n,
            const GArray *pauses,
            CsInstant *due,
            GError **error)
{
  const CsSpan *last;

  if (pauses == NULL || pauses->len == 0)
    return find_close (self, start, n, due) || set_too_far (error);
  last = &g_array_index (pauses, CsSpan, pauses->len - 1);
  if (!find_close (self, start, 0, due))
    return set_too_far (error);
  while (n > 0) {
    if (!find_close (self, *due + 1, 0, due) || *due - start > FARTHEST)
      return set_too_far (error);
    if (last->to == G_MAXINT64 && *due >= last->from) {
      g_set_error_literal (error,
                           CS_ERROR,
                           CS_ERROR_BUSY,
                           _ ("The clock is paused, so nobody can say yet when it will be due"));
      return FALSE;
    }
    if (!cs_pauses_cover ((const CsSpan *)(gconstpointer)pauses->data, pauses->len, *due))
      n--;
  }
  return TRUE;
}

/* The local date of @start, @amount dates, months or years later. */
static gint64
add_dates (CsCalendar *self, CsInstant start, gint64 amount, CsDurationUnit unit)
{
  int day = cs_calendar_get_day (self, start);
  GDate date;

  if (unit == CS_DURATION_DAYS)
    return day + amount;
  if (!cs_day_is_known (day))
    return G_MAXINT64;
  g_date_clear (&date, 1);
  g_date_set_julian (&date, (guint32)(day + 719163));
  if (unit == CS_DURATION_MONTHS)
    g_date_add_months (&date, (guint)amount);
  else
    g_date_add_years (&date, (guint)amount);
  return (gint64)g_date_get_julian (&date) - 719163;
}

/* The close of @day or of the working day nearest to it in the direction of @step. */
static gboolean
close_near (CsCalendar *self, gint64 day, int step, CsInstant *close)
{
  for (int i = 0; i < CS_FARTHEST_YEARS * 366 && cs_day_is_known (day); i++, day += step) {
    if (cs_calendar_get_day_close (self, (int)day, close))
      return TRUE;
  }
  return FALSE;
}

static gboolean
check_amount (gint64 amount, CsDurationUnit unit, GError **error)
{
  static const gint64 per_year[] = {
      [CS_DURATION_MINUTES] = 366 * 24 * 60,
      [CS_DURATION_HOURS] = 366 * 24,
      [CS_DURATION_ELAPSED_HOURS] = 366 * 24,
      [CS_DURATION_BUSINESS_DAYS] = 366,
      [CS_DURATION_DAYS] = 366,
      [CS_DURATION_MONTHS] = 12,
      [CS_DURATION_YEARS] = 1,
  };

  if (amount <= 0) {
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_INVALID,
                 _ ("%lld%s is no time at all: expected at least 1"),
                 (long long)amount,
                 cs_duration_unit_get_suffix (unit));
    return FALSE;
  }
  return amount <= per_year[unit] * CS_FARTHEST_YEARS || set_too_far (error);
}

static gboolean
reckon (CsCalendar *self,
        CsInstant start,
        gint64 amount,
        CsDurationUnit unit,
        const GArray *pauses,
        CsInstant *due,
        GError **error)
{
  int index;

  if (cs_calendar_find_block (self, start, &index) == NULL)
    return set_too_far (error);
  switch (unit) {
    case CS_DURATION_MINUTES:
      return spend_unpaused (self, start, amount * 60 * CS_SECOND, pauses, FALSE, due, error);
    case CS_DURATION_HOURS:
      return spend_unpaused (self, start, amount * CS_HOUR, pauses, FALSE, due, error);
    case CS_DURATION_ELAPSED_HOURS:
      return spend_unpaused (self, start, amount * CS_HOUR, pauses, TRUE, due, error);
    case CS_DURATION_BUSINESS_DAYS:
      return count_days (self, start, amount, pauses, due, error);
    case CS_DURATION_DAYS:
    case CS_DURATION_MONTHS:
    case CS_DURATION_YEARS:
      return close_near (self, add_dates (self, start, amount, unit), 1, due) ||
             set_too_far (error);
    default:
      g_return_val_if_reached (FALSE);
  }
}

/**
 * cs_calendar_due:
 * @self: a calendar
 * @start: when the clock starts
 * @amount: how much time it gives
 * @unit: what @amount counts
 * @pauses: (array length=n_pauses) (nullable): when the clock stood still, in any order
 * @n_pauses: how many pauses
 * @due: (out): the earliest moment at which the time is spent
 * @explain: (nullable) (element-type utf8): takes readable lines that say how it was reckoned, the
 * last one with the sum; made with g_free as its free function. Where it has lines already, these
 * are to tell the pauses, by their reasons, and they are not told a second time
 * @error: `CS_ERROR_INVALID` when @amount is no time or too much, or a pause ends before it begins;
 *   `CS_ERROR_BUSY` when the clock is paused and the pause has no end yet
 *
 * Reckons when a clock runs out (D-01…D-12, E1…E10). `d`, `mo` and `y` do not pause. Without
 * @explain this costs about as much as adding days to a GDateTime.
 *
 * Returns: whether @due was set
 */
gboolean
cs_calendar_due (CsCalendar *self,
                 CsInstant start,
                 gint64 amount,
                 CsDurationUnit unit,
                 const CsSpan *pauses,
                 gsize n_pauses,
                 CsInstant *due,
                 GPtrArray *explain,
                 GError **error)
{
  g_autoptr (GArray) tidy = NULL;

  if (!check_amount (amount, unit, error) || !cs_pauses_tidy (pauses, n_pauses, &tidy, error) ||
      !reckon (self, start, amount, unit, tidy, due, error))
    return FALSE;
  if (explain != NULL)
    cs_calendar_explain (self,
                         start,
                         amount,
                         unit,
                         tidy != NULL ? (const CsSpan *)(gconstpointer)tidy->data : NULL,
                         tidy != NULL ? tidy->len : 0,
                         *due,
                         explain);
  return TRUE;
}

/* The latest instant from which @budget microseconds of working time pass until @end. */
static gboolean
spend_backwards (CsCalendar *self, CsInstant end, gint64 budget, CsInstant *before)
{
  int index;
  const CsBlock *block = cs_calendar_find_block (self, end, &index);
  const CsOpen *open;
  gint64 at;

  if (block == NULL)
    return FALSE;
  at = cs_block_open_until (block, end) - budget;
  while (at < 0) {
    block = cs_calendar_get_block (self, --index);
    if (block == NULL || end - block->days[0].midnight > FARTHEST)
      return FALSE;
    at += block->total;
  }
  /* The last opening that begins at or before @at: at a close, wait for the next opening. */
  for (guint i = block->n_opens; i-- > 0;) {
    open = &block->opens[i];
    if (open->before <= at && at < open->before + (open->to - open->from)) {
      *before = open->from + (at - open->before);
      return TRUE;
    }
  }
  return FALSE;
}

/**
 * cs_calendar_before:
 * @self: a calendar
 * @end: a moment, such as a limit
 * @amount: how long before it
 * @unit: what @amount counts
 * @before: (out): the latest moment from which that much time passes until @end
 * @error: `CS_ERROR_INVALID` when @amount is no time or too much
 *
 * Reckons backwards, for rungs such as `limit-4h` and `limit-2bd`. Day rungs fall on closes; dates
 * move back to a working day.
 *
 * Returns: whether @before was set
 */
gboolean
cs_calendar_before (CsCalendar *self,
                    CsInstant end,
                    gint64 amount,
                    CsDurationUnit unit,
                    CsInstant *before,
                    GError **error)
{
  int index;

  if (!check_amount (amount, unit, error))
    return FALSE;
  if (cs_calendar_find_block (self, end, &index) == NULL)
    return set_too_far (error);
  switch (unit) {
    case CS_DURATION_MINUTES:
      return spend_backwards (self, end, amount * 60 * CS_SECOND, before) || set_too_far (error);
    case CS_DURATION_HOURS:
      return spend_backwards (self, end, amount * CS_HOUR, before) || set_too_far (error);
    case CS_DURATION_ELAPSED_HOURS:
      *before = end - amount * CS_HOUR;
      return TRUE;
    case CS_DURATION_BUSINESS_DAYS:
      return find_close (self, end, -amount, before) || set_too_far (error);
    case CS_DURATION_DAYS:
      return close_near (self, cs_calendar_get_day (self, end) - amount, -1, before) ||
             set_too_far (error);
    case CS_DURATION_MONTHS:
    case CS_DURATION_YEARS:
    default:
      g_set_error_literal (error,
                           CS_ERROR,
                           CS_ERROR_INVALID,
                           _ ("Nothing warns months ahead: expected m, h, eh, bd or d"));
      return FALSE;
  }
}

/**
 * cs_calendar_add_closes:
 * @self: a calendar
 * @from: a moment, such as a limit
 * @n: how many closes after it, or before it where negative
 * @close: (out): the close of business
 * @error: `CS_ERROR_INVALID` when there is none within reach
 *
 * Finds the close of the @n-th working day after the day of @from, which is, as for `bd`, the one
 * that closes first at or after it (E2, E3).
 *
 * Returns: whether @close was set
 */
gboolean
cs_calendar_add_closes (CsCalendar *self,
                        CsInstant from,
                        gint64 n,
                        CsInstant *close,
                        GError **error)
{
  if (ABS (n) > CS_FARTHEST_YEARS * 366)
    return set_too_far (error);
  return find_close (self, from, n, close) || set_too_far (error);
}

/**
 * cs_calendar_percent_instant:
 * @self: a calendar
 * @start: when the clock started
 * @limit: when it runs out, reckoned with the same pauses
 * @unit: the unit of the limit: `eh` counts all time, the others working time
 * @percent: 0 to 100
 * @pauses: (array length=n_pauses) (nullable): when the clock stood still; `d` clocks do not
 * @n_pauses: how many pauses
 *
 * Returns: the earliest moment by which that share of the time to the limit has passed
 */
CsInstant
cs_calendar_percent_instant (CsCalendar *self,
                             CsInstant start,
                             CsInstant limit,
                             CsDurationUnit unit,
                             int percent,
                             const CsSpan *pauses,
                             gsize n_pauses)
{
  g_autoptr (GArray) tidy = NULL;
  gboolean wall = unit == CS_DURATION_ELAPSED_HOURS;
  gint64 share;
  CsInstant instant;

  if (unit <= CS_DURATION_BUSINESS_DAYS && !cs_pauses_tidy (pauses, n_pauses, &tidy, NULL))
    return limit;
  /* Up to whole seconds, which is what people are shown. */
  share = unpaused_time (self, start, limit, tidy, wall) / CS_SECOND * percent;
  share = (share + 99) / 100 * CS_SECOND;
  if (percent >= 100)
    return limit;
  if (share <= 0)
    return start;
  return spend_unpaused (self, start, share, tidy, wall, &instant, NULL) ? MIN (instant, limit)
                                                                         : limit;
}
