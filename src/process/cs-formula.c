/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-formula.h"

#include "cs-decimal.h"
#include "cs-money.h"
#include "cs-request-private.h"

#include <string.h>

/*
 * The three formulas of the pack language: product, difference and sum, of money (rounded as in
 * design: Money) and of plain decimals. Whatever cannot be computed exactly has no value.
 */

#define MOST_DIGITS 18

typedef struct {
  __int128 units;
  int scale;
} Number;

static gboolean
read_number (const json_t *value, Number *number)
{
  CsDecimal decimal;

  if (!json_is_string (value) ||
      !cs_decimal_parse (json_string_value (value), MOST_DIGITS, &decimal, NULL))
    return FALSE;
  number->units = 0;
  number->scale = decimal.scale;
  for (int i = 0; i < decimal.n_digits; i++)
    number->units = number->units * 10 + decimal.digits[i];
  if (decimal.negative)
    number->units = -number->units;
  return TRUE;
}

static gboolean
write_number (Number number, json_t **value)
{
  char digits[64];
  char *at = digits + sizeof digits - 1;
  gboolean negative = number.units < 0;
  unsigned __int128 rest = negative ? -(unsigned __int128)number.units
                                    : (unsigned __int128)number.units;
  int written = 0;

  while (number.scale > 0 && rest % 10 == 0) {
    rest /= 10;
    number.scale--;
  }
  *at = '\0';
  while (rest > 0 || written <= number.scale) {
    if (written == number.scale && number.scale > 0)
      *--at = '.';
    *--at = (char)('0' + (int)(rest % 10));
    rest /= 10;
    written++;
    if (written > MOST_DIGITS * 2)
      return FALSE;
  }
  if (negative)
    *--at = '-';
  *value = json_string (at);
  return TRUE;
}

static gboolean
align (Number *a, Number *b)
{
  Number *less = a->scale < b->scale ? a : b;
  int scale = MAX (a->scale, b->scale);

  for (; less->scale < scale; less->scale++) {
    if (__builtin_mul_overflow (less->units, 10, &less->units))
      return FALSE;
  }
  return TRUE;
}

static json_t *
multiply (const json_t *a, const json_t *b)
{
  json_t *value = NULL;
  CsMoney amount;
  Number x, y;

  if (json_is_object (a) && json_is_object (b))
    return NULL;
  if (json_is_object (b))
    return multiply (b, a);
  if (json_is_object (a)) {
    if (!json_is_string (b) || !cs_money_from_json (a, &amount, NULL) ||
        !cs_money_multiply (amount, json_string_value (b), &amount, NULL))
      return NULL;
    return cs_money_to_json (amount);
  }
  if (!read_number (a, &x) || !read_number (b, &y) ||
      __builtin_mul_overflow (x.units, y.units, &x.units))
    return NULL;
  x.scale += y.scale;
  return write_number (x, &value) ? value : NULL;
}

/* Adds, or subtracts where @sign is -1. */
static json_t *
add (const json_t *a, const json_t *b, int sign)
{
  json_t *value = NULL;
  CsMoney one, other;
  Number x, y;

  if (json_is_object (a) != json_is_object (b))
    return NULL;
  if (json_is_object (a)) {
    if (!cs_money_from_json (a, &one, NULL) || !cs_money_from_json (b, &other, NULL) ||
        !(sign < 0 ? cs_money_subtract (one, other, &one, NULL)
                   : cs_money_add (one, other, &one, NULL)))
      return NULL;
    return cs_money_to_json (one);
  }
  if (!read_number (a, &x) || !read_number (b, &y) || !align (&x, &y) ||
      __builtin_add_overflow (x.units, sign * y.units, &x.units))
    return NULL;
  return write_number (x, &value) ? value : NULL;
}

static const json_t *
look_up_in_row (const CsField *column, gpointer user_data)
{
  return json_object_get (user_data, column->id);
}

static const CsField *
find_column (const CsField *table, const char *id)
{
  for (guint i = 0; i < table->columns->len; i++) {
    const CsField *column = table->columns->pdata[i];

    if (strcmp (column->id, id) == 0)
      return column;
  }
  return NULL;
}

