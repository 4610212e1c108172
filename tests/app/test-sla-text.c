/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-sla-text.h"

#define HOUR 3600
#define NOW  (1763625600 * CS_SECOND) /* 2025-11-20 08:00 UTC */

static const struct {
  CsSlaFacts facts;
  const char *text, *icon, *tint;
} cases[] = {
    {{CS_CLOCK_RUNNING,
      5 * HOUR,
      NOW + 5 * HOUR *CS_SECOND,
      .target = CS_INSTANT_NONE,
      .resumes = CS_INSTANT_NONE},
     "5 h left",
     "countersign-clock-symbolic",
     NULL},
    {{CS_CLOCK_AMBER,
      2 * HOUR + 600,
      NOW + 3 * HOUR *CS_SECOND,
      .target = CS_INSTANT_NONE,
      .resumes = CS_INSTANT_NONE},
     "2 h 10 min left",
     "countersign-clock-symbolic",
     "warning"},
    {{CS_CLOCK_AMBER,
      16 * HOUR,
      NOW + 16 * HOUR *CS_SECOND,
      .target = NOW - 1,
      .resumes = CS_INSTANT_NONE},
     "Past target, 2 d to limit",
     "countersign-clock-symbolic",
     "warning"},
    {{CS_CLOCK_RUNNING,
      1200,
      NOW + 1200 * CS_SECOND,
      .target = CS_INSTANT_NONE,
      .resumes = CS_INSTANT_NONE},
     "20 min left",
     "countersign-clock-heavy-symbolic",
     "warning"},
    {{CS_CLOCK_BREACHED,
      -11 * HOUR,
      NOW - 11 * HOUR *CS_SECOND,
      .target = CS_INSTANT_NONE,
      .resumes = CS_INSTANT_NONE},
     "Overdue by 1 d 3 h",
     "countersign-overdue-symbolic",
     "error"},
    {{CS_CLOCK_RUNNING,
      5 * HOUR,
      NOW + 30 * HOUR *CS_SECOND,
      .target = CS_INSTANT_NONE,
      .resumes = NOW + 24 * HOUR * CS_SECOND},
     "5 h left, resumes tomorrow 08:00",
     "countersign-moon-symbolic",
     NULL},
    {{CS_CLOCK_PAUSED,
      5 * HOUR,
      CS_INSTANT_NONE,
      .target = CS_INSTANT_NONE,
      .resumes = CS_INSTANT_NONE,
      .since = CS_INSTANT_NONE,
      .pause = "waiting for client"},
     "Paused: waiting for client",
     "countersign-pause-symbolic",
     "paused"},
    {{CS_CLOCK_MET, 3 * HOUR, CS_INSTANT_NONE, .target = CS_INSTANT_NONE},
     "Met, 3 h early",
     "countersign-met-symbolic",
     "success"},
    {{CS_CLOCK_MISSED, -8 * HOUR, CS_INSTANT_NONE, .target = CS_INSTANT_NONE},
     "Met late by 1 d",
     "countersign-missed-symbolic",
     "error"},
    {{CS_CLOCK_NO_LIMIT, 0, CS_INSTANT_NONE, .target = CS_INSTANT_NONE}, "No deadline", NULL, NULL},
};

static void
format_utc (CsFormat *format)
{
  cs_format_init (format);
  format->twelve_hours = FALSE;
  g_time_zone_unref (format->zone);
  format->zone = g_time_zone_new_utc ();
}

static void
test_texts (void)
{
  CsFormat format;

  format_utc (&format);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    CsSlaText text;
    cs_sla_text_init (&text, &cases[i].facts, &format, NOW);
    g_assert_cmpstr (text.text, ==, cases[i].text);
    g_assert_cmpstr (text.icon, ==, cases[i].icon);
    g_assert_cmpstr (text.tint, ==, cases[i].tint);
    cs_sla_text_clear (&text);
  }
  cs_format_clear (&format);
}

static void
test_description (void)
{
  CsSlaFacts facts = {CS_CLOCK_RUNNING,
                      5 * HOUR,
                      NOW + 5 * HOUR * CS_SECOND,
                      .target = CS_INSTANT_NONE,
                      .resumes = CS_INSTANT_NONE,
                      .title = "Approve cost"};
  CsFormat format;
  CsSlaText text;

  format_utc (&format);
  cs_sla_text_init (&text, &facts, &format, NOW);
  g_assert_cmpstr (text.description,
                   ==,
                   "\u2068Approve cost\u2069, due today 13:00, 5 working hours left");
  cs_sla_text_clear (&text);
  cs_format_clear (&format);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sla-text/states/PH-25", test_texts);
  g_test_add_func ("/sla-text/description", test_description);
  return g_test_run ();
}
