/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-money.h"

G_BEGIN_DECLS

/**
 * CsMoneyParseFlags:
 * @CS_MONEY_PARSE_NONE: amounts of nothing or more, as entries take them
 * @CS_MONEY_PARSE_NEGATIVE: a minus before the amount is accepted
 *
 * What [func@money_parse_text] accepts.
 */
typedef enum {
  CS_MONEY_PARSE_NONE = 0,
  CS_MONEY_PARSE_NEGATIVE = 1 << 0,
} CsMoneyParseFlags;

gboolean cs_money_parse_text (const char *text,
                              const char *locale,
                              const char *currency,
                              CsMoneyParseFlags flags,
                              CsMoney *money,
                              GError **error);

G_END_DECLS
