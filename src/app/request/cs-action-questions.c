/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-action-questions.h"

#include "cs-action-text.h"
#include "cs-field-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/*
 * Which questions there are comes from the pack (where it can go back to, which evidence counts,
 * which pauses there are); the words for them are here.
 */

/**
 * cs_action_questions_has_any:
 *
 * Returns: whether the action asks something first
 */
gboolean
cs_action_questions_has_any (const CsAction *action, CsActionWay way)
{
  switch ((guint)action->kind) {
    case CS_ACTION_COMPLETE:
    case CS_ACTION_CARRY:
    case CS_ACTION_RESUME:
    case CS_ACTION_FILL:
    case CS_ACTION_MAIL:
      return FALSE;
    case CS_ACTION_APPROVE:
    case CS_ACTION_CHECK:
      return way != CS_ACTION_WAY_PLAIN;
    default:
      return TRUE;
  }
}

/* Choices */

typedef struct {
  GPtrArray *ids;    /* (borrowed) */
  GPtrArray *titles; /* (owned) */
} Choices;

static void
choices_init (Choices *self)
{
  self->ids = g_ptr_array_new ();
  self->titles = g_ptr_array_new_with_free_func (g_free);
}

static void
choices_add (Choices *self, const char *id, char *title)
{
  g_ptr_array_add (self->ids, (gpointer)id);
  g_ptr_array_add (self->titles, title);
}

static void
choices_ask (Choices *self, CsActionForm *form, const char *key, const char *title)
{
  g_ptr_array_add (self->ids, NULL);
  g_ptr_array_add (self->titles, NULL);
  cs_action_form_add_choice (form,
                             key,
                             title,
                             (const char *const *)self->ids->pdata,
                             (const char *const *)self->titles->pdata);
  g_ptr_array_unref (self->ids);
  g_ptr_array_unref (self->titles);
}

static void
ask_target_step (CsActionForm *form, CsReader *reader, const CsStep *step)
{
  Choices choices;

  choices_init (&choices);
  for (guint i = 0; i < step->returns->len; i++) {
    const CsStep *target = step->returns->pdata[i];

    if (cs_request_get_step_state (cs_reader_get_request (reader), target) !=
        CS_STEP_NOT_APPLICABLE)
      choices_add (&choices, target->id, cs_reader_dup_text (reader, target->title, target->id));
  }
  choices_ask (&choices,
               form,
               "to",
               cs_action_text_leads_elsewhere (step) ? _ ("Send to") : _ ("Back to"));
}

static void
ask_person (CsActionForm *form, CsReader *reader, const GPtrArray *who, const char *title)
{
  CsRuleContext context;
  g_autoptr (GPtrArray) holders = NULL;
  Choices choices;

  cs_request_view_get_context (cs_reader_get_view (reader), &context);
  holders = cs_rules_list_people (cs_reader_get_request (reader), who, &context);
  choices_init (&choices);
  for (guint i = 0; i < holders->len; i++) {
    const CsPerson *person = ((const CsHolder *)holders->pdata[i])->person;

    if (person->can_act)
      choices_add (&choices, person->id, g_strdup (person->name));
  }
  choices_ask (&choices, form, "person", title);
}

/* Anybody in the house but the one who hands over. */
static void
ask_colleague (CsActionForm *form, CsReader *reader)
{
  g_autoptr (GPtrArray) people = cs_directory_list_people (cs_reader_get_directory (reader));
  Choices choices;

  choices_init (&choices);
  for (guint i = 0; i < people->len; i++) {
    const CsPerson *person = people->pdata[i];

    if (person->can_act && !person->external && strcmp (person->id, cs_reader_get_me (reader)) != 0)
      choices_add (&choices, person->id, g_strdup (person->name));
  }
  choices_ask (&choices, form, "to", _ ("Hand over to"));
}

static gboolean
is_one_of (CsReader *reader, const GPtrArray *who)
{
  CsRuleContext context;
  g_autoptr (GPtrArray) holders = NULL;

  cs_request_view_get_context (cs_reader_get_view (reader), &context);
  holders = cs_rules_list_people (cs_reader_get_request (reader), who, &context);
  for (guint i = 0; i < holders->len; i++) {
    if (strcmp (((const CsHolder *)holders->pdata[i])->person->id, cs_reader_get_me (reader)) == 0)
      return TRUE;
  }
  return FALSE;
}

