/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-money-format.h"

#include <string.h>

#define NO_BREAK_SPACE "\u00a0"

/* ICU's own count of decimals is CLDR's, so ours is always said. */
static const char *
precision_of (const char *currency)
{
  static const char *const precisions[] = {"precision-integer", ".0", ".00", ".000", ".0000"};

  return precisions[CLAMP (cs_money_exponent (currency), 0, 4)];
}

/**
 * cs_money_format_icu:
 * @self: an amount
 * @locale: the reader's, as [func@icu_locale] reads it
 * @style: how the currency is named
 * @digits: which digits it has
 * @error: `CS_ERROR_INVALID` when @locale is none
 *
 * Writes an amount as ICU does for a locale, with the decimals of ISO 4217. For a page of one
 * currency; lists and documents use [method@Money.to_display].
 *
 * Returns: (transfer full) (nullable): such as `₹12,50,000.50`
 */
char *
cs_money_format_icu (CsMoney self,
                     const char *locale,
                     CsMoneyStyle style,
                     CsDigits digits,
                     GError **error)
{
  g_autofree char *icu_locale = cs_icu_locale (locale, digits, error);
  g_autofree char *decimal = cs_money_to_decimal (self);
  g_autofree char *skeleton =
      g_strdup_printf ("currency/%s%s %s",
                       self.currency,
                       style == CS_MONEY_STYLE_CODE ? " unit-width-iso-code" : "",
                       precision_of (self.currency));

  return icu_locale != NULL ? cs_icu_format (icu_locale, skeleton, decimal, error) : NULL;
}

/**
 * cs_money_to_number:
 * @self: an amount
 * @locale: the reader's; English where it is none
 * @digits: which digits it has
 *
 * Returns: (transfer full): the amount without its currency, such as `1,250.500`; what an entry
 *   beside a currency shows
 */
char *
cs_money_to_number (CsMoney self, const char *locale, CsDigits digits)
{
  g_autofree char *given = cs_icu_locale (locale, digits, NULL);
  g_autofree char *decimal = cs_money_to_decimal (self);
  char *text =
      cs_icu_format (given != NULL ? given : "en", precision_of (self.currency), decimal, NULL);

  return text != NULL ? text : g_steal_pointer (&decimal);
}

/**
 * cs_money_to_display:
 * @self: an amount
 * @locale: the reader's; English where it is none
 * @digits: which digits it has
 *
 * Writes an amount as lists and documents do: the ISO code, a no-break space, and the amount in the
 * reader's grouping, so that columns of mixed currencies align (ux: localisation).
 *
 * Returns: (transfer full): such as `BHD 1,250.500`
 */
char *
cs_money_to_display (CsMoney self, const char *locale, CsDigits digits)
{
  g_autofree char *number = cs_money_to_number (self, locale, digits);

  return g_strconcat (self.currency, NO_BREAK_SPACE, number, NULL);
}
