/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-clock-private.h"
#include "cs-offer.h"
#include "cs-rules-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Judging what an entry says, after its action was found open and its shape right. */

#define LEAST_COMMENT 3

typedef struct {
  CsJudge *judge;
  const CsEntry *entry;
  const json_t *data;
  const CsAction *action;
  GPtrArray *reasons;
} Content;

static void G_GNUC_PRINTF (3, 4) refuse (Content *self, const char *rule, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  cs_judge_add (self->reasons, CS_VERDICT_REFUSED, rule, "%s", text);
}

static guint
count_visible (const char *text)
{
  guint n_visible = 0;

  for (; text != NULL && *text != '\0'; text = g_utf8_next_char (text)) {
    if (!g_unichar_isspace (g_utf8_get_char (text)))
      n_visible++;
  }
  return n_visible;
}

static gboolean
says_something (const char *text)
{
  return count_visible (text) >= LEAST_COMMENT;
}

static void
require_text (Content *self, const char *member, const char *rule)
{
  if (!says_something (cs_json_get_string (self->data, member)))
    refuse (self, rule, _ ("A reason of at least %d characters is needed"), LEAST_COMMENT);
}

/* fill */

static void
check_one_value (Content *self,
                 const char *id,
                 const json_t *value,
                 const CsScope **scope,
                 gboolean *has_scope)
{
  const CsRequest *request = self->judge->request;
  const CsField *field = cs_process_get_field (request->process, id);
  const CsValue *held = field != NULL ? cs_request_get_value (request, field) : NULL;
  g_autofree char *problem = NULL;
  g_autofree char *title = NULL;

  if (field == NULL || field->formula != CS_FORMULA_NONE ||
      !g_ptr_array_find (self->action->step->form, field, NULL)) {
    refuse (self, "form", _ ("“%s” is not filled in this step"), id);
    return;
  }
  if (*has_scope && *scope != field->scope)
    refuse (self,
            "scope",
            _ ("One entry holds fields of one scope; send them one after the other"));
  *scope = field->scope;
  *has_scope = TRUE;
  if (!cs_payload_check_value (self->judge, field, value, &problem))
    refuse (self, "value", "%s", problem);
  title = cs_title (field->title);
  if (field->reason && held->value != NULL && !json_equal (held->value, (json_t *)value) &&
      !says_something (cs_json_get_string (self->data, "reason")))
    refuse (self, "reason", _ ("A change of “%s” must say why"), title);
}

static void
check_fill (Content *self)
{
  CsStepState state = cs_request_get_step_state (self->judge->request, self->action->step);
  const CsScope *scope = NULL;
  gboolean has_scope = FALSE;
  json_t *values = json_object_get (self->data, "values");
  const char *id;
  json_t *value;

  if (json_object_size (values) == 0)
    refuse (self, "value", _ ("Nothing was filled"));
  json_object_foreach (values, id, value) check_one_value (self, id, value, &scope, &has_scope);
  if (state == CS_STEP_DONE || state == CS_STEP_LAPSED)
    require_text (self, "reason", "reason");
}

/* check */

static void
check_check (Content *self)
{
  const CsRequest *request = self->judge->request;
  const char *seen = cs_json_get_string (self->data, "entry");
  gboolean ok = json_is_true (json_object_get (self->data, "ok"));
  const CsValue *value;

  if (!ok)
    require_text (self, "text", "X-10");
  if (self->action->kind == CS_ACTION_SETTLE_CONDITION) {
    if (strcmp (seen, self->action->target) != 0)
      refuse (self, "check", _ ("The condition was set by another decision"));
    return;
  }
  value = cs_request_get_value (request, self->action->field);
  if (value->entry != NULL && strcmp (cs_entry_get_id (value->entry), seen) != 0) {
    const CsEntry *entry = cs_request_get_entry (request, seen);
    const json_t *was = entry != NULL ? cs_entry_get_value (entry, self->action->field) : NULL;

    if (was == NULL || !json_equal ((json_t *)was, value->value))
      cs_judge_add (self->reasons,
                    CS_VERDICT_CONTENT_CHANGED,
                    "X-11",
                    _ ("The value has changed since you looked"));
  }
}

/* return and send back */

