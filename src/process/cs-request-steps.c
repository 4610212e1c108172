/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-request-private.h"

#include <string.h>

/*
 * Steps: their states in the one order of the pack language, rounds, returns and calls, and the
 * settling after every entry until nothing changes.
 *
 * Invariants:
 * 1. Only `done` and `skipped` are remembered; every other state is derived from what is true now.
 * 2. A done step stays passed whatever becomes of its values; a new round alone takes that back.
 *    Offered again in place it may be rejected, which leads where any rejection does.
 * 3. Any-time and uncalled steps are looked through: what stands after them waits for what stands
 *    before them.
 */

/* More passes than any chain of conditions that the linter lets through (L-10). */
#define MOST_PASSES(request) ((request)->process->steps->len * 2 + 16)

static gboolean predecessors_are_passed (const CsRequest *self, const CsStep *step);

static gboolean
predecessor_is_passed (const CsRequest *self, const CsStep *before)
{
  const CsStepLife *life = &self->steps[before->index];

  switch (before->opens) {
    case CS_OPENS_ANY_TIME:
      return predecessors_are_passed (self, before);
    case CS_OPENS_ON_RETURN:
      return (!life->is_called || life->is_passed) && predecessors_are_passed (self, before);
    case CS_OPENS_IN_ORDER:
    default:
      return life->is_passed;
  }
}

static gboolean
predecessors_are_passed (const CsRequest *self, const CsStep *step)
{
  for (guint i = 0; i < step->after->len; i++) {
    if (!predecessor_is_passed (self, step->after->pdata[i]))
      return FALSE;
  }
  return TRUE;
}

/**
 * cs_request_is_override:
 *
 * Whether somebody passed a gate for this step in this round.
 */
gboolean
cs_request_is_override (const CsRequest *self, const CsGate *gate, const CsStep *step)
{
  for (guint i = 0; i < self->overrides->len; i++) {
    const CsOverride *override = &g_array_index (self->overrides, CsOverride, i);

    if (override->gate == gate && override->step == step &&
        override->round == self->steps[step->index].round)
      return TRUE;
  }
  return FALSE;
}

static gboolean
gates_are_open (const CsRequest *self, const GPtrArray *gates, const CsStep *step)
{
  for (guint i = 0; i < gates->len; i++) {
    const CsGate *gate = gates->pdata[i];

    if (cs_cond_gate_truth (gate, self, NULL, NULL) != CS_TRUTH_TRUE &&
        !cs_request_is_override (self, gate, step))
      return FALSE;
  }
  return TRUE;
}

/**
 * cs_step_is_automatic:
 *
 * Whether a step is done by itself: nobody, or nothing but an approval, a mail or a payment.
 */
gboolean
cs_step_is_automatic (const CsStep *step)
{
  if (step->who->len == 0)
    return TRUE;
  return step->form->len == 0 && step->checks->len == 0 &&
         (step->approval != NULL || step->mails->len > 0 || step->payment != NULL);
}

/* Completeness */

/* Whether a field’s word, or the cross-check of it, is of the present round of a step. */
static gboolean
is_of_this_round (const CsRequest *self,
                  const CsStep *step,
                  const CsField *field,
                  const CsEntry *entry)
{
  const CsStepLife *life = &self->steps[step->index];

  if (!field->anew || life->is_done || life->began == 0)
    return TRUE;
  for (guint i = life->began; i < self->entries->len; i++) {
    if (self->entries->pdata[i] == entry)
      return TRUE;
  }
  return FALSE;
}

/**
 * cs_request_is_said_anew:
 * @self: a request
 * @step: a step that has it in its form
 * @field: a field
 *
 * A new build is made and tested when a test has failed (FT-16, FT-18, Q-25), and a checklist is
 * gone through again when a ticket comes back (CX-01, CX-03): such a field is asked again in each
 * round, though it still holds what the last one said.
 *
 * Returns: whether nothing is to be said again
 */
gboolean
cs_request_is_said_anew (const CsRequest *self, const CsStep *step, const CsField *field)
{
  return is_of_this_round (self, step, field, self->values[field->index].entry);
}

/**
 * cs_request_is_checked:
 * @self: a request
 * @step: a step that cross-checks it
 * @field: a field
 *
 * What is asked again in each round is cross-checked again, too (CX-05).
 *
 * Returns: whether it is answered and was found in order
 */
gboolean
cs_request_is_checked (const CsRequest *self, const CsStep *step, const CsField *field)
{
  const CsEntry *check = self->values[field->index].check;

  return check != NULL && cs_request_is_answered (self, field) &&
         is_of_this_round (self, step, field, check);
}

