/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-rules-private.h"

/* Whether an action makes sense at all for what it is about, whoever asks and whenever. */

gboolean
cs_action_fits_always (const CsRequest *request, const CsAction *action)
{
  return TRUE;
}

gboolean
cs_action_fits_form (const CsRequest *request, const CsAction *action)
{
  return action->step->form->len > 0;
}

gboolean
cs_action_fits_completing (const CsRequest *request, const CsAction *action)
{
  return !cs_step_is_automatic (action->step);
}

gboolean
cs_action_fits_not_needed (const CsRequest *request, const CsAction *action)
{
  return action->step->may_na;
}

gboolean
cs_action_fits_return (const CsRequest *request, const CsAction *action)
{
  return action->step->returns->len > 0;
}

gboolean
cs_action_fits_check (const CsRequest *request, const CsAction *action)
{
  return g_ptr_array_find (action->step->checks, action->field, NULL) &&
         cs_request_field_applies (request, action->field) == CS_TRUTH_TRUE;
}

gboolean
cs_action_fits_approval (const CsRequest *request, const CsAction *action)
{
  return action->step->approval != NULL;
}

gboolean
cs_action_fits_decision (const CsRequest *request, const CsAction *action)
{
  return !action->level->is_consent;
}

gboolean
cs_action_fits_send_back (const CsRequest *request, const CsAction *action)
{
  return !action->level->is_consent && action->step->returns->len > 0;
}

gboolean
cs_action_fits_carry (const CsRequest *request, const CsAction *action)
{
  return !action->level->is_consent && action->level->carry != NULL;
}

gboolean
cs_action_fits_consent (const CsRequest *request, const CsAction *action)
{
  return action->level->is_consent;
}

gboolean
cs_action_fits_mail (const CsRequest *request, const CsAction *action)
{
  return action->mail != NULL;
}

gboolean
cs_action_fits_payment (const CsRequest *request, const CsAction *action)
{
  return action->step->payment != NULL;
}

gboolean
cs_action_fits_people (const CsRequest *request, const CsAction *action)
{
  return action->step->who->len > 0;
}

gboolean
cs_action_fits_pause (const CsRequest *request, const CsAction *action)
{
  return action->clock->pauses != NULL && action->clock->pauses[0] != NULL;
}

gboolean
cs_action_fits_extend (const CsRequest *request, const CsAction *action)
{
  return action->clock->extend != CS_EXTEND_NO;
}

gboolean
cs_action_fits_override (const CsRequest *request, const CsAction *action)
{
  return action->gate->override->len > 0 &&
         (g_ptr_array_find (action->step->enter, action->gate, NULL) ||
          g_ptr_array_find (action->step->leave, action->gate, NULL));
}
