/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-rules-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What the rules look things up with: people of a role, truths against the present, reasons. */

/**
 * cs_reason_new:
 * @rule: stable name: a requirement ID or a rule's name
 * @text: (transfer full): one sentence for a person
 *
 * Returns: (transfer full): a reason with the verdict *refused*
 */
CsReason *
cs_reason_new (const char *rule, char *text)
{
  CsReason *self = g_new0 (CsReason, 1);

  self->verdict = CS_VERDICT_REFUSED;
  self->rule = g_strdup (rule);
  self->text = text;
  self->missing = cs_missing_list_new ();
  return self;
}

/**
 * cs_reason_free:
 * @self: (transfer full) (nullable): a reason
 */
void
cs_reason_free (CsReason *self)
{
  if (self == NULL)
    return;
  g_free (self->rule);
  g_free (self->text);
  g_ptr_array_unref (self->missing);
  json_decref (self->changes);
  g_free (self);
}

/**
 * cs_judge_add:
 * @reasons: (element-type CsReason): reasons so far
 * @verdict: what the authority answers
 * @rule: stable name
 * @format: one sentence for a person
 * @...: its parts
 *
 * Returns: (transfer none): the reason added
 */
CsReason *
cs_judge_add (GPtrArray *reasons, CsVerdict verdict, const char *rule, const char *format, ...)
{
  CsReason *reason;
  va_list args;

  va_start (args, format);
  reason = cs_reason_new (rule, g_strdup_vprintf (format, args));
  va_end (args);
  reason->verdict = verdict;
  g_ptr_array_add (reasons, reason);
  return reason;
}

/**
 * cs_judge_init:
 * @self: (out caller-allocates): the question
 * @request: a request
 * @person: who asks
 * @context: the directory and the present
 *
 * Prepares a question; clear it with [func@judge_clear].
 */
void
cs_judge_init (CsJudge *self,
               const CsRequest *request,
               const char *person,
               const CsRuleContext *context)
{
  *self = (CsJudge){request, context, person, NULL, NULL};
}

/**
 * cs_judge_clear:
 * @self: a question
 *
 * Frees what was worked out.
 */
void
cs_judge_clear (CsJudge *self)
{
  g_clear_pointer (&self->runs, g_ptr_array_unref);
  g_clear_pointer (&self->holders, g_hash_table_unref);
}

/**
 * cs_judge_list_people:
 * @self: a question
 * @who: (element-type CsWho): roles and person fields
 *
 * Returns: (transfer none) (element-type CsHolder): who may act as one of these now
 */
const GPtrArray *
cs_judge_list_people (CsJudge *self, const GPtrArray *who)
{
  GPtrArray *people;

  if (self->holders == NULL)
    self->holders = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)g_ptr_array_unref);
  people = g_hash_table_lookup (self->holders, who);
  if (people == NULL) {
    people = cs_rules_list_people (self->request, who, self->context);
    g_hash_table_insert (self->holders, (gpointer)who, people);
  }
  return people;
}

/**
 * cs_judge_find_holder:
 * @self: a question
 * @who: (element-type CsWho): roles and person fields
 *
 * Returns: (transfer none) (nullable): as what the person who asks may act
 */
const CsHolder *
cs_judge_find_holder (CsJudge *self, const GPtrArray *who)
{
  const GPtrArray *people = cs_judge_list_people (self, who);

  for (guint i = 0; i < people->len; i++) {
    const CsHolder *holder = people->pdata[i];

    if (strcmp (holder->person->id, self->person) == 0)
      return holder;
  }
  return NULL;
}

/**
 * cs_judge_is_who:
 * @self: a question
 * @who: (element-type CsWho): roles and person fields
 *
 * Returns: whether the person who asks is one of them
 */
gboolean
cs_judge_is_who (CsJudge *self, const GPtrArray *who)
{
  return cs_judge_find_holder (self, who) != NULL;
}

static const CsClockRun *
find_run (const GPtrArray *runs, const CsClockDef *clock)
{
  for (guint i = runs->len; i > 0; i--) {
    const CsClockRun *run = runs->pdata[i - 1];

    if (run->clock->index == clock->index)
      return run;
  }
  return NULL;
}

/**
 * cs_judge_find_run:
 * @self: a question
 * @clock: a clock of the process
 *
 * Returns: (transfer none) (nullable): its newest run
 */
