/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "script-player.h"

/* What somebody might say who takes an action, whatever the pack: values of every type, by chance.
 */

static guint
walk_index (guint n)
{
  return (guint)g_test_rand_int_range (0, (gint32)n);
}

static json_t *
walk_file (void)
{
  return json_pack ("{ss,ss,si,ss}",
                    "name",
                    "paper.pdf",
                    "type",
                    "application/pdf",
                    "size",
                    3,
                    "sha256",
                    "0000000000000000000000000000000000000000000000000000000000000000");
}

static gboolean
walk_may_be (Script *self, const CsField *field, const CsPerson *person)
{
  const char *client = cs_directory_get_client_of (self->directory, person->id);
  g_autoptr (GPtrArray) roles = NULL;

  if (field->among_client)
    return g_strcmp0 (client, cs_request_get_client (self->request)) == 0;
  if (field->among == NULL)
    return client == NULL;
  roles = cs_directory_list_roles_of (self->directory, self->pack->id, person->id);
  return g_ptr_array_find_with_equal_func (roles, field->among->id, g_str_equal, NULL);
}

static json_t *
walk_person (Script *self, const CsField *field)
{
  g_autoptr (GPtrArray) people = cs_directory_list_people (self->directory);
  g_autoptr (GPtrArray) clients = cs_directory_list_clients (self->directory);
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  for (guint i = 0; i < people->len; i++) {
    const CsPerson *person = people->pdata[i];

    if (walk_may_be (self, field, person))
      g_ptr_array_add (ids, person->id);
  }
  for (guint i = 0; i < clients->len; i++) {
    const CsClient *client = clients->pdata[i];

    for (guint j = 0; j < client->contacts->len; j++) {
      const CsPerson *person = client->contacts->pdata[j];

      if (walk_may_be (self, field, person))
        g_ptr_array_add (ids, person->id);
    }
  }
  return json_string (ids->len > 0 ? ids->pdata[walk_index (ids->len)] : "nobody");
}

static json_t *
walk_option (const CsField *field)
{
  static const char *const yesno[] = {"yes", "no"};
  const CsOption *option;

  if (field->options->len == 0)
    return json_string (yesno[walk_index (2)]);
  option = field->options->pdata[walk_index (field->options->len)];
  return json_string (option->id);
}

static json_t *
walk_money (Script *self)
{
  const char *currencies[] = {"INR", "BHD", "KES"};

  return json_pack ("{ss,sI}",
                    "currency",
                    currencies[walk_index (3)],
                    "minor",
                    (json_int_t)g_test_rand_int_range (1, 20000000));
}

static json_t *
walk_check (void)
{
  const char *states[] = {"done", "done", "done", "done", "done", "done", "na", "failed"};

  return json_pack ("{ss,ss,s[o]}",
                    "state",
                    states[walk_index (8)],
                    "reason",
                    "It is so",
                    "files",
                    walk_file ());
}

static json_t *walk_value (Script *self, const CsField *field);

static json_t *
walk_row (Script *self, const CsField *table)
{
  json_t *row = json_object ();

  for (guint i = 0; i < table->columns->len; i++) {
    const CsField *column = table->columns->pdata[i];

    if (column->formula == CS_FORMULA_NONE)
      json_object_set_new (row, column->id, walk_value (self, column));
  }
  return row;
}

static json_t *
walk_one_value (Script *self, const CsField *field)
{
  static const char *const durations[] = {"5bd", "4h", "3-5bd", "7d"};

  switch (field->type) {
    case CS_FIELD_CHOICE:
    case CS_FIELD_YESNO:
      return walk_option (field);
    case CS_FIELD_NUMBER:
      return json_sprintf ("%d", g_test_rand_int_range (1, 100));
    case CS_FIELD_MONEY:
      return walk_money (self);
    case CS_FIELD_DATE:
      return json_sprintf ("2026-%02d-%02d",
                           g_test_rand_int_range (1, 13),
                           g_test_rand_int_range (1, 29));
    case CS_FIELD_DURATION:
      return json_string (durations[walk_index (G_N_ELEMENTS (durations))]);
    case CS_FIELD_PERSON:
      return walk_person (self, field);
    case CS_FIELD_FILE:
      return walk_file ();
    case CS_FIELD_REFERENCE:
      return json_pack ("{ss}",
                        "key",
                        g_strcmp0 (field->reference, "confluence") == 0 ? "https://work.example/1"
                                                                        : "AB-1");
    case CS_FIELD_MEETING:
      return json_pack ("{ss}", "at", "2026-02-03T08:00:00Z");
    case CS_FIELD_CHECK:
      return walk_check ();
    case CS_FIELD_SECRET:
      return json_pack ("{ss,ss}", "given_to", "Nina", "how", "by phone");
    case CS_FIELD_TABLE:
      return json_pack ("[o,o]", walk_row (self, field), walk_row (self, field));
    case CS_FIELD_TEXT:
    case CS_FIELD_LONG:
    default:
      return json_sprintf ("Words %d", g_test_rand_int_range (0, 4));
  }
}

