/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-rules-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Asking the table of actions: one candidate, or all that a person may be offered. */

/**
 * cs_action_clear:
 * @self: an action on the stack
 *
 * Frees what it holds.
 */
void
cs_action_clear (CsAction *self)
{
  g_clear_pointer (&self->target, g_free);
  g_clear_pointer (&self->for_person, g_free);
  g_clear_pointer (&self->reasons, g_ptr_array_unref);
}

/**
 * cs_action_free:
 * @self: (transfer full): an action
 */
void
cs_action_free (CsAction *self)
{
  cs_action_clear (self);
  g_free (self);
}

/* Judging */

static void
judge_request (CsJudge *self, const CsActionRule *rule, GPtrArray *reasons)
{
  const CsPerson *person = cs_directory_get_person (self->context->directory, self->person);
  CsEnd end = cs_request_get_end (self->request);

  if (cs_request_is_read_only (self->request))
    cs_judge_add (reasons,
                  CS_VERDICT_REFUSED,
                  "K-12",
                  _ ("A newer version of Countersign wrote to this request; update to act here"));
  if (rule->kind == CS_KIND_MAIL && cs_request_has_waiting (self->request))
    cs_judge_add (reasons,
                  CS_VERDICT_REFUSED,
                  "D-C1",
                  _ ("No mail leaves before the server has answered what was said here"));
  if (end != CS_END_NONE && !rule->after_end)
    cs_judge_add (reasons,
                  end == CS_END_WITHDRAWN ? CS_VERDICT_WITHDRAWN : CS_VERDICT_REFUSED,
                  end == CS_END_WITHDRAWN ? "withdrawn" : "closed",
                  end == CS_END_WITHDRAWN ? _ ("The request was withdrawn")
                                          : _ ("The request is closed"));
  if (person == NULL || !person->can_act)
    cs_judge_add (reasons,
                  CS_VERDICT_REFUSED,
                  "person",
                  _ ("“%s” is nobody who can act here"),
                  self->person);
  if (self->context->device != NULL &&
      cs_directory_is_device_revoked (self->context->directory, self->context->device))
    cs_judge_add (reasons,
                  CS_VERDICT_MANDATE_ENDED,
                  "K-21",
                  _ ("This device may no longer act for %s"),
                  person != NULL ? person->name : self->person);
}

static char *
state_text (CsStepState state, const char *title)
{
  switch (state) {
    case CS_STEP_DONE:
      return g_strdup_printf (_ ("“%s” is done"), title);
    case CS_STEP_LAPSED:
      return g_strdup_printf (_ ("“%s” has lapsed"), title);
    case CS_STEP_NOT_APPLICABLE:
      return g_strdup_printf (_ ("“%s” does not apply to this request"), title);
    case CS_STEP_NOT_CALLED:
      return g_strdup_printf (_ ("“%s” opens only when something is returned to it"), title);
    case CS_STEP_SKIPPED:
      return g_strdup_printf (_ ("“%s” was answered as not needed"), title);
    case CS_STEP_REJECTED:
      return g_strdup_printf (_ ("“%s” was rejected"), title);
    case CS_STEP_WAITING:
      return g_strdup_printf (_ ("“%s” is not open yet"), title);
    case CS_STEP_RETURNED:
    case CS_STEP_OPEN:
    default:
      return g_strdup_printf (_ ("“%s” is open"), title);
  }
}

static const char *
rule_of_waiting (CsJudge *self, const CsStep *step)
{
  for (guint i = 0; i < step->enter->len; i++) {
    const CsGate *gate = step->enter->pdata[i];

    if (cs_judge_gate (self, gate, step) != CS_TRUTH_TRUE)
      return gate->id;
  }
  return "order";
}

/* A gate that only the clock holds back is judged by the present: the fold cannot know. */
static gboolean
is_open_by_now (CsJudge *self, const CsStep *step)
{
  g_autoptr (GPtrArray) missing = cs_missing_list_new ();

  if (step->enter->len == 0 || self->request->end != CS_END_NONE)
    return FALSE;
  cs_judge_missing_to_open (self, step, missing);
  return missing->len == 0;
}