const CsClockRun *
cs_judge_find_run (CsJudge *self, const CsClockDef *clock)
{
  if (self->runs == NULL)
    self->runs = cs_clock_list_runs (self->request, self->context->directory, self->context->now);
  return find_run (self->runs, clock);
}

static gboolean
ends_with (const CsClockDef *clock, const CsStep *step)
{
  return step->clock == clock ||
         (clock->stops != NULL && clock->stops->kind == CS_COND_STEP &&
          clock->stops->steps->len == 1 && clock->stops->steps->pdata[0] == step);
}

/**
 * cs_judge_find_escalation:
 * @self: a question
 * @step: what is waited for
 * @mail: (nullable): a message; %NULL: any
 *
 * Returns: (transfer none) (nullable): the clock that runs until @step is done and whose ladder
 * sends
 *   @mail on (AG-20, AG-24)
 */
const CsClockDef *
cs_judge_find_escalation (CsJudge *self, const CsStep *step, const CsMail *mail)
{
  const GPtrArray *clocks = self->request->process->clocks;

  for (guint i = 0; i < clocks->len; i++) {
    const CsClockDef *clock = clocks->pdata[i];

    for (guint j = 0; ends_with (clock, step) && j < clock->ladder->len; j++) {
      const CsMail *sent = ((const CsRung *)clock->ladder->pdata[j])->mail;

      if (sent != NULL && (mail == NULL || sent == mail))
        return clock;
    }
  }
  return NULL;
}

/**
 * cs_judge_is_escalated:
 * @self: a question
 * @clock: a clock of the process
 * @mail: a message of its ladder
 *
 * Returns: whether the rung that sends the message on has been reached
 */
gboolean
cs_judge_is_escalated (CsJudge *self, const CsClockDef *clock, const CsMail *mail)
{
  const CsClockRun *run = cs_judge_find_run (self, clock);

  for (guint i = 0; run != NULL && i < run->rungs->len; i++) {
    const CsRungState *rung = run->rungs->pdata[i];

    if (rung->rung->mail == mail &&
        (rung->fired != NULL || (rung->at != CS_INSTANT_NONE && rung->at <= self->context->now)))
      return TRUE;
  }
  return FALSE;
}

/* The authority's time of the entry judged, or the present on a screen (pack language 3.1). */
static CsTruth
has_passed (const CsRequest *request, const CsClockDef *clock, gboolean limit, gpointer user_data)
{
  CsJudge *self = user_data;
  const CsClockRun *run = cs_judge_find_run (self, clock);
  CsInstant at = run == NULL ? CS_INSTANT_NONE : limit ? run->due : run->target;

  if (at == CS_INSTANT_NONE)
    return CS_TRUTH_FALSE;
  return self->context->now >= at ? CS_TRUTH_TRUE : CS_TRUTH_FALSE;
}

/**
 * cs_judge_ask:
 * @self: a question
 * @cond: (nullable): a condition
 *
 * Returns: whether it holds at the present
 */
CsTruth
cs_judge_ask (CsJudge *self, const CsCond *cond)
{
  return cs_cond_evaluate (cond, self->request, has_passed, self);
}

/**
 * cs_judge_gate:
 * @self: a question
 * @gate: a gate of the process
 * @step: (nullable): the step that it guards here
 *
 * Returns: whether it is open at the present, by itself or by an override for the step
 */
CsTruth
cs_judge_gate (CsJudge *self, const CsGate *gate, const CsStep *step)
{
  if (step != NULL && cs_request_is_override (self->request, gate, step))
    return CS_TRUTH_TRUE;
  return cs_cond_gate_truth (gate, self->request, has_passed, self);
}

/**
 * cs_title:
 * @text: a title
 *
 * Returns: (transfer full): it in the language of messages, with English where there is none
 */
char *
cs_title (const CsText *text)
{
  g_autofree char *language = g_strdup (g_get_language_names ()[0]);

  g_strdelimit (language, "_.@", '\0');
  return cs_text_dup (text, language);
}

static void
append_name (GString *names, const char *name, guint index, guint total)
{
  if (index > 0)
    g_string_append (names, index + 1 == total ? _ (" or ") : ", ");
  g_string_append (names, name);
}

static char *
dup_role_titles (const GPtrArray *who)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < who->len; i++) {
    const CsWho *item = who->pdata[i];
    g_autofree char *title = cs_title (item->role != NULL ? item->role->title : item->field->title);

    append_name (names, title, i, who->len);
  }
  return g_strdup (names->str);
}

