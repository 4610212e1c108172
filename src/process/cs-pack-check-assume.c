/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-pack-check-private.h"

#include <string.h>

/* What conditions come to if choices are answered in a certain way and nothing else is known. */

#define COMBINATION_LIMIT 20000

/**
 * cs_check_walk_cond: (skip)
 * @cond: (nullable): a condition
 * @func: told of it and of all its parts
 * @data: for @func
 */
void
cs_check_walk_cond (const CsCond *cond, CsCondFunc func, gpointer data)
{
  if (cond == NULL)
    return;
  func (cond, data);
  for (guint i = 0; i < cond->parts->len; i++)
    cs_check_walk_cond (cond->parts->pdata[i], func, data);
}

static void
walk_who (const GPtrArray *who, CsCondFunc func, gpointer data)
{
  for (guint i = 0; who != NULL && i < who->len; i++)
    cs_check_walk_cond (((CsWho *)who->pdata[i])->when, func, data);
}

static void
walk_text (const CsText *text, CsCondFunc func, gpointer data)
{
  const char *words;
  guint i = 0;

  do {
    const CsCond *when = cs_text_get_part (text, i++, NULL, &words);

    cs_check_walk_cond (when, func, data);
  } while (words != NULL);
}

static void
walk_clock (const CsClockDef *clock, CsCondFunc func, gpointer data)
{
  GHashTableIter iter;
  gpointer row;

  cs_check_walk_cond (clock->starts, func, data);
  cs_check_walk_cond (clock->stops, func, data);
  walk_who (clock->who, func, data);
  for (guint i = 0; i < clock->ladder->len; i++) {
    const CsRung *rung = clock->ladder->pdata[i];

    cs_check_walk_cond (rung->when, func, data);
    walk_who (rung->tell, func, data);
  }
  if (clock->rows == NULL)
    return;
  g_hash_table_iter_init (&iter, clock->rows);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    walk_clock (row, func, data);
}

static void
walk_step (const CsStep *step, CsCondFunc func, gpointer data)
{
  cs_check_walk_cond (step->when, func, data);
  cs_check_walk_cond (step->na_when, func, data);
  walk_who (step->who, func, data);
  for (guint i = 0; step->approval != NULL && i < step->approval->levels->len; i++) {
    const CsLevel *level = step->approval->levels->pdata[i];

    cs_check_walk_cond (level->when, func, data);
    walk_who (level->who, func, data);
  }
}

/**
 * cs_check_walk_conds: (skip)
 * @process: a process
 * @func: told of every condition in it, and of all parts of each
 * @data: for @func
 */
void
cs_check_walk_conds (const CsProcess *process, CsCondFunc func, gpointer data)
{
  for (guint i = 0; i < process->fields->len; i++) {
    const CsField *field = process->fields->pdata[i];

    cs_check_walk_cond (field->when, func, data);
    cs_check_walk_cond (field->na_when, func, data);
    walk_text (field->title, func, data);
  }
  for (guint i = 0; i < process->gates->len; i++) {
    const CsGate *gate = process->gates->pdata[i];

    for (guint j = 0; j < gate->facts->len; j++) {
      const CsFact *fact = gate->facts->pdata[j];

      cs_check_walk_cond (fact->cond, func, data);
      cs_check_walk_cond (fact->when, func, data);
    }
    walk_who (gate->override, func, data);
  }
  for (guint i = 0; i < process->steps->len; i++)
    walk_step (process->steps->pdata[i], func, data);
  for (guint i = 0; i < process->clocks->len; i++)
    walk_clock (process->clocks->pdata[i], func, data);
  for (guint i = 0; i < process->mails->len; i++) {
    const CsMail *mail = process->mails->pdata[i];

    cs_check_walk_cond (mail->when, func, data);
    walk_who (mail->to, func, data);
    walk_who (mail->cc, func, data);
    walk_text (mail->subject, func, data);
    walk_text (mail->body, func, data);
  }
}

