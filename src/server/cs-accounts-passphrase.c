/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-accounts-private.h"
#include "cs-passphrase.h"

#include <glib/gi18n-lib.h>

/* Where there is no provider, a passphrase shows once more who somebody is before a large decision
 * (ASVS 7.5.3). It signs nobody in: it is of use only on a device that is signed in already. */

#define LEAST_CHARACTERS 8

/* Sets @hash to what is kept, or leaves it NULL. */
static gboolean
look_up (CsAccounts *self, const char *person, char **hash, GError **error)
{
  g_autoptr (CsStatement) row =
      cs_sqlite_query (self->sqlite,
                       error,
                       "SELECT hash FROM account_passphrase WHERE person = ?",
                       "s",
                       person);
  gboolean has_row;

  if (row == NULL || !cs_statement_next (row, &has_row, error))
    return FALSE;
  if (has_row)
    *hash = g_strdup (cs_statement_get_text (row, 0));
  return TRUE;
}

/**
 * cs_accounts_confirm_with_passphrase:
 * @who: asks
 * @passphrase: as it was typed
 * @error: UNAUTHORISED; BUSY when they have to wait
 *
 * Returns: whether they have shown who they are
 */
gboolean
cs_accounts_confirm_with_passphrase (CsAccounts *self,
                                     const CsSignedIn *who,
                                     const char *passphrase,
                                     GError **error)
{
  g_autofree char *hash = NULL;
  CsInstant now = cs_accounts_get_now (self);

  if (!cs_accounts_may_try (self, who->person, error) || !look_up (self, who->person, &hash, error))
    return FALSE;
  if (hash == NULL)
    return cs_accounts_refuse (error, _ ("You have not chosen a passphrase yet."));
  if (cs_passphrase_verify (hash, passphrase))
    return cs_accounts_confirm (self, who, now, error);
  return cs_accounts_note_wrong (self, who->person, error) &&
         cs_accounts_refuse (error, _ ("This is not your passphrase."));
}

/* Who has none yet must have signed in just now; who has one must know it. */
static gboolean
check_change (CsAccounts *self, const CsSignedIn *who, const char *old, GError **error)
{
  g_autofree char *hash = NULL;
  CsInstant now = cs_accounts_get_now (self);

  if (!look_up (self, who->person, &hash, error))
    return FALSE;
  if (hash != NULL && old != NULL)
    return cs_accounts_confirm_with_passphrase (self, who, old, error);
  if (now - who->authenticated <= CS_PASSPHRASE_SECS * CS_SECOND)
    return TRUE;
  return cs_accounts_refuse (error,
                             _ ("Say your old passphrase, or show who you are with a new "
                                "invitation code first."));
}

/**
 * cs_accounts_set_passphrase:
 * @who: asks
 * @passphrase: eight characters at least
 * @old: (nullable): the one before
 * @error: UNAUTHORISED; BUSY when they have to wait
 *
 * Returns: whether it is kept
 */
gboolean
cs_accounts_set_passphrase (CsAccounts *self,
                            const CsSignedIn *who,
                            const char *passphrase,
                            const char *old,
                            GError **error)
{
  g_autofree char *hash = NULL;

  if (g_utf8_strlen (passphrase, -1) < LEAST_CHARACTERS)
    return cs_accounts_refuse (error, _ ("A passphrase has eight characters at least."));
  if (!check_change (self, who, old, error))
    return FALSE;
  hash = cs_passphrase_hash (passphrase);
  return cs_sqlite_run (self->sqlite,
                        error,
                        "INSERT INTO account_passphrase VALUES (?, ?) "
                        "ON CONFLICT (person) DO UPDATE SET hash = excluded.hash",
                        "ss",
                        who->person,
                        hash);
}
