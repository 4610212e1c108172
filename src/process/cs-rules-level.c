/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-offer.h"
#include "cs-rules-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/*
 * Who may decide on what: offers, levels, digests, separation of duties.
 *
 * 1. A decision is judged on the offer it names, never moved to another (K-08).
 * 2. Nobody decides on what they wrote, nor for somebody who wrote it.
 * 3. Nobody fills two levels of an approval, unless the pack says so.
 */

/* Digests */

static const CsEntry *
first_entry_in_scope (const CsRequest *request, const CsScope *scope)
{
  const GPtrArray *fields = request->process->fields;
  const CsEntry *first = NULL;
  guint first_index = G_MAXUINT;

  if (scope == NULL)
    return request->open;
  for (guint i = 0; i < fields->len; i++) {
    const CsField *field = fields->pdata[i];
    const GPtrArray *history = request->values[i].history;
    guint index;

    if (field->scope != scope || history == NULL || history->len == 0)
      continue;
    if (g_ptr_array_find (request->entries, history->pdata[0], &index) && index < first_index) {
      first_index = index;
      first = history->pdata[0];
    }
  }
  return first;
}

static void
add_salt (const CsRequest *request, const CsScope *scope, GPtrArray *scopes, GPtrArray *salts)
{
  const CsEntry *entry;

  if (g_ptr_array_find (scopes, scope, NULL))
    return;
  g_ptr_array_add (scopes, (gpointer)scope);
  entry = first_entry_in_scope (request, scope);
  if (entry != NULL)
    g_ptr_array_add (salts, (gpointer)cs_entry_get_salt (entry));
}

/**
 * cs_judge_level_digest:
 * @request: a request
 * @step: an approval step
 * @level: one of its levels
 *
 * The digest of what a level decides on, as it is now. It is keyed with the salt of the first entry
 * in each scope that the level sees, which only those hold who may see the scope (design: Entries).
 *
 * Returns: (transfer full): hex
 */
char *
cs_judge_level_digest (const CsRequest *request, const CsStep *step, const CsLevel *level)
{
  const CsDocument *document = step->approval->document;
  g_autofree CsOfferField *fields = g_new0 (CsOfferField, document->fields->len + 1);
  g_autoptr (GPtrArray) scopes = g_ptr_array_new ();
  g_autoptr (GPtrArray) salts = g_ptr_array_new ();
  gsize n_fields = 0;

  for (guint i = 0; i < document->fields->len; i++) {
    const CsField *field = document->fields->pdata[i];

    if (!cs_level_decides_on (level, field))
      continue;
    fields[n_fields].id = field->id;
    fields[n_fields].value = cs_request_effective_value (request, field);
    n_fields++;
    add_salt (request, field->scope, scopes, salts);
  }
  g_ptr_array_add (salts, NULL);
  return cs_offer_digest (document->id, fields, n_fields, (const char *const *)salts->pdata);
}

static void
name_entry (const CsRequest *request, const CsField *field, json_t *named)
{
  const CsValue *value = cs_request_get_value (request, field);

  for (guint i = 0; i < field->formula_fields->len; i++)
    name_entry (request, field->formula_fields->pdata[i], named);
  if (field->formula == CS_FORMULA_NONE && value->entry != NULL &&
      cs_request_effective_value (request, field) != NULL)
    json_object_set_new (named, field->id, json_string (cs_entry_get_id (value->entry)));
}

/**
 * cs_judge_offered_entries:
 * @request: a request
 * @step: an approval step
 *
 * Returns: (transfer full): field id -> id of the entry that holds its value; of a formula its
 *   inputs' (pack language 3.9)
 */
json_t *
cs_judge_offered_entries (const CsRequest *request, const CsStep *step)
{
  json_t *named = json_object ();
  const GPtrArray *fields = step->approval->document->fields;

  for (guint i = 0; i < fields->len; i++) {
    const CsField *field = fields->pdata[i];

    if (cs_request_effective_value (request, field) != NULL)
      name_entry (request, field, named);
  }
  return named;
}

