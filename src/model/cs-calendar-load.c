/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-calendar-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_INTERVALS  48
#define MAX_EXCEPTIONS 20000
#define MAX_SEASONS    40
#define MAX_FILE_BYTES (1024 * 1024)
#define JULIAN_1970    719163 /* GDate's number of 1970-01-01 */

#define MAX_SEASON_DAYS 120

const char *const cs_calendar_weekdays[7] = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};

static void set_invalid (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
set_invalid (GError **error, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error_literal (error, CS_ERROR, CS_ERROR_INVALID, message);
}

static void
exception_free (gpointer data)
{
  CsException *self = data;

  g_clear_pointer (&self->hours, g_array_unref);
  g_free (self->title);
  g_free (self);
}

static gboolean
read_digits (const char **at, int count, int *number)
{
  *number = 0;
  for (int i = 0; i < count; i++, (*at)++) {
    if (!g_ascii_isdigit (**at))
      return FALSE;
    *number = *number * 10 + (**at - '0');
  }
  return TRUE;
}

static gboolean
read_mark (const char **at, const char *mark)
{
  if (!g_str_has_prefix (*at, mark))
    return FALSE;
  *at += strlen (mark);
  return TRUE;
}

static gboolean
read_time (const char **at, int *minutes)
{
  int hour, minute;

  if (!read_digits (at, 2, &hour) || !read_mark (at, ":") || !read_digits (at, 2, &minute))
    return FALSE;
  *minutes = hour * 60 + minute;
  return minute < 60 && *minutes <= 24 * 60;
}

static gboolean
read_interval (const char *text, CsHours *hours)
{
  return read_time (&text, &hours->from) && (read_mark (&text, "-") || read_mark (&text, "–")) &&
         read_time (&text, &hours->to) && *text == '\0';
}

static int
compare_hours (gconstpointer a, gconstpointer b)
{
  const CsHours *left = a, *right = b;

  return left->from - right->from;
}

static gboolean
check_order (const char *where, GArray *hours, GError **error)
{
  g_array_sort (hours, compare_hours);
  for (guint i = 1; i < hours->len; i++) {
    const CsHours *before = &g_array_index (hours, CsHours, i - 1);
    const CsHours *item = &g_array_index (hours, CsHours, i);

    if (item->from < before->to) {
      set_invalid (error,
                   _ ("Hours of “%s”: %02d:%02d–%02d:%02d and %02d:%02d–%02d:%02d overlap"),
                   where,
                   before->from / 60,
                   before->from % 60,
                   before->to / 60,
                   before->to % 60,
                   item->from / 60,
                   item->from % 60,
                   item->to / 60,
                   item->to % 60);
      return FALSE;
    }
  }
  return TRUE;
}

static GArray *
read_hours (const char *where, const json_t *list, GError **error)
{
  g_autoptr (GArray) hours = g_array_new (FALSE, FALSE, sizeof (CsHours));

  if (!json_is_array (list) || json_array_size (list) > MAX_INTERVALS) {
    set_invalid (
        error,
        _ ("Hours of “%.20s”: expected a list of at most %d intervals such as “09:00-18:00”"),
        where,
        MAX_INTERVALS);
    return NULL;
  }
  for (gsize i = 0; i < json_array_size (list); i++) {
    const char *text = json_string_value (json_array_get (list, i));
    CsHours item;

    if (text == NULL || !read_interval (text, &item)) {
      set_invalid (
          error,
          _ ("Hours of “%.20s”: “%.40s” is not an interval: expected such as “09:00-18:00”"),
          where,
          text != NULL ? text : "");
      return NULL;
    }
    if (item.from >= item.to) {
      set_invalid (
          error,
          _ ("Hours of “%.20s”: “%s” does not end after it starts; hours past midnight belong "
             "to the next day"),
          where,
          text);
      return NULL;
    }
    g_array_append_val (hours, item);
  }
  return check_order (where, hours, error) ? g_steal_pointer (&hours) : NULL;
}

/**
 * cs_day_parse:
 * @text: (nullable): a date such as `2026-01-14`
 * @day: (out): the date, in days since 1970-01-01
 * @error: `CS_ERROR_INVALID`
 *
 * Returns: whether @text is a date that calendars reckon with
 */
gboolean
cs_day_parse (const char *text, int *day, GError **error)
{
  const char *at = text != NULL ? text : "";
  int year, month, date;
  GDate parsed;

  if (!read_digits (&at, 4, &year) || !read_mark (&at, "-") || !read_digits (&at, 2, &month) ||
      !read_mark (&at, "-") || !read_digits (&at, 2, &date) || *at != '\0' ||
      !g_date_valid_dmy ((GDateDay)date, (GDateMonth)month, (GDateYear)year) || year < 1900 ||
      year > 2199) {
    set_invalid (error,
                 _ ("“%.40s” is not a date: expected such as 2026-01-14, from 1900 to 2199"),
                 text != NULL ? text : "");
    return FALSE;
  }
  g_date_clear (&parsed, 1);
  g_date_set_dmy (&parsed, (GDateDay)date, (GDateMonth)month, (GDateYear)year);
  *day = (int)g_date_get_julian (&parsed) - JULIAN_1970;
  return TRUE;
}

/**
 * cs_day_format:
 * @day: a date
 *
 * Returns: (transfer full): its text, such as `2026-01-14`
 */
char *
cs_day_format (int day)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_julian (&date, (guint32)(day + JULIAN_1970));
  return g_strdup_printf ("%04d-%02d-%02d",
                          g_date_get_year (&date),
                          (int)g_date_get_month (&date),
                          g_date_get_day (&date));
}

