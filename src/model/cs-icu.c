/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-icu.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <unicode/ucurr.h>
#include <unicode/uloc.h>
#include <unicode/unum.h>
#include <unicode/unumberformatter.h>

/*
 * What we ask of ICU, in GLib's terms. Formatters are made once for each thread and locale, since
 * making one costs a hundred times what using it does and lists format thousands of amounts.
 */

#define MAX_FORMATTERS 128

G_DEFINE_AUTOPTR_CLEANUP_FUNC (UFormattedNumber, unumf_closeResult)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UConstrainedFieldPosition, ucfpos_close)

static void
formatters_free (gpointer formatters)
{
  g_hash_table_unref (formatters);
}

static GPrivate thread_formatters = G_PRIVATE_INIT (formatters_free);

static gboolean
check_status (UErrorCode status, GError **error)
{
  if (U_SUCCESS (status))
    return TRUE;
  g_set_error (error,
               CS_ERROR,
               CS_ERROR_FAILED,
               _ ("The number cannot be formatted (%s)"),
               u_errorName (status));
  return FALSE;
}

static gpointer
load_languages (gpointer unused)
{
  GHashTable *languages = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (int32_t i = 0; i < uloc_countAvailable (); i++) {
    char language[ULOC_LANG_CAPACITY] = "";
    UErrorCode status = U_ZERO_ERROR;

    uloc_getLanguage (uloc_getAvailable (i), language, sizeof language, &status);
    g_hash_table_add (languages, g_strdup (language));
  }
  return languages;
}

/* For a language that it lacks ICU takes the process's default locale; we want no surprise. */
static gboolean
has_language (const char *icu_locale)
{
  static GOnce once = G_ONCE_INIT;
  GHashTable *languages = g_once (&once, load_languages, NULL);
  char language[ULOC_LANG_CAPACITY] = "";
  UErrorCode status = U_ZERO_ERROR;

  uloc_getLanguage (icu_locale, language, sizeof language, &status);
  return U_SUCCESS (status) && g_hash_table_contains (languages, language);
}

/**
 * cs_icu_locale:
 * @locale: a language tag such as `en-IN`, or a name of the C library such as `ar_EG.UTF-8`
 * @digits: which digits numbers are to have
 * @error: `CS_ERROR_INVALID` when @locale is neither
 *
 * Says what ICU calls a locale. The locales `C` and `POSIX` are taken for English, and a language
 * that ICU knows nothing of for its root.
 *
 * Returns: (transfer full) (nullable): an ICU locale
 */
char *
cs_icu_locale (const char *locale, CsDigits digits, GError **error)
{
  g_autofree char *tag = g_strndup (locale, strcspn (locale, ".@"));
  char name[ULOC_FULLNAME_CAPACITY] = "";
  UErrorCode status = U_ZERO_ERROR;
  int32_t used = 0;

  g_strdelimit (tag, "_", '-');
  if (strcmp (tag, "C") == 0 || strcmp (tag, "POSIX") == 0)
    g_strlcpy (name, "en", sizeof name);
  else
    uloc_forLanguageTag (tag, name, sizeof name, &used, &status);
  if (U_FAILURE (status) || status == U_STRING_NOT_TERMINATED_WARNING || *name == '\0' ||
      (used > 0 && used != (int32_t)strlen (tag))) {
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_INVALID,
                 _ ("“%.64s” is not a locale such as en-IN or ar_EG"),
                 locale);
    return NULL;
  }
  if (!has_language (name))
    g_strlcpy (name, "und", sizeof name);
  if (digits == CS_DIGITS_LATIN)
    uloc_setKeywordValue ("numbers", "latn", name, sizeof name, &status);
  return g_strdup (name);
}

static UNumberFormatter *
get_formatter (const char *icu_locale, const char *skeleton, GError **error)
{
  GHashTable *formatters = g_private_get (&thread_formatters);
  g_autofree char *key = g_strconcat (icu_locale, "\n", skeleton, NULL);
  g_autofree gunichar2 *wide = NULL;
  UNumberFormatter *formatter;
  UErrorCode status = U_ZERO_ERROR;

  if (formatters == NULL) {
    formatters =
        g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)unumf_close);
    g_private_set (&thread_formatters, formatters);
  }
  formatter = g_hash_table_lookup (formatters, key);
  if (formatter != NULL)
    return formatter;
  wide = g_utf8_to_utf16 (skeleton, -1, NULL, NULL, NULL);
  formatter = unumf_openForSkeletonAndLocale (wide, -1, icu_locale, &status);
  if (!check_status (status, error)) {
    unumf_close (formatter);
    return NULL;
  }
  if (g_hash_table_size (formatters) >= MAX_FORMATTERS)
    g_hash_table_remove_all (formatters);
  g_hash_table_insert (formatters, g_steal_pointer (&key), formatter);
  return formatter;
}

