/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-money-format.h"
#include "cs-money-parse.h"

#include <string.h>

typedef struct {
  const char *locale, *currency, *text;
  gint64 minor;
} Accepted;

typedef struct {
  const char *locale, *currency, *text;
  const char *reason; /* part of it */
} Refused;

static void
test_accepted (void)
{
  const Accepted cases[] = {
      /* ux, money entry */
      {"en", "BHD", "1250.5", 1250500},
      {"en", "BHD", "1,250.500", 1250500},
      {"fr", "BHD", "1250.5", 1250500},
      {"fr", "BHD", "1,250.500", 1250500},
      {"fr", "BHD", "1 250,500", 1250500},
      {"fr", "BHD", "1\u202f250,500", 1250500},
      {"fr", "BHD", "1\u00a0250,500", 1250500},
      {"fr", "BHD", "250,500", 250500},
      {"en-IN", "INR", "12,50,000", 125000000},
      {"en", "INR", "12,50,000.50", 125000050},
      {"de", "INR", "12,50,000", 125000000},
      {"en", "INR", "1,25,000", 12500000},
      {"en", "INR", "12,34,56,789.01", 12345678901},
      {"en-IN", "INR", "1,250,000", 125000000},
      {"hi-IN", "INR", "१२,५०,०००.५०", 125000050},
      {"en", "INR", "१२,५०,०००.५०", 125000050},
      /* Arabic */
      {"ar-EG", "EGP", "١٬٢٥٠٫٥٠", 125050},
      {"ar-EG", "EGP", "١٢٥٠٫٥", 125050},
      {"en", "EGP", "١٬٢٥٠٫٥٠", 125050},
      {"fa", "EGP", "۱٬۲۵۰٫۵۰", 125050},
      {"ar-EG", "EGP", "1,250.50", 125050},
      {"ar-EG", "EGP", "1,234", 123400},
      {"ar-BH", "BHD", "1,234.000", 1234000},
      {"ar-BH", "BHD", "1.234", 1234},
      {"ar-EG", "EGP", "1250٫50", 125050},
      {"ar-MA", "MAD", "1.250,50", 125050},
      {"ar-EG", "EGP", "\u200f١٬٢٥٠٫٥٠\u00a0ج.م.\u200f", 125050},
      /* other marks */
      {"de", "EUR", "1.250,50", 125050},
      {"de", "EUR", "1.250", 125000},
      {"de", "EUR", "1.234.567", 123456700},
      {"de-CH", "CHF", "1’250.50", 125050},
      {"de-CH", "CHF", "1'250.50", 125050},
      {"en", "CHF", "1'250.50", 125050},
      {"en", "USD", "1 250.50", 125050},
      {"ja", "JPY", "１，２３４", 1234},
      {"de", "JPY", "1.234", 1234},
      {"en", "BHD", "1,234", 1234000},
      /* currency around */
      {"en", "USD", "USD 1,250.50", 125050},
      {"en", "USD", "usd1250", 125000},
      {"en", "USD", "$1,250.50", 125050},
      {"en", "USD", "1,250.50 USD", 125050},
      {"en-AU", "USD", "$5", 500},
      {"en-IN", "INR", "₹ 12,50,000.50", 125000050},
      {"fr", "EUR", "1 250,50 €", 125050},
      {"en", "BHD", "BHD\u00a01,250.500", 1250500},
      {"en", "BHD", "\u2068BHD\u00a01,250.500\u2069", 1250500},
      {"en-ZM", "ZMW", "K5", 500},
      {"en", "ZMW", "ZMW 5", 500},
      /* edges */
      {"en", "USD", "0", 0},
      {"en", "USD", "0.05", 5},
      {"en", "USD", "007", 700},
      {"en", "USD", "  12  ", 1200},
      {"en", "USD", "92233720368547758.07", G_MAXINT64},
      {"en", "JPY", "9,223,372,036,854,775,807", G_MAXINT64},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    CsMoney money;

    g_test_message ("%s %s %s", cases[i].locale, cases[i].currency, cases[i].text);
    cs_money_parse_text (cases[i].text,
                         cases[i].locale,
                         cases[i].currency,
                         CS_MONEY_PARSE_NONE,
                         &money,
                         &error);
    g_assert_no_error (error);
    g_assert_cmpint (money.minor, ==, cases[i].minor);
    g_assert_cmpstr (money.currency, ==, cases[i].currency);
  }
}

