/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-field-text.h"

#include "cs-decimal.h"
#include "cs-icu.h"
#include "cs-rules.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_NUMBER_DIGITS 30

/**
 * cs_field_text_clean:
 * @text: as typed or pasted
 * @keep_lines: whether line breaks stay
 *
 * Returns: (transfer full): NFC, without control characters and direction overrides (RC-25),
 * without blanks at the ends
 */
char *
cs_field_text_clean (const char *text, gboolean keep_lines)
{
  g_autofree char *stripped = cs_strip_bidi (text);
  g_autofree char *normal = g_utf8_normalize (stripped, -1, G_NORMALIZE_NFC);
  GString *out = g_string_new (NULL);

  for (const char *p = normal != NULL ? normal : ""; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (c == '\n' || c == 0x2028 || c == 0x2029)
      g_string_append_c (out, keep_lines ? '\n' : ' ');
    else if (c == '\t')
      g_string_append_c (out, ' ');
    else if (!g_unichar_iscntrl (c))
      g_string_append_unichar (out, c);
  }
  return g_strstrip (g_string_free (out, FALSE));
}

/* Digits of any script become 0–9. */
static char *
western_digits (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (g_unichar_isdigit (c))
      g_string_append_c (out, (char)('0' + g_unichar_digit_value (c)));
    else
      g_string_append_unichar (out, c);
  }
  return g_string_free (out, FALSE);
}

static gboolean
is_grouping (gunichar c, const CsMarks *marks)
{
  return (marks->grouping != 0 && c == marks->grouping) ||
         g_unichar_type (c) == G_UNICODE_SPACE_SEPARATOR || c == 0x066c;
}

/**
 * cs_field_text_read_number:
 * @text: as typed
 * @locale: whose decimal and grouping marks are used
 * @error: `CS_ERROR_INVALID`
 *
 * Returns: (transfer full) (nullable): the number with a point, `1250.5`
 */
char *
cs_field_text_read_number (const char *text, const char *locale, GError **error)
{
  g_autofree char *clean = cs_field_text_clean (text, FALSE);
  g_autofree char *western = western_digits (clean);
  g_autofree char *icu_locale = cs_icu_locale (locale, CS_DIGITS_LATIN, error);
  g_autoptr (GString) plain = g_string_new (NULL);
  CsMarks marks = {'.', ','};
  CsDecimal decimal;

  if (icu_locale == NULL || !cs_icu_get_marks (icu_locale, NULL, &marks, error))
    return NULL;
  for (const char *p = western; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (c == marks.decimal || c == 0x066b)
      g_string_append_c (plain, '.');
    else if (c == 0x2212)
      g_string_append_c (plain, '-');
    else if (!is_grouping (c, &marks))
      g_string_append_unichar (plain, c);
  }
  if (!cs_decimal_parse (plain->str, MAX_NUMBER_DIGITS, &decimal, NULL)) {
    g_set_error (error, CS_ERROR, CS_ERROR_INVALID, _ ("“%.40s” is not a number"), clean);
    return NULL;
  }
  return g_strdup (plain->str);
}

/**
 * cs_field_text_read_date:
 * @text: `2026-03-01`, or as the locale writes dates, with the month in words or figures
 * @error: `CS_ERROR_INVALID`
 *
 * Returns: (transfer full) (nullable): `2026-03-01`
 */
char *
cs_field_text_read_date (const char *text, GError **error)
{
  g_autofree char *clean = cs_field_text_clean (text, FALSE);
  g_autofree char *western = western_digits (clean);
  int year, month, day, used = 0;
  GDate date;

  g_date_clear (&date, 1);
  if (sscanf (western, "%4d-%2d-%2d%n", &year, &month, &day, &used) == 3 && western[used] == '\0') {
    if (year > 0 && month > 0 && day > 0 &&
        g_date_valid_dmy ((GDateDay)day, (GDateMonth)month, (GDateYear)year))
      g_date_set_dmy (&date, (GDateDay)day, (GDateMonth)month, (GDateYear)year);
  } else {
    g_date_set_parse (&date, western);
  }
  if (!g_date_valid (&date)) {
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_INVALID,
                 _ ("“%.40s” is not a date: expected one such as 2026-03-01"),
                 clean);
    return NULL;
  }
  return g_strdup_printf ("%04d-%02d-%02d",
                          g_date_get_year (&date),
                          g_date_get_month (&date),
                          g_date_get_day (&date));
}

/**
 * cs_field_text_read_time:
 * @text: `9:30`, `0930`, `14.30`
 * @error: `CS_ERROR_INVALID`
 *
 * Returns: (transfer full) (nullable): `09:30`
 */
