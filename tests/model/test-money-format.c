/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-money-format.h"

#define NBSP  "\u00a0"
#define NNBSP "\u202f"
#define RLM   "\u200f"

static CsMoney
money (gint64 minor, const char *currency)
{
  CsMoney value;

  g_assert_true (cs_money_init (&value, minor, currency, NULL));
  return value;
}

/* Design, money: the ISO code before the amount, in the reader's grouping. */
static void
test_display (void)
{
  const struct {
    gint64 minor;
    const char *currency, *locale;
    CsDigits digits;
    const char *expected;
  } cases[] = {
      {1250500, "BHD", "en", CS_DIGITS_LATIN, "BHD" NBSP "1,250.500"},
      {125000050, "INR", "en-IN", CS_DIGITS_LATIN, "INR" NBSP "12,50,000.50"},
      {125000050, "INR", "sw-KE", CS_DIGITS_LATIN, "INR" NBSP "1,250,000.50"},
      {125000050, "INR", "hi_IN.UTF-8", CS_DIGITS_LATIN, "INR" NBSP "12,50,000.50"},
      {1250500, "BHD", "fr-FR", CS_DIGITS_LATIN, "BHD" NBSP "1" NNBSP "250,500"},
      {1250500, "BHD", "ar-BH", CS_DIGITS_LATIN, "BHD" NBSP "1,250.500"},
      {1250500, "BHD", "ar-BH", CS_DIGITS_LOCALE, "BHD" NBSP "١٬٢٥٠٫٥٠٠"},
      {1250, "JPY", "en", CS_DIGITS_LATIN, "JPY" NBSP "1,250"},
      {1250500, "IQD", "en", CS_DIGITS_LATIN, "IQD" NBSP "1,250.500"},
      {5, "BHD", "C", CS_DIGITS_LATIN, "BHD" NBSP "0.005"},
      {-5, "BHD", "no locale", CS_DIGITS_LATIN, "BHD" NBSP "-0.005"},
      {G_MININT64, "BHD", "en", CS_DIGITS_LATIN, "BHD" NBSP "-9,223,372,036,854,775.808"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = cs_money_to_display (money (cases[i].minor, cases[i].currency),
                                                 cases[i].locale,
                                                 cases[i].digits);

    g_assert_cmpstr (text, ==, cases[i].expected);
  }
}

static void
test_number (void)
{
  g_autofree char *text = cs_money_to_number (money (1250500, "BHD"), "en", CS_DIGITS_LATIN);

  g_assert_cmpstr (text, ==, "1,250.500");
}

static void
test_icu (void)
{
  const struct {
    gint64 minor;
    const char *currency, *locale;
    CsMoneyStyle style;
    CsDigits digits;
    const char *expected;
  } cases[] = {
      {125000050, "INR", "en-IN", CS_MONEY_STYLE_SYMBOL, CS_DIGITS_LOCALE, "₹12,50,000.50"},
      {1250500, "BHD", "en-US", CS_MONEY_STYLE_CODE, CS_DIGITS_LOCALE, "BHD" NBSP "1,250.500"},
      {125050, "EUR", "de-DE", CS_MONEY_STYLE_SYMBOL, CS_DIGITS_LOCALE, "1.250,50" NBSP "€"},
      {125050,
       "EUR",
       "fr-FR",
       CS_MONEY_STYLE_CODE,
       CS_DIGITS_LOCALE,
       "1" NNBSP "250,50" NBSP "EUR"},
      {125050, "EGP", "ar-EG", CS_MONEY_STYLE_CODE, CS_DIGITS_LATIN, RLM "1,250.50" NBSP "EGP"},
      {125050, "EGP", "ar-EG", CS_MONEY_STYLE_CODE, CS_DIGITS_LOCALE, RLM "١٬٢٥٠٫٥٠" NBSP "EGP"},
      {-1250, "JPY", "en-US", CS_MONEY_STYLE_SYMBOL, CS_DIGITS_LOCALE, "-¥1,250"},
      {1250500, "IQD", "en-US", CS_MONEY_STYLE_CODE, CS_DIGITS_LOCALE, "IQD" NBSP "1,250.500"},
      {G_MAXINT64,
       "USD",
       "en-US",
       CS_MONEY_STYLE_SYMBOL,
       CS_DIGITS_LOCALE,
       "$92,233,720,368,547,758.07"},
  };
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = cs_money_format_icu (money (cases[i].minor, cases[i].currency),
                                                 cases[i].locale,
                                                 cases[i].style,
                                                 cases[i].digits,
                                                 &error);

    g_assert_no_error (error);
    g_assert_cmpstr (text, ==, cases[i].expected);
  }
  g_assert_null (
      cs_money_format_icu (money (1, "USD"), "", CS_MONEY_STYLE_CODE, CS_DIGITS_LATIN, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/money-format/display", test_display);
  g_test_add_func ("/money-format/number", test_number);
  g_test_add_func ("/money-format/icu", test_icu);
  return g_test_run ();
}
