/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-rules-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/*
 * The one table of what can be done: which entry it makes, what it is done to, in which states of
 * its step, and who judges it. Screens list it (cs_rules_actions) and the authority asks it
 * (cs_rules_check), so what is offered and what is accepted cannot differ.
 */

#define IN(state)  (1u << (state))
#define OPEN_NOW   (IN (CS_STEP_OPEN) | IN (CS_STEP_RETURNED))
#define CORRECTION (OPEN_NOW | IN (CS_STEP_REJECTED) | IN (CS_STEP_DONE) | IN (CS_STEP_LAPSED))
#define IN_PLACE   (OPEN_NOW | IN (CS_STEP_LAPSED))

/* Who judges it */

static void
judge_nobody (CsJudge *self, CsAction *action)
{
}

static void
judge_who (CsJudge *self, CsAction *action)
{
  cs_judge_require_who (self, action->step->who, "who", action->reasons);
}

static const char *
rule_of_missing_gate (CsJudge *self, const CsStep *step)
{
  for (guint i = 0; i < step->leave->len; i++) {
    const CsGate *gate = step->leave->pdata[i];

    if (cs_judge_gate (self, gate, step) != CS_TRUTH_TRUE)
      return gate->id;
  }
  return "parts";
}

static void
judge_complete (CsJudge *self, CsAction *action)
{
  g_autoptr (GPtrArray) missing = cs_missing_list_new ();
  g_autofree char *title = NULL;
  CsReason *reason;

  judge_who (self, action);
  if (self->request->steps[action->step->index].state == CS_STEP_WAITING)
    return;
  cs_judge_missing_parts (self, action->step, missing);
  if (missing->len == 0)
    return;
  title = cs_title (action->step->title);
  reason = cs_judge_add (action->reasons,
                         CS_VERDICT_REFUSED,
                         rule_of_missing_gate (self, action->step),
                         _ ("“%s” cannot be completed yet"),
                         title);
  g_ptr_array_extend_and_steal (reason->missing, g_steal_pointer (&missing));
}

static void
judge_not_needed (CsJudge *self, CsAction *action)
{
  judge_who (self, action);
  if (cs_judge_ask (self, action->step->na_when) != CS_TRUTH_TRUE) {
    g_autofree char *title = cs_title (action->step->title);

    cs_judge_add (action->reasons, CS_VERDICT_REFUSED, "na", _ ("“%s” is needed here"), title);
  }
}

static void
judge_check (CsJudge *self, CsAction *action)
{
  const CsValue *value = cs_request_get_value (self->request, action->field);
  g_autofree char *title = cs_title (action->field->title);

  judge_who (self, action);
  if (value->value == NULL || !cs_request_is_answered (self->request, action->field))
    cs_judge_add (action->reasons,
                  CS_VERDICT_REFUSED,
                  "check",
                  _ ("“%s” is not answered yet"),
                  title);
  else if (strcmp (cs_entry_get_by (value->entry), self->person) == 0)
    cs_judge_add (action->reasons,
                  CS_VERDICT_REFUSED,
                  "X-12",
                  _ ("“%s” has to be checked by somebody else than who filled it"),
                  title);
}

static void
judge_offer (CsJudge *self, CsAction *action)
{
  cs_judge_offer (self, action->step, action->reasons);
}

static void
judge_level (CsJudge *self, CsAction *action)
{
  cs_judge_level (self, action->step, action->level, action);
}

static void
judge_carry (CsJudge *self, CsAction *action)
{
  const CsDecision *earlier =
      cs_request_find_carryable (self->request, action->step, action->level);

  cs_judge_level (self, action->step, action->level, action);
  if (earlier == NULL)
    cs_judge_add (action->reasons,
                  CS_VERDICT_REFUSED,
                  "Q-01",
                  _ ("There is no earlier approval of the same content to confirm"));
  else if (action->target == NULL)
    action->target = g_strdup (cs_entry_get_id (earlier->entry));
}

static void
judge_consent (CsJudge *self, CsAction *action)
{
  cs_judge_consent (self, action->step, action->level, action->reasons);
}

