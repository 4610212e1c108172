/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-format.h"

#define HOUR 3600

static CsInstant
instant (const char *text)
{
  CsInstant result;

  g_assert_true (cs_instant_parse (text, &result, NULL));
  return result;
}

static void
test_work (void)
{
  static const struct {
    gint64 secs;
    const char *text;
  } cases[] = {
      {0, "0 min"},
      {20 * 60, "20 min"},
      {HOUR, "1 h"},
      {2 * HOUR + 600, "2 h 10 min"},
      {7 * HOUR + 59 * 60, "7 h 59 min"},
      {8 * HOUR, "1 d"},
      {11 * HOUR, "1 d 3 h"},
      {-11 * HOUR, "1 d 3 h"},
      {16 * HOUR, "2 d"},
  };
  CsFormat format;

  cs_format_init (&format);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = cs_format_work (&format, cases[i].secs, 0);
    g_assert_cmpstr (text, ==, cases[i].text);
  }
  cs_format_clear (&format);
}

/* Twenty days of a calendar are twenty days, however long each of them is (PH-22). */
static void
test_work_days (void)
{
  CsFormat format;
  g_autofree char *days = NULL;

  cs_format_init (&format);
  days = cs_format_work (&format, 20 * 9 * HOUR, 9 * HOUR);
  g_assert_cmpstr (days, ==, "20 d");
  cs_format_clear (&format);
}

static void
test_work_long (void)
{
  CsFormat format;
  g_autofree char *one = NULL;
  g_autofree char *two = NULL;

  cs_format_init (&format);
  one = cs_format_work_long (&format, HOUR, 0);
  two = cs_format_work_long (&format, 2 * HOUR + 600, 0);
  g_assert_cmpstr (one, ==, "1 working hour");
  g_assert_cmpstr (two, ==, "2 working hours 10 minutes");
  cs_format_clear (&format);
}

static void
test_days (void)
{
  static const struct {
    const char *instant;
    const char *text;
  } cases[] = {
      {"2026-11-20T16:40:00Z", "today 16:40"},
      {"2026-11-21T09:00:00Z", "tomorrow 09:00"},
      {"2026-11-19T09:00:00Z", "yesterday 09:00"},
      {"2026-11-22T09:00:00Z", "Sunday 09:00"},
      {"2026-11-28T09:00:00Z", "28 Nov 09:00"},
      {"2027-01-02T09:00:00Z", "2 Jan 2027 09:00"},
  };
  CsFormat format;
  CsInstant now = instant ("2026-11-20T08:00:00Z");

  cs_format_init (&format);
  format.twelve_hours = FALSE;
  g_time_zone_unref (format.zone);
  format.zone = g_time_zone_new_utc ();
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = cs_format_day_time (&format, instant (cases[i].instant), now);
    g_assert_cmpstr (text, ==, cases[i].text);
  }
  cs_format_clear (&format);
}

static void
test_iso_date (void)
{
  CsFormat format;
  CsInstant now = instant ("2026-11-20T08:00:00Z");
  g_autofree char *day = NULL;
  g_autofree char *none = NULL;

  cs_format_init (&format);
  day = cs_format_iso_date (&format, "2026-12-28", now);
  none = cs_format_iso_date (&format, "soon", now);
  g_assert_cmpstr (day, ==, "28 Dec");
  g_assert_cmpstr (none, ==, "soon");
  cs_format_clear (&format);
}

static void
test_bidi (void)
{
  g_autofree char *isolated = cs_iso ("شركة النور");
  g_autofree char *number = cs_ltr ("ANT-1042");
  g_autofree char *clean = cs_strip_bidi (isolated);

  g_assert_cmpstr (isolated, ==, "\u2068شركة النور\u2069");
  g_assert_cmpstr (number, ==, "\u2066ANT-1042\u2069");
  g_assert_cmpstr (clean, ==, "شركة النور");
}

static void
test_digits (void)
{
  CsFormat format;
  g_autofree char *western = NULL;
  g_autofree char *arabic = NULL;

  cs_format_init (&format);
  western = cs_format_number (&format, 1042);
  format.local_digits = TRUE;
  arabic = cs_format_number (&format, 1042);
  g_assert_cmpstr (western, ==, "1042");
  g_assert_cmpstr (arabic, ==, "١٠٤٢");
  cs_format_clear (&format);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/format/work", test_work);
  g_test_add_func ("/format/PH-22/work-days", test_work_days);
  g_test_add_func ("/format/work-long", test_work_long);
  g_test_add_func ("/format/days", test_days);
  g_test_add_func ("/format/iso-date", test_iso_date);
  g_test_add_func ("/format/bidi/RC-25", test_bidi);
  g_test_add_func ("/format/digits", test_digits);
  return g_test_run ();
}