static void
judge_state (CsJudge *self, const CsActionRule *rule, CsAction *action)
{
  CsStepState state;
  g_autofree char *title = NULL;
  CsReason *reason;

  if (rule->states == 0 || action->step == NULL)
    return;
  state = cs_request_get_step_state (self->request, action->step);
  if (state == CS_STEP_WAITING && is_open_by_now (self, action->step))
    state = CS_STEP_OPEN;
  if ((rule->states & (1u << state)) != 0)
    return;
  title = cs_title (action->step->title);
  reason = cs_reason_new (state == CS_STEP_WAITING ? rule_of_waiting (self, action->step) : "state",
                          state_text (state, title));
  if (state == CS_STEP_WAITING)
    cs_judge_missing_to_open (self, action->step, reason->missing);
  if (state == CS_STEP_DONE || state == CS_STEP_SKIPPED)
    reason->verdict = CS_VERDICT_ALREADY_SETTLED;
  g_ptr_array_add (action->reasons, reason);
}

static gboolean
has_waiting_answer (const CsRequest *request, const CsAction *action)
{
  const CsOffer *offer = cs_request_get_offer (request, action->step);

  for (guint i = 0; offer != NULL && i < request->decisions->len; i++) {
    const CsDecision *decision = request->decisions->pdata[i];

    if (decision->is_waiting && decision->step == action->step &&
        decision->level == action->level && decision->offer == offer->version)
      return TRUE;
  }
  return FALSE;
}

/* K-13: one answer of this computer's at a time. */
static void
judge_waiting (CsJudge *self, const CsActionRule *rule, CsAction *action)
{
  if ((rule->kind == CS_KIND_DECISION || rule->kind == CS_KIND_CONSENT) && action->level != NULL &&
      has_waiting_answer (self->request, action))
    cs_judge_add (action->reasons,
                  CS_VERDICT_ALREADY_SETTLED,
                  "K-13",
                  _ ("An answer was given here; it waits for the server"));
}

/**
 * cs_judge_action:
 * @self: a question
 * @action: what is to be done to what; gets its reasons and whether it is open
 *
 * Returns: whether the person may do it now
 */
gboolean
cs_judge_action (CsJudge *self, CsAction *action)
{
  const CsActionRule *rule = cs_action_rule (action->kind);

  if (action->reasons == NULL)
    action->reasons = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_reason_free);
  judge_request (self, rule, action->reasons);
  if (!rule->fits (self->request, action)) {
    cs_judge_add (action->reasons,
                  CS_VERDICT_REFUSED,
                  "refused",
                  _ ("There is nothing here for “%s”"),
                  rule->name);
  } else {
    judge_state (self, rule, action);
    judge_waiting (self, rule, action);
    rule->judge (self, action);
  }
  action->is_open = action->reasons->len == 0;
  return action->is_open;
}

/* Listing */

typedef struct {
  CsJudge judge;
  GPtrArray *actions;
} Lister;

/* What is blocked is worth showing to those whose business it is. */
static gboolean
is_worth_showing (const CsAction *action)
{
  for (guint i = 0; i < action->reasons->len; i++) {
    const CsReason *reason = action->reasons->pdata[i];

    if (strcmp (reason->rule, "who") == 0 || strcmp (reason->rule, "vacant") == 0 ||
        strcmp (reason->rule, "state") == 0 || strcmp (reason->rule, "clock") == 0 ||
        strcmp (reason->rule, "X-02") == 0 || strcmp (reason->rule, "X-15") == 0 ||
        strcmp (reason->rule, "already-settled") == 0 || strcmp (reason->rule, "closed") == 0)
      return FALSE;
  }
  return TRUE;
}

static void
consider (Lister *self, const CsAction *candidate)
{
  CsAction *action;

  if (!cs_action_rule (candidate->kind)->fits (self->judge.request, candidate))
    return;
  action = g_memdup2 (candidate, sizeof *candidate);
  action->target = g_strdup (candidate->target);
  if (cs_judge_action (&self->judge, action) || is_worth_showing (action))
    g_ptr_array_add (self->actions, action);
  else
    cs_action_free (action);
}

