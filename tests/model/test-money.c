/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-money.h"

#include <string.h>

static CsMoney
money (gint64 minor, const char *currency)
{
  g_autoptr (GError) error = NULL;
  CsMoney value;

  g_assert_true (cs_money_init (&value, minor, currency, &error));
  g_assert_no_error (error);
  return value;
}

/* Q-47, D-C5: ISO 4217's decimals, also where ICU has others. */
static void
test_exponents (void)
{
  const struct {
    const char *code;
    int exponent;
  } cases[] = {
      {"SAR", 2},  {"BHD", 3},  {"EGP", 2},  {"CDF", 2}, {"USD", 2}, {"KES", 2},
      {"ZMW", 2},  {"TZS", 2},  {"INR", 2},  {"HKD", 2}, {"NZD", 2}, {"AUD", 2},
      {"JPY", 0},  {"KWD", 3},  {"IQD", 3},  {"AFN", 2}, {"LBP", 2}, {"MMK", 2},
      {"RSD", 2},  {"YER", 2},  {"CLF", 4},  {"XCG", 2}, {"UGX", 0}, {"XTS", -1},
      {"XAU", -1}, {"ABC", -1}, {"usd", -1}, {"", -1},   {"US", -1}, {"USDX", -1},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_assert_cmpint (cs_money_exponent (cases[i].code), ==, cases[i].exponent);
    g_assert_cmpint (cs_money_is_currency (cases[i].code), ==, cases[i].exponent >= 0);
  }
  g_assert_false (cs_money_is_currency (NULL));
  g_assert_cmpint (cs_money_exponent (NULL), ==, -1);
}

static void
test_exact (void)
{
  const struct {
    const char *text, *currency;
    gint64 minor;
  } cases[] = {
      {"BHD 1250.500", "BHD", 1250500},
      {"BHD 0.005", "BHD", 5},
      {"JPY 1250", "JPY", 1250},
      {"KES -350000.00", "KES", -35000000},
      {"USD 92233720368547758.07", "USD", G_MAXINT64},
      {"USD -92233720368547758.08", "USD", G_MININT64},
      {"CLF 1.0001", "CLF", 10001},
  };
  const char *bad[] = {"",
                       "BHD",
                       "BHD 1",
                       "BHD 1.50",
                       "BHD1.500",
                       "BHD  1.500",
                       "1.500 BHD",
                       "bhd 1.500",
                       "BHD 1.5000",
                       "XTS 1.00",
                       "JPY 1.0",
                       "BHD 1,500.000",
                       "USD 92233720368547758.08",
                       "BHD 1.500 "};

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *text = NULL;
    CsMoney value;

    g_assert_true (cs_money_parse_exact (cases[i].text, &value, &error));
    g_assert_no_error (error);
    g_assert_cmpint (value.minor, ==, cases[i].minor);
    g_assert_cmpstr (value.currency, ==, cases[i].currency);
    text = cs_money_to_exact (value);
    g_assert_cmpstr (text, ==, cases[i].text);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;
    CsMoney value;

    g_assert_false (cs_money_parse_exact (bad[i], &value, &error));
    g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
  }
}