/* People */

static gboolean
delegation_covers (CsJudge *self, const CsHolder *holder, const CsStep *step, const CsLevel *level)
{
  const CsDelegation *delegation =
      holder->delegation != NULL
          ? cs_directory_get_delegation (self->context->directory, holder->delegation)
          : NULL;
  const GPtrArray *fields = step->approval->document->fields;

  if (delegation == NULL || delegation->up_to->len == 0)
    return TRUE;
  for (guint i = 0; i < fields->len; i++) {
    const CsField *field = fields->pdata[i];
    gboolean is_covered = FALSE;
    CsMoney amount;

    if (field->type != CS_FIELD_MONEY || !cs_level_decides_on (level, field) ||
        !cs_money_from_json (cs_request_effective_value (self->request, field), &amount, NULL))
      continue;
    for (guint j = 0; j < delegation->up_to->len; j++) {
      const CsMoney *limit = &g_array_index (delegation->up_to, CsMoney, j);

      is_covered = is_covered ||
                   (strcmp (limit->currency, amount.currency) == 0 && amount.minor <= limit->minor);
    }
    if (!is_covered)
      return FALSE;
  }
  return TRUE;
}

/**
 * cs_judge_list_level_people:
 * @self: a question
 * @step: an approval step
 * @level: one of its levels
 *
 * Returns: (transfer full) (element-type CsHolder): who may decide: the holders or the one it was
 *   handed over to, and who stands in for them within their limits
 */
GPtrArray *
cs_judge_list_level_people (CsJudge *self, const CsStep *step, const CsLevel *level)
{
  const char *handed = cs_request_get_level_holder (self->request, step, level);
  g_autoptr (GPtrArray) found = NULL;
  GPtrArray *people = g_ptr_array_new_with_free_func (g_free);

  if (handed != NULL)
    found = cs_directory_list_stand_ins (self->context->directory,
                                         handed,
                                         self->request->process->pack->id,
                                         cs_request_get_region (self->request),
                                         self->request->process->id,
                                         NULL,
                                         self->context->now);
  else
    found = cs_rules_list_people (self->request, level->who, self->context);
  for (guint i = 0; i < found->len; i++) {
    if (delegation_covers (self, found->pdata[i], step, level))
      g_ptr_array_add (people, g_memdup2 (found->pdata[i], sizeof (CsHolder)));
  }
  return people;
}

static gboolean
find_level_holder (const GPtrArray *people, const char *person, CsHolder *holder)
{
  for (guint i = 0; i < people->len; i++) {
    const CsHolder *one = people->pdata[i];

    if (strcmp (one->person->id, person) == 0) {
      *holder = *one;
      return TRUE;
    }
  }
  return FALSE;
}

static char *
dup_people_names (const GPtrArray *people)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < people->len; i++)
    g_string_append_printf (names,
                            "%s%s",
                            i == 0                 ? ""
                            : i + 1 == people->len ? _ (" or ")
                                                   : ", ",
                            ((const CsHolder *)people->pdata[i])->person->name);
  return g_strdup (names->str);
}

static const CsDecision *
find_decision_elsewhere (CsJudge *self,
                         const CsStep *step,
                         const CsLevel *level,
                         const char *person)
{
  const GPtrArray *decisions = self->request->decisions;

  for (guint i = 0; i < decisions->len; i++) {
    const CsDecision *decision = decisions->pdata[i];

    if (decision->step == step && decision->level != level && decision->counts &&
        decision->answer == CS_ANSWER_APPROVE &&
        (g_strcmp0 (decision->person, person) == 0 ||
         g_strcmp0 (decision->for_person, person) == 0))
      return decision;
  }
  return NULL;
}

