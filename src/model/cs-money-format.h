/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-icu.h"
#include "cs-money.h"

G_BEGIN_DECLS

/**
 * CsMoneyStyle:
 * @CS_MONEY_STYLE_CODE: with the ISO code where the locale puts it
 * @CS_MONEY_STYLE_SYMBOL: with the locale's symbol
 *
 * How ICU names the currency.
 */
typedef enum {
  CS_MONEY_STYLE_CODE,
  CS_MONEY_STYLE_SYMBOL,
} CsMoneyStyle;

char *cs_money_format_icu (CsMoney self,
                           const char *locale,
                           CsMoneyStyle style,
                           CsDigits digits,
                           GError **error);
char *cs_money_to_number (CsMoney self, const char *locale, CsDigits digits);
char *cs_money_to_display (CsMoney self, const char *locale, CsDigits digits);

G_END_DECLS