static const char *
assumed_answer (const CsAssumption *assumption, const CsField *field)
{
  guint index;

  if (assumption->answers == NULL ||
      !g_ptr_array_find (assumption->check->choices, field, &index) ||
      assumption->answers[index] == NULL)
    return NULL;
  return assumption->answers[index]->id;
}

static CsTruth
truth_of_field (const CsAssumption *assumption, const CsCond *cond, const CsField *field)
{
  const CsCheck *check = assumption->check;
  const char *answer = assumed_answer (assumption, field);
  CsTruth applies = cs_check_truth (assumption, field->when);

  if (applies == CS_TRUTH_FALSE)
    return CS_TRUTH_FALSE;
  if (answer == NULL)
    return CS_TRUTH_UNKNOWN;
  if (cond->kind == CS_COND_ANSWERED)
    return applies;
  for (guint i = 0; cond->values[i] != NULL; i++) {
    gboolean is_it = field->index == CS_FIELD_INDEX_REGION
                         ? cs_pack_region_is_within (check->pack, answer, cond->values[i])
                         : strcmp (answer, cond->values[i]) == 0;

    if (is_it)
      return applies;
  }
  return CS_TRUTH_FALSE;
}

static CsTruth
truth_of_setting (const CsAssumption *assumption, const CsCond *cond)
{
  if (assumption->setting == cond->setting && cond->values[0] != NULL)
    return g_strv_contains ((const char *const *)cond->values, assumption->value) ? CS_TRUTH_TRUE
                                                                                  : CS_TRUTH_FALSE;
  /* Another answer of an administrator could make it either. */
  return cond->setting->options->len == 1 && cond->values[0] != NULL ? CS_TRUTH_TRUE
                                                                     : CS_TRUTH_UNKNOWN;
}

static CsTruth
truth_of_parts (const CsAssumption *assumption, const CsCond *cond)
{
  CsTruth truth = cond->kind == CS_COND_ANY ? CS_TRUTH_FALSE : CS_TRUTH_TRUE;

  for (guint i = 0; i < cond->parts->len; i++) {
    CsTruth part = cs_check_truth (assumption, cond->parts->pdata[i]);

    truth = cond->kind == CS_COND_ANY ? cs_truth_or (truth, part) : cs_truth_and (truth, part);
  }
  return cond->kind == CS_COND_NOT ? cs_truth_not (truth) : truth;
}

/**
 * cs_check_truth: (skip)
 * @assumption: answers to choices
 * @cond: (nullable): a condition
 *
 * Returns: what it comes to under the assumption, all else being unknown
 */
CsTruth
cs_check_truth (const CsAssumption *assumption, const CsCond *cond)
{
  CsTruth truth = CS_TRUTH_TRUE;

  if (cond == NULL)
    return CS_TRUTH_TRUE;
  switch (cond->kind) {
    case CS_COND_ANSWERED:
    case CS_COND_IS:
      for (guint i = 0; i < cond->fields->len; i++)
        truth = cs_truth_and (truth, truth_of_field (assumption, cond, cond->fields->pdata[i]));
      return truth;
    case CS_COND_GATE:
      for (guint i = 0; i < cond->gates->len; i++)
        truth = cs_truth_and (truth, cs_check_gate_truth (assumption, cond->gates->pdata[i]));
      return truth;
    case CS_COND_SETTING:
      return truth_of_setting (assumption, cond);
    case CS_COND_ALL:
    case CS_COND_ANY:
    case CS_COND_NOT:
      return truth_of_parts (assumption, cond);
    case CS_COND_OVER:
    case CS_COND_CHECKED:
    case CS_COND_STEP:
    case CS_COND_CLOCK:
    default:
      return CS_TRUTH_UNKNOWN;
  }
}

/**
 * cs_check_gate_truth: (skip)
 * @assumption: answers to choices
 * @gate: a gate
 *
 * Returns: whether it would be open
 */
