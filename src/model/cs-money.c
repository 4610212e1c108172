/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-money.h"

#include "cs-decimal.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <unicode/putil.h>
#include <unicode/ucurr.h>

/**
 * CsMoney:
 *
 * Invariants: the currency is a known ISO 4217 code, amounts of different currencies are never
 * compared or added, and a result is either exact (rounded half away from zero, once) or refused.
 * Plain values without shared state: any thread may use them.
 */

/* A guint64 has at most this many decimal digits. */
#define MAX_MINOR_DIGITS 20

/* Shares are scaled to whole numbers below 10^18, so that amount times share fits 128 bits. */
#define MAX_SHARE_DIGITS 18

typedef unsigned __int128 Wide;

/* Where ISO 4217 and the CLDR digits that ICU has differ, and currencies newer than ICU. */
static const struct {
  char code[4];
  int exponent;
} own_exponents[] = {
    {"AFN", 2}, {"ALL", 2}, {"IQD", 3}, {"IRR", 2}, {"KPW", 2}, {"LAK", 2}, {"LBP", 2}, {"MGA", 2},
    {"MMK", 2}, {"MRO", 2}, {"RSD", 2}, {"SLL", 2}, {"SOS", 2}, {"STD", 2}, {"SYP", 2}, {"TMM", 2},
    {"XAD", 2}, {"XCG", 2}, {"YER", 2}, {"ZMK", 2}, {"ZWD", 2}, {"ZWG", 2},
};

/* Codes that ICU lists and that are no money: metals, funds, tests, "none", and one not of ISO. */
static const char not_money[][4] = {"CNH",
                                    "XAG",
                                    "XAU",
                                    "XBA",
                                    "XBB",
                                    "XBC",
                                    "XBD",
                                    "XDR",
                                    "XEU",
                                    "XFO",
                                    "XFU",
                                    "XPD",
                                    "XPT",
                                    "XRE",
                                    "XSU",
                                    "XTS",
                                    "XUA",
                                    "XXX"};

static gpointer
load_exponents (gpointer unused)
{
  GHashTable *exponents = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  UErrorCode status = U_ZERO_ERROR;
  UEnumeration *codes = ucurr_openISOCurrencies (UCURR_ALL, &status);
  const char *code;

  while (U_SUCCESS (status) && (code = uenum_next (codes, NULL, &status)) != NULL) {
    UChar wide[4];

    u_charsToUChars (code, wide, 4);
    g_hash_table_insert (exponents,
                         g_strdup (code),
                         GINT_TO_POINTER (ucurr_getDefaultFractionDigits (wide, &status)));
  }
  uenum_close (codes);
  for (gsize i = 0; i < G_N_ELEMENTS (own_exponents); i++)
    g_hash_table_insert (exponents,
                         g_strdup (own_exponents[i].code),
                         GINT_TO_POINTER (own_exponents[i].exponent));
  for (gsize i = 0; i < G_N_ELEMENTS (not_money); i++)
    g_hash_table_remove (exponents, not_money[i]);
  return exponents;
}

static GHashTable *
get_exponents (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, load_exponents, NULL);
}

/**
 * cs_money_is_currency:
 * @code: (nullable): three capital letters
 *
 * Returns: whether @code is a currency of ISO 4217, current or withdrawn
 */
gboolean
cs_money_is_currency (const char *code)
{
  return code != NULL && g_hash_table_contains (get_exponents (), code);
}

/**
 * cs_money_exponent:
 * @currency: an ISO 4217 code
 *
 * The decimals of a currency by ISO 4217, which are not always those of CLDR: IQD has three.
 *
 * Returns: 0 to 4, or -1 when @currency is none
 */
int
cs_money_exponent (const char *currency)
{
  gpointer exponent;

  if (currency == NULL ||
      !g_hash_table_lookup_extended (get_exponents (), currency, NULL, &exponent))
    return -1;
  return GPOINTER_TO_INT (exponent);
}

/**
 * cs_money_init:
 * @self: (out caller-allocates): the amount
 * @minor: its minor units
 * @currency: an ISO 4217 code
 * @error: `CS_ERROR_INVALID` when @currency is none
 *
 * Returns: whether @self was set
 */
