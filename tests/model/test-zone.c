/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-zone.h"

static void
test_offsets (void)
{
  const char *names[] = {"Africa/Cairo",
                         "Pacific/Auckland",
                         "Australia/Lord_Howe",
                         "Asia/Kolkata",
                         "America/New_York",
                         "Africa/Casablanca",
                         "UTC",
                         "Pacific/Apia",
                         "Africa/Lubumbashi",
                         "Africa/Kinshasa"};

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (names[i]);
    g_autoptr (GError) error = NULL;
    const CsZone *ours = cs_zone_get (names[i], &error);

    g_assert_no_error (error);
    g_assert_true (ours == cs_zone_get (names[i], NULL));
    g_assert_cmpstr (cs_zone_get_identifier (ours), ==, names[i]);
    for (gint64 at = G_GINT64_CONSTANT (-2000000000); at < G_GINT64_CONSTANT (6000000000);
         at += 86400 + 1800) {
      int interval = g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, at);

      g_assert_cmpint (cs_zone_get_offset_secs (ours, at * CS_SECOND),
                       ==,
                       g_time_zone_get_offset (zone, interval));
    }
  }
}

static void
test_first_pass (void)
{
  const struct {
    const char *zone;
    const char *wall;
    const char *expected;
  } cases[] = {
      {"Africa/Cairo", "2026-01-01T12:00:00Z", "2026-01-01T12:00:00+02:00"},
      {"Africa/Cairo", "2026-04-24T00:30:00Z", "2026-04-24T01:00:00+03:00"},
      {"Africa/Cairo", "2026-04-24T01:00:00Z", "2026-04-24T01:00:00+03:00"},
      {"Africa/Cairo", "2026-10-29T23:15:00Z", "2026-10-29T23:15:00+03:00"},
      {"Africa/Cairo", "2026-10-30T00:00:00Z", "2026-10-30T00:00:00+02:00"},
      {"Australia/Lord_Howe", "2026-04-05T01:45:00Z", "2026-04-05T01:45:00+11:00"},
      {"Asia/Kolkata", "1969-12-31T23:59:59Z", "1969-12-31T23:59:59+05:30"},
      {"America/New_York", "2026-11-01T01:30:00Z", "2026-11-01T01:30:00-04:00"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    const CsZone *zone = cs_zone_get (cases[i].zone, NULL);
    g_autofree char *text = NULL;
    CsInstant wall;

    g_assert_true (cs_instant_parse (cases[i].wall, &wall, NULL));
    text = cs_zone_format_instant (zone, cs_zone_first_pass (zone, wall));
    g_assert_cmpstr (text, ==, cases[i].expected);
  }
}

static void
test_monotone (void)
{
  const CsZone *zone = cs_zone_get ("Africa/Cairo", NULL);
  CsInstant before = G_MININT64;

  for (CsWallTime wall = 0; wall < 4000000000 * CS_SECOND; wall += 1700 * CS_SECOND) {
    CsInstant instant = cs_zone_first_pass (zone, wall);

    g_assert_cmpint (instant, >=, before);
    g_assert_cmpint (cs_zone_to_wall (zone, instant), >=, wall);
    g_assert_cmpint (cs_zone_to_wall (zone, instant - 1), <, wall);
    before = instant;
  }
}

static void
test_refused (void)
{
  const char *bad[] = {"",
                       "Africa",
                       "zone1970.tab",
                       "/etc/passwd",
                       "../zoneinfo/UTC",
                       "africa/cairo",
                       "Foo/Bar",
                       "UTC+3",
                       "Europe/Paris ",
                       "local\ntime"};

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (cs_zone_get (bad[i], &error));
    g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/zone/offsets", test_offsets);
  g_test_add_func ("/zone/first-pass", test_first_pass);
  g_test_add_func ("/zone/monotone", test_monotone);
  g_test_add_func ("/zone/refused", test_refused);
  return g_test_run ();
}
