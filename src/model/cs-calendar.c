/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-calendar.h"

#include "cs-calendar-private.h"

/* A calendar never changes once made, so any thread may use it; its tables fill as they are asked.
 */
G_DEFINE_BOXED_TYPE (CsCalendar, cs_calendar, cs_calendar_ref, cs_calendar_unref)

/**
 * cs_calendar_ref:
 * @self: a calendar
 *
 * Returns: (transfer full): @self
 */
CsCalendar *
cs_calendar_ref (CsCalendar *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * cs_calendar_unref:
 * @self: (transfer full): a calendar
 *
 * Gives a reference back.
 */
void
cs_calendar_unref (CsCalendar *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  for (int i = 0; i < 7; i++)
    g_clear_pointer (&self->week[i], g_array_unref);
  for (int i = 0; i < CS_N_BLOCKS; i++) {
    if (self->blocks[i] != NULL)
      g_free (self->blocks[i]->opens);
    g_free (self->blocks[i]);
  }
  g_clear_pointer (&self->exceptions, g_hash_table_unref);
  g_clear_pointer (&self->maybes, g_hash_table_unref);
  json_decref (self->json);
  g_free (self->title);
  g_free (self);
}

/**
 * cs_calendar_get_title:
 * @self: a calendar
 *
 * Returns: (transfer none): what people call it; its zone where it has no title
 */
const char *
cs_calendar_get_title (CsCalendar *self)
{
  return self->title != NULL ? self->title : cs_zone_get_identifier (self->zone);
}

/**
 * cs_calendar_get_zone:
 * @self: a calendar
 *
 * Returns: (transfer none): its zone's name, such as `Africa/Cairo`
 */
const char *
cs_calendar_get_zone (CsCalendar *self)
{
  return cs_zone_get_identifier (self->zone);
}

/**
 * cs_calendar_get_revision:
 * @self: a calendar
 *
 * Returns: which revision of the calendar this is; clocks name the one they were reckoned with
 * (D-C4)
 */
gint64
cs_calendar_get_revision (CsCalendar *self)
{
  return self->revision;
}

/**
 * cs_calendar_get_json:
 * @self: a calendar
 *
 * Returns: (transfer none): what it was made from, to show and to change a copy of
 */
const json_t *
cs_calendar_get_json (CsCalendar *self)
{
  return self->json;
}

/**
 * cs_calendar_working_time:
 * @self: a calendar
 * @start: a moment
 * @end: a later moment
 *
 * Returns: how much working time passes between them, in microseconds
 */
gint64
cs_calendar_working_time (CsCalendar *self, CsInstant start, CsInstant end)
{
  int first, last;
  const CsBlock *from, *to;
  gint64 total;

  start = CLAMP (start, (CS_FIRST_DAY + 2) * CS_DAY, (CS_LAST_DAY - 2) * CS_DAY);
  end = CLAMP (end, (CS_FIRST_DAY + 2) * CS_DAY, (CS_LAST_DAY - 2) * CS_DAY);
  if (end <= start)
    return 0;
  from = cs_calendar_find_block (self, start, &first);
  to = cs_calendar_find_block (self, end, &last);
  total = cs_block_open_until (to, end) - cs_block_open_until (from, start);
  for (int i = first; i < last; i++)
    total += cs_calendar_get_block (self, i)->total;
  return total;
}

/**
 * cs_calendar_elapsed:
 * @self: a calendar
 * @start: a moment
 * @end: a later moment
 * @pauses: (array length=n_pauses) (nullable): what does not count
 * @n_pauses: how many pauses
 *
 * Returns: how many whole seconds of working time passed from @start to @end, 0 when @end is
 * earlier
 */
gint64
cs_calendar_elapsed (CsCalendar *self,
                     CsInstant start,
                     CsInstant end,
                     const CsSpan *pauses,
                     gsize n_pauses)
{
  g_autoptr (GArray) tidy = NULL;
  gint64 total = cs_calendar_working_time (self, start, end);

  if (!cs_pauses_tidy (pauses, n_pauses, &tidy, NULL))
    return 0;
  for (guint i = 0; tidy != NULL && i < tidy->len; i++) {
    const CsSpan *pause = &g_array_index (tidy, CsSpan, i);

    total -= cs_calendar_working_time (self, MAX (pause->from, start), MIN (pause->to, end));
  }
  return total / CS_SECOND;
}

/**
 * cs_calendar_count_closes:
 * @self: a calendar
 * @from: a moment
 * @to: a later moment
 *
 * Returns: how many working days close after @from and not after @to, for “2 d left”
 */
gint64
cs_calendar_count_closes (CsCalendar *self, CsInstant from, CsInstant to)
{
  int first, last;
  const CsBlock *low = cs_calendar_find_block (self, from, &first);
  const CsBlock *high = cs_calendar_find_block (self, to, &last);
  gint64 count;

  if (low == NULL || high == NULL || to <= from)
    return 0;
  count = (gint64)cs_block_find_close (high, to + 1) - cs_block_find_close (low, from + 1);
  for (int i = first; i < last; i++)
    count += cs_calendar_get_block (self, i)->n_closes;
  return count;
}

/**
 * cs_calendar_get_day_secs:
 * @self: a calendar
 *
 * Returns: the seconds of a working day of its usual week, on average; never 0
 */
gint64
cs_calendar_get_day_secs (CsCalendar *self)
{
  gint64 secs = 0, days = 0;

  for (int i = 0; i < 7; i++) {
    const GArray *week = self->week[i];

    for (guint j = 0; week != NULL && j < week->len; j++) {
      const CsHours *hours = &g_array_index (week, CsHours, j);

      secs += (hours->to - hours->from) * 60;
    }
    days += week != NULL && week->len > 0;
  }
  return days > 0 && secs > 0 ? secs / days : 24 * 3600;
}

/**
 * cs_calendar_is_open:
 * @self: a calendar
 * @instant: a moment
 *
 * Returns: whether working time passes at that moment
 */
gboolean
cs_calendar_is_open (CsCalendar *self, CsInstant instant)
{
  int index;
  const CsBlock *block = cs_calendar_find_block (self, instant, &index);
  guint i;

  if (block == NULL)
    return FALSE;
  i = cs_block_find_open (block, instant);
  return i < block->n_opens && block->opens[i].from <= instant;
}

/**
 * cs_calendar_next_open:
 * @self: a calendar
 * @from: a moment
 *
 * Returns: @from when the calendar is open then, else its next opening; `CS_INSTANT_NONE` when
 * there is none within reach
 */
CsInstant
cs_calendar_next_open (CsCalendar *self, CsInstant from)
{
  int index;
  const CsBlock *block = cs_calendar_find_block (self, from, &index);
  guint i = block != NULL ? cs_block_find_open (block, from) : 0;

  while (block != NULL && i >= block->n_opens) {
    block = cs_calendar_get_block (self, ++index);
    i = 0;
  }
  return block != NULL ? MAX (block->opens[i].from, from) : CS_INSTANT_NONE;
}

/**
 * cs_calendar_format_instant:
 * @self: a calendar
 * @instant: a moment
 *
 * Returns: (transfer full): the moment in the calendar's zone, such as `2026-01-18T10:00:00+02:00`
 */
char *
cs_calendar_format_instant (CsCalendar *self, CsInstant instant)
{
  return cs_zone_format_instant (self->zone, instant);
}