static void
test_refused (void)
{
  const Refused cases[] = {
      {"en", "USD", "", "not an amount"},
      {"en", "USD", "   ", "not an amount"},
      {"en", "USD", "abc", "not an amount"},
      {"en", "USD", "USD", "not an amount"},
      {"en", "USD", "$", "not an amount"},
      {"en", "USD", ".", "not an amount"},
      {"en", "USD", ".5", "not an amount"},
      {"en", "USD", "5.", "not an amount"},
      {"en", "USD", "1..5", "not an amount"},
      {"en", "USD", "1.2.3", "not an amount"},
      {"en", "USD", "1e3", "not an amount"},
      {"en", "USD", "0x10", "not an amount"},
      {"en", "USD", "1/2", "not an amount"},
      {"en", "USD", "+5", "not an amount"},
      {"en", "USD", "(5)", "not an amount"},
      {"en", "USD", "5%", "not an amount"},
      {"en", "USD", "--5", "negative"},
      {"en", "USD", "∞", "not an amount"},
      {"en", "USD", "½", "not an amount"},
      {"en", "USD", "1²", "not an amount"},
      /* grouping */
      {"en", "USD", "1,23", "not an amount"},
      {"en", "USD", "12,34", "not an amount"},
      {"en", "USD", "1,2345", "not an amount"},
      {"en", "USD", "1234,567", "not an amount"},
      {"en", "USD", "1,23,45", "not an amount"},
      {"en", "USD", "1,234,56,789", "not an amount"},
      {"en", "USD", "1,23,456,789", "not an amount"},
      {"en", "USD", "123,45,678", "not an amount"},
      {"en", "USD", "1,,234", "not an amount"},
      {"en", "USD", ",234", "not an amount"},
      {"en", "USD", "1,", "not an amount"},
      {"en", "USD", "1 234,567", "not an amount"},
      {"en", "USD", "0,123", "not an amount"},
      {"en", "USD", "1.234,56", "not an amount"},
      {"en", "USD", "1.50,000", "not an amount"},
      /* too many decimals */
      {"en", "BHD", "1.2345", "BHD has 3 decimals"},
      {"en", "USD", "1.234", "USD has 2 decimals"},
      {"en", "USD", "1.500", "USD has 2 decimals"},
      {"en", "JPY", "1.5", "JPY has no decimals"},
      {"en", "JPY", "1.00", "JPY has no decimals"},
      {"fr", "EUR", "1,234", "EUR has 2 decimals"},
      {"fr", "EUR", "1.234", "EUR has 2 decimals"},
      {"de", "EUR", "1,250", "EUR has 2 decimals"},
      {"ar-EG", "EGP", "١٫٢٣٤", "EGP has 2 decimals"},
      /* what reads two ways */
      {"de", "BHD", "1.234", "can be read as 1.234 and as 1234.000"},
      {"id", "KWD", "12.345", "can be read as"},
      {"ar-BH", "BHD", "1,234", "can be read as 1.234 and as 1234.000"},
      {"ar-BH", "BHD", "١,٢٣٤", "can be read as 1.234 and as 1234.000"},
      /* another currency, other scripts, signs, size */
      {"en", "BHD", "USD 5", "in USD; BHD is expected"},
      {"en", "BHD", "5 usd", "in USD; BHD is expected"},
      {"en", "BHD", "BHD 5 USD", "in USD; BHD is expected"},
      {"en", "BHD", "BHD 5 BHD", "not an amount"},
      {"en", "KES", "$5", "not an amount"},
      {"en-ZM", "ZMW", "KES 5", "in KES; ZMW is expected"},
      {"en", "USD", "1٢3", "different scripts"},
      {"en", "USD", "-5", "negative"},
      {"en", "USD", "\u22125", "negative"},
      {"en", "USD", "1\n2", "cannot be seen"},
      {"en", "USD", "1\x7f", "cannot be seen"},
      {"en", "USD", "92233720368547758.08", "larger"},
      {"en", "JPY", "99999999999999999999999999999999999999999", "larger"},
      {"en", "CLF", "9223372036854775807", "larger"},
      {"en", "XYZ", "5", "not a currency"},
      {"", "USD", "5", "not a locale"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    CsMoney money;

    g_test_message ("%s %s %s", cases[i].locale, cases[i].currency, cases[i].text);
    g_assert_false (cs_money_parse_text (cases[i].text,
                                         cases[i].locale,
                                         cases[i].currency,
                                         CS_MONEY_PARSE_NONE,
                                         &money,
                                         &error));
    g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
    g_test_message ("%s", error->message);
    g_assert_nonnull (strstr (error->message, cases[i].reason));
  }
}

static void
test_not_text (void)
{
  g_autofree char *text = g_strnfill (5000, '1');
  const char *bad[] = {text, "\xff", "5\xc3"};

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;
    CsMoney money;

    g_assert_false (cs_money_parse_text (bad[i], "en", "USD", CS_MONEY_PARSE_NONE, &money, &error));
    g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
  }
}

