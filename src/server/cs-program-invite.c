/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-program.h"

#include "cs-accounts.h"
#include "cs-program-folder.h"
#include "cs-server-tables.h"

#include <string.h>

/* "PACK/ROLE@REGION" as a role entry says it; NULL when it is not of this form. */
static json_t *
read_role (const char *text)
{
  const char *slash = strchr (text, '/');
  const char *at = slash != NULL ? strchr (slash, '@') : NULL;
  g_autofree char *pack = NULL;
  g_autofree char *role = NULL;

  if (slash == NULL || slash == text || slash[1] == '\0' || slash + 1 == at)
    return NULL;
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

static json_t *
read_roles (char **texts, GError **error)
{
  g_autoptr (json_t) roles = json_array ();

  for (guint i = 0; texts != NULL && texts[i] != NULL; i++) {
    json_t *role = read_role (texts[i]);

    if (role == NULL) {
      g_set_error (error,
                   CS_ERROR,
                   CS_ERROR_INVALID,
                   "“%s” is not PACK/ROLE or PACK/ROLE@REGION",
                   texts[i]);
      return NULL;
    }
    json_array_append_new (roles, role);
  }
  return g_steal_pointer (&roles);
}

static char *
invite (CsProgram *self,
        const char *folder,
        CsLedger *ledger,
        const char *person,
        const json_t *roles,
        GTimeSpan lifetime,
        GError **error)
{
  CsAuthority *authority = cs_ledger_get_authority (ledger);
  g_autoptr (CsAccounts) accounts = NULL;
  g_autofree char *code = NULL;

  if (!cs_server_tables_prepare (cs_ledger_get_store (ledger), error) ||
      !cs_accounts_prepare (cs_ledger_get_store (ledger), error) ||
      !cs_program_join_record (self, folder, ledger, error) ||
      !cs_authority_begin_batch (authority, error))
    return NULL;
  accounts = cs_accounts_new (authority);
  code = cs_accounts_invite (accounts, person, roles, CS_KEEPER, lifetime, error);
  if (code == NULL) {
    cs_authority_cancel_batch (authority);
    return NULL;
  }
  return cs_authority_end_batch (authority, error) ? g_steal_pointer (&code) : NULL;
}

/**
 * cs_program_print_invitation:
 * @folder: of a server; it may be serving
 * @person: in its directory
 * @roles: (nullable): what they hold once they have signed in
 * @days: how long the code is good
 *
 * Returns: whether a code was made and printed
 */
gboolean
cs_program_print_invitation (CsProgram *self,
                             const char *folder,
                             const char *person,
                             char **roles,
                             guint days,
                             GError **error)
{
  g_autoptr (CsLedger) ledger = cs_ledger_open (folder, self->time_source, error);
  GTimeSpan lifetime = (days > 0 ? days : CS_INVITATION_DAYS) * G_TIME_SPAN_DAY;
  g_autoptr (json_t) data = NULL;
  g_autofree char *code = NULL;

  if (ledger == NULL)
    return FALSE;
  data = read_roles (roles, error);
  code = data != NULL ? invite (self, folder, ledger, person, data, lifetime, error) : NULL;
  if (code == NULL)
    return FALSE;
  if (self->json)
    fprintf (self->output, "{\"person\":\"%s\",\"code\":\"%s\"}\n", person, code);
  else
    fprintf (self->output, "%s %s\n", person, code);
  return TRUE;
}

/**
 * cs_program_invite:
 *
 * `invite DIR PERSON`: prints a code that signs somebody in once.
 *
 * Returns: whether it ran
 */
gboolean
cs_program_invite (CsProgram *self, char ***words, GError **error)
{
  g_auto (GStrv) roles = NULL;
  int days = CS_INVITATION_DAYS;
  const GOptionEntry options[] = {
      {"role",
       0,
       0,
       G_OPTION_ARG_STRING_ARRAY,
       &roles,
       "With this role; may be given several times",
       "PACK/ROLE[@REGION]"},
      {"days", 0, 0, G_OPTION_ARG_INT, &days, "How long the code is good", "NUMBER"},
      {NULL},
  };

  if (!cs_program_parse (self, words, options, 2, 2, error))
    return FALSE;
  if (days < 1 || days > 365) {
    g_set_error_literal (error, CS_ERROR, CS_ERROR_INVALID, "“--days” is a number from 1 to 365");
    return FALSE;
  }
  return cs_program_print_invitation (self, (*words)[1], (*words)[2], roles, (guint)days, error);
}
