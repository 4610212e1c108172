/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-clock.h"

#include <string.h>

static const char *pack_text =
    "{\"format\": 1, \"pack\": \"t\", \"prefix\": \"T\", \"version\": 1, \"title\": \"T\", "
    "\"languages\": [\"en\"],"
    " \"calendar\": \"team\", \"domains\": [\"own.example\"],"
    " \"regions\": {\"BH\": {\"calendar\": \"bahrain\", \"currency\": \"BHD\"}, \"KE\": "
    "{\"calendar\": \"kenya\", \"currency\": \"KES\"}},"
    " \"people\": {\"sam\": {\"mail\": \"sam@own.example\", \"region\": \"KE\"}, \"lead\": "
    "{\"mail\": \"lead@own.example\"}},"
    " \"roles\": {\"sales\": {\"holders\": [{\"person\": \"sam\"}]}, \"lead\": {\"holders\": "
    "[{\"person\": \"lead\"}]}},"
    " \"settings\": {\"Q-41\": {\"type\": \"duration\", \"default\": \"7d\"}},"
    " \"processes\": [{\"id\": \"p\","
    "  \"fields\": {\"urgency\": {\"type\": \"choice\", \"options\": [\"high\", \"low\"]}, "
    "\"note\": {\"type\": \"text\"},"
    "   \"cost\": {\"type\": \"money\"}},"
    "  \"documents\": {\"offer\": {\"fields\": [\"cost\"]}},"
    "  \"stages\": [{\"id\": \"s\", \"who\": \"sales\", \"steps\": ["
    "   {\"id\": \"begin\", \"form\": [\"urgency\"]},"
    "   {\"id\": \"deliver\", \"form\": [\"note\"], \"clock\": \"work\", \"returns\": [\"begin\"]},"
    "   {\"id\": \"pay\", \"form\": [\"cost\"], \"clock\": \"D-08\"},"
    "   {\"id\": \"done\", \"end\": \"completed\"}]}],"
    "  \"pauses\": {\"waiting\": {\"who\": [\"sales\"]}},"
    "  \"clocks\": {"
    "   \"work\": {\"by\": \"urgency\", \"pauses\": [\"waiting\"], \"rows\": {"
    "     \"high\": {\"time\": \"4h\", \"ladder\": [{\"at\": \"50%\"}, {\"at\": \"limit\", "
    "\"tell\": [\"lead\"], \"urgent\": true}]},"
    "     \"low\": {\"time\": \"20+bd\", \"ladder\": [{\"at\": \"target\"}]}}},"
    "   \"D-08\": {\"time\": {\"setting\": \"Q-41\"}, \"calendar\": \"client\","
    "     \"ladder\": [{\"at\": \"limit-2bd\"}, {\"at\": \"limit\", \"tell\": [\"sales\"]}]}}}]}";

static const char *bahrain_text =
    "{\"zone\": \"Asia/Bahrain\", \"hours\": {\"sun\": [\"08:00-17:00\"], \"mon\": "
    "[\"08:00-17:00\"],"
    " \"tue\": [\"08:00-17:00\"], \"wed\": [\"08:00-17:00\"], \"thu\": [\"08:00-17:00\"]}}";

typedef struct {
  CsPack *pack;
  CsDirectory *directory;
  CsRequest *request;
  guint n;
} Fixture;

static CsInstant
at (const char *text)
{
  CsInstant instant;

  g_assert_true (cs_instant_parse (text, &instant, NULL));
  return instant;
}

static void
say (Fixture *fixture, const char *kind, const char *when, const char *data_text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (json_t) data = cs_json_load (data_text, strlen (data_text), &error);
  g_autofree char *id = g_strdup_printf ("019b8d71-b073-7000-8000-%012u", ++fixture->n);
  CsEntryHead head = {.id = id,
                      .request = "019b8d71-b073-7000-8000-000000000001",
                      .kind = kind,
                      .by = "sam",
                      .device = "d-1",
                      .n = fixture->n,
                      .at = at (when),
                      .seen = fixture->n - 1};
  g_autoptr (CsEntry) entry = NULL;

  g_assert_no_error (error);
  entry = cs_entry_build (&head, data, &error);
  g_assert_no_error (error);
  cs_entry_stamp (entry, fixture->n, fixture->n, at (when), NULL);
  g_assert_true (cs_request_apply (fixture->request, entry, &error));
  g_assert_no_error (error);
}

