/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "script-support.h"

/* What a line of a scenario expects of the request, and says where it is not so. */

static const char *const step_states[] = {"done",
                                          "lapsed",
                                          "not-applicable",
                                          "not-called",
                                          "skipped",
                                          "rejected",
                                          "waiting",
                                          "returned",
                                          "open"};
static const char *const level_states[] = {"not-applicable",
                                           "waiting",
                                           "asked",
                                           "carryable",
                                           "approved",
                                           "lapsed",
                                           "rejected",
                                           "sent-back"};
static const char *const verdicts[] = {"refused",
                                       "already-settled",
                                       "content-changed",
                                       "mandate-ended",
                                       "withdrawn"};
static const char *const clock_states[] =
    {"running", "amber", "breached", "paused", "met", "missed", "no-limit"};
static const char *const payment_states[] =
    {"none", "due", "promised", "part", "disputed", "confirmed", "written-off"};
static const char *const ends[] = {"none", "completed", "rejected", "withdrawn"};

static void
script_expect_list (Script *self, const char *what, const GPtrArray *texts, const json_t *expected)
{
  g_autoptr (GString) is = g_string_new (NULL);
  g_autoptr (GString) wanted = g_string_new (NULL);
  gsize index;
  json_t *one;

  if (expected == NULL)
    return;
  for (guint i = 0; i < texts->len; i++)
    g_string_append_printf (is, "%s\n", (const char *)texts->pdata[i]);
  json_array_foreach (expected, index, one)
      g_string_append_printf (wanted, "%s\n", json_string_value (one));
  if (strcmp (is->str, wanted->str) != 0)
    g_error ("%s: %s:\n%s", self->where, what, is->str);
}

static const char *
script_state (Script *self, const char *subject)
{
  const CsProcess *process = cs_request_get_process (self->request);
  g_auto (GStrv) parts = g_strsplit (subject, "/", 2);
  const CsStep *step;
  const CsLevel *level;

  if (g_str_equal (subject, "end"))
    return ends[cs_request_get_end (self->request)];
  if (g_str_equal (subject, "stage"))
    return cs_request_get_stage (self->request)->id;
  step = cs_process_get_step (process, parts[0]);
  if (step == NULL)
    g_error ("%s: no step %s", self->where, parts[0]);
  if (parts[1] == NULL)
    return step_states[cs_request_get_step_state (self->request, step)];
  level = cs_approval_get_level (step->approval, parts[1]);
  g_assert_nonnull (level);
  return level_states[cs_request_get_level_state (self->request, step, level)];
}

static void
script_expect_states (Script *self, json_t *expected)
{
  const char *subject;
  json_t *state;

  json_object_foreach (expected, subject, state)
  {
    const char *is = script_state (self, subject);

    if (!g_str_equal (is, json_string_value (state)))
      g_error ("%s: %s is %s, not %s", self->where, subject, is, json_string_value (state));
  }
}

static void
script_expect_missing (Script *self, const char *gate, const json_t *expected)
{
  const CsGate *found = cs_process_get_gate (cs_request_get_process (self->request), gate);
  g_autoptr (GPtrArray) missing = cs_rules_missing_for_gate (self->request, found, &self->context);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GString) wanted = g_string_new (NULL);
  gsize index;
  json_t *one;

  for (guint i = 0; i < missing->len; i++) {
    const CsMissing *item = missing->pdata[i];

    g_string_append_printf (text, "%s [%s]\n", item->text, item->who != NULL ? item->who : "");
  }
  json_array_foreach (expected, index, one)
      g_string_append_printf (wanted, "%s\n", json_string_value (one));
  if (strcmp (text->str, wanted->str) != 0)
    g_error ("%s: %s misses:\n%s", self->where, gate, text->str);
}

