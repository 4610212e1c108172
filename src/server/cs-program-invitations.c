/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-accounts.h"
#include "cs-program-folder.h"
#include "cs-program.h"

static void
tell (CsProgram *self, const CsInvitation *invitation)
{
  g_autofree char *expires = cs_instant_format (invitation->expires);
  g_autofree char *used = invitation->used != CS_INSTANT_NONE ? cs_instant_format (invitation->used)
                                                              : NULL;
  g_autoptr (json_t) object = json_pack ("{s:s, s:s, s:s, s:s, s:s*}",
                                         "id",
                                         invitation->id,
                                         "person",
                                         invitation->person,
                                         "by",
                                         invitation->by,
                                         "expires",
                                         expires,
                                         "used",
                                         used);
  g_autofree char *text = cs_json_dump (object);

  if (self->json)
    fprintf (self->output, "%s\n", text);
  else
    fprintf (self->output,
             "%s  %-20s %s %s\n",
             invitation->id,
             invitation->person,
             used != NULL ? "used" : "until",
             used != NULL ? used : expires);
}

/**
 * cs_program_invitations_list:
 *
 * `invitations list DIR`.
 *
 * Returns: whether it ran
 */
gboolean
cs_program_invitations_list (CsProgram *self, char ***words, GError **error)
{
  const GOptionEntry options[] = {{NULL}};
  g_autoptr (CsLedger) ledger = NULL;
  g_autoptr (CsAccounts) accounts = NULL;
  g_autoptr (GPtrArray) list = NULL;

  if (!cs_program_parse (self, words, options, 1, 1, error))
    return FALSE;
  ledger = cs_program_open_ledger (self, (*words)[1], error);
  if (ledger == NULL)
    return FALSE;
  accounts = cs_accounts_new (cs_ledger_get_authority (ledger));
  list = cs_accounts_list_invitations (accounts, error);
  for (guint i = 0; list != NULL && i < list->len; i++)
    tell (self, list->pdata[i]);
  return list != NULL;
}

/**
 * cs_program_invitations_withdraw:
 *
 * `invitations withdraw DIR ID`.
 *
 * Returns: whether it ran
 */
gboolean
cs_program_invitations_withdraw (CsProgram *self, char ***words, GError **error)
{
  const GOptionEntry options[] = {{NULL}};
  g_autoptr (CsLedger) ledger = NULL;
  g_autoptr (CsAccounts) accounts = NULL;
  CsAuthority *authority;

  if (!cs_program_parse (self, words, options, 2, 2, error))
    return FALSE;
  ledger = cs_program_open_ledger (self, (*words)[1], error);
  if (ledger == NULL)
    return FALSE;
  authority = cs_ledger_get_authority (ledger);
  accounts = cs_accounts_new (authority);
  if (!cs_authority_begin_batch (authority, error))
    return FALSE;
  if (cs_accounts_withdraw_invitation (accounts, (*words)[2], error))
    return cs_authority_end_batch (authority, error);
  cs_authority_cancel_batch (authority);
  return FALSE;
}
