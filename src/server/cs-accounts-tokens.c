/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-accounts-private.h"

#include "cs-chance.h"

#include <glib/gi18n-lib.h>

/* Tokens as they come back: renewed, or let in, as the directory says at that moment. */

/* A session's row as far as a refresh needs it. */
typedef struct {
  CsGrant *grant; /* (owned) (nullable) who it is of; tokens to be filled in */
  char *thumbprint;
  CsInstant expires;
} Refreshing;

static void
refreshing_clear (Refreshing *self)
{
  cs_grant_free (self->grant);
  g_free (self->thumbprint);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Refreshing, refreshing_clear)

static gboolean
find_refreshing (CsAccounts *self, GBytes *hash, Refreshing *found, GError **error)
{
  g_autoptr (CsStatement) row =
      cs_sqlite_query (self->sqlite,
                       error,
                       "SELECT id, person, device, thumbprint, expires FROM account_session "
                       "WHERE refresh = ?1 OR previous = ?1",
                       "b",
                       hash);
  gboolean has_row;

  if (row == NULL || !cs_statement_next (row, &has_row, error))
    return FALSE;
  if (!has_row)
    return TRUE;
  found->grant = g_new0 (CsGrant, 1);
  found->grant->session = g_strdup (cs_statement_get_text (row, 0));
  found->grant->person = g_strdup (cs_statement_get_text (row, 1));
  found->grant->device = g_strdup (cs_statement_get_text (row, 2));
  found->thumbprint = g_strdup (cs_statement_get_text (row, 3));
  found->expires = cs_statement_get_int (row, 4);
  return TRUE;
}

/* The directory decides who is let in, each time (K-21, ASVS 8.3.2). */
static CsAccess
check_person (const CsDirectory *directory, const char *person, const char *device)
{
  const CsPerson *found = cs_directory_get_person (directory, person);

  if (cs_directory_is_device_revoked (directory, device) ||
      g_strcmp0 (cs_directory_get_device_person (directory, device), person) != 0)
    return CS_ACCESS_DEVICE_REMOVED;
  return found != NULL && found->can_act ? CS_ACCESS_GRANTED : CS_ACCESS_PERSON_CLOSED;
}

/* The token that was shown stays good until the next one is. */
static gboolean
rotate (CsAccounts *self, CsGrant *grant, GBytes *shown, GError **error)
{
  CsInstant now = cs_accounts_get_now (self);
  g_autoptr (GBytes) next = NULL;

  grant->refresh = cs_chance_new_secret ();
  next = cs_accounts_hash ("refresh", grant->refresh);
  return cs_sqlite_run (self->sqlite,
                        error,
                        "UPDATE account_session SET refresh = ?2, previous = ?3, used = ?4, "
                        "expires = ?5 WHERE id = ?1",
                        "sbbii",
                        grant->session,
                        next,
                        shown,
                        (gint64)now,
                        (gint64)(now + CS_REFRESH_DAYS * G_TIME_SPAN_DAY)) &&
         cs_accounts_add_token (self, grant, error);
}

static CsAccess
judge_refreshing (CsAccounts *self,
                  const CsDirectory *directory,
                  const Refreshing *found,
                  const char *thumbprint)
{
  if (found->grant == NULL)
    return CS_ACCESS_UNKNOWN;
  if (g_strcmp0 (found->thumbprint, thumbprint) != 0)
    return CS_ACCESS_OTHER_KEY;
  if (found->expires <= cs_accounts_get_now (self))
    return CS_ACCESS_EXPIRED;
  return check_person (directory, found->grant->person, found->grant->device);
}

static gboolean
refuse_refreshing (CsAccess access, GError **error)
{
  switch (access) {
    case CS_ACCESS_PERSON_CLOSED:
      return cs_accounts_refuse (error, _ ("This person cannot act in this workspace."));
    case CS_ACCESS_DEVICE_REMOVED:
      return cs_accounts_refuse (error, _ ("This device was removed from the workspace."));
    case CS_ACCESS_GRANTED:
    case CS_ACCESS_UNKNOWN:
    case CS_ACCESS_EXPIRED:
    case CS_ACCESS_OTHER_KEY:
    default:
      return cs_accounts_refuse (error, _ ("This sign-in has ended. Please sign in again."));
  }
}

/**
 * cs_accounts_refresh:
 * @refresh: a token of a grant
 * @thumbprint: of the key that proved possession
 * @address: who asks, to limit how often
 * @access: (out): why not
 * @error: UNAUTHORISED when it is of no use any more, BUSY when they have to wait
 *
 * Returns: (transfer full): the next tokens, or %NULL
 */