static const CsCondition *
find_condition (const CsRequest *request, guint number)
{
  return number > 0 && number <= request->conditions->len ? request->conditions->pdata[number - 1]
                                                          : NULL;
}

static void
judge_condition (CsJudge *self, CsAction *action)
{
  const CsCondition *condition = find_condition (self->request, action->condition);

  cs_judge_require_who (self, condition->decision->step->who, "who", action->reasons);
  if (g_strcmp0 (condition->decision->person, self->person) == 0 ||
      strcmp (cs_entry_get_by (condition->decision->entry), self->person) == 0)
    cs_judge_add (action->reasons,
                  CS_VERDICT_REFUSED,
                  "X-10",
                  _ ("Condition %u has to be settled by somebody else than who set it"),
                  action->condition);
  if (condition->settled != NULL)
    cs_judge_add (action->reasons,
                  CS_VERDICT_ALREADY_SETTLED,
                  "already-settled",
                  _ ("Condition %u is settled"),
                  action->condition);
}

static void
judge_vacant_lines (CsJudge *self, const CsMail *mail, const GPtrArray *line, GPtrArray *reasons)
{
  for (guint i = 0; i < line->len; i++) {
    const CsWho *who = line->pdata[i];
    g_autoptr (GPtrArray) single = g_ptr_array_new ();
    g_autoptr (GPtrArray) holders = NULL;
    g_autofree char *title = NULL;

    if (cs_judge_ask (self, who->when) != CS_TRUTH_TRUE ||
        (who->role != NULL && who->role->leave_out))
      continue;
    if (who->role != NULL) {
      holders = cs_directory_list_holders (self->context->directory,
                                           self->request->process->pack->id,
                                           who->role->id,
                                           cs_request_get_region (self->request),
                                           FALSE,
                                           self->request->process->id,
                                           NULL,
                                           self->context->now);
    } else {
      g_ptr_array_add (single, (gpointer)who);
      holders = cs_rules_list_people (self->request, single, self->context);
    }
    if (holders->len > 0)
      continue;
    title = cs_title (who->role != NULL ? who->role->title : who->field->title);
    cs_judge_add (reasons, CS_VERDICT_REFUSED, "RC-22", _ ("Nobody is named as %s yet"), title);
  }
}

static void
judge_mail (CsJudge *self, CsAction *action)
{
  judge_who (self, action);
  if (action->level != NULL)
    cs_judge_level_mail (self, action->step, action->level, action->reasons);
  if (cs_judge_ask (self, action->mail->when) != CS_TRUTH_TRUE)
    cs_judge_add (action->reasons,
                  CS_VERDICT_REFUSED,
                  "mail",
                  _ ("Mail %s is not for this request"),
                  action->mail->id);
  if (action->clock != NULL && !cs_judge_is_escalated (self, action->clock, action->mail)) {
    g_autofree char *title = cs_title (action->clock->title);

    cs_judge_add (action->reasons,
                  CS_VERDICT_REFUSED,
                  action->clock->id,
                  _ ("The deadline “%s” has not passed"),
                  title);
  }
  judge_vacant_lines (self, action->mail, action->mail->to, action->reasons);
  judge_vacant_lines (self, action->mail, action->mail->cc, action->reasons);
}

static void
judge_question (CsJudge *self, CsAction *action)
{
  const CsEntry *question = cs_request_get_entry (self->request, action->target);
  gboolean is_author =
      action->level != NULL &&
      cs_request_is_own_work (self->request, action->step, action->level, self->person);

  if (!is_author)
    cs_judge_require_who (self, action->step->who, "who", action->reasons);
  if (cs_request_get_acknowledgement (self->request, question) != NULL)
    cs_judge_add (action->reasons,
                  CS_VERDICT_ALREADY_SETTLED,
                  "already-settled",
                  _ ("The question is answered"));
}

