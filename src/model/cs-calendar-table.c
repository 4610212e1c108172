/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-calendar-private.h"

/* The instants of a calendar's hours, in blocks of dates with running totals, made when first asked
 * for. Reckoning looks up two entries instead of walking through days, and knows nothing of zones.
 */

/**
 * cs_day_is_known:
 * @day: a date
 *
 * Returns: whether calendars reckon with that date
 */
gboolean
cs_day_is_known (gint64 day)
{
  return day >= CS_FIRST_DAY && day <= CS_LAST_DAY;
}

/**
 * cs_calendar_get_hours:
 * @self: a calendar
 * @day: a date
 * @exception: (out) (optional) (nullable): why its hours are not those of its weekday
 *
 * Returns: (transfer none) (nullable) (element-type CsHours): the hours of that date
 */
const GArray *
cs_calendar_get_hours (CsCalendar *self, int day, const CsException **exception)
{
  const CsException *found = g_hash_table_lookup (self->exceptions, GINT_TO_POINTER (day));
  int weekday = ((day + 4) % 7 + 7) % 7;

  if (exception != NULL)
    *exception = found;
  return found != NULL ? found->hours : self->week[weekday];
}

/**
 * cs_calendar_get_maybe:
 * @self: a calendar
 * @day: a date
 *
 * Returns: (transfer none) (nullable): the holiday that may fall on this date instead of the one it
 *   is estimated for, on a date that is otherwise like its weekday
 */
const char *
cs_calendar_get_maybe (CsCalendar *self, int day)
{
  return g_hash_table_contains (self->exceptions, GINT_TO_POINTER (day))
             ? NULL
             : g_hash_table_lookup (self->maybes, GINT_TO_POINTER (day));
}

static void
add_day (CsCalendar *self, CsBlock *block, int day, GArray *opens)
{
  const GArray *hours = cs_calendar_get_hours (self, day, NULL);
  CsWallTime midnight = day * CS_DAY;
  gint64 total = block->total;
  CsInstant close = 0;

  for (guint i = 0; hours != NULL && i < hours->len; i++) {
    const CsHours *item = &g_array_index (hours, CsHours, i);
    CsOpen open = {
        cs_zone_first_pass (self->zone, midnight + item->from * 60 * CS_SECOND),
        cs_zone_first_pass (self->zone, midnight + item->to * 60 * CS_SECOND),
        block->total,
    };

    close = open.to;
    if (open.from == open.to)
      continue;
    block->total += open.to - open.from;
    g_array_append_val (opens, open);
  }
  if (block->total > total)
    block->closes[block->n_closes++] = close;
}

static CsBlock *
block_new (CsCalendar *self, int index)
{
  g_autoptr (GArray) opens = g_array_new (TRUE, FALSE, sizeof (CsOpen));
  int first = CS_FIRST_DAY + index * CS_BLOCK_DAYS;
  CsBlock *block = g_new0 (CsBlock, 1);

  for (int i = 0; i <= CS_BLOCK_DAYS; i++) {
    block->days[i].midnight = cs_zone_first_pass (self->zone, (first + i) * CS_DAY);
    block->days[i].first_open = (guint16)opens->len;
    block->days[i].first_close = (guint16)block->n_closes;
    if (i < CS_BLOCK_DAYS)
      add_day (self, block, first + i, opens);
  }
  block->n_opens = opens->len;
  block->opens = (CsOpen *)(gpointer)g_array_free (g_steal_pointer (&opens), FALSE);
  return block;
}

/**
 * cs_calendar_get_block:
 * @self: a calendar
 * @index: the number of a block
 *
 * Makes the block when nobody has asked for it yet. Any thread may call this.
 *
 * Returns: (transfer none) (nullable): the block; %NULL before 1900 and after 2199
 */
const CsBlock *
cs_calendar_get_block (CsCalendar *self, int index)
{
  CsBlock *block;

  if (index < 0 || index >= CS_N_BLOCKS)
    return NULL;
  block = g_atomic_pointer_get (&self->blocks[index]);
  if (G_LIKELY (block != NULL))
    return block;
  block = block_new (self, index);
  if (g_atomic_pointer_compare_and_exchange (&self->blocks[index], NULL, block))
    return block;
  g_free (block->opens);
  g_free (block);
  return g_atomic_pointer_get (&self->blocks[index]);
}