static void
list_step (Lister *self, CsActionKind kind)
{
  const GPtrArray *steps = self->judge.request->process->steps;

  for (guint i = 0; i < steps->len; i++)
    consider (self, &(CsAction){.kind = kind, .step = steps->pdata[i]});
}

static void
list_levels (Lister *self, CsActionKind kind)
{
  const GPtrArray *steps = self->judge.request->process->steps;

  for (guint i = 0; i < steps->len; i++) {
    const CsStep *step = steps->pdata[i];

    for (guint j = 0; step->approval != NULL && j < step->approval->levels->len; j++)
      consider (self,
                &(CsAction){.kind = kind, .step = step, .level = step->approval->levels->pdata[j]});
  }
}

static void
list_fields (Lister *self, CsActionKind kind)
{
  const GPtrArray *steps = self->judge.request->process->steps;

  for (guint i = 0; i < steps->len; i++) {
    const CsStep *step = steps->pdata[i];

    for (guint j = 0; j < step->checks->len; j++)
      consider (self, &(CsAction){.kind = kind, .step = step, .field = step->checks->pdata[j]});
  }
}

/* What the clocks of a step send on when they have passed. */
static void
list_escalations (Lister *self, CsActionKind kind, const CsStep *step)
{
  const GPtrArray *mails = self->judge.request->process->mails;

  if (cs_judge_find_escalation (&self->judge, step, NULL) == NULL)
    return;
  for (guint i = 0; i < mails->len; i++) {
    const CsMail *mail = mails->pdata[i];
    const CsClockDef *clock = cs_judge_find_escalation (&self->judge, step, mail);

    if (clock != NULL && !g_ptr_array_find (step->mails, mail, NULL) &&
        cs_judge_ask (&self->judge, mail->when) == CS_TRUTH_TRUE)
      consider (self, &(CsAction){.kind = kind, .step = step, .mail = mail, .clock = clock});
  }
}

static void
list_mails (Lister *self, CsActionKind kind)
{
  const GPtrArray *steps = self->judge.request->process->steps;

  for (guint i = 0; i < steps->len; i++) {
    const CsStep *step = steps->pdata[i];

    for (guint j = 0; j < step->mails->len; j++) {
      const CsMail *mail = step->mails->pdata[j];

      if (cs_judge_ask (&self->judge, mail->when) == CS_TRUTH_TRUE)
        consider (self, &(CsAction){.kind = kind, .step = step, .mail = mail});
    }
    for (guint j = 0; step->approval != NULL && j < step->approval->levels->len; j++) {
      const CsLevel *level = step->approval->levels->pdata[j];

      if (level->mail != NULL)
        consider (self,
                  &(CsAction){.kind = kind, .step = step, .level = level, .mail = level->mail});
    }
    list_escalations (self, kind, step);
  }
}

static void
list_conditions (Lister *self, CsActionKind kind)
{
  const GPtrArray *conditions = self->judge.request->conditions;

  for (guint i = 0; i < conditions->len; i++) {
    const CsCondition *condition = conditions->pdata[i];

    consider (self,
              &(CsAction){.kind = kind,
                          .step = condition->decision->step,
                          .level = condition->decision->level,
                          .target = (char *)cs_entry_get_id (condition->decision->entry),
                          .condition = condition->number});
  }
}

static void
list_questions (Lister *self, CsActionKind kind)
{
  const GPtrArray *decisions = self->judge.request->decisions;

  for (guint i = 0; i < decisions->len; i++) {
    const CsDecision *decision = decisions->pdata[i];

    if (decision->answer == CS_ANSWER_ASK && !decision->is_withdrawn)
      consider (self,
                &(CsAction){.kind = kind,
                            .step = decision->step,
                            .level = decision->level,
                            .target = (char *)cs_entry_get_id (decision->entry)});
  }
}

static void
list_clocks (Lister *self, CsActionKind kind)
{
  const GPtrArray *clocks = self->judge.request->process->clocks;

  for (guint i = 0; i < clocks->len; i++)
    consider (self, &(CsAction){.kind = kind, .clock = clocks->pdata[i]});
}