char *
cs_field_text_read_time (const char *text, GError **error)
{
  g_autofree char *clean = cs_field_text_clean (text, FALSE);
  g_autofree char *western = western_digits (clean);
  int hour = -1, minute = 0, used = 0;

  if ((sscanf (western, "%2d%*[:.]%2d%n", &hour, &minute, &used) != 2 || western[used] != '\0') &&
      (strlen (western) != 4 || sscanf (western, "%2d%2d%n", &hour, &minute, &used) != 2 ||
       western[used] != '\0'))
    hour = -1;
  if (*clean == '\0') {
    g_set_error_literal (error,
                         CS_ERROR,
                         CS_ERROR_INVALID,
                         _ ("The time is missing: expected one such as 09:30"));
    return NULL;
  }
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59) {
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_INVALID,
                 _ ("“%.40s” is not a time: expected one such as 09:30"),
                 clean);
    return NULL;
  }
  return g_strdup_printf ("%02d:%02d", hour, minute);
}

/**
 * cs_field_text_join_moment:
 * @date: (nullable): `2026-03-01`
 * @time: `09:30`, on this computer's clock
 * @error: `CS_ERROR_INVALID` without a date, or when the clock skips that time
 *
 * Returns: (transfer full) (nullable): the instant, `2026-03-01T06:30:00Z`
 */
char *
cs_field_text_join_moment (const char *date, const char *time, GError **error)
{
  g_autoptr (GTimeZone) here = g_time_zone_new_local ();
  g_autofree char *text = g_strdup_printf ("%sT%s:00", date, time);
  g_autoptr (GDateTime) moment = date != NULL ? g_date_time_new_from_iso8601 (text, here) : NULL;

  if (moment == NULL) {
    g_set_error_literal (error, CS_ERROR, CS_ERROR_INVALID, _ ("A date and a time are needed"));
    return NULL;
  }
  return cs_instant_format (g_date_time_to_unix (moment) * CS_SECOND);
}

/**
 * cs_field_text_split_moment:
 * @at: (nullable): an instant
 * @date: (out) (transfer full) (nullable): its date on this computer's clock
 * @time: (out) (transfer full) (nullable): its time
 */
void
cs_field_text_split_moment (const char *at, char **date, char **time)
{
  g_autoptr (GDateTime) moment = NULL;
  CsInstant instant;

  *date = NULL;
  *time = NULL;
  if (at == NULL || !cs_instant_parse (at, &instant, NULL))
    return;
  moment = g_date_time_new_from_unix_local (instant / CS_SECOND);
  *date = g_date_time_format (moment, "%Y-%m-%d");
  *time = g_date_time_format (moment, "%H:%M");
}

/**
 * cs_field_text_show_date:
 * @iso_date: `2026-03-01`
 *
 * Returns: (transfer full): “Sun 1 Mar 2026”
 */
char *
cs_field_text_show_date (const char *iso_date)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autofree char *midnight = g_strdup_printf ("%.10sT00:00:00Z", iso_date);
  g_autoptr (GDateTime) date = g_date_time_new_from_iso8601 (midnight, utc);

  /* Translators: a date with its year, for g_date_time_format() */
  return date != NULL ? g_date_time_format (date, _ ("%a %-d %b %Y")) : g_strdup (iso_date);
}

/**
 * cs_field_text_show_duration:
 * @text: `3-5bd`
 *
 * Returns: (transfer full): “3 to 5 working days”; what is no duration stays as it is
 */
char *
cs_field_text_show_duration (const char *text)
{
  CsDuration duration;

  return cs_duration_parse (text, &duration, NULL) ? cs_duration_dup_words (&duration)
                                                   : g_strdup (text);
}

/**
 * cs_field_text_fits:
 * @text: a text
 * @error: `CS_ERROR_INVALID`
 *
 * What is too long is said, and not cut: who pastes a text loses nothing of it.
 *
 * Returns: whether an entry holds @text
 */
gboolean
cs_field_text_fits (const char *text, GError **error)
{
  gsize n_bytes = strlen (text);
  glong length = g_utf8_strlen (text, -1);

  if (n_bytes <= CS_MOST_TEXT)
    return TRUE;
  g_set_error (error,
               CS_ERROR,
               CS_ERROR_INVALID,
               /* Translators: how long a text is, and how long it may be */
               _ ("This is %ld characters long; about %ld fit here"),
               length,
               (glong)(CS_MOST_TEXT * (gsize)length / n_bytes));
  return FALSE;
}

/**
 * cs_field_text_matches:
 * @field: whose help says what is expected
 * @pattern: (nullable): what the text must look like
 * @error: `CS_ERROR_INVALID`
 *
 * Returns: whether @text has the form that the pack asks for
 */
gboolean
cs_field_text_matches (const CsField *field, GRegex *pattern, const char *text, GError **error)
{
  g_autofree char *help = NULL;

  if (pattern == NULL || g_regex_match (pattern, text, 0, NULL))
    return TRUE;
  if (field->help != NULL)
    help = cs_text_dup (field->help, g_get_language_names ()[0]);
  if (help != NULL)
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_INVALID,
                 _ ("“%.40s” does not have the expected form: %s"),
                 text,
                 help);
  else
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_INVALID,
                 _ ("“%.40s” does not have the expected form"),
                 text);
  return FALSE;
}
