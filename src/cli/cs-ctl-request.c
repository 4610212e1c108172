/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-ctl-commands.h"
#include "cs-ctl-place.h"

#include <glib/gi18n-lib.h>

static const CsRequest *
open_request (CsCtl *ctl, const char *name, CsLedger **ledger, GError **error)
{
  g_autofree char *id = NULL;

  *ledger = cs_ctl_open (ctl, error);
  if (*ledger == NULL)
    return NULL;
  id = cs_ctl_find_request (*ledger, name, error);
  if (id == NULL)
    return NULL;
  return cs_authority_get_request (cs_ledger_get_authority (*ledger), id, NULL, error);
}

static const char *
get_state_name (CsStepState state)
{
  static const char *const names[] = {"done",
                                      "lapsed",
                                      "not-applicable",
                                      "not-called",
                                      "skipped",
                                      "rejected",
                                      "waiting",
                                      "returned",
                                      "open"};

  return names[state];
}

static const char *
get_level_name (CsLevelState state)
{
  static const char *const names[] = {"not-applicable",
                                      "waiting",
                                      "asked",
                                      "carryable",
                                      "approved",
                                      "lapsed",
                                      "rejected",
                                      "sent-back"};

  return names[state];
}

static json_t *
fields_to_json (const CsRequest *request)
{
  const CsProcess *process = cs_request_get_process (request);
  json_t *fields = json_object ();

  for (guint i = 0; i < process->fields->len; i++) {
    const CsField *field = process->fields->pdata[i];
    const CsValue *value = cs_request_get_value (request, field);

    if (value != NULL && value->value != NULL)
      json_object_set (fields, field->id, value->value);
  }
  return fields;
}

static json_t *
levels_to_json (const CsRequest *request, const CsStep *step)
{
  json_t *levels = json_array ();

  for (guint i = 0; i < step->approval->levels->len; i++) {
    const CsLevel *level = step->approval->levels->pdata[i];

    json_array_append_new (
        levels,
        json_pack ("{s:s, s:s}",
                   "level",
                   level->id,
                   "state",
                   get_level_name (cs_request_get_level_state (request, step, level))));
  }
  return levels;
}

static json_t *
steps_to_json (const CsRequest *request)
{
  const CsProcess *process = cs_request_get_process (request);
  json_t *steps = json_array ();

  for (guint i = 0; i < process->steps->len; i++) {
    const CsStep *step = process->steps->pdata[i];
    CsStepState state = cs_request_get_step_state (request, step);
    json_t *object = json_pack ("{s:s, s:s, s:i}",
                                "step",
                                step->id,
                                "state",
                                get_state_name (state),
                                "round",
                                (int)cs_request_get_step_round (request, step));

    if (step->approval != NULL)
      json_object_set_new (object, "levels", levels_to_json (request, step));
    json_array_append_new (steps, object);
  }
  return steps;
}

static json_t *
gates_to_json (const CsRequest *request, const CsRuleContext *context)
{
  const CsProcess *process = cs_request_get_process (request);
  json_t *gates = json_array ();

  for (guint i = 0; i < process->gates->len; i++) {
    const CsGate *gate = process->gates->pdata[i];
    g_autoptr (GPtrArray) missing = cs_rules_missing_for_gate (request, gate, context);
    g_autoptr (json_t) list = json_array ();

    for (guint j = 0; j < missing->len; j++) {
      const CsMissing *one = missing->pdata[j];
      json_t *object = json_pack ("{s:s}", "text", one->text);

      cs_ctl_set_string (object, "who", one->who);
      json_array_append_new (list, object);
    }
    json_array_append_new (gates,
                           json_pack ("{s:s, s:b, s:O}",
                                      "gate",
                                      gate->id,
                                      "open",
                                      cs_request_gate_truth (request, gate) == CS_TRUTH_TRUE,
                                      "missing",
                                      list));
  }
  return gates;
}