static void
check_target (Content *self, const char *rule)
{
  const char *to = cs_json_get_string (self->data, "to");
  const GPtrArray *returns = self->action->step->returns;
  const CsStep *target = returns->pdata[0];

  if (to != NULL) {
    target = cs_process_get_step (self->judge->request->process, to);
    if (target == NULL || !g_ptr_array_find ((GPtrArray *)returns, target, NULL)) {
      refuse (self, rule, _ ("Nothing is sent back to “%s” from here"), to);
      return;
    }
  }
  cs_judge_target (self->judge, self->action->step, target, FALSE, self->reasons);
}

static void
check_fields (Content *self)
{
  gsize index;
  json_t *id;

  json_array_foreach (json_object_get (self->data, "fields"), index, id)
  {
    if (cs_process_get_field (self->judge->request->process, json_string_value (id)) == NULL)
      refuse (self, "field", _ ("“%s” is not a field"), json_string_value (id));
  }
}

static void
check_return (Content *self)
{
  require_text (self, "reason", "X-10");
  check_target (self, "return");
  check_fields (self);
}

/* offer */

static const json_t *
named_value (Content *self, const json_t *named, const CsField *field)
{
  const char *id = cs_json_get_string (named, field->id);
  const CsEntry *entry = cs_request_get_entry (self->judge->request, id);

  return entry != NULL ? cs_entry_get_value (entry, field) : NULL;
}

static gboolean
is_named_as_present (Content *self, const json_t *named, const json_t *present)
{
  const char *id;
  json_t *entry;

  if (json_object_size (named) != json_object_size (present))
    return FALSE;
  json_object_foreach ((json_t *)present, id, entry)
  {
    const CsField *field = cs_process_get_field (self->judge->request->process, id);
    const json_t *was = named_value (self, named, field);
    const json_t *is = named_value (self, present, field);

    if (was == NULL || !json_equal ((json_t *)was, (json_t *)is))
      return FALSE;
  }
  return TRUE;
}

static gboolean
are_the_holders (Content *self, const CsLevel *level, const json_t *asked)
{
  const GPtrArray *people = cs_judge_list_people (self->judge, level->who);
  guint n_principals = 0;

  for (guint i = 0; i < people->len; i++) {
    const CsHolder *holder = people->pdata[i];
    gboolean is_named = FALSE;
    gsize index;
    json_t *id;

    if (holder->for_person != NULL)
      continue;
    n_principals++;
    json_array_foreach (asked, index, id) is_named =
        is_named || strcmp (json_string_value (id), holder->person->id) == 0;
    if (!is_named)
      return FALSE;
  }
  return json_array_size (asked) == n_principals;
}

static void
check_offer_level (Content *self, const CsLevel *level)
{
  const CsStep *step = self->action->step;
  const char *digest = cs_json_get_string (json_object_get (self->data, "digests"), level->id);
  const json_t *asked = json_object_get (json_object_get (self->data, "asked"), level->id);
  g_autofree char *present = cs_judge_level_digest (self->judge->request, step, level);
  gsize index;
  json_t *id;

  json_array_foreach (asked, index, id)
  {
    if (!json_is_string (id)) {
      refuse (self, "payload", _ ("“asked” lists people for each level"));
      return;
    }
  }
  if (cs_request_get_level_state (self->judge->request, step, level) == CS_LEVEL_NOT_APPLICABLE)
    return;
  if (g_strcmp0 (digest, present) != 0)
    cs_judge_add (self->reasons,
                  CS_VERDICT_CONTENT_CHANGED,
                  "X-11",
                  _ ("The content changed while it was being put to decision"));
  if (level->take != 1 && !are_the_holders (self, level, asked))
    cs_judge_add (self->reasons,
                  CS_VERDICT_CONTENT_CHANGED,
                  "X-13",
                  _ ("Those who are to decide have changed; put it to decision again"));
}

static void
check_offer (Content *self)
{
  const CsStep *step = self->action->step;
  g_autoptr (json_t) present = cs_judge_offered_entries (self->judge->request, step);

  if (!is_named_as_present (self, json_object_get (self->data, "values"), present)) {
    cs_judge_add (self->reasons,
                  CS_VERDICT_CONTENT_CHANGED,
                  "X-11",
                  _ ("The content changed while it was being put to decision"));
    return;
  }
  for (guint i = 0; i < step->approval->levels->len; i++)
    check_offer_level (self, step->approval->levels->pdata[i]);
}

/* decision and consent */