gboolean
cs_money_init (CsMoney *self, gint64 minor, const char *currency, GError **error)
{
  if (!cs_money_is_currency (currency)) {
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_INVALID,
                 _ ("“%.16s” is not a currency; expected an ISO 4217 code such as BHD"),
                 currency != NULL ? currency : "");
    return FALSE;
  }
  self->minor = minor;
  memcpy (self->currency, currency, sizeof self->currency);
  return TRUE;
}

static gboolean
refuse_range (GError **error)
{
  g_set_error_literal (error,
                       CS_ERROR,
                       CS_ERROR_INVALID,
                       _ ("The result is larger than an amount can be"));
  return FALSE;
}

static gboolean
check_same_currency (CsMoney a, CsMoney b, GError **error)
{
  if (strcmp (a.currency, b.currency) == 0)
    return TRUE;
  g_set_error (error,
               CS_ERROR,
               CS_ERROR_INVALID,
               _ ("%s and %s cannot be added: convert one of them first"),
               a.currency,
               b.currency);
  return FALSE;
}

static Wide
magnitude (gint64 minor)
{
  return minor < 0 ? (Wide)0 - (Wide)minor : (Wide)minor;
}

static gboolean
set_signed (CsMoney *money, Wide value, gboolean negative, const char *currency, GError **error)
{
  Wide limit = (Wide)G_MAXINT64 + (negative ? 1 : 0);
  char code[4];

  if (value > limit)
    return refuse_range (error);
  memcpy (code, currency, sizeof code);
  money->minor = negative ? (gint64)(0 - (guint64)value) : (gint64)value;
  memcpy (money->currency, code, sizeof code);
  return TRUE;
}

/*
 * minor × factor ÷ 10^shift, rounded half away from zero. The product is worked out digit by digit
 * as on paper, so no factor loses precision, and the first digit that is cut off decides.
 */
static gboolean
multiply_exactly (CsMoney self,
                  const CsDecimal *factor,
                  int shift,
                  const char *currency,
                  CsMoney *result,
                  GError **error)
{
  guint product[MAX_MINOR_DIGITS + CS_DECIMAL_MAX_DIGITS + 1] = {0}; /* least significant first */
  guint64 rest = (guint64)magnitude (self.minor);
  int cut = factor->scale + shift;
  Wide value = 0;

  for (int i = 0; rest > 0; i++, rest /= 10) {
    for (int j = 0; j < factor->n_digits; j++)
      product[i + j] += (guint)(rest % 10) * factor->digits[factor->n_digits - 1 - j];
  }
  for (gsize i = 0; i + 1 < G_N_ELEMENTS (product); i++) {
    product[i + 1] += product[i] / 10;
    product[i] %= 10;
  }
  for (int i = G_N_ELEMENTS (product) - 1; i >= cut; i--) {
    value = value * 10 + (i >= 0 ? product[i] : 0);
    if (value > (Wide)G_MAXUINT64)
      return refuse_range (error);
  }
  if (cut > 0 && cut <= (int)G_N_ELEMENTS (product) && product[cut - 1] >= 5)
    value++;
  return set_signed (result, value, (self.minor < 0) != factor->negative, currency, error);
}

/**
 * cs_money_compare:
 * @a: an amount
 * @b: one of the same currency
 *
 * Returns: less than, equal to or greater than zero. Amounts of different currencies have no
 *   order of value; they are ordered by code, so that a list of them can be sorted.
 */
int
cs_money_compare (CsMoney a, CsMoney b)
{
  int by_code = strcmp (a.currency, b.currency);

  return by_code != 0 ? by_code : (a.minor > b.minor) - (a.minor < b.minor);
}

/**
 * cs_money_sum:
 * @amounts: (array length=n_amounts): amounts of one currency
 * @n_amounts: how many, at least one
 * @sum: (out caller-allocates): their sum
 * @error: `CS_ERROR_INVALID` when currencies differ or the sum is out of range
 *
 * Only the sum itself has to be in range, not the partial sums.
 *
 * Returns: whether @sum was set
 */
