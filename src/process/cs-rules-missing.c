/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-rules-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The gate explainer: which fact is missing, why, and who can supply it (pack language 3.1). The
 * words are made from titles, so they cannot contradict the pack. */

static void
missing_free (CsMissing *self)
{
  g_free (self->text);
  g_free (self->who);
  g_strfreev (self->people);
  g_free (self);
}

/**
 * cs_missing_list_new:
 *
 * Returns: (transfer full) (element-type CsMissing): an empty list
 */
GPtrArray *
cs_missing_list_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)missing_free);
}

static GStrv
dup_ids (const GPtrArray *holders)
{
  GStrv ids = g_new0 (char *, holders->len + 1);

  for (guint i = 0; i < holders->len; i++)
    ids[i] = g_strdup (((const CsHolder *)holders->pdata[i])->person->id);
  return ids;
}

static CsMissing *
find_missing (const GPtrArray *missing, const CsStep *step, const CsLevel *level, const char *text)
{
  for (guint i = 0; i < missing->len; i++) {
    CsMissing *item = missing->pdata[i];

    if (item->step == step && item->level == level && strcmp (item->text, text) == 0)
      return item;
  }
  return NULL;
}

/* What order and gate both wait for is said once. */
CsMissing *
cs_judge_add_missing (CsJudge *self,
                      GPtrArray *missing,
                      const CsStep *step,
                      const CsLevel *level,
                      const GPtrArray *who,
                      char *text)
{
  CsMissing *item = find_missing (missing, step, level, text);

  if (item != NULL) {
    g_free (text);
    return item;
  }
  item = g_new0 (CsMissing, 1);
  item->text = text;
  item->step = step;
  item->level = level;
  if (who != NULL && who->len > 0) {
    item->who = cs_judge_dup_names (self, who);
    item->people = dup_ids (cs_judge_list_people (self, who));
  } else {
    item->people = g_new0 (char *, 1);
  }
  g_ptr_array_add (missing, item);
  return item;
}

static gboolean
contains (const GPtrArray *list, gconstpointer item)
{
  return g_ptr_array_find ((GPtrArray *)list, item, NULL);
}

/* Where a field is filled: an open step if there is one, else the first that may still open. */
static const CsStep *
find_step_of_field (const CsRequest *request, const CsField *field)
{
  const GPtrArray *steps = request->process->steps;
  const CsStep *best = NULL;

  for (guint i = 0; i < steps->len; i++) {
    const CsStep *step = steps->pdata[i];
    CsStepState state = request->steps[i].state;

    if (!contains (step->form, field) || state == CS_STEP_NOT_APPLICABLE ||
        state == CS_STEP_NOT_CALLED)
      continue;
    if (state == CS_STEP_OPEN || state == CS_STEP_RETURNED)
      return step;
    best = best != NULL ? best : step;
  }
  return best;
}

static void
add_field (CsJudge *self, const CsField *field, GPtrArray *missing, char *text)
{
  const CsField *wanted = field->formula != CS_FORMULA_NONE ? field->formula_fields->pdata[0]
                                                            : field;
  const CsStep *step = find_step_of_field (self->request, wanted);

  cs_judge_add_missing (self, missing, step, NULL, step != NULL ? step->who : NULL, text)->field =
      field;
}

void
cs_judge_add_unanswered (CsJudge *self, const CsField *field, GPtrArray *missing)
{
  const CsValue *value = cs_request_get_value (self->request, field);
  g_autofree char *title = cs_title (field->title);

  if (value->refused != NULL)
    add_field (self,
               field,
               missing,
               g_strdup_printf (_ ("“%s” was found wrong: %s"),
                                title,
                                cs_entry_get_text (value->refused, "text") != NULL
                                    ? cs_entry_get_text (value->refused, "text")
                                    : _ ("no reason was given")));
  else
    add_field (self, field, missing, g_strdup_printf (_ ("“%s” is missing"), title));
}

static char *
join_values (CsJudge *self, const CsField *field, GStrv values)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; values != NULL && values[i] != NULL; i++) {
    g_autoptr (json_t) value = json_string (values[i]);
    g_autofree char *one = cs_judge_value_text (self, field, value);

    g_string_append_printf (text, "%s%s", i > 0 ? _ (" or ") : "", one);
  }
  return g_strdup (text->str);
}

static void
missing_value (CsJudge *self, const CsCond *cond, const CsField *field, GPtrArray *missing)
{
  g_autofree char *title = cs_title (field->title);
  g_autofree char *values = NULL;

  if (!cs_request_is_answered (self->request, field)) {
    cs_judge_add_unanswered (self, field, missing);
    return;
  }
  values = join_values (self, field, cond->values);
  add_field (self, field, missing, g_strdup_printf (_ ("“%s” is not %s"), title, values));
}

