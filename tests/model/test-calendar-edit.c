/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-calendar-edit.h"

#include "calendar-support.h"

#define OFFICE                                                                                     \
  "{'zone':'Asia/Bahrain','hours':{'sun':['08:00-17:00'],'mon':['08:00-17:00']},"                  \
  "'holidays':[{'date':'2026-03-20','title':'Eid','estimated':true},"                              \
  "{'date':'2026-03-21','title':'Eid','estimated':true},{'date':'2026-05-01','title':'Labour'},"   \
  "{'date':'2027-03-09','title':'Eid','estimated':true}],"                                         \
  "'special':{'2026-12-31':{'hours':['08:00-12:00'],'title':'Short','estimated':true},"            \
  "'2026-02-01':['08:00-10:00','11:00-12:00']}}"

static json_t *
json_new (const char *text)
{
  g_autofree char *json = g_strdelimit (g_strdup (text), "'", '"');
  g_autoptr (GError) error = NULL;
  json_t *value = cs_json_load (json, strlen (json), &error);

  g_assert_no_error (error);
  return value;
}

static void
assert_days (const json_t *calendar, const char *year, const char *expected)
{
  g_autoptr (GPtrArray) days = cs_calendar_list_days (calendar, year);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < days->len; i++) {
    const CsCalendarDay *day = days->pdata[i];

    g_string_append_printf (text,
                            "%s%s %s %s%s",
                            i > 0 ? "; " : "",
                            day->date,
                            day->hours != NULL ? day->hours : "closed",
                            day->title != NULL ? day->title : "-",
                            day->is_estimated ? "?" : "");
  }
  g_assert_cmpstr (text->str, ==, expected);
}

static void
assert_is_calendar (const json_t *json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsCalendar) calendar = cs_calendar_new_from_json (json, &error);

  g_assert_no_error (error);
  g_assert_nonnull (calendar);
}

static void
test_hours (void)
{
  const struct {
    const char *typed;
    const char *shown; /* NULL: refused */
  } cases[] = {
      {"09:00-18:00", "09:00–18:00"},
      {" 9 – 18 ", "09:00–18:00"},
      {"8:30-12, 13:00–17:15", "08:30–12:00, 13:00–17:15"},
      {"", ""},
      {"  ", ""},
      {"0-24", "00:00–24:00"},
      {"nine to five", NULL},
      {"9-18,", NULL},
      {"9-18-20", NULL},
      {"9:-18", NULL},
      {"123-124", NULL},
      {"9:00:00-18", NULL},
      {"-", NULL},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (json_t) hours = cs_hours_parse (cases[i].typed, &error);
    g_autofree char *shown = hours != NULL ? cs_hours_format (hours) : NULL;

    g_assert_cmpstr (shown, ==, cases[i].shown);
    g_assert_true ((error != NULL) == (cases[i].shown == NULL));
  }
}

static void
test_list (void)
{
  g_autoptr (json_t) calendar = json_new (OFFICE);
  g_auto (GStrv) years = cs_calendar_list_years (calendar);
  g_autofree char *shown = g_strjoinv (" ", years);

  g_assert_cmpstr (shown, ==, "2026 2027");
  assert_days (calendar,
               "2026",
               "2026-02-01 08:00–10:00, 11:00–12:00 -; 2026-03-20 closed Eid?; 2026-03-21 closed "
               "Eid?; 2026-05-01 closed Labour; 2026-12-31 08:00–12:00 Short?");
  g_assert_cmpuint (cs_calendar_count_estimated (calendar, "2026"), ==, 3);
  g_assert_cmpuint (cs_calendar_count_estimated (calendar, NULL), ==, 4);
}