/* The reasons for standing still that are this person's to give. */
static void
ask_pause (CsActionForm *form, CsReader *reader, const CsClockDef *clock)
{
  const GPtrArray *pauses = cs_reader_get_process (reader)->pauses;
  Choices choices;

  choices_init (&choices);
  for (guint i = 0; i < pauses->len; i++) {
    const CsPause *pause = pauses->pdata[i];

    if (g_strv_contains ((const char *const *)clock->pauses, pause->id) &&
        is_one_of (reader, pause->who))
      choices_add (&choices, pause->id, cs_reader_dup_text (reader, pause->title, pause->id));
  }
  choices_ask (&choices, form, "reason", _ ("The clock waits for"));
  cs_action_form_add_field (form, "text", CS_FIELD_LONG, _ ("Remark"), FALSE);
}

/* Evidence */

static char *
evidence_title (const char *kind)
{
  if (strcmp (kind, "file") == 0)
    return g_strdup (_ ("A file"));
  if (strcmp (kind, "mail") == 0)
    return g_strdup (_ ("A message"));
  if (strcmp (kind, "meeting") == 0)
    return g_strdup (_ ("A meeting"));
  if (strcmp (kind, "reference") == 0)
    return g_strdup (_ ("A reference to another system"));
  return g_strdelimit (g_strdup (kind), "-_", ' ');
}

static void
ask_evidence (CsActionForm *form, const char *title, const char *const *kinds)
{
  static const char *const file_only[] = {"file", NULL};
  g_autoptr (GPtrArray) others = g_ptr_array_new ();
  Choices choices;

  choices_init (&choices);
  for (guint i = 0; kinds[i] != NULL; i++) {
    choices_add (&choices, kinds[i], evidence_title (kinds[i]));
    if (strcmp (kinds[i], "file") != 0)
      g_ptr_array_add (others, (gpointer)kinds[i]);
  }
  g_ptr_array_add (others, NULL);
  choices_ask (&choices, form, "kind", title);
  cs_action_form_add_field (form, "file", CS_FIELD_FILE, _ ("File"), TRUE);
  cs_action_form_show_when (form, "file", "kind", file_only);
  cs_action_form_add_field (form, "what", CS_FIELD_TEXT, _ ("Which one"), TRUE);
  cs_action_form_show_when (form, "what", "kind", (const char *const *)others->pdata);
  cs_action_form_add_field (form, "copy", CS_FIELD_FILE, _ ("Copy as a file"), FALSE);
  cs_action_form_show_when (form, "copy", "kind", (const char *const *)others->pdata);
}

/* {"kind": "file", "name": …, "sha256": …} or {"kind": "mail", "what": …} */
static json_t *
make_evidence (const json_t *answers)
{
  json_t *evidence = json_object ();
  const char *kind = cs_json_get_string (answers, "kind");
  const char *what = cs_json_get_string (answers, "what");
  json_t *file = json_object_get (answers, "file");

  if (file == NULL)
    file = json_object_get (answers, "copy");
  if (file != NULL)
    json_object_update (evidence, file);
  json_object_set_new (evidence, "kind", json_string (kind != NULL ? kind : "file"));
  if (what != NULL)
    json_object_set_new (evidence, "what", json_string (what));
  return evidence;
}

static void
ask_consent (CsActionForm *form, CsReader *reader, const CsAction *action)
{
  static const char *const no[] = {"reject", "send-back", NULL};
  static const char *const back[] = {"send-back", NULL};
  CsInstant now = cs_session_get_now (cs_reader_get_session (reader));
  g_autofree char *today = cs_instant_format (now);
  Choices choices;

  choices_init (&choices);
  choices_add (&choices, "approve", g_strdup (_ ("Agreed")));
  choices_add (&choices, "reject", g_strdup (_ ("Did not agree")));
  if (action->step->returns->len > 0)
    choices_add (&choices, "send-back", g_strdup (_ ("Wants a change")));
  choices_ask (&choices, form, "answer", _ ("Answer"));
  if (action->step->returns->len > 0) {
    ask_target_step (form, reader, action->step);
    cs_action_form_show_when (form, "to", "answer", back);
  }
  cs_action_form_add_field (form, "comment", CS_FIELD_LONG, _ ("What was said"), TRUE);
  cs_action_form_show_when (form, "comment", "answer", no);
  cs_action_form_add_field (form, "given", CS_FIELD_DATE, _ ("Given on"), TRUE);
  today[10] = '\0';
  cs_action_form_set_value (form, "given", json_string (today));
  ask_evidence (form, _ ("Evidence"), (const char *const *)action->level->evidence);
}

