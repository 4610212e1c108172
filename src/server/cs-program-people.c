/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-accounts.h"
#include "cs-granted.h"
#include "cs-program-folder.h"
#include "cs-program.h"
#include "cs-uuid.h"

#include <string.h>

/* People, roles, devices and scopes at the server's own command line: entries of the directory, by
 * an administrator, like any others. The server may be at work meanwhile; it tells who waits. */

static gboolean
tell (CsProgram *self, json_t *object, const char *text)
{
  g_autoptr (json_t) owned = object;
  g_autofree char *dump = self->json ? cs_json_dump (owned) : NULL;

  fprintf (self->output, "%s\n", dump != NULL ? dump : text);
  return TRUE;
}

static CsLedger *
open_folder (CsProgram *self, char ***words, GError **error)
{
  return cs_program_open_ledger (self, (*words)[1], error);
}

static const CsDirectory *
get_directory (CsLedger *ledger, GError **error)
{
  return cs_authority_get_directory (cs_ledger_get_authority (ledger), error);
}

/**
 * cs_program_people_list:
 *
 * `people list DIR`.
 *
 * Returns: whether it ran
 */
gboolean
cs_program_people_list (CsProgram *self, char ***words, GError **error)
{
  const GOptionEntry options[] = {{NULL}};
  g_autoptr (CsLedger) ledger = NULL;
  g_autoptr (GPtrArray) people = NULL;
  const CsDirectory *directory;

  if (!cs_program_parse (self, words, options, 1, 1, error))
    return FALSE;
  ledger = open_folder (self, words, error);
  directory = ledger != NULL ? get_directory (ledger, error) : NULL;
  if (directory == NULL)
    return FALSE;
  people = cs_directory_list_people (directory);
  for (guint i = 0; i < people->len; i++) {
    const CsPerson *person = people->pdata[i];
    gboolean is_administrator = cs_directory_is_administrator (directory, person->id);
    g_autofree char *line = g_strdup_printf ("%-20s %-28s %s%s",
                                             person->id,
                                             person->name,
                                             person->mail != NULL ? person->mail : "",
                                             is_administrator ? " (administrator)" : "");

    tell (self,
          json_pack ("{s:s, s:s, s:s*, s:b, s:b}",
                     "id",
                     person->id,
                     "name",
                     person->name,
                     "mail",
                     person->mail,
                     "can_act",
                     person->can_act,
                     "administrator",
                     is_administrator),
          line);
  }
  return TRUE;
}

/**
 * cs_program_people_add:
 *
 * `people add DIR NAME`: somebody new, or other words about somebody known.
 *
 * Returns: whether it ran
 */
gboolean
cs_program_people_add (CsProgram *self, char ***words, GError **error)
{
  g_autofree char *id = NULL;
  g_autofree char *mail = NULL;
  g_autofree char *region = NULL;
  g_autofree char *by = NULL;
  const GOptionEntry options[] = {
      {"id", 0, 0, G_OPTION_ARG_STRING, &id, "Known as; made up otherwise", "ID"},
      {"mail", 0, 0, G_OPTION_ARG_STRING, &mail, "Their mail address", "ADDRESS"},
      {"region", 0, 0, G_OPTION_ARG_STRING, &region, "Their region", "REGION"},
      {"by", 0, 0, G_OPTION_ARG_STRING, &by, "Which administrator does this", "PERSON"},
      {NULL},
  };
  g_autoptr (CsLedger) ledger = NULL;

  if (!cs_program_parse (self, words, options, 2, 2, error))
    return FALSE;
  ledger = open_folder (self, words, error);
  if (ledger == NULL)
    return FALSE;
  if (id == NULL) {
    g_autofree char *uuid = cs_uuid_new (cs_time_source_get_now (self->time_source));

    id = g_strconcat ("p-", uuid + strlen (uuid) - 12, NULL);
  }
  if (!cs_program_say (ledger,
                       "person",
                       by,
                       json_pack ("{s:s, s:s, s:s*, s:s*}",
                                  "id",
                                  id,
                                  "name",
                                  (*words)[2],
                                  "mail",
                                  mail,
                                  "region",
                                  region),
                       error))
    return FALSE;
  return tell (self, json_pack ("{s:s}", "id", id), id);
}

/**
 * cs_program_roles_list:
 *
 * `roles list DIR [PERSON]`.
 *
 * Returns: whether it ran
 */
