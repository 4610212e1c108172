/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-accounts-private.h"

#include <glib/gi18n-lib.h>

/*
 * Which person an OpenID provider means. The first time it is who has the mail address that the
 * provider has verified; from then on it is the provider's own name for them, whatever becomes of
 * addresses.
 */

/* Sets @person to who was found, or leaves it NULL. */
static gboolean
look_up (CsAccounts *self, const char *issuer, const char *subject, char **person, GError **error)
{
  g_autoptr (CsStatement) row =
      cs_sqlite_query (self->sqlite,
                       error,
                       "SELECT person FROM account_subject WHERE issuer = ? AND subject = ?",
                       "ss",
                       issuer,
                       subject);
  gboolean has_row;

  if (row == NULL || !cs_statement_next (row, &has_row, error))
    return FALSE;
  if (has_row)
    *person = g_strdup (cs_statement_get_text (row, 0));
  return TRUE;
}

/**
 * cs_accounts_find_subject:
 * @issuer: a provider
 * @subject: its name for somebody
 * @mail: (nullable): their address, verified by it
 * @error: UNAUTHORISED when nobody here is meant
 *
 * Returns: (transfer full): the person, or %NULL
 */
char *
cs_accounts_find_subject (CsAccounts *self,
                          const char *issuer,
                          const char *subject,
                          const char *mail,
                          GError **error)
{
  const CsDirectory *directory = cs_authority_get_directory (self->authority, error);
  const CsPerson *found = NULL;
  char *person = NULL;

  if (directory == NULL || !look_up (self, issuer, subject, &person, error))
    return NULL;
  if (person != NULL)
    return person;
  if (mail != NULL)
    found = cs_directory_get_person_by_mail (directory, mail);
  if (found != NULL && found->can_act && !found->external)
    return g_strdup (found->id);
  cs_accounts_refuse (error,
                      mail != NULL
                          ? _ ("Nobody in this workspace has the address you signed in with.")
                          : _ ("Your sign-in names no verified mail address."));
  return NULL;
}

/**
 * cs_accounts_keep_subject:
 * @issuer: a provider
 * @subject: its name for @person
 * @error: CONFLICT when it had another name for them before
 *
 * Returns: whether it is kept
 */
gboolean
cs_accounts_keep_subject (CsAccounts *self,
                          const char *issuer,
                          const char *subject,
                          const char *person,
                          GError **error)
{
  g_autoptr (GError) local = NULL;

  if (cs_sqlite_run (self->sqlite,
                     &local,
                     "INSERT INTO account_subject VALUES (?, ?, ?) "
                     "ON CONFLICT (issuer, subject) DO NOTHING",
                     "sss",
                     issuer,
                     subject,
                     person))
    return TRUE;
  if (g_error_matches (local, CS_ERROR, CS_ERROR_CONFLICT))
    g_set_error_literal (error,
                         CS_ERROR,
                         CS_ERROR_CONFLICT,
                         _ ("Somebody else signed in for this person before. Ask an "
                            "administrator."));
  else
    g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}