static void
ask_extension (CsActionForm *form, const CsAction *action)
{
  static const char *const agreements[] = {"mail", "file", "meeting", NULL};

  cs_action_form_add_field (form, "date", CS_FIELD_DATE, _ ("New end"), TRUE);
  cs_action_form_add_field (form, "time", CS_FIELD_TEXT, _ ("Time of day, such as 14:30"), FALSE);
  cs_action_form_set_pattern (form, "time", "([01]?\\d|2[0-3])[:.][0-5]\\d");
  cs_action_form_add_field (form, "reason", CS_FIELD_LONG, _ ("Reason"), TRUE);
  if (action->clock->extend == CS_EXTEND_AGREED)
    ask_evidence (form, _ ("The client’s agreement"), agreements);
}

/* Words */

static const char *
text_title (const CsAction *action, CsActionWay way)
{
  switch ((guint)action->kind) {
    case CS_ACTION_ASK:
      return _ ("Question");
    case CS_ACTION_ANSWER:
      return _ ("Answer");
    case CS_ACTION_ACKNOWLEDGE:
      return _ ("Remark");
    case CS_ACTION_CHECK:
      return _ ("What is wrong");
    case CS_ACTION_SETTLE_CONDITION:
      return _ ("How it was settled");
    case CS_ACTION_APPROVE:
      return _ ("Conditions, one a line");
    case CS_ACTION_HAND_OVER:
      return _ ("Remark");
    default:
      return _ ("Reason");
  }
}

/* The member of the entry that holds the text. */
static const char *
text_key (const CsAction *action)
{
  switch ((guint)action->kind) {
    case CS_ACTION_NOT_NEEDED:
      return "na";
    case CS_ACTION_RETURN:
    case CS_ACTION_OVERRIDE:
    case CS_ACTION_RECALL:
    case CS_ACTION_WITHDRAW:
      return "reason";
    case CS_ACTION_REJECT:
    case CS_ACTION_SEND_BACK:
    case CS_ACTION_ASK:
    case CS_ACTION_HAND_OVER:
      return "comment";
    case CS_ACTION_APPROVE:
      return "conditions";
    default:
      return "text";
  }
}

static gboolean
needs_text (const CsAction *action)
{
  return action->kind != CS_ACTION_ACKNOWLEDGE && action->kind != CS_ACTION_HAND_OVER &&
         action->kind != CS_ACTION_SETTLE_CONDITION && action->kind != CS_ACTION_RECALL;
}

/**
 * cs_action_questions_ask:
 * @form: empty
 *
 * Adds the questions.
 */
void
cs_action_questions_ask (CsActionForm *form,
                         CsReader *reader,
                         const CsAction *action,
                         CsActionWay way)
{
  switch ((guint)action->kind) {
    case CS_ACTION_OFFER:
      return;
    case CS_ACTION_CONSENT:
      ask_consent (form, reader, action);
      return;
    case CS_ACTION_ASSIGN:
      ask_person (form, reader, action->step->who, _ ("Assign to"));
      return;
    case CS_ACTION_PAUSE:
      ask_pause (form, reader, action->clock);
      return;
    case CS_ACTION_EXTEND:
      ask_extension (form, action);
      return;
    case CS_ACTION_RETURN:
    case CS_ACTION_SEND_BACK:
      ask_target_step (form, reader, action->step);
      break;
    case CS_ACTION_HAND_OVER:
      ask_colleague (form, reader);
      break;
    default:
      break;
  }
  cs_action_form_add_field (form,
                            text_key (action),
                            CS_FIELD_LONG,
                            text_title (action, way),
                            needs_text (action));
}