static void
list_rungs (Lister *self, CsActionKind kind)
{
  const GPtrArray *clocks = self->judge.request->process->clocks;

  for (guint i = 0; i < clocks->len; i++) {
    const CsClockLog *log = &self->judge.request->clocks[i];

    for (guint j = 0; j < log->rungs->len; j++)
      consider (self,
                &(CsAction){.kind = kind,
                            .clock = clocks->pdata[i],
                            .target = (char *)cs_entry_get_id (log->rungs->pdata[j])});
  }
}

static void
list_gates (Lister *self, CsActionKind kind)
{
  const GPtrArray *steps = self->judge.request->process->steps;

  for (guint i = 0; i < steps->len; i++) {
    const CsStep *step = steps->pdata[i];

    for (guint j = 0; j < step->enter->len; j++)
      consider (self, &(CsAction){.kind = kind, .step = step, .gate = step->enter->pdata[j]});
    for (guint j = 0; j < step->leave->len; j++)
      consider (self, &(CsAction){.kind = kind, .step = step, .gate = step->leave->pdata[j]});
  }
}

static void
list_own_offers (Lister *self, CsActionKind kind)
{
  const GPtrArray *offers = self->judge.request->offers;

  for (guint i = 0; i < offers->len; i++) {
    const CsOffer *offer = offers->pdata[i];

    if (offer->is_current)
      consider (self,
                &(CsAction){.kind = kind,
                            .step = offer->step,
                            .target = (char *)cs_entry_get_id (offer->entry)});
  }
}

static gboolean
can_be_taken_back (const CsEntry *entry)
{
  CsEntryKind kind = cs_entry_get_kind (entry);

  return kind == CS_KIND_OPEN || kind == CS_KIND_DECISION || kind == CS_KIND_CONSENT ||
         kind == CS_KIND_COMPLETE || kind == CS_KIND_RETURN;
}

static void
list_own_entries (Lister *self, CsActionKind kind)
{
  const GPtrArray *entries = self->judge.request->entries;

  for (guint i = 0; i < entries->len; i++) {
    if (can_be_taken_back (entries->pdata[i]))
      consider (self,
                &(CsAction){.kind = kind, .target = (char *)cs_entry_get_id (entries->pdata[i])});
  }
}

static void
list_request (Lister *self, CsActionKind kind)
{
  if (kind != CS_ACTION_OPEN)
    consider (self, &(CsAction){.kind = kind});
}

/**
 * cs_rules_actions:
 * @request: a request
 * @person: id of a person
 * @context: the directory and the present
 *
 * Lists what is open to a person on a request, and what is blocked though it is their business,
 * with the reasons. Whatever is not listed as open is refused by [func@rules_check].
 *
 * Returns: (transfer full) (element-type CsAction): in the order of the table, then of the process
 */
GPtrArray *
cs_rules_actions (const CsRequest *request, const char *person, const CsRuleContext *context)
{
  static void (*const listers[]) (Lister *, CsActionKind) = {
      [CS_SUBJECT_REQUEST] = list_request,
      [CS_SUBJECT_STEP] = list_step,
      [CS_SUBJECT_LEVEL] = list_levels,
      [CS_SUBJECT_FIELD] = list_fields,
      [CS_SUBJECT_MAIL] = list_mails,
      [CS_SUBJECT_CONDITION] = list_conditions,
      [CS_SUBJECT_QUESTION] = list_questions,
      [CS_SUBJECT_RUNG] = list_rungs,
      [CS_SUBJECT_CLOCK] = list_clocks,
      [CS_SUBJECT_GATE] = list_gates,
      [CS_SUBJECT_OWN_OFFER] = list_own_offers,
      [CS_SUBJECT_OWN_ENTRY] = list_own_entries,
  };
  Lister lister;

  lister.actions = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_action_free);
  cs_judge_init (&lister.judge, request, person, context);
  for (guint kind = 0; request->open != NULL && kind < CS_N_ACTIONS; kind++)
    listers[cs_action_rule ((CsActionKind)kind)->subject](&lister, (CsActionKind)kind);
  cs_judge_clear (&lister.judge);
  return lister.actions;
}