static void
set_up (Fixture *fixture, gconstpointer urgency)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new_static (pack_text, strlen (pack_text));
  g_autoptr (json_t) calendar_json = cs_json_load (bahrain_text, strlen (bahrain_text), NULL);
  g_autoptr (CsCalendar) calendar = cs_calendar_new_from_json (calendar_json, &error);
  g_autofree char *fill =
      g_strdup_printf ("{\"step\": \"begin\", \"values\": {\"urgency\": \"%s\"}}",
                       (const char *)urgency);

  g_assert_no_error (error);
  fixture->pack = cs_pack_new_from_bytes ("t.json", bytes, &error);
  g_assert_no_error (error);
  fixture->directory = cs_directory_new ();
  cs_directory_add_pack (fixture->directory, "t", fixture->pack->root);
  cs_directory_add_calendar (fixture->directory, "team", calendar);
  cs_directory_add_calendar (fixture->directory, "bahrain", calendar);
  fixture->request = cs_request_new (cs_pack_get_process (fixture->pack, "p"), NULL);
  say (fixture,
       "open",
       "2026-01-06T06:00:00Z",
       "{\"process\": \"p\", \"pack\": \"t\", \"client\": \"c-1\", \"region\": \"BH\", \"title\": "
       "\"x\"}");
  say (fixture, "fill", "2026-01-06T06:01:00Z", fill);
  say (fixture, "complete", "2026-01-06T06:02:00Z", "{\"step\": \"begin\"}");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  cs_request_free (fixture->request);
  cs_directory_free (fixture->directory);
  cs_pack_unref (fixture->pack);
}

static CsClockRun *
only_run (GPtrArray *runs, const char *id)
{
  CsClockRun *found = NULL;

  for (guint i = 0; i < runs->len; i++) {
    CsClockRun *run = runs->pdata[i];

    if (g_str_equal (run->id, id))
      found = run;
  }
  g_assert_nonnull (found);
  return found;
}

static GPtrArray *
runs_at (Fixture *fixture, const char *now)
{
  return cs_clock_list_runs (fixture->request, fixture->directory, at (now));
}

static void
assert_instant (CsInstant instant, const char *expected)
{
  g_autofree char *text = instant == CS_INSTANT_NONE ? g_strdup ("none")
                                                     : cs_instant_format (instant);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_states (Fixture *fixture, gconstpointer data)
{
  const struct {
    const char *now;
    CsClockState state;
    gint64 left_secs;
  } cases[] = {
      {"2026-01-06T06:02:00Z", CS_CLOCK_RUNNING, 4 * 3600},
      {"2026-01-06T09:02:00Z", CS_CLOCK_AMBER, 3600},
      {"2026-01-06T10:02:00Z", CS_CLOCK_AMBER, 0}, /* met means done by then, so not yet late */
      {"2026-01-06T11:02:00Z", CS_CLOCK_BREACHED, -3600},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GPtrArray) runs = runs_at (fixture, cases[i].now);
    CsClockRun *run = only_run (runs, "work/deliver/1");

    assert_instant (run->due, "2026-01-06T10:02:00Z");
    g_assert_cmpint (run->state, ==, cases[i].state);
    g_assert_cmpint (run->left_secs, ==, cases[i].left_secs);
  }
}

