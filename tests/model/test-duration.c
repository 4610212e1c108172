/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-duration.h"

static void
test_read (void)
{
  const struct {
    const char *text;
    CsDuration expected;
  } cases[] = {
      {"4h", {4, 4, TRUE, FALSE, CS_DURATION_HOURS}},
      {"90m", {90, 90, TRUE, FALSE, CS_DURATION_MINUTES}},
      {"24eh", {24, 24, TRUE, FALSE, CS_DURATION_ELAPSED_HOURS}},
      {"3bd", {3, 3, TRUE, FALSE, CS_DURATION_BUSINESS_DAYS}},
      {"7d", {7, 7, TRUE, FALSE, CS_DURATION_DAYS}},
      {"3-5bd", {3, 5, TRUE, TRUE, CS_DURATION_BUSINESS_DAYS}},
      {"20+bd", {20, 0, FALSE, FALSE, CS_DURATION_BUSINESS_DAYS}},
      {"6mo", {6, 6, TRUE, FALSE, CS_DURATION_MONTHS}},
      {"7y", {7, 7, TRUE, FALSE, CS_DURATION_YEARS}},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *text = NULL;
    CsDuration read;

    g_assert_true (cs_duration_parse (cases[i].text, &read, &error));
    g_assert_no_error (error);
    g_assert_cmpint (read.target, ==, cases[i].expected.target);
    g_assert_cmpint (read.limit, ==, cases[i].expected.limit);
    g_assert_cmpint (read.has_limit, ==, cases[i].expected.has_limit);
    g_assert_cmpint (read.is_range, ==, cases[i].expected.is_range);
    g_assert_cmpint (read.unit, ==, cases[i].expected.unit);
    text = cs_duration_format (&read);
    g_assert_cmpstr (text, ==, cases[i].text);
  }
}

static void
test_dash (void)
{
  CsDuration read;
  g_autoptr (GError) error = NULL;

  g_assert_true (cs_duration_parse ("3–5bd", &read, &error));
  g_assert_no_error (error);
  g_assert_cmpint (read.limit, ==, 5);
}

static void
test_refused (void)
{
  const char *bad[] = {
      "",      "4",       "h",     "4.5h", "4,5h",          "-4h",    "0h",   "0bd", "4 h",  "4H",
      "4hh",   "5-3bd",   "3-3bd", "3-bd", "+bd",           "20++bd", "1e3h", "٤h",  "-5bd", "4w",
      "0-5bd", "3-5-7bd", "4h ",   " 4h",  "999999999999h", "4min"};

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;
    CsDuration read;

    g_assert_false (cs_duration_parse (bad[i], &read, &error));
    g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/duration/read", test_read);
  g_test_add_func ("/duration/dash", test_dash);
  g_test_add_func ("/duration/refused", test_refused);
  return g_test_run ();
}