static void
script_expect_turns (Script *self, const json_t *expected)
{
  g_autoptr (GPtrArray) turns = cs_rules_list_turns (self->request, &self->context);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GString) wanted = g_string_new (NULL);
  gsize index;
  json_t *one;

  for (guint i = 0; i < turns->len; i++) {
    const CsTurn *turn = turns->pdata[i];

    g_string_append (text, turn->step->id);
    if (turn->level != NULL)
      g_string_append_printf (text, "/%s", turn->level->id);
    for (guint j = 0; j < turn->keys->len; j++)
      g_string_append_printf (text, " %s", (char *)turn->keys->pdata[j]);
    g_string_append_c (text, '\n');
  }
  json_array_foreach (expected, index, one)
      g_string_append_printf (wanted, "%s\n", json_string_value (one));
  if (strcmp (text->str, wanted->str) != 0)
    g_error ("%s: turns are:\n%s", self->where, text->str);
}

static const CsClockRun *
script_find_run (Script *self, const GPtrArray *runs, const char *id)
{
  g_autoptr (GString) ids = g_string_new (NULL);

  for (guint i = 0; i < runs->len; i++) {
    const CsClockRun *run = runs->pdata[i];

    if (g_str_equal (run->id, id))
      return run;
    g_string_append_printf (ids, " %s", run->id);
  }
  g_error ("%s: there is no %s, but%s", self->where, id, ids->str);
}

static void
script_expect_run (Script *self, json_t *line)
{
  g_autoptr (GPtrArray) runs =
      cs_clock_list_runs (self->request, self->directory, self->context.now);
  const CsClockRun *run = script_find_run (self, runs, cs_json_get_string (line, "run"));
  const char *due = cs_json_get_string (line, "due");
  const char *target = cs_json_get_string (line, "target");
  const char *state = cs_json_get_string (line, "state");
  g_autofree char *is = run->due != CS_INSTANT_NONE ? cs_instant_format (run->due)
                                                    : g_strdup ("none");
  g_autofree char *aimed = run->target != CS_INSTANT_NONE ? cs_instant_format (run->target)
                                                          : g_strdup ("none");

  if (due != NULL && !g_str_equal (is, due))
    g_error ("%s: due %s", self->where, is);
  if (target != NULL && !g_str_equal (aimed, target))
    g_error ("%s: the target is %s", self->where, aimed);
  if (state != NULL && !g_str_equal (clock_states[run->state], state))
    g_error ("%s: the clock is %s", self->where, clock_states[run->state]);
}

static void
script_expect_rungs (Script *self, json_t *line)
{
  g_autoptr (GPtrArray) runs =
      cs_clock_list_runs (self->request, self->directory, self->context.now);
  const CsClockRun *run = script_find_run (self, runs, cs_json_get_string (line, "rungs"));
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < run->rungs->len; i++) {
    const CsRungState *rung = run->rungs->pdata[i];
    g_autofree char *at = rung->at != CS_INSTANT_NONE ? cs_instant_format (rung->at)
                                                      : g_strdup ("none");

    g_ptr_array_add (texts,
                     g_strdup_printf ("%s %s", rung->rung->id, rung->fired != NULL ? "told" : at));
  }
  script_expect_list (self, "rungs", texts, json_object_get (line, "at"));
}

static void
script_expect_explanation (Script *self, json_t *line)
{
  g_autoptr (GPtrArray) runs =
      cs_clock_list_runs (self->request, self->directory, self->context.now);
  const CsClockRun *run = script_find_run (self, runs, cs_json_get_string (line, "explain"));
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) lines = cs_clock_explain (self->request, run, self->directory, &error);

  if (lines == NULL)
    g_error ("%s: %s", self->where, error->message);
  script_expect_list (self, "explanation", lines, json_object_get (line, "lines"));
}

static void
script_expect_payment (Script *self, json_t *line)
{
  const CsPayment *payment = cs_request_get_payments (self->request)->pdata[0];
  gint64 received = cs_json_get_int (line, "received", payment->received.minor);

  if (!g_str_equal (payment_states[payment->state], cs_json_get_string (line, "payment")))
    g_error ("%s: the payment is %s", self->where, payment_states[payment->state]);
  g_assert_cmpint (payment->received.minor, ==, received);
}