/**
 * cs_formula_compute_cell:
 * @column: of a table
 * @row: one of its rows
 *
 * Returns: (transfer full) (nullable): what the row has there, said or worked out from its other
 * cells
 */
json_t *
cs_formula_compute_cell (const CsField *column, const json_t *row)
{
  if (column->formula == CS_FORMULA_NONE)
    return json_incref (json_object_get (row, column->id));
  return cs_formula_compute (column, look_up_in_row, (gpointer)row);
}

static json_t *
sum_column (const CsField *field, const json_t *rows)
{
  const CsField *table = field->formula_fields->pdata[0];
  const CsField *column = find_column (table, field->formula_column);
  g_autoptr (json_t) sum = NULL;
  gsize index;
  json_t *row;

  if (column == NULL || !json_is_array (rows))
    return NULL;
  json_array_foreach (rows, index, row)
  {
    g_autoptr (json_t) cell = cs_formula_compute_cell (column, row);
    json_t *next;

    if (cell == NULL)
      return NULL;
    next = sum == NULL ? json_incref (cell) : add (sum, cell, 1);
    g_clear_pointer (&sum, json_decref);
    sum = next;
    if (sum == NULL)
      return NULL;
  }
  return g_steal_pointer (&sum);
}

static json_t *
sum_fields (const CsField *field, CsValueLookup lookup, gpointer user_data)
{
  g_autoptr (json_t) sum =
      json_incref ((json_t *)lookup (field->formula_fields->pdata[0], user_data));

  for (guint i = 1; sum != NULL && i < field->formula_fields->len; i++) {
    const json_t *next = lookup (field->formula_fields->pdata[i], user_data);
    json_t *total = next != NULL ? add (sum, next, 1) : NULL;

    json_decref (sum);
    sum = total;
  }
  return g_steal_pointer (&sum);
}

/* The result where an input may not be seen: there, and not to be seen either. %NULL: all can be
 * seen, or one is not there. */
static json_t *
compute_withheld (const CsField *field, CsValueLookup lookup, gpointer user_data)
{
  g_autoptr (json_t) inputs = NULL;
  gboolean is_withheld = FALSE;

  for (guint i = 0; i < field->formula_fields->len; i++) {
    const json_t *input = lookup (field->formula_fields->pdata[i], user_data);

    if (input == NULL || (cs_value_is_withheld (input) && !cs_value_is_withheld_answer (input)))
      return NULL;
    is_withheld |= cs_value_is_withheld (input);
  }
  if (!is_withheld)
    return NULL;
  inputs = json_array ();
  for (guint i = 0; i < field->formula_fields->len; i++)
    json_array_append (inputs, (json_t *)lookup (field->formula_fields->pdata[i], user_data));
  return cs_value_new_withheld_result (field, inputs);
}

/**
 * cs_formula_compute:
 * @field: a field or a table's column with a formula
 * @lookup: (scope call): gives what an input holds, or %NULL
 * @user_data: for @lookup
 *
 * Amounts of different currencies are never added; a sum of no rows, an input that is not answered
 * and a result that is too large have no value.
 *
 * Returns: (transfer full) (nullable): the value
 */
json_t *
cs_formula_compute (const CsField *field, CsValueLookup lookup, gpointer user_data)
{
  const json_t *a = lookup (field->formula_fields->pdata[0], user_data);
  const json_t *b;
  json_t *withheld;

  if (a == NULL)
    return NULL;
  withheld = compute_withheld (field, lookup, user_data);
  if (withheld != NULL)
    return withheld;
  if (field->formula == CS_FORMULA_SUM)
    return field->formula_column != NULL ? sum_column (field, a)
                                         : sum_fields (field, lookup, user_data);
  b = lookup (field->formula_fields->pdata[1], user_data);
  if (b == NULL)
    return NULL;
  return field->formula == CS_FORMULA_PRODUCT ? multiply (a, b) : add (a, b, -1);
}