gboolean
cs_money_sum (const CsMoney *amounts, gsize n_amounts, CsMoney *sum, GError **error)
{
  __int128 total = 0;

  if (n_amounts == 0) {
    g_set_error_literal (error, CS_ERROR, CS_ERROR_INVALID, _ ("There is nothing to add"));
    return FALSE;
  }
  for (gsize i = 0; i < n_amounts; i++) {
    if (!check_same_currency (amounts[0], amounts[i], error))
      return FALSE;
    total += amounts[i].minor;
  }
  return set_signed (sum,
                     total < 0 ? (Wide)0 - (Wide)total : (Wide)total,
                     total < 0,
                     amounts[0].currency,
                     error);
}

/**
 * cs_money_add:
 * @a: an amount
 * @b: one of the same currency
 * @sum: (out caller-allocates): their sum
 * @error: `CS_ERROR_INVALID` when currencies differ or the sum is out of range
 *
 * Returns: whether @sum was set
 */
gboolean
cs_money_add (CsMoney a, CsMoney b, CsMoney *sum, GError **error)
{
  CsMoney both[] = {a, b};

  return cs_money_sum (both, 2, sum, error);
}

/**
 * cs_money_subtract:
 * @a: an amount
 * @b: what is taken from it, of the same currency
 * @difference: (out caller-allocates): what remains; may be negative
 * @error: `CS_ERROR_INVALID` when currencies differ or the difference is out of range
 *
 * Returns: whether @difference was set
 */
gboolean
cs_money_subtract (CsMoney a, CsMoney b, CsMoney *difference, GError **error)
{
  __int128 value = (__int128)a.minor - b.minor;

  if (!check_same_currency (a, b, error))
    return FALSE;
  return set_signed (difference,
                     value < 0 ? (Wide)0 - (Wide)value : (Wide)value,
                     value < 0,
                     a.currency,
                     error);
}

/**
 * cs_money_multiply:
 * @self: an amount
 * @factor: a decimal number such as `1.15` or `-2`
 * @product: (out caller-allocates): @self times @factor, rounded half away from zero
 * @error: `CS_ERROR_INVALID` when @factor is no number or the product is out of range
 *
 * Returns: whether @product was set
 */
gboolean
cs_money_multiply (CsMoney self, const char *factor, CsMoney *product, GError **error)
{
  CsDecimal decimal;

  return cs_decimal_parse (factor, CS_DECIMAL_MAX_DIGITS, &decimal, error) &&
         multiply_exactly (self, &decimal, 0, self.currency, product, error);
}

/**
 * cs_money_percent:
 * @self: an amount
 * @percent: a decimal number such as `12.5`
 * @part: (out caller-allocates): so many hundredths of @self, rounded half away from zero
 * @error: `CS_ERROR_INVALID` when @percent is no number or the result is out of range
 *
 * Returns: whether @part was set
 */
gboolean
cs_money_percent (CsMoney self, const char *percent, CsMoney *part, GError **error)
{
  CsDecimal decimal;

  return cs_decimal_parse (percent, CS_DECIMAL_MAX_DIGITS, &decimal, error) &&
         multiply_exactly (self, &decimal, 2, self.currency, part, error);
}

/**
 * cs_money_discount:
 * @self: an amount
 * @percent: a decimal number from 0 to 100
 * @rest: (out caller-allocates): what remains of @self after the discount
 * @error: `CS_ERROR_INVALID` when @percent is no number or outside 0 to 100
 *
 * The discount is what is rounded, half away from zero; the rest is @self less that.
 *
 * Returns: whether @rest was set
 */
gboolean
cs_money_discount (CsMoney self, const char *percent, CsMoney *rest, GError **error)
{
  CsDecimal decimal;
  CsMoney discount;

  if (!cs_decimal_parse (percent, CS_DECIMAL_MAX_DIGITS, &decimal, error))
    return FALSE;
  if (!cs_decimal_is_percentage (&decimal)) {
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_INVALID,
                 _ ("A discount is from 0 to 100 percent, not %.80s"),
                 percent);
    return FALSE;
  }
  return multiply_exactly (self, &decimal, 2, self.currency, &discount, error) &&
         cs_money_subtract (self, discount, rest, error);
}

