/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-error.h"

G_BEGIN_DECLS

/**
 * CsDigits:
 * @CS_DIGITS_LOCALE: those of the locale, such as ٣ in Arabic or ३ in Marathi
 * @CS_DIGITS_LATIN: 0 to 9, with the marks that the locale uses with them
 *
 * Which digits numbers are shown in.
 */
typedef enum {
  CS_DIGITS_LOCALE,
  CS_DIGITS_LATIN,
} CsDigits;

/* The marks of a locale's numbers; 0 where it has none. */
typedef struct {
  gunichar decimal;
  gunichar grouping;
} CsMarks;

char *cs_icu_locale (const char *locale, CsDigits digits, GError **error);
char *
cs_icu_format (const char *icu_locale, const char *skeleton, const char *decimal, GError **error);
gboolean
cs_icu_get_marks (const char *icu_locale, const char *currency, CsMarks *marks, GError **error);
char *cs_icu_currency_symbol (const char *icu_locale, const char *currency, gboolean narrow);

G_END_DECLS