/**
 * cs_judge_dup_names:
 * @self: a question
 * @who: (element-type CsWho): roles and person fields
 *
 * Returns: (transfer full): names of those who may act, or of the roles where nobody holds them
 */
char *
cs_judge_dup_names (CsJudge *self, const GPtrArray *who)
{
  const GPtrArray *people = cs_judge_list_people (self, who);
  g_autoptr (GString) names = g_string_new (NULL);
  guint shown = MIN (people->len, 4);

  if (people->len == 0)
    return dup_role_titles (who);
  for (guint i = 0; i < shown; i++) {
    const CsHolder *holder = people->pdata[i];

    append_name (names, holder->person->name, i, shown);
  }
  if (people->len > shown)
    g_string_append (names, " …");
  return g_strdup (names->str);
}

/**
 * cs_judge_require_who:
 * @self: a question
 * @who: (element-type CsWho): who may
 * @rule: the rule that says so
 * @reasons: (element-type CsReason): where the reason goes if the person may not
 *
 * Refuses whoever is not one of these.
 */
void
cs_judge_require_who (CsJudge *self, const GPtrArray *who, const char *rule, GPtrArray *reasons)
{
  g_autofree char *names = NULL;

  if (cs_judge_is_who (self, who))
    return;
  names = cs_judge_dup_names (self, who);
  if (cs_judge_list_people (self, who)->len == 0)
    cs_judge_add (reasons, CS_VERDICT_REFUSED, "vacant", _ ("Nobody is named as %s yet"), names);
  else
    cs_judge_add (reasons, CS_VERDICT_REFUSED, rule, _ ("This is for %s"), names);
}

/**
 * cs_judge_value_text:
 * @self: a question
 * @field: a field
 * @value: (nullable): a value of it
 *
 * Returns: (transfer full): it as a person reads it
 */
char *
cs_judge_value_text (CsJudge *self, const CsField *field, const json_t *value)
{
  char *text = cs_request_dup_text_of (self->request, field, value, self->context->directory, NULL);

  return text != NULL ? text : g_strdup (_ ("nothing"));
}

/* Moves to the next field from @i on that the level decides on and that is another now. */
static const CsField *
find_change (CsJudge *self,
             const CsOfferMark *mark,
             const CsLevel *level,
             guint *i,
             const json_t **is)
{
  const GPtrArray *fields = mark->offer.step->approval->document->fields;

  for (; *i < fields->len; ++*i) {
    const CsField *field = fields->pdata[*i];
    const json_t *held = mark->held[*i];

    *is = cs_request_effective_value (self->request, field);
    if (cs_level_decides_on (level, field) && held != *is &&
        (held == NULL || *is == NULL || !json_equal ((json_t *)held, (json_t *)*is)))
      return field;
  }
  return NULL;
}

/**
 * cs_judge_changes:
 * @self: a question
 * @mark: an offer
 * @level: a level of its approval
 *
 * Says what the level decides on and is another now (X-11).
 *
 * Returns: (transfer full): such as `Cost was KES 100.00, is KES 120.00`; empty if nothing changed
 */
char *
cs_judge_changes (CsJudge *self, const CsOfferMark *mark, const CsLevel *level)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const CsField *field;
  const json_t *value;

  for (guint i = 0; (field = find_change (self, mark, level, &i, &value)) != NULL; i++) {
    g_autofree char *title = cs_title (field->title);
    g_autofree char *was = cs_judge_value_text (self, field, mark->held[i]);
    g_autofree char *is = cs_judge_value_text (self, field, value);

    if (text->len > 0)
      g_string_append (text, "; ");
    g_string_append_printf (text, _ ("“%s” was %s, is %s"), title, was, is);
  }
  return g_strdup (text->str);
}

/**
 * cs_judge_list_changes:
 * @self: a question
 * @mark: an offer
 * @level: a level of its approval
 *
 * As cs_judge_changes(), for whoever says it in another language (SG-06).
 *
 * Returns: (transfer full): a list of `{"field", "was", "is"}`; values may be null
 */
json_t *
cs_judge_list_changes (CsJudge *self, const CsOfferMark *mark, const CsLevel *level)
{
  json_t *list = json_array ();
  const CsField *field;
  const json_t *value;

  for (guint i = 0; (field = find_change (self, mark, level, &i, &value)) != NULL; i++)
    json_array_append_new (
        list,
        json_pack ("{s:s, s:O?, s:O?}", "field", field->id, "was", mark->held[i], "is", value));
  return list;
}
