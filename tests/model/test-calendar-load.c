/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "calendar-support.h"

#include <glib/gstdio.h>

#define OPEN "'hours':{'mon':['09:00-18:00']}"

static void
test_refused (void)
{
  const struct {
    const char *text;
    const char *says;
  } cases[] = {
      {"[]", "*zone*"},
      {"{" OPEN "}", "*zone*"},
      {"{'zone':'Mars/Olympus'," OPEN "}", "*Mars/Olympus*not a known time zone*"},
      {"{'zone':''," OPEN "}", "*not a known time zone*"},
      {"{'zone':'zone1970.tab'," OPEN "}", "*not a known time zone*"},
      {"{'zone':'Africa'," OPEN "}", "*not a known time zone*"},
      {"{'zone':'../../../etc/passwd'," OPEN "}", "*not a known time zone*"},
      {"{'zone':'Asia/Riyadh'}", "*hours*"},
      {"{'zone':'Asia/Riyadh','hours':{}}", "*no open time*"},
      {"{'zone':'Asia/Riyadh','hours':{'sun':[]}}", "*no open time*"},
      {"{'zone':'Asia/Riyadh','hours':{},'special':{'2026-01-05':[]}}", "*no open time*"},
      {"{'zone':'Asia/Riyadh','hours':{'sunday':['09:00-18:00']}}", "*sunday*weekday*"},
      {"{'zone':'Asia/Riyadh','hours':{'sun':'09:00-18:00'}}", "*list*"},
      {"{'zone':'Asia/Riyadh','hours':{'sun':['9-18']}}", "*9-18*interval*"},
      {"{'zone':'Asia/Riyadh','hours':{'sun':['09:00-18:60']}}", "*interval*"},
      {"{'zone':'Asia/Riyadh','hours':{'sun':['09:00-24:01']}}", "*interval*"},
      {"{'zone':'Asia/Riyadh','hours':{'sun':['22:00-06:00']}}", "*next day*"},
      {"{'zone':'Asia/Riyadh','hours':{'sun':['09:00-09:00']}}", "*does not end after*"},
      {"{'zone':'Asia/Riyadh','hours':{'sun':[9]}}", "*interval*"},
      {"{'zone':'Asia/Riyadh','hours':{'sun':['13:00-17:00','08:00-13:30']}}", "*sun*overlap*"},
      {"{'zone':'Asia/Riyadh'," OPEN ",'holidays':['2026-02-30']}", "*2026-02-30*date*"},
      {"{'zone':'Asia/Riyadh'," OPEN ",'holidays':['14.01.2026']}", "*date*"},
      {"{'zone':'Asia/Riyadh'," OPEN ",'holidays':[{'title':'Eid'}]}", "*date*"},
      {"{'zone':'Asia/Riyadh'," OPEN ",'holidays':{}}", "*list*"},
      {"{'zone':'Asia/Riyadh'," OPEN ",'special':{'tomorrow':['09:00-12:00']}}", "*date*"},
      {"{'zone':'Asia/Riyadh'," OPEN ",'special':{'2026-01-05':['09:00-12:00','10:00-11:00']}}",
       "*2026-01-05*overlap*"},
      {"{'zone':'Asia/Riyadh'," OPEN ",'special':[]}", "*special*"},
      {"{'zone':'Asia/Riyadh'," OPEN ",'special':{'2026-01-05':{'title':'Short'}}}", "*list*"},
      {"{'zone':'Asia/Riyadh'," OPEN ",'seasons':{}}", "*seasons*list*"},
      {"{'zone':'Asia/Riyadh'," OPEN ",'seasons':[{'from':'2026-02-18','to':'soon','hours':{}}]}",
       "*soon*date*"},
      {"{'zone':'Asia/Riyadh'," OPEN
       ",'seasons':[{'from':'2026-03-18','to':'2026-02-18','hours':{}}]}",
       "*season*2026-03-18*order*"},
      {"{'zone':'Asia/Riyadh'," OPEN
       ",'seasons':[{'from':'2026-01-01','to':'2026-12-31','hours':{}}]}",
       "*at most*days*"},
      {"{'zone':'Asia/Riyadh'," OPEN ",'seasons':[{'from':'2026-02-18','to':'2026-03-18'}]}",
       "*season*hours*"},
      {"{'zone':'Asia/Riyadh'," OPEN
       ",'seasons':[{'from':'2026-02-18','to':'2026-03-18','hours':{'mon':['9-14']}}]}",
       "*9-14*interval*"},
      {"{'zone':'Asia/Riyadh'," OPEN ",'seasons':[{'from':'2026-02-16','to':'2026-02-16',"
       "'hours':{'mon':['09:00-14:00']}},{'from':'2026-02-10','to':'2026-02-20',"
       "'hours':{'mon':['09:00-13:00']}}]}",
       "*2026-02-16*two seasons*"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *json = g_strdelimit (g_strdup (cases[i].text), "'", '"');
    g_autoptr (json_t) object = NULL;
    g_autoptr (GError) error = NULL;

    object = cs_json_load (json, strlen (json), &error);
    g_assert_no_error (error);
    g_assert_null (cs_calendar_new_from_json (object, &error));
    g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
    g_test_message ("%s", error->message);
    g_assert_true (g_pattern_match_simple (cases[i].says, error->message));
  }
}

static void
test_accepted (void)
{
  g_autoptr (CsCalendar) calendar = calendar_new (
      "{'zone':'Asia/Riyadh','title':'Head office','revision':7,'note':'left alone',"
      "'hours':{'sun':['13:00-17:00','08:00-12:00','12:00-13:00'],'mon':[]},"
      "'holidays':['2026-01-11','2026-01-11',{'date':'2026-01-18','title':'Eid','estimated':true}],"
      "'special':{'2026-01-25':['00:00-24:00']}}");

  g_assert_cmpstr (cs_calendar_get_title (calendar), ==, "Head office");
  g_assert_cmpint (cs_calendar_get_revision (calendar), ==, 7);
  g_assert_true (cs_calendar_is_open (calendar, at ("2026-01-04T08:00:00+03:00")));
  g_assert_false (cs_calendar_is_open (calendar, at ("2026-01-05T08:00:00+03:00")));
  g_assert_false (cs_calendar_is_open (calendar, at ("2026-01-11T08:00:00+03:00")));
  g_assert_false (cs_calendar_is_open (calendar, at ("2026-01-18T08:00:00+03:00")));
  g_assert_true (cs_calendar_is_open (calendar, at ("2026-01-25T23:59:59+03:00")));
  g_assert_cmpint (cs_calendar_elapsed (calendar,
                                        at ("2026-01-04T00:00:00+03:00"),
                                        at ("2026-01-05T00:00:00+03:00"),
                                        NULL,
                                        0),
                   ==,
                   9 * 3600);
}

/* The shorter days of Ramadan: a dated span of weeks; what is special about a date goes first. */
static void
test_season (void)
{
  g_autoptr (CsCalendar) calendar =
      calendar_new ("{'zone':'Asia/Riyadh','hours':{'sun':['09:00-18:00'],'mon':['09:00-18:00']},"
                    "'seasons':[{'title':'Ramadan','from':'2026-02-18','to':'2026-03-09',"
                    "'hours':{'sun':['10:00-15:00']},'estimated':true}],"
                    "'holidays':['2026-02-22'],'special':{'2026-03-01':{'hours':['12:00-13:00'],'"
                    "title':'Fast'}}}");
  const struct {
    const char *at;
    gboolean is_open;
  } cases[] = {
      {"2026-02-15T09:30:00+03:00", TRUE},  /* before */
      {"2026-02-22T10:30:00+03:00", FALSE}, /* a holiday within */
      {"2026-02-23T09:30:00+03:00", TRUE},  /* a weekday that is not named */
      {"2026-03-01T11:30:00+03:00", FALSE}, /* a special date within */
      {"2026-03-01T12:30:00+03:00", TRUE},
      {"2026-03-08T09:30:00+03:00", FALSE},
      {"2026-03-08T10:30:00+03:00", TRUE},
      {"2026-03-15T09:30:00+03:00", TRUE}, /* after */
  };
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  CsInstant due;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_true (cs_calendar_is_open (calendar, at (cases[i].at)) == cases[i].is_open);
  g_assert_true (cs_calendar_due (calendar,
                                  at ("2026-03-01T00:00:00+03:00"),
                                  11,
                                  CS_DURATION_HOURS,
                                  NULL,
                                  0,
                                  &due,
                                  lines,
                                  NULL));
  g_assert_cmpstr (lines->pdata[1], ==, "Sun 1 Mar 12:00–13:00 (Fast) · 1 h");
  g_assert_true (json_is_object (cs_calendar_get_json (calendar)));
}

static void
test_null_is_absent (void)
{
  g_autoptr (CsCalendar) calendar =
      calendar_new ("{'zone':'Asia/Riyadh'," OPEN ",'holidays':null,'special':null}");

  g_assert_true (cs_calendar_is_open (calendar, at ("2026-01-05T09:00:00+03:00")));
}

static void
test_file (void)
{
  g_autofree char *folder = g_dir_make_tmp ("calendar-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "broken.json", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (cs_calendar_new_from_file (path, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_file_set_contents (path, "{\"zone\":\"Asia/Riyadh\",\"hours\":{}}", -1, NULL);
  g_assert_null (cs_calendar_new_from_file (path, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "broken.json"));
  g_remove (path);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/calendar-load/refused", test_refused);
  g_test_add_func ("/calendar-load/accepted", test_accepted);
  g_test_add_func ("/calendar-load/season", test_season);
  g_test_add_func ("/calendar-load/null-is-absent", test_null_is_absent);
  g_test_add_func ("/calendar-load/file", test_file);
  return g_test_run ();
}
