/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-rules-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Who may hold a clock, let it go on, and move its limit (PH-26, PH-27). */

static const GPtrArray *
clock_people (const CsRequest *request, const CsClockDef *clock)
{
  const GPtrArray *steps = request->process->steps;

  if (clock->who->len > 0)
    return clock->who;
  for (guint i = 0; i < steps->len; i++) {
    const CsStep *step = steps->pdata[i];

    if (step->clock != NULL && step->clock->index == clock->index)
      return step->who;
    if (step->approval != NULL && step->approval->clock != NULL &&
        step->approval->clock->index == clock->index)
      return step->who;
  }
  return clock->who;
}

static gboolean
is_pause_running (const CsClockLog *log)
{
  return log->pauses->len > 0 &&
         g_array_index (log->pauses, CsPauseSpan, log->pauses->len - 1).until == CS_INSTANT_NONE;
}

static void
require_running (CsJudge *self, CsAction *action)
{
  const CsClockRun *run = cs_judge_find_run (self, action->clock);

  if (run == NULL || run->stopped != CS_INSTANT_NONE)
    cs_judge_add (action->reasons,
                  CS_VERDICT_REFUSED,
                  "clock",
                  _ ("The clock %s is not running"),
                  action->clock->id);
}

static gboolean
may_pause (CsJudge *self, const CsClockDef *clock)
{
  const GPtrArray *pauses = self->request->process->pauses;

  for (guint i = 0; i < pauses->len; i++) {
    const CsPause *pause = pauses->pdata[i];

    if (g_strv_contains ((const char *const *)clock->pauses, pause->id) &&
        cs_judge_is_who (self, pause->who))
      return TRUE;
  }
  return FALSE;
}

void
cs_judge_pause (CsJudge *self, CsAction *action)
{
  const CsClockLog *log = cs_request_get_clock_log (self->request, action->clock);

  require_running (self, action);
  if (!may_pause (self, action->clock))
    cs_judge_add (action->reasons,
                  CS_VERDICT_REFUSED,
                  "who",
                  _ ("You may not pause the clock %s"),
                  action->clock->id);
  if (is_pause_running (log) != (action->kind == CS_ACTION_RESUME))
    cs_judge_add (action->reasons,
                  CS_VERDICT_ALREADY_SETTLED,
                  "clock",
                  action->kind == CS_ACTION_RESUME ? _ ("The clock %s is not paused")
                                                   : _ ("The clock %s is paused"),
                  action->clock->id);
}

void
cs_judge_extend (CsJudge *self, CsAction *action)
{
  require_running (self, action);
  cs_judge_require_who (self, clock_people (self->request, action->clock), "who", action->reasons);
}
