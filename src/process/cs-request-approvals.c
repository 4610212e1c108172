/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-request-private.h"

#include <string.h>

/*
 * Offers, decisions and levels.
 *
 * A decision is valid while the values that its level decides on equal those it was given for and
 * the level has not rejected or sent back since. Nothing is ever forgotten: a decision that
 * lapsed counts again when the values are the same again.
 */

static const char *const answers[] = {
    [CS_ANSWER_APPROVE] = "approve",
    [CS_ANSWER_REJECT] = "reject",
    [CS_ANSWER_SEND_BACK] = "send-back",
    [CS_ANSWER_ASK] = "ask",
    [CS_ANSWER_HAND_OVER] = "hand-over",
};

/**
 * cs_answer_from_name:
 * @name: (nullable): the answer member of a decision
 * @answer: (out): what it means
 *
 * Returns: whether it is an answer
 */
gboolean
cs_answer_from_name (const char *name, CsAnswer *answer)
{
  for (guint i = 0; name != NULL && i < G_N_ELEMENTS (answers); i++) {
    if (strcmp (answers[i], name) == 0) {
      *answer = (CsAnswer)i;
      return TRUE;
    }
  }
  return FALSE;
}

/**
 * cs_answer_get_name:
 * @answer: an answer
 *
 * Returns: (transfer none): what a decision's data says
 */
const char *
cs_answer_get_name (CsAnswer answer)
{
  return answers[answer];
}

/**
 * cs_offer_mark_free:
 *
 * Frees an offer.
 */
void
cs_offer_mark_free (CsOfferMark *self)
{
  json_decref (self->offer.values);
  g_hash_table_unref (self->offer.digests);
  g_free (self->held);
  g_free (self);
}

/**
 * cs_decision_mark_free:
 *
 * Frees a decision.
 */
void
cs_decision_mark_free (CsDecisionMark *self)
{
  g_free (self->decision.person);
  g_free (self->decision.for_person);
  g_free (self);
}

/**
 * cs_condition_free:
 *
 * Frees a condition.
 */
void
cs_condition_free (CsCondition *self)
{
  g_free (self->text);
  g_free (self);
}

/* Offers */

typedef struct {
  const CsRequest *request;
  const json_t *named; /* field id -> entry id */
} OfferedValues;

static const json_t *
look_up_offered (const CsField *field, gpointer user_data)
{
  const OfferedValues *offered = user_data;
  const char *id = cs_json_get_string (offered->named, field->id);
  const CsEntry *entry = id != NULL ? g_hash_table_lookup (offered->request->by_id, id) : NULL;
  const json_t *value = entry != NULL ? cs_entry_get_value (entry, field) : NULL;

  return value;
}

static json_t *
offered_value (OfferedValues *offered, const CsField *field)
{
  if (field->formula != CS_FORMULA_NONE)
    return cs_formula_compute (field, look_up_offered, offered);
  return json_incref ((json_t *)look_up_offered (field, offered));
}

static void
read_offered_values (CsRequest *self, CsOfferMark *mark, const CsDocument *document)
{
  OfferedValues offered = {self, json_object_get (cs_entry_get_data (mark->offer.entry), "values")};

  mark->offer.values = json_object ();
  mark->held = g_new0 (const json_t *, document->fields->len + 1);
  for (guint i = 0; i < document->fields->len; i++) {
    const CsField *field = document->fields->pdata[i];
    json_t *value = offered_value (&offered, field);

    if (value != NULL)
      json_object_set_new (mark->offer.values, field->id, value);
    mark->held[i] = value;
  }
}

static void
read_digests (CsOfferMark *mark)
{
  json_t *digests = json_object_get (cs_entry_get_data (mark->offer.entry), "digests");
  const char *level;
  json_t *digest;

  mark->offer.digests = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  json_object_foreach (digests, level, digest)
  {
    if (json_is_string (digest))
      g_hash_table_insert (mark->offer.digests,
                           g_strdup (level),
                           g_strdup (json_string_value (digest)));
  }
}

static guint
next_version (const CsRequest *self, const CsDocument *document)
{
  guint version = 1;

  for (guint i = 0; i < self->offers->len; i++) {
    const CsOffer *offer = self->offers->pdata[i];

    if (offer->step->approval->document == document)
      version++;
  }
  return version;
}

/**
 * cs_request_apply_offer:
 *
 * Entry `offer`: one version of a document put to decision.
 */