static void
check_digest (Content *self)
{
  const CsLevel *level = self->action->level;
  const CsOffer *offer = cs_request_get_offer (self->judge->request, self->action->step);
  const char *digest = cs_json_get_string (self->data, "digest");
  const char *offered = offer != NULL ? g_hash_table_lookup (offer->digests, level->id) : NULL;

  if (g_strcmp0 (offered, digest) != 0)
    cs_judge_add (self->reasons,
                  CS_VERDICT_CONTENT_CHANGED,
                  "X-11",
                  _ ("What was on the screen is not what was put to decision"));
}

static void
check_hand_over (Content *self)
{
  const char *to = cs_json_get_string (self->data, "to");
  const CsPerson *person =
      to != NULL ? cs_directory_get_person (self->judge->context->directory, to) : NULL;

  if (person == NULL || !person->can_act || strcmp (to, self->judge->person) == 0)
    refuse (self, "X-10", _ ("Say to whom it is handed over"));
  else if (cs_request_is_own_work (self->judge->request,
                                   self->action->step,
                                   self->action->level,
                                   to))
    refuse (self,
            "X-12",
            _ ("%s wrote a part of what is decided here, so it cannot be handed over to them"),
            person->name);
}

static void
check_answer (Content *self, CsAnswer answer)
{
  const json_t *conditions = json_object_get (self->data, "conditions");
  gsize index;
  json_t *condition;

  json_array_foreach (conditions, index, condition)
  {
    if (!says_something (json_string_value (condition)))
      refuse (self, "X-10", _ ("A condition must say what is asked for"));
  }
  if (answer == CS_ANSWER_REJECT || answer == CS_ANSWER_SEND_BACK || answer == CS_ANSWER_ASK ||
      (answer == CS_ANSWER_APPROVE && json_array_size (conditions) > 0))
    require_text (self, "comment", "X-10");
  if (answer == CS_ANSWER_SEND_BACK)
    check_target (self, "X-10");
  else if (answer == CS_ANSWER_REJECT && self->action->step->rejects != NULL)
    cs_judge_target (self->judge,
                     self->action->step,
                     self->action->step->rejects,
                     TRUE,
                     self->reasons);
  else if (answer == CS_ANSWER_HAND_OVER)
    check_hand_over (self);
  check_fields (self);
}

static void
check_decision (Content *self)
{
  const char *for_person = cs_json_get_string (self->data, "for");
  CsAnswer answer = CS_ANSWER_APPROVE;

  cs_answer_from_name (cs_json_get_string (self->data, "answer"), &answer);
  if (g_strcmp0 (for_person, self->action->for_person) != 0)
    cs_judge_add (self->reasons,
                  self->action->for_person == NULL && for_person != NULL ? CS_VERDICT_MANDATE_ENDED
                                                                         : CS_VERDICT_REFUSED,
                  "X-14",
                  self->action->for_person != NULL
                      ? _ ("You act for somebody here, and the entry must say for whom")
                      : _ ("You do not act for anybody here"));
  if (self->action->kind == CS_ACTION_CARRY &&
      g_strcmp0 (cs_json_get_string (self->data, "carries"), self->action->target) != 0)
    refuse (self, "Q-01", _ ("Another approval was to be confirmed"));
  check_digest (self);
  check_answer (self, answer);
}

static gboolean
is_outside_holder (Content *self, const char *person)
{
  const GPtrArray *people = cs_judge_list_people (self->judge, self->action->level->who);

  for (guint i = 0; i < people->len; i++) {
    if (strcmp (((const CsHolder *)people->pdata[i])->person->id, person) == 0)
      return TRUE;
  }
  return FALSE;
}

static void
check_evidence (Content *self, const char *const *kinds, const char *rule)
{
  const json_t *evidence = json_object_get (self->data, "evidence");
  const char *kind = cs_json_get_string (evidence, "kind");

  if (kind == NULL || kinds == NULL || !g_strv_contains (kinds, kind)) {
    g_autofree char *list = kinds != NULL ? g_strjoinv (", ", (char **)kinds) : g_strdup ("");

    refuse (self, rule, _ ("Evidence of one of these kinds is needed: %s"), list);
  } else if (json_object_size (evidence) < 2) {
    refuse (self, rule, _ ("The evidence itself is missing"));
  }
}

