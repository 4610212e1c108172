/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-calendar-edit.h"

#include "cs-calendar-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define YEAR_LENGTH 4

/**
 * cs_calendar_day_free:
 * @self: (transfer full) (nullable): a day
 */
void
cs_calendar_day_free (CsCalendarDay *self)
{
  if (self == NULL)
    return;
  g_free (self->date);
  g_free (self->title);
  g_free (self->hours);
  g_free (self->other);
  g_free (self);
}

/* --- hours as text --- */

static gboolean
is_interval (const char *text)
{
  return strlen (text) == strlen ("09:00-18:00") && text[2] == ':' && text[5] == '-' &&
         text[8] == ':' && strspn (text, "0123456789:-") == strlen (text);
}

/* People leave out the zero and the minutes, and write a dash of any kind. */
static char *
tidy_interval (const char *text)
{
  g_auto (GStrv) ends = NULL;
  g_autoptr (GString) dashed = g_string_new (text);
  int parts[4] = {0};

  g_string_replace (dashed, "–", "-", 0);
  g_string_replace (dashed, " ", "", 0);
  ends = g_strsplit (dashed->str, "-", 3);
  if (g_strv_length (ends) != 2)
    return g_strdup (dashed->str);
  for (int i = 0; i < 2; i++) {
    g_auto (GStrv) time = g_strsplit (ends[i], ":", 2);
    guint n = g_strv_length (time);

    for (guint j = 0; j < n; j++) {
      gsize length = strlen (time[j]);

      if (length < 1 || length > 2 || strspn (time[j], "0123456789") != length)
        return g_strdup (dashed->str);
      parts[i * 2 + (int)j] = (int)g_ascii_strtoll (time[j], NULL, 10);
    }
    if (n == 0)
      return g_strdup (dashed->str);
  }
  return g_strdup_printf ("%02d:%02d-%02d:%02d", parts[0], parts[1], parts[2], parts[3]);
}

/**
 * cs_hours_parse:
 * @text: intervals with commas between them, such as `09:00–13:00, 14–18`; empty when closed
 * @error: `CS_ERROR_INVALID`
 *
 * Reads hours as a person types them. Whether they overlap is seen when the calendar is read.
 *
 * Returns: (transfer full) (nullable): a list as calendars hold it
 */
json_t *
cs_hours_parse (const char *text, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);
  g_autoptr (json_t) list = json_array ();

  for (gsize i = 0; parts[i] != NULL; i++) {
    g_autofree char *interval = NULL;

    g_strstrip (parts[i]);
    if (*parts[i] == '\0' && parts[1] == NULL)
      break;
    interval = tidy_interval (parts[i]);
    if (!is_interval (interval)) {
      g_set_error (error,
                   CS_ERROR,
                   CS_ERROR_INVALID,
                   _ ("“%.40s” is not an interval: expected such as “09:00–18:00”"),
                   parts[i]);
      return NULL;
    }
    json_array_append_new (list, json_string (interval));
  }
  return g_steal_pointer (&list);
}

/**
 * cs_hours_format:
 * @hours: (nullable): a list of intervals
 *
 * Returns: (transfer full): them as a person reads them, `09:00–13:00, 14:00–18:00`; empty when
 * there are none
 */
char *
cs_hours_format (const json_t *hours)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const json_t *item;
  gsize i;

  json_array_foreach ((json_t *)hours, i, item)
  {
    const char *interval = json_string_value (item);

    if (interval == NULL)
      continue;
    g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", interval);
  }
  g_string_replace (text, "-", "–", 0);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* --- reading --- */

static const char *
date_of (const json_t *holiday)
{
  return json_string_value (json_is_object (holiday) ? json_object_get (holiday, "date") : holiday);
}

static gboolean
is_of_year (const char *date, const char *year)
{
  return date != NULL && (year == NULL || strncmp (date, year, YEAR_LENGTH) == 0);
}

static int
compare_days (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(const CsCalendarDay *const *)a)->date,
                 (*(const CsCalendarDay *const *)b)->date);
}