static char *
join_limits (const CsCond *cond)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < cond->limits->len; i++) {
    g_autofree char *one = cs_money_to_exact (g_array_index (cond->limits, CsMoney, i));

    g_string_append_printf (text, "%s%s", i > 0 ? _ (" or ") : "", one);
  }
  return g_strdup (text->str);
}

static void
missing_amount (CsJudge *self, const CsCond *cond, const CsField *field, GPtrArray *missing)
{
  g_autofree char *title = cs_title (field->title);
  g_autofree char *limits = join_limits (cond);

  if (!cs_request_is_answered (self->request, field))
    cs_judge_add_unanswered (self, field, missing);
  else
    add_field (self, field, missing, g_strdup_printf (_ ("“%s” is not above %s"), title, limits));
}

static const CsStep *
find_step_that_checks (const CsRequest *request, const CsField *field)
{
  const GPtrArray *steps = request->process->steps;

  for (guint i = 0; i < steps->len; i++) {
    const CsStep *step = steps->pdata[i];

    if (contains (step->checks, field))
      return step;
  }
  return NULL;
}

void
cs_judge_missing_check (CsJudge *self, const CsField *field, GPtrArray *missing)
{
  const CsStep *step = find_step_that_checks (self->request, field);
  g_autofree char *title = cs_title (field->title);

  if (!cs_request_is_answered (self->request, field))
    cs_judge_add_unanswered (self, field, missing);
  else
    cs_judge_add_missing (self,
                          missing,
                          step,
                          NULL,
                          step != NULL ? step->who : NULL,
                          g_strdup_printf (_ ("“%s” is not cross-checked"), title))
        ->field = field;
}

static void
missing_fields (CsJudge *self, const CsCond *cond, GPtrArray *missing)
{
  for (guint i = 0; i < cond->fields->len; i++) {
    const CsField *field = cond->fields->pdata[i];
    CsCond one = *cond;
    g_autoptr (GPtrArray) single = g_ptr_array_new ();

    g_ptr_array_add (single, (gpointer)field);
    one.fields = single;
    if (cs_judge_ask (self, &one) == CS_TRUTH_TRUE)
      continue;
    if (cond->kind == CS_COND_IS)
      missing_value (self, cond, field, missing);
    else if (cond->kind == CS_COND_OVER)
      missing_amount (self, cond, field, missing);
    else if (cond->kind == CS_COND_CHECKED)
      cs_judge_missing_check (self, field, missing);
    else
      cs_judge_add_unanswered (self, field, missing);
  }
}

/* Steps */

static const CsLevel *
find_pending_level (const CsRequest *request, const CsStep *step)
{
  for (guint i = 0; step->approval != NULL && i < step->approval->levels->len; i++) {
    CsLevelState state = request->steps[step->index].levels[i].state;

    if (state == CS_LEVEL_ASKED || state == CS_LEVEL_CARRYABLE)
      return step->approval->levels->pdata[i];
  }
  return NULL;
}

static const CsLevel *
find_lapsed_level (CsJudge *self, const CsStep *step, const CsOfferMark **mark)
{
  const CsRequest *request = self->request;

  for (guint i = request->decisions->len; i > 0; i--) {
    const CsDecisionMark *decision = request->decisions->pdata[i - 1];

    if (decision->decision.step == step && decision->decision.answer == CS_ANSWER_APPROVE &&
        decision->offer != NULL && !decision->decision.is_withdrawn &&
        !cs_request_offer_is_present (request, decision->offer, decision->decision.level)) {
      *mark = decision->offer;
      return decision->decision.level;
    }
  }
  return NULL;
}

static char *
lapse_text (CsJudge *self, const CsStep *step, const char *title)
{
  const CsOfferMark *mark = NULL;
  const CsLevel *level = find_lapsed_level (self, step, &mark);
  g_autofree char *changes = level != NULL ? cs_judge_changes (self, mark, level) : NULL;

  if (changes == NULL)
    return g_strdup_printf (_ ("“%s” lapsed: something it rests on has changed"), title);
  return g_strdup_printf (_ ("“%s” lapsed: %s"), title, changes);
}

static char *
step_text (CsJudge *self, const CsStep *step)
{
  g_autofree char *title = cs_title (step->title);

  switch (self->request->steps[step->index].state) {
    case CS_STEP_LAPSED:
      return lapse_text (self, step, title);
    case CS_STEP_REJECTED:
      return g_strdup_printf (_ ("“%s” was rejected"), title);
    case CS_STEP_RETURNED:
      return g_strdup_printf (_ ("“%s” was returned"), title);
    case CS_STEP_DONE:
    case CS_STEP_NOT_APPLICABLE:
    case CS_STEP_NOT_CALLED:
    case CS_STEP_SKIPPED:
    case CS_STEP_WAITING:
    case CS_STEP_OPEN:
    default:
      return g_strdup_printf (_ ("“%s” is not done"), title);
  }
}