void
cs_request_apply_offer (CsRequest *self, CsEntry *entry)
{
  const char *id = cs_entry_get_text (entry, "step");
  const CsStep *step = id != NULL ? cs_process_get_step (self->process, id) : NULL;
  CsStepLife *life;
  CsOfferMark *mark;

  if (step == NULL || step->approval == NULL)
    return;
  life = &self->steps[step->index];
  mark = g_new0 (CsOfferMark, 1);
  mark->offer.entry = entry;
  mark->offer.step = step;
  mark->offer.version = next_version (self, step->approval->document);
  mark->offer.round = life->round;
  mark->offer.is_withdrawn = cs_request_is_taken_back (self, entry);
  read_offered_values (self, mark, step->approval->document);
  read_digests (mark);
  g_ptr_array_add (self->offers, mark);
  life->offers++;
  if (mark->offer.is_withdrawn)
    return;
  if (life->offer != NULL)
    life->offer->offer.is_current = FALSE;
  mark->offer.is_current = TRUE;
  life->offer = mark;
  for (guint i = 0; i < step->approval->levels->len; i++)
    life->levels[i].holder = NULL;
}

/**
 * cs_level_decides_on:
 *
 * Whether a level decides on a field of its document.
 */
gboolean
cs_level_decides_on (const CsLevel *level, const CsField *field)
{
  for (guint i = 0; i < level->except->len; i++) {
    if (level->except->pdata[i] == field)
      return FALSE;
  }
  return TRUE;
}

/**
 * cs_request_is_same_value: (skip)
 * @a: (nullable): a value
 * @b: (nullable): another
 *
 * Returns: whether both are nothing, or the same
 */
gboolean
cs_request_is_same_value (const json_t *a, const json_t *b)
{
  return a == b || (a != NULL && b != NULL && json_equal ((json_t *)a, (json_t *)b));
}

/**
 * cs_request_offer_is_present:
 *
 * Whether what a level decides on is now what an offer of its document says.
 */
gboolean
cs_request_offer_is_present (const CsRequest *self, const CsOfferMark *mark, const CsLevel *level)
{
  const CsDocument *document = mark->offer.step->approval->document;

  for (guint i = 0; i < document->fields->len; i++) {
    const CsField *field = document->fields->pdata[i];

    if (cs_level_decides_on (level, field) &&
        !cs_request_is_same_value (mark->held[i], cs_request_effective_value (self, field)))
      return FALSE;
  }
  return TRUE;
}

/**
 * cs_request_offer_asks:
 *
 * Whether an offer was put to a level: one that came to apply afterwards is asked by the next.
 */
gboolean
cs_request_offer_asks (const CsOfferMark *mark, const CsLevel *level)
{
  return g_hash_table_contains (mark->offer.digests, level->id);
}

/* Decisions */

static CsOfferMark *
find_offer (const CsRequest *self, const char *id)
{
  for (guint i = 0; id != NULL && i < self->offers->len; i++) {
    CsOfferMark *mark = self->offers->pdata[i];

    if (strcmp (cs_entry_get_id (mark->offer.entry), id) == 0)
      return mark;
  }
  return NULL;
}

static void
add_conditions (CsRequest *self, const CsDecision *decision)
{
  json_t *texts = json_object_get (cs_entry_get_data (decision->entry), "conditions");
  gsize index;
  json_t *text;

  json_array_foreach (texts, index, text)
  {
    CsCondition *condition;

    if (!json_is_string (text))
      continue;
    condition = g_new0 (CsCondition, 1);
    condition->number = self->conditions->len + 1;
    condition->text = g_strdup (json_string_value (text));
    condition->decision = decision;
    g_ptr_array_add (self->conditions, condition);
  }
}

static void
carry_out (CsRequest *self, const CsDecisionMark *mark)
{
  const CsDecision *decision = &mark->decision;
  CsStepLife *life = &self->steps[decision->step->index];
  const char *to = cs_entry_get_text (decision->entry, "to");
  const CsStep *target;

  if (decision->answer == CS_ANSWER_HAND_OVER) {
    if (life->offer == mark->offer)
      life->levels[decision->level->index].holder = to;
  } else if (decision->answer == CS_ANSWER_SEND_BACK) {
    target = to != NULL ? cs_process_get_step (self->process, to) : NULL;
    if (target == NULL && decision->step->returns->len > 0)
      target = decision->step->returns->pdata[0];
    if (target != NULL)
      cs_request_send_back (self, decision->step, target, decision->entry);
  } else if (decision->answer == CS_ANSWER_APPROVE) {
    add_conditions (self, decision);
  }
}

/**
 * cs_request_apply_decision:
 *
 * Entries `decision` and `consent`.
 */
