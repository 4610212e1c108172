/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-calendar.h"

#include <stdio.h>
#include <string.h>

/* Random calendars against an oracle that knows no arithmetic: it walks minute by minute with what
 * GTimeZone says the wall clock shows, and keeps the latest local time seen, so that an hour that
 * the clocks repeat counts as the end of its first pass. */

#define DAYS    75
#define MINUTES (DAYS * 24 * 60)
#define DATES   (DAYS + 4)
#define MINUTE  (60 * CS_SECOND)

typedef struct {
  const char *zone;
  gint64 first; /* UTC, in minutes since 1970 */
} Window;

typedef struct {
  gint64 first;
  int *wall;        /* (owned) per minute, in minutes since midnight of first_date */
  int *latest;      /* (owned) the greatest of wall so far */
  gint64 date;      /* the local date before the first minute, in days since 1970 */
  gboolean *open;   /* (owned) per minute */
  gboolean *stop;   /* (owned) per minute, while paused */
  int close[DATES]; /* per date: the minute of its close, or -1 */
  CsSpan pauses[3];
  gsize n_pauses;
  CsCalendar *calendar; /* (owned) */
} Oracle;

static void
oracle_set_window (Oracle *oracle, const Window *window)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (window->zone);
  int greatest = -1;

  oracle->first = window->first;
  oracle->date = window->first / (24 * 60) - 1;
  for (int i = 0; i < MINUTES; i++) {
    gint64 minute = window->first + i;
    int interval = g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, minute * 60);

    oracle->wall[i] =
        (int)(minute + g_time_zone_get_offset (zone, interval) / 60 - oracle->date * 24 * 60);
    greatest = MAX (greatest, oracle->wall[i]);
    oracle->latest[i] = greatest;
  }
}

static json_t *
random_hours (GRand *rand)
{
  json_t *list = json_array ();
  int at = g_rand_int_range (rand, 0, 10) * 60;

  for (int n = g_rand_int_range (rand, 0, 4); n > 0 && at < 24 * 60; n--) {
    int length = g_rand_int_range (rand, 1, 40) * 15;
    int to = MIN (at + length, 24 * 60);
    g_autofree char *text =
        g_strdup_printf ("%02d:%02d-%02d:%02d", at / 60, at % 60, to / 60, to % 60);

    json_array_append_new (list, json_string (text));
    at = to + g_rand_int_range (rand, 0, 6) * 30;
  }
  return list;
}

static void
mark_open (Oracle *oracle, int date, const json_t *hours)
{
  int first = MAX ((date - 3) * 24 * 60, 0), end = MIN ((date + 2) * 24 * 60, MINUTES);
  int last = -1;

  oracle->close[date] = -1;
  for (gsize i = 0; i < json_array_size (hours); i++) {
    int from_hour, from_minute, to_hour, to_minute, from, to;
    gboolean any = FALSE;

    sscanf (json_string_value (json_array_get (hours, i)),
            "%d:%d-%d:%d",
            &from_hour,
            &from_minute,
            &to_hour,
            &to_minute);
    from = date * 24 * 60 + from_hour * 60 + from_minute;
    to = date * 24 * 60 + to_hour * 60 + to_minute;
    for (int m = first; m < end; m++) {
      if (oracle->latest[m] >= from && oracle->latest[m] < to)
        oracle->open[m] = any = TRUE;
    }
    last = any ? to : last;
  }
  for (int m = first; last >= 0 && m < end && oracle->close[date] < 0; m++) {
    if (oracle->latest[m] >= last)
      oracle->close[date] = m;
  }
}

static void
oracle_set_calendar (Oracle *oracle, GRand *rand, const char *zone)
{
  const char *names[] = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};
  g_autoptr (json_t) object =
      json_pack ("{s:s,s:{},s:[],s:{}}", "zone", zone, "hours", "holidays", "special");
  json_t *week = json_object_get (object, "hours");
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 7; i++) {
    json_t *hours = random_hours (rand);

    if (i == 3)
      json_array_clear (hours), json_array_append_new (hours, json_string ("08:00-17:00"));
    json_object_set_new (week, names[i], hours);
  }
  memset (oracle->open, 0, MINUTES * sizeof (gboolean));
  for (int date = 0; date < DATES; date++) {
    gint64 day = oracle->date + date;
    g_autoptr (GDateTime) noon = g_date_time_new_from_unix_utc (day * 24 * 60 * 60);
    g_autofree char *text = g_date_time_format (noon, "%Y-%m-%d");
    const json_t *hours = json_object_get (week, names[(day + 4) % 7]);

    if (g_rand_int_range (rand, 0, 12) == 0) {
      json_array_append_new (json_object_get (object, "holidays"), json_string (text));
      hours = NULL;
    }
    if (g_rand_int_range (rand, 0, 12) == 0) {
      json_t *special = random_hours (rand);

      json_object_set_new (json_object_get (object, "special"), text, special);
      hours = special;
    }
    mark_open (oracle, date, hours);
  }
  g_clear_pointer (&oracle->calendar, cs_calendar_unref);
  oracle->calendar = cs_calendar_new_from_json (object, &error);
  g_assert_no_error (error);
}