static json_t *
walk_value (Script *self, const CsField *field)
{
  json_t *value = walk_one_value (self, field);

  return field->many && field->type != CS_FIELD_TABLE ? json_pack ("[o]", value) : value;
}

/* Fields of one scope of the step's form, some of them. */
static json_t *
walk_values (Script *self, const CsStep *step)
{
  json_t *values = json_object ();
  const CsField *first = step->form->pdata[walk_index (step->form->len)];

  for (guint i = 0; i < step->form->len; i++) {
    const CsField *field = step->form->pdata[i];

    if (field->formula == CS_FORMULA_NONE && field->scope == first->scope &&
        (field == first || walk_index (4) > 0))
      json_object_set_new (values, field->id, walk_value (self, field));
  }
  return values;
}

static json_t *
walk_somebody (Script *self, const GPtrArray *who)
{
  g_autoptr (GPtrArray) people = cs_rules_list_people (self->request, who, &self->context);
  const CsHolder *holder;

  if (people->len == 0)
    return json_string ("nobody");
  holder = people->pdata[walk_index (people->len)];
  return json_string (holder->person->id);
}

static json_t *
walk_evidence (const char *kind)
{
  return json_pack ("{ss,ss}", "kind", kind, "text", "As they wrote");
}

static void
walk_say_payment (json_t *say, const CsStep *step)
{
  static const char *const states[] = {"promise", "part", "disputed", "confirmed", "written-off"};

  json_object_set_new (say, "state", json_string (states[walk_index (G_N_ELEMENTS (states))]));
  json_object_set_new (say, "date", json_string ("2026-03-01"));
  json_object_set_new (say, "note", json_string ("They called"));
  json_object_set_new (say, "evidence", walk_evidence (step->payment_closes[0]));
}

static void
walk_say_amount (Script *self, json_t *say, const CsStep *step)
{
  const json_t *owed = cs_request_get_value (self->request, step->payment)->value;
  json_t *amount = owed != NULL ? json_deep_copy (owed) : walk_money (self);

  json_object_set_new (say, "amount", amount);
}

/* A reason to pause the clock that the person may give, if there is one. */
static const char *
walk_pause (Script *self, const CsClockDef *clock, const char *person)
{
  const GPtrArray *pauses = cs_request_get_process (self->request)->pauses;

  for (guint i = 0; i < pauses->len; i++) {
    const CsPause *pause = pauses->pdata[i];
    g_autoptr (GPtrArray) people = cs_rules_list_people (self->request, pause->who, &self->context);

    for (guint j = 0; j < people->len; j++) {
      if (g_str_equal (((CsHolder *)people->pdata[j])->person->id, person) &&
          g_strv_contains ((const char *const *)clock->pauses, pause->id))
        return pause->id;
    }
  }
  return clock->pauses[0];
}

static void
walk_say_clock (Script *self, json_t *say, const CsAction *action, const char *person)
{
  g_autofree char *until = cs_instant_format (self->context.now + 72 * G_TIME_SPAN_HOUR);

  json_object_set_new (say, "clock", json_string (action->clock->id));
  if (action->kind == CS_ACTION_PAUSE)
    json_object_set_new (say, "reason", json_string (walk_pause (self, action->clock, person)));
  if (action->kind != CS_ACTION_EXTEND)
    return;
  json_object_set_new (say, "until", json_string (until));
  json_object_set_new (say, "reason", json_string ("They are late"));
  json_object_set_new (say, "evidence", walk_evidence ("mail"));
}

