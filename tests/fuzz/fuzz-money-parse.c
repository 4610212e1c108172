/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-money-format.h"
#include "cs-money-parse.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* What is read is written and read back as the same amount; nothing else may happen. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const char *const locales[] = {"en", "en-IN", "fr", "de", "ar-EG", "ar-BH", "de-CH", "fa"};
  static const char *const currencies[] = {"BHD", "INR", "JPY", "USD", "EGP", "CLF", "ZMW", "KES"};
  const char *locale, *currency;
  g_autofree char *text = NULL;
  g_autofree char *written = NULL;
  CsMoney money, back;

  if (size < 1)
    return 0;
  locale = locales[data[0] & 7];
  currency = currencies[(data[0] >> 3) & 7];
  text = g_strndup ((const char *)data + 1, size - 1);
  if (!cs_money_parse_text (text, locale, currency, CS_MONEY_PARSE_NEGATIVE, &money, NULL))
    return 0;
  written = cs_money_to_display (money, locale, CS_DIGITS_LOCALE);
  if (!cs_money_parse_text (written, locale, currency, CS_MONEY_PARSE_NEGATIVE, &back, NULL) ||
      cs_money_compare (money, back) != 0)
    g_error ("“%s” was read as %" G_GINT64_FORMAT " and written as “%s”",
             text,
             money.minor,
             written);
  return 0;
}
