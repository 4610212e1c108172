/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-calendar-edit.h"
#include "cs-calendar-private.h"

/* Holidays of a lunar calendar: each has two candidate dates until a moon was seen (D-C4). */

/* A holiday that two dates are known for, and the days that go with it, or NULL. */
static json_t *
get_undecided (const json_t *holidays, gsize at, int *day)
{
  json_t *item = json_array_get (holidays, at);

  return json_is_true (json_object_get (item, "estimated")) &&
                 json_is_string (json_object_get (item, "or")) &&
                 cs_day_parse (cs_json_get_string (item, "date"), day, NULL)
             ? item
             : NULL;
}

/* Whether the holiday at @at goes on with the one after it. */
static gboolean
goes_on (const json_t *holidays, gsize at)
{
  int day, next_day;
  const json_t *item = get_undecided (holidays, at, &day);
  const json_t *next = get_undecided (holidays, at + 1, &next_day);

  return item != NULL && next != NULL && next_day == day + 1 &&
         g_strcmp0 (cs_json_get_string (item, "title"), cs_json_get_string (next, "title")) == 0;
}

static void
settle_one (json_t *item, gboolean takes_other)
{
  if (takes_other)
    json_object_set (item, "date", json_object_get (item, "or"));
  json_object_del (item, "or");
  json_object_del (item, "estimated");
}

/**
 * cs_calendar_settle:
 * @calendar: a calendar's JSON, which is changed
 * @date: a holiday that has two candidate dates
 * @takes_other: whether it falls on the other one
 *
 * Confirms one of the two dates; of a feast of several days, one moon decides about all of them.
 *
 * Returns: whether there was such a holiday
 */
gboolean
cs_calendar_settle (json_t *calendar, const char *date, gboolean takes_other)
{
  json_t *holidays = json_object_get (calendar, "holidays");
  gsize n = json_array_size (holidays);
  gsize first = 0, last;
  int day;

  while (first < n &&
         (get_undecided (holidays, first, &day) == NULL ||
          g_strcmp0 (cs_json_get_string (json_array_get (holidays, first), "date"), date) != 0))
    first++;
  if (first == n)
    return FALSE;
  for (last = first; goes_on (holidays, last);)
    last++;
  while (first > 0 && goes_on (holidays, first - 1))
    first--;
  for (gsize i = first; i <= last; i++)
    settle_one (json_array_get (holidays, i), takes_other);
  return TRUE;
}