void
cs_judge_add_missing_step (CsJudge *self, const CsStep *step, GPtrArray *missing)
{
  const CsLevel *level = find_pending_level (self->request, step);
  const GPtrArray *who = level == NULL || level->is_consent ? step->who : level->who;

  cs_judge_add_missing (self, missing, step, level, who, step_text (self, step));
}

static void
add_open_conditions (CsJudge *self, const CsStep *step, GPtrArray *missing)
{
  const GPtrArray *conditions = self->request->conditions;
  g_autofree char *title = cs_title (step->title);

  for (guint i = 0; i < conditions->len; i++) {
    const CsCondition *condition = conditions->pdata[i];

    if (condition->decision->step == step && condition->decision->counts &&
        condition->settled == NULL)
      cs_judge_add_missing (self,
                            missing,
                            step,
                            NULL,
                            step->who,
                            g_strdup_printf (_ ("Condition %u of “%s” is open: %s"),
                                             condition->number,
                                             title,
                                             condition->text));
  }
}

static void
missing_steps (CsJudge *self, const CsCond *cond, GPtrArray *missing)
{
  for (guint i = 0; i < cond->steps->len; i++) {
    const CsStep *step = cond->steps->pdata[i];
    g_autofree char *title = cs_title (step->title);
    CsCond one = *cond;
    g_autoptr (GPtrArray) single = g_ptr_array_new ();

    g_ptr_array_add (single, (gpointer)step);
    one.steps = single;
    if (cs_judge_ask (self, &one) == CS_TRUTH_TRUE)
      continue;
    if (cond->step_is == CS_STEP_IS_OPEN) {
      cs_judge_add_missing (self,
                            missing,
                            step,
                            NULL,
                            NULL,
                            g_strdup_printf (_ ("“%s” is not open"), title));
      continue;
    }
    if (cond->step_is == CS_STEP_IS_REJECTED) {
      cs_judge_add_missing (self,
                            missing,
                            step,
                            NULL,
                            NULL,
                            g_strdup_printf (_ ("“%s” is not rejected"), title));
      continue;
    }
    one.step_is = CS_STEP_IS_COMPLETE;
    if (cs_judge_ask (self, &one) != CS_TRUTH_TRUE)
      cs_judge_add_missing_step (self, step, missing);
    else
      add_open_conditions (self, step, missing);
  }
}

/* In the zone of the calendar that governs, as explanations of deadlines say it. */
static char *
format_moment (CsCalendar *calendar, CsInstant at)
{
  g_autoptr (GTimeZone) zone =
      calendar != NULL ? g_time_zone_new_identifier (cs_calendar_get_zone (calendar)) : NULL;
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (at / CS_SECOND);
  g_autoptr (GDateTime) local = zone != NULL ? g_date_time_to_timezone (utc, zone) : NULL;

  /* Translators: a moment in an explanation: weekday, day, month, time */
  return g_date_time_format (local != NULL ? local : utc, _ ("%a %-d %b %H:%M"));
}

static void
missing_clock (CsJudge *self, const CsCond *cond, GPtrArray *missing)
{
  const CsClockRun *run = cs_judge_find_run (self, cond->clock);
  CsInstant at = run == NULL ? CS_INSTANT_NONE : cond->clock_limit ? run->due : run->target;
  CsCalendar *calendar =
      run != NULL ? cs_directory_get_calendar (self->context->directory, run->calendar) : NULL;
  g_autofree char *title = cs_title (cond->clock->title);
  g_autofree char *when = NULL;

  if (at == CS_INSTANT_NONE) {
    cs_judge_add_missing (self,
                          missing,
                          NULL,
                          NULL,
                          NULL,
                          g_strdup_printf (_ ("“%s” has not begun"), title));
    return;
  }
  when = format_moment (calendar, at);
  cs_judge_add_missing (self,
                        missing,
                        NULL,
                        NULL,
                        NULL,
                        g_strdup_printf (_ ("“%1$s” holds this until %2$s"), title, when));
}

static void
missing_setting (CsJudge *self, const CsCond *cond, GPtrArray *missing)
{
  g_autofree char *title = cs_title (cond->setting->title);
  CsMissing *item;

  if (cond->values == NULL || cond->values[0] == NULL)
    item = cs_judge_add_missing (self,
                                 missing,
                                 NULL,
                                 NULL,
                                 NULL,
                                 g_strdup_printf (_ ("“%s” is not confirmed"), title));
  else
    item = cs_judge_add_missing (self,
                                 missing,
                                 NULL,
                                 NULL,
                                 NULL,
                                 g_strdup_printf (_ ("The setting “%s” is another"), title));
  item->who = g_strdup (_ ("the administrator"));
}

