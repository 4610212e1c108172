/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-request-private.h"

#include <string.h>

/* Conditions of decisions, own work and open questions. */

/**
 * cs_request_has_open_condition:
 *
 * Whether a condition given with the approvals of a step is open.
 */
gboolean
cs_request_has_open_condition (const CsRequest *self, const CsStep *step)
{
  for (guint i = 0; i < self->conditions->len; i++) {
    const CsCondition *condition = self->conditions->pdata[i];

    if (condition->decision->step == step && condition->decision->counts &&
        condition->settled == NULL)
      return TRUE;
  }
  return FALSE;
}

/**
 * cs_request_settle_condition:
 *
 * Notes a word on a condition; “not ok” opens it again.
 */
void
cs_request_settle_condition (CsRequest *self, guint number, CsEntry *check, gboolean ok)
{
  if (number <= self->conditions->len) {
    CsCondition *condition = self->conditions->pdata[number - 1];

    condition->settled = ok ? check : NULL;
  }
}

static gboolean
wrote_present_value (const CsRequest *self, const CsField *field, const char *person)
{
  const CsValue *value = &self->values[field->index];

  for (guint i = 0; i < field->formula_fields->len; i++) {
    if (wrote_present_value (self, field->formula_fields->pdata[i], person))
      return TRUE;
  }
  for (guint i = 0; value->history != NULL && i < value->history->len; i++) {
    const CsEntry *entry = value->history->pdata[i];

    if (strcmp (cs_entry_get_by (entry), person) == 0 &&
        cs_request_is_same_value (cs_entry_get_value (entry, field), value->value))
      return TRUE;
  }
  return FALSE;
}

/**
 * cs_request_is_own_work:
 * @self: a request
 * @step: an approval step
 * @level: one of its levels
 * @person: id of a person
 *
 * Whether a person wrote a value, as it is now, that the level decides on. Writing the same
 * again does not hand the authorship on: all who said it are its authors.
 *
 * Returns: whether they may not decide
 */
gboolean
cs_request_is_own_work (const CsRequest *self,
                        const CsStep *step,
                        const CsLevel *level,
                        const char *person)
{
  const GPtrArray *fields = step->approval->document->fields;

  for (guint i = 0; i < fields->len; i++) {
    const CsField *field = fields->pdata[i];

    if (cs_level_decides_on (level, field) &&
        cs_request_field_applies (self, field) == CS_TRUTH_TRUE &&
        wrote_present_value (self, field, person))
      return TRUE;
  }
  return FALSE;
}

/**
 * cs_request_has_open_question:
 * @self: a request
 * @step: an approval step
 * @question: (out) (optional) (transfer none): the oldest question that nobody has answered
 *
 * A question puts the ball with the preparer until a note answers it or its level has decided
 * it stops nobody's work.
 *
 * Returns: whether there is one
 */
gboolean
cs_request_has_open_question (const CsRequest *self, const CsStep *step, const CsEntry **question)
{
  const CsStepLife *life = &self->steps[step->index];

  for (guint i = 0; i < self->decisions->len; i++) {
    const CsDecisionMark *mark = self->decisions->pdata[i];
    CsLevelState state;

    if (mark->decision.step != step || mark->decision.answer != CS_ANSWER_ASK ||
        mark->decision.is_withdrawn || mark->offer != life->offer)
      continue;
    state = life->levels[mark->decision.level->index].state;
    if ((state == CS_LEVEL_ASKED || state == CS_LEVEL_CARRYABLE) &&
        !g_hash_table_contains (self->answers, cs_entry_get_id (mark->decision.entry))) {
      if (question != NULL)
        *question = mark->decision.entry;
      return TRUE;
    }
  }
  return FALSE;
}
