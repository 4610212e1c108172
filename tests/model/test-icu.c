/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-icu.h"

static void
test_locale (void)
{
  const struct {
    const char *locale;
    CsDigits digits;
    const char *expected; /* NULL: refused */
  } cases[] = {
      {"en-IN", CS_DIGITS_LOCALE, "en_IN"},
      {"ar_EG.UTF-8", CS_DIGITS_LOCALE, "ar_EG"},
      {"ar-EG", CS_DIGITS_LATIN, "ar_EG@numbers=latn"},
      {"ar-EG-u-nu-latn", CS_DIGITS_LOCALE, "ar_EG@numbers=latn"},
      {"sr_RS@latin", CS_DIGITS_LOCALE, "sr_RS"},
      {"C", CS_DIGITS_LOCALE, "en"},
      {"C.UTF-8", CS_DIGITS_LOCALE, "en"},
      {"POSIX", CS_DIGITS_LOCALE, "en"},
      {"tlh", CS_DIGITS_LOCALE, "und"},
      {"", CS_DIGITS_LOCALE, NULL},
      {"!", CS_DIGITS_LOCALE, NULL},
      {"english", CS_DIGITS_LATIN, "und@numbers=latn"},
      {"en IN", CS_DIGITS_LOCALE, NULL},
      {"en-", CS_DIGITS_LOCALE, NULL},
      {"12", CS_DIGITS_LOCALE, NULL},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *locale = cs_icu_locale (cases[i].locale, cases[i].digits, &error);

    g_assert_cmpstr (locale, ==, cases[i].expected);
    if (cases[i].expected == NULL)
      g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
    else
      g_assert_no_error (error);
  }
}

static void
test_format (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = cs_icu_format ("hi_IN", ".00", "1250000.50", &error);
  g_autofree char *refused = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, "12,50,000.50");
  refused = cs_icu_format ("en", "no such skeleton", "1", &error);
  g_assert_null (refused);
  g_assert_error (error, CS_ERROR, CS_ERROR_FAILED);
}

/* More locales than formatters are kept: the oldest make room. */
static void
test_many_formatters (void)
{
  for (int i = 0; i < 300; i++) {
    g_autofree char *skeleton = g_strdup_printf ("scale/%d .00", i + 1);
    g_autofree char *expected = g_strdup_printf ("%d.00", i + 1);
    g_autofree char *text = cs_icu_format ("en", skeleton, "1", NULL);

    g_assert_cmpstr (text, ==, expected);
  }
}

static void
test_marks (void)
{
  const struct {
    const char *locale, *currency;
    gunichar decimal, grouping;
  } cases[] = {
      {"en", NULL, '.', ','},
      {"de_DE", "EUR", ',', '.'},
      {"fr_FR", NULL, ',', 0x202f},
      {"ar_EG", "EGP", 0x66b, 0x66c},
      {"ar_EG@numbers=latn", "EGP", '.', ','},
      {"de_CH", "CHF", '.', 0x2019},
      {"fr_CH", "CHF", '.', 0x202f},
      {"fr_CH", NULL, ',', 0x202f},
      {"es", NULL, ',', '.'},
      {"pt_CV", "CVE", '$', 0xa0},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    CsMarks marks;

    g_assert_true (cs_icu_get_marks (cases[i].locale, cases[i].currency, &marks, NULL));
    g_assert_cmphex (marks.decimal, ==, cases[i].decimal);
    g_assert_cmphex (marks.grouping, ==, cases[i].grouping);
  }
}

static void
test_symbol (void)
{
  g_autofree char *wide = cs_icu_currency_symbol ("en", "INR", FALSE);
  g_autofree char *dollar = cs_icu_currency_symbol ("en_AU", "USD", FALSE);
  g_autofree char *narrow = cs_icu_currency_symbol ("en_AU", "USD", TRUE);
  g_autofree char *none = cs_icu_currency_symbol ("en", "BHD", FALSE);

  g_assert_cmpstr (wide, ==, "₹");
  g_assert_cmpstr (dollar, ==, "USD");
  g_assert_cmpstr (narrow, ==, "$");
  g_assert_cmpstr (none, ==, "BHD");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/icu/locale", test_locale);
  g_test_add_func ("/icu/format", test_format);
  g_test_add_func ("/icu/many-formatters", test_many_formatters);
  g_test_add_func ("/icu/marks", test_marks);
  g_test_add_func ("/icu/symbol", test_symbol);
  return g_test_run ();
}