static CsCalendarDay *
day_new (const char *date, const json_t *item, const json_t *hours)
{
  CsCalendarDay *day = g_new0 (CsCalendarDay, 1);

  day->date = g_strdup (date);
  day->title = g_strdup (cs_json_get_string (item, "title"));
  day->hours = json_array_size (hours) > 0 ? cs_hours_format (hours) : NULL;
  day->is_estimated = json_is_true (json_object_get (item, "estimated"));
  if (day->is_estimated)
    day->other = g_strdup (cs_json_get_string (item, "or"));
  return day;
}

/**
 * cs_calendar_list_days:
 * @calendar: a calendar's JSON
 * @year: (nullable): four digits; %NULL: all years
 *
 * Lists holidays, short days and special days, those of seasons apart.
 *
 * Returns: (transfer full) (element-type CsCalendarDay): the days in order
 */
GPtrArray *
cs_calendar_list_days (const json_t *calendar, const char *year)
{
  GPtrArray *days = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_calendar_day_free);
  const json_t *special = json_object_get (calendar, "special");
  const json_t *item;
  const char *key;
  gsize i;

  json_array_foreach (json_object_get (calendar, "holidays"), i, item)
  {
    const char *date = date_of (item);

    if (is_of_year (date, year) && json_object_get (special, date) == NULL)
      g_ptr_array_add (days, day_new (date, item, NULL));
  }
  json_object_foreach ((json_t *)special, key, item)
  {
    if (is_of_year (key, year))
      g_ptr_array_add (
          days,
          day_new (key, item, json_is_object (item) ? json_object_get (item, "hours") : item));
  }
  g_ptr_array_sort (days, compare_days);
  return days;
}

/**
 * cs_calendar_list_years:
 * @calendar: a calendar's JSON
 *
 * Returns: (transfer full): the years that have holidays or special days, in order
 */
GStrv
cs_calendar_list_years (const json_t *calendar)
{
  g_autoptr (GPtrArray) days = cs_calendar_list_days (calendar, NULL);
  g_autoptr (GStrvBuilder) years = g_strv_builder_new ();
  const char *last = "";

  for (guint i = 0; i < days->len; i++) {
    const CsCalendarDay *day = days->pdata[i];
    g_autofree char *year = NULL;

    if (strncmp (day->date, last, YEAR_LENGTH) == 0)
      continue;
    year = g_strndup (day->date, YEAR_LENGTH);
    g_strv_builder_add (years, year);
    last = day->date;
  }
  return g_strv_builder_end (years);
}

/**
 * cs_calendar_count_estimated:
 * @calendar: a calendar's JSON
 * @year: (nullable): four digits; %NULL: all years
 *
 * Returns: how many of its dates nobody has confirmed yet
 */
guint
cs_calendar_count_estimated (const json_t *calendar, const char *year)
{
  g_autoptr (GPtrArray) days = cs_calendar_list_days (calendar, year);
  guint count = 0;

  for (guint i = 0; i < days->len; i++)
    count += ((const CsCalendarDay *)days->pdata[i])->is_estimated;
  return count;
}

/**
 * cs_calendar_format_hours:
 * @calendar: a calendar's JSON
 * @weekday: `sun` to `sat`
 *
 * Returns: (transfer full): the hours of that weekday as cs_hours_format() writes them
 */
char *
cs_calendar_format_hours (const json_t *calendar, const char *weekday)
{
  return cs_hours_format (json_object_get (json_object_get (calendar, "hours"), weekday));
}

/* --- changing --- */

static json_t *
ensure_member (json_t *calendar, const char *key, json_t *empty)
{
  json_t *member = json_object_get (calendar, key);

  if (member != NULL && json_typeof (member) == json_typeof (empty)) {
    json_decref (empty);
    return member;
  }
  json_object_set_new (calendar, key, empty);
  return empty;
}

/**
 * cs_calendar_remove_day:
 * @calendar: a calendar's JSON, which is changed
 * @date: `2026-01-14`
 *
 * Makes a date like its weekday again.
 */
void
cs_calendar_remove_day (json_t *calendar, const char *date)
{
  json_t *holidays = json_object_get (calendar, "holidays");
  json_t *special = json_object_get (calendar, "special");

  for (gsize i = json_array_size (holidays); i > 0; i--) {
    if (g_strcmp0 (date_of (json_array_get (holidays, i - 1)), date) == 0)
      json_array_remove (holidays, i - 1);
  }
  if (json_is_object (special))
    json_object_del (special, date);
}

