/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-program-folder.h"

#include "cs-accounts.h"
#include "cs-blob.h"
#include "cs-file-key.h"
#include "cs-import-sealed.h"
#include "cs-record.h"
#include "cs-server-config.h"
#include "cs-server-folder.h"
#include "cs-server-tables.h"
#include "cs-stamp.h"

#include <string.h>

/* What was said at the command line counts before the environment, and DIR/server.conf last. */
static CsServerConfig *
read_config (CsProgram *self, const char *folder, GError **error)
{
  g_autoptr (GStrvBuilder) said = g_strv_builder_new ();
  g_autofree char *journal = g_strdup_printf ("--journal=%s", self->journal);
  g_autofree char *file_key = g_strdup_printf ("--file-key=%s", self->file_key);
  g_autoptr (CsServerConfig) config = NULL;
  g_auto (GStrv) words = NULL;

  g_strv_builder_add (said, "countersign-server");
  if (self->journal != NULL)
    g_strv_builder_add (said, journal);
  if (self->file_key != NULL)
    g_strv_builder_add (said, file_key);
  words = g_strv_builder_end (said);
  config = cs_server_config_new (&words, error);
  return config != NULL && cs_server_config_read_file (config, folder, error)
             ? g_steal_pointer (&config)
             : NULL;
}

/**
 * cs_program_join_record:
 * @self: what was said at the command line counts before
 * @folder: whose server.conf counts
 * @ledger: its ledger, with all tables
 * @error: INVALID; as cs_record_join() sets it
 *
 * What a command writes is written where the journal of record is.
 *
 * Returns: whether it may write
 */
gboolean
cs_program_join_record (CsProgram *self, const char *folder, CsLedger *ledger, GError **error)
{
  g_autoptr (CsServerConfig) config = read_config (self, folder, error);

  return config != NULL &&
         cs_record_join (cs_server_config_get (config, "journal"), ledger, FALSE, error);
}

/**
 * cs_program_find_file_key:
 * @folder: of a server, whose server.conf counts
 * @place: (out) (transfer full) (nullable): where the key of its files is; %NULL: in the folder
 * @error: INVALID
 *
 * Returns: whether the settings could be read
 */
gboolean
cs_program_find_file_key (CsProgram *self, const char *folder, char **place, GError **error)
{
  g_autoptr (CsServerConfig) config = read_config (self, folder, error);

  if (config == NULL)
    return FALSE;
  *place = g_strdup (cs_server_config_get (config, "file-key"));
  return TRUE;
}

/**
 * cs_program_load_file_key:
 * @folder: of a server, whose server.conf counts
 * @error: INVALID; as cs_file_key_load() sets it
 *
 * Returns: (transfer full) (nullable): the key of its files
 */
CsKeys *
cs_program_load_file_key (CsProgram *self, const char *folder, GError **error)
{
  g_autofree char *place = NULL;

  return cs_program_find_file_key (self, folder, &place, error)
             ? cs_file_key_load (folder, place, error)
             : NULL;
}

/**
 * cs_program_seal_files:
 * @folder: of a server that was made just now
 * @from: (nullable): the workspace that it was made of
 * @error: as cs_program_load_file_key() sets it; FAILED
 *
 * Makes the key of its files, and seals those that came with it (CX-21).
 *
 * Returns: whether none is left in the clear
 */
gboolean
cs_program_seal_files (CsProgram *self, const char *folder, const char *from, GError **error)
{
  g_autoptr (CsKeys) keys = cs_program_load_file_key (self, folder, error);
  guint n, left = 0;

  if (keys == NULL || !cs_blobs_seal_all (folder, keys, &n, error) ||
      (from != NULL && !cs_import_sealed (folder, from, keys, self->time_source, &left, error)))
    return FALSE;
  if (left > 0)
    fprintf (self->errors,
             "Confidential files that are missing now: %u. They open only where they were given: "
             "import there, as the user who did.\n",
             left);
  return TRUE;
}

/**
 * cs_program_open_ledger:
 * @folder: of a server, which may be at work
 * @error: NOT_FOUND where it is no server's
 *
 * Returns: (transfer full): its ledger, which holds nobody's keys; %NULL on error
 */
CsLedger *
cs_program_open_ledger (CsProgram *self, const char *folder, GError **error)
{
  g_autoptr (CsServerFolder) place = cs_server_folder_open (folder, FALSE, error);
  g_autoptr (CsLedger) ledger = NULL;

  if (place == NULL)
    return NULL;
  ledger = cs_ledger_open (folder, self->time_source, error);
  if (ledger == NULL || !cs_server_tables_prepare (cs_ledger_get_store (ledger), error) ||
      !cs_accounts_prepare (cs_ledger_get_store (ledger), error) ||
      !cs_program_join_record (self, folder, ledger, error))
    return NULL;
  cs_ledger_leave_unsigned (ledger, "d-server");
  return g_steal_pointer (&ledger);
}