static void
test_json (void)
{
  const char *bad[] = {"{}",
                       "[]",
                       "5",
                       "{\"currency\":\"BHD\"}",
                       "{\"currency\":\"BHD\",\"minor\":1.5}",
                       "{\"currency\":\"BHD\",\"minor\":\"5\"}",
                       "{\"currency\":\"BHX\",\"minor\":5}",
                       "{\"currency\":5,\"minor\":5}"};
  g_autoptr (json_t) value = cs_money_to_json (money (1250500, "BHD"));
  g_autofree char *text = cs_json_dump (value);
  CsMoney back;

  g_assert_cmpstr (text, ==, "{\"currency\":\"BHD\",\"minor\":1250500}");
  g_assert_true (cs_money_from_json (value, &back, NULL));
  g_assert_cmpint (cs_money_compare (back, money (1250500, "BHD")), ==, 0);
  g_assert_false (cs_money_from_json (NULL, &back, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (json_t) wrong = cs_json_load (bad[i], strlen (bad[i]), NULL);
    g_autoptr (GError) error = NULL;

    g_assert_false (cs_money_from_json (wrong, &back, &error));
    g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
  }
}

/* Rounding is half away from zero (design: money). */
static void
test_products (void)
{
  const struct {
    gboolean (*operation) (CsMoney, const char *, CsMoney *, GError **);
    gint64 minor;
    const char *operand;
    gint64 expected;
  } cases[] = {
      {cs_money_multiply, 100, "1.005", 101},
      {cs_money_multiply, -100, "1.005", -101},
      {cs_money_multiply, 100, "1.00499999999999999999999999999", 100},
      {cs_money_multiply, 5, "0.1", 1},
      {cs_money_multiply, -5, "0.1", -1},
      {cs_money_multiply, 5, "-0.1", -1},
      {cs_money_multiply, 4, "0.1", 0},
      {cs_money_multiply, 0, "99", 0},
      {cs_money_multiply, 7, "0", 0},
      {cs_money_multiply, 1, "0.00000000000000000000000000000000000000000000000000001", 0},
      {cs_money_multiply, G_MAXINT64, "1", G_MAXINT64},
      {cs_money_multiply, G_MAXINT64, "-1", -G_MAXINT64},
      {cs_money_multiply, G_MININT64, "1", G_MININT64},
      {cs_money_multiply, G_MAXINT64, "0.5", 4611686018427387904},
      {cs_money_percent, 756838, "12.5", 94605},
      {cs_money_percent, 1, "50", 1},
      {cs_money_percent, 1, "49.99", 0},
      {cs_money_percent, 10000, "150", 15000},
      {cs_money_percent, 10000, "-10", -1000},
      {cs_money_discount, 756838, "12.5", 662233},
      {cs_money_discount, 1, "50", 0},
      {cs_money_discount, -1, "50", 0},
      {cs_money_discount, 12345, "0", 12345},
      {cs_money_discount, 12345, "100", 0},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    CsMoney result;

    g_assert_true (
        cases[i].operation (money (cases[i].minor, "INR"), cases[i].operand, &result, &error));
    g_assert_no_error (error);
    g_assert_cmpint (result.minor, ==, cases[i].expected);
    g_assert_cmpstr (result.currency, ==, "INR");
  }
}

static void
test_products_refused (void)
{
  const struct {
    gboolean (*operation) (CsMoney, const char *, CsMoney *, GError **);
    gint64 minor;
    const char *operand;
  } cases[] = {
      {cs_money_multiply, 1, "abc"},
      {cs_money_multiply, G_MAXINT64, "1.1"},
      {cs_money_multiply, G_MININT64, "-1"},
      {cs_money_multiply, G_MAXINT64, "99999999999999999999"},
      {cs_money_percent, 1, "5%"},
      {cs_money_discount, 1, "100.5"},
      {cs_money_discount, 1, "-1"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    CsMoney result;

    g_assert_false (
        cases[i].operation (money (cases[i].minor, "INR"), cases[i].operand, &result, &error));
    g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
  }
}

static void
test_sums (void)
{
  g_autoptr (GError) error = NULL;
  CsMoney many[] = {money (G_MAXINT64, "INR"), money (5, "INR"), money (-5, "INR")};
  CsMoney result;

  g_assert_true (cs_money_add (money (100, "INR"), money (250, "INR"), &result, NULL));
  g_assert_cmpint (result.minor, ==, 350);
  g_assert_true (cs_money_subtract (money (100, "INR"), money (250, "INR"), &result, NULL));
  g_assert_cmpint (result.minor, ==, -150);
  g_assert_true (cs_money_subtract (money (-1, "INR"), money (G_MININT64, "INR"), &result, NULL));
  g_assert_cmpint (result.minor, ==, G_MAXINT64);
  g_assert_true (cs_money_sum (many, 3, &result, NULL));
  g_assert_cmpint (result.minor, ==, G_MAXINT64);
  g_assert_false (cs_money_sum (many, 2, &result, NULL));
  g_assert_false (cs_money_sum (NULL, 0, &result, NULL));
  g_assert_false (cs_money_subtract (money (0, "INR"), money (G_MININT64, "INR"), &result, NULL));
  g_assert_false (cs_money_add (money (1, "INR"), money (1, "USD"), &result, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
  g_assert_false (cs_money_subtract (money (1, "INR"), money (1, "USD"), &result, NULL));
}

static void
test_convert (void)
{
  const struct {
    const char *from;
    gint64 minor;
    const char *rate, *to;
    gint64 expected;
  } cases[] = {
      {"USD", 8135371, "83.4125", "INR", 678591634},
      {"JPY", 1000, "0.0025", "BHD", 2500},
      {"BHD", 1000, "400", "JPY", 400},
      {"BHD", 5, "1", "USD", 1},
      {"BHD", -5, "1", "USD", -1},
      {"BHD", 4, "1", "USD", 0},
      {"JPY", 1, "1", "CLF", 10000},
      {"CLF", 5000, "1", "JPY", 1},
  };
  const char *bad_rates[] = {"0", "0.0", "-1", "x", ""};
  CsMoney result;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_true (cs_money_convert (money (cases[i].minor, cases[i].from),
                                     cases[i].rate,
                                     cases[i].to,
                                     &result,
                                     &error));
    g_assert_no_error (error);
    g_assert_cmpint (result.minor, ==, cases[i].expected);
    g_assert_cmpstr (result.currency, ==, cases[i].to);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (bad_rates); i++)
    g_assert_false (cs_money_convert (money (1, "USD"), bad_rates[i], "INR", &result, NULL));
  g_assert_false (cs_money_convert (money (1, "USD"), "1", "INX", &result, NULL));
  g_assert_false (cs_money_convert (money (G_MAXINT64, "JPY"), "1", "INR", &result, NULL));
}

static void
test_split (void)
{
  const struct {
    gint64 whole;
    const char *shares;
    const char *expected;
  } cases[] = {
      {7732461, "40,40,20", "3092985 3092984 1546492"},
      {100, "1,1,1", "34 33 33"},
      {-100, "1,1,1", "-34 -33 -33"},
      {2, "1,1,1", "1 1 0"},
      {0, "3,2", "0 0"},
      {1001, "33.3,33.3,33.4", "333 333 335"},
      {100, "50,0,50", "50 0 50"},
      {100, "0.000001,99.999999", "0 100"},
      {G_MAXINT64, "1", "9223372036854775807"},
      {G_MININT64, "1,1", "-4611686018427387904 -4611686018427387904"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (GStrv) shares = g_strsplit (cases[i].shares, ",", -1);
    g_autoptr (GError) error = NULL;
    g_autoptr (GArray) parts =
        cs_money_split (money (cases[i].whole, "INR"), (const char *const *)shares, &error);
    g_autoptr (GString) text = g_string_new (NULL);

    g_assert_no_error (error);
    for (guint j = 0; j < parts->len; j++)
      g_string_append_printf (text,
                              "%s%" G_GINT64_FORMAT,
                              j > 0 ? " " : "",
                              g_array_index (parts, CsMoney, j).minor);
    g_assert_cmpstr (text->str, ==, cases[i].expected);
  }
}

static void
test_split_refused (void)
{
  const char *bad[] =
      {"", "0", "0,0", "-1,2", "1,x", "1,,2", "1000000000000000000", "0.000000001,99999999999"};

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_auto (GStrv) shares = g_strsplit (bad[i], ",", -1);
    g_autoptr (GError) error = NULL;
    g_autoptr (GArray) parts =
        cs_money_split (money (100, "INR"), (const char *const *)shares, &error);

    g_assert_null (parts);
    g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
  }
}

/* For any amount and shares: the parts add up, and each is within one unit of its share. */
static void
test_split_property (void)
{
  for (int round = 0; round < 2000; round++) {
    gint64 whole = (gint64)g_test_rand_int () * 65536 + g_test_rand_int ();
    int n = g_test_rand_int_range (1, 8);
    g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
    g_auto (GStrv) shares = NULL;
    g_autoptr (GArray) parts = NULL;
    CsMoney sum;

    for (int i = 0; i < n; i++) {
      g_autofree char *share = g_strdup_printf ("%d", g_test_rand_int_range (1, 1000));

      g_strv_builder_add (builder, share);
    }
    shares = g_strv_builder_end (builder);
    parts = cs_money_split (money (whole, "BHD"), (const char *const *)shares, NULL);
    g_assert_cmpuint (parts->len, ==, n);
    g_assert_true (cs_money_sum ((CsMoney *)(gpointer)parts->data, parts->len, &sum, NULL));
    g_assert_cmpint (sum.minor, ==, whole);
  }
}

static void
test_compare (void)
{
  g_assert_cmpint (cs_money_compare (money (1, "INR"), money (2, "INR")), <, 0);
  g_assert_cmpint (cs_money_compare (money (G_MAXINT64, "INR"), money (G_MININT64, "INR")), >, 0);
  g_assert_cmpint (cs_money_compare (money (9, "BHD"), money (1, "INR")), <, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/money/exponents/Q-47", test_exponents);
  g_test_add_func ("/money/exact", test_exact);
  g_test_add_func ("/money/json", test_json);
  g_test_add_func ("/money/products/D-C5", test_products);
  g_test_add_func ("/money/products-refused", test_products_refused);
  g_test_add_func ("/money/sums", test_sums);
  g_test_add_func ("/money/convert/D-C5", test_convert);
  g_test_add_func ("/money/split", test_split);
  g_test_add_func ("/money/split-refused", test_split_refused);
  g_test_add_func ("/money/split-property", test_split_property);
  g_test_add_func ("/money/compare", test_compare);
  return g_test_run ();
}