CsTruth
cs_check_gate_truth (const CsAssumption *assumption, const CsGate *gate)
{
  CsTruth truth = CS_TRUTH_TRUE;

  for (guint i = 0; i < gate->facts->len; i++) {
    const CsFact *fact = gate->facts->pdata[i];
    CsTruth applies = cs_check_truth (assumption, fact->when);
    CsTruth holds = cs_check_truth (assumption, fact->cond);

    truth = cs_truth_and (truth, cs_truth_or (cs_truth_not (applies), holds));
  }
  return truth;
}

static gboolean
try_all (CsAssumption *assumption, guint at, guint *left, CsAssumeFunc func, gpointer data)
{
  const GPtrArray *choices = assumption->check->choices;
  const CsField *field;

  if (*left == 0)
    return TRUE;
  if (at == choices->len) {
    (*left)--;
    return func (assumption, data);
  }
  field = choices->pdata[at];
  for (guint i = 0; i < field->options->len; i++) {
    assumption->answers[at] = field->options->pdata[i];
    if (!try_all (assumption, at + 1, left, func, data))
      return FALSE;
  }
  return TRUE;
}

/**
 * cs_check_for_all: (skip)
 * @self: a check of a process
 * @func: told of every combination of answers that conditions can tell apart, until it is %FALSE
 * @data: for @func
 *
 * Returns: whether @func was %TRUE for all
 */
gboolean
cs_check_for_all (CsCheck *self, CsAssumeFunc func, gpointer data)
{
  g_autofree const CsOption **answers = g_new0 (const CsOption *, self->choices->len + 1);
  CsAssumption assumption = {.check = self, .answers = answers};
  guint left = COMBINATION_LIMIT;

  return try_all (&assumption, 0, &left, func, data);
}

/**
 * cs_assumption_describe: (skip)
 * @assumption: answers to choices
 *
 * Returns: (transfer full): them, as “kind = change, region = KE”
 */
char *
cs_assumption_describe (const CsAssumption *assumption)
{
  const GPtrArray *choices = assumption->check->choices;
  GString *words = g_string_new (NULL);

  for (guint i = 0; i < choices->len; i++)
    g_string_append_printf (words,
                            "%s%s = %s",
                            i > 0 ? ", " : "",
                            ((CsField *)choices->pdata[i])->id,
                            assumption->answers[i]->id);
  return g_string_free (words, FALSE);
}

/**
 * cs_check_truth_in_region: (skip)
 * @self: a check of a process
 * @cond: (nullable): a condition
 * @region: a region that can be chosen
 *
 * Returns: what it comes to if only the region is known
 */
CsTruth
cs_check_truth_in_region (CsCheck *self, const CsCond *cond, const char *region)
{
  return cs_check_truth_with (self, cond, region, NULL, NULL);
}

/**
 * cs_check_truth_with: (skip)
 * @self: a check of a process
 * @cond: (nullable): a condition
 * @region: a region that can be chosen
 * @setting: (nullable): a setting of the pack
 * @value: (nullable): what an administrator answers
 *
 * Returns: what it comes to if only the region and that answer are known
 */
CsTruth
cs_check_truth_with (CsCheck *self,
                     const CsCond *cond,
                     const char *region,
                     const CsSetting *setting,
                     const char *value)
{
  g_autofree const CsOption **answers = g_new0 (const CsOption *, self->choices->len + 1);
  CsAssumption assumption = {self, answers, setting, value};

  for (guint i = 0; i < self->choices->len; i++) {
    const CsField *field = self->choices->pdata[i];

    for (guint j = 0; field->index == CS_FIELD_INDEX_REGION && j < field->options->len; j++)
      if (strcmp (((CsOption *)field->options->pdata[j])->id, region) == 0)
        answers[i] = field->options->pdata[j];
  }
  return cs_check_truth (&assumption, cond);
}