/**
 * cs_request_asks_again:
 * @self: a request
 * @field: a field
 *
 * Returns: whether it holds what an earlier round said, and some step asks for it anew
 */
gboolean
cs_request_asks_again (const CsRequest *self, const CsField *field)
{
  const GPtrArray *steps = self->process->steps;

  for (guint i = 0; field->anew && i < steps->len; i++) {
    const CsStep *step = steps->pdata[i];

    if (g_ptr_array_find (step->form, field, NULL) && !cs_request_is_said_anew (self, step, field))
      return TRUE;
  }
  return FALSE;
}

static gboolean
form_is_complete (const CsRequest *self, const CsStep *step)
{
  for (guint i = 0; i < step->form->len; i++) {
    const CsField *field = step->form->pdata[i];

    if (!field->optional && cs_request_field_applies (self, field) == CS_TRUTH_TRUE &&
        !(cs_request_is_answered (self, field) && cs_request_is_said_anew (self, step, field)))
      return FALSE;
  }
  return TRUE;
}

static gboolean
checks_are_complete (const CsRequest *self, const CsStep *step)
{
  for (guint i = 0; i < step->checks->len; i++) {
    const CsField *field = step->checks->pdata[i];

    if (cs_request_field_applies (self, field) == CS_TRUTH_TRUE &&
        !cs_request_is_checked (self, step, field))
      return FALSE;
  }
  return TRUE;
}

static gboolean
approval_is_complete (const CsRequest *self, const CsStep *step)
{
  const CsStepLife *life = &self->steps[step->index];

  for (guint i = 0; step->approval != NULL && i < step->approval->levels->len; i++) {
    CsLevelState state = life->levels[i].state;

    if (state != CS_LEVEL_APPROVED && state != CS_LEVEL_NOT_APPLICABLE)
      return FALSE;
  }
  return TRUE;
}

static gboolean
payment_is_complete (const CsStepLife *life)
{
  return life->payment == NULL || life->payment->state == CS_PAYMENT_CONFIRMED ||
         life->payment->state == CS_PAYMENT_WRITTEN_OFF;
}

static gboolean
was_filled_since (const CsRequest *self, const CsStep *step, guint since)
{
  for (guint i = since; i < self->entries->len; i++) {
    const CsEntry *entry = self->entries->pdata[i];

    if (cs_entry_get_kind (entry) == CS_KIND_FILL &&
        g_strcmp0 (cs_entry_get_text (entry, "step"), step->id) == 0)
      return TRUE;
  }
  return FALSE;
}

/**
 * cs_request_is_step_complete:
 * @self: a request
 * @step: a step of its process
 *
 * Whether every part of a step is there: its form, its cross-checks, its approval, its mail, its
 * payment. Each time of an any-time step asks for its form and mail anew.
 *
 * Returns: whether nothing is missing
 */
gboolean
cs_request_is_step_complete (const CsRequest *self, const CsStep *step)
{
  const CsStepLife *life = &self->steps[step->index];
  gboolean again = step->opens == CS_OPENS_ANY_TIME && life->times > 0;
  guint since = again ? life->done_index : 0;

  if (again && step->form->len > 0 && !was_filled_since (self, step, since))
    return FALSE;
  return form_is_complete (self, step) && checks_are_complete (self, step) &&
         approval_is_complete (self, step) && payment_is_complete (life) &&
         cs_request_mail_is_done (self, step, since);
}

/* States */