static void
check_given (Content *self)
{
  const char *given = cs_json_get_string (self->data, "given");
  g_autofree char *today = cs_instant_format (self->judge->context->now + 24 * G_TIME_SPAN_HOUR);

  if (strncmp (given, today, 10) > 0)
    refuse (self, "R-03", _ ("The answer cannot have been given in the future"));
}

static void
check_consent (Content *self)
{
  const char *answer = cs_json_get_string (self->data, "answer");
  CsAnswer known = CS_ANSWER_APPROVE;

  cs_answer_from_name (answer, &known);
  if (known == CS_ANSWER_ASK || known == CS_ANSWER_HAND_OVER)
    refuse (self, "R-03", _ ("A consent is an approval, a rejection or a send back"));
  if (!is_outside_holder (self, cs_json_get_string (self->data, "person")))
    refuse (self, "R-03", _ ("This is not the person who was asked"));
  check_given (self);
  check_evidence (self, (const char *const *)self->action->level->evidence, "R-03");
  check_digest (self);
  check_answer (self, known);
}

/* mail */

static const char *
address_of (const json_t *recipient)
{
  return json_is_string (recipient) ? json_string_value (recipient)
                                    : cs_json_get_string (recipient, "mail");
}

static void
check_address (Content *self, const char *address, GHashTable *seen)
{
  const CsDirectory *directory = self->judge->context->directory;
  const CsPerson *person;
  g_autofree char *folded = NULL;

  if (address == NULL || strchr (address, '@') == NULL) {
    refuse (self, "RC-20", _ ("A recipient has no address"));
    return;
  }
  folded = g_utf8_casefold (address, -1);
  if (g_hash_table_contains (seen, folded))
    refuse (self, "RC-21", _ ("%s stands on the list twice"), address);
  person = cs_directory_get_person_by_mail (directory, address);
  if (!self->action->mail->for_client && person != NULL &&
      cs_directory_get_client_of (directory, person->id) != NULL)
    refuse (self, "RC-23", _ ("%s is the client’s, and this mail is internal"), address);
  g_hash_table_add (seen, g_steal_pointer (&folded));
}

static void
check_shown_fields (Content *self)
{
  const CsMail *mail = self->action->mail;
  g_autoptr (GPtrArray) fields = NULL;

  if (!mail->for_client)
    return;
  fields = cs_mail_list_shown_fields (self->judge->request->process, mail);
  for (guint i = 0; i < fields->len; i++) {
    const CsField *field = fields->pdata[i];
    g_autofree char *title = cs_title (field->title);

    if (!field->client_visible && field->index > CS_FIELD_INDEX_TITLE)
      refuse (self, "RC-23", _ ("“%s” may not leave the house"), title);
  }
}

static void
check_mail (Content *self)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gsize index;
  json_t *recipient;

  json_array_foreach (json_object_get (self->data, "to"), index, recipient)
      check_address (self, address_of (recipient), seen);
  json_array_foreach (json_object_get (self->data, "cc"), index, recipient)
      check_address (self, address_of (recipient), seen);
  if (json_array_size (json_object_get (self->data, "to")) == 0 && self->action->mail->via == NULL)
    refuse (self, "RC-20", _ ("The mail goes to nobody"));
  check_shown_fields (self);
}

/* payment */

/* Amounts of different currencies are never added. */
static void
check_amount (Content *self)
{
  const json_t *said = json_object_get (self->data, "amount");
  const json_t *invoiced =
      cs_request_effective_value (self->judge->request, self->action->step->payment);
  CsMoney amount, owed;

  if (said == NULL || !cs_money_from_json (said, &amount, NULL))
    return;
  if (cs_money_from_json (invoiced, &owed, NULL) && strcmp (owed.currency, amount.currency) != 0)
    refuse (self,
            "Q-47",
            _ ("What is owed is in %s, and this amount is in %s"),
            owed.currency,
            amount.currency);
  else if (amount.minor <= 0)
    refuse (self, "Q-42", _ ("Say how much was paid"));
}

static void
check_payment (Content *self)
{
  static const char *const states[] =
      {"promise", "part", "disputed", "confirmed", "written-off", NULL};
  const char *state = cs_json_get_string (self->data, "state");

  check_amount (self);
  if (!g_strv_contains (states, state)) {
    refuse (self, "payment", _ ("A payment is promised, part, confirmed, disputed or written off"));
  } else if (strcmp (state, "promise") == 0) {
    if (json_object_get (self->data, "date") == NULL)
      refuse (self, "Q-42", _ ("Say for which day the payment is promised"));
  } else if (strcmp (state, "part") == 0) {
    if (json_object_get (self->data, "amount") == NULL)
      refuse (self, "Q-42", _ ("Say how much was paid"));
  } else if (strcmp (state, "confirmed") == 0) {
    check_evidence (self, (const char *const *)self->action->step->payment_closes, "Q-42");
  } else {
    require_text (self, "note", "Q-42");
  }
}