static void
test_rungs (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) runs = runs_at (fixture, "2026-01-06T06:02:00Z");
  CsClockRun *run = only_run (runs, "work/deliver/1");
  CsRungState *half = run->rungs->pdata[0], *limit = run->rungs->pdata[1];

  assert_instant (half->at, "2026-01-06T08:02:00Z");
  assert_instant (limit->at, "2026-01-06T10:02:00Z");
  g_assert_cmpstr (half->tell[0], ==, "sam");
  g_assert_cmpstr (limit->tell[0], ==, "lead");
  assert_instant (cs_clock_next_event (runs, at ("2026-01-06T06:02:00Z")), "2026-01-06T08:02:00Z");
  assert_instant (cs_clock_next_event (runs, at ("2026-01-06T09:00:00Z")), "2026-01-06T09:00:00Z");
}

static void
test_fired_once (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) runs = NULL;

  say (fixture,
       "rung",
       "2026-01-06T08:02:00Z",
       "{\"clock\": \"work\", \"run\": \"work/deliver/1\", \"rung\": \"high/50%\"}");
  runs = runs_at (fixture, "2026-01-06T09:00:00Z");
  g_assert_nonnull (((CsRungState *)only_run (runs, "work/deliver/1")->rungs->pdata[0])->fired);
  assert_instant (cs_clock_next_event (runs, at ("2026-01-06T09:00:00Z")), "2026-01-06T10:02:00Z");
}

/* A deadline that was passed and then moved, as was agreed, is told again before and at its new
 * end; what lies behind is not (PH-26, D-C10). */
static void
test_extended (Fixture *fixture, gconstpointer data)
{
  const char *limit = "2026-01-06T10:02:00Z";
  g_autoptr (GPtrArray) late = NULL, moved = NULL, told = NULL, back = NULL;
  CsRungState *state;

  say (fixture,
       "rung",
       limit,
       "{\"clock\": \"work\", \"run\": \"work/deliver/1\", \"rung\": \"high/limit\", "
       "\"due\": \"2026-01-06T10:02:00Z\"}");
  late = runs_at (fixture, "2026-01-06T11:00:00Z");
  g_assert_nonnull (((CsRungState *)only_run (late, "work/deliver/1")->rungs->pdata[1])->fired);
  say (fixture,
       "extend",
       "2026-01-06T11:02:00Z",
       "{\"clock\": \"work\", \"until\": \"2026-01-07\", \"reason\": \"agreed\"}");
  moved = runs_at (fixture, "2026-01-06T11:02:00Z");
  state = only_run (moved, "work/deliver/1")->rungs->pdata[1];
  g_assert_null (state->fired);
  g_assert_nonnull (state->earlier);
  assert_instant (state->at, "2026-01-07T14:00:00Z");
  say (fixture,
       "rung",
       "2026-01-07T14:00:00Z",
       "{\"clock\": \"work\", \"run\": \"work/deliver/1\", \"rung\": \"high/limit\", "
       "\"due\": \"2026-01-07T14:00:00Z\"}");
  told = runs_at (fixture, "2026-01-07T15:00:00Z");
  g_assert_nonnull (((CsRungState *)only_run (told, "work/deliver/1")->rungs->pdata[1])->fired);
  say (fixture,
       "extend",
       "2026-01-07T15:02:00Z",
       "{\"clock\": \"work\", \"until\": \"2026-01-06\", \"reason\": \"agreed\"}");
  back = runs_at (fixture, "2026-01-07T15:02:00Z");
  g_assert_nonnull (((CsRungState *)only_run (back, "work/deliver/1")->rungs->pdata[1])->fired);
}

static void
test_pause (Fixture *fixture, gconstpointer data) /* PH-27 */
{
  g_autoptr (GPtrArray) paused = NULL, resumed = NULL;

  say (fixture, "pause", "2026-01-06T07:02:00Z", "{\"clock\": \"work\", \"reason\": \"waiting\"}");
  paused = runs_at (fixture, "2026-01-06T08:02:00Z");
  g_assert_cmpint (only_run (paused, "work/deliver/1")->state, ==, CS_CLOCK_PAUSED);
  g_assert_cmpstr (only_run (paused, "work/deliver/1")->pause_reason, ==, "waiting");
  assert_instant (cs_clock_next_event (paused, at ("2026-01-06T08:02:00Z")), "none");
  say (fixture, "resume", "2026-01-06T09:02:00Z", "{\"clock\": \"work\"}");
  resumed = runs_at (fixture, "2026-01-06T09:02:00Z");
  assert_instant (only_run (resumed, "work/deliver/1")->due, "2026-01-06T12:02:00Z");
}