static void
describe (json_t *item, const char *title, gboolean is_estimated)
{
  if (title != NULL && *title != '\0')
    json_object_set_new (item, "title", json_string (title));
  if (is_estimated)
    json_object_set_new (item, "estimated", json_true ());
}

static void
insert_holiday (json_t *calendar,
                const char *date,
                const char *title,
                gboolean is_estimated,
                const char *other)
{
  json_t *holidays = ensure_member (calendar, "holidays", json_array ());
  json_t *item = json_pack ("{s:s}", "date", date);
  gsize at = 0;

  describe (item, title, is_estimated);
  if (is_estimated && other != NULL)
    json_object_set_new (item, "or", json_string (other));
  while (at < json_array_size (holidays) &&
         g_strcmp0 (date_of (json_array_get (holidays, at)), date) < 0)
    at++;
  json_array_insert_new (holidays, at, item);
}

/**
 * cs_calendar_set_day:
 * @calendar: a calendar's JSON, which is changed
 * @day: a date with what is special about it: closed, or other hours than its weekday's
 * @error: `CS_ERROR_INVALID`; @calendar is then unchanged
 *
 * Returns: whether it was set
 */
gboolean
cs_calendar_set_day (json_t *calendar, const CsCalendarDay *day, GError **error)
{
  g_autoptr (json_t) hours = cs_hours_parse (day->hours != NULL ? day->hours : "", error);
  json_t *item;
  int number;

  if (hours == NULL || !cs_day_parse (day->date, &number, error))
    return FALSE;
  cs_calendar_remove_day (calendar, day->date);
  if (json_array_size (hours) == 0) {
    insert_holiday (calendar, day->date, day->title, day->is_estimated, day->other);
    return TRUE;
  }
  item = json_pack ("{s:O}", "hours", hours);
  describe (item, day->title, day->is_estimated);
  json_object_set_new (ensure_member (calendar, "special", json_object ()), day->date, item);
  return TRUE;
}

/**
 * cs_calendar_confirm:
 * @calendar: a calendar's JSON, which is changed
 * @year: (nullable): four digits; %NULL: all years
 *
 * Takes the mark “estimated” off.
 *
 * Returns: how many dates had it
 */
guint
cs_calendar_confirm (json_t *calendar, const char *year)
{
  json_t *item;
  const char *key;
  guint count = 0;
  gsize i;

  json_array_foreach (json_object_get (calendar, "holidays"), i, item)
  {
    if (is_of_year (date_of (item), year) && json_is_true (json_object_get (item, "estimated")) &&
        json_object_del (item, "estimated") == 0)
      count++;
    json_object_del (item, "or");
  }
  json_object_foreach (json_object_get (calendar, "special"), key, item)
  {
    if (is_of_year (key, year) && json_is_true (json_object_get (item, "estimated")) &&
        json_object_del (item, "estimated") == 0)
      count++;
  }
  return count;
}

/**
 * cs_calendar_set_hours:
 * @calendar: a calendar's JSON, which is changed
 * @weekday: `sun` to `sat`
 * @text: hours as cs_hours_parse() reads them
 * @error: `CS_ERROR_INVALID`; @calendar is then unchanged
 *
 * Returns: whether they were set
 */
gboolean
cs_calendar_set_hours (json_t *calendar, const char *weekday, const char *text, GError **error)
{
  g_autoptr (json_t) hours = cs_hours_parse (text, error);
  json_t *week = ensure_member (calendar, "hours", json_object ());

  if (hours == NULL)
    return FALSE;
  if (json_array_size (hours) > 0)
    json_object_set (week, weekday, hours);
  else
    json_object_del (week, weekday);
  return TRUE;
}

/**
 * cs_calendar_add_season:
 * @calendar: a calendar's JSON, which is changed
 * @title: (nullable): such as “Ramadan”
 * @from: its first date
 * @to: its last date
 * @hours: those of every day that is worked at all, as cs_hours_parse() reads them
 * @error: `CS_ERROR_INVALID`; @calendar is then unchanged
 *
 * Adds a span of dates with hours of its own.
 *
 * Returns: (transfer none) (nullable): the season
 */
