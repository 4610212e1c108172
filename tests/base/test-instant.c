/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-error.h"
#include "cs-instant.h"

static void
test_round_trip (void)
{
  const struct {
    const char *read;
    const char *written;
  } cases[] = {
      {"2026-01-05T09:14:03Z", "2026-01-05T09:14:03Z"},
      {"2026-01-13T16:00:00+02:00", "2026-01-13T14:00:00Z"},
      {"2026-01-13T16:00:00.250+05:30", "2026-01-13T10:30:00.250Z"},
      {"1969-12-31T23:59:59.500Z", "1969-12-31T23:59:59.500Z"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *text = NULL;
    CsInstant instant;

    g_assert_true (cs_instant_parse (cases[i].read, &instant, &error));
    g_assert_no_error (error);
    text = cs_instant_format (instant);
    g_assert_cmpstr (text, ==, cases[i].written);
  }
}

static void
test_refused (void)
{
  const char *bad[] = {"", "2026-01-05", "2026-01-05T09:14:03", "tomorrow", "2026-13-05T09:14:03Z"};

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;
    CsInstant instant;

    g_assert_false (cs_instant_parse (bad[i], &instant, &error));
    g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/instant/round-trip", test_round_trip);
  g_test_add_func ("/instant/refused", test_refused);
  return g_test_run ();
}