static void
judge_rung (CsJudge *self, CsAction *action)
{
  const CsEntry *rung = cs_request_get_entry (self->request, action->target);
  gsize index;
  json_t *told;

  if (cs_request_get_acknowledgement (self->request, rung) != NULL)
    cs_judge_add (action->reasons,
                  CS_VERDICT_ALREADY_SETTLED,
                  "already-settled",
                  _ ("Somebody has acknowledged it"));
  json_array_foreach (json_object_get (cs_entry_get_data (rung), "told"), index, told)
  {
    if (g_strcmp0 (json_string_value (told), self->person) == 0)
      return;
  }
  cs_judge_add (action->reasons, CS_VERDICT_REFUSED, "who", _ ("This is for those who were told"));
}

static void
judge_override (CsJudge *self, CsAction *action)
{
  CsStepState state = self->request->steps[action->step->index].state;

  cs_judge_require_who (self, action->gate->override, "X-02", action->reasons);
  if (cs_judge_gate (self, action->gate, action->step) == CS_TRUTH_TRUE)
    cs_judge_add (action->reasons,
                  CS_VERDICT_ALREADY_SETTLED,
                  "already-settled",
                  _ ("%s is open"),
                  action->gate->id);
  else if (state != CS_STEP_WAITING && state != CS_STEP_OPEN && state != CS_STEP_RETURNED)
    cs_judge_add (action->reasons,
                  CS_VERDICT_REFUSED,
                  "state",
                  _ ("%s does not stand before this step now"),
                  action->gate->id);
}

static void
require_author (CsJudge *self, const CsEntry *entry, GPtrArray *reasons)
{
  if (strcmp (cs_entry_get_by (entry), self->person) != 0)
    cs_judge_add (reasons, CS_VERDICT_REFUSED, "who", _ ("Only who wrote it can take it back"));
}

/* A step that was done and has lapsed is offered again in place: then its levels are asked. */
static gboolean
is_decided (const CsRequest *request, const CsStep *step)
{
  const GPtrArray *levels = step->approval->levels;

  switch (cs_request_get_step_state (request, step)) {
    case CS_STEP_DONE:
    case CS_STEP_REJECTED:
      return TRUE;
    case CS_STEP_LAPSED:
      for (guint i = 0; i < levels->len; i++) {
        CsLevelState state = cs_request_get_level_state (request, step, levels->pdata[i]);

        if (state == CS_LEVEL_ASKED || state == CS_LEVEL_CARRYABLE)
          return FALSE;
      }
      return TRUE;
    case CS_STEP_NOT_APPLICABLE:
    case CS_STEP_NOT_CALLED:
    case CS_STEP_SKIPPED:
    case CS_STEP_WAITING:
    case CS_STEP_RETURNED:
    case CS_STEP_OPEN:
    default:
      return FALSE;
  }
}

static void
judge_recall (CsJudge *self, CsAction *action)
{
  const CsEntry *entry = cs_request_get_entry (self->request, action->target);
  const CsOfferMark *mark = self->request->steps[action->step->index].offer;

  require_author (self, entry, action->reasons);
  if (mark == NULL || mark->offer.entry != entry)
    cs_judge_add (action->reasons,
                  CS_VERDICT_WITHDRAWN,
                  "withdrawn",
                  _ ("This offer is no longer before the approvers"));
  else if (is_decided (self->request, action->step))
    cs_judge_add (action->reasons,
                  CS_VERDICT_ALREADY_SETTLED,
                  "already-settled",
                  _ ("The offer is decided"));
}

/* Nothing rests on an entry that nothing but words and rungs followed. */
static gboolean
something_rests_on (const CsRequest *request, const CsEntry *entry)
{
  for (guint i = request->entries->len; i > 0; i--) {
    const CsEntry *later = request->entries->pdata[i - 1];
    CsEntryKind kind = cs_entry_get_kind (later);

    if (later == entry)
      return FALSE;
    if (kind != CS_KIND_NOTE && kind != CS_KIND_RUNG && kind != CS_KIND_ACCESS &&
        kind != CS_KIND_ASSIGN && !cs_request_is_taken_back (request, later) &&
        kind != CS_KIND_WITHDRAW)
      return TRUE;
  }
  return TRUE;
}