static void
oracle_set_pauses (Oracle *oracle, GRand *rand)
{
  for (gsize i = 0; i < oracle->n_pauses; i++) {
    for (gint64 m = oracle->pauses[i].from; m < oracle->pauses[i].to; m += MINUTE)
      oracle->stop[m / MINUTE - oracle->first] = FALSE;
  }
  oracle->n_pauses = (gsize)g_rand_int_range (rand, 0, 4);
  for (gsize i = 0; i < oracle->n_pauses; i++) {
    int from = g_rand_int_range (rand, 0, MINUTES / 2);
    int to = from + g_rand_int_range (rand, 1, 4000);

    for (int m = from; m < to; m++)
      oracle->stop[m] = TRUE;
    oracle->pauses[i].from = (oracle->first + from) * MINUTE;
    oracle->pauses[i].to = (oracle->first + to) * MINUTE;
  }
}

/* The minute at which @budget minutes have passed since @start, or -1 beyond the window. */
static int
oracle_spend (const Oracle *oracle, int start, int budget, gboolean wall)
{
  for (int m = start; m < MINUTES; m++) {
    if ((wall || oracle->open[m]) && !oracle->stop[m] && --budget == 0)
      return m + 1;
  }
  return -1;
}

static int
oracle_closes (const Oracle *oracle, int start, int n)
{
  gboolean begun = FALSE;

  for (int date = 0; date < DATES; date++) {
    int close = oracle->close[date];

    if (close < start)
      continue;
    if (begun && !oracle->stop[close])
      n--;
    begun = TRUE;
    if (n == 0)
      return close;
  }
  return -1;
}

static int
oracle_dates (const Oracle *oracle, int start, int n)
{
  for (int date = oracle->wall[start] / (24 * 60) + n; date < DATES; date++) {
    if (oracle->close[date] >= 0)
      return oracle->close[date];
  }
  return -1;
}

static void
check_due (const Oracle *oracle, int start, int amount, CsDurationUnit unit, int expected)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  CsInstant due = 0;

  /* The last dates are only partly in the window. */
  if (expected < 0 || expected > MINUTES - 3 * 24 * 60)
    return;
  cs_calendar_due (oracle->calendar,
                   (oracle->first + start) * MINUTE,
                   amount,
                   unit,
                   oracle->pauses,
                   oracle->n_pauses,
                   &due,
                   start % 16 == 0 ? lines : NULL,
                   &error);
  g_assert_no_error (error);
  g_assert_cmpint (due / MINUTE - oracle->first, ==, expected);
  g_assert_cmpint (due % MINUTE, ==, 0);
}

static void
check_hours (const Oracle *oracle, GRand *rand, int start)
{
  int minutes = g_rand_int_range (rand, 1, 6000);
  int due = oracle_spend (oracle, start, minutes, FALSE);
  CsInstant from = (oracle->first + start) * MINUTE;

  check_due (oracle, start, minutes, CS_DURATION_MINUTES, due);
  if (due >= 0) {
    CsInstant to = (oracle->first + due) * MINUTE;
    CsInstant before = 0;

    g_assert_cmpint (
        cs_calendar_elapsed (oracle->calendar, from, to, oracle->pauses, oracle->n_pauses),
        ==,
        minutes * 60);
    g_assert_true (
        cs_calendar_before (oracle->calendar, to, minutes, CS_DURATION_MINUTES, &before, NULL));
    g_assert_cmpint (cs_calendar_elapsed (oracle->calendar, before, to, NULL, 0), ==, minutes * 60);
    g_assert_cmpint (cs_calendar_elapsed (oracle->calendar, before + CS_SECOND, to, NULL, 0),
                     <,
                     minutes * 60);
    g_assert_cmpint (cs_calendar_percent_instant (oracle->calendar,
                                                  from,
                                                  to,
                                                  CS_DURATION_MINUTES,
                                                  99,
                                                  oracle->pauses,
                                                  oracle->n_pauses),
                     <=,
                     to);
  }
}

static void
check_state (const Oracle *oracle, int minute)
{
  CsInstant instant = (oracle->first + minute) * MINUTE;
  int next = minute;

  g_assert_cmpint (cs_calendar_is_open (oracle->calendar, instant), ==, oracle->open[minute]);
  while (next < MINUTES && !oracle->open[next])
    next++;
  if (next < MINUTES)
    g_assert_cmpint (cs_calendar_next_open (oracle->calendar, instant) / MINUTE - oracle->first,
                     ==,
                     next);
}