/**
 * cs_money_convert:
 * @self: an amount
 * @rate: what one whole unit of its currency is worth in @currency, such as `83.4125`
 * @currency: another ISO 4217 code
 * @converted: (out caller-allocates): @self in @currency, rounded half away from zero
 * @error: `CS_ERROR_INVALID` when @rate is not above zero or the result is out of range
 *
 * The caller keeps rate, date and source beside the result (D-C5).
 *
 * Returns: whether @converted was set
 */
gboolean
cs_money_convert (CsMoney self,
                  const char *rate,
                  const char *currency,
                  CsMoney *converted,
                  GError **error)
{
  CsDecimal decimal;
  CsMoney target;

  if (!cs_money_init (&target, 0, currency, error) ||
      !cs_decimal_parse (rate, CS_DECIMAL_MAX_DIGITS, &decimal, error))
    return FALSE;
  if (decimal.negative || cs_decimal_is_zero (&decimal)) {
    g_set_error (error, CS_ERROR, CS_ERROR_INVALID, _ ("A rate is above zero, not %.80s"), rate);
    return FALSE;
  }
  return multiply_exactly (self,
                           &decimal,
                           cs_money_exponent (self.currency) - cs_money_exponent (currency),
                           target.currency,
                           converted,
                           error);
}

static Wide
share_value (const CsDecimal *share, int scale)
{
  Wide value = 0;

  for (int i = 0; i < share->n_digits; i++)
    value = value * 10 + share->digits[i];
  for (int i = share->scale; i < scale; i++)
    value *= 10;
  return value;
}

/* Reads shares into whole numbers of the same scale. */
static Wide *
read_shares (const char *const *shares, gsize n_shares, Wide *total, GError **error)
{
  g_autofree CsDecimal *decimals = g_new (CsDecimal, n_shares);
  g_autofree Wide *values = g_new (Wide, n_shares);
  int scale = 0;

  *total = 0;
  for (gsize i = 0; i < n_shares; i++) {
    if (!cs_decimal_parse (shares[i], MAX_SHARE_DIGITS, &decimals[i], error))
      return NULL;
    if (decimals[i].negative) {
      g_set_error (error, CS_ERROR, CS_ERROR_INVALID, _ ("The share %s is negative"), shares[i]);
      return NULL;
    }
    scale = MAX (scale, decimals[i].scale);
  }
  for (gsize i = 0; i < n_shares; i++) {
    if (decimals[i].n_digits + scale - decimals[i].scale > MAX_SHARE_DIGITS) {
      g_set_error_literal (error,
                           CS_ERROR,
                           CS_ERROR_INVALID,
                           _ ("The shares differ too much in size"));
      return NULL;
    }
    values[i] = share_value (&decimals[i], scale);
    *total += values[i];
  }
  if (*total == 0) {
    g_set_error_literal (error,
                         CS_ERROR,
                         CS_ERROR_INVALID,
                         _ ("The shares have no sum: at least one must be above zero"));
    return NULL;
  }
  return g_steal_pointer (&values);
}

/**
 * cs_money_split:
 * @self: an amount
 * @shares: (array zero-terminated=1): decimal numbers such as `40`, `40` and `20`; only their
 *   proportion counts
 * @error: `CS_ERROR_INVALID` when a share is no number or negative, or none is above zero
 *
 * Splits an amount so that the parts add up to it exactly: each part is cut down to whole minor
 * units, and what is left goes to the largest remainders, the earlier share first among equals.
 *
 * Returns: (transfer full) (nullable) (element-type CsMoney): one part for each share
 */
GArray *
cs_money_split (CsMoney self, const char *const *shares, GError **error)
{
  gsize n_shares = g_strv_length ((char **)shares);
  Wide whole = magnitude (self.minor), total, rest = whole;
  g_autofree Wide *values = read_shares (shares, n_shares, &total, error);
  g_autofree Wide *remainders = g_new (Wide, n_shares);
  g_autofree Wide *parts = g_new (Wide, n_shares);
  g_autoptr (GArray) result = g_array_sized_new (FALSE, FALSE, sizeof (CsMoney), n_shares);

  if (values == NULL)
    return NULL;
  for (gsize i = 0; i < n_shares; i++) {
    parts[i] = whole * values[i] / total;
    remainders[i] = whole * values[i] % total;
    rest -= parts[i];
  }
  for (; rest > 0; rest--) {
    gsize largest = 0;

    for (gsize i = 1; i < n_shares; i++) {
      if (remainders[i] > remainders[largest])
        largest = i;
    }
    parts[largest]++;
    remainders[largest] = 0;
  }
  for (gsize i = 0; i < n_shares; i++) {
    CsMoney part;

    if (!set_signed (&part, parts[i], self.minor < 0, self.currency, error))
      return NULL;
    g_array_append_val (result, part);
  }
  return g_steal_pointer (&result);
}