gboolean
cs_program_roles_list (CsProgram *self, char ***words, GError **error)
{
  const GOptionEntry options[] = {{NULL}};
  g_autoptr (CsLedger) ledger = NULL;
  g_autoptr (GPtrArray) people = NULL;
  g_autoptr (GPtrArray) activations = NULL;
  const CsDirectory *directory;

  if (!cs_program_parse (self, words, options, 1, 2, error))
    return FALSE;
  ledger = open_folder (self, words, error);
  directory = ledger != NULL ? get_directory (ledger, error) : NULL;
  if (directory == NULL)
    return FALSE;
  people = cs_directory_list_people (directory);
  activations = cs_directory_list_activations (directory);
  for (guint i = 0; i < people->len; i++) {
    const CsPerson *person = people->pdata[i];

    if ((*words)[2] != NULL && strcmp ((*words)[2], person->id) != 0)
      continue;
    if (cs_directory_is_administrator (directory, person->id))
      cs_program_tell_role (self, person->id, CS_WORKSPACE_ROLES, CS_ROLE_ADMINISTRATOR, NULL);
    for (guint j = 0; j < activations->len; j++) {
      const CsActivation *activation = activations->pdata[j];
      g_autoptr (GPtrArray) held = cs_directory_list_held (directory, activation->pack, person->id);

      for (guint k = 0; k < held->len; k++) {
        const CsHeld *role = held->pdata[k];

        cs_program_tell_role (self, person->id, activation->pack, role->role, role->region);
      }
    }
  }
  return TRUE;
}

/* What no pack in force knows would be a role for nothing. */
static gboolean
check_role (CsLedger *ledger, const json_t *data, GError **error)
{
  CsAuthority *authority = cs_ledger_get_authority (ledger);
  const CsDirectory *directory = get_directory (ledger, error);
  const char *pack_id = cs_json_get_string (data, "pack");
  const char *region = cs_json_get_string (data, "region");
  const CsActivation *activation;
  const CsPack *pack;

  if (directory == NULL)
    return FALSE;
  if (strcmp (pack_id, CS_WORKSPACE_ROLES) == 0)
    return TRUE;
  activation = cs_directory_get_activation (directory, pack_id);
  if (activation == NULL) {
    g_set_error (error, CS_ERROR, CS_ERROR_NOT_FOUND, "No pack “%s” is in force.", pack_id);
    return FALSE;
  }
  pack = cs_pack_cache_get (cs_authority_get_packs (authority), activation->digest, error);
  if (pack == NULL)
    return FALSE;
  if (cs_pack_get_role (pack, cs_json_get_string (data, "role")) != NULL &&
      (region == NULL || cs_pack_get_region (pack, region) != NULL))
    return TRUE;
  g_set_error (error,
               CS_ERROR,
               CS_ERROR_NOT_FOUND,
               "The pack “%s” has no such role or region.",
               pack_id);
  return FALSE;
}

static gboolean
set_role (CsProgram *self, char ***words, gboolean is_held, GError **error)
{
  g_autofree char *by = NULL;
  const GOptionEntry options[] = {
      {"by", 0, 0, G_OPTION_ARG_STRING, &by, "Which administrator does this", "PERSON"},
      {NULL},
  };
  g_autoptr (CsLedger) ledger = NULL;
  json_t *data;

  if (!cs_program_parse (self, words, options, 3, 3, error))
    return FALSE;
  data = cs_program_read_role ((*words)[3], error);
  if (data == NULL)
    return FALSE;
  json_object_set_new (data, "person", json_string ((*words)[2]));
  json_object_set_new (data, "held", json_boolean (is_held));
  ledger = open_folder (self, words, error);
  if (ledger != NULL && check_role (ledger, data, error))
    return cs_program_say (ledger, "role", by, data, error);
  json_decref (data);
  return FALSE;
}

/**
 * cs_program_roles_give:
 *
 * `roles give DIR PERSON PACK/ROLE[@REGION]`, or `administrator`.
 *
 * Returns: whether it ran
 */
gboolean
cs_program_roles_give (CsProgram *self, char ***words, GError **error)
{
  return set_role (self, words, TRUE, error);
}

/**
 * cs_program_roles_take:
 *
 * `roles take DIR PERSON PACK/ROLE[@REGION]`, or `administrator`.
 *
 * Returns: whether it ran
 */
gboolean
cs_program_roles_take (CsProgram *self, char ***words, GError **error)
{
  return set_role (self, words, FALSE, error);
}

/**
 * cs_program_devices_list:
 *
 * `devices list DIR [PERSON]`.
 *
 * Returns: whether it ran
 */
