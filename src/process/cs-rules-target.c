/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-rules-private.h"

#include <glib/gi18n-lib.h>

/* Where a return or a rejection leads: a step that opens on return may have a gate before it. */

static gboolean
waits_for_rejection (const CsCond *cond, const CsStep *step)
{
  if (cond->kind == CS_COND_STEP && cond->step_is == CS_STEP_IS_REJECTED &&
      g_ptr_array_find (cond->steps, step, NULL))
    return TRUE;
  for (guint i = 0; i < cond->parts->len; i++) {
    if (waits_for_rejection (cond->parts->pdata[i], step))
      return TRUE;
  }
  return FALSE;
}

static gboolean
opens_by_rejection (const CsGate *gate, const CsStep *step)
{
  for (guint i = 0; i < gate->facts->len; i++) {
    if (waits_for_rejection (((const CsFact *)gate->facts->pdata[i])->cond, step))
      return TRUE;
  }
  return FALSE;
}

/**
 * cs_judge_target:
 * @self: a question
 * @step: where it comes from
 * @target: where it would lead
 * @is_rejection: whether a rejection of @step leads there; a gate that asks for this very rejection
 *   is not in its way
 * @reasons: (element-type CsReason): where reasons against it go
 *
 * A step behind a closed gate is not called, so that nobody rejects alone what somebody else has to
 * decide on (CX-09, Q-37).
 */
void
cs_judge_target (CsJudge *self,
                 const CsStep *step,
                 const CsStep *target,
                 gboolean is_rejection,
                 GPtrArray *reasons)
{
  g_autofree char *title = cs_title (target->title);

  if (target->opens != CS_OPENS_ON_RETURN)
    return;
  for (guint i = 0; i < target->enter->len; i++) {
    const CsGate *gate = target->enter->pdata[i];
    CsReason *reason;

    if (cs_judge_gate (self, gate, target) == CS_TRUTH_TRUE ||
        (is_rejection && opens_by_rejection (gate, step)))
      continue;
    reason = cs_judge_add (reasons,
                           CS_VERDICT_REFUSED,
                           gate->id,
                           _ ("“%s” may not be opened yet"),
                           title);
    cs_judge_missing_gate (self, gate, reason->missing);
    return;
  }
}