static UFormattedNumber *
format_number (const char *icu_locale, const char *skeleton, const char *decimal, GError **error)
{
  UNumberFormatter *formatter = get_formatter (icu_locale, skeleton, error);
  UErrorCode status = U_ZERO_ERROR;
  g_autoptr (UFormattedNumber) number = NULL;

  if (formatter == NULL)
    return NULL;
  number = unumf_openResult (&status);
  unumf_formatDecimal (formatter, decimal, -1, number, &status);
  return check_status (status, error) ? g_steal_pointer (&number) : NULL;
}

/**
 * cs_icu_format:
 * @icu_locale: from [func@icu_locale]
 * @skeleton: ICU's number skeleton, such as `currency/BHD .000`
 * @decimal: a decimal number; its decimals are to be as many as the skeleton shows
 * @error: `CS_ERROR_FAILED` when ICU refuses the skeleton
 *
 * Returns: (transfer full) (nullable): @decimal as a person reads it
 */
char *
cs_icu_format (const char *icu_locale, const char *skeleton, const char *decimal, GError **error)
{
  g_autoptr (UFormattedNumber) number = format_number (icu_locale, skeleton, decimal, error);
  const UFormattedValue *value;
  const UChar *wide = NULL;
  UErrorCode status = U_ZERO_ERROR;
  int32_t length = 0;

  if (number == NULL)
    return NULL;
  value = unumf_resultAsValue (number, &status);
  if (U_SUCCESS (status))
    wide = ufmtval_getString (value, &length, &status);
  if (!check_status (status, error))
    return NULL;
  return g_utf16_to_utf8 (wide, length, NULL, NULL, NULL);
}

static gunichar
find_field (const UFormattedNumber *number, int32_t field)
{
  UErrorCode status = U_ZERO_ERROR;
  g_autoptr (UConstrainedFieldPosition) position = ucfpos_open (&status);
  const UFormattedValue *value = unumf_resultAsValue (number, &status);
  int32_t start = 0, limit = 0, length = 0;
  const UChar *wide = ufmtval_getString (value, &length, &status);
  gunichar found = 0;

  ucfpos_constrainField (position, UFIELD_CATEGORY_NUMBER, field, &status);
  if (!ufmtval_nextPosition (value, position, &status))
    return 0;
  ucfpos_getIndexes (position, &start, &limit, &status);
  if (U_SUCCESS (status) && start < limit)
    U16_GET (wide, 0, start, length, found);
  return found;
}

/**
 * cs_icu_get_marks:
 * @icu_locale: from [func@icu_locale]
 * @currency: (nullable): an ISO 4217 code, since some have marks of their own
 * @marks: (out caller-allocates): the marks
 * @error: `CS_ERROR_FAILED`
 *
 * Looks at what ICU writes, so that what it writes can be read back.
 *
 * Returns: whether @marks was set
 */
gboolean
cs_icu_get_marks (const char *icu_locale, const char *currency, CsMarks *marks, GError **error)
{
  g_autofree char *skeleton = g_strdup_printf ("%s%s group-on-aligned .00",
                                               currency != NULL ? "currency/" : "",
                                               currency != NULL ? currency : "");
  g_autoptr (UFormattedNumber) number = format_number (icu_locale, skeleton, "9876543.21", error);

  if (number == NULL)
    return FALSE;
  marks->decimal = find_field (number, UNUM_DECIMAL_SEPARATOR_FIELD);
  marks->grouping = find_field (number, UNUM_GROUPING_SEPARATOR_FIELD);
  return TRUE;
}

/**
 * cs_icu_currency_symbol:
 * @icu_locale: from [func@icu_locale]
 * @currency: an ISO 4217 code
 * @narrow: whether the form that is used where no other currency can be meant
 *
 * Returns: (transfer full): the symbol; the code where there is none
 */
char *
cs_icu_currency_symbol (const char *icu_locale, const char *currency, gboolean narrow)
{
  UErrorCode status = U_ZERO_ERROR;
  g_autofree gunichar2 *wide = g_utf8_to_utf16 (currency, -1, NULL, NULL, NULL);
  int32_t length = 0;
  const UChar *name = ucurr_getName (wide,
                                     icu_locale,
                                     narrow ? UCURR_NARROW_SYMBOL_NAME : UCURR_SYMBOL_NAME,
                                     NULL,
                                     &length,
                                     &status);

  return U_SUCCESS (status) ? g_utf16_to_utf8 (name, length, NULL, NULL, NULL)
                            : g_strdup (currency);
}