/* the rest */

static void
check_note (Content *self)
{
  if (self->action->kind != CS_ACTION_ACKNOWLEDGE &&
      count_visible (cs_json_get_string (self->data, "text")) == 0)
    refuse (self, "note", _ ("The note says nothing"));
}

static void
check_assign (Content *self)
{
  const char *to = cs_json_get_string (self->data, "person");
  const GPtrArray *people = cs_judge_list_people (self->judge, self->action->step->who);

  for (guint i = 0; i < people->len; i++) {
    if (strcmp (((const CsHolder *)people->pdata[i])->person->id, to) == 0)
      return;
  }
  refuse (self, "assign", _ ("It can only be assigned to somebody who may do it"));
}

static void
check_pause (Content *self)
{
  const GPtrArray *pauses = self->judge->request->process->pauses;
  const char *id = cs_json_get_string (self->data, "reason");

  for (guint i = 0; i < pauses->len; i++) {
    const CsPause *pause = pauses->pdata[i];

    if (strcmp (pause->id, id) != 0 ||
        !g_strv_contains ((const char *const *)self->action->clock->pauses, id))
      continue;
    cs_judge_require_who (self->judge, pause->who, "who", self->reasons);
    return;
  }
  refuse (self, "PH-27", _ ("“%s” is no reason to pause this clock"), id);
}

/* An end that is a date is its close of business, by the calendar of the clock. */
static CsInstant
find_end (Content *self, const char *until)
{
  const CsClockRun *run = cs_judge_find_run (self->judge, self->action->clock);
  CsCalendar *calendar =
      run != NULL ? cs_directory_get_calendar (self->judge->context->directory, run->calendar)
                  : NULL;
  CsInstant instant = CS_INSTANT_NONE;

  if (!cs_instant_parse (until, &instant, NULL) && calendar != NULL)
    instant = cs_clock_date_close (calendar, until, NULL);
  return instant;
}

static void
check_extend (Content *self)
{
  CsInstant end = find_end (self, cs_json_get_string (self->data, "until"));

  require_text (self, "reason", "PH-26");
  if (end != CS_INSTANT_NONE && end <= self->judge->context->now)
    refuse (self, "PH-26", _ ("The new end has passed already"));
  if (self->action->clock->extend == CS_EXTEND_AGREED &&
      json_object_size (json_object_get (self->data, "evidence")) == 0)
    refuse (self, "PH-26", _ ("The client’s agreement has to be on file"));
}

static void
check_override (Content *self)
{
  require_text (self, "reason", "X-02");
}

/**
 * cs_judge_payload:
 * @self: a question
 * @entry: the entry that is judged
 * @action: what it does
 * @reasons: (element-type CsReason): where reasons against it go
 *
 * Judges what the entry says.
 */
void
cs_judge_payload (CsJudge *self, const CsEntry *entry, const CsAction *action, GPtrArray *reasons)
{
  static const struct {
    CsEntryKind kind;
    void (*check) (Content *);
  } checks[] = {
      {CS_KIND_FILL, check_fill},
      {CS_KIND_CHECK, check_check},
      {CS_KIND_RETURN, check_return},
      {CS_KIND_OFFER, check_offer},
      {CS_KIND_DECISION, check_decision},
      {CS_KIND_CONSENT, check_consent},
      {CS_KIND_MAIL, check_mail},
      {CS_KIND_PAYMENT, check_payment},
      {CS_KIND_NOTE, check_note},
      {CS_KIND_ASSIGN, check_assign},
      {CS_KIND_PAUSE, check_pause},
      {CS_KIND_EXTEND, check_extend},
      {CS_KIND_OVERRIDE, check_override},
  };
  Content content = {self, entry, cs_entry_get_data (entry), action, reasons};

  for (gsize i = 0; i < G_N_ELEMENTS (checks); i++) {
    if (checks[i].kind == cs_entry_get_kind (entry))
      checks[i].check (&content);
  }
}