static void
test_return_stands_still (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) away = NULL, back = NULL;

  say (fixture,
       "return",
       "2026-01-06T07:02:00Z",
       "{\"step\": \"deliver\", \"to\": \"begin\", \"reason\": \"unclear\"}");
  away = runs_at (fixture, "2026-01-06T08:02:00Z");
  g_assert_cmpint (only_run (away, "work/deliver/1")->state, ==, CS_CLOCK_PAUSED);
  say (fixture, "complete", "2026-01-06T08:32:00Z", "{\"step\": \"begin\"}");
  back = runs_at (fixture, "2026-01-06T08:32:00Z");
  assert_instant (only_run (back, "work/deliver/1")->due, "2026-01-06T11:32:00Z");
}

static void
test_no_limit (Fixture *fixture, gconstpointer data) /* PH-23 */
{
  g_autoptr (GPtrArray) runs = runs_at (fixture, "2026-01-06T09:00:00Z");
  CsClockRun *run = only_run (runs, "work/deliver/1");

  g_assert_cmpint (run->state, ==, CS_CLOCK_NO_LIMIT);
  assert_instant (run->due, "none");
  assert_instant (run->target, "2026-02-03T14:00:00Z");
}

static void
test_payment_week (Fixture *fixture, gconstpointer data) /* D-08, Q-41, E10 */
{
  g_autoptr (GPtrArray) runs = NULL, later = NULL;
  g_autoptr (GPtrArray) lines = NULL;
  g_autoptr (GError) error = NULL;
  CsClockRun *run;

  say (fixture,
       "fill",
       "2026-01-08T11:59:00Z",
       "{\"step\": \"deliver\", \"values\": {\"note\": \"n\"}}");
  say (fixture, "complete", "2026-01-08T12:00:00Z", "{\"step\": \"deliver\"}");
  runs = runs_at (fixture, "2026-01-08T12:00:00Z");
  g_assert_cmpint (only_run (runs, "work/deliver/1")->state, ==, CS_CLOCK_MISSED);
  run = only_run (runs, "D-08/pay/1");
  g_assert_cmpstr (run->calendar, ==, "bahrain");
  assert_instant (run->due, "2026-01-15T14:00:00Z");
  assert_instant (((CsRungState *)run->rungs->pdata[0])->at, "2026-01-13T14:00:00Z");
  lines = cs_clock_explain (fixture->request, run, fixture->directory, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (lines->len, >=, 2);
  say (fixture,
       "extend",
       "2026-01-12T12:00:00Z",
       "{\"clock\": \"D-08\", \"until\": \"2026-01-16\", \"reason\": \"agreed\"}");
  later = runs_at (fixture, "2026-01-12T12:00:00Z");
  run = only_run (later, "D-08/pay/1");
  g_assert_true (run->extended);
  assert_instant (run->due, "2026-01-18T14:00:00Z"); /* a Friday moves to Sunday */
}

int
main (int argc, char **argv)
{
  const struct {
    const char *path;
    const char *urgency;
    void (*test) (Fixture *, gconstpointer);
  } tests[] = {
      {"/clock/states", "high", test_states},
      {"/clock/rungs", "high", test_rungs},
      {"/clock/fired-once", "high", test_fired_once},
      {"/clock/extended/PH-26", "high", test_extended},
      {"/clock/pause/PH-27", "high", test_pause},
      {"/clock/return-stands-still", "high", test_return_stands_still},
      {"/clock/no-limit/PH-23", "low", test_no_limit},
      {"/clock/payment-week/E10", "high", test_payment_week},
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, tests[i].urgency, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
