/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-ctl-place.h"

#include "cs-journal.h"

#include <glib/gi18n-lib.h>

/**
 * cs_ctl_open:
 * @ctl: the command line, whose `--workspace` says where
 * @error: `G_OPTION_ERROR` without `--workspace`; `CS_ERROR_NOT_FOUND`, `CS_ERROR_TOO_NEW`,
 *   `CS_ERROR_CORRUPT`
 *
 * Returns: (transfer full) (nullable): the workspace
 */
CsLedger *
cs_ctl_open (CsCtl *ctl, GError **error)
{
  if (ctl->workspace == NULL) {
    g_set_error (error,
                 G_OPTION_ERROR,
                 G_OPTION_ERROR_FAILED,
                 _ ("“%s” needs a workspace: give its folder with --workspace"),
                 ctl->command);
    return NULL;
  }
  return cs_ledger_open (ctl->workspace, ctl->time_source, error);
}

/**
 * cs_ctl_find_request:
 * @ledger: a workspace
 * @name: a request's number, such as `ANT-1042`, or its id
 * @error: `CS_ERROR_NOT_FOUND`
 *
 * Returns: (transfer full) (nullable): its id
 */
char *
cs_ctl_find_request (CsLedger *ledger, const char *name, GError **error)
{
  g_autoptr (GError) failure = NULL;
  char *id = cs_journal_find_request (cs_ledger_get_store (ledger), name, &failure);

  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  else if (id == NULL)
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_NOT_FOUND,
                 _ ("There is no request %s in this workspace."),
                 name);
  return id;
}

/**
 * cs_ctl_find_person:
 * @ledger: a workspace
 * @name: (nullable): a person's id, mail address or full name; %NULL: whoever the workspace is of
 * @error: `CS_ERROR_NOT_FOUND`
 *
 * Returns: (transfer none) (nullable): the person's id
 */
const char *
cs_ctl_find_person (CsLedger *ledger, const char *name, GError **error)
{
  const CsDirectory *directory =
      cs_authority_get_directory (cs_ledger_get_authority (ledger), error);
  const CsPerson *person;
  g_autoptr (GPtrArray) people = NULL;

  if (directory == NULL)
    return NULL;
  if (name == NULL)
    name = cs_ledger_get_person (ledger);
  person = name != NULL ? cs_directory_get_person (directory, name) : NULL;
  if (person == NULL && name != NULL)
    person = cs_directory_get_person_by_mail (directory, name);
  people = cs_directory_list_people (directory);
  for (guint i = 0; person == NULL && name != NULL && i < people->len; i++) {
    const CsPerson *candidate = people->pdata[i];

    if (g_str_equal (candidate->name, name))
      person = candidate;
  }
  if (person != NULL)
    return person->id;
  if (name == NULL)
    g_set_error_literal (error, CS_ERROR, CS_ERROR_NOT_FOUND, _ ("Say who acts with --by"));
  else
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_NOT_FOUND,
                 _ ("Nobody in this workspace is called “%s”"),
                 name);
  return NULL;
}

/**
 * cs_ctl_get_context:
 * @ledger: a workspace
 *
 * Returns: what the rules need to know beside a request
 */
CsRuleContext
cs_ctl_get_context (CsLedger *ledger)
{
  return (CsRuleContext){
      .directory = cs_authority_get_directory (cs_ledger_get_authority (ledger), NULL),
      .now = cs_time_source_get_now (cs_ledger_get_time_source (ledger)),
  };
}

/**
 * cs_ctl_print_json:
 * @ctl: the command line
 * @answer: (transfer full): what to print on a line
 */
void
cs_ctl_print_json (CsCtl *ctl, json_t *answer)
{
  g_autofree char *text = cs_json_dump (answer);

  fprintf (ctl->output, "%s\n", text);
  json_decref (answer);
}

/**
 * cs_ctl_set_string:
 * @object: a JSON object
 * @key: a member
 * @value: (nullable): its text; %NULL leaves the member out
 */
void
cs_ctl_set_string (json_t *object, const char *key, const char *value)
{
  if (value != NULL)
    json_object_set_new (object, key, json_string (value));
}

/**
 * cs_ctl_instant_to_json:
 * @instant: a moment, or `CS_INSTANT_NONE`
 *
 * Returns: (transfer full): RFC 3339 text, or null
 */
json_t *
cs_ctl_instant_to_json (CsInstant instant)
{
  g_autofree char *text = instant != CS_INSTANT_NONE ? cs_instant_format (instant) : NULL;

  return text != NULL ? json_string (text) : json_null ();
}

/**
 * cs_ctl_strings_to_json:
 * @strings: (nullable): texts
 *
 * Returns: (transfer full): a list of them
 */
json_t *
cs_ctl_strings_to_json (char **strings)
{
  json_t *list = json_array ();

  for (; strings != NULL && *strings != NULL; strings++)
    json_array_append_new (list, json_string (*strings));
  return list;
}

static json_t *
missing_to_json (const CsMissing *missing)
{
  json_t *object = json_pack ("{s:s}", "text", missing->text);

  cs_ctl_set_string (object, "field", missing->field != NULL ? missing->field->id : NULL);
  cs_ctl_set_string (object, "step", missing->step != NULL ? missing->step->id : NULL);
  cs_ctl_set_string (object, "level", missing->level != NULL ? missing->level->id : NULL);
  cs_ctl_set_string (object, "who", missing->who);
  json_object_set_new (object, "people", cs_ctl_strings_to_json (missing->people));
  return object;
}

/**
 * cs_ctl_reason_to_json:
 * @reason: why not
 *
 * Returns: (transfer full): `{"rule", "reason", "missing"}`
 */
json_t *
cs_ctl_reason_to_json (const CsReason *reason)
{
  json_t *object = json_pack ("{s:s, s:s}", "rule", reason->rule, "reason", reason->text);
  json_t *missing = json_array ();

  for (guint i = 0; reason->missing != NULL && i < reason->missing->len; i++)
    json_array_append_new (missing, missing_to_json (reason->missing->pdata[i]));
  json_object_set_new (object, "missing", missing);
  return object;
}

/**
 * cs_ctl_reasons_to_json:
 * @reasons: (element-type CsReason): why not
 *
 * Returns: (transfer full): a list
 */
json_t *
cs_ctl_reasons_to_json (const GPtrArray *reasons)
{
  json_t *list = json_array ();

  for (guint i = 0; i < reasons->len; i++)
    json_array_append_new (list, cs_ctl_reason_to_json (reasons->pdata[i]));
  return list;
}
