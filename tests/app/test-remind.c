/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-remind.h"

/* ux 3.16: one hour, this afternoon, tomorrow morning, in a week; in the person's own zone. */
static const struct {
  const char *name;
  const char *now;
  const char *at;
} cases[] = {
    {"hour", "2026-11-21T08:30:00Z", "2026-11-21T09:30:00Z"},
    {"hour", "2026-11-21T23:30:00Z", "2026-11-22T00:30:00Z"},
    {"afternoon", "2026-11-21T06:00:00Z", "2026-11-21T11:00:00Z"},
    {"afternoon", "2026-11-21T10:30:00Z", "2026-11-21T14:00:00Z"},
    {"afternoon", "2026-11-21T16:00:00Z", "2026-11-22T06:00:00Z"},
    {"tomorrow", "2026-11-21T08:30:00Z", "2026-11-22T06:00:00Z"},
    {"tomorrow", "2026-11-21T21:30:00Z", "2026-11-23T06:00:00Z"},
    {"week", "2026-11-21T08:30:00Z", "2026-11-28T06:00:00Z"},
};

static void
test_at (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_offset (3 * 3600);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    CsRemind when = CS_REMIND_HOUR;
    CsInstant now, expected;

    g_assert_true (cs_remind_from_name (cases[i].name, &when));
    g_assert_true (cs_instant_parse (cases[i].now, &now, NULL));
    g_assert_true (cs_instant_parse (cases[i].at, &expected, NULL));
    g_assert_cmpint (cs_remind_at (when, now, zone), ==, expected);
  }
}

static void
test_on (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_offset (3 * 3600);
  g_autoptr (GDateTime) day = g_date_time_new_utc (2026, 12, 24, 23, 30, 0);
  g_autofree char *at = cs_instant_format (cs_remind_on (day, zone));

  g_assert_cmpstr (at, ==, "2026-12-24T06:00:00Z");
}

static void
test_unknown (void)
{
  CsRemind when = CS_REMIND_WEEK;

  g_assert_false (cs_remind_from_name ("never", &when));
  g_assert_cmpint (when, ==, CS_REMIND_WEEK);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/remind/at", test_at);
  g_test_add_func ("/remind/on", test_on);
  g_test_add_func ("/remind/unknown", test_unknown);
  return g_test_run ();
}
