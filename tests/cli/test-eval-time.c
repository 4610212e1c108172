/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-eval.h"

#include <string.h>

#define WEEK                                                                                       \
  "'zone':'Africa/Cairo','hours':{'sun':['08:00-12:00','13:00-17:00'],'mon':['08:00-12:00',"       \
  "'13:00-17:00'],'tue':['08:00-12:00','13:00-17:00'],'wed':['08:00-12:00','13:00-17:00'],"        \
  "'thu':['08:00-12:00','13:00-17:00']},'holidays':['2026-01-14'],"                                \
  "'special':{'2026-02-18':['09:00-14:00']}"
#define TUESDAY ",'start':'2026-01-13T16:00:00+02:00'"

static json_t *
ask (CsEvalFunction function, const char *text, GError **error)
{
  g_autofree char *json = g_strdelimit (g_strdup (text), "'", '"');
  g_autoptr (GError) broken = NULL;
  g_autoptr (json_t) question = cs_json_load (json, strlen (json), &broken);

  g_assert_no_error (broken);
  return function (question, error);
}

static void
test_due (void)
{
  const struct {
    const char *question;
    const char *due;
    const char *target;
  } cases[] = {
      {"{" WEEK TUESDAY ",'for':'4h'}", "2026-01-15T11:00:00+02:00", NULL},
      {"{" WEEK TUESDAY ",'for':'90m'}", "2026-01-15T08:30:00+02:00", NULL},
      {"{" WEEK TUESDAY ",'for':'24eh'}", "2026-01-14T16:00:00+02:00", NULL},
      {"{" WEEK TUESDAY ",'for':'3bd'}", "2026-01-19T17:00:00+02:00", NULL},
      {"{" WEEK TUESDAY ",'for':'7d'}", "2026-01-20T17:00:00+02:00", NULL},
      {"{" WEEK TUESDAY ",'for':'3-5bd'}",
       "2026-01-21T17:00:00+02:00",
       "2026-01-19T17:00:00+02:00"},
      {"{" WEEK TUESDAY ",'for':'3+bd'}", NULL, "2026-01-19T17:00:00+02:00"},
      {"{" WEEK TUESDAY ",'for':'4h','pauses':null}", "2026-01-15T11:00:00+02:00", NULL},
      {"{" WEEK TUESDAY ",'for':'4h','pauses':[]}", "2026-01-15T11:00:00+02:00", NULL},
      {"{" WEEK TUESDAY ",'for':'4h','pauses':[['2026-01-13T16:30:00+02:00',"
       "'2026-01-15T08:00:00+02:00']]}",
       "2026-01-15T11:30:00+02:00",
       NULL},
      {"{" WEEK ",'start':'2026-01-13T14:00:00.250Z','for':'24eh'}",
       "2026-01-14T16:00:00.250+02:00",
       NULL},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (json_t) answer = ask (cs_eval_due, cases[i].question, &error);

    g_assert_no_error (error);
    g_assert_cmpstr (cs_json_get_string (answer, "due"), ==, cases[i].due);
    g_assert_cmpstr (cs_json_get_string (answer, "target"), ==, cases[i].target);
    g_assert_cmpuint (json_array_size (json_object_get (answer, "explain")), >, 0);
  }
}

static void
test_elapsed (void)
{
  const struct {
    const char *question;
    int seconds;
  } cases[] = {
      {"{" WEEK TUESDAY ",'end':'2026-01-15T11:00:00+02:00'}", 4 * 3600},
      {"{" WEEK TUESDAY ",'end':'2026-01-13T16:00:00+02:00'}", 0},
      {"{" WEEK TUESDAY ",'end':'2026-01-15T11:00:00+02:00','pauses':[['2026-01-13T16:30:00+02:00',"
       "'2026-01-15T08:30:00+02:00']]}",
       3 * 3600},
      {"{" WEEK TUESDAY ",'end':'2026-01-15T11:00:00+02:00','pauses':[['2026-01-13T16:30:00+02:00',"
       "null]]}",
       1800},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (json_t) answer = ask (cs_eval_elapsed, cases[i].question, &error);

    g_assert_no_error (error);
    g_assert_cmpint (cs_json_get_int (answer, "seconds", -1), ==, cases[i].seconds);
  }
}

static void
test_refused (void)
{
  const struct {
    CsEvalFunction function;
    const char *question;
    const char *says;
  } cases[] = {
      {cs_eval_due, "{}", "*zone*"},
      {cs_eval_due, "[]", "*zone*"},
      {cs_eval_due, "{" WEEK ",'for':'4h'}", "*start*"},
      {cs_eval_due, "{" WEEK ",'for':'4h','start':7}", "*start*"},
      {cs_eval_due, "{" WEEK ",'for':'4h','start':'2026-01-13T16:00:00'}", "*start*zone*"},
      {cs_eval_due, "{" WEEK TUESDAY "}", "*length of time*"},
      {cs_eval_due, "{" WEEK TUESDAY ",'for':'0h'}", "*no time*"},
      {cs_eval_due, "{" WEEK TUESDAY ",'for':'1.5h'}", "*length of time*"},
      {cs_eval_due, "{" WEEK TUESDAY ",'for':'-3bd'}", "*length of time*"},
      {cs_eval_due, "{" WEEK TUESDAY ",'for':'99999999h'}", "*50 years*"},
      {cs_eval_due, "{" WEEK TUESDAY ",'for':'4h','pauses':{}}", "*pauses*list*"},
      {cs_eval_due, "{" WEEK TUESDAY ",'for':'4h','pauses':[[]]}", "*pair*"},
      {cs_eval_due, "{" WEEK TUESDAY ",'for':'4h','pauses':[['now','then']]}", "*pauses*now*"},
      {cs_eval_due,
       "{" WEEK TUESDAY ",'for':'4h','pauses':[['2026-01-13T16:30:00+02:00',null]]}",
       "*paused*"},
      {cs_eval_due,
       "{" WEEK TUESDAY ",'for':'4h','pauses':[['2026-01-13T16:30:00+02:00',"
       "'2026-01-13T16:00:00+02:00']]}",
       "*before it begins*"},
      {cs_eval_elapsed, "{" WEEK TUESDAY "}", "*end*"},
      {cs_eval_elapsed, "{" WEEK TUESDAY ",'end':'2026-01-12T11:00:00+02:00'}", "*before*"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (ask (cases[i].function, cases[i].question, &error));
    g_assert_nonnull (error);
    g_test_message ("%s", error->message);
    g_assert_true (g_pattern_match_simple (cases[i].says, error->message));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/eval-time/due", test_due);
  g_test_add_func ("/eval-time/elapsed", test_elapsed);
  g_test_add_func ("/eval-time/refused", test_refused);
  return g_test_run ();
}