gboolean
cs_program_devices_list (CsProgram *self, char ***words, GError **error)
{
  const GOptionEntry options[] = {{NULL}};
  g_autoptr (CsLedger) ledger = NULL;
  g_autoptr (GPtrArray) devices = NULL;
  const CsDirectory *directory;

  if (!cs_program_parse (self, words, options, 1, 2, error))
    return FALSE;
  ledger = open_folder (self, words, error);
  directory = ledger != NULL ? get_directory (ledger, error) : NULL;
  if (directory == NULL)
    return FALSE;
  devices = cs_directory_list_devices (directory, (*words)[2]);
  for (guint i = 0; i < devices->len; i++) {
    const CsDevice *device = devices->pdata[i];
    g_autofree char *line = g_strdup_printf ("%-28s %-20s %s%s",
                                             device->id,
                                             device->person,
                                             device->name != NULL ? device->name : "",
                                             device->revoked ? " (removed)" : "");

    tell (self,
          json_pack ("{s:s, s:s, s:s*, s:b}",
                     "id",
                     device->id,
                     "person",
                     device->person,
                     "name",
                     device->name,
                     "removed",
                     device->revoked),
          line);
  }
  return TRUE;
}

/* Every token of a removed device is dead in the same transaction (K-21, SG-08). */
static gboolean
end_sessions (CsLedger *ledger, gpointer device, GError **error)
{
  g_autoptr (CsAccounts) accounts = cs_accounts_new (cs_ledger_get_authority (ledger));

  return cs_accounts_end_device (accounts, device, error);
}

/**
 * cs_program_devices_revoke:
 *
 * `devices revoke DIR DEVICE`.
 *
 * Returns: whether it ran
 */
gboolean
cs_program_devices_revoke (CsProgram *self, char ***words, GError **error)
{
  g_autofree char *by = NULL;
  const GOptionEntry options[] = {
      {"by", 0, 0, G_OPTION_ARG_STRING, &by, "Which administrator does this", "PERSON"},
      {NULL},
  };
  g_autoptr (CsLedger) ledger = NULL;
  const CsDirectory *directory;
  const char *owner;

  if (!cs_program_parse (self, words, options, 2, 2, error))
    return FALSE;
  ledger = open_folder (self, words, error);
  directory = ledger != NULL ? get_directory (ledger, error) : NULL;
  if (directory == NULL)
    return FALSE;
  owner = cs_directory_get_device_person (directory, (*words)[2]);
  if (owner == NULL) {
    g_set_error (error, CS_ERROR, CS_ERROR_NOT_FOUND, "There is no device “%s”.", (*words)[2]);
    return FALSE;
  }
  return cs_program_say_and (
      ledger,
      "device",
      by,
      json_pack ("{s:s, s:s, s:b}", "id", (*words)[2], "person", owner, "revoked", TRUE),
      end_sessions,
      (*words)[2],
      error);
}

static gboolean
list_scopes (CsProgram *self, CsLedger *ledger, GError **error)
{
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (cs_store_get_sqlite (cs_ledger_get_store (ledger)),
                       error,
                       "SELECT key, last FROM scope ORDER BY key",
                       "");
  gboolean has_row;

  if (statement == NULL || !cs_statement_next (statement, &has_row, error))
    return FALSE;
  while (has_row) {
    const char *key = cs_statement_get_text (statement, 0);
    gint64 last = cs_statement_get_int (statement, 1);
    g_autofree char *line = g_strdup_printf ("%-40s %" G_GINT64_FORMAT, key, last);

    tell (self, json_pack ("{s:s, s:I}", "scope", key, "rows", (json_int_t)last), line);
    if (!cs_statement_next (statement, &has_row, error))
      return FALSE;
  }
  return TRUE;
}

/**
 * cs_program_scopes:
 *
 * `scopes DIR [PERSON]`: all that there are, or those that somebody may see now.
 *
 * Returns: whether it ran
 */
gboolean
cs_program_scopes (CsProgram *self, char ***words, GError **error)
{
  const GOptionEntry options[] = {{NULL}};
  g_autoptr (CsLedger) ledger = NULL;
  g_autoptr (GPtrArray) granted = NULL;

  if (!cs_program_parse (self, words, options, 1, 2, error))
    return FALSE;
  ledger = open_folder (self, words, error);
  if (ledger == NULL)
    return FALSE;
  if ((*words)[2] == NULL)
    return list_scopes (self, ledger, error);
  granted = cs_granted_list (ledger, (*words)[2], error);
  for (guint i = 0; granted != NULL && i < granted->len; i++)
    tell (self, json_pack ("{s:s}", "scope", granted->pdata[i]), granted->pdata[i]);
  return granted != NULL;
}