/**
 * cs_money_to_decimal:
 * @self: an amount
 *
 * Returns: (transfer full): the amount in whole units with a point and all its decimals, such as
 *   `1250.500`, for machines
 */
char *
cs_money_to_decimal (CsMoney self)
{
  g_autofree char *digits = NULL;
  int exponent = MAX (cs_money_exponent (self.currency), 0);
  gsize whole;

  digits = g_strdup_printf ("%0*" G_GUINT64_FORMAT, exponent + 1, (guint64)magnitude (self.minor));
  whole = strlen (digits) - exponent;
  return g_strdup_printf ("%s%.*s%s%s",
                          self.minor < 0 ? "-" : "",
                          (int)whole,
                          digits,
                          exponent > 0 ? "." : "",
                          digits + whole);
}

/**
 * cs_money_to_exact:
 * @self: an amount
 *
 * Returns: (transfer full): the form packs hold, such as `BHD 1250.500`
 */
char *
cs_money_to_exact (CsMoney self)
{
  g_autofree char *decimal = cs_money_to_decimal (self);

  return g_strdup_printf ("%s %s", self.currency, decimal);
}

/**
 * cs_money_parse_exact:
 * @text: code, one space, and the amount with all its decimals, such as `BHD 1250.500`
 * @money: (out caller-allocates): the amount
 * @error: `CS_ERROR_INVALID` when @text is not of this form
 *
 * The inverse of [method@Money.to_exact], and nothing else: people's typing is read by
 * [func@money_parse_text].
 *
 * Returns: whether @money was set
 */
gboolean
cs_money_parse_exact (const char *text, CsMoney *money, GError **error)
{
  CsMoney one = {1, ""};
  CsDecimal decimal;
  int exponent;

  if (strnlen (text, 5) < 5 || text[3] != ' ') {
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_INVALID,
                 _ ("“%.80s” is not an amount such as BHD 1250.500"),
                 text);
    return FALSE;
  }
  memcpy (one.currency, text, 3);
  if (!cs_money_init (&one, 1, one.currency, error) ||
      !cs_decimal_parse (text + 4, CS_DECIMAL_MAX_DIGITS, &decimal, error))
    return FALSE;
  exponent = cs_money_exponent (one.currency);
  if (decimal.scale != exponent) {
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_INVALID,
                 _ ("“%.80s” is written with %d decimals; %s has %d"),
                 text,
                 decimal.scale,
                 one.currency,
                 exponent);
    return FALSE;
  }
  return multiply_exactly (one, &decimal, -exponent, one.currency, money, error);
}

/**
 * cs_money_from_json:
 * @value: (nullable): `{"currency": "BHD", "minor": 1250500}`
 * @money: (out caller-allocates): the amount
 * @error: `CS_ERROR_INVALID` when @value is not of this form
 *
 * Returns: whether @money was set
 */
gboolean
cs_money_from_json (const json_t *value, CsMoney *money, GError **error)
{
  const json_t *minor = json_object_get (value, "minor");
  const char *currency = cs_json_get_string (value, "currency");

  if (currency == NULL || !json_is_integer (minor)) {
    g_set_error_literal (
        error,
        CS_ERROR,
        CS_ERROR_INVALID,
        _ ("An amount is an object of “currency”, a code, and “minor”, an integer"));
    return FALSE;
  }
  return cs_money_init (money, json_integer_value (minor), currency, error);
}

/**
 * cs_money_to_json:
 * @self: an amount
 *
 * Returns: (transfer full): `{"currency": "BHD", "minor": 1250500}`
 */
json_t *
cs_money_to_json (CsMoney self)
{
  return json_pack ("{s:s, s:I}", "currency", self.currency, "minor", (json_int_t)self.minor);
}