void
cs_request_apply_decision (CsRequest *self, CsEntry *entry)
{
  const char *step_id = cs_entry_get_text (entry, "step");
  const char *level_id = cs_entry_get_text (entry, "level");
  const CsStep *step = step_id != NULL ? cs_process_get_step (self->process, step_id) : NULL;
  const CsLevel *level = NULL;
  gboolean is_consent = cs_entry_get_kind (entry) == CS_KIND_CONSENT;
  CsDecisionMark *mark;
  CsAnswer answer;

  if (step != NULL && step->approval != NULL && level_id != NULL)
    level = cs_approval_get_level (step->approval, level_id);
  if (level == NULL || !cs_answer_from_name (cs_entry_get_text (entry, "answer"), &answer))
    return;
  mark = g_new0 (CsDecisionMark, 1);
  mark->offer = find_offer (self, cs_entry_get_text (entry, "offer"));
  if (mark->offer == NULL || mark->offer->offer.step != step)
    mark->offer = self->steps[step->index].offer;
  mark->decision = (CsDecision){
      .entry = entry,
      .step = step,
      .level = level,
      .offer = mark->offer != NULL ? mark->offer->offer.version : 0,
      .answer = answer,
      .person = g_strdup (is_consent ? cs_entry_get_text (entry, "person") : NULL),
      .for_person = g_strdup (cs_entry_get_text (entry, "for")),
      .is_consent = is_consent,
      .is_carried = cs_entry_get_text (entry, "carries") != NULL,
      .is_withdrawn = cs_request_is_taken_back (self, entry),
      .is_waiting = cs_request_is_waiting (self, entry),
  };
  if (mark->decision.person == NULL)
    mark->decision.person = g_strdup (cs_entry_get_by (entry));
  g_ptr_array_add (self->decisions, mark);
  if (!mark->decision.is_withdrawn && !mark->decision.is_waiting)
    carry_out (self, mark);
}

/* Levels */

typedef struct {
  guint approvals; /* by different people, for the values as they are */
  guint rejects;   /* of the current offer in this round */
  gboolean has_lapsed, is_rejected, is_sent_back;
} Tally;

static const char *
principal (const CsDecision *decision)
{
  return decision->for_person != NULL ? decision->for_person : decision->person;
}

static gboolean
is_counted_already (const CsRequest *self, const CsDecision *decision)
{
  for (guint i = 0; i < self->decisions->len; i++) {
    const CsDecision *other = self->decisions->pdata[i];

    if (other == decision)
      return FALSE;
    if (other->counts && other->step == decision->step && other->level == decision->level &&
        other->answer == CS_ANSWER_APPROVE &&
        g_strcmp0 (principal (other), principal (decision)) == 0)
      return TRUE;
  }
  return FALSE;
}

static void
discount_before (CsRequest *self, const CsDecision *last, Tally *tally)
{
  for (guint i = 0; i < self->decisions->len; i++) {
    CsDecision *decision = self->decisions->pdata[i];

    if (decision == last)
      break;
    if (decision->step == last->step && decision->level == last->level)
      decision->counts = FALSE;
  }
  tally->approvals = 0;
  tally->has_lapsed = FALSE;
}

static guint
count_asked (const CsOfferMark *mark, const CsLevel *level)
{
  const json_t *asked = json_object_get (cs_entry_get_data (mark->offer.entry), "asked");

  return (guint)json_array_size (json_object_get (asked, level->id));
}

/* How many must approve: of `all`, those that were asked when the offer was made. */
static guint
count_needed (const CsOfferMark *mark, const CsLevel *level)
{
  guint asked = level->take == 0 && mark != NULL ? count_asked (mark, level) : level->take;

  return MAX (asked, 1);
}

static void
tally_reject (CsRequest *self, CsDecisionMark *mark, gboolean is_current, Tally *tally)
{
  guint needed = count_needed (mark->offer, mark->decision.level);
  guint asked = count_asked (mark->offer, mark->decision.level);

  tally->rejects++;
  mark->decision.counts = is_current;
  if (needed > 1 && asked >= needed + tally->rejects)
    return;
  discount_before (self, &mark->decision, tally);
  tally->is_rejected = is_current;
}

static void
tally_decision (CsRequest *self, CsDecisionMark *mark, const CsStepLife *life, Tally *tally)
{
  CsDecision *decision = &mark->decision;
  gboolean is_current = mark->offer != NULL && mark->offer == life->offer;

  if (decision->answer == CS_ANSWER_REJECT && mark->offer != NULL) {
    tally_reject (self, mark, is_current && mark->offer->offer.round == life->round, tally);
  } else if (decision->answer == CS_ANSWER_SEND_BACK) {
    discount_before (self, decision, tally);
    decision->counts = tally->is_sent_back = is_current;
  } else if (decision->answer == CS_ANSWER_APPROVE && mark->offer != NULL) {
    if (!cs_request_offer_is_present (self, mark->offer, decision->level)) {
      tally->has_lapsed = TRUE;
    } else if (!is_counted_already (self, decision)) {
      decision->counts = TRUE;
      tally->approvals++;
    }
  }
}

