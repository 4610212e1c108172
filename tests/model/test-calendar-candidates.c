/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-calendar-edit.h"

#include "calendar-support.h"

#define OFFICE                                                                                     \
  "{'zone':'Asia/Bahrain','hours':{'sun':['08:00-17:00'],'mon':['08:00-17:00'],"                   \
  "'tue':['08:00-17:00'],'wed':['08:00-17:00'],'thu':['08:00-17:00']},"                            \
  "'holidays':[{'date':'2026-05-27','or':'2026-05-28','title':'Feast','estimated':true},"          \
  "{'date':'2026-05-28','or':'2026-05-29','title':'Feast','estimated':true},"                      \
  "{'date':'2026-06-16','or':'2026-06-17','title':'New Year','estimated':true}]}"

static json_t *
json_new (const char *text)
{
  g_autofree char *json = g_strdelimit (g_strdup (text), "'", '"');
  g_autoptr (GError) error = NULL;
  json_t *value = cs_json_load (json, strlen (json), &error);

  g_assert_no_error (error);
  return value;
}

/* D-C4: one moon decides about all days of a feast, and about no other. */
static void
test_settle (void)
{
  const struct {
    const char *date;
    gboolean takes_other, is_there;
    const char *dates;
  } cases[] = {
      {"2026-05-27", FALSE, TRUE, "2026-05-27 2026-05-28 2026-06-16?"},
      {"2026-05-28", TRUE, TRUE, "2026-05-28 2026-05-29 2026-06-16?"},
      {"2026-06-16", TRUE, TRUE, "2026-05-27? 2026-05-28? 2026-06-17"},
      {"2026-05-29", TRUE, FALSE, "2026-05-27? 2026-05-28? 2026-06-16?"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (json_t) calendar = json_new (OFFICE);
    g_autoptr (GPtrArray) days = NULL;
    g_autoptr (GString) text = g_string_new (NULL);

    g_assert_cmpint (cs_calendar_settle (calendar, cases[i].date, cases[i].takes_other),
                     ==,
                     cases[i].is_there);
    days = cs_calendar_list_days (calendar, "2026");
    for (guint d = 0; d < days->len; d++) {
      const CsCalendarDay *day = days->pdata[d];

      g_assert_true ((day->other != NULL) == day->is_estimated);
      g_string_append_printf (text,
                              "%s%s%s",
                              d > 0 ? " " : "",
                              day->date,
                              day->is_estimated ? "?" : "");
    }
    g_assert_cmpstr (text->str, ==, cases[i].dates);
  }
}

/* D-C4: what may move is told; the other date counts as open until somebody confirms it. */
static void
test_explain (void)
{
  g_autoptr (json_t) json = json_new (OFFICE);
  g_autoptr (GError) error = NULL;
  g_autoptr (CsCalendar) calendar = cs_calendar_new_from_json (json, &error);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *all = NULL;
  CsInstant due;

  g_assert_no_error (error);
  cs_calendar_due (calendar,
                   at ("2026-06-15T10:00:00+03:00"),
                   1,
                   CS_DURATION_BUSINESS_DAYS,
                   NULL,
                   0,
                   &due,
                   lines,
                   &error);
  g_assert_no_error (error);
  g_ptr_array_add (lines, NULL);
  all = g_strjoinv ("\n", (char **)lines->pdata);
  g_test_message ("%s", all);
  g_assert_nonnull (strstr (all, "closed: New Year (estimated)"));
  g_assert_nonnull (strstr (all, "may be closed: New Year (estimated)"));
}

static void
test_refused (void)
{
  g_autoptr (json_t) json =
      json_new ("{'zone':'Asia/Bahrain','hours':{'sun':['08:00-17:00']},'holidays':"
                "[{'date':'2026-05-27','or':'soon','title':'Feast','estimated':true}]}");
  g_autoptr (GError) error = NULL;

  g_assert_null (cs_calendar_new_from_json (json, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/calendar-candidates/D-C4-settle", test_settle);
  g_test_add_func ("/calendar-candidates/D-C4-explain", test_explain);
  g_test_add_func ("/calendar-candidates/refused", test_refused);
  return g_test_run ();
}
