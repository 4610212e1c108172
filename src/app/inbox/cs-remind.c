/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-remind.h"

#define AFTERNOON_HOUR 14
#define MORNING_HOUR   9

static CsInstant
at_hour (GDateTime *day, int hour, GTimeZone *zone)
{
  g_autoptr (GDateTime) moment = g_date_time_new (zone,
                                                  g_date_time_get_year (day),
                                                  g_date_time_get_month (day),
                                                  g_date_time_get_day_of_month (day),
                                                  hour,
                                                  0,
                                                  0);

  return g_date_time_to_unix (moment) * CS_SECOND;
}

static CsInstant
days_later (GDateTime *local, int n_days, GTimeZone *zone)
{
  g_autoptr (GDateTime) day = g_date_time_add_days (local, n_days);

  return at_hour (day, MORNING_HOUR, zone);
}

/**
 * cs_remind_at:
 * @when: what the person chose
 * @now: the present
 * @zone: of the person
 *
 * Returns: the moment: an hour from now, 14:00 (from 13:00 on 17:00, later tomorrow at 9:00),
 *   tomorrow at 9:00, or in seven days at 9:00
 */
CsInstant
cs_remind_at (CsRemind when, CsInstant now, GTimeZone *zone)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (now / CS_SECOND);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, zone);
  int hour = g_date_time_get_hour (local);

  switch (when) {
    case CS_REMIND_HOUR:
      return now + 3600 * CS_SECOND;
    case CS_REMIND_AFTERNOON:
      if (hour < AFTERNOON_HOUR - 1)
        return at_hour (local, AFTERNOON_HOUR, zone);
      if (hour < AFTERNOON_HOUR + 2)
        return at_hour (local, AFTERNOON_HOUR + 3, zone);
      return days_later (local, 1, zone);
    case CS_REMIND_WEEK:
      return days_later (local, 7, zone);
    case CS_REMIND_TOMORROW:
    default:
      return days_later (local, 1, zone);
  }
}

/**
 * cs_remind_on:
 * @day: its date counts
 * @zone: of the person
 *
 * Returns: nine in the morning of that day
 */
CsInstant
cs_remind_on (GDateTime *day, GTimeZone *zone)
{
  return at_hour (day, MORNING_HOUR, zone);
}

/**
 * cs_remind_from_name:
 * @name: "hour", "afternoon", "tomorrow", "week"
 * @when: (out): what it means
 *
 * Returns: FALSE for another name
 */
gboolean
cs_remind_from_name (const char *name, CsRemind *when)
{
  static const char *const names[] = {"hour", "afternoon", "tomorrow", "week"};

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i], name)) {
      *when = (CsRemind)i;
      return TRUE;
    }
  return FALSE;
}