static void
judge_withdraw (CsJudge *self, CsAction *action)
{
  const CsEntry *entry = cs_request_get_entry (self->request, action->target);
  const CsField *owner = self->request->process->owner;
  const json_t *value = owner != NULL ? cs_request_effective_value (self->request, owner) : NULL;

  if (entry == self->request->open) {
    if (g_strcmp0 (json_string_value (value), self->person) != 0)
      require_author (self, entry, action->reasons);
    return;
  }
  require_author (self, entry, action->reasons);
  if (cs_request_is_taken_back (self->request, entry))
    cs_judge_add (action->reasons,
                  CS_VERDICT_ALREADY_SETTLED,
                  "withdrawn",
                  _ ("It is taken back already"));
  else if (something_rests_on (self->request, entry))
    cs_judge_add (action->reasons,
                  CS_VERDICT_REFUSED,
                  "X-15",
                  _ ("Something that followed rests on it, so it cannot be taken back"));
}

static const CsActionRule rules[CS_N_ACTIONS] = {
    [CS_ACTION_OPEN] =
        {"open", CS_KIND_OPEN, CS_SUBJECT_REQUEST, 0, FALSE, cs_action_fits_always, judge_nobody},
    [CS_ACTION_FILL] =
        {"fill", CS_KIND_FILL, CS_SUBJECT_STEP, CORRECTION, FALSE, cs_action_fits_form, judge_who},
    [CS_ACTION_COMPLETE] = {"complete",
                            CS_KIND_COMPLETE,
                            CS_SUBJECT_STEP,
                            OPEN_NOW,
                            FALSE,
                            cs_action_fits_completing,
                            judge_complete},
    [CS_ACTION_NOT_NEEDED] = {"not-needed",
                              CS_KIND_COMPLETE,
                              CS_SUBJECT_STEP,
                              OPEN_NOW,
                              FALSE,
                              cs_action_fits_not_needed,
                              judge_not_needed},
    [CS_ACTION_RETURN] = {"return",
                          CS_KIND_RETURN,
                          CS_SUBJECT_STEP,
                          IN_PLACE,
                          FALSE,
                          cs_action_fits_return,
                          judge_who},
    [CS_ACTION_CHECK] = {"check",
                         CS_KIND_CHECK,
                         CS_SUBJECT_FIELD,
                         CORRECTION,
                         FALSE,
                         cs_action_fits_check,
                         judge_check},
    [CS_ACTION_OFFER] = {"offer",
                         CS_KIND_OFFER,
                         CS_SUBJECT_STEP,
                         IN_PLACE,
                         FALSE,
                         cs_action_fits_approval,
                         judge_offer},
    [CS_ACTION_APPROVE] = {"approve",
                           CS_KIND_DECISION,
                           CS_SUBJECT_LEVEL,
                           0,
                           FALSE,
                           cs_action_fits_decision,
                           judge_level},
    [CS_ACTION_REJECT] = {"reject",
                          CS_KIND_DECISION,
                          CS_SUBJECT_LEVEL,
                          0,
                          FALSE,
                          cs_action_fits_decision,
                          judge_level},
    [CS_ACTION_SEND_BACK] = {"send-back",
                             CS_KIND_DECISION,
                             CS_SUBJECT_LEVEL,
                             0,
                             FALSE,
                             cs_action_fits_send_back,
                             judge_level},
    [CS_ACTION_ASK] =
        {"ask", CS_KIND_DECISION, CS_SUBJECT_LEVEL, 0, FALSE, cs_action_fits_decision, judge_level},
    [CS_ACTION_HAND_OVER] = {"hand-over",
                             CS_KIND_DECISION,
                             CS_SUBJECT_LEVEL,
                             0,
                             FALSE,
                             cs_action_fits_decision,
                             judge_level},
    [CS_ACTION_CARRY] =
        {"carry", CS_KIND_DECISION, CS_SUBJECT_LEVEL, 0, FALSE, cs_action_fits_carry, judge_carry},
    [CS_ACTION_CONSENT] = {"consent",
                           CS_KIND_CONSENT,
                           CS_SUBJECT_LEVEL,
                           0,
                           FALSE,
                           cs_action_fits_consent,
                           judge_consent},
    [CS_ACTION_SETTLE_CONDITION] = {"settle-condition",
                                    CS_KIND_CHECK,
                                    CS_SUBJECT_CONDITION,
                                    0,
                                    FALSE,
                                    cs_action_fits_always,
                                    judge_condition},
    [CS_ACTION_MAIL] =
        {"mail", CS_KIND_MAIL, CS_SUBJECT_MAIL, IN_PLACE, FALSE, cs_action_fits_mail, judge_mail},
    [CS_ACTION_PAYMENT] = {"payment",
                           CS_KIND_PAYMENT,
                           CS_SUBJECT_STEP,
                           OPEN_NOW,
                           FALSE,
                           cs_action_fits_payment,
                           judge_who},
    [CS_ACTION_ASSIGN] = {"assign",
                          CS_KIND_ASSIGN,
                          CS_SUBJECT_STEP,
                          IN_PLACE,
                          FALSE,
                          cs_action_fits_people,
                          judge_who},
    [CS_ACTION_NOTE] =
        {"note", CS_KIND_NOTE, CS_SUBJECT_REQUEST, 0, TRUE, cs_action_fits_always, judge_nobody},
    [CS_ACTION_ANSWER] = {"answer",
                          CS_KIND_NOTE,
                          CS_SUBJECT_QUESTION,
                          0,
                          FALSE,
                          cs_action_fits_always,
                          judge_question},
    [CS_ACTION_PAUSE] =
        {"pause", CS_KIND_PAUSE, CS_SUBJECT_CLOCK, 0, FALSE, cs_action_fits_pause, cs_judge_pause},
    [CS_ACTION_RESUME] = {"resume",
                          CS_KIND_RESUME,
                          CS_SUBJECT_CLOCK,
                          0,
                          FALSE,
                          cs_action_fits_pause,
                          cs_judge_pause},
    [CS_ACTION_EXTEND] = {"extend",
                          CS_KIND_EXTEND,
                          CS_SUBJECT_CLOCK,
                          0,
                          FALSE,
                          cs_action_fits_extend,
                          cs_judge_extend},
    [CS_ACTION_OVERRIDE] = {"override",
                            CS_KIND_OVERRIDE,
                            CS_SUBJECT_GATE,
                            0,
                            FALSE,
                            cs_action_fits_override,
                            judge_override},
    [CS_ACTION_RECALL] = {"recall",
                          CS_KIND_WITHDRAW,
                          CS_SUBJECT_OWN_OFFER,
                          0,
                          FALSE,
                          cs_action_fits_always,
                          judge_recall},
    [CS_ACTION_WITHDRAW] = {"withdraw",
                            CS_KIND_WITHDRAW,
                            CS_SUBJECT_OWN_ENTRY,
                            0,
                            FALSE,
                            cs_action_fits_always,
                            judge_withdraw},
    [CS_ACTION_ACKNOWLEDGE] =
        {"acknowledge", CS_KIND_NOTE, CS_SUBJECT_RUNG, 0, TRUE, cs_action_fits_always, judge_rung},
};

/**
 * cs_action_kind_name:
 * @kind: an action
 *
 * Returns: (transfer none): its name for the command line, such as `send-back`
 */
const char *
cs_action_kind_name (CsActionKind kind)
{
  return rules[kind].name;
}

/**
 * cs_action_kind_from_name:
 * @name: such as `send-back`
 * @kind: (out): the action
 *
 * Returns: whether it names one
 */
gboolean
cs_action_kind_from_name (const char *name, CsActionKind *kind)
{
  for (guint i = 0; name != NULL && i < G_N_ELEMENTS (rules); i++) {
    if (strcmp (rules[i].name, name) == 0) {
      *kind = (CsActionKind)i;
      return TRUE;
    }
  }
  return FALSE;
}

/**
 * cs_action_kind_get_entry_kind:
 * @kind: an action
 *
 * Returns: the kind of entry that it makes
 */
CsEntryKind
cs_action_kind_get_entry_kind (CsActionKind kind)
{
  return rules[kind].kind;
}

/**
 * cs_action_rule:
 * @kind: an action
 *
 * Returns: (transfer none): its line in the table
 */
const CsActionRule *
cs_action_rule (CsActionKind kind)
{
  return &rules[kind];
}
