/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-accounts-private.h"

#include <glib/gi18n-lib.h>

/* How sessions end: signed out, removed with their device, or simply old. */

static gboolean
end_sessions (CsAccounts *self, const char *column, const char *value, GError **error)
{
  g_autofree char *tokens = g_strdup_printf (
      "DELETE FROM account_token WHERE session IN (SELECT id FROM account_session WHERE %s = ?)",
      column);
  g_autofree char *sessions = g_strdup_printf ("DELETE FROM account_session WHERE %s = ?", column);

  return cs_sqlite_run (self->sqlite, error, tokens, "s", value) &&
         cs_sqlite_run (self->sqlite, error, sessions, "s", value);
}

/**
 * cs_accounts_end_session:
 * @session: somebody signs out of it
 *
 * Returns: whether none of its tokens is good any more
 */
gboolean
cs_accounts_end_session (CsAccounts *self, const char *session, GError **error)
{
  return end_sessions (self, "id", session, error);
}

/**
 * cs_accounts_end_device:
 * @device: a device
 *
 * Returns: whether none of its tokens is good any more
 */
gboolean
cs_accounts_end_device (CsAccounts *self, const char *device, GError **error)
{
  return end_sessions (self, "device", device, error);
}

/**
 * cs_accounts_end_person:
 * @person: signs out everywhere (ASVS 7.4.5)
 *
 * Returns: whether none of their tokens is good any more
 */
gboolean
cs_accounts_end_person (CsAccounts *self, const char *person, GError **error)
{
  return end_sessions (self, "person", person, error);
}

static CsOutcome *
say_revoked (CsAccounts *self, const CsSignedIn *who, const char *device, GError **error)
{
  const CsDirectory *directory = cs_authority_get_directory (self->authority, error);
  const char *owner = directory != NULL ? cs_directory_get_device_person (directory, device) : NULL;
  g_autoptr (json_t) data = NULL;
  CsIntent intent = {.kind = "device", .by = who->person};
  CsOutcome *outcome = NULL;

  if (directory == NULL)
    return NULL;
  if (owner == NULL)
    return cs_outcome_new_refused_for (CS_VERDICT_REFUSED,
                                       "device",
                                       _ ("There is no device “%s”."),
                                       device);
  data = json_pack ("{s:s, s:s, s:b}", "id", device, "person", owner, "revoked", TRUE);
  intent.data = data;
  return cs_authority_submit (self->authority, &intent, &outcome, error) ? outcome : NULL;
}

/**
 * cs_accounts_revoke_device:
 * @who: its owner, or an administrator
 * @device: lost, sold or handed on
 * @outcome: (out) (transfer full): the authority's answer
 *
 * One entry in the journal, in the order of all others (K-21), and in the same transaction the end
 * of its sessions.
 *
 * Returns: whether there is an answer
 */
gboolean
cs_accounts_revoke_device (CsAccounts *self,
                           const CsSignedIn *who,
                           const char *device,
                           CsOutcome **outcome,
                           GError **error)
{
  *outcome = say_revoked (self, who, device, error);
  if (*outcome == NULL)
    return FALSE;
  if (!(*outcome)->is_accepted || cs_accounts_end_device (self, device, error))
    return TRUE;
  g_clear_pointer (outcome, cs_outcome_free);
  return FALSE;
}

/**
 * cs_accounts_sweep:
 *
 * Forgets what is over: tokens that expired, sessions nobody came back to, invitations that were
 * used or ran out a month ago, who was wrong too often. Once an hour is enough.
 *
 * Returns: whether it was done
 */
gboolean
cs_accounts_sweep (CsAccounts *self, GError **error)
{
  gint64 now = cs_accounts_get_now (self);

  return cs_sqlite_run (self->sqlite,
                        error,
                        "DELETE FROM account_token WHERE expires <= ?",
                        "i",
                        now) &&
         cs_sqlite_run (self->sqlite,
                        error,
                        "DELETE FROM account_session WHERE expires <= ?",
                        "i",
                        now) &&
         cs_sqlite_run (self->sqlite,
                        error,
                        "DELETE FROM account_invitation WHERE expires <= ?",
                        "i",
                        now - 30 * G_TIME_SPAN_DAY) &&
         cs_attempts_sweep (&self->wrong, now, error);
}

/**
 * cs_accounts_list_sessions:
 * @person: whose
 *
 * Returns: (transfer full) (element-type CsSessionRow): the last used first, or %NULL
 */
GPtrArray *
cs_accounts_list_sessions (CsAccounts *self, const char *person, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_session_row_free);
  g_autoptr (CsStatement) row =
      cs_sqlite_query (self->sqlite,
                       error,
                       "SELECT id, person, device, how, made, used FROM account_session "
                       "WHERE person = ? ORDER BY used DESC, id",
                       "s",
                       person);
  gboolean has_row;

  if (row == NULL || !cs_statement_next (row, &has_row, error))
    return NULL;
  while (has_row) {
    CsSessionRow *one = g_new0 (CsSessionRow, 1);

    one->id = g_strdup (cs_statement_get_text (row, 0));
    one->person = g_strdup (cs_statement_get_text (row, 1));
    one->device = g_strdup (cs_statement_get_text (row, 2));
    one->how = g_strdup (cs_statement_get_text (row, 3));
    one->made = cs_statement_get_int (row, 4);
    one->used = cs_statement_get_int (row, 5);
    g_ptr_array_add (list, one);
    if (!cs_statement_next (row, &has_row, error))
      return NULL;
  }
  return g_steal_pointer (&list);
}
