/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-eval.h"
#include "cs-money-format.h"
#include "cs-money-parse.h"

#include <string.h>

static json_t *
answer_minor (CsMoney money)
{
  return json_pack ("{s:I}", "minor", (json_int_t)money.minor);
}

/* The operands, which are strings; %NULL with @error where they are not, or not @count many. */
static GPtrArray *
get_operands (const json_t *question, guint count, GError **error)
{
  g_autoptr (GPtrArray) operands = g_ptr_array_new ();
  const json_t *values = json_object_get (question, "operands");

  if (!json_is_array (values)) {
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_INVALID,
                 values == NULL ? "“operands” is missing" : "“operands” is not a list");
    return NULL;
  }
  for (gsize i = 0; i < json_array_size (values); i++) {
    const json_t *value = json_array_get (values, i);

    if (!json_is_string (value)) {
      g_set_error (error, CS_ERROR, CS_ERROR_INVALID, "an operand is not a string");
      return NULL;
    }
    g_ptr_array_add (operands, (gpointer)json_string_value (value));
  }
  if (count > 0 && operands->len != count) {
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_INVALID,
                 "%u operands are expected, not %u",
                 count,
                 operands->len);
    return NULL;
  }
  return g_steal_pointer (&operands);
}

static gboolean
init_money (CsMoney *money, const char *minor, const char *currency, GError **error)
{
  gint64 value;

  return cs_eval_parse_integer (minor, &value, error) &&
         cs_money_init (money, value, currency, error);
}

/* An amount, given as an integer or, for those whose JSON has doubles only, as a string of one. */
static gboolean
get_money (const json_t *question, CsMoney *money, GError **error)
{
  const json_t *minor = json_object_get (question, "minor");
  const char *currency = cs_eval_get_text (question, "currency", error);

  if (currency == NULL)
    return FALSE;
  if (json_is_integer (minor))
    return cs_money_init (money, json_integer_value (minor), currency, error);
  if (json_is_string (minor))
    return init_money (money, json_string_value (minor), currency, error);
  g_set_error (error,
               CS_ERROR,
               CS_ERROR_INVALID,
               minor == NULL ? "“minor” is missing" : "“minor” is not an integer");
  return FALSE;
}

/**
 * cs_eval_format:
 * @question: locale, currency, minor, style (code, symbol), digits (locale, latin)
 * @error: `CS_ERROR_INVALID`
 *
 * Returns: (transfer full) (nullable): the text that ICU writes for the amount
 */
json_t *
cs_eval_format (const json_t *question, GError **error)
{
  static const char *const styles[] = {"code", "symbol", NULL};
  static const char *const digits[] = {"locale", "latin", NULL};
  const char *locale = cs_eval_get_text (question, "locale", error);
  g_autofree char *text = NULL;
  guint style, digit;
  CsMoney money;

  if (locale == NULL || !get_money (question, &money, error) ||
      !cs_eval_get_choice (question, "style", styles, &style, error) ||
      !cs_eval_get_choice (question, "digits", digits, &digit, error))
    return NULL;
  text = cs_money_format_icu (money, locale, (CsMoneyStyle)style, (CsDigits)digit, error);
  return text != NULL ? json_pack ("{s:s}", "text", text) : NULL;
}

/**
 * cs_eval_parse:
 * @question: locale, currency, text
 * @error: `CS_ERROR_INVALID`, also when the text is no amount
 *
 * Returns: (transfer full) (nullable): the minor units of what a person typed
 */
json_t *
cs_eval_parse (const json_t *question, GError **error)
{
  const char *locale = cs_eval_get_text (question, "locale", error);
  const char *currency = locale != NULL ? cs_eval_get_text (question, "currency", error) : NULL;
  const char *text = currency != NULL ? cs_eval_get_text (question, "text", error) : NULL;
  CsMoney money;

  if (text == NULL ||
      !cs_money_parse_text (text, locale, currency, CS_MONEY_PARSE_NEGATIVE, &money, error))
    return NULL;
  return answer_minor (money);
}

/**
 * cs_eval_add:
 * @question: currency, and any number of operands in minor units
 * @error: `CS_ERROR_INVALID`
 *
 * Returns: (transfer full) (nullable): their sum
 */
