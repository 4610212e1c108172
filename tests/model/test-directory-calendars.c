/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-directory.h"

#include "calendar-support.h"

static CsDirectory *
directory_new (void)
{
  CsDirectory *self = cs_directory_new ();
  g_autoptr (CsCalendar) first = calendar_new (BAHRAIN);
  g_autoptr (CsCalendar) second = calendar_new (RIYADH);
  g_autoptr (CsCalendar) third = calendar_new (CAIRO);

  cs_directory_add_calendar (self, "office", first);
  cs_directory_revise_calendar (self, "office", second, at ("2026-02-01T12:00:00Z"), FALSE);
  cs_directory_revise_calendar (self, "office", third, at ("2026-03-01T12:00:00Z"), TRUE);
  return self;
}

/* D-C4: open clocks go with every revision that moves them, ended ones stay with that of their end,
 * and a revision that keeps the open ones governs only what begins after it. */
static void
test_revisions (void)
{
  const struct {
    const char *started;
    const char *stopped; /* NULL: runs */
    const char *zone;
  } cases[] = {
      {"2026-01-01T00:00:00Z", "2026-01-31T00:00:00Z", "Asia/Bahrain"},
      {"2026-01-01T00:00:00Z", "2026-02-01T12:00:00Z", "Asia/Bahrain"},
      {"2026-01-01T00:00:00Z", "2026-02-01T12:00:01Z", "Asia/Riyadh"},
      {"2026-01-01T00:00:00Z", NULL, "Asia/Riyadh"},
      {"2026-02-20T00:00:00Z", "2026-04-01T00:00:00Z", "Asia/Riyadh"},
      {"2026-02-20T00:00:00Z", NULL, "Asia/Riyadh"},
      {"2026-03-01T12:00:00Z", NULL, "Africa/Cairo"},
      {"2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z", "Africa/Cairo"},
  };
  g_autoptr (CsDirectory) original = directory_new ();
  g_autoptr (CsDirectory) copy = cs_directory_copy (original);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    CsInstant stopped = cases[i].stopped != NULL ? at (cases[i].stopped) : CS_INSTANT_NONE;
    CsCalendar *calendar =
        cs_directory_get_calendar_of (copy, "office", at (cases[i].started), stopped);

    g_assert_cmpstr (cs_calendar_get_zone (calendar), ==, cases[i].zone);
  }
  g_assert_cmpstr (cs_calendar_get_zone (cs_directory_get_calendar (copy, "office")),
                   ==,
                   "Africa/Cairo");
  g_assert_null (cs_directory_get_calendar (copy, "elsewhere"));
  g_assert_null (cs_directory_get_calendar (copy, NULL));
}

static void
test_list (void)
{
  g_autoptr (CsDirectory) self = directory_new ();
  g_autoptr (CsCalendar) calendar = calendar_new (INDIA);
  g_auto (GStrv) ids = NULL;
  g_autofree char *text = NULL;

  cs_directory_add_calendar (self, "india", calendar);
  cs_directory_revise_calendar (self, "dubai", calendar, at ("2026-02-01T12:00:00Z"), FALSE);
  ids = cs_directory_list_calendars (self);
  text = g_strjoinv (" ", ids);
  g_assert_cmpstr (text, ==, "dubai india office");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/directory-calendars/D-C4-revisions", test_revisions);
  g_test_add_func ("/directory-calendars/list", test_list);
  return g_test_run ();
}