/* Whatever we write for any locale is read back as the same amount. */
static void
check_round_trip (const char *locale, CsMoney money, const char *text)
{
  g_autoptr (GError) error = NULL;
  CsMoney back;

  g_test_message ("%s: %s", locale, text);
  cs_money_parse_text (text, locale, money.currency, CS_MONEY_PARSE_NEGATIVE, &back, &error);
  g_assert_no_error (error);
  g_assert_cmpint (back.minor, ==, money.minor);
}

static void
test_round_trip (void)
{
  const char *locales[] = {"en",    "en-IN", "en-KE", "en-ZM", "en-AU", "hi-IN", "ar",    "ar-EG",
                           "ar-SA", "ar-BH", "ar-MA", "fr",    "fr-CD", "fr-CH", "sw-KE", "sw-TZ",
                           "de",    "de-AT", "de-CH", "es",    "pt-PT", "pt-CV", "fa",    "he",
                           "ne",    "my",    "ckb",   "ja",    "zh-HK", "id",    "bn",    "mr"};
  const char *currencies[] = {"BHD",
                              "SAR",
                              "EGP",
                              "CDF",
                              "USD",
                              "KES",
                              "ZMW",
                              "TZS",
                              "INR",
                              "HKD",
                              "NZD",
                              "AUD",
                              "JPY",
                              "IQD",
                              "CVE",
                              "CLF"};
  const gint64 amounts[] = {0, 5, 1234, -1234567, 123456789012, G_MAXINT64, G_MININT64};

  for (gsize l = 0; l < G_N_ELEMENTS (locales); l++) {
    for (gsize i = 0; i < G_N_ELEMENTS (currencies) * G_N_ELEMENTS (amounts); i++) {
      CsMoney money;

      cs_money_init (&money,
                     amounts[i % G_N_ELEMENTS (amounts)],
                     currencies[i / G_N_ELEMENTS (amounts)],
                     NULL);
      for (int form = 0; form < 8; form++) {
        CsDigits digits = form % 2 == 0 ? CS_DIGITS_LOCALE : CS_DIGITS_LATIN;
        g_autofree char *text = NULL;

        if (form < 4)
          text = cs_money_format_icu (money,
                                      locales[l],
                                      form < 2 ? CS_MONEY_STYLE_CODE : CS_MONEY_STYLE_SYMBOL,
                                      digits,
                                      NULL);
        else if (form < 6)
          text = cs_money_to_display (money, locales[l], digits);
        else
          text = cs_money_to_number (money, locales[l], digits);
        check_round_trip (locales[l], money, text);
      }
    }
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/money-parse/accepted", test_accepted);
  g_test_add_func ("/money-parse/refused", test_refused);
  g_test_add_func ("/money-parse/not-text", test_not_text);
  g_test_add_func ("/money-parse/round-trip", test_round_trip);
  return g_test_run ();
}