static void
walk_say_decision (Script *self, json_t *say, const CsAction *action)
{
  const CsLevel *level = action->level;

  json_object_set_new (say, "level", json_string (level->id));
  json_object_set_new (say, "comment", json_string ("Because of this"));
  if (action->kind == CS_ACTION_HAND_OVER)
    json_object_set_new (say, "to", walk_somebody (self, level->who));
  if (action->kind == CS_ACTION_APPROVE && walk_index (4) == 0)
    json_object_set_new (say, "conditions", json_pack ("[s]", "Sandbox first"));
  if (action->kind == CS_ACTION_SEND_BACK) {
    const CsStep *target = action->step->returns->pdata[walk_index (action->step->returns->len)];

    json_object_set_new (say, "to", json_string (target->id));
  }
  if (action->kind == CS_ACTION_CONSENT)
    json_object_set_new (say,
                         "evidence",
                         walk_evidence (level->evidence != NULL ? level->evidence[0] : "mail"));
}

static void
walk_say_step (Script *self, json_t *say, const CsAction *action)
{
  const CsStep *step = action->step;

  switch ((guint)action->kind) {
    case CS_ACTION_FILL:
      json_object_set_new (say, "values", walk_values (self, step));
      json_object_set_new (say, "reason", json_string ("It changed"));
      break;
    case CS_ACTION_NOT_NEEDED:
      json_object_set_new (say, "na", json_string ("Not wanted"));
      break;
    case CS_ACTION_RETURN:
      json_object_set_new (
          say,
          "to",
          json_string (((CsStep *)step->returns->pdata[walk_index (step->returns->len)])->id));
      json_object_set_new (say, "reason", json_string ("Not good yet"));
      break;
    case CS_ACTION_ASSIGN:
      json_object_set_new (say, "person", walk_somebody (self, step->who));
      break;
    case CS_ACTION_PAYMENT:
      walk_say_payment (say, step);
      walk_say_amount (self, say, step);
      break;
    case CS_ACTION_OVERRIDE:
      json_object_set_new (say, "gate", json_string (action->gate->id));
      json_object_set_new (say, "reason", json_string ("It is urgent"));
      break;
    default:
      break;
  }
}

static void
walk_say_check (json_t *say, const CsAction *action)
{
  if (action->kind == CS_ACTION_CHECK)
    json_object_set_new (say, "field", json_string (action->field->id));
  else
    json_object_set_new (say, "condition", json_integer (action->condition));
  json_object_set_new (say, "text", json_string ("Looked at it"));
  json_object_set_new (say, "ok", json_boolean (walk_index (5) > 0));
}

/* What a person who takes the action would say of it. */
static json_t *
walk_say (Script *self, const CsAction *action, const char *person)
{
  json_t *say = json_object ();
  CsEntryKind kind = cs_action_kind_get_entry_kind (action->kind);

  if (action->step != NULL && kind != CS_KIND_CHECK && kind != CS_KIND_NOTE &&
      kind != CS_KIND_WITHDRAW)
    json_object_set_new (say, "step", json_string (action->step->id));
  if (kind == CS_KIND_DECISION || kind == CS_KIND_CONSENT)
    walk_say_decision (self, say, action);
  else if (kind == CS_KIND_CHECK)
    walk_say_check (say, action);
  else if (kind == CS_KIND_PAUSE || kind == CS_KIND_RESUME || kind == CS_KIND_EXTEND)
    walk_say_clock (self, say, action, person);
  else if (kind == CS_KIND_WITHDRAW)
    json_object_set_new (say, "entry", json_string (action->target));
  else if (kind == CS_KIND_NOTE)
    json_object_set_new (say, "text", json_string ("A word on it"));
  else
    walk_say_step (self, say, action);
  if (kind == CS_KIND_NOTE && action->target != NULL)
    json_object_set_new (say, "re", json_string (action->target));
  if (action->mail != NULL) {
    json_object_set_new (say, "mail", json_string (action->mail->id));
    json_object_set_new (say, "to", json_pack ("[{ss}]", "mail", "somebody@own.example"));
  }
  return say;
}