static gboolean
is_rejected (const CsRequest *self, const CsStep *step)
{
  const CsStepLife *life = &self->steps[step->index];

  for (guint i = 0; step->approval != NULL && i < step->approval->levels->len; i++) {
    if (life->levels[i].state == CS_LEVEL_REJECTED)
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_waiting (const CsRequest *self, const CsStep *step, CsTruth applies)
{
  const CsStepLife *life = &self->steps[step->index];

  if (self->end != CS_END_NONE || self->open == NULL || applies == CS_TRUTH_UNKNOWN)
    return TRUE;
  if (life->waits_for >= 0 && !self->steps[life->waits_for].is_done &&
      !self->steps[life->waits_for].is_skipped)
    return TRUE;
  if (step->opens != CS_OPENS_ON_RETURN && !predecessors_are_passed (self, step))
    return TRUE;
  return !gates_are_open (self, step->enter, step);
}

static CsStepState
derive_state (const CsRequest *self, const CsStep *step, CsTruth applies)
{
  const CsStepLife *life = &self->steps[step->index];

  if (life->is_done && is_rejected (self, step))
    return CS_STEP_REJECTED;
  if (life->is_done)
    return cs_request_is_step_complete (self, step) ? CS_STEP_DONE : CS_STEP_LAPSED;
  if (applies == CS_TRUTH_FALSE)
    return CS_STEP_NOT_APPLICABLE;
  if (step->opens == CS_OPENS_ON_RETURN && !life->is_called)
    return CS_STEP_NOT_CALLED;
  if (life->is_skipped)
    return CS_STEP_SKIPPED;
  if (is_rejected (self, step))
    return CS_STEP_REJECTED;
  if (is_waiting (self, step, applies))
    return CS_STEP_WAITING;
  return life->is_returned ? CS_STEP_RETURNED : CS_STEP_OPEN;
}

static gboolean
derive_passed (const CsRequest *self, const CsStep *step, CsStepState state)
{
  if (state == CS_STEP_NOT_APPLICABLE)
    return predecessors_are_passed (self, step);
  return self->steps[step->index].is_done || state == CS_STEP_SKIPPED;
}

static void
mark_done (CsRequest *self, const CsStep *step)
{
  CsStepLife *life = &self->steps[step->index];

  life->times++;
  life->done_index = self->entries->len;
  life->is_returned = FALSE;
  life->waits_for = -1;
  if (step->opens == CS_OPENS_ANY_TIME)
    life->is_new_time = TRUE;
  else
    life->is_done = TRUE;
  if (step->end != CS_END_NONE && self->end == CS_END_NONE) {
    self->end = step->end;
    self->ended = self->now;
    self->end_step = step;
  }
}

static gboolean
does_itself (const CsRequest *self, const CsStep *step, CsStepState state)
{
  const CsStepLife *life = &self->steps[step->index];

  if (state != CS_STEP_OPEN && state != CS_STEP_RETURNED)
    return FALSE;
  if (!cs_step_is_automatic (step) ||
      (step->opens == CS_OPENS_ANY_TIME && (life->is_new_time || step->mails->len == 0)))
    return FALSE;
  return cs_request_is_step_complete (self, step) && gates_are_open (self, step->leave, step);
}

/* Rounds, returns and calls */

static void
begin_round (CsRequest *self, const CsStep *step)
{
  CsStepLife *life = &self->steps[step->index];

  if (step->opens == CS_OPENS_ANY_TIME)
    return;
  life->round++;
  life->began = self->entries->len;
  life->is_done = life->is_skipped = life->is_returned = FALSE;
  life->waits_for = -1;
}

/* Marks every step that stands after @target, directly or through others. */
static void
mark_after (const CsRequest *self, const CsStep *target, gboolean *after)
{
  const GPtrArray *steps = self->process->steps;
  gboolean changed = TRUE;

  after[target->index] = TRUE;
  while (changed) {
    changed = FALSE;
    for (guint i = 0; i < steps->len; i++) {
      const CsStep *step = steps->pdata[i];

      for (guint j = 0; j < step->after->len && !after[i]; j++) {
        const CsStep *before = step->after->pdata[j];

        if (after[before->index])
          after[i] = changed = TRUE;
      }
    }
  }
}

static void
call_step (CsRequest *self, const CsStep *target, CsEntry *entry)
{
  CsStepLife *life = &self->steps[target->index];

  begin_round (self, target);
  life->is_called = life->is_returned = TRUE;
  life->returned_by = entry;
}

static void
return_in_order (CsRequest *self, const CsStep *from, const CsStep *target, CsEntry *entry)
{
  const GPtrArray *steps = self->process->steps;
  g_autofree gboolean *after = g_new0 (gboolean, steps->len);
  CsStepLife *life = &self->steps[target->index];

  mark_after (self, target, after);
  for (guint i = 0; i < steps->len; i++) {
    const CsStep *step = steps->pdata[i];
    const CsStepLife *other = &self->steps[i];

    if (step == target || step == from || !after[i] ||
        !(other->is_done || other->is_skipped || other->offer != NULL))
      continue;
    begin_round (self, step);
    if (step->opens == CS_OPENS_ON_RETURN)
      self->steps[i].is_called = FALSE;
  }
  begin_round (self, target);
  if (from != target)
    begin_round (self, from);
  life->is_returned = TRUE;
  life->returned_by = entry;
}

/**
 * cs_request_send_back:
 *
 * A return, a send back, or where a rejection leads. Into an on-return step it moves nothing else,
 * and the sender waits for it.
 */
void
cs_request_send_back (CsRequest *self, const CsStep *from, const CsStep *to, CsEntry *entry)
{
  if (self->end != CS_END_NONE)
    return;
  if (to->opens != CS_OPENS_ON_RETURN) {
    return_in_order (self, from, to, entry);
    return;
  }
  call_step (self, to, entry);
  self->steps[from->index].waits_for = (int)to->index;
  self->steps[from->index].began = self->entries->len;
}

static gboolean
lead_rejection (CsRequest *self, const CsStep *step)
{
  CsStepLife *life = &self->steps[step->index];
  CsEntry *entry = NULL;

  if (step->rejects == NULL || life->offer == NULL || life->led_offer == life->offers)
    return FALSE;
  life->led_offer = life->offers;
  for (guint i = 0; i < self->decisions->len; i++) {
    const CsDecision *decision = self->decisions->pdata[i];

    if (decision->step == step && decision->answer == CS_ANSWER_REJECT)
      entry = decision->entry;
  }
  if (step->rejects->opens == CS_OPENS_ON_RETURN)
    call_step (self, step->rejects, entry);
  else
    return_in_order (self, step, step->rejects, entry);
  return TRUE;
}

/**
 * cs_request_apply_complete:
 *
 * Entry `complete`, also “not needed”.
 */
void
cs_request_apply_complete (CsRequest *self, CsEntry *entry)
{
  const char *id = cs_entry_get_text (entry, "step");
  const CsStep *step = id != NULL ? cs_process_get_step (self->process, id) : NULL;

  if (step == NULL || self->end != CS_END_NONE || cs_request_is_taken_back (self, entry))
    return;
  if (cs_entry_get_text (entry, "na") != NULL) {
    self->steps[step->index].is_skipped = TRUE;
    self->steps[step->index].is_returned = FALSE;
  } else if (!self->steps[step->index].is_done) {
    mark_done (self, step);
  }
}

/**
 * cs_request_apply_return:
 *
 * Entry `return`.
 */
void
cs_request_apply_return (CsRequest *self, CsEntry *entry)
{
  const char *from = cs_entry_get_text (entry, "step");
  const char *to = cs_entry_get_text (entry, "to");
  const CsStep *sender = from != NULL ? cs_process_get_step (self->process, from) : NULL;
  const CsStep *target = to != NULL ? cs_process_get_step (self->process, to) : NULL;

  if (sender == NULL || cs_request_is_taken_back (self, entry))
    return;
  if (target == NULL && to == NULL && sender->returns->len > 0)
    target = sender->returns->pdata[0];
  if (target != NULL)
    cs_request_send_back (self, sender, target, entry);
}

/* Settling */

/**
 * cs_request_forget_answers:
 *
 * Forgets what conditions were answered, because something they look at has changed.
 */
void
cs_request_forget_answers (CsRequest *self)
{
  memset (self->gate_memo, CS_MEMO_EMPTY, self->process->gates->len);
  memset (self->applies_memo, CS_MEMO_EMPTY, self->process->fields->len);
}

static gboolean
settle_step (CsRequest *self, const CsStep *step)
{
  CsStepLife *life = &self->steps[step->index];
  CsStepState state;
  gboolean is_passed, has_moved = FALSE;

  life->applies = cs_cond_evaluate (step->when, self, NULL, NULL);
  if (step->approval != NULL)
    cs_request_settle_levels (self, step);
  state = derive_state (self, step, life->applies);
  if (does_itself (self, step, state)) {
    mark_done (self, step);
    has_moved = TRUE;
    state = derive_state (self, step, life->applies);
  } else if (state == CS_STEP_REJECTED && lead_rejection (self, step)) {
    has_moved = TRUE;
    state = derive_state (self, step, life->applies);
  }
  is_passed = derive_passed (self, step, state);
  if (state == life->state && is_passed == life->is_passed && !has_moved)
    return FALSE;
  if (state != life->state)
    life->since = self->now;
  life->state = state;
  life->is_passed = is_passed;
  return TRUE;
}

/**
 * cs_request_settle:
 *
 * After every entry: what can be done by itself is done, until nothing changes.
 */
void
cs_request_settle (CsRequest *self)
{
  const GPtrArray *steps = self->process->steps;
  gboolean changed = TRUE;

  cs_request_forget_answers (self);
  cs_request_settle_mails (self);
  for (guint pass = 0; changed && pass < MOST_PASSES (self); pass++) {
    changed = FALSE;
    for (guint i = 0; i < steps->len; i++) {
      if (settle_step (self, steps->pdata[i])) {
        changed = TRUE;
        cs_request_forget_answers (self);
      }
    }
  }
  cs_request_note_periods (self);
  cs_request_note_clocks (self);
}