/* The hours of some weekdays, a calendar's or a season's; @missing says that there are none. */
static gboolean
read_week (const char *missing, const json_t *hours, GArray *week[7], GError **error)
{
  const char *key;
  json_t *list;

  if (!json_is_object (hours)) {
    set_invalid (error, "%s", missing);
    return FALSE;
  }
  json_object_foreach ((json_t *)hours, key, list)
  {
    int weekday = 0;

    while (weekday < 7 && !g_str_equal (key, cs_calendar_weekdays[weekday]))
      weekday++;
    if (weekday == 7) {
      set_invalid (error,
                   _ ("“%.40s” is not a weekday: expected sun, mon, tue, wed, thu, fri or sat"),
                   key);
      return FALSE;
    }
    week[weekday] = read_hours (key, list, error);
    if (week[weekday] == NULL)
      return FALSE;
  }
  return TRUE;
}

static CsException *
get_exception (CsCalendar *self, int day)
{
  CsException *exception = g_hash_table_lookup (self->exceptions, GINT_TO_POINTER (day));

  if (exception == NULL) {
    exception = g_new0 (CsException, 1);
    g_hash_table_insert (self->exceptions, GINT_TO_POINTER (day), exception);
  }
  return exception;
}

/* Title and mark, of what is more than a date or its hours. */
static void
describe_exception (CsException *exception, const json_t *item)
{
  if (!json_is_object (item))
    return;
  g_free (exception->title);
  exception->title = g_strdup (json_string_value (json_object_get (item, "title")));
  exception->estimated = json_is_true (json_object_get (item, "estimated"));
}

static gboolean
read_season_days (const json_t *season, int *from, int *to, GError **error)
{
  if (!cs_day_parse (json_string_value (json_object_get (season, "from")), from, error) ||
      !cs_day_parse (json_string_value (json_object_get (season, "to")), to, error))
    return FALSE;
  if (*from <= *to && *to - *from < MAX_SEASON_DAYS)
    return TRUE;
  set_invalid (error,
               _ ("A season from %s to %s: expected a first and a last date, in this order, and at "
                  "most %d days"),
               json_string_value (json_object_get (season, "from")),
               json_string_value (json_object_get (season, "to")),
               MAX_SEASON_DAYS);
  return FALSE;
}

/* Every date of the season gets the hours of its weekday; weekdays that are not named are as usual.
 */