/**
 * cs_action_questions_dup_heading:
 *
 * Returns: (transfer full): the verb, as the title of a dialog
 */
char *
cs_action_questions_dup_heading (const CsAction *action, CsActionWay way)
{
  const char *label = cs_action_text_label (action);
  gsize length = strlen (label);

  if (way == CS_ACTION_WAY_WRONG)
    return g_strdup (_ ("Found Wrong"));
  if (way == CS_ACTION_WAY_CONDITION)
    return g_strdup (_ ("Approve With Conditions"));
  if (g_str_has_suffix (label, "…"))
    length -= strlen ("…");
  return g_strndup (label, length);
}

static char *
offer_help (CsReader *reader, const CsAction *action)
{
  CsRuleContext context;
  g_autoptr (GString) out = g_string_new (_ ("These values are put to decision as they are now."));
  const CsApproval *approval = action->step->approval;

  cs_request_view_get_context (cs_reader_get_view (reader), &context);
  for (guint i = 0; i < approval->levels->len; i++) {
    const CsLevel *level = approval->levels->pdata[i];
    g_autoptr (GPtrArray) holders = NULL;
    g_autoptr (GPtrArray) ids = g_ptr_array_new ();
    g_autofree char *title = cs_reader_dup_text (reader, level->title, level->id);
    g_autofree char *names = NULL;

    if (cs_request_get_level_state (cs_reader_get_request (reader), action->step, level) ==
        CS_LEVEL_NOT_APPLICABLE)
      continue;
    holders = cs_rules_list_people (cs_reader_get_request (reader), level->who, &context);
    for (guint j = 0; j < holders->len; j++)
      g_ptr_array_add (ids, ((const CsHolder *)holders->pdata[j])->person->id);
    g_ptr_array_add (ids, NULL);
    names = cs_reader_join_names (reader, (const char *const *)ids->pdata);
    /* Translators: a level of an approval, and who is asked */
    g_string_append_printf (out, _ ("\n%1$s: %2$s"), title, names);
  }
  return g_strdup (out->str);
}

static char *
consent_help (CsReader *reader, const CsAction *action)
{
  CsRuleContext context;
  g_autoptr (GPtrArray) holders = NULL;

  cs_request_view_get_context (cs_reader_get_view (reader), &context);
  holders = cs_rules_list_people (cs_reader_get_request (reader), action->level->who, &context);
  if (holders->len == 0)
    return NULL;
  /* Translators: whose answer is recorded: somebody at the client */
  return g_strdup_printf (_ ("The answer of %s, who is not in the house. It is recorded with the "
                             "evidence that it was given."),
                          ((const CsHolder *)holders->pdata[0])->person->name);
}

/**
 * cs_action_questions_dup_help:
 *
 * Returns: (transfer full) (nullable): what the action means, in a sentence
 */
char *
cs_action_questions_dup_help (CsReader *reader, const CsAction *action, CsActionWay way)
{
  switch ((guint)action->kind) {
    case CS_ACTION_OFFER:
      return offer_help (reader, action);
    case CS_ACTION_CONSENT:
      return consent_help (reader, action);
    case CS_ACTION_OVERRIDE:
      return g_strdup (_ ("The gate is passed although facts are missing. This stays in the "
                          "journal with the reason."));
    case CS_ACTION_WITHDRAW:
      return g_strdup (_ ("It stays in the journal, and no longer counts."));
    case CS_ACTION_ASK:
      return g_strdup (_ ("The clock of the approval goes on."));
    case CS_ACTION_HAND_OVER:
      return g_strdup (_ ("The one it is handed to decides instead."));
    default:
      return NULL;
  }
}

/* Answers */

/**
 * cs_action_questions_make_base:
 *
 * Returns: (transfer full): what the data of @action always holds: what it is about
 */