static json_t *
conditions_to_json (const CsRequest *request)
{
  const GPtrArray *conditions = cs_request_get_conditions (request);
  json_t *list = json_array ();

  for (guint i = 0; i < conditions->len; i++) {
    const CsCondition *condition = conditions->pdata[i];

    json_array_append_new (list,
                           json_pack ("{s:i, s:s, s:b}",
                                      "number",
                                      (int)condition->number,
                                      "text",
                                      condition->text,
                                      "settled",
                                      condition->settled != NULL));
  }
  return list;
}

static json_t *
journal_to_json (const CsRequest *request)
{
  const GPtrArray *entries = cs_request_get_entries (request);
  json_t *list = json_array ();

  for (guint i = 0; i < entries->len; i++) {
    const CsEntry *entry = entries->pdata[i];
    json_t *object = json_pack ("{s:I, s:s, s:s, s:O}",
                                "n",
                                (json_int_t)cs_entry_get_number (entry),
                                "kind",
                                cs_entry_get_kind_name (entry),
                                "by",
                                cs_entry_get_by (entry),
                                "data",
                                cs_entry_get_data (entry));

    cs_ctl_set_string (object, "entry", cs_entry_get_id (entry));
    json_object_set_new (object, "at", cs_ctl_instant_to_json (cs_entry_get_at (entry)));
    json_object_set_new (object,
                         "received",
                         cs_ctl_instant_to_json (cs_entry_get_received (entry)));
    cs_ctl_set_string (object, "hash", cs_entry_get_hash (entry));
    json_array_append_new (list, object);
  }
  return list;
}

static const char *
get_end_name (CsEnd end)
{
  static const char *const names[] = {"open", "completed", "rejected", "withdrawn"};

  return names[end];
}

static json_t *
request_to_json (const CsRequest *request, const CsRuleContext *context)
{
  const CsProcess *process = cs_request_get_process (request);
  const CsStage *stage = cs_request_get_stage (request);
  g_autofree char *digest = cs_request_digest (request);
  json_t *object = json_pack ("{s:s, s:s, s:s}",
                              "request",
                              cs_request_get_id (request),
                              "process",
                              process->id,
                              "outcome",
                              get_end_name (cs_request_get_end (request)));

  cs_ctl_set_string (object, "number", cs_request_get_number (request));
  cs_ctl_set_string (object, "title", cs_request_get_title (request));
  cs_ctl_set_string (object, "client", cs_request_get_client (request));
  cs_ctl_set_string (object, "region", cs_request_get_region (request));
  cs_ctl_set_string (object, "stage", stage != NULL ? stage->id : NULL);
  cs_ctl_set_string (object, "digest", digest);
  json_object_set_new (object, "fields", fields_to_json (request));
  json_object_set_new (object, "steps", steps_to_json (request));
  json_object_set_new (object, "gates", gates_to_json (request, context));
  json_object_set_new (object, "conditions", conditions_to_json (request));
  json_object_set_new (object, "journal", journal_to_json (request));
  return object;
}

static void
print_request (CsCtl *ctl, const CsRequest *request, const CsRuleContext *context)
{
  const CsProcess *process = cs_request_get_process (request);
  const char *number = cs_request_get_number (request);
  g_autofree char *warning = cs_pack_dup_warning (process->pack, "en");

  fprintf (ctl->output,
           "%s  %s  (%s)\n",
           number != NULL ? number : cs_request_get_id (request),
           cs_request_get_title (request),
           get_end_name (cs_request_get_end (request)));
  if (warning != NULL)
    fprintf (ctl->output, "  %s\n", warning);
  for (guint i = 0; i < process->fields->len; i++) {
    const CsField *field = process->fields->pdata[i];
    g_autofree char *text = cs_request_dup_value_text (request, field, context->directory, "en");

    if (text != NULL && *text != '\0')
      fprintf (ctl->output, "  %-24s %s\n", field->id, text);
  }
  for (guint i = 0; i < process->steps->len; i++) {
    const CsStep *step = process->steps->pdata[i];
    CsStepState state = cs_request_get_step_state (request, step);

    if (state != CS_STEP_NOT_APPLICABLE && state != CS_STEP_NOT_CALLED)
      fprintf (ctl->output, "  [%s] %s\n", get_state_name (state), step->id);
  }
}

