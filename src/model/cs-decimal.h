/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-error.h"

G_BEGIN_DECLS

/* Enough for any rate or percentage that a person writes. */
#define CS_DECIMAL_MAX_DIGITS 60

/* A decimal number exactly as it was written: digits, the last `scale` of them after the point. */
typedef struct {
  gboolean negative;
  guint8 digits[CS_DECIMAL_MAX_DIGITS]; /* values, most significant first */
  int n_digits;
  int scale;
} CsDecimal;

gboolean cs_decimal_parse (const char *text, int max_digits, CsDecimal *decimal, GError **error);
gboolean cs_decimal_is_zero (const CsDecimal *self);
gboolean cs_decimal_equal (const CsDecimal *a, const CsDecimal *b);
gboolean cs_decimal_is_percentage (const CsDecimal *self);

G_END_DECLS