json_t *
cs_action_questions_make_base (const CsAction *action)
{
  json_t *data = json_object ();

  switch ((guint)action->kind) {
    case CS_ACTION_CHECK:
      json_object_set_new (data, "field", json_string (action->field->id));
      break;
    case CS_ACTION_SETTLE_CONDITION:
      json_object_set_new (data, "condition", json_integer (action->condition));
      break;
    case CS_ACTION_ANSWER:
    case CS_ACTION_ACKNOWLEDGE:
      json_object_set_new (data, "re", json_string (action->target));
      break;
    case CS_ACTION_RECALL:
    case CS_ACTION_WITHDRAW:
      json_object_set_new (data, "entry", json_string (action->target));
      break;
    case CS_ACTION_PAUSE:
    case CS_ACTION_RESUME:
    case CS_ACTION_EXTEND:
      json_object_set_new (data, "clock", json_string (action->clock->id));
      break;
    case CS_ACTION_OVERRIDE:
      json_object_set_new (data, "gate", json_string (action->gate->id));
      json_object_set_new (data, "step", json_string (action->step->id));
      break;
    default:
      json_object_set_new (data, "step", json_string (action->step->id));
      break;
  }
  return data;
}

static void
copy (json_t *data, const json_t *answers, const char *key)
{
  json_t *value = json_object_get (answers, key);

  if (value != NULL)
    json_object_set (data, key, value);
}

static void
add_conditions (json_t *data, const json_t *answers)
{
  const char *text = cs_json_get_string (answers, "conditions");
  g_auto (GStrv) lines = g_strsplit (text != NULL ? text : "", "\n", -1);
  json_t *conditions = json_array ();

  for (guint i = 0; lines[i] != NULL; i++) {
    if (*g_strstrip (lines[i]) != '\0')
      json_array_append_new (conditions, json_string (lines[i]));
  }
  json_object_set_new (data, "conditions", conditions);
}

static void
add_until (json_t *data, const json_t *answers)
{
  json_t *date = json_object_get (answers, "date");
  const char *typed = cs_json_get_string (answers, "time");
  g_autofree char *time = typed != NULL ? cs_field_text_read_time (typed, NULL) : NULL;
  g_autofree char *until =
      time != NULL ? cs_field_text_join_moment (json_string_value (date), time, NULL) : NULL;

  if (until != NULL)
    json_object_set_new (data, "until", json_string (until));
  else if (date != NULL)
    json_object_set (data, "until", date);
  copy (data, answers, "reason");
  if (json_object_get (answers, "kind") != NULL)
    json_object_set_new (data, "evidence", make_evidence (answers));
}

static void
add_consent (json_t *data, const CsAction *action, const json_t *answers)
{
  json_object_set_new (data, "level", json_string (action->level->id));
  copy (data, answers, "answer");
  copy (data, answers, "to");
  copy (data, answers, "given");
  copy (data, answers, "comment");
  json_object_set_new (data, "evidence", make_evidence (answers));
}

static void
add_decision (json_t *data, const CsAction *action, CsActionWay way, const json_t *answers)
{
  json_object_set_new (data, "level", json_string (action->level->id));
  if (action->kind == CS_ACTION_CARRY)
    json_object_set_new (data, "carries", json_string (action->target));
  else
    json_object_set_new (data, "answer", json_string (cs_action_kind_name (action->kind)));
  if (action->for_person != NULL)
    json_object_set_new (data, "for", json_string (action->for_person));
  copy (data, answers, "comment");
  copy (data, answers, "to");
  if (way == CS_ACTION_WAY_CONDITION)
    add_conditions (data, answers);
}

/**
 * cs_action_questions_make_data:
 * @answers: of the form
 *
 * Returns: (transfer full): the minimal data of the entry
 */
json_t *
cs_action_questions_make_data (const CsAction *action, CsActionWay way, const json_t *answers)
{
  json_t *data = cs_action_questions_make_base (action);

  if (cs_action_text_is_decision (action->kind)) {
    add_decision (data, action, way, answers);
  } else if (action->kind == CS_ACTION_CONSENT) {
    add_consent (data, action, answers);
  } else if (action->kind == CS_ACTION_EXTEND) {
    add_until (data, answers);
  } else {
    copy (data, answers, text_key (action));
    copy (data, answers, "to");
    copy (data, answers, "person");
    copy (data, answers, "reason");
  }
  if (action->kind == CS_ACTION_CHECK || action->kind == CS_ACTION_SETTLE_CONDITION)
    json_object_set_new (data, "ok", json_boolean (way != CS_ACTION_WAY_WRONG));
  return data;
}