static gboolean
load_season (CsCalendar *self, const json_t *season, GError **error)
{
  GArray *week[7] = {NULL};
  int from, to;
  gboolean is_read = read_season_days (season, &from, &to, error) &&
                     read_week (_ ("A season has no “hours”: expected the intervals of weekdays"),
                                json_object_get (season, "hours"),
                                week,
                                error);

  for (int day = from; is_read && day <= to; day++) {
    GArray *hours = week[((day + 4) % 7 + 7) % 7];
    CsException *exception;

    if (hours == NULL)
      continue;
    if (g_hash_table_contains (self->exceptions, GINT_TO_POINTER (day))) {
      g_autofree char *date = cs_day_format (day);

      set_invalid (error, _ ("%s is in two seasons: expected each date in one"), date);
      is_read = FALSE;
      continue;
    }
    exception = get_exception (self, day);
    exception->hours = g_array_ref (hours);
    describe_exception (exception, season);
  }
  for (int i = 0; i < 7; i++)
    g_clear_pointer (&week[i], g_array_unref);
  return is_read;
}

static gboolean
load_seasons (CsCalendar *self, const json_t *seasons, GError **error)
{
  if (seasons != NULL && !json_is_null (seasons) &&
      (!json_is_array (seasons) || json_array_size (seasons) > MAX_SEASONS)) {
    set_invalid (error, _ ("“seasons” are a list of at most %d spans of dates"), MAX_SEASONS);
    return FALSE;
  }
  for (gsize i = 0; i < json_array_size (seasons); i++) {
    if (!load_season (self, json_array_get (seasons, i), error))
      return FALSE;
  }
  return TRUE;
}

/* The other date of a holiday that a moon decides; like all of it, only while it is estimated. */
static gboolean
load_maybe (CsCalendar *self, const json_t *item, GError **error)
{
  const json_t *other = json_object_get (item, "or");
  const char *title = json_string_value (json_object_get (item, "title"));
  int day;

  if (other == NULL || !json_is_true (json_object_get (item, "estimated")))
    return TRUE;
  if (!cs_day_parse (json_string_value (other), &day, error))
    return FALSE;
  g_hash_table_insert (self->maybes, GINT_TO_POINTER (day), g_strdup (title != NULL ? title : ""));
  return TRUE;
}

static gboolean
load_holidays (CsCalendar *self, const json_t *holidays, GError **error)
{
  if (holidays != NULL && !json_is_null (holidays) &&
      (!json_is_array (holidays) || json_array_size (holidays) > MAX_EXCEPTIONS)) {
    set_invalid (error, _ ("“holidays” are a list of at most %d dates"), MAX_EXCEPTIONS);
    return FALSE;
  }
  for (gsize i = 0; i < json_array_size (holidays); i++) {
    const json_t *item = json_array_get (holidays, i);
    const char *date =
        json_string_value (json_is_object (item) ? json_object_get (item, "date") : item);
    CsException *exception;
    int day;

    if (!cs_day_parse (date, &day, error) || !load_maybe (self, item, error))
      return FALSE;
    exception = g_new0 (CsException, 1);
    describe_exception (exception, item);
    g_hash_table_replace (self->exceptions, GINT_TO_POINTER (day), exception);
  }
  return TRUE;
}

/* A date's hours, alone or with title and mark. */
static gboolean
load_special (CsCalendar *self, const json_t *special, GError **error)
{
  const char *key;
  json_t *item;

  if (special != NULL && !json_is_null (special) &&
      (!json_is_object (special) || json_object_size (special) > MAX_EXCEPTIONS)) {
    set_invalid (error, _ ("“special” holds at most %d dates with their hours"), MAX_EXCEPTIONS);
    return FALSE;
  }
  json_object_foreach ((json_t *)special, key, item)
  {
    GArray *hours;
    CsException *exception;
    int day;

    if (!cs_day_parse (key, &day, error))
      return FALSE;
    hours = read_hours (key, json_is_object (item) ? json_object_get (item, "hours") : item, error);
    if (hours == NULL)
      return FALSE;
    exception = get_exception (self, day);
    g_clear_pointer (&exception->hours, g_array_unref);
    exception->hours = hours;
    describe_exception (exception, item);
  }
  return TRUE;
}