json_t *
cs_eval_add (const json_t *question, GError **error)
{
  const char *currency = cs_eval_get_text (question, "currency", error);
  g_autoptr (GPtrArray) operands = currency != NULL ? get_operands (question, 0, error) : NULL;
  g_autofree CsMoney *amounts = NULL;
  CsMoney sum;

  if (operands == NULL)
    return NULL;
  amounts = g_new (CsMoney, operands->len);
  for (guint i = 0; i < operands->len; i++) {
    if (!init_money (&amounts[i], operands->pdata[i], currency, error))
      return NULL;
  }
  return cs_money_sum (amounts, operands->len, &sum, error) ? answer_minor (sum) : NULL;
}

/* Minor units and a decimal number. */
static json_t *
operate (const json_t *question,
         gboolean (*operation) (CsMoney, const char *, CsMoney *, GError **),
         GError **error)
{
  const char *currency = cs_eval_get_text (question, "currency", error);
  g_autoptr (GPtrArray) operands = currency != NULL ? get_operands (question, 2, error) : NULL;
  CsMoney money, result;

  if (operands == NULL || !init_money (&money, operands->pdata[0], currency, error) ||
      !operation (money, operands->pdata[1], &result, error))
    return NULL;
  return answer_minor (result);
}

/**
 * cs_eval_mul:
 * @question: currency, and as operands minor units and a factor
 * @error: `CS_ERROR_INVALID`
 *
 * Returns: (transfer full) (nullable): the product
 */
json_t *
cs_eval_mul (const json_t *question, GError **error)
{
  return operate (question, cs_money_multiply, error);
}

/**
 * cs_eval_percent:
 * @question: currency, and as operands minor units and a percentage
 * @error: `CS_ERROR_INVALID`
 *
 * Returns: (transfer full) (nullable): that percentage of the amount
 */
json_t *
cs_eval_percent (const json_t *question, GError **error)
{
  return operate (question, cs_money_percent, error);
}

/**
 * cs_eval_discount:
 * @question: currency, and as operands minor units and a percentage
 * @error: `CS_ERROR_INVALID`
 *
 * Returns: (transfer full) (nullable): what remains of the amount
 */
json_t *
cs_eval_discount (const json_t *question, GError **error)
{
  return operate (question, cs_money_discount, error);
}

/**
 * cs_eval_split:
 * @question: currency, and as operands minor units and shares with commas between them
 * @error: `CS_ERROR_INVALID`
 *
 * Returns: (transfer full) (nullable): the parts, whose sum is the amount
 */
json_t *
cs_eval_split (const json_t *question, GError **error)
{
  const char *currency = cs_eval_get_text (question, "currency", error);
  g_autoptr (GPtrArray) operands = currency != NULL ? get_operands (question, 2, error) : NULL;
  g_auto (GStrv) shares = NULL;
  g_autoptr (GArray) parts = NULL;
  g_autoptr (json_t) minors = json_array ();
  CsMoney money;

  if (operands == NULL || !init_money (&money, operands->pdata[0], currency, error))
    return NULL;
  shares = g_strsplit (operands->pdata[1], ",", -1);
  for (guint i = 0; shares[i] != NULL; i++)
    g_strstrip (shares[i]);
  parts = cs_money_split (money, (const char *const *)shares, error);
  if (parts == NULL)
    return NULL;
  for (guint i = 0; i < parts->len; i++)
    json_array_append_new (minors, json_integer (g_array_index (parts, CsMoney, i).minor));
  return json_pack ("{s:O}", "minor", minors);
}

/**
 * cs_eval_convert:
 * @question: currency as `USD>INR`, and as operands minor units and a rate
 * @error: `CS_ERROR_INVALID`
 *
 * Returns: (transfer full) (nullable): the amount in the second currency
 */
json_t *
cs_eval_convert (const json_t *question, GError **error)
{
  const char *currency = cs_eval_get_text (question, "currency", error);
  g_autoptr (GPtrArray) operands = currency != NULL ? get_operands (question, 2, error) : NULL;
  g_auto (GStrv) pair = NULL;
  CsMoney money, result;

  if (operands == NULL)
    return NULL;
  pair = g_strsplit (currency, ">", 2);
  if (g_strv_length (pair) != 2) {
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_INVALID,
                 "“currency” is a pair such as USD>INR, not “%.64s”",
                 currency);
    return NULL;
  }
  if (!init_money (&money, operands->pdata[0], pair[0], error) ||
      !cs_money_convert (money, operands->pdata[1], pair[1], &result, error))
    return NULL;
  return answer_minor (result);
}
