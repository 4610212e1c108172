/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-format.h"

#include <glib/gi18n-lib.h>
#include <langinfo.h>
#include <stdio.h>
#include <string.h>

/* A working day of the clocks' texts; what counts for a deadline is its calendar, not this. */
/* Of a working day, where no calendar says how long it is. */
#define WORKDAY_SECS (8 * 3600)

#define FSI "\xe2\x81\xa8"
#define LRI "\xe2\x81\xa6"
#define PDI "\xe2\x81\xa9"

/**
 * cs_format_init:
 *
 * Takes the zone of this computer and the clock of its locale.
 */
void
cs_format_init (CsFormat *self)
{
  const char *time_format = nl_langinfo (T_FMT);

  memset (self, 0, sizeof *self);
  self->zone = g_time_zone_new_local ();
  self->twelve_hours = strstr (time_format, "%r") != NULL || strstr (time_format, "%I") != NULL ||
                       strstr (time_format, "%l") != NULL;
}

void
cs_format_clear (CsFormat *self)
{
  g_clear_pointer (&self->zone, g_time_zone_unref);
}

/**
 * cs_format_set_local_digits:
 * @local_digits: whether figures are shown in the digits of an Arabic locale
 */
void
cs_format_set_local_digits (CsFormat *self, gboolean local_digits)
{
  const char *const *languages = g_get_language_names ();

  self->local_digits =
      local_digits && languages[0] != NULL && g_str_has_prefix (languages[0], "ar");
}

static GDateTime *
local (const CsFormat *self, CsInstant instant)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (instant / CS_SECOND);

  return g_date_time_to_timezone (utc, self->zone);
}

/**
 * cs_format_digits:
 * @text: with Western digits
 *
 * Returns: (transfer full): @text in the digits the reader chose
 */
char *
cs_format_digits (const CsFormat *self, const char *text)
{
  GString *out;

  if (!self->local_digits)
    return g_strdup (text);
  out = g_string_new (NULL);
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);
    g_string_append_unichar (out, g_ascii_isdigit (*p) ? 0x0660 + (c - '0') : c);
  }
  return g_string_free (out, FALSE);
}

static char *
shape (const CsFormat *self, GDateTime *date, const char *format)
{
  g_autofree char *text = g_date_time_format (date, format);

  return cs_format_digits (self, text != NULL ? text : "");
}

/**
 * cs_format_time:
 *
 * Returns: (transfer full): “16:40”
 */
char *
cs_format_time (const CsFormat *self, CsInstant instant)
{
  g_autoptr (GDateTime) date = local (self, instant);

  /* Translators: time of day on a 12-hour and on a 24-hour clock */
  return shape (self, date, self->twelve_hours ? _ ("%-l:%M %p") : _ ("%H:%M"));
}

static int
day_number (GDateTime *date)
{
  GDate day;

  g_date_clear (&day, 1);
  g_date_set_dmy (&day,
                  (GDateDay)g_date_time_get_day_of_month (date),
                  (GDateMonth)g_date_time_get_month (date),
                  (GDateYear)g_date_time_get_year (date));
  return (int)g_date_get_julian (&day);
}

static char *
day_text (const CsFormat *self, GDateTime *date, GDateTime *today)
{
  int days = day_number (date) - day_number (today);

  if (days == 0)
    return g_strdup (_ ("today"));
  if (days == 1)
    return g_strdup (_ ("tomorrow"));
  if (days == -1)
    return g_strdup (_ ("yesterday"));
  if (days > 1 && days <= 6)
    return g_date_time_format (date, "%A");
  if (g_date_time_get_year (date) == g_date_time_get_year (today))
    /* Translators: day and month, “28 Nov” */
    return shape (self, date, _ ("%-e %b"));
  /* Translators: day, month and year, “28 Nov 2026” */
  return shape (self, date, _ ("%-e %b %Y"));
}

/**
 * cs_format_day:
 *
 * Returns: (transfer full): “today”, “tomorrow”, a weekday within six days, else the date
 */
char *
cs_format_day (const CsFormat *self, CsInstant instant, CsInstant now)
{
  g_autoptr (GDateTime) date = local (self, instant);
  g_autoptr (GDateTime) today = local (self, now);

  return day_text (self, date, today);
}

/**
 * cs_format_day_time:
 *
 * Returns: (transfer full): “today 16:40”
 */
char *
cs_format_day_time (const CsFormat *self, CsInstant instant, CsInstant now)
{
  g_autofree char *day = cs_format_day (self, instant, now);
  g_autofree char *time = cs_format_time (self, instant);

  /* Translators: a day and a time of that day, “tomorrow 16:40” */
  return g_strdup_printf (_ ("%1$s %2$s"), day, time);
}

/**
 * cs_format_date:
 *
 * Returns: (transfer full): “28 Nov 2026”
 */
char *
cs_format_date (const CsFormat *self, CsInstant instant)
{
  g_autoptr (GDateTime) date = local (self, instant);

  return shape (self, date, _ ("%-e %b %Y"));
}

/**
 * cs_format_exact:
 *
 * Returns: (transfer full): “Sat 28 Nov 2026, 16:40 (UTC+03)”, for tooltips
 */