CsGrant *
cs_accounts_refresh (CsAccounts *self,
                     const char *refresh,
                     const char *thumbprint,
                     const char *address,
                     CsAccess *access,
                     GError **error)
{
  const CsDirectory *directory = cs_authority_get_directory (self->authority, error);
  g_autoptr (GBytes) hash = cs_accounts_hash ("refresh", refresh);
  g_auto (Refreshing) found = {0};

  *access = CS_ACCESS_UNKNOWN;
  if (directory == NULL || !cs_accounts_may_try (self, address, error) ||
      !find_refreshing (self, hash, &found, error))
    return NULL;
  if (found.grant == NULL && !cs_accounts_note_wrong (self, address, error))
    return NULL;
  *access = judge_refreshing (self, directory, &found, thumbprint);
  if (*access != CS_ACCESS_GRANTED) {
    refuse_refreshing (*access, error);
    return NULL;
  }
  return rotate (self, found.grant, hash, error) ? g_steal_pointer (&found.grant) : NULL;
}

/**
 * cs_accounts_dup_thumbprint:
 * @session: somebody is signed in with
 * @error: UNAUTHORISED when it has ended
 *
 * Returns: (transfer full): of the key that its tokens are bound to, or %NULL
 */
char *
cs_accounts_dup_thumbprint (CsAccounts *self, const char *session, GError **error)
{
  g_autoptr (CsStatement) row =
      cs_sqlite_query (self->sqlite,
                       error,
                       "SELECT thumbprint FROM account_session WHERE id = ?",
                       "s",
                       session);
  gboolean has_row;

  if (row == NULL || !cs_statement_next (row, &has_row, error))
    return NULL;
  if (has_row)
    return g_strdup (cs_statement_get_text (row, 0));
  cs_accounts_refuse (error, _ ("This sign-in has ended. Please sign in again."));
  return NULL;
}

/**
 * cs_access_get_name:
 *
 * Returns: (transfer none): what a client is told, stable
 */
const char *
cs_access_get_name (CsAccess access)
{
  static const char *const names[] = {
      [CS_ACCESS_GRANTED] = "granted",
      [CS_ACCESS_UNKNOWN] = "token_unknown",
      [CS_ACCESS_EXPIRED] = "token_expired",
      [CS_ACCESS_OTHER_KEY] = "token_of_another_key",
      [CS_ACCESS_DEVICE_REMOVED] = "device_removed",
      [CS_ACCESS_PERSON_CLOSED] = "person_closed",
  };

  return names[access];
}

static CsAccess
judge_token (CsAccounts *self,
             CsStatement *row,
             const CsDirectory *directory,
             const char *thumbprint,
             CsSignedIn *who)
{
  who->session = g_strdup (cs_statement_get_text (row, 0));
  who->person = g_strdup (cs_statement_get_text (row, 1));
  who->device = g_strdup (cs_statement_get_text (row, 2));
  who->authenticated = cs_statement_get_int (row, 4);
  if (g_strcmp0 (cs_statement_get_text (row, 3), thumbprint) != 0)
    return CS_ACCESS_OTHER_KEY;
  if (cs_statement_get_int (row, 5) <= cs_accounts_get_now (self))
    return CS_ACCESS_EXPIRED;
  return check_person (directory, who->person, who->device);
}

/**
 * cs_accounts_authorise:
 * @token: an access token
 * @thumbprint: of the key that proved possession in this very call
 * @access: (out): whether they are let in, and if not, why
 * @who: (out) (transfer full) (nullable): who asks, when @access is granted
 *
 * Judged by the directory as it is now, so a revocation counts from the next call on (SG-08).
 * Writes nothing.
 *
 * Returns: whether there is an answer
 */
gboolean
cs_accounts_authorise (CsAccounts *self,
                       const char *token,
                       const char *thumbprint,
                       CsAccess *access,
                       CsSignedIn **who,
                       GError **error)
{
  const CsDirectory *directory = cs_authority_get_directory (self->authority, error);
  g_autoptr (GBytes) hash = cs_accounts_hash ("access", token);
  g_autoptr (CsSignedIn) found = g_new0 (CsSignedIn, 1);
  g_autoptr (CsStatement) row = NULL;
  gboolean has_row;

  *access = CS_ACCESS_UNKNOWN;
  *who = NULL;
  if (directory == NULL)
    return FALSE;
  row = cs_sqlite_query (self->sqlite,
                         error,
                         "SELECT s.id, s.person, s.device, s.thumbprint, s.authenticated, "
                         "t.expires FROM account_token t "
                         "JOIN account_session s ON s.id = t.session WHERE t.hash = ?",
                         "b",
                         hash);
  if (row == NULL || !cs_statement_next (row, &has_row, error))
    return FALSE;
  if (has_row)
    *access = judge_token (self, row, directory, thumbprint, found);
  if (*access == CS_ACCESS_GRANTED)
    *who = g_steal_pointer (&found);
  return TRUE;
}

/**
 * cs_accounts_confirm:
 * @who: who has shown once more who they are
 * @at: when they did
 *
 * Returns: whether it was noted (ASVS 7.5.3)
 */
gboolean
cs_accounts_confirm (CsAccounts *self, const CsSignedIn *who, CsInstant at, GError **error)
{
  return cs_sqlite_run (self->sqlite,
                        error,
                        "UPDATE account_session SET authenticated = max (authenticated, ?2) "
                        "WHERE id = ?1",
                        "si",
                        who->session,
                        (gint64)MIN (at, cs_accounts_get_now (self)));
}