static Tally
tally_level (CsRequest *self, const CsStep *step, const CsLevel *level)
{
  const CsStepLife *life = &self->steps[step->index];
  Tally tally = {0};
  const CsOfferMark *last = NULL;

  for (guint i = 0; i < self->decisions->len; i++) {
    CsDecisionMark *mark = self->decisions->pdata[i];

    if (mark->decision.step != step || mark->decision.level != level)
      continue;
    mark->decision.counts = FALSE;
    if (mark->decision.is_waiting)
      continue;
    if (mark->offer != last)
      tally.rejects = 0;
    last = mark->offer;
    if (!mark->decision.is_withdrawn)
      tally_decision (self, mark, life, &tally);
  }
  return tally;
}

static gboolean
levels_before_are_settled (const CsStepLife *life, const CsLevel *level)
{
  for (guint i = 0; i < level->after->len; i++) {
    const CsLevel *before = level->after->pdata[i];
    CsLevelState state = life->levels[before->index].state;

    if (state != CS_LEVEL_APPROVED && state != CS_LEVEL_NOT_APPLICABLE)
      return FALSE;
  }
  return TRUE;
}

static gboolean
is_asked (const CsRequest *self, const CsStep *step, const CsLevel *level)
{
  const CsStepLife *life = &self->steps[step->index];

  return self->end == CS_END_NONE && life->offer != NULL &&
         (life->state == CS_STEP_OPEN || life->state == CS_STEP_RETURNED ||
          life->state == CS_STEP_LAPSED) &&
         life->offer->offer.round == life->round && levels_before_are_settled (life, level) &&
         cs_request_offer_asks (life->offer, level) &&
         cs_request_offer_is_present (self, life->offer, level);
}

/**
 * cs_request_find_carryable:
 *
 * The approval given earlier, at the step that a level carries from, for the values as they are
 * NULL where there is none.
 */
const CsDecision *
cs_request_find_carryable (const CsRequest *self, const CsStep *step, const CsLevel *level)
{
  const CsLevel *earlier;

  if (level->carry == NULL || level->carry->approval == NULL)
    return NULL;
  earlier = cs_approval_get_level (level->carry->approval, level->id);
  for (guint i = self->decisions->len; earlier != NULL && i > 0; i--) {
    const CsDecisionMark *mark = self->decisions->pdata[i - 1];

    if (mark->decision.step == level->carry && mark->decision.level == earlier &&
        mark->decision.answer == CS_ANSWER_APPROVE && mark->decision.counts &&
        cs_request_offer_is_present (self, mark->offer, level) &&
        mark->offer->offer.step->approval->document == step->approval->document)
      return &mark->decision;
  }
  return NULL;
}

static CsLevelState
derive_level (CsRequest *self, const CsStep *step, const CsLevel *level)
{
  CsTruth applies = cs_cond_evaluate (level->when, self, NULL, NULL);
  const CsStepLife *life = &self->steps[step->index];
  Tally tally = tally_level (self, step, level);

  if (applies == CS_TRUTH_FALSE)
    return CS_LEVEL_NOT_APPLICABLE;
  if (applies == CS_TRUTH_UNKNOWN)
    return CS_LEVEL_WAITING;
  if (tally.is_rejected)
    return CS_LEVEL_REJECTED;
  if (tally.approvals > 0 && tally.approvals >= count_needed (life->offer, level))
    return CS_LEVEL_APPROVED;
  if (tally.is_sent_back)
    return CS_LEVEL_SENT_BACK;
  if (is_asked (self, step, level))
    return cs_request_find_carryable (self, step, level) != NULL ? CS_LEVEL_CARRYABLE
                                                                 : CS_LEVEL_ASKED;
  return tally.has_lapsed ? CS_LEVEL_LAPSED : CS_LEVEL_WAITING;
}

/**
 * cs_request_settle_levels:
 *
 * Derives the levels of a step, in the order of its approval.
 */
void
cs_request_settle_levels (CsRequest *self, const CsStep *step)
{
  CsStepLife *life = &self->steps[step->index];

  for (guint i = 0; i < step->approval->levels->len; i++) {
    CsLevelLife *level = &life->levels[i];
    CsLevelState state = derive_level (self, step, step->approval->levels->pdata[i]);

    if (state != level->state) {
      level->state = state;
      level->since = self->now;
    }
  }
}