static gboolean
has_approved (CsJudge *self, const CsStep *step, const CsLevel *level, const char *principal)
{
  const GPtrArray *decisions = self->request->decisions;

  for (guint i = 0; i < decisions->len; i++) {
    const CsDecision *decision = decisions->pdata[i];
    const char *other = decision->for_person != NULL ? decision->for_person : decision->person;

    if (decision->step == step && decision->level == level && decision->counts &&
        decision->answer == CS_ANSWER_APPROVE && g_strcmp0 (other, principal) == 0)
      return TRUE;
  }
  return FALSE;
}

static void
judge_own_work (CsJudge *self,
                const CsStep *step,
                const CsLevel *level,
                const CsHolder *holder,
                GPtrArray *reasons)
{
  if (cs_request_is_own_work (self->request, step, level, holder->person->id))
    cs_judge_add (reasons,
                  CS_VERDICT_REFUSED,
                  "X-12",
                  _ ("%s wrote a part of what is decided here, and nobody approves their own work"),
                  holder->person->name);
  else if (holder->for_person != NULL &&
           cs_request_is_own_work (self->request, step, level, holder->for_person->id))
    cs_judge_add (reasons,
                  CS_VERDICT_REFUSED,
                  "X-12",
                  _ ("%s wrote a part of what is decided here, so nobody may approve for them"),
                  holder->for_person->name);
}

static void
judge_distinct (CsJudge *self,
                const CsStep *step,
                const CsLevel *level,
                const CsHolder *holder,
                GPtrArray *reasons)
{
  const CsDecision *other;

  if (!step->approval->distinct)
    return;
  other = find_decision_elsewhere (self, step, level, holder->person->id);
  if (other == NULL && holder->for_person != NULL)
    other = find_decision_elsewhere (self, step, level, holder->for_person->id);
  if (other != NULL) {
    g_autofree char *title = cs_title (other->level->title);

    cs_judge_add (reasons,
                  CS_VERDICT_REFUSED,
                  "X-12",
                  _ ("%s has decided at level “%s”, and nobody decides at two levels"),
                  holder->person->name,
                  title);
  }
}

static void
add_not_asked (CsJudge *self, const CsStep *step, const CsLevel *level, GPtrArray *reasons)
{
  g_autofree char *title = cs_title (level->title);
  const CsStepLife *life = &self->request->steps[step->index];
  g_autofree char *changes = NULL;
  CsReason *reason;

  switch (life->levels[level->index].state) {
    case CS_LEVEL_APPROVED:
    case CS_LEVEL_REJECTED:
    case CS_LEVEL_SENT_BACK:
      cs_judge_add (reasons,
                    CS_VERDICT_ALREADY_SETTLED,
                    "already-settled",
                    _ ("“%s” has decided"),
                    title);
      return;
    case CS_LEVEL_NOT_APPLICABLE:
      cs_judge_add (reasons, CS_VERDICT_REFUSED, "not-asked", _ ("“%s” is not needed here"), title);
      return;
    case CS_LEVEL_WAITING:
    case CS_LEVEL_ASKED:
    case CS_LEVEL_CARRYABLE:
    case CS_LEVEL_LAPSED:
    default:
      break;
  }
  if (life->offer == NULL) {
    reason = cs_judge_add (reasons,
                           CS_VERDICT_REFUSED,
                           "not-asked",
                           _ ("Nothing has been put to decision yet"));
    if (life->state == CS_STEP_WAITING)
      cs_judge_missing_to_open (self, step, reason->missing);
    return;
  }
  changes = cs_judge_changes (self, life->offer, level);
  if (*changes == '\0') {
    cs_judge_add (reasons, CS_VERDICT_REFUSED, "not-asked", _ ("“%s” is not asked yet"), title);
    return;
  }
  reason = cs_judge_add (reasons,
                         CS_VERDICT_CONTENT_CHANGED,
                         "X-11",
                         _ ("The content changed: %s. It has to be put to decision again"),
                         changes);
  reason->changes = cs_judge_list_changes (self, life->offer, level);
}