static void
test_days (void)
{
  g_autoptr (json_t) calendar = json_new (OFFICE);
  const CsCalendarDay closed = {(char *)"2026-04-01", (char *)"Founders", NULL, FALSE};
  const CsCalendarDay half = {(char *)"2026-05-01", (char *)"Half day", (char *)"8-12", FALSE};
  const CsCalendarDay bad = {(char *)"2026-02-30", NULL, NULL, FALSE};
  g_autoptr (GError) error = NULL;

  g_assert_true (cs_calendar_set_day (calendar, &closed, NULL));
  g_assert_true (cs_calendar_set_day (calendar, &half, NULL));
  g_assert_false (cs_calendar_set_day (calendar, &bad, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
  cs_calendar_remove_day (calendar, "2026-03-20");
  cs_calendar_remove_day (calendar, "2026-02-01");
  assert_days (calendar,
               "2026",
               "2026-03-21 closed Eid?; 2026-04-01 closed Founders; 2026-05-01 08:00–12:00 Half "
               "day; 2026-12-31 08:00–12:00 Short?");
  g_assert_cmpuint (cs_calendar_confirm (calendar, "2026"), ==, 2);
  g_assert_cmpuint (cs_calendar_count_estimated (calendar, NULL), ==, 1);
  g_assert_cmpuint (cs_calendar_confirm (calendar, NULL), ==, 1);
  assert_is_calendar (calendar);
}

static void
test_week_and_season (void)
{
  g_autoptr (json_t) json = json_new (OFFICE);
  g_autoptr (CsCalendar) calendar = NULL;
  g_autofree char *monday = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (cs_calendar_set_hours (json, "tue", "8-12,13-17", NULL));
  g_assert_true (cs_calendar_set_hours (json, "sun", "", NULL));
  g_assert_false (cs_calendar_set_hours (json, "mon", "late", &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
  g_clear_error (&error);
  monday = cs_calendar_format_hours (json, "mon");
  g_assert_cmpstr (monday, ==, "08:00–17:00");
  g_assert_nonnull (
      cs_calendar_add_season (json, "Ramadan", "2026-02-18", "2026-03-19", "9-14", &error));
  g_assert_no_error (error);
  g_assert_null (cs_calendar_add_season (json, NULL, "2026-02-18", "soon", "9-14", &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
  calendar = cs_calendar_new_from_json (json, NULL);
  g_assert_nonnull (calendar);
  /* Sunday is closed; Monday 23 February has the hours of the season, Monday after it its own. */
  g_assert_false (cs_calendar_is_open (calendar, at ("2026-02-22T10:00:00+03:00")));
  g_assert_false (cs_calendar_is_open (calendar, at ("2026-02-23T08:30:00+03:00")));
  g_assert_true (cs_calendar_is_open (calendar, at ("2026-02-23T13:30:00+03:00")));
  g_assert_true (cs_calendar_is_open (calendar, at ("2026-03-23T08:30:00+03:00")));
}

/* An import replaces the estimates of its years, and nothing that somebody confirmed. */
static void
test_import (void)
{
  g_autoptr (json_t) calendar = json_new (OFFICE);
  g_autoptr (json_t) days = json_new (
      "[{'date':'2026-02-01','title':'Closed?'},{'date':'2026-03-20','title':'Eid al-Fitr'},"
      "{'date':'2026-03-22','title':'Eid al-Fitr','estimated':true},"
      "{'date':'2026-05-01','title':'Other name'}]");
  CsCalendarImport counts;

  cs_calendar_import (calendar, days, &counts);
  g_assert_cmpuint (counts.n_new, ==, 1);
  g_assert_cmpuint (counts.n_confirmed, ==, 1);
  g_assert_cmpuint (counts.n_dropped, ==, 1);
  assert_days (calendar,
               NULL,
               "2026-02-01 08:00–10:00, 11:00–12:00 -; 2026-03-20 closed Eid al-Fitr; 2026-03-22 "
               "closed Eid al-Fitr?; 2026-05-01 closed Labour; 2026-12-31 08:00–12:00 Short?; "
               "2027-03-09 closed Eid?");
  assert_is_calendar (calendar);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/calendar-edit/hours", test_hours);
  g_test_add_func ("/calendar-edit/list", test_list);
  g_test_add_func ("/calendar-edit/days", test_days);
  g_test_add_func ("/calendar-edit/week-and-season", test_week_and_season);
  g_test_add_func ("/calendar-edit/import", test_import);
  return g_test_run ();
}
