/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-decimal.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static gboolean
looks_decimal (const char *text)
{
  const char *at = text + (*text == '-');
  gsize before = strspn (at, "0123456789");
  gsize after;

  at += before;
  if (before == 0 || *at == '\0')
    return before > 0;
  after = strspn (at + 1, "0123456789");
  return *at == '.' && after > 0 && at[1 + after] == '\0';
}

/**
 * cs_decimal_parse:
 * @text: digits with at most one point that has digits on both sides, perhaps a minus before them
 * @max_digits: how many are accepted, leading zeros aside; at most %CS_DECIMAL_MAX_DIGITS
 * @decimal: (out caller-allocates): the number
 * @error: `CS_ERROR_INVALID` when @text is not of this form
 *
 * Reads the form machines and packs write; no exponent, no grouping, no locale.
 *
 * Returns: whether @decimal was set
 */
gboolean
cs_decimal_parse (const char *text, int max_digits, CsDecimal *decimal, GError **error)
{
  gboolean point = FALSE;

  if (!looks_decimal (text)) {
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_INVALID,
                 _ ("“%.80s” is not a decimal number such as 12.5"),
                 text);
    return FALSE;
  }
  *decimal = (CsDecimal){.negative = *text == '-'};
  for (const char *at = text + decimal->negative; *at != '\0'; at++) {
    if (*at == '.') {
      point = TRUE;
      continue;
    }
    if (*at == '0' && decimal->n_digits == 0 && !point)
      continue; /* leading zeros say nothing */
    if (decimal->n_digits == max_digits) {
      g_set_error (error,
                   CS_ERROR,
                   CS_ERROR_INVALID,
                   _ ("“%.80s” has more than %d digits"),
                   text,
                   max_digits);
      return FALSE;
    }
    decimal->digits[decimal->n_digits++] = (guint8)(*at - '0');
    decimal->scale += point;
  }
  return TRUE;
}

/**
 * cs_decimal_is_zero:
 * @self: a number
 *
 * Returns: whether it is nothing, with or without a sign
 */
gboolean
cs_decimal_is_zero (const CsDecimal *self)
{
  for (int i = 0; i < self->n_digits; i++) {
    if (self->digits[i] != 0)
      return FALSE;
  }
  return TRUE;
}

static CsDecimal
without_end_zeros (const CsDecimal *decimal)
{
  CsDecimal rest = *decimal;

  while (rest.scale > 0 && rest.digits[rest.n_digits - 1] == 0) {
    rest.n_digits--;
    rest.scale--;
  }
  return rest;
}

/**
 * cs_decimal_equal:
 * @a: a number
 * @b: another
 *
 * Returns: whether they are the same number, however many zeros they end in
 */
gboolean
cs_decimal_equal (const CsDecimal *a, const CsDecimal *b)
{
  CsDecimal one = without_end_zeros (a), other = without_end_zeros (b);

  if (cs_decimal_is_zero (a) || cs_decimal_is_zero (b))
    return cs_decimal_is_zero (a) && cs_decimal_is_zero (b);
  return one.negative == other.negative && one.n_digits == other.n_digits &&
         one.scale == other.scale && memcmp (one.digits, other.digits, (gsize)one.n_digits) == 0;
}

/**
 * cs_decimal_is_percentage:
 * @self: a number
 *
 * Returns: whether it lies between 0 and 100, both included
 */
gboolean
cs_decimal_is_percentage (const CsDecimal *self)
{
  CsDecimal rest = *self;

  if (cs_decimal_is_zero (self))
    return TRUE;
  if (self->negative || self->n_digits - self->scale > 3)
    return FALSE;
  if (self->n_digits - self->scale < 3)
    return TRUE;
  rest.digits[0] -= 1;
  return cs_decimal_is_zero (&rest);
}
