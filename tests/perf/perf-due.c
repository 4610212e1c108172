/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-calendar.h"

#include <string.h>

/* Due instants a second on one core, beside as many bare g_date_time_add_days() calls in the same
 * run. Prints numbers and judges none. */

#define N_STARTS 4096
#define ROUNDS   250
#define REPEATS  5

#define WEEK                                                                                       \
  "\"hours\":{\"sun\":[\"08:00-12:00\",\"13:00-17:00\"],\"mon\":[\"08:00-12:00\",\"13:00-17:00\"]" \
  ","                                                                                              \
  "\"tue\":[\"08:00-12:00\",\"13:00-17:00\"],\"wed\":[\"08:00-12:00\",\"13:00-17:00\"],"           \
  "\"thu\":[\"08:00-12:00\",\"13:00-17:00\"]},\"holidays\":[\"2026-03-20\",\"2026-05-27\"]}"

static const struct {
  const char *name;
  gint64 amount;
  CsDurationUnit unit;
} lengths[] = {
    {"90m", 90, CS_DURATION_MINUTES},
    {"4h", 4, CS_DURATION_HOURS},
    {"40h", 40, CS_DURATION_HOURS},
    {"24eh", 24, CS_DURATION_ELAPSED_HOURS},
    {"3bd", 3, CS_DURATION_BUSINESS_DAYS},
    {"20bd", 20, CS_DURATION_BUSINESS_DAYS},
    {"7d", 7, CS_DURATION_DAYS},
};

static gint64 checksum;

static double
rate (gint64 began_usec)
{
  return (double)N_STARTS * ROUNDS / ((double)(g_get_monotonic_time () - began_usec) / 1e6);
}

static double
measure_bare (GDateTime **starts)
{
  gint64 began_usec = g_get_monotonic_time ();

  for (int round = 0; round < ROUNDS; round++) {
    for (int i = 0; i < N_STARTS; i++) {
      GDateTime *later = g_date_time_add_days (starts[i], 7);

      checksum += g_date_time_get_microsecond (later);
      g_date_time_unref (later);
    }
  }
  return rate (began_usec);
}

static double
measure_due (CsCalendar *calendar, const CsInstant *starts, gsize length)
{
  gint64 began_usec = g_get_monotonic_time ();

  for (int round = 0; round < ROUNDS; round++) {
    for (int i = 0; i < N_STARTS; i++) {
      CsInstant due = 0;

      cs_calendar_due (calendar,
                       starts[i],
                       lengths[length].amount,
                       lengths[length].unit,
                       NULL,
                       0,
                       &due,
                       NULL,
                       NULL);
      checksum += due;
    }
  }
  return rate (began_usec);
}

/* Runs both by turns, so that whatever else the machine does meets both, and takes the best of
 * each. */
static void
compare (const char *zone_name, CsCalendar *calendar, const CsInstant *starts, GDateTime **dates)
{
  double bare = 0, due[G_N_ELEMENTS (lengths)] = {0}, slowest = 0;

  for (int repeat = 0; repeat < REPEATS; repeat++) {
    bare = MAX (bare, measure_bare (dates));
    for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++)
      due[i] = MAX (due[i], measure_due (calendar, starts, i));
  }
  g_print ("# %s: bare g_date_time_add_days %.2f million/s\n", zone_name, bare / 1e6);
  for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++) {
    g_print ("# %s: due %s %.2f million/s, %.2f times the bare calls\n",
             zone_name,
             lengths[i].name,
             due[i] / 1e6,
             due[i] / bare);
    slowest = i == 0 ? due[i] : MIN (slowest, due[i]);
  }
  g_print ("# %s: slowest ratio %.2f (aim: 1 or more)\n", zone_name, slowest / bare);
}

static void
test_due (gconstpointer data)
{
  const char *name = data;
  g_autofree char *text = g_strconcat ("{\"zone\":\"", name, "\",", WEEK, NULL);
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (name);
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  g_autoptr (json_t) object = NULL;
  g_autoptr (CsCalendar) calendar = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree CsInstant *starts = g_new (CsInstant, N_STARTS);
  g_autofree GDateTime **dates = g_new (GDateTime *, N_STARTS);

  object = cs_json_load (text, strlen (text), &error);
  g_assert_no_error (error);
  calendar = cs_calendar_new_from_json (object, &error);
  g_assert_no_error (error);
  for (int i = 0; i < N_STARTS; i++) {
    /* Somewhere in 2026 and 2027 */
    gint64 seconds = 1767225600 + g_rand_int_range (rand, 0, 2 * 365 * 24 * 60 * 60);
    g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (seconds);

    starts[i] = seconds * CS_SECOND;
    dates[i] = g_date_time_to_timezone (utc, zone);
  }
  compare (name, calendar, starts, dates);
  for (int i = 0; i < N_STARTS; i++)
    g_date_time_unref (dates[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/perf-due/riyadh", "Asia/Riyadh", test_due);
  g_test_add_data_func ("/perf-due/cairo", "Africa/Cairo", test_due);
  return g_test_run ();
}
