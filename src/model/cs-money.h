/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-json.h"

G_BEGIN_DECLS

/**
 * CsMoney:
 * @minor: minor units of the currency, such as fils: BHD 1.250 is 1250
 * @currency: ISO 4217 code
 *
 * An exact amount. It has no floating-point form (D-C5, Q-47).
 */
typedef struct {
  gint64 minor;
  char currency[4];
} CsMoney;

gboolean cs_money_is_currency (const char *code);
int cs_money_exponent (const char *currency);

gboolean cs_money_init (CsMoney *self, gint64 minor, const char *currency, GError **error);
gboolean cs_money_parse_exact (const char *text, CsMoney *money, GError **error);
char *cs_money_to_exact (CsMoney self);
char *cs_money_to_decimal (CsMoney self);
gboolean cs_money_from_json (const json_t *value, CsMoney *money, GError **error);
json_t *cs_money_to_json (CsMoney self);

int cs_money_compare (CsMoney a, CsMoney b);

gboolean cs_money_add (CsMoney a, CsMoney b, CsMoney *sum, GError **error);
gboolean cs_money_subtract (CsMoney a, CsMoney b, CsMoney *difference, GError **error);
gboolean cs_money_sum (const CsMoney *amounts, gsize n_amounts, CsMoney *sum, GError **error);
gboolean cs_money_multiply (CsMoney self, const char *factor, CsMoney *product, GError **error);
gboolean cs_money_percent (CsMoney self, const char *percent, CsMoney *part, GError **error);
gboolean cs_money_discount (CsMoney self, const char *percent, CsMoney *rest, GError **error);
gboolean cs_money_convert (CsMoney self,
                           const char *rate,
                           const char *currency,
                           CsMoney *converted,
                           GError **error);
GArray *cs_money_split (CsMoney self, const char *const *shares, GError **error);

G_END_DECLS