static void
script_expect_decided (Script *self, json_t *line)
{
  const GPtrArray *decisions = cs_request_get_decisions (self->request);
  const char *wanted = cs_json_get_string (line, "decided");

  for (guint i = decisions->len; i > 0; i--) {
    const CsDecision *decision = decisions->pdata[i - 1];
    g_autofree char *where = g_strdup_printf ("%s/%s", decision->step->id, decision->level->id);

    if (!g_str_equal (where, wanted))
      continue;
    g_assert_cmpstr (decision->person, ==, cs_json_get_string (line, "by"));
    g_assert_cmpstr (decision->for_person, ==, cs_json_get_string (line, "for"));
    return;
  }
  g_error ("%s: nothing was decided", self->where);
}

static void
script_expect_sign_in (Script *self, json_t *expected)
{
  const CsProcess *process = cs_request_get_process (self->request);
  const char *where;
  json_t *asks;

  json_object_foreach (expected, where, asks)
  {
    g_auto (GStrv) parts = g_strsplit (where, "/", 2);
    const CsStep *step = cs_process_get_step (process, parts[0]);
    const CsLevel *level = cs_approval_get_level (step->approval, parts[1]);

    g_assert_true (cs_rules_asks_sign_in (self->request, step, level) == json_is_true (asks));
  }
}

static void
script_expect_values (Script *self, json_t *expected)
{
  const CsProcess *process = cs_request_get_process (self->request);
  const char *id;
  json_t *value;

  json_object_foreach (expected, id, value)
  {
    const CsField *field = cs_process_get_field (process, id);
    g_autofree char *is = NULL;

    g_assert_nonnull (field);
    if (json_equal (cs_request_get_value (self->request, field)->value, value))
      continue;
    is = json_dumps (cs_request_get_value (self->request, field)->value, JSON_ENCODE_ANY);
    g_error ("%s: %s is %s", self->where, id, is);
  }
}

static void
script_expect_unanswered (Script *self, json_t *line)
{
  const json_t *ids = json_object_get (line, "unanswered");
  gsize index;
  json_t *id;

  json_array_foreach (ids, index, id)
  {
    const CsField *field =
        cs_process_get_field (cs_request_get_process (self->request), json_string_value (id));

    if (cs_request_is_answered (self->request, field))
      g_error ("%s: %s is answered", self->where, field->id);
  }
}

static void
script_expect_conditions (Script *self, const json_t *expected)
{
  const GPtrArray *conditions = cs_request_get_conditions (self->request);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < conditions->len; i++) {
    const CsCondition *condition = conditions->pdata[i];

    g_ptr_array_add (texts,
                     g_strdup_printf ("%u %s: %s",
                                      condition->number,
                                      condition->settled != NULL ? "settled" : "open",
                                      condition->text));
  }
  script_expect_list (self, "conditions", texts, expected);
}

static void
script_expect_refusal (Script *self, const json_t *line, const CsReason *reason)
{
  const char *rule = cs_json_get_string (line, "refused");
  const char *says = cs_json_get_string (line, "says");
  const char *verdict = cs_json_get_string (line, "verdict");
  g_autoptr (GString) text = g_string_new (reason->text);

  for (guint i = 0; i < reason->missing->len; i++)
    g_string_append_printf (text, " · %s", ((CsMissing *)reason->missing->pdata[i])->text);
  if (rule == NULL)
    g_error ("%s: refused by %s: %s", self->where, reason->rule, text->str);
  if (!g_str_equal (rule, reason->rule))
    g_error ("%s: refused by %s, not by %s: %s", self->where, reason->rule, rule, text->str);
  if (says != NULL && strstr (text->str, says) == NULL)
    g_error ("%s: does not say “%s”: %s", self->where, says, text->str);
  if (verdict != NULL && !g_str_equal (verdict, verdicts[reason->verdict]))
    g_error ("%s: the verdict is %s", self->where, verdicts[reason->verdict]);
}
