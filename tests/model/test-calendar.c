/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "calendar-support.h"

static void
test_questions (void)
{
  g_autoptr (CsCalendar) calendar = calendar_new (INDIA_14);
  CsInstant friday = at ("2026-01-02T16:00:00+05:30"), monday = at ("2026-01-05T11:00:00+05:30");
  CsSpan pauses[] = {{friday, friday + 3600 * CS_SECOND}, {friday, friday + 1800 * CS_SECOND}};

  g_assert_cmpstr (cs_calendar_get_zone (calendar), ==, "Asia/Kolkata");
  g_assert_cmpstr (cs_calendar_get_title (calendar), ==, "Asia/Kolkata");
  g_assert_cmpint (cs_calendar_get_day_secs (calendar), ==, 9 * 3600);
  g_assert_true (cs_calendar_is_open (calendar, friday));
  g_assert_false (cs_calendar_is_open (calendar, at ("2026-01-02T18:00:00+05:30")));
  g_assert_false (cs_calendar_is_open (calendar, at ("2026-01-14T11:00:00+05:30")));
  g_assert_cmpint (cs_calendar_next_open (calendar, friday), ==, friday);
  g_assert_cmpint (cs_calendar_next_open (calendar, at ("2026-01-02T18:00:00+05:30")),
                   ==,
                   at ("2026-01-05T09:00:00+05:30"));
  g_assert_cmpint (cs_calendar_elapsed (calendar, friday, monday, NULL, 0), ==, 4 * 3600);
  g_assert_cmpint (cs_calendar_elapsed (calendar, friday, monday, pauses, 2), ==, 3 * 3600);
  g_assert_cmpint (cs_calendar_elapsed (calendar, monday, friday, NULL, 0), ==, 0);
  g_assert_cmpint (cs_calendar_count_closes (calendar, friday, monday), ==, 1);
  g_assert_cmpint (cs_calendar_count_closes (calendar, friday, at ("2026-01-05T18:00:00+05:30")),
                   ==,
                   2);
  g_assert_cmpint (cs_calendar_count_closes (calendar, at ("2026-01-02T18:00:00+05:30"), monday),
                   ==,
                   0);
  g_assert_cmpint (cs_calendar_count_closes (calendar, friday, at ("2027-01-01T23:00:00+05:30")),
                   ==,
                   260);
}

static gpointer
hammer (gpointer data)
{
  CsCalendar *calendar = data;
  gint64 sum = 0;

  for (int i = 0; i < 20000; i++) {
    CsInstant due = 0;

    cs_calendar_due (calendar,
                     i * 40000 * CS_SECOND,
                     4,
                     CS_DURATION_HOURS,
                     NULL,
                     0,
                     &due,
                     NULL,
                     NULL);
    sum ^= due;
  }
  cs_calendar_unref (calendar);
  return g_memdup2 (&sum, sizeof sum);
}

static void
test_threads (void)
{
  g_autoptr (CsCalendar) calendar = calendar_new (CAIRO);
  GThread *threads[4];
  g_autofree gint64 *first = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("due", hammer, cs_calendar_ref (calendar));
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++) {
    g_autofree gint64 *sum = g_thread_join (threads[i]);

    if (first == NULL)
      first = g_steal_pointer (&sum);
    else
      g_assert_cmpint (*sum, ==, *first);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/calendar/questions", test_questions);
  g_test_add_func ("/calendar/threads", test_threads);
  return g_test_run ();
}