/**
 * cs_ctl_request_show:
 * @ctl: the command line
 * @arguments: the request
 * @error: as opening and reading
 *
 * Shows one request: fields, steps, gates with what is missing, conditions, journal.
 *
 * Returns: whether it was printed
 */
gboolean
cs_ctl_request_show (CsCtl *ctl, char **arguments, GError **error)
{
  const GOptionEntry options[] = {{NULL}};
  g_autoptr (CsLedger) ledger = NULL;
  const CsRequest *request;
  CsRuleContext context;

  if (!cs_ctl_parse (ctl, arguments, options, 1, 1, error))
    return FALSE;
  request = open_request (ctl, arguments[1], &ledger, error);
  if (request == NULL)
    return FALSE;
  context = cs_ctl_get_context (ledger);
  if (ctl->json)
    cs_ctl_print_json (ctl, request_to_json (request, &context));
  else
    print_request (ctl, request, &context);
  return TRUE;
}

static json_t *
action_to_json (const CsAction *action)
{
  json_t *object = json_pack ("{s:s, s:b}",
                              "action",
                              cs_action_kind_name (action->kind),
                              "open",
                              action->is_open);

  cs_ctl_set_string (object, "step", action->step != NULL ? action->step->id : NULL);
  cs_ctl_set_string (object, "level", action->level != NULL ? action->level->id : NULL);
  cs_ctl_set_string (object, "field", action->field != NULL ? action->field->id : NULL);
  cs_ctl_set_string (object, "mail", action->mail != NULL ? action->mail->id : NULL);
  cs_ctl_set_string (object, "gate", action->gate != NULL ? action->gate->id : NULL);
  cs_ctl_set_string (object, "clock", action->clock != NULL ? action->clock->id : NULL);
  cs_ctl_set_string (object, "target", action->target);
  cs_ctl_set_string (object, "for", action->for_person);
  if (action->condition > 0)
    json_object_set_new (object, "condition", json_integer (action->condition));
  json_object_set_new (object, "reasons", cs_ctl_reasons_to_json (action->reasons));
  return object;
}

static void
print_action (CsCtl *ctl, const CsAction *action)
{
  fprintf (ctl->output,
           "%s %-18s %-16s %s\n",
           action->is_open ? "✓" : "–",
           cs_action_kind_name (action->kind),
           action->step != NULL ? action->step->id : "",
           action->level != NULL ? action->level->id : "");
  for (guint i = 0; i < action->reasons->len; i++) {
    const CsReason *reason = action->reasons->pdata[i];

    fprintf (ctl->output, "    %s: %s\n", reason->rule, reason->text);
  }
}

/**
 * cs_ctl_request_actions:
 * @ctl: the command line
 * @arguments: the request
 * @error: as opening and reading
 *
 * Lists every action open or blocked to a person, with the reasons.
 *
 * Returns: whether it was printed
 */
gboolean
cs_ctl_request_actions (CsCtl *ctl, char **arguments, GError **error)
{
  g_autofree char *by = NULL;
  const GOptionEntry options[] = {
      {"by", 0, 0, G_OPTION_ARG_STRING, &by, N_ ("Whose actions"), "PERSON"},
      {NULL},
  };
  g_autoptr (CsLedger) ledger = NULL;
  g_autoptr (GPtrArray) actions = NULL;
  const CsRequest *request;
  CsRuleContext context;
  const char *person;

  if (!cs_ctl_parse (ctl, arguments, options, 1, 1, error))
    return FALSE;
  request = open_request (ctl, arguments[1], &ledger, error);
  if (request == NULL)
    return FALSE;
  person = cs_ctl_find_person (ledger, by, error);
  if (person == NULL)
    return FALSE;
  context = cs_ctl_get_context (ledger);
  actions = cs_rules_actions (request, person, &context);
  for (guint i = 0; i < actions->len; i++) {
    if (ctl->json)
      cs_ctl_print_json (ctl, action_to_json (actions->pdata[i]));
    else
      print_action (ctl, actions->pdata[i]);
  }
  return TRUE;
}
