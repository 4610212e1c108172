/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "calendar-support.h"

typedef struct {
  const char *name;
  const char *calendar;
  const char *start;
  const char *amount;
  const char *due;
  const char *pause_from;
  const char *pause_to;
} Case;

static void
check_case (const Case *item)
{
  g_autoptr (CsCalendar) calendar = calendar_new (item->calendar);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  CsSpan pause = {0, 0};
  CsDuration duration;
  CsInstant due = 0;

  g_test_message ("%s", item->name);
  if (item->pause_from != NULL)
    pause = (CsSpan){at (item->pause_from), at (item->pause_to)};
  cs_duration_parse (item->amount, &duration, &error);
  g_assert_no_error (error);
  cs_calendar_due (calendar,
                   at (item->start),
                   duration.limit,
                   duration.unit,
                   &pause,
                   item->pause_from != NULL,
                   &due,
                   lines,
                   &error);
  g_assert_no_error (error);
  text = cs_calendar_format_instant (calendar, due);
  for (guint i = 0; i < lines->len; i++)
    g_test_message ("  %s", (const char *)g_ptr_array_index (lines, i));
  g_assert_cmpstr (text, ==, item->due);
}

static void
test_examples (void)
{
  /* D-01…D-08, D-11, D-12 through the worked examples of the requirements */
  const Case cases[] = {
      {"E1", INDIA, "2026-01-02T16:00:00+05:30", "4h", "2026-01-05T11:00:00+05:30"},
      {"E2", INDIA, "2026-01-02T16:00:00+05:30", "1bd", "2026-01-05T18:00:00+05:30"},
      {"E3", INDIA_14, "2026-01-03T11:00:00+05:30", "3bd", "2026-01-08T18:00:00+05:30"},
      {"E4", INDIA, "2026-01-05T10:00:00+05:30", "5bd", "2026-01-12T18:00:00+05:30"},
      {"E5 amber", INDIA_14, "2026-01-06T11:00:00+05:30", "3bd", "2026-01-09T18:00:00+05:30"},
      {"E5 breach", INDIA_14, "2026-01-06T11:00:00+05:30", "5bd", "2026-01-13T18:00:00+05:30"},
      {"E6 S2 amber", INDIA_14, "2026-01-06T11:00:00+05:30", "7bd", "2026-01-16T18:00:00+05:30"},
      {"E6 S2", INDIA_14, "2026-01-06T11:00:00+05:30", "10bd", "2026-01-21T18:00:00+05:30"},
      {"E6 S3 amber", INDIA_14, "2026-01-06T11:00:00+05:30", "15bd", "2026-01-28T18:00:00+05:30"},
      {"E6 S3", INDIA_14, "2026-01-06T11:00:00+05:30", "20bd", "2026-02-04T18:00:00+05:30"},
      {"E7", RIYADH, "2026-01-01T17:00:00+03:00", "4h", "2026-01-04T12:00:00+03:00"},
      {"E8", CAIRO, "2026-04-23T17:00:00+02:00", "4h", "2026-04-26T12:00:00+03:00"},
      {"E9", CAIRO, "2026-04-23T17:00:00+02:00", "24eh", "2026-04-24T18:00:00+03:00"},
      {"E10", BAHRAIN, "2026-01-08T15:00:00+03:00", "7d", "2026-01-15T17:00:00+03:00"},
      {"E10 holiday", BAHRAIN_15, "2026-01-08T15:00:00+03:00", "7d", "2026-01-18T17:00:00+03:00"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    check_case (&cases[i]);
}

static void
test_edges (void)
{
  const Case cases[] = {
      {"ends with the day", INDIA, "2026-01-02T16:00:00+05:30", "2h", "2026-01-02T18:00:00+05:30"},
      {"at the close, hours",
       INDIA,
       "2026-01-02T18:00:00+05:30",
       "1h",
       "2026-01-05T10:00:00+05:30"},
      {"at the close, days",
       INDIA,
       "2026-01-02T18:00:00+05:30",
       "1bd",
       "2026-01-05T18:00:00+05:30"},
      {"after the close", INDIA, "2026-01-02T18:00:01+05:30", "1bd", "2026-01-06T18:00:00+05:30"},
      {"before opening", INDIA, "2026-01-05T07:00:00+05:30", "1bd", "2026-01-06T18:00:00+05:30"},
      {"at the opening", INDIA, "2026-01-05T09:00:00+05:30", "9h", "2026-01-05T18:00:00+05:30"},
      {"seconds", INDIA, "2026-01-02T17:59:30+05:30", "1m", "2026-01-05T09:00:30+05:30"},
      {"a year of hours", INDIA, "2026-01-01T09:00:00+05:30", "2349h", "2026-12-31T18:00:00+05:30"},
      {"round the clock",
       ALWAYS ("Africa/Cairo"),
       "2026-04-23T17:00:00+02:00",
       "24h",
       "2026-04-24T18:00:00+03:00"},
      {"midnight closes the day",
       ALWAYS ("Asia/Riyadh"),
       "2026-01-05T00:00:00+03:00",
       "1bd",
       "2026-01-06T00:00:00+03:00"},
      {"after midnight",
       ALWAYS ("Asia/Riyadh"),
       "2026-01-05T00:00:01+03:00",
       "1bd",
       "2026-01-07T00:00:00+03:00"},
      {"special day at the weekend",
       SUNDAY_WEEK ("Africa/Cairo", "09:00-17:00", ",'special':{'2026-01-16':['10:00-14:00']}"),
       "2026-01-15T16:00:00+02:00",
       "4h",
       "2026-01-16T13:00:00+02:00"},
      {"Ramadan hours",
       SUNDAY_WEEK ("Africa/Cairo", "09:00-17:00", ",'special':{'2026-02-18':['09:00-14:00']}"),
       "2026-02-18T12:00:00+02:00",
       "4h",
       "2026-02-19T11:00:00+02:00"},
      {"closed by an empty list",
       SUNDAY_WEEK ("Africa/Cairo", "09:00-17:00", ",'special':{'2026-02-18':[]}"),
       "2026-02-17T16:00:00+02:00",
       "1bd",
       "2026-02-19T17:00:00+02:00"},
      {"special hours on a holiday",
       SUNDAY_WEEK ("Africa/Cairo",
                    "09:00-17:00",
                    ",'holidays':['2026-02-18'],'special':{'2026-02-18':['09:00-14:00']}"),
       "2026-02-18T12:00:00+02:00",
       "4h",
       "2026-02-19T11:00:00+02:00"},
      {"months", INDIA, "2026-01-31T12:00:00+05:30", "1mo", "2026-03-02T18:00:00+05:30"},
      {"years", INDIA, "2024-02-29T12:00:00+05:30", "1y", "2025-02-28T18:00:00+05:30"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    check_case (&cases[i]);
}

static void
test_clock_changes (void)
{
  const Case cases[] = {
      /* Cairo skips Fri 24 Apr 00:00–01:00 and repeats Thu 29 Oct 23:00–24:00 in 2026. */
      {"spring night",
       NIGHT ("Africa/Cairo", "00:00-08:00"),
       "2026-04-23T23:00:00+02:00",
       "4h",
       "2026-04-24T05:00:00+03:00"},
      {"within the gap",
       NIGHT ("Africa/Cairo", "00:15-00:45"),
       "2026-04-23T20:00:00+02:00",
       "30m",
       "2026-04-25T00:45:00+03:00"},
      {"opens in the gap",
       NIGHT ("Africa/Cairo", "00:30-03:00"),
       "2026-04-23T20:00:00+02:00",
       "30m",
       "2026-04-24T01:30:00+03:00"},
      {"autumn evening is three hours",
       NIGHT ("Africa/Cairo", "22:00-24:00"),
       "2026-10-29T22:00:00+03:00",
       "3h",
       "2026-10-30T00:00:00+02:00"},
      {"opens at the first pass",
       NIGHT ("Africa/Cairo", "23:30-24:00"),
       "2026-10-29T20:00:00+03:00",
       "1h",
       "2026-10-29T23:30:00+02:00"},
      {"closes at the first pass",
       NIGHT ("Africa/Cairo", "22:00-23:30"),
       "2026-10-29T22:30:00+03:00",
       "1bd",
       "2026-10-30T23:30:00+02:00"},
      {"budget ends at the first pass",
       NIGHT ("Africa/Cairo", "22:00-23:30"),
       "2026-10-29T22:00:00+03:00",
       "90m",
       "2026-10-29T23:30:00+03:00"},
      /* Auckland repeats Sun 5 Apr 02:00–03:00 and skips Sun 27 Sep 02:00–03:00 in 2026. */
      {"Auckland autumn",
       NIGHT ("Pacific/Auckland", "01:00-04:00"),
       "2026-04-05T01:00:00+13:00",
       "4h",
       "2026-04-05T04:00:00+12:00"},
      {"Auckland spring",
       NIGHT ("Pacific/Auckland", "01:00-04:00"),
       "2026-09-27T01:00:00+12:00",
       "2h",
       "2026-09-27T04:00:00+13:00"},
      {"Auckland dates",
       NIGHT ("Pacific/Auckland", "09:00-17:00"),
       "2026-09-20T12:00:00+12:00",
       "7d",
       "2026-09-27T17:00:00+13:00"},
      {"Auckland elapsed",
       NIGHT ("Pacific/Auckland", "09:00-17:00"),
       "2026-04-04T12:00:00+13:00",
       "24eh",
       "2026-04-05T11:00:00+12:00"},
      /* Apia had no 30 December 2011. */
      {"no such date",
       NIGHT ("Pacific/Apia", "09:00-17:00"),
       "2011-12-29T12:00:00-10:00",
       "1bd",
       "2011-12-31T17:00:00+14:00"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    check_case (&cases[i]);
}

static void
test_pauses (void)
{
  const Case cases[] = {
      {"within a day",
       INDIA,
       "2026-01-05T10:00:00+05:30",
       "4h",
       "2026-01-05T15:00:00+05:30",
       "2026-01-05T11:00:00+05:30",
       "2026-01-05T12:00:00+05:30"},
      {"over the weekend",
       INDIA,
       "2026-01-02T16:00:00+05:30",
       "4h",
       "2026-01-05T12:00:00+05:30",
       "2026-01-02T17:00:00+05:30",
       "2026-01-05T09:00:00+05:30"},
      {"from before the start",
       INDIA,
       "2026-01-05T10:00:00+05:30",
       "1h",
       "2026-01-06T10:00:00+05:30",
       "2026-01-04T10:00:00+05:30",
       "2026-01-06T09:00:00+05:30"},
      {"begins when spent",
       INDIA,
       "2026-01-05T10:00:00+05:30",
       "4h",
       "2026-01-05T14:00:00+05:30",
       "2026-01-05T14:00:00+05:30",
       "2026-01-09T12:00:00+05:30"},
      {"after it was due",
       INDIA,
       "2026-01-05T10:00:00+05:30",
       "1h",
       "2026-01-05T11:00:00+05:30",
       "2026-01-05T14:00:00+05:30",
       "2026-01-09T12:00:00+05:30"},
      {"elapsed hours",
       INDIA,
       "2026-01-05T10:00:00+05:30",
       "24eh",
       "2026-01-07T10:00:00+05:30",
       "2026-01-05T20:00:00+05:30",
       "2026-01-06T20:00:00+05:30"},
      {"a day passes over lunch",
       INDIA,
       "2026-01-05T10:00:00+05:30",
       "2bd",
       "2026-01-07T18:00:00+05:30",
       "2026-01-06T12:00:00+05:30",
       "2026-01-06T14:00:00+05:30"},
      {"no close while paused",
       INDIA,
       "2026-01-05T10:00:00+05:30",
       "2bd",
       "2026-01-08T18:00:00+05:30",
       "2026-01-06T12:00:00+05:30",
       "2026-01-07T09:00:00+05:30"},
      {"ends with the close",
       INDIA,
       "2026-01-05T10:00:00+05:30",
       "2bd",
       "2026-01-07T18:00:00+05:30",
       "2026-01-06T12:00:00+05:30",
       "2026-01-06T18:00:00+05:30"},
      {"begins with the close",
       INDIA,
       "2026-01-05T10:00:00+05:30",
       "2bd",
       "2026-01-08T18:00:00+05:30",
       "2026-01-06T18:00:00+05:30",
       "2026-01-06T18:00:01+05:30"},
      {"day 0 does not matter",
       INDIA,
       "2026-01-05T10:00:00+05:30",
       "1bd",
       "2026-01-06T18:00:00+05:30",
       "2026-01-05T12:00:00+05:30",
       "2026-01-06T09:00:00+05:30"},
      {"dates do not pause",
       BAHRAIN,
       "2026-01-08T15:00:00+03:00",
       "7d",
       "2026-01-15T17:00:00+03:00",
       "2026-01-09T15:00:00+03:00",
       "2026-01-15T15:00:00+03:00"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    check_case (&cases[i]);
}

static void
test_refused (void)
{
  const struct {
    gint64 amount;
    CsDurationUnit unit;
    CsInstant pause_from;
    CsInstant pause_to;
    CsErrorCode code;
  } cases[] = {
      {0, CS_DURATION_HOURS, 0, 0, CS_ERROR_INVALID},
      {-3, CS_DURATION_BUSINESS_DAYS, 0, 0, CS_ERROR_INVALID},
      {G_MAXINT64, CS_DURATION_MINUTES, 0, 0, CS_ERROR_INVALID},
      {400000, CS_DURATION_HOURS, 0, 0, CS_ERROR_INVALID},
      {51, CS_DURATION_YEARS, 0, 0, CS_ERROR_INVALID},
      {18300, CS_DURATION_BUSINESS_DAYS, 0, 0, CS_ERROR_INVALID},
      {4, CS_DURATION_HOURS, 10, 5, CS_ERROR_INVALID},
      {4, CS_DURATION_HOURS, 10, CS_INSTANT_NONE, CS_ERROR_BUSY},
      {4, CS_DURATION_BUSINESS_DAYS, 10, CS_INSTANT_NONE, CS_ERROR_BUSY},
      {4, CS_DURATION_ELAPSED_HOURS, 10, CS_INSTANT_NONE, CS_ERROR_BUSY},
  };
  g_autoptr (CsCalendar) calendar = calendar_new (INDIA);
  CsInstant start = at ("2026-01-05T10:00:00+05:30");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    CsSpan pause = {start + cases[i].pause_from,
                    cases[i].pause_to == CS_INSTANT_NONE ? CS_INSTANT_NONE
                                                         : start + cases[i].pause_to};
    g_autoptr (GError) error = NULL;
    CsInstant due;

    g_assert_false (cs_calendar_due (calendar,
                                     start,
                                     cases[i].amount,
                                     cases[i].unit,
                                     &pause,
                                     1,
                                     &due,
                                     NULL,
                                     &error));
    g_assert_error (error, CS_ERROR, (int)cases[i].code);
  }
}

static void
test_far_starts (void)
{
  const CsInstant starts[] = {CS_INSTANT_NONE,
                              G_MAXINT64,
                              0,
                              -CS_SECOND * 3000000000,
                              CS_SECOND * 7300000000};
  g_autoptr (CsCalendar) calendar = calendar_new (CAIRO);

  for (gsize i = 0; i < G_N_ELEMENTS (starts); i++) {
    for (int unit = CS_DURATION_MINUTES; unit <= CS_DURATION_YEARS; unit++) {
      g_autoptr (GError) error = NULL;
      CsInstant due;

      g_assert_cmpint (cs_calendar_due (calendar,
                                        starts[i],
                                        3,
                                        (CsDurationUnit)unit,
                                        NULL,
                                        0,
                                        &due,
                                        NULL,
                                        &error),
                       ==,
                       starts[i] == 0);
      cs_calendar_is_open (calendar, starts[i]);
      cs_calendar_next_open (calendar, starts[i]);
      cs_calendar_elapsed (calendar, starts[i], starts[(i + 1) % G_N_ELEMENTS (starts)], NULL, 0);
      cs_calendar_count_closes (calendar, starts[i], starts[(i + 1) % G_N_ELEMENTS (starts)]);
    }
  }
}

static void
test_rungs (void)
{
  const struct {
    const char *from;
    int closes;
    const char *expected;
  } cases[] = {
      {"2026-01-05T18:00:00+05:30", 2, "2026-01-07T18:00:00+05:30"},  /* E2, D-02 */
      {"2026-01-08T18:00:00+05:30", 5, "2026-01-16T18:00:00+05:30"},  /* E3, D-03 */
      {"2026-01-15T18:00:00+05:30", -2, "2026-01-12T18:00:00+05:30"}, /* D-08 */
      {"2026-01-05T11:00:00+05:30", 2, "2026-01-07T18:00:00+05:30"},
      {"2026-01-03T11:00:00+05:30", -2, "2026-01-01T18:00:00+05:30"},
      {"2026-01-03T11:00:00+05:30", 0, "2026-01-05T18:00:00+05:30"},
      {"2026-12-31T18:00:00+05:30", -259, "2026-01-01T18:00:00+05:30"},
  };
  g_autoptr (CsCalendar) calendar = calendar_new (INDIA_14);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *text = NULL;
    CsInstant close = 0;

    cs_calendar_add_closes (calendar, at (cases[i].from), cases[i].closes, &close, &error);
    g_assert_no_error (error);
    text = cs_calendar_format_instant (calendar, close);
    g_assert_cmpstr (text, ==, cases[i].expected);
  }
}

static void
test_backwards (void)
{
  const struct {
    const char *end;
    int amount;
    CsDurationUnit unit;
    const char *expected;
  } cases[] = {
      {"2026-01-05T11:00:00+05:30", 4, CS_DURATION_HOURS, "2026-01-02T16:00:00+05:30"},
      {"2026-01-05T11:00:00+05:30", 2, CS_DURATION_HOURS, "2026-01-05T09:00:00+05:30"},
      {"2026-01-05T11:00:00+05:30", 30, CS_DURATION_MINUTES, "2026-01-05T10:30:00+05:30"},
      {"2026-01-04T11:00:00+05:30", 1, CS_DURATION_HOURS, "2026-01-02T17:00:00+05:30"},
      {"2026-01-05T11:00:00+05:30", 24, CS_DURATION_ELAPSED_HOURS, "2026-01-04T11:00:00+05:30"},
      {"2026-01-15T18:00:00+05:30", 2, CS_DURATION_BUSINESS_DAYS, "2026-01-12T18:00:00+05:30"},
      {"2026-01-12T18:00:00+05:30", 1, CS_DURATION_DAYS, "2026-01-09T18:00:00+05:30"},
  };
  g_autoptr (CsCalendar) calendar = calendar_new (INDIA_14);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *text = NULL;
    CsInstant before = 0;

    cs_calendar_before (calendar,
                        at (cases[i].end),
                        cases[i].amount,
                        cases[i].unit,
                        &before,
                        &error);
    g_assert_no_error (error);
    text = cs_calendar_format_instant (calendar, before);
    g_assert_cmpstr (text, ==, cases[i].expected);
  }
}

static void
test_percent (void)
{
  g_autoptr (CsCalendar) calendar = calendar_new (INDIA);
  CsInstant start = at ("2026-01-02T16:00:00+05:30");
  CsInstant limit = at ("2026-01-05T11:00:00+05:30");
  CsSpan pause = {at ("2026-01-02T17:00:00+05:30"), at ("2026-01-05T09:00:00+05:30")};

  /* D-01 warns at 50 % and 75 % of the working time. */
  g_assert_cmpint (
      cs_calendar_percent_instant (calendar, start, limit, CS_DURATION_HOURS, 50, NULL, 0),
      ==,
      at ("2026-01-02T18:00:00+05:30"));
  g_assert_cmpint (
      cs_calendar_percent_instant (calendar, start, limit, CS_DURATION_HOURS, 75, NULL, 0),
      ==,
      at ("2026-01-05T10:00:00+05:30"));
  g_assert_cmpint (
      cs_calendar_percent_instant (calendar, start, limit, CS_DURATION_HOURS, 0, NULL, 0),
      ==,
      start);
  g_assert_cmpint (
      cs_calendar_percent_instant (calendar, start, limit, CS_DURATION_HOURS, 100, NULL, 0),
      ==,
      limit);
  /* D-02: 1bd from Fri 16:00 to Mon 18:00 is 11 h, 75 % of it 8 h 15 min. */
  g_assert_cmpint (cs_calendar_percent_instant (calendar,
                                                start,
                                                at ("2026-01-05T18:00:00+05:30"),
                                                CS_DURATION_BUSINESS_DAYS,
                                                75,
                                                NULL,
                                                0),
                   ==,
                   at ("2026-01-05T15:15:00+05:30"));
  g_assert_cmpint (cs_calendar_percent_instant (calendar,
                                                start,
                                                at ("2026-01-05T12:00:00+05:30"),
                                                CS_DURATION_HOURS,
                                                50,
                                                &pause,
                                                1),
                   ==,
                   at ("2026-01-05T10:00:00+05:30"));
  g_assert_cmpint (cs_calendar_percent_instant (calendar,
                                                start,
                                                start + 24 * 3600 * CS_SECOND,
                                                CS_DURATION_ELAPSED_HOURS,
                                                50,
                                                NULL,
                                                0),
                   ==,
                   start + 12 * 3600 * CS_SECOND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/calendar-due/examples", test_examples);
  g_test_add_func ("/calendar-due/edges", test_edges);
  g_test_add_func ("/calendar-due/clock-changes", test_clock_changes);
  g_test_add_func ("/calendar-due/pauses", test_pauses);
  g_test_add_func ("/calendar-due/refused", test_refused);
  g_test_add_func ("/calendar-due/far-starts", test_far_starts);
  g_test_add_func ("/calendar-due/rungs", test_rungs);
  g_test_add_func ("/calendar-due/backwards", test_backwards);
  g_test_add_func ("/calendar-due/percent", test_percent);
  return g_test_run ();
}
