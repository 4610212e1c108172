/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-intent.h"

#include "cs-offer.h"
#include "cs-rules-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/*
 * From what a person means to what an entry must say: the same completion for screens, the command
 * line and samples. What is given is kept; only what is missing is added, from what is on the
 * screen now. The rules judge the result like any other entry.
 */

typedef struct {
  CsJudge judge;
  json_t *data; /* (owned) */
  GError **error;
} Intent;

static gboolean G_GNUC_PRINTF (2, 3) fail (Intent *self, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error_literal (self->error, CS_ERROR, CS_ERROR_INVALID, text);
  return FALSE;
}

static gboolean
has (const Intent *self, const char *member)
{
  return json_object_get (self->data, member) != NULL;
}

static void
set_text (Intent *self, const char *member, const char *text)
{
  if (text != NULL && !has (self, member))
    json_object_set_new (self->data, member, json_string (text));
}

static const CsStep *
step_of (Intent *self)
{
  const char *id = cs_json_get_string (self->data, "step");
  const CsStep *step = id != NULL ? cs_process_get_step (self->judge.request->process, id) : NULL;

  if (step == NULL)
    fail (self, _ ("“%s” is not a step of this process"), id != NULL ? id : "");
  return step;
}

static const CsStep *
approval_step_of (Intent *self)
{
  const CsStep *step = step_of (self);

  if (step != NULL && step->approval == NULL) {
    fail (self, _ ("Nothing is decided in step “%s”"), step->id);
    return NULL;
  }
  return step;
}

/* offer */

static json_t *
list_asked (Intent *self, const CsLevel *level)
{
  const GPtrArray *people = cs_judge_list_people (&self->judge, level->who);
  json_t *list = json_array ();

  for (guint i = 0; i < people->len; i++) {
    const CsHolder *holder = people->pdata[i];

    if (holder->for_person == NULL)
      json_array_append_new (list, json_string (holder->person->id));
  }
  return list;
}

static gboolean
complete_offer (Intent *self)
{
  const CsStep *step = approval_step_of (self);
  const CsRequest *request = self->judge.request;
  g_autoptr (json_t) asked = json_object ();
  g_autoptr (json_t) digests = json_object ();

  if (step == NULL)
    return FALSE;
  if (!has (self, "values"))
    json_object_set_new (self->data, "values", cs_judge_offered_entries (request, step));
  for (guint i = 0; i < step->approval->levels->len; i++) {
    const CsLevel *level = step->approval->levels->pdata[i];
    g_autofree char *digest = NULL;

    if (cs_request_get_level_state (request, step, level) == CS_LEVEL_NOT_APPLICABLE)
      continue;
    digest = cs_judge_level_digest (request, step, level);
    json_object_set_new (digests, level->id, json_string (digest));
    json_object_set_new (asked, level->id, list_asked (self, level));
  }
  if (!has (self, "asked"))
    json_object_set (self->data, "asked", asked);
  if (!has (self, "digests"))
    json_object_set (self->data, "digests", digests);
  return TRUE;
}

/* decision and consent */

static gboolean
may_be_meant (Intent *self, const CsStep *step, const CsLevel *level, gboolean consent)
{
  CsLevelState state = cs_request_get_level_state (self->judge.request, step, level);

  return level->is_consent == consent && (state == CS_LEVEL_ASKED || state == CS_LEVEL_CARRYABLE) &&
         (consent || cs_judge_is_who (&self->judge, level->who));
}

static const CsLevel *
level_of (Intent *self, const CsStep *step, gboolean consent)
{
  const char *id = cs_json_get_string (self->data, "level");
  const CsLevel *level = id != NULL ? cs_approval_get_level (step->approval, id) : NULL;

  for (guint i = 0; id == NULL && level == NULL && i < step->approval->levels->len; i++) {
    if (may_be_meant (self, step, step->approval->levels->pdata[i], consent))
      level = step->approval->levels->pdata[i];
  }
  if (level == NULL)
    fail (self, _ ("No level of “%s” is asked of you"), step->id);
  return level;
}