static void
test_oracle (gconstpointer data)
{
  const Window *window = data;
  g_autoptr (GRand) rand = g_rand_new_with_seed ((guint32)g_test_rand_int ());
  g_autofree int *wall = g_new (int, MINUTES);
  g_autofree int *latest = g_new (int, MINUTES);
  g_autofree gboolean *open = g_new (gboolean, MINUTES);
  g_autofree gboolean *stop = g_new0 (gboolean, MINUTES);
  Oracle oracle = {.wall = wall, .latest = latest, .open = open, .stop = stop};

  oracle_set_window (&oracle, window);
  for (int round = 0; round < 12; round++) {
    oracle_set_calendar (&oracle, rand, window->zone);
    for (int i = 0; i < 120; i++) {
      /* From the third day on, so that the window has seen the local midnight before. */
      int start = g_rand_int_range (rand, 3 * 24 * 60, MINUTES * 2 / 3);
      int hours = g_rand_int_range (rand, 1, 100), days = g_rand_int_range (rand, 1, 15);

      oracle_set_pauses (&oracle, rand);
      check_state (&oracle, start);
      check_hours (&oracle, rand, start);
      check_due (&oracle,
                 start,
                 hours,
                 CS_DURATION_ELAPSED_HOURS,
                 oracle_spend (&oracle, start, hours * 60, TRUE));
      check_due (&oracle,
                 start,
                 days,
                 CS_DURATION_BUSINESS_DAYS,
                 oracle_closes (&oracle, start, days));
      check_due (&oracle, start, days, CS_DURATION_DAYS, oracle_dates (&oracle, start, days));
    }
  }
  g_clear_pointer (&oracle.calendar, cs_calendar_unref);
}

/* Later starts and longer times are never due earlier. */
static void
test_monotone (gconstpointer data)
{
  const Window *window = data;
  g_autoptr (GRand) rand = g_rand_new_with_seed ((guint32)g_test_rand_int ());
  g_autofree int *wall = g_new (int, MINUTES);
  g_autofree int *latest = g_new (int, MINUTES);
  g_autofree gboolean *open = g_new (gboolean, MINUTES);
  g_autofree gboolean *stop = g_new0 (gboolean, MINUTES);
  Oracle oracle = {.wall = wall, .latest = latest, .open = open, .stop = stop};

  oracle_set_window (&oracle, window);
  oracle_set_calendar (&oracle, rand, window->zone);
  oracle_set_pauses (&oracle, rand);
  for (int unit = CS_DURATION_MINUTES; unit <= CS_DURATION_DAYS; unit++) {
    CsInstant start = oracle.first * MINUTE, before = G_MININT64, due = 0, longer = 0;

    for (int i = 0; i < 4000; i++, start += g_rand_int_range (rand, 1, 1400) * CS_SECOND) {
      /* In a repeated hour the date can go back, and with it what counts dates. */
      gboolean counted = unit != CS_DURATION_DAYS;

      g_assert_true (cs_calendar_due (oracle.calendar,
                                      start,
                                      3,
                                      (CsDurationUnit)unit,
                                      oracle.pauses,
                                      oracle.n_pauses,
                                      &due,
                                      NULL,
                                      NULL));
      g_assert_true (cs_calendar_due (oracle.calendar,
                                      start,
                                      4,
                                      (CsDurationUnit)unit,
                                      oracle.pauses,
                                      oracle.n_pauses,
                                      &longer,
                                      NULL,
                                      NULL));
      g_assert_cmpint (due, >=, start);
      g_assert_cmpint (longer, >=, due);
      if (counted)
        g_assert_cmpint (due, >=, before);
      before = due;
    }
  }
  g_clear_pointer (&oracle.calendar, cs_calendar_unref);
}

int
main (int argc, char **argv)
{
  /* In minutes since 1970: 2026-03-05 and 2026-09-10, so that clock changes fall inside. */
  static const Window windows[] = {
      {"Africa/Cairo", 29543040},
      {"Africa/Cairo", 29815200},
      {"Pacific/Auckland", 29543040},
      {"Pacific/Auckland", 29815200},
      {"Australia/Lord_Howe", 29543040},
      {"Australia/Lord_Howe", 29815200},
      {"America/Havana", 29543040},
      {"America/Havana", 29815200},
      {"Asia/Riyadh", 29543040},
      {"Asia/Kolkata", 29815200},
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (windows); i++) {
    g_autofree char *oracle =
        g_strdup_printf ("/calendar-table/oracle/%s/%" G_GSIZE_FORMAT, windows[i].zone, i);
    g_autofree char *monotone =
        g_strdup_printf ("/calendar-table/monotone/%s/%" G_GSIZE_FORMAT, windows[i].zone, i);

    g_test_add_data_func (oracle, &windows[i], test_oracle);
    g_test_add_data_func (monotone, &windows[i], test_monotone);
  }
  return g_test_run ();
}