static gboolean
has_open_time (CsCalendar *self)
{
  GHashTableIter iter;
  gpointer value;

  for (int i = 0; i < 7; i++) {
    if (self->week[i] != NULL && self->week[i]->len > 0)
      return TRUE;
  }
  g_hash_table_iter_init (&iter, self->exceptions);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    const CsException *exception = value;

    if (exception->hours != NULL && exception->hours->len > 0)
      return TRUE;
  }
  return FALSE;
}

/**
 * cs_calendar_new_from_json:
 * @object: `{"zone", "hours": {"sun": ["08:00-12:00", …], …}, "holidays": ["2026-01-14" or {"date",
 *   "title", "estimated", "or": the other date on which it may fall}, …], "special": {"2026-02-18":
 * ["09:00-14:00"] or {"hours", "title", "estimated"}, …}, "seasons": [{"from", "to", "hours",
 * "title", "estimated"}, …], "revision", "title"}`; other members are left alone
 * @error: `CS_ERROR_INVALID` when the zone is unknown, intervals overlap or there is no open time
 *
 * Reads the hours in which somebody works (D-C4). The hours of a special date replace those of its
 * weekday, also on a holiday or at the weekend; an empty list closes the date. A season, such as
 * the shorter days of Ramadan, replaces the hours of the weekdays it names from its first to its
 * last date; holidays and special dates within it stay what they are.
 *
 * Returns: (transfer full) (nullable): the calendar
 */
CsCalendar *
cs_calendar_new_from_json (const json_t *object, GError **error)
{
  g_autoptr (CsCalendar) self = g_new0 (CsCalendar, 1);
  const char *zone = json_string_value (json_object_get (object, "zone"));

  g_atomic_ref_count_init (&self->ref_count);
  self->json = json_is_object (object) ? json_deep_copy (object) : json_object ();
  self->title = g_strdup (json_string_value (json_object_get (object, "title")));
  self->revision = json_integer_value (json_object_get (object, "revision"));
  self->exceptions = g_hash_table_new_full (NULL, NULL, NULL, exception_free);
  self->maybes = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  if (zone == NULL) {
    set_invalid (error, _ ("The calendar has no “zone”: expected a name such as Africa/Cairo"));
    return NULL;
  }
  self->zone = cs_zone_get (zone, error);
  if (self->zone == NULL ||
      !read_week (_ ("The calendar has no “hours”: expected the intervals of each weekday"),
                  json_object_get (object, "hours"),
                  self->week,
                  error) ||
      !load_seasons (self, json_object_get (object, "seasons"), error) ||
      !load_holidays (self, json_object_get (object, "holidays"), error) ||
      !load_special (self, json_object_get (object, "special"), error))
    return NULL;
  if (!has_open_time (self)) {
    set_invalid (error, _ ("The calendar has no open time, so nothing could ever be due"));
    return NULL;
  }
  return g_steal_pointer (&self);
}

/**
 * cs_calendar_new_from_file:
 * @path: (type filename): a calendar as JSON, as in `data/calendars`
 * @error: `CS_ERROR_INVALID` and the errors of reading files, naming the file
 *
 * Reads a calendar that is shipped or was exported.
 *
 * Returns: (transfer full) (nullable): the calendar
 */
CsCalendar *
cs_calendar_new_from_file (const char *path, GError **error)
{
  g_autoptr (CsJson) json = cs_json_parse_file (path, MAX_FILE_BYTES, error);
  CsCalendar *self;

  if (json == NULL)
    return NULL;
  self = cs_calendar_new_from_json (cs_json_get_root (json), error);
  if (self == NULL)
    g_prefix_error (error, "%s: ", cs_json_get_name (json));
  return self;
}
