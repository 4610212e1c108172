/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-instant.h"

#include "cs-error.h"

#include <string.h>

/**
 * cs_instant_format:
 * @instant: a moment
 *
 * Writes a moment the way entries hold it: RFC 3339 in UTC, with milliseconds only where they are
 * not zero. Finer parts are dropped.
 *
 * Returns: (transfer full): such as `2026-01-05T09:14:03Z`
 */
char *
cs_instant_format (CsInstant instant)
{
  g_autoptr (GDateTime) whole = NULL;
  g_autofree char *text = NULL;
  gint64 seconds = instant / CS_SECOND;
  int millis;

  if (instant % CS_SECOND < 0)
    seconds--;
  millis = (int)((instant - seconds * CS_SECOND) / 1000);
  whole = g_date_time_new_from_unix_utc (seconds);
  if (whole == NULL)
    return g_strdup ("");
  text = g_date_time_format (whole, "%Y-%m-%dT%H:%M:%S");
  if (millis == 0)
    return g_strconcat (text, "Z", NULL);
  return g_strdup_printf ("%s.%03dZ", text, millis);
}

static gboolean
looks_like_rfc3339 (const char *text)
{
  const char *shape = "dddd-dd-ddTdd:dd:dd";

  if (strnlen (text, 64) >= 64)
    return FALSE;
  for (; *shape != '\0'; shape++, text++) {
    if (*shape == 'd' ? !g_ascii_isdigit (*text) : g_ascii_toupper (*text) != *shape)
      return FALSE;
  }
  return TRUE;
}

/**
 * cs_instant_parse:
 * @text: RFC 3339 with a zone, such as `2026-01-13T16:00:00+02:00`
 * @instant: (out): the moment
 * @error: `CS_ERROR_INVALID` when @text is not one
 *
 * Reads a moment. A text without zone is refused: it would mean another moment in each country.
 *
 * Returns: whether @instant was set
 */
gboolean
cs_instant_parse (const char *text, CsInstant *instant, GError **error)
{
  g_autoptr (GDateTime) parsed = NULL;

  if (looks_like_rfc3339 (text))
    parsed = g_date_time_new_from_iso8601 (text, NULL);
  if (parsed == NULL) {
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_INVALID,
                 "“%.64s” is not a moment with a zone, such as 2026-01-13T16:00:00+02:00",
                 text);
    return FALSE;
  }
  *instant = g_date_time_to_unix (parsed) * CS_SECOND + g_date_time_get_microsecond (parsed);
  return TRUE;
}
