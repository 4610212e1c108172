/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-rules-private.h"

#include <glib/gi18n-lib.h>

/* What a step lacks: its parts, its gates, and the steps before it. */

static void
missing_anew (CsJudge *self, const CsStep *step, const CsField *field, GPtrArray *missing)
{
  g_autofree char *title = cs_title (field->title);
  /* Translators: a field such as “Build” that is asked again when work was sent back */
  g_autofree char *text =
      g_strdup_printf (_ ("“%s” still says what was sent back: say it anew"), title);

  cs_judge_add_missing (self, missing, step, NULL, step->who, g_steal_pointer (&text))->field =
      field;
}

static void
missing_form (CsJudge *self, const CsStep *step, GPtrArray *missing)
{
  for (guint i = 0; i < step->form->len; i++) {
    const CsField *field = step->form->pdata[i];

    if (field->optional || cs_request_field_applies (self->request, field) != CS_TRUTH_TRUE)
      continue;
    if (!cs_request_is_answered (self->request, field))
      cs_judge_add_unanswered (self, field, missing);
    else if (!cs_request_is_said_anew (self->request, step, field))
      missing_anew (self, step, field, missing);
  }
  for (guint i = 0; i < step->checks->len; i++) {
    const CsField *field = step->checks->pdata[i];

    if (cs_request_field_applies (self->request, field) == CS_TRUTH_TRUE &&
        !cs_request_is_checked (self->request, step, field))
      cs_judge_missing_check (self, field, missing);
  }
}

static void
missing_levels (CsJudge *self, const CsStep *step, GPtrArray *missing)
{
  for (guint i = 0; step->approval != NULL && i < step->approval->levels->len; i++) {
    const CsLevel *level = step->approval->levels->pdata[i];
    CsLevelState state = cs_request_get_level_state (self->request, step, level);
    g_autofree char *title = cs_title (level->title);

    if (state != CS_LEVEL_APPROVED && state != CS_LEVEL_NOT_APPLICABLE)
      cs_judge_add_missing (self,
                            missing,
                            step,
                            level,
                            level->is_consent ? step->who : level->who,
                            g_strdup_printf (_ ("“%s” has not approved"), title));
  }
}

/**
 * cs_judge_missing_parts:
 * @self: a question
 * @step: a step
 * @missing: (element-type CsMissing): where what is missing goes
 *
 * Explains what keeps an open step from being done: its parts and the gates it leaves by.
 */
void
cs_judge_missing_parts (CsJudge *self, const CsStep *step, GPtrArray *missing)
{
  missing_form (self, step, missing);
  missing_levels (self, step, missing);
  if (!cs_request_is_step_complete (self->request, step) && missing->len == 0) {
    g_autofree char *title = cs_title (step->title);

    cs_judge_add_missing (
        self,
        missing,
        step,
        NULL,
        step->who,
        g_strdup_printf (step->payment != NULL  ? _ ("The payment of “%s” is not confirmed")
                         : step->mails->len > 0 ? _ ("The mail of “%s” has not been handed over")
                                                : _ ("“%s” says nothing new yet"),
                         title));
  }
  for (guint i = 0; i < step->leave->len; i++) {
    if (cs_judge_gate (self, step->leave->pdata[i], step) != CS_TRUTH_TRUE)
      cs_judge_missing_gate (self, step->leave->pdata[i], missing);
  }
}

static void
missing_before (CsJudge *self, const CsStep *step, GPtrArray *missing, guint depth)
{
  for (guint i = 0; i < step->after->len && depth < 64; i++) {
    const CsStep *before = step->after->pdata[i];
    CsStepState state = self->request->steps[before->index].state;
    gboolean is_through = before->opens == CS_OPENS_ANY_TIME || state == CS_STEP_NOT_CALLED ||
                          state == CS_STEP_NOT_APPLICABLE;

    if (is_through)
      missing_before (self, before, missing, depth + 1);
    else if (!self->request->steps[before->index].is_passed)
      cs_judge_add_missing_step (self, before, missing);
  }
}

/**
 * cs_judge_missing_to_open:
 * @self: a question
 * @step: a step that waits
 * @missing: (element-type CsMissing): where what is missing goes
 *
 * Explains why a step is not open yet.
 */
void
cs_judge_missing_to_open (CsJudge *self, const CsStep *step, GPtrArray *missing)
{
  const CsStepLife *life = &self->request->steps[step->index];

  if (life->applies == CS_TRUTH_UNKNOWN)
    cs_judge_missing_cond (self, step->when, missing);
  if (life->waits_for >= 0 && !self->request->steps[life->waits_for].is_done)
    cs_judge_add_missing_step (self,
                               self->request->process->steps->pdata[life->waits_for],
                               missing);
  if (step->opens != CS_OPENS_ON_RETURN)
    missing_before (self, step, missing, 0);
  for (guint i = 0; i < step->enter->len; i++) {
    if (cs_judge_gate (self, step->enter->pdata[i], step) != CS_TRUTH_TRUE)
      cs_judge_missing_gate (self, step->enter->pdata[i], missing);
  }
}

/**
 * cs_rules_missing_for_gate:
 * @request: a request
 * @gate: a gate of its process
 * @context: the directory and the present
 *
 * Returns: (transfer full) (element-type CsMissing): every fact that is missing and who can supply
 *   it; empty for an open gate (D-C7)
 */
GPtrArray *
cs_rules_missing_for_gate (const CsRequest *request,
                           const CsGate *gate,
                           const CsRuleContext *context)
{
  GPtrArray *missing = cs_missing_list_new ();
  g_auto (CsJudge) judge;

  cs_judge_init (&judge, request, "", context);
  cs_judge_missing_gate (&judge, gate, missing);
  return missing;
}

/**
 * cs_rules_missing_for_step:
 * @request: a request
 * @step: a step of its process
 * @context: the directory and the present
 *
 * Returns: (transfer full) (element-type CsMissing): what keeps a waiting step from opening, or any
 *   other from being done
 */
GPtrArray *
cs_rules_missing_for_step (const CsRequest *request,
                           const CsStep *step,
                           const CsRuleContext *context)
{
  GPtrArray *missing = cs_missing_list_new ();
  g_auto (CsJudge) judge;

  cs_judge_init (&judge, request, "", context);
  if (cs_request_get_step_state (request, step) == CS_STEP_WAITING)
    cs_judge_missing_to_open (&judge, step, missing);
  else
    cs_judge_missing_parts (&judge, step, missing);
  return missing;
}