static gboolean
is_asked (CsJudge *self, const CsStep *step, const CsLevel *level)
{
  CsLevelState state = cs_request_get_level_state (self->request, step, level);

  return state == CS_LEVEL_ASKED || state == CS_LEVEL_CARRYABLE;
}

static gboolean
was_asked (CsJudge *self, const CsStep *step, const CsLevel *level)
{
  const CsOfferMark *mark = self->request->steps[step->index].offer;
  const json_t *asked =
      mark != NULL ? json_object_get (cs_entry_get_data (mark->offer.entry), "asked") : NULL;
  gsize index;
  json_t *person;

  json_array_foreach (json_object_get (asked, level->id), index, person)
  {
    if (g_strcmp0 (json_string_value (person), self->person) == 0)
      return TRUE;
  }
  return FALSE;
}

static gboolean
judge_holder (CsJudge *self,
              const CsStep *step,
              const CsLevel *level,
              CsHolder *holder,
              GPtrArray *reasons)
{
  g_autoptr (GPtrArray) people = cs_judge_list_level_people (self, step, level);
  g_autofree char *names = NULL;

  if (find_level_holder (people, self->person, holder))
    return TRUE;
  if (people->len == 0) {
    cs_judge_require_who (self, level->who, "who", reasons);
    return FALSE;
  }
  names = dup_people_names (people);
  cs_judge_add (reasons,
                was_asked (self, step, level) ? CS_VERDICT_MANDATE_ENDED : CS_VERDICT_REFUSED,
                "who",
                _ ("This is for %s"),
                names);
  return FALSE;
}

/**
 * cs_judge_level:
 * @self: a question
 * @step: an approval step
 * @level: one of its levels
 * @action: (inout): approve, reject, send back, ask, hand over or carry; is told for whom the
 *   person acts
 *
 * Judges whether the person may answer at a level now. Asking and handing over
 * are open to those who wrote the content: that is how they abstain.
 */
void
cs_judge_level (CsJudge *self, const CsStep *step, const CsLevel *level, CsAction *action)
{
  gboolean decides = action->kind != CS_ACTION_ASK && action->kind != CS_ACTION_HAND_OVER;
  CsHolder holder;

  if (!is_asked (self, step, level)) {
    add_not_asked (self, step, level, action->reasons);
    return;
  }
  if (!judge_holder (self, step, level, &holder, action->reasons))
    return;
  if (holder.for_person != NULL)
    action->for_person = g_strdup (holder.for_person->id);
  if (!decides)
    return;
  cs_judge_visible (self, step, level, action->reasons);
  judge_own_work (self, step, level, &holder, action->reasons);
  judge_distinct (self, step, level, &holder, action->reasons);
  if (has_approved (self,
                    step,
                    level,
                    holder.for_person != NULL ? holder.for_person->id : holder.person->id))
    cs_judge_add (action->reasons,
                  CS_VERDICT_ALREADY_SETTLED,
                  "already-settled",
                  _ ("%s has approved already"),
                  holder.person->name);
}

/**
 * cs_judge_consent:
 * @self: a question
 * @step: an approval step
 * @level: one of its levels whose holder is outside
 * @reasons: (element-type CsReason): where reasons against it go
 *
 * Judges whether the person may record the answer of somebody outside.
 */
void
cs_judge_consent (CsJudge *self, const CsStep *step, const CsLevel *level, GPtrArray *reasons)
{
  if (!is_asked (self, step, level))
    add_not_asked (self, step, level, reasons);
  cs_judge_require_who (self, step->who, "who", reasons);
}

/**
 * cs_judge_level_mail:
 * @self: a question
 * @step: an approval
 * @level: a level of it, with a mail
 * @reasons: (element-type CsReason): where reasons go
 *
 * Judges whether what is sent when a level is asked may be handed over: not before it is asked, so
 * that the next level's people do not hear of an offer too early (FT-08, Q-18).
 */
