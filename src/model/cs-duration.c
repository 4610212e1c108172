/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-duration.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Longer numbers are slips of the keyboard: fifty years are 26 million minutes. */
#define MAX_DIGITS 8

static const struct {
  const char *suffix;
  CsDurationUnit unit;
} units[] = {
    {"m", CS_DURATION_MINUTES},
    {"h", CS_DURATION_HOURS},
    {"eh", CS_DURATION_ELAPSED_HOURS},
    {"bd", CS_DURATION_BUSINESS_DAYS},
    {"d", CS_DURATION_DAYS},
    {"mo", CS_DURATION_MONTHS},
    {"y", CS_DURATION_YEARS},
};

/**
 * cs_duration_unit_get_suffix:
 * @unit: what a duration counts
 *
 * Returns: (transfer none): the letters that packs write after the number, such as `bd`
 */
const char *
cs_duration_unit_get_suffix (CsDurationUnit unit)
{
  for (gsize i = 0; i < G_N_ELEMENTS (units); i++) {
    if (units[i].unit == unit)
      return units[i].suffix;
  }
  g_return_val_if_reached ("");
}

static gboolean
read_number (const char **at, gint64 *number)
{
  const char *start = *at;

  *number = 0;
  while (g_ascii_isdigit (**at)) {
    if (*at - start == MAX_DIGITS)
      return FALSE;
    *number = *number * 10 + (**at - '0');
    (*at)++;
  }
  return *at != start;
}

static gboolean
read_range_mark (const char **at)
{
  if (g_str_has_prefix (*at, "–")) {
    *at += strlen ("–");
    return TRUE;
  }
  if (**at != '-')
    return FALSE;
  (*at)++;
  return TRUE;
}

static gboolean
read_unit (const char *at, CsDurationUnit *unit)
{
  for (gsize i = 0; i < G_N_ELEMENTS (units); i++) {
    if (g_str_equal (at, units[i].suffix)) {
      *unit = units[i].unit;
      return TRUE;
    }
  }
  return FALSE;
}

static gboolean
read_duration (const char *at, CsDuration *duration)
{
  if (!read_number (&at, &duration->target))
    return FALSE;
  duration->limit = duration->target;
  duration->has_limit = TRUE;
  if (*at == '+') {
    at++;
    duration->limit = 0;
    duration->has_limit = FALSE;
  } else if (read_range_mark (&at)) {
    duration->is_range = TRUE;
    if (!read_number (&at, &duration->limit))
      return FALSE;
  }
  return read_unit (at, &duration->unit);
}

/**
 * cs_duration_parse:
 * @text: such as `4h`, `90m`, `24eh`, `3bd`, `7d`, `3-5bd` (target and limit) or `20+bd` (no limit)
 * @duration: (out caller-allocates): what it says
 * @error: `CS_ERROR_INVALID` when @text says something else, or counts nothing
 *
 * Reads a length of time. Decimals are refused: half an hour is `30m`, and half a business day is
 * nothing anybody agrees on.
 *
 * Returns: whether @duration was set
 */
gboolean
cs_duration_parse (const char *text, CsDuration *duration, GError **error)
{
  CsDuration read = {0};

  if (strnlen (text, 64) >= 64 || !read_duration (text, &read)) {
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_INVALID,
                 _ ("“%.64s” is not a length of time: expected a whole number and m, h, eh, bd, d, "
                    "mo or y, such as 4h, 90m, 24eh, 3bd, 7d, 3-5bd or 20+bd"),
                 text);
    return FALSE;
  }
  if (read.target <= 0 || (read.is_range && read.limit <= read.target)) {
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_INVALID,
                 read.target <= 0
                     ? _ ("“%s” is no time at all: expected at least 1")
                     : _ ("“%s” ends before it begins: expected the smaller number first"),
                 text);
    return FALSE;
  }
  *duration = read;
  return TRUE;
}

/**
 * cs_duration_format:
 * @duration: a length of time
 *
 * Writes what [func@duration_parse] reads.
 *
 * Returns: (transfer full): such as `3-5bd`
 */
char *
cs_duration_format (const CsDuration *duration)
{
  const char *suffix = cs_duration_unit_get_suffix (duration->unit);

  if (!duration->has_limit)
    return g_strdup_printf ("%" G_GINT64_FORMAT "+%s", duration->target, suffix);
  if (!duration->is_range)
    return g_strdup_printf ("%" G_GINT64_FORMAT "%s", duration->target, suffix);
  return g_strdup_printf ("%" G_GINT64_FORMAT "-%" G_GINT64_FORMAT "%s",
                          duration->target,
                          duration->limit,
                          suffix);
}

static char *
counted (gint64 number, CsDurationUnit unit)
{
  gulong n = (gulong)number;

  switch (unit) {
    case CS_DURATION_MINUTES:
      return g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE, "%lu working minute", "%lu working minutes", n),
          n);
    case CS_DURATION_HOURS:
      return g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE, "%lu working hour", "%lu working hours", n),
          n);
    case CS_DURATION_ELAPSED_HOURS:
      return g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE, "%lu hour by the clock", "%lu hours by the clock", n),
          n);
    case CS_DURATION_BUSINESS_DAYS:
      return g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE, "%lu working day", "%lu working days", n),
          n);
    case CS_DURATION_DAYS:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%lu day", "%lu days", n), n);
    case CS_DURATION_MONTHS:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%lu month", "%lu months", n), n);
    case CS_DURATION_YEARS:
    default:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%lu year", "%lu years", n), n);
  }
}

/**
 * cs_duration_dup_words:
 * @duration: a length of time
 *
 * Returns: (transfer full): as a person reads it: “3 to 5 working days”, “20 working days or more”
 */
char *
cs_duration_dup_words (const CsDuration *duration)
{
  g_autofree char *limit =
      counted (duration->has_limit ? duration->limit : duration->target, duration->unit);

  if (!duration->has_limit)
    /* Translators: a length of time without an upper limit, “20 working days or more” */
    return g_strdup_printf (_ ("%s or more"), limit);
  if (duration->is_range)
    /* Translators: a range such as “3 to 5 working days” */
    return g_strdup_printf (_ ("%1$d to %2$s"), (int)duration->target, limit);
  return g_steal_pointer (&limit);
}