static void
set_principal (Intent *self, const CsStep *step, const CsLevel *level)
{
  g_autoptr (GPtrArray) people = cs_judge_list_level_people (&self->judge, step, level);

  for (guint i = 0; i < people->len; i++) {
    const CsHolder *holder = people->pdata[i];

    if (strcmp (holder->person->id, self->judge.person) == 0 && holder->for_person != NULL)
      set_text (self, "for", holder->for_person->id);
  }
}

static void
set_consent (Intent *self, const CsLevel *level)
{
  const GPtrArray *people = cs_judge_list_people (&self->judge, level->who);
  g_autofree char *today = cs_instant_format (self->judge.context->now);

  if (people->len > 0)
    set_text (self, "person", ((const CsHolder *)people->pdata[0])->person->id);
  today[10] = '\0';
  set_text (self, "given", today);
}

static gboolean
complete_decision (Intent *self, gboolean consent)
{
  const CsStep *step = approval_step_of (self);
  const CsLevel *level = step != NULL ? level_of (self, step, consent) : NULL;
  const CsOffer *offer = step != NULL ? cs_request_get_offer (self->judge.request, step) : NULL;

  if (level == NULL)
    return FALSE;
  if (offer == NULL)
    return fail (self, _ ("Nothing has been put to decision in “%s”"), step->id);
  set_text (self, "level", level->id);
  set_text (self, "offer", cs_entry_get_id (offer->entry));
  set_text (self, "digest", g_hash_table_lookup (offer->digests, level->id));
  set_text (self, "answer", "approve");
  if (consent)
    set_consent (self, level);
  else
    set_principal (self, step, level);
  return TRUE;
}

static gboolean
complete_carry (Intent *self)
{
  const CsStep *step = approval_step_of (self);
  const CsLevel *level;
  const CsDecision *earlier;

  if (step == NULL || !complete_decision (self, FALSE))
    return FALSE;
  level = cs_approval_get_level (step->approval, cs_json_get_string (self->data, "level"));
  earlier = cs_request_find_carryable (self->judge.request, step, level);
  if (earlier == NULL)
    return fail (self, _ ("There is no earlier approval of the same content to confirm"));
  set_text (self, "carries", cs_entry_get_id (earlier->entry));
  return TRUE;
}

/* fill */

/**
 * cs_intent_get_default:
 * @request: a request
 * @field: a field of its process
 * @directory: whose record of the client is copied from
 *
 * What goes into the first `fill` of the field unless another value is said, and is pinned by it:
 * the client's own (a rate card), a setting's, or the pack's (pack language 3.4).
 *
 * Returns: (transfer none) (nullable): a value; %NULL once the field was ever filled
 */
const json_t *
cs_intent_get_default (const CsRequest *request, const CsField *field, const CsDirectory *directory)
{
  const CsClient *client = cs_directory_get_client (directory, cs_request_get_client (request));
  const json_t *pinned;

  if (cs_request_get_value (request, field)->history != NULL)
    return NULL;
  if (field->initial_client != NULL)
    return client != NULL ? json_object_get (client->fields, field->initial_client) : NULL;
  if (field->initial_setting == NULL)
    return field->initial;
  pinned = json_object_get (cs_request_get_settings (request), field->initial_setting->id);
  return pinned != NULL ? pinned : field->initial_setting->initial;
}

static const CsScope *
scope_of_values (Intent *self, const json_t *values)
{
  const char *id = json_object_iter_key (json_object_iter ((json_t *)values));
  const CsField *field = id != NULL ? cs_process_get_field (self->judge.request->process, id)
                                    : NULL;

  return field != NULL ? field->scope : NULL;
}