/* What holds and must not: said by what the inner condition is about. */
static void
missing_not (CsJudge *self, const CsCond *inner, GPtrArray *missing)
{
  if (inner->kind == CS_COND_NOT) {
    cs_judge_missing_cond (self, inner->parts->pdata[0], missing);
  } else if (inner->kind == CS_COND_GATE) {
    const CsGate *gate = inner->gates->pdata[0];
    g_autofree char *title = cs_title (gate->title);

    cs_judge_add_missing (self,
                          missing,
                          NULL,
                          NULL,
                          NULL,
                          g_strdup_printf (_ ("“%s” must not hold"), title));
  } else if (inner->kind == CS_COND_STEP) {
    const CsStep *step = inner->steps->pdata[0];
    g_autofree char *title = cs_title (step->title);

    cs_judge_add_missing (self,
                          missing,
                          step,
                          NULL,
                          NULL,
                          g_strdup_printf (_ ("“%s” is done already"), title));
  } else if (inner->fields != NULL && inner->fields->len > 0) {
    const CsField *field = inner->fields->pdata[0];
    g_autofree char *title = cs_title (field->title);
    g_autofree char *text =
        cs_judge_value_text (self, field, cs_request_get_value (self->request, field)->value);

    if (cs_request_is_answered (self->request, field))
      add_field (self, field, missing, g_strdup_printf (_ ("“%s” is %s"), title, text));
    else
      cs_judge_add_unanswered (self, field, missing);
  } else {
    cs_judge_add_missing (self,
                          missing,
                          NULL,
                          NULL,
                          NULL,
                          g_strdup (_ ("A condition must not hold")));
  }
}

static void
missing_any (CsJudge *self, const CsCond *cond, GPtrArray *missing)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GPtrArray) parts = cs_missing_list_new ();
  CsMissing *first;

  for (guint i = 0; i < cond->parts->len; i++) {
    guint before = parts->len;

    cs_judge_missing_cond (self, cond->parts->pdata[i], parts);
    for (guint j = before; j < parts->len; j++)
      g_string_append_printf (text,
                              "%s%s",
                              text->len == 0 ? ""
                              : j == before  ? _ ("; or ")
                                             : _ (" and "),
                              ((CsMissing *)parts->pdata[j])->text);
  }
  if (parts->len == 0)
    return;
  first = g_ptr_array_steal_index (parts, 0);
  g_free (first->text);
  first->text = g_strdup (text->str);
  g_ptr_array_add (missing, first);
}

/**
 * cs_judge_missing_cond:
 * @self: a question
 * @cond: a condition
 * @missing: (element-type CsMissing): where what is missing goes
 *
 * Explains why a condition is not true; nothing is added where it is.
 */
void
cs_judge_missing_cond (CsJudge *self, const CsCond *cond, GPtrArray *missing)
{
  if (cs_judge_ask (self, cond) == CS_TRUTH_TRUE)
    return;
  switch (cond->kind) {
    case CS_COND_STEP:
      missing_steps (self, cond, missing);
      break;
    case CS_COND_GATE:
      for (guint i = 0; i < cond->gates->len; i++)
        cs_judge_missing_gate (self, cond->gates->pdata[i], missing);
      break;
    case CS_COND_CLOCK:
      missing_clock (self, cond, missing);
      break;
    case CS_COND_SETTING:
      missing_setting (self, cond, missing);
      break;
    case CS_COND_ALL:
      for (guint i = 0; i < cond->parts->len; i++)
        cs_judge_missing_cond (self, cond->parts->pdata[i], missing);
      break;
    case CS_COND_ANY:
      missing_any (self, cond, missing);
      break;
    case CS_COND_NOT:
      missing_not (self, cond->parts->pdata[0], missing);
      break;
    case CS_COND_ANSWERED:
    case CS_COND_IS:
    case CS_COND_OVER:
    case CS_COND_CHECKED:
    default:
      missing_fields (self, cond, missing);
  }
}

/**
 * cs_judge_missing_gate:
 * @self: a question
 * @gate: a gate
 * @missing: (element-type CsMissing): where what is missing goes
 *
 * Explains why a gate is closed. A fact whose `when` is false is not shown; where that is not known
 * yet, what would tell it is missing.
 */
void
cs_judge_missing_gate (CsJudge *self, const CsGate *gate, GPtrArray *missing)
{
  for (guint i = 0; i < gate->facts->len; i++) {
    const CsFact *fact = gate->facts->pdata[i];
    CsTruth applies = cs_judge_ask (self, fact->when);

    if (applies == CS_TRUTH_FALSE || cs_judge_ask (self, fact->cond) == CS_TRUTH_TRUE)
      continue;
    if (applies == CS_TRUTH_UNKNOWN)
      cs_judge_missing_cond (self, fact->when, missing);
    else
      cs_judge_missing_cond (self, fact->cond, missing);
  }
}
