/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "calendar-support.h"

#define SPECIAL                                                                                    \
  "{'zone':'Africa/Cairo','hours':{'sun':['09:00-12:00','13:00-17:00'],'mon':['09:00-17:00'],"     \
  "'tue':['09:00-17:00'],'wed':['09:00-17:00'],'thu':['09:00-17:00']},"                            \
  "'holidays':[{'date':'2026-01-07','title':'Christmas (Coptic)'},"                                \
  "{'date':'2026-01-08','title':'Eid','estimated':true},'2026-01-11'],"                            \
  "'special':{'2026-01-09':['10:00-12:00'],'2026-01-12':[]}}"

static char *
explain (const char *calendar_text, const char *start, const char *amount, const CsSpan *pause)
{
  g_autoptr (CsCalendar) calendar = calendar_new (calendar_text);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  CsDuration duration;
  CsInstant due;

  cs_duration_parse (amount, &duration, &error);
  g_assert_no_error (error);
  cs_calendar_due (calendar,
                   at (start),
                   duration.limit,
                   duration.unit,
                   pause,
                   pause != NULL,
                   &due,
                   lines,
                   &error);
  g_assert_no_error (error);
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **)lines->pdata);
}

static void
test_lines (void)
{
  const struct {
    const char *calendar;
    const char *start;
    const char *amount;
    const char *expected;
  } cases[] = {
      {INDIA,
       "2026-01-02T16:00:00+05:30",
       "4h",
       "Fri 2 Jan 16:00–18:00 · 2 h\nSat 3 Jan, Sun 4 Jan closed\nMon 5 Jan 09:00–11:00 · 2 h\n"
       "= 4 h, due Mon 5 Jan 2026 11:00 (Asia/Kolkata)"},
      {SPECIAL,
       "2026-01-06T16:00:00+02:00",
       "3bd",
       "Tue 6 Jan closes 17:00 · day 0\nWed 7 Jan closed: Christmas (Coptic)\n"
       "Thu 8 Jan closed: Eid (estimated)\nFri 9 Jan closes 12:00 · day 1\nSat 10 Jan closed\n"
       "Sun 11 Jan closed: holiday\nMon 12 Jan closed\nTue 13 Jan closes 17:00 · day 2\n"
       "Wed 14 Jan closes 17:00 · day 3\n= 3 working days, due Wed 14 Jan 2026 17:00 "
       "(Africa/Cairo)"},
      {SPECIAL,
       "2026-01-08T16:00:00+02:00",
       "4h",
       "Thu 8 Jan 16:00 is outside working hours, which begin Fri 9 Jan 10:00\n"
       "Thu 8 Jan closed: Eid (estimated)\nFri 9 Jan 10:00–12:00 (special hours) · 2 h\n"
       "Sat 10 Jan closed\nSun 11 Jan closed: holiday\nMon 12 Jan closed\n"
       "Tue 13 Jan 09:00–11:00 · 2 h\n= 4 h, due Tue 13 Jan 2026 11:00 (Africa/Cairo)"},
      {SPECIAL,
       "2026-01-04T11:30:00+02:00",
       "90m",
       "Sun 4 Jan 11:30–12:00, 13:00–14:00 · 1 h 30 min\n"
       "= 1 h 30 min, due Sun 4 Jan 2026 14:00 (Africa/Cairo)"},
      {CAIRO,
       "2026-04-23T17:00:00+02:00",
       "24eh",
       "Thu 23 Apr 17:00 to Fri 24 Apr 18:00 · 24 h by the clock\n"
       "Fri 24 Apr: clocks go forward 1 h\n= 24 h, due Fri 24 Apr 2026 18:00 (Africa/Cairo)"},
      {BAHRAIN_15,
       "2026-01-08T15:00:00+03:00",
       "7d",
       "Thu 8 Jan + 7 days = Thu 15 Jan\nThu 15 Jan closed: holiday\nFri 16 Jan, Sat 17 Jan "
       "closed\n"
       "= 7 days, due Sun 18 Jan 2026 17:00 (Asia/Bahrain)"},
      {NIGHT ("Africa/Cairo", "22:00-24:00"),
       "2026-10-29T22:00:00+03:00",
       "3h",
       "Thu 29 Oct: clocks go back 1 h\nThu 29 Oct 22:00–24:00 · 3 h\n"
       "= 3 h, due Fri 30 Oct 2026 00:00 (Africa/Cairo)"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = explain (cases[i].calendar, cases[i].start, cases[i].amount, NULL);

    g_assert_cmpstr (text, ==, cases[i].expected);
  }
}

static void
test_pause (void)
{
  CsSpan pause = {at ("2026-01-05T11:00:00+05:30"), at ("2026-01-06T10:00:00+05:30")};
  g_autofree char *text = explain (INDIA, "2026-01-05T10:00:00+05:30", "2h", &pause);

  g_assert_cmpstr (text,
                   ==,
                   "Paused from Mon 5 Jan 11:00 to Tue 6 Jan 10:00\nMon 5 Jan 10:00–11:00 · 1 h\n"
                   "Tue 6 Jan 10:00–11:00 · 1 h\n= 2 h, due Tue 6 Jan 2026 11:00 (Asia/Kolkata)");
}

static void
test_long (void)
{
  g_autofree char *text = explain (INDIA, "2026-01-05T10:00:00+05:30", "900h", NULL);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  g_assert_cmpuint (g_strv_length (lines), <=, 40);
  g_assert_nonnull (strstr (text, "more lines"));
  g_assert_true (g_str_has_prefix (lines[g_strv_length (lines) - 1], "= 900 h, due "));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/calendar-explain/lines", test_lines);
  g_test_add_func ("/calendar-explain/pause", test_pause);
  g_test_add_func ("/calendar-explain/long", test_long);
  return g_test_run ();
}