/* Defaults go into the first fill and are pinned by it (pack language 3.4). */
static gboolean
complete_fill (Intent *self)
{
  const CsStep *step = step_of (self);
  json_t *values = json_object_get (self->data, "values");
  const CsScope *scope = scope_of_values (self, values);

  if (step == NULL)
    return FALSE;
  if (!json_is_object (values))
    return fail (self, _ ("Nothing was filled"));
  for (guint i = 0; i < step->form->len; i++) {
    const CsField *field = step->form->pdata[i];
    const json_t *value =
        field->scope == scope
            ? cs_intent_get_default (self->judge.request, field, self->judge.context->directory)
            : NULL;

    if (value != NULL && json_object_get (values, field->id) == NULL)
      json_object_set (values, field->id, (json_t *)value);
  }
  return TRUE;
}

/* check, mail */

static gboolean
complete_check (Intent *self)
{
  const CsRequest *request = self->judge.request;
  const char *id = cs_json_get_string (self->data, "field");
  const CsField *field = id != NULL ? cs_process_get_field (request->process, id) : NULL;
  gint64 number = cs_json_get_int (self->data, "condition", 0);

  if (field != NULL && cs_request_get_value (request, field)->entry != NULL) {
    set_text (self, "entry", cs_entry_get_id (cs_request_get_value (request, field)->entry));
  } else if (number > 0 && number <= (gint64)request->conditions->len) {
    const CsCondition *condition = request->conditions->pdata[number - 1];

    set_text (self, "entry", cs_entry_get_id (condition->decision->entry));
  } else {
    return fail (self, _ ("There is nothing of that name to check"));
  }
  if (!has (self, "ok"))
    json_object_set_new (self->data, "ok", json_true ());
  return TRUE;
}

static void
add_shown (const CsRequest *request, const CsField *field, json_t *shows)
{
  const CsValue *value = cs_request_get_value (request, field);
  gsize index;
  json_t *known;

  if (value->entry == NULL || cs_request_effective_value (request, field) == NULL)
    return;
  json_array_foreach (shows, index, known)
  {
    if (strcmp (json_string_value (known), cs_entry_get_id (value->entry)) == 0)
      return;
  }
  json_array_append_new (shows, json_string (cs_entry_get_id (value->entry)));
}

static gboolean
complete_mail (Intent *self)
{
  const CsRequest *request = self->judge.request;
  const char *id = cs_json_get_string (self->data, "mail");
  const CsStep *step = step_of (self);
  const CsMail *mail = id != NULL ? cs_process_get_mail (request->process, id) : NULL;
  g_autoptr (GPtrArray) fields = NULL;
  g_autoptr (json_t) shows = json_array ();

  if (step == NULL)
    return FALSE;
  if (mail == NULL)
    mail = cs_request_pick_mail (request, step, NULL);
  if (mail == NULL)
    return fail (self, _ ("No mail of step “%s” is for this request"), step->id);
  set_text (self, "mail", mail->id);
  fields = cs_mail_list_shown_fields (request->process, mail);
  for (guint i = 0; i < fields->len; i++)
    add_shown (request, fields->pdata[i], shows);
  if (!has (self, "shows"))
    json_object_set (self->data, "shows", shows);
  return TRUE;
}

static gboolean
complete_named (Intent *self, CsActionKind action)
{
  switch ((guint)action) {
    case CS_ACTION_OFFER:
      return complete_offer (self);
    case CS_ACTION_APPROVE:
    case CS_ACTION_REJECT:
    case CS_ACTION_SEND_BACK:
    case CS_ACTION_ASK:
    case CS_ACTION_HAND_OVER:
      set_text (self, "answer", cs_action_kind_name (action));
      return complete_decision (self, FALSE);
    case CS_ACTION_CARRY:
      return complete_carry (self);
    case CS_ACTION_CONSENT:
      return complete_decision (self, TRUE);
    case CS_ACTION_FILL:
      return complete_fill (self);
    case CS_ACTION_CHECK:
    case CS_ACTION_SETTLE_CONDITION:
      return complete_check (self);
    case CS_ACTION_MAIL:
      return complete_mail (self);
    default:
      return TRUE;
  }
}

