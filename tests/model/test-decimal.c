/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-decimal.h"

static void
test_read (void)
{
  const struct {
    const char *text;
    int n_digits, scale;
    gboolean negative;
  } cases[] = {
      {"0", 0, 0, FALSE},
      {"12.5", 3, 1, FALSE},
      {"-2", 1, 0, TRUE},
      {"007.250", 4, 3, FALSE},
      {"0.05", 2, 2, FALSE},
      {"-0.0", 1, 1, TRUE},
      {"83.4125", 6, 4, FALSE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    CsDecimal decimal;

    g_assert_true (cs_decimal_parse (cases[i].text, CS_DECIMAL_MAX_DIGITS, &decimal, &error));
    g_assert_no_error (error);
    g_assert_cmpint (decimal.n_digits, ==, cases[i].n_digits);
    g_assert_cmpint (decimal.scale, ==, cases[i].scale);
    g_assert_cmpint (decimal.negative, ==, cases[i].negative);
  }
}

static void
test_refused (void)
{
  const char *bad[] = {"",
                       "-",
                       ".",
                       ".5",
                       "5.",
                       "1.2.3",
                       "+1",
                       "1e3",
                       "1,5",
                       " 1",
                       "1 ",
                       "--1",
                       "0x1",
                       "NaN",
                       "∞",
                       "١",
                       "1-",
                       "1.-2",
                       "12345"};

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;
    CsDecimal decimal;

    g_assert_false (cs_decimal_parse (bad[i], 4, &decimal, &error));
    g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
  }
}

static void
test_percentage (void)
{
  const struct {
    const char *text;
    gboolean expected;
  } cases[] = {
      {"0", TRUE},
      {"-0", TRUE},
      {"0.0001", TRUE},
      {"99.999", TRUE},
      {"100", TRUE},
      {"100.0", TRUE},
      {"100.01", FALSE},
      {"101", FALSE},
      {"200", FALSE},
      {"1000", FALSE},
      {"-1", FALSE},
      {"000100", TRUE},
      {"110", FALSE},
      {"12.5", TRUE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    CsDecimal decimal;

    g_assert_true (cs_decimal_parse (cases[i].text, CS_DECIMAL_MAX_DIGITS, &decimal, NULL));
    g_assert_cmpint (cs_decimal_is_percentage (&decimal), ==, cases[i].expected);
  }
}

static void
test_equal (void)
{
  const struct {
    const char *one, *other;
    gboolean expected;
  } cases[] = {
      {"0", "-0.00", TRUE},
      {"7.5", "7.50", TRUE},
      {"70", "7", FALSE},
      {"0.5", "5", FALSE},
      {"-1", "1", FALSE},
      {"12", "12.0", TRUE},
      {"0", "0.01", FALSE},
      {"100.0", "100", TRUE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    CsDecimal one, other;

    g_assert_true (cs_decimal_parse (cases[i].one, CS_DECIMAL_MAX_DIGITS, &one, NULL));
    g_assert_true (cs_decimal_parse (cases[i].other, CS_DECIMAL_MAX_DIGITS, &other, NULL));
    g_assert_cmpint (cs_decimal_equal (&one, &other), ==, cases[i].expected);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/decimal/read", test_read);
  g_test_add_func ("/decimal/refused", test_refused);
  g_test_add_func ("/decimal/percentage", test_percentage);
  g_test_add_func ("/decimal/equal", test_equal);
  return g_test_run ();
}