/**
 * cs_calendar_find_block:
 * @self: a calendar
 * @instant: a moment
 * @index: (out): the number of its block
 *
 * Returns: (transfer none) (nullable): the block in which that moment lies; %NULL when it is too
 * far off
 */
const CsBlock *
cs_calendar_find_block (CsCalendar *self, CsInstant instant, int *index)
{
  const CsBlock *block;

  if (instant < CS_FIRST_DAY * CS_DAY || instant > CS_LAST_DAY * CS_DAY)
    return NULL;
  *index = (int)((instant - CS_FIRST_DAY * CS_DAY) / (CS_BLOCK_DAYS * CS_DAY));
  block = cs_calendar_get_block (self, *index);
  if (instant < block->days[0].midnight)
    block = cs_calendar_get_block (self, --*index);
  else if (instant >= block->days[CS_BLOCK_DAYS].midnight)
    block = cs_calendar_get_block (self, ++*index);
  return block;
}

static const CsDay *
find_day (const CsBlock *block, CsInstant instant)
{
  gint64 guess = (instant - block->days[0].midnight) / CS_DAY;
  const CsDay *day = &block->days[CLAMP (guess, 0, CS_BLOCK_DAYS - 1)];

  while (day > block->days && day->midnight > instant)
    day--;
  while (day < &block->days[CS_BLOCK_DAYS - 1] && day[1].midnight <= instant)
    day++;
  return day;
}

/**
 * cs_block_find_open:
 * @block: a block of dates
 * @instant: a moment in it
 *
 * Returns: the first opening that ends after @instant; n_opens when there is none left
 */
guint
cs_block_find_open (const CsBlock *block, CsInstant instant)
{
  guint i = find_day (block, instant)->first_open;

  while (i < block->n_opens && block->opens[i].to <= instant)
    i++;
  return i;
}

/**
 * cs_block_find_close:
 * @block: a block of dates
 * @instant: a moment in it, or the one at which the date before it ends
 *
 * Returns: the first close at or after @instant; n_closes when there is none left
 */
guint
cs_block_find_close (const CsBlock *block, CsInstant instant)
{
  guint i = find_day (block, instant - 1)->first_close;

  while (i < block->n_closes && block->closes[i] < instant)
    i++;
  return i;
}

/**
 * cs_block_open_until:
 * @block: a block of dates
 * @instant: a moment in it
 *
 * Returns: how long the calendar was open from the start of the block to @instant
 */
gint64
cs_block_open_until (const CsBlock *block, CsInstant instant)
{
  guint i = cs_block_find_open (block, instant);

  if (i == block->n_opens)
    return block->total;
  return block->opens[i].before + MAX (instant - block->opens[i].from, 0);
}

/**
 * cs_calendar_get_day:
 * @self: a calendar
 * @instant: a moment
 *
 * Returns: the local date at that moment
 */
int
cs_calendar_get_day (CsCalendar *self, CsInstant instant)
{
  CsWallTime wall = cs_zone_to_wall (self->zone, instant);

  return (int)((wall - (wall % CS_DAY + CS_DAY) % CS_DAY) / CS_DAY);
}

/**
 * cs_calendar_get_day_close:
 * @self: a calendar
 * @day: a date
 * @close: (out): its close of business
 *
 * Returns: whether it is a working day at all
 */
gboolean
cs_calendar_get_day_close (CsCalendar *self, int day, CsInstant *close)
{
  int index = (day - CS_FIRST_DAY) / CS_BLOCK_DAYS;
  int i = (day - CS_FIRST_DAY) % CS_BLOCK_DAYS;
  const CsBlock *block = cs_day_is_known (day) ? cs_calendar_get_block (self, index) : NULL;

  if (block == NULL || block->days[i].first_close == block->days[i + 1].first_close)
    return FALSE;
  *close = block->closes[block->days[i].first_close];
  return TRUE;
}