/**
 * cs_intent_complete:
 * @request: a request
 * @kind: what is meant: the name of an action (`approve`, `not-needed`), or of a kind of entry
 * @person: who means it
 * @minimal: what the person said, such as {"step": "approve", "level": "base"}
 * @context: the directory and the present
 * @error: `CS_ERROR_INVALID` when it names what is not there
 *
 * Adds what the entry must say beside it: the offer on the screen and its digest, for whom a
 * deputy acts, which entries an offer or a mail shows, defaults of a form.
 *
 * Returns: (transfer full) (nullable): the data of the entry
 */
json_t *
cs_intent_complete (const CsRequest *request,
                    const char *kind,
                    const char *person,
                    const json_t *minimal,
                    const CsRuleContext *context,
                    GError **error)
{
  Intent intent = {.data = json_deep_copy (minimal), .error = error};
  CsActionKind action;
  gboolean done;

  cs_judge_init (&intent.judge, request, person, context);
  if (strcmp (kind, "decision") == 0)
    done = complete_decision (&intent, FALSE);
  else if (cs_action_kind_from_name (kind, &action))
    done = complete_named (&intent, action);
  else
    done = TRUE;
  cs_judge_clear (&intent.judge);
  if (!done)
    g_clear_pointer (&intent.data, json_decref);
  return intent.data;
}

/**
 * cs_intent_open:
 * @process: a process of an activated pack
 * @settings: (nullable): the settings that its activation confirms
 * @client: id of the client
 * @region: id of the region
 * @title: what the request is called
 * @from: (nullable): id of the request that it is cloned from
 *
 * Returns: (transfer full): the data of an `open` entry, with the pins
 */
json_t *
cs_intent_open (const CsProcess *process,
                const json_t *settings,
                const char *client,
                const char *region,
                const char *title,
                const char *from)
{
  json_t *data = json_object ();
  g_autoptr (json_t) none = json_object ();
  g_autofree char *pinned = cs_offer_digest_value (settings != NULL ? settings : none);

  json_object_set_new (data, "pack", json_string (process->pack->id));
  json_object_set_new (data, "digest", json_string (process->pack->digest));
  json_object_set_new (data, "process", json_string (process->id));
  json_object_set_new (data, "settings", json_string (pinned));
  json_object_set_new (data, "client", json_string (client));
  json_object_set_new (data, "region", json_string (region));
  json_object_set_new (data, "title", json_string (title));
  if (from != NULL)
    json_object_set_new (data, "from", json_string (from));
  return data;
}

/**
 * cs_intent_split_values:
 * @process: a process
 * @values: field id -> value, of any fields
 *
 * A `fill` holds fields of one scope, so that whoever may see the entry may see all of it.
 *
 * Returns: (transfer full) (element-type json_t): one object for each scope, in the order in which
 *   the scopes first occur
 */
GPtrArray *
cs_intent_split_values (const CsProcess *process, const json_t *values)
{
  GPtrArray *parts = g_ptr_array_new_with_free_func ((GDestroyNotify)json_decref);
  g_autoptr (GPtrArray) scopes = g_ptr_array_new ();
  const char *id;
  json_t *value;

  json_object_foreach ((json_t *)values, id, value)
  {
    const CsField *field = cs_process_get_field (process, id);
    const CsScope *scope = field != NULL ? field->scope : NULL;
    guint index;

    if (!g_ptr_array_find (scopes, scope, &index)) {
      index = scopes->len;
      g_ptr_array_add (scopes, (gpointer)scope);
      g_ptr_array_add (parts, json_object ());
    }
    json_object_set (parts->pdata[index], id, value);
  }
  return parts;
}