static char *
choose_administrator (CsLedger *ledger, GError **error)
{
  const CsDirectory *directory =
      cs_authority_get_directory (cs_ledger_get_authority (ledger), error);
  g_autoptr (GPtrArray) list = NULL;

  if (directory == NULL)
    return NULL;
  list = cs_directory_list_administrators (directory);
  if (list->len > 0)
    return g_strdup (((const CsPerson *)list->pdata[0])->id);
  g_set_error_literal (error, CS_ERROR, CS_ERROR_NOT_FOUND, "This server has no administrator.");
  return NULL;
}

static gboolean
say_inside (CsLedger *ledger,
            const CsIntent *intent,
            CsProgramAlso also,
            gpointer data,
            GError **error)
{
  g_autoptr (CsOutcome) outcome = NULL;

  if (!cs_ledger_submit (ledger, intent, &outcome, error))
    return FALSE;
  if (!outcome->is_accepted) {
    g_set_error_literal (error, CS_ERROR, CS_ERROR_UNAUTHORISED, outcome->reason->text);
    return FALSE;
  }
  return (also == NULL || also (ledger, data, error)) && cs_stamp_catch_up (ledger, error);
}

/**
 * cs_program_say_and:
 * @by: (nullable): which administrator; the first otherwise
 * @data: (transfer full): of the entry
 * @also: (nullable): done in the same transaction
 * @error: UNAUTHORISED with the rule's words
 *
 * Makes an entry of the directory.
 *
 * Returns: whether it was accepted
 */
gboolean
cs_program_say_and (CsLedger *ledger,
                    const char *kind,
                    const char *by,
                    json_t *data,
                    CsProgramAlso also,
                    gpointer also_data,
                    GError **error)
{
  g_autoptr (json_t) owned = data;
  g_autofree char *who = by != NULL ? g_strdup (by) : choose_administrator (ledger, error);
  CsAuthority *authority = cs_ledger_get_authority (ledger);
  const CsIntent intent = {.kind = kind, .by = who, .data = owned};

  if (who == NULL || !cs_authority_begin_batch (authority, error))
    return FALSE;
  if (say_inside (ledger, &intent, also, also_data, error))
    return cs_authority_end_batch (authority, error);
  cs_authority_cancel_batch (authority);
  return FALSE;
}

/**
 * cs_program_say:
 *
 * As cs_program_say_and(), and nothing else.
 *
 * Returns: whether it was accepted
 */
gboolean
cs_program_say (CsLedger *ledger, const char *kind, const char *by, json_t *data, GError **error)
{
  return cs_program_say_and (ledger, kind, by, data, NULL, NULL, error);
}

/**
 * cs_program_read_role:
 * @text: `PACK/ROLE`, `PACK/ROLE@REGION` or `administrator`
 * @error: INVALID
 *
 * Returns: (transfer full): the same as an entry says it, or %NULL
 */
json_t *
cs_program_read_role (const char *text, GError **error)
{
  const char *slash = strchr (text, '/');
  const char *at = strchr (text, '@');
  g_autofree char *pack = NULL;
  g_autofree char *role = NULL;

  if (strcmp (text, CS_ROLE_ADMINISTRATOR) == 0)
    return json_pack ("{s:s, s:s}", "pack", CS_WORKSPACE_ROLES, "role", CS_ROLE_ADMINISTRATOR);
  if (slash == NULL || slash == text || slash[1] == '\0' || (at != NULL && at <= slash + 1)) {
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_INVALID,
                 "A role is “administrator”, PACK/ROLE or PACK/ROLE@REGION, not “%s”.",
                 text);
    return NULL;
  }
  pack = g_strndup (text, (gsize)(slash - text));
  role = at != NULL ? g_strndup (slash + 1, (gsize)(at - slash - 1)) : g_strdup (slash + 1);
  return json_pack ("{s:s, s:s, s:s*}",
                    "pack",
                    pack,
                    "role",
                    role,
                    "region",
                    at != NULL && at[1] != '\0' ? at + 1 : NULL);
}

/**
 * cs_program_tell_role:
 * @region: (nullable): everywhere
 *
 * Prints a role as cs_program_read_role() reads it.
 */
void
cs_program_tell_role (CsProgram *self,
                      const char *person,
                      const char *pack,
                      const char *role,
                      const char *region)
{
  if (self->json) {
    g_autoptr (json_t) object = json_pack ("{s:s, s:s, s:s, s:s*}",
                                           "person",
                                           person,
                                           "pack",
                                           pack,
                                           "role",
                                           role,
                                           "region",
                                           region);
    g_autofree char *text = cs_json_dump (object);

    fprintf (self->output, "%s\n", text);
  } else if (strcmp (pack, CS_WORKSPACE_ROLES) == 0) {
    fprintf (self->output, "%-20s %s\n", person, role);
  } else {
    fprintf (self->output,
             "%-20s %s/%s%s%s\n",
             person,
             pack,
             role,
             region != NULL ? "@" : "",
             region != NULL ? region : "");
  }
}
