/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-clock-private.h"
#include "cs-offer.h"
#include "cs-rules-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/*
 * May this entry follow? One function for every route: screen, bulk, import, command line, late
 * offline work. It finds which line of the table of actions the entry is, asks that line as
 * cs_rules_actions does, then looks at what the entry says.
 *
 * The data of entries (? may be left out; cs-rules-payload.c has the types):
 *
 *   open      pack, digest of the pack, process, settings? (digest of the pinned settings),
 *             client, region, title, from? (request it was cloned from)
 *   fill      step, values {field: value, or {"na": reason}} of one scope, reason?
 *   check     entry seen, ok, text? and field, or condition: number of a condition
 *   complete  step, na? (why it is not needed)
 *   return    step, to?, fields?, reason
 *   offer     step, values {field: entry that holds it; of a formula its inputs'},
 *             asked {level: [people]}, digests {level: digest}
 *   decision  step, level, offer, digest, answer: approve | reject | send-back | ask | hand-over,
 *             conditions?, comment?, for? (principal), carries? (earlier decision),
 *             to? (person of a hand over, step of a send back), fields?
 *   consent   the same, and person, given (date), evidence {kind, …}
 *   mail      mail, step?, to, cc?, provenance?, message_id?, shows? [entries]
 *   payment   step, state: promise | part | confirmed | disputed | written-off, amount?, date?,
 *             evidence? {kind, …}, note?
 *   assign    step, person
 *   note      text, re? (question or rung), files?
 *   pause     clock, reason (id of a pause), text?      resume  clock
 *   extend    clock, until, reason, evidence?
 *   rung      clock, run, rung, due, told
 *   override  gate, step, reason
 *   withdraw  entry, reason?
 *   access    field, purpose, entry?                    erase   field, reason?, entry?
 *
 * Holders of a level that takes `all` stand in the offer, where these rules compare them with the
 * directory, so that the fold can count them later and stay a pure function of its entries.
 */

/* Finding the action */

static const CsStep *
step_of (const CsRequest *request, const CsEntry *entry, GPtrArray *reasons)
{
  const char *id = cs_entry_get_text (entry, "step");
  const CsStep *step = id != NULL ? cs_process_get_step (request->process, id) : NULL;

  if (step == NULL)
    cs_judge_add (reasons,
                  CS_VERDICT_REFUSED,
                  "step",
                  _ ("“%s” is not a step of this process"),
                  id != NULL ? id : "");
  return step;
}

static const CsLevel *
level_of (const CsStep *step, const CsEntry *entry, GPtrArray *reasons)
{
  const char *id = cs_entry_get_text (entry, "level");
  const CsLevel *level = NULL;

  if (step->approval != NULL && id != NULL)
    level = cs_approval_get_level (step->approval, id);
  if (level == NULL)
    cs_judge_add (reasons,
                  CS_VERDICT_REFUSED,
                  "level",
                  _ ("“%s” is not a level of this approval"),
                  id != NULL ? id : "");
  return level;
}

static gboolean
find_decision_action (CsJudge *self, const CsEntry *entry, CsAction *action, GPtrArray *reasons)
{
  static const CsActionKind kinds[] = {
      [CS_ANSWER_APPROVE] = CS_ACTION_APPROVE,
      [CS_ANSWER_REJECT] = CS_ACTION_REJECT,
      [CS_ANSWER_SEND_BACK] = CS_ACTION_SEND_BACK,
      [CS_ANSWER_ASK] = CS_ACTION_ASK,
      [CS_ANSWER_HAND_OVER] = CS_ACTION_HAND_OVER,
  };
  CsAnswer answer;

  action->step = step_of (self->request, entry, reasons);
  action->level = action->step != NULL ? level_of (action->step, entry, reasons) : NULL;
  if (action->level == NULL)
    return FALSE;
  if (!cs_answer_from_name (cs_entry_get_text (entry, "answer"), &answer)) {
    cs_judge_add (reasons, CS_VERDICT_REFUSED, "X-10", _ ("This is not an answer"));
    return FALSE;
  }
  if (cs_entry_get_kind (entry) == CS_KIND_CONSENT)
    action->kind = CS_ACTION_CONSENT;
  else if (cs_entry_get_text (entry, "carries") != NULL && answer == CS_ANSWER_APPROVE)
    action->kind = CS_ACTION_CARRY;
  else
    action->kind = kinds[answer];
  return TRUE;
}

static gboolean
find_check_action (CsJudge *self, const CsEntry *entry, CsAction *action, GPtrArray *reasons)
{
  const char *id = cs_entry_get_text (entry, "field");
  gint64 number = cs_json_get_int (cs_entry_get_data (entry), "condition", 0);
  const GPtrArray *steps = self->request->process->steps;

  if (number > 0 && id == NULL && number <= (gint64)self->request->conditions->len) {
    const CsCondition *condition = self->request->conditions->pdata[number - 1];

    action->kind = CS_ACTION_SETTLE_CONDITION;
    action->condition = (guint)number;
    action->step = condition->decision->step;
    action->level = condition->decision->level;
    action->target = g_strdup (cs_entry_get_id (condition->decision->entry));
    return TRUE;
  }
  action->kind = CS_ACTION_CHECK;
  action->field = id != NULL ? cs_process_get_field (self->request->process, id) : NULL;
  for (guint i = 0; action->field != NULL && i < steps->len; i++) {
    const CsStep *step = steps->pdata[i];

    if (!g_ptr_array_find (step->checks, action->field, NULL))
      continue;
    if (action->step == NULL || cs_judge_is_who (self, step->who))
      action->step = step;
  }
  if (action->step == NULL)
    cs_judge_add (reasons,
                  CS_VERDICT_REFUSED,
                  "check",
                  _ ("Nothing of that name is cross-checked here"));
  return action->step != NULL;
}

static gboolean
find_note_action (CsJudge *self, const CsEntry *entry, CsAction *action)
{
  const char *re = cs_entry_get_text (entry, "re");
  const CsEntry *target = cs_request_get_entry (self->request, re);
  const char *clock;

  action->kind = CS_ACTION_NOTE;
  action->target = target != NULL ? g_strdup (re) : NULL;
  if (target == NULL)
    return TRUE;
  for (guint i = 0; i < self->request->decisions->len; i++) {
    const CsDecision *decision = self->request->decisions->pdata[i];

    if (decision->entry != target || decision->answer != CS_ANSWER_ASK)
      continue;
    action->kind = CS_ACTION_ANSWER;
    action->step = decision->step;
    action->level = decision->level;
  }
  clock = cs_entry_get_kind (target) == CS_KIND_RUNG ? cs_entry_get_text (target, "clock") : NULL;
  if (clock != NULL) {
    action->kind = CS_ACTION_ACKNOWLEDGE;
    action->clock = cs_process_get_clock (self->request->process, clock);
  }
  return TRUE;
}

static gboolean
find_withdraw_action (CsJudge *self, const CsEntry *entry, CsAction *action, GPtrArray *reasons)
{
  const char *id = cs_entry_get_text (entry, "entry");
  const CsEntry *target = cs_request_get_entry (self->request, id);
  CsEntryKind kind = target != NULL ? cs_entry_get_kind (target) : CS_KIND_UNKNOWN;

  if (kind == CS_KIND_OFFER) {
    action->kind = CS_ACTION_RECALL;
    action->step = step_of (self->request, target, reasons);
  } else if (kind == CS_KIND_OPEN || kind == CS_KIND_DECISION || kind == CS_KIND_CONSENT ||
             kind == CS_KIND_COMPLETE || kind == CS_KIND_RETURN) {
    action->kind = CS_ACTION_WITHDRAW;
  } else {
    cs_judge_add (reasons, CS_VERDICT_REFUSED, "X-15", _ ("That cannot be taken back"));
    return FALSE;
  }
  action->target = g_strdup (id);
  return action->kind != CS_ACTION_RECALL || action->step != NULL;
}

static gboolean
find_mail_action (CsJudge *self, const CsEntry *entry, CsAction *action, GPtrArray *reasons)
{
  const char *id = cs_entry_get_text (entry, "mail");

  action->kind = CS_ACTION_MAIL;
  action->mail = cs_process_get_mail (self->request->process, id);
  action->step = step_of (self->request, entry, reasons);
  if (action->mail == NULL || action->step == NULL) {
    cs_judge_add (reasons, CS_VERDICT_REFUSED, "mail", _ ("There is no mail “%s”"), id);
    return FALSE;
  }
  if (g_ptr_array_find (action->step->mails, action->mail, NULL))
    return TRUE;
  for (guint i = 0; action->step->approval != NULL && i < action->step->approval->levels->len;
       i++) {
    const CsLevel *level = action->step->approval->levels->pdata[i];

    if (level->mail == action->mail)
      action->level = level;
  }
  if (action->level == NULL)
    action->clock = cs_judge_find_escalation (self, action->step, action->mail);
  if (action->level == NULL && action->clock == NULL)
    cs_judge_add (reasons,
                  CS_VERDICT_REFUSED,
                  "mail",
                  _ ("Mail “%s” is not handed over in this step"),
                  id);
  return action->level != NULL || action->clock != NULL;
}

static gboolean
find_clock_action (CsJudge *self, const CsEntry *entry, CsAction *action, GPtrArray *reasons)
{
  const char *id = cs_entry_get_text (entry, "clock");
  CsEntryKind kind = cs_entry_get_kind (entry);

  action->kind = kind == CS_KIND_PAUSE    ? CS_ACTION_PAUSE
                 : kind == CS_KIND_RESUME ? CS_ACTION_RESUME
                                          : CS_ACTION_EXTEND;
  action->clock = cs_process_get_clock (self->request->process, id);
  if (action->clock == NULL)
    cs_judge_add (reasons, CS_VERDICT_REFUSED, "clock", _ ("There is no clock “%s”"), id);
  return action->clock != NULL;
}

static gboolean
find_override_action (CsJudge *self, const CsEntry *entry, CsAction *action, GPtrArray *reasons)
{
  const char *id = cs_entry_get_text (entry, "gate");

  action->kind = CS_ACTION_OVERRIDE;
  action->gate = cs_process_get_gate (self->request->process, id);
  action->step = step_of (self->request, entry, reasons);
  if (action->gate == NULL)
    cs_judge_add (reasons, CS_VERDICT_REFUSED, "gate", _ ("There is no gate “%s”"), id);
  return action->gate != NULL && action->step != NULL;
}

static gboolean
find_step_action (CsJudge *self,
                  const CsEntry *entry,
                  CsActionKind kind,
                  CsAction *action,
                  GPtrArray *reasons)
{
  action->kind = kind;
  action->step = step_of (self->request, entry, reasons);
  return action->step != NULL;
}

/**
 * cs_judge_action_of:
 * @self: a question
 * @entry: an entry whose shape is right
 * @action: (out caller-allocates): what it does; clear it with [func@action_clear]
 * @reasons: (element-type CsReason): why it does nothing that there is
 *
 * Returns: whether @action was found
 */
gboolean
cs_judge_action_of (CsJudge *self, const CsEntry *entry, CsAction *action, GPtrArray *reasons)
{
  *action = (CsAction){0};
  switch ((guint)cs_entry_get_kind (entry)) {
    case CS_KIND_FILL:
      return find_step_action (self, entry, CS_ACTION_FILL, action, reasons);
    case CS_KIND_COMPLETE:
      return find_step_action (self,
                               entry,
                               cs_entry_get_text (entry, "na") != NULL ? CS_ACTION_NOT_NEEDED
                                                                       : CS_ACTION_COMPLETE,
                               action,
                               reasons);
    case CS_KIND_RETURN:
      return find_step_action (self, entry, CS_ACTION_RETURN, action, reasons);
    case CS_KIND_OFFER:
      return find_step_action (self, entry, CS_ACTION_OFFER, action, reasons);
    case CS_KIND_PAYMENT:
      return find_step_action (self, entry, CS_ACTION_PAYMENT, action, reasons);
    case CS_KIND_ASSIGN:
      return find_step_action (self, entry, CS_ACTION_ASSIGN, action, reasons);
    case CS_KIND_DECISION:
    case CS_KIND_CONSENT:
      return find_decision_action (self, entry, action, reasons);
    case CS_KIND_CHECK:
      return find_check_action (self, entry, action, reasons);
    case CS_KIND_NOTE:
      return find_note_action (self, entry, action);
    case CS_KIND_WITHDRAW:
      return find_withdraw_action (self, entry, action, reasons);
    case CS_KIND_MAIL:
      return find_mail_action (self, entry, action, reasons);
    case CS_KIND_PAUSE:
    case CS_KIND_RESUME:
    case CS_KIND_EXTEND:
      return find_clock_action (self, entry, action, reasons);
    case CS_KIND_OVERRIDE:
      return find_override_action (self, entry, action, reasons);
    default:
      cs_judge_add (reasons, CS_VERDICT_REFUSED, "kind", _ ("Nobody writes this by hand"));
      return FALSE;
  }
}

/* Decisions are judged on the offer they name first, so that the answer is the true one. */

static const CsDecision *
find_settling (const CsRequest *request, const CsStep *step, const CsLevel *level)
{
  for (guint i = request->decisions->len; i > 0; i--) {
    const CsDecision *decision = request->decisions->pdata[i - 1];

    if (decision->step == step && decision->level == level && decision->counts)
      return decision;
  }
  return NULL;
}

static void
add_settled (CsJudge *self, const CsAction *action, GPtrArray *reasons)
{
  const CsDecision *by = find_settling (self->request, action->step, action->level);
  const CsPerson *person =
      by != NULL ? cs_directory_get_person (self->context->directory, by->person) : NULL;
  g_autofree char *title = cs_title (action->level->title);
  g_autofree char *when = by != NULL ? cs_instant_format (cs_entry_get_time (by->entry)) : NULL;

  if (by == NULL)
    cs_judge_add (reasons,
                  CS_VERDICT_ALREADY_SETTLED,
                  "already-settled",
                  _ ("“%s” has decided"),
                  title);
  else
    cs_judge_add (reasons,
                  CS_VERDICT_ALREADY_SETTLED,
                  "already-settled",
                  _ ("“%s” was settled by %s at %s"),
                  title,
                  person != NULL ? person->name : by->person,
                  when);
}

static gboolean
is_settled (CsLevelState state)
{
  return state == CS_LEVEL_APPROVED || state == CS_LEVEL_REJECTED || state == CS_LEVEL_SENT_BACK;
}

static const CsOfferMark *
find_named_offer (const CsRequest *request, const CsEntry *entry, const CsStep *step)
{
  const char *id = cs_entry_get_text (entry, "offer");

  for (guint i = 0; i < request->offers->len; i++) {
    const CsOfferMark *mark = request->offers->pdata[i];

    if (mark->offer.step == step && strcmp (cs_entry_get_id (mark->offer.entry), id) == 0)
      return mark;
  }
  return NULL;
}

static void
judge_named_offer (CsJudge *self, const CsEntry *entry, const CsAction *action, GPtrArray *reasons)
{
  const CsOfferMark *mark = find_named_offer (self->request, entry, action->step);
  CsLevelState state = cs_request_get_level_state (self->request, action->step, action->level);
  g_autofree char *changes = NULL;

  if (mark == NULL) {
    cs_judge_add (reasons, CS_VERDICT_REFUSED, "offer", _ ("That was never put to decision here"));
  } else if (mark->offer.is_withdrawn) {
    cs_judge_add (reasons,
                  CS_VERDICT_WITHDRAWN,
                  "withdrawn",
                  _ ("It was taken back by who offered it"));
  } else if (is_settled (state) &&
             cs_request_offer_is_present (self->request, mark, action->level)) {
    add_settled (self, action, reasons);
  } else {
    changes = cs_judge_changes (self, mark, action->level);
    if (*changes != '\0')
      cs_judge_add (reasons,
                    CS_VERDICT_CONTENT_CHANGED,
                    "X-11",
                    _ ("The content changed since: %s. Decide again"),
                    changes)
          ->changes = cs_judge_list_changes (self, mark, action->level);
    else if (!mark->offer.is_current)
      cs_judge_add (reasons,
                    CS_VERDICT_CONTENT_CHANGED,
                    "X-11",
                    _ ("It was put to decision again since. Decide on the newest version"));
  }
}

/* open */

static void
judge_opener (CsJudge *self, CsEntry *entry, GPtrArray *reasons)
{
  g_autoptr (CsRequest) opened = cs_request_new (self->request->process, self->request->settings);
  g_auto (CsJudge) judge;
  const GPtrArray *who;

  if (!cs_request_apply (opened, entry, NULL))
    return;
  cs_judge_init (&judge, opened, self->person, self->context);
  who = cs_judge_find_openers (&judge);
  if (who != NULL)
    cs_judge_require_who (&judge, who, "who", reasons);
}

static void
judge_pins (CsJudge *self, const CsEntry *entry, GPtrArray *reasons)
{
  const CsPack *pack = self->request->process->pack;
  const CsActivation *activation = cs_directory_get_activation (self->context->directory, pack->id);
  const char *settings = cs_entry_get_text (entry, "settings");
  g_autofree char *pinned = cs_offer_digest_value (self->request->settings);

  if (g_strcmp0 (cs_entry_get_text (entry, "pack"), pack->id) != 0 ||
      g_strcmp0 (cs_entry_get_text (entry, "process"), self->request->process->id) != 0)
    cs_judge_add (reasons, CS_VERDICT_REFUSED, "pack", _ ("That process is not known here"));
  else if (activation == NULL)
    cs_judge_add (reasons,
                  CS_VERDICT_REFUSED,
                  "pack",
                  _ ("The pack “%s” is not activated"),
                  pack->id);
  else if (g_strcmp0 (cs_entry_get_text (entry, "digest"), activation->digest) != 0 ||
           g_strcmp0 (activation->digest, pack->digest) != 0 ||
           (settings != NULL && strcmp (settings, pinned) != 0))
    cs_judge_add (reasons,
                  CS_VERDICT_CONTENT_CHANGED,
                  "pack",
                  _ ("The process or its settings changed; begin the request with the new ones"));
}

static void
judge_open (CsJudge *self, CsEntry *entry, GPtrArray *reasons)
{
  const CsPack *pack = self->request->process->pack;
  const char *region = cs_entry_get_text (entry, "region");
  const CsRegion *known = cs_pack_get_region (pack, region);
  const CsPerson *person = cs_directory_get_person (self->context->directory, self->person);

  if (self->request->open != NULL)
    cs_judge_add (reasons,
                  CS_VERDICT_ALREADY_SETTLED,
                  "already-settled",
                  _ ("The request is open already"));
  if (person == NULL || !person->can_act)
    cs_judge_add (reasons,
                  CS_VERDICT_REFUSED,
                  "person",
                  _ ("“%s” is nobody who can act here"),
                  self->person);
  judge_pins (self, entry, reasons);
  if (known == NULL || !known->can_be_chosen)
    cs_judge_add (reasons, CS_VERDICT_REFUSED, "region", _ ("“%s” is not a region"), region);
  if (cs_directory_get_client (self->context->directory, cs_entry_get_text (entry, "client")) ==
      NULL)
    cs_judge_add (reasons, CS_VERDICT_REFUSED, "client", _ ("The client is not known"));
  if (reasons->len == 0)
    judge_opener (self, entry, reasons);
}

/* rung */

static void
judge_rung_entry (CsJudge *self, const CsEntry *entry, GPtrArray *reasons)
{
  const char *id = cs_entry_get_text (entry, "clock");
  const CsClockDef *clock = cs_process_get_clock (self->request->process, id);
  const CsClockLog *log;

  if (strcmp (self->person, CS_KEEPER) != 0)
    cs_judge_add (reasons,
                  CS_VERDICT_REFUSED,
                  "keeper",
                  _ ("Only the keeper of the clocks writes this"));
  if (clock == NULL) {
    cs_judge_add (reasons, CS_VERDICT_REFUSED, "clock", _ ("There is no clock “%s”"), id);
    return;
  }
  log = cs_request_get_clock_log (self->request, clock);
  for (guint i = 0; i < log->rungs->len; i++) {
    if (cs_clock_is_same_telling (log->rungs->pdata[i], entry))
      cs_judge_add (reasons,
                    CS_VERDICT_ALREADY_SETTLED,
                    "already-settled",
                    _ ("This was told already"));
  }
}

/* Judging */

static void
judge_by_hand (CsJudge *self, CsEntry *entry, GPtrArray *reasons)
{
  CsEntryKind kind = cs_entry_get_kind (entry);
  CsAction action;

  if (cs_judge_action_of (self, entry, &action, reasons)) {
    if ((kind == CS_KIND_DECISION || kind == CS_KIND_CONSENT) &&
        cs_request_get_end (self->request) != CS_END_WITHDRAWN)
      judge_named_offer (self, entry, &action, reasons);
    if (reasons->len == 0) {
      action.reasons = g_ptr_array_ref (reasons);
      if (cs_judge_action (self, &action))
        cs_judge_payload (self, entry, &action, reasons);
    }
  }
  cs_action_clear (&action);
}

static void
judge_entry (CsJudge *self, CsEntry *entry, GPtrArray *reasons)
{
  CsEntryKind kind = cs_entry_get_kind (entry);

  if (kind == CS_KIND_UNKNOWN)
    cs_judge_add (reasons,
                  CS_VERDICT_REFUSED,
                  "K-12",
                  _ ("A newer version of Countersign wrote this; update here first"));
  else if (!cs_payload_check_shape (entry, reasons))
    return;
  else if (kind == CS_KIND_OPEN)
    judge_open (self, entry, reasons);
  else if (g_strcmp0 (cs_entry_get_request (entry), cs_request_get_id (self->request)) != 0)
    cs_judge_add (reasons, CS_VERDICT_REFUSED, "request", _ ("It belongs to another request"));
  else if (kind == CS_KIND_RUNG)
    judge_rung_entry (self, entry, reasons);
  else if (kind == CS_KIND_ACCESS)
    cs_judge_access (self, entry, reasons);
  else if (kind == CS_KIND_ERASE)
    cs_judge_erase (self, entry, reasons);
  else if (kind == CS_KIND_SETTING)
    cs_judge_setting (self, entry, reasons);
  else
    judge_by_hand (self, entry, reasons);
}

/**
 * cs_rules_check:
 * @request: the request as it stands; for `open` a new, empty fold of the process
 * @entry: what is to follow
 * @context: the directory, and the authority's present
 * @reason: (out) (optional) (transfer full): why not, on %FALSE
 *
 * The one judgement on entries. It looks at state, directory and present and changes none
 * of them. An entry that is refused is refused in words, and with the authority's verdict.
 *
 * Returns: whether the entry may follow
 */
gboolean
cs_rules_check (const CsRequest *request,
                CsEntry *entry,
                const CsRuleContext *context,
                CsReason **reason)
{
  g_autoptr (GPtrArray) reasons = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_reason_free);
  g_auto (CsJudge) judge;

  cs_judge_init (&judge, request, cs_entry_get_by (entry), context);
  judge_entry (&judge, entry, reasons);
  if (reasons->len == 0)
    return TRUE;
  if (reason != NULL)
    *reason = g_ptr_array_steal_index (reasons, 0);
  return FALSE;
}