json_t *
cs_calendar_add_season (json_t *calendar,
                        const char *title,
                        const char *from,
                        const char *to,
                        const char *hours,
                        GError **error)
{
  g_autoptr (json_t) list = cs_hours_parse (hours, error);
  g_autoptr (json_t) season = json_object ();
  json_t *week = json_object ();
  int first, last;

  json_object_set_new (season, "hours", week);
  if (list == NULL || !cs_day_parse (from, &first, error) || !cs_day_parse (to, &last, error))
    return NULL;
  json_object_set_new (season, "from", json_string (from));
  json_object_set_new (season, "to", json_string (to));
  describe (season, title, FALSE);
  for (gsize i = 0; i < G_N_ELEMENTS (cs_calendar_weekdays); i++) {
    const char *weekday = cs_calendar_weekdays[i];
    const json_t *usual = json_object_get (json_object_get (calendar, "hours"), weekday);

    if (json_array_size (usual) > 0)
      json_object_set (week, weekday, list);
  }
  json_array_append (ensure_member (calendar, "seasons", json_array ()), season);
  return season;
}

/* --- import --- */

static GHashTable *
list_dates (const json_t *days, GHashTable *years)
{
  GHashTable *dates = g_hash_table_new (g_str_hash, g_str_equal);
  const json_t *item;
  gsize i;

  json_array_foreach ((json_t *)days, i, item)
  {
    const char *date = date_of (item);

    if (date == NULL)
      continue;
    g_hash_table_add (dates, (gpointer)date);
    g_hash_table_add (years, g_strndup (date, YEAR_LENGTH));
  }
  return dates;
}

/* Estimates give way to what was looked up: those of its years go, unless it has them too. */
static void
drop_estimates (json_t *calendar, GHashTable *dates, GHashTable *years, CsCalendarImport *counts)
{
  json_t *holidays = json_object_get (calendar, "holidays");

  for (gsize i = json_array_size (holidays); i > 0; i--) {
    const json_t *item = json_array_get (holidays, i - 1);
    const char *date = date_of (item);
    g_autofree char *year = date != NULL ? g_strndup (date, YEAR_LENGTH) : NULL;

    if (date == NULL || g_hash_table_contains (dates, date) ||
        !g_hash_table_contains (years, year) || !json_is_true (json_object_get (item, "estimated")))
      continue;
    counts->n_dropped++;
    json_array_remove (holidays, i - 1);
  }
}

/**
 * cs_calendar_import:
 * @calendar: a calendar's JSON, which is changed
 * @days: holidays as cs_ics_read() answers them
 * @counts: (out): what became of the dates
 *
 * Takes holidays over. In the years that @days has, estimated holidays are replaced by them; what
 * was confirmed and what has hours of its own stays.
 */
void
cs_calendar_import (json_t *calendar, const json_t *days, CsCalendarImport *counts)
{
  g_autoptr (GHashTable) years = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) dates = list_dates (days, years);
  g_autoptr (GPtrArray) known = cs_calendar_list_days (calendar, NULL);
  g_autoptr (GHashTable) by_date = g_hash_table_new (g_str_hash, g_str_equal);
  const json_t *item;
  gsize i;

  *counts = (CsCalendarImport){0};
  for (guint j = 0; j < known->len; j++)
    g_hash_table_insert (by_date, ((CsCalendarDay *)known->pdata[j])->date, known->pdata[j]);
  drop_estimates (calendar, dates, years, counts);
  json_array_foreach ((json_t *)days, i, item)
  {
    const char *date = date_of (item);
    const CsCalendarDay *before = date != NULL ? g_hash_table_lookup (by_date, date) : NULL;
    gboolean is_estimated = json_is_true (json_object_get (item, "estimated"));

    if (date == NULL || (before != NULL && (before->hours != NULL || !before->is_estimated)))
      continue;
    if (before == NULL)
      counts->n_new++;
    else if (!is_estimated)
      counts->n_confirmed++;
    cs_calendar_remove_day (calendar, date);
    insert_holiday (calendar,
                    date,
                    cs_json_get_string (item, "title"),
                    is_estimated,
                    cs_json_get_string (item, "or"));
  }
}