char *
cs_format_exact (const CsFormat *self, CsInstant instant)
{
  g_autoptr (GDateTime) date = local (self, instant);
  g_autofree char *time = cs_format_time (self, instant);
  g_autofree char *day = shape (self, date, _ ("%a %-e %b %Y"));

  /* Translators: date, time, and the zone’s short name */
  return g_strdup_printf (_ ("%1$s, %2$s (%3$s)"),
                          day,
                          time,
                          g_date_time_get_timezone_abbreviation (date));
}

/**
 * cs_format_iso_date:
 * @iso_date: “2026-11-28”
 *
 * Returns: (transfer full): the day as [func@format_day] shows it, or @iso_date if it is none
 */
char *
cs_format_iso_date (const CsFormat *self, const char *iso_date, CsInstant now)
{
  int year, month, day;
  g_autoptr (GDateTime) date = NULL;
  g_autoptr (GDateTime) today = local (self, now);

  if (iso_date == NULL || sscanf (iso_date, "%4d-%2d-%2d", &year, &month, &day) != 3)
    return g_strdup (iso_date);
  date = g_date_time_new (self->zone, year, month, day, 12, 0, 0);
  return date != NULL ? day_text (self, date, today) : g_strdup (iso_date);
}

static char *
join_units (const CsFormat *self, gint64 days, gint64 hours, gint64 minutes)
{
  g_autofree char *text = NULL;

  if (days > 0 && hours > 0)
    /* Translators: working days and hours, short */
    text = g_strdup_printf (_ ("%d d %d h"), (int)days, (int)hours);
  else if (days > 0)
    text = g_strdup_printf (_ ("%d d"), (int)days);
  else if (hours > 0 && minutes > 0)
    text = g_strdup_printf (_ ("%d h %d min"), (int)hours, (int)minutes);
  else if (hours > 0)
    text = g_strdup_printf (_ ("%d h"), (int)hours);
  else
    text = g_strdup_printf (_ ("%d min"), (int)minutes);
  return cs_format_digits (self, text);
}

/**
 * cs_format_work:
 * @secs: working seconds; the sign is ignored
 * @day_secs: how many of them make a working day; 0 for eight hours
 *
 * Returns: (transfer full): two units at most, largest first
 */
char *
cs_format_work (const CsFormat *self, gint64 secs, gint64 day_secs)
{
  gint64 day = day_secs > 0 ? day_secs : WORKDAY_SECS;
  gint64 minutes = (ABS (secs) + 30) / 60;
  gint64 hours = minutes / 60;
  gint64 days = ABS (secs) / day;

  if (days > 0)
    return join_units (self, days, (ABS (secs) % day) / 3600, 0);
  return join_units (self, 0, hours, minutes % 60);
}

/**
 * cs_format_work_long:
 * @secs: working seconds; the sign is ignored
 * @day_secs: how many of them make a working day; 0 for eight hours
 *
 * Returns: (transfer full): “2 working hours 10 minutes”, for screen readers and tooltips
 */
char *
cs_format_work_long (const CsFormat *self, gint64 secs, gint64 day_secs)
{
  gint64 day = day_secs > 0 ? day_secs : WORKDAY_SECS;
  gint64 rest = ABS (secs);
  int days = (int)(rest / day);
  int hours = (int)(rest % day / 3600);
  int minutes = (int)(rest % 3600 / 60);
  GString *text = g_string_new (NULL);

  if (days > 0)
    g_string_append_printf (text,
                            ngettext ("%d working day", "%d working days", (gulong)days),
                            days);
  if (hours > 0) {
    g_string_append (text, text->len > 0 ? " " : "");
    g_string_append_printf (text,
                            ngettext ("%d working hour", "%d working hours", (gulong)hours),
                            hours);
  }
  if (days == 0 && (minutes > 0 || hours == 0)) {
    g_string_append (text, text->len > 0 ? " " : "");
    g_string_append_printf (text, ngettext ("%d minute", "%d minutes", (gulong)minutes), minutes);
  }
  return g_string_free (text, FALSE);
}

/**
 * cs_format_number:
 *
 * Returns: (transfer full): a count
 */
char *
cs_format_number (const CsFormat *self, gint64 number)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, number);

  return cs_format_digits (self, text);
}

/**
 * cs_iso:
 * @text: (nullable): a name, number or title from data
 *
 * Returns: (transfer full): @text isolated from the direction of the sentence around it
 */
char *
cs_iso (const char *text)
{
  return g_strconcat (FSI, text != NULL ? text : "", PDI, NULL);
}

/**
 * cs_ltr:
 * @text: (nullable): a request number, an amount, a mail address
 *
 * Returns: (transfer full): @text isolated and left to right
 */
char *
cs_ltr (const char *text)
{
  return g_strconcat (LRI, text != NULL ? text : "", PDI, NULL);
}

static gboolean
is_bidi_control (gunichar c)
{
  return c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) ||
         (c >= 0x2066 && c <= 0x2069);
}

/**
 * cs_strip_bidi:
 * @text: as typed or pasted
 *
 * Returns: (transfer full): without marks that turn the direction (RC-25)
 */
char *
cs_strip_bidi (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);
    if (!is_bidi_control (c))
      g_string_append_unichar (out, c);
  }
  return g_string_free (out, FALSE);
}