void
cs_judge_level_mail (CsJudge *self, const CsStep *step, const CsLevel *level, GPtrArray *reasons)
{
  if (!is_asked (self, step, level) &&
      cs_request_get_level_state (self->request, step, level) != CS_LEVEL_APPROVED)
    add_not_asked (self, step, level, reasons);
}

/* Offers */

static void
judge_document (CsJudge *self, const CsStep *step, GPtrArray *reasons)
{
  const CsDocument *document = step->approval->document;
  g_autoptr (GPtrArray) missing = cs_missing_list_new ();
  g_autofree char *title = cs_title (document->title);
  CsReason *reason;

  for (guint i = 0; i < document->fields->len; i++) {
    const CsField *field = document->fields->pdata[i];
    g_autoptr (GPtrArray) single = g_ptr_array_new ();
    CsCond answered = {.kind = CS_COND_ANSWERED, .fields = single};

    g_ptr_array_add (single, (gpointer)field);
    if (!field->optional && cs_request_field_applies (self->request, field) == CS_TRUTH_TRUE)
      cs_judge_missing_cond (self, &answered, missing);
  }
  if (missing->len == 0)
    return;
  reason =
      cs_judge_add (reasons, CS_VERDICT_REFUSED, "document", _ ("“%s” is not complete"), title);
  g_ptr_array_extend_and_steal (reason->missing, g_steal_pointer (&missing));
}

static void
judge_vacancies (CsJudge *self, const CsStep *step, GPtrArray *reasons)
{
  for (guint i = 0; i < step->approval->levels->len; i++) {
    const CsLevel *level = step->approval->levels->pdata[i];
    CsLevelState state = cs_request_get_level_state (self->request, step, level);
    g_autofree char *names = NULL;

    if (state == CS_LEVEL_NOT_APPLICABLE || cs_judge_list_people (self, level->who)->len > 0)
      continue;
    names = cs_judge_dup_names (self, level->who);
    cs_judge_add (reasons,
                  CS_VERDICT_REFUSED,
                  "vacant-level",
                  _ ("Nobody is named as %s for this request"),
                  names);
  }
}

static gboolean
is_asked_of_somebody (const CsStepLife *life, const CsStep *step)
{
  for (guint i = 0; i < step->approval->levels->len; i++) {
    if (life->levels[i].state == CS_LEVEL_ASKED || life->levels[i].state == CS_LEVEL_CARRYABLE)
      return TRUE;
  }
  return FALSE;
}

/* The same values need not be offered twice: nothing would be asked that is not asked already. */
static gboolean
is_offered_already (CsJudge *self, const CsStep *step)
{
  const CsStepLife *life = &self->request->steps[step->index];

  if (life->offer == NULL || life->offer->offer.round != life->round ||
      !is_asked_of_somebody (life, step))
    return FALSE;
  for (guint i = 0; i < step->approval->levels->len; i++) {
    const CsLevel *level = step->approval->levels->pdata[i];

    if (life->levels[i].state != CS_LEVEL_NOT_APPLICABLE &&
        (!cs_request_offer_asks (life->offer, level) ||
         !cs_request_offer_is_present (self->request, life->offer, level)))
      return FALSE;
  }
  return TRUE;
}

/**
 * cs_judge_offer:
 * @self: a question
 * @step: an approval step
 * @reasons: (element-type CsReason): where reasons against it go
 *
 * Judges whether the document may be put to decision now: by the step's who, complete, and not the
 * same again.
 */
void
cs_judge_offer (CsJudge *self, const CsStep *step, GPtrArray *reasons)
{
  cs_judge_require_who (self, step->who, "who", reasons);
  judge_document (self, step, reasons);
  cs_judge_visible (self, step, NULL, reasons);
  judge_vacancies (self, step, reasons);
  if (is_offered_already (self, step))
    cs_judge_add (reasons,
                  CS_VERDICT_ALREADY_SETTLED,
                  "already-offered",
                  _ ("This is before the approvers already, as it is"));
}
