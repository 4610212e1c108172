/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-accounts-private.h"
#include "cs-chance.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/*
 * Sessions and tokens.
 *
 *   a session is one device of one person, signed in with one key (its thumbprint)
 *   refresh   one at a time, 60 days from its last use; each use gives the next
 *   access    ten minutes, several at once
 *
 * An answer can get lost, so the refresh token before is good until the new one comes back. Both
 * are bound to the session's key, so whoever finds one of them has nothing (RFC 9449, RFC 9700).
 * Revocation needs nothing from here: whoever is let in is looked up in the directory each time.
 */

#define BASE64       sodium_base64_VARIANT_URLSAFE_NO_PADDING
#define WRONG_MOST   20
#define WRONG_WINDOW (10 * G_TIME_SPAN_MINUTE)

static const char *const schema =
    "CREATE TABLE IF NOT EXISTS account_invitation ("
    "  hash BLOB PRIMARY KEY NOT NULL,"
    "  id TEXT NOT NULL UNIQUE,"
    "  person TEXT NOT NULL,"
    "  roles TEXT NOT NULL,"
    "  author TEXT NOT NULL,"
    "  made INTEGER NOT NULL,"
    "  expires INTEGER NOT NULL,"
    "  used INTEGER,"
    "  device TEXT"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS account_session ("
    "  id TEXT PRIMARY KEY NOT NULL,"
    "  person TEXT NOT NULL,"
    "  device TEXT NOT NULL,"
    "  how TEXT NOT NULL,"
    "  thumbprint TEXT NOT NULL,"
    "  authenticated INTEGER NOT NULL,"
    "  made INTEGER NOT NULL,"
    "  used INTEGER NOT NULL,"
    "  expires INTEGER NOT NULL,"
    "  refresh BLOB NOT NULL UNIQUE,"
    "  previous BLOB UNIQUE" /* the one before, until the present one comes back */
    ") STRICT, WITHOUT ROWID;"
    "CREATE INDEX IF NOT EXISTS account_session_device ON account_session (device);"
    "CREATE INDEX IF NOT EXISTS account_session_person ON account_session (person);"
    "CREATE TABLE IF NOT EXISTS account_subject ("
    "  issuer TEXT NOT NULL,"
    "  subject TEXT NOT NULL,"
    "  person TEXT NOT NULL,"
    "  PRIMARY KEY (issuer, subject),"
    "  UNIQUE (issuer, person)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS account_passphrase ("
    "  person TEXT PRIMARY KEY NOT NULL,"
    "  hash TEXT NOT NULL"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS account_token ("
    "  hash BLOB PRIMARY KEY NOT NULL,"
    "  session TEXT NOT NULL REFERENCES account_session ON DELETE CASCADE,"
    "  expires INTEGER NOT NULL"
    ") STRICT, WITHOUT ROWID;"
    "CREATE INDEX IF NOT EXISTS account_token_session ON account_token (session);"
    "CREATE INDEX IF NOT EXISTS account_token_expires ON account_token (expires);";

/**
 * cs_accounts_prepare:
 * @store: of a workspace
 *
 * Before any accounts are made on it, on a connection that may write.
 *
 * Returns: whether their tables are there
 */
gboolean
cs_accounts_prepare (CsStore *store, GError **error)
{
  return cs_sqlite_exec (cs_store_get_sqlite (store), schema, error);
}

/**
 * cs_accounts_new:
 * @authority: (transfer none): of a workspace that was prepared; lives longer
 *
 * Returns: (transfer full): the accounts in the workspace's database
 */
CsAccounts *
cs_accounts_new (CsAuthority *authority)
{
  CsAccounts *self = g_new0 (CsAccounts, 1);

  self->authority = authority;
  self->sqlite = cs_store_get_sqlite (cs_authority_get_store (authority));
  self->wrong = cs_attempts_new (WRONG_MOST, WRONG_WINDOW);
  return self;
}

/**
 * cs_accounts_free:
 * @self: (transfer full) (nullable): accounts
 */
void
cs_accounts_free (CsAccounts *self)
{
  if (self == NULL)
    return;
  cs_attempts_free (self->wrong);
  g_free (self);
}

/**
 * cs_signed_in_free:
 * @self: (transfer full) (nullable): who asks
 */
void
cs_signed_in_free (CsSignedIn *self)
{
  if (self == NULL)
    return;
  g_free (self->person);
  g_free (self->device);
  g_free (self->session);
  g_free (self);
}

/**
 * cs_grant_free:
 * @self: (transfer full) (nullable): tokens, wiped
 */
void
cs_grant_free (CsGrant *self)
{
  if (self == NULL)
    return;
  g_free (self->person);
  g_free (self->device);
  g_free (self->session);
  cs_secret_free (self->access);
  cs_secret_free (self->refresh);
  g_free (self);
}

/**
 * cs_session_row_free:
 * @self: (transfer full): a session as its owner sees it
 */
void
cs_session_row_free (CsSessionRow *self)
{
  g_free (self->id);
  g_free (self->person);
  g_free (self->device);
  g_free (self->how);
  g_free (self);
}

/**
 * cs_accounts_hash:
 * @domain: what the secret is for
 * @secret: a secret with enough chance in it that it needs no stretching
 *
 * Returns: (transfer full): what is kept of it
 */
GBytes *
cs_accounts_hash (const char *domain, const char *secret)
{
  char *text = g_strdup_printf ("countersign/%s/v1\n%s", domain, secret);
  guint8 digest[CS_DIGEST_BYTES];

  cs_digest (text, strlen (text), digest);
  cs_secret_free (text);
  return g_bytes_new (digest, sizeof digest);
}

/**
 * cs_accounts_get_now:
 *
 * Returns: the authority's time
 */
CsInstant
cs_accounts_get_now (CsAccounts *self)
{
  return cs_time_source_get_now (cs_authority_get_time_source (self->authority));
}

/**
 * cs_accounts_may_try:
 * @address: who asks
 * @error: BUSY
 *
 * Returns: whether they have not been wrong too often lately
 */
gboolean
cs_accounts_may_try (CsAccounts *self, const char *address, GError **error)
{
  if (cs_attempts_may (self->wrong, address, cs_accounts_get_now (self)))
    return TRUE;
  g_set_error_literal (error,
                       CS_ERROR,
                       CS_ERROR_BUSY,
                       _ ("Too many attempts. Wait ten minutes, then try again."));
  return FALSE;
}

/**
 * cs_accounts_refuse:
 * @text: for a person
 * @error: set to UNAUTHORISED
 *
 * Returns: %FALSE
 */
gboolean
cs_accounts_refuse (GError **error, const char *text)
{
  g_set_error_literal (error, CS_ERROR, CS_ERROR_UNAUTHORISED, text);
  return FALSE;
}

/**
 * cs_accounts_append:
 * @kind: of the directory's
 * @by: whose word it is
 * @data: (transfer full): of the entry
 * @error: CONFLICT with the rule's own words when it was refused
 *
 * Returns: whether it was accepted
 */
gboolean
cs_accounts_append (CsAccounts *self,
                    const char *kind,
                    const char *by,
                    json_t *data,
                    GError **error)
{
  g_autoptr (json_t) owned = data;
  g_autoptr (CsOutcome) outcome = NULL;
  CsIntent intent = {.kind = kind, .by = by, .data = owned};

  if (!cs_authority_submit (self->authority, &intent, &outcome, error))
    return FALSE;
  if (!outcome->is_accepted)
    g_set_error_literal (error, CS_ERROR, CS_ERROR_CONFLICT, outcome->reason->text);
  return outcome->is_accepted;
}

/**
 * cs_accounts_enrol_device:
 * @device: signs in for @person
 * @error: CONFLICT when it is somebody else's, was removed, or has another key
 *
 * A device that is known already is left as it is (K-21).
 *
 * Returns: whether the directory has it
 */
gboolean
cs_accounts_enrol_device (CsAccounts *self,
                          const char *person,
                          const CsNewDevice *device,
                          GError **error)
{
  const CsDirectory *directory = cs_authority_get_directory (self->authority, error);
  const char *owner, *key;
  json_t *data;

  if (directory == NULL)
    return FALSE;
  owner = cs_directory_get_device_person (directory, device->id);
  key = cs_directory_get_device_key (directory, device->id);
  if (g_strcmp0 (owner, person) == 0 && g_strcmp0 (key, device->key) == 0)
    return TRUE;
  data = json_pack ("{s:s, s:s, s:s}", "id", device->id, "person", person, "key", device->key);
  if (device->name != NULL)
    json_object_set_new (data, "name", json_string (device->name));
  return cs_accounts_append (self, "device", CS_KEEPER, data, error);
}

static gboolean
add_token (CsAccounts *self, CsGrant *grant, GError **error)
{
  g_autoptr (GBytes) hash = NULL;

  grant->access = cs_chance_new_secret ();
  grant->expires_in_secs = CS_ACCESS_SECS;
  hash = cs_accounts_hash ("access", grant->access);
  return cs_sqlite_run (self->sqlite,
                        error,
                        "INSERT INTO account_token VALUES (?, ?, ?)",
                        "bsi",
                        hash,
                        grant->session,
                        (gint64)(cs_accounts_get_now (self) + CS_ACCESS_SECS * CS_SECOND));
}

/**
 * cs_accounts_start_session:
 * @how: "invitation" or "oidc"
 * @authenticated: when they showed who they are
 *
 * Sessions that this device had before end.
 *
 * Returns: (transfer full): its first tokens, or %NULL
 */
CsGrant *
cs_accounts_start_session (CsAccounts *self,
                           const char *person,
                           const char *how,
                           CsInstant authenticated,
                           const CsNewDevice *device,
                           GError **error)
{
  CsInstant now = cs_accounts_get_now (self);
  g_autoptr (CsGrant) grant = g_new0 (CsGrant, 1);
  g_autoptr (GBytes) hash = NULL;

  grant->person = g_strdup (person);
  grant->device = g_strdup (device->id);
  grant->session = cs_chance_new_secret ();
  grant->refresh = cs_chance_new_secret ();
  hash = cs_accounts_hash ("refresh", grant->refresh);
  if (!cs_accounts_end_device (self, device->id, error) ||
      !cs_sqlite_run (self->sqlite,
                      error,
                      "INSERT INTO account_session VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)",
                      "sssssiiiib",
                      grant->session,
                      person,
                      device->id,
                      how,
                      device->thumbprint,
                      (gint64)authenticated,
                      (gint64)now,
                      (gint64)now,
                      (gint64)(now + CS_REFRESH_DAYS * G_TIME_SPAN_DAY),
                      hash) ||
      !add_token (self, grant, error))
    return NULL;
  return g_steal_pointer (&grant);
}

/**
 * cs_accounts_sign_in:
 * @person: who was shown to be there, by @how
 * @error: UNAUTHORISED when they cannot act here; CONFLICT when the device is not theirs
 *
 * Returns: (transfer full): tokens for @device, or %NULL
 */
CsGrant *
cs_accounts_sign_in (CsAccounts *self,
                     const char *person,
                     const char *how,
                     CsInstant authenticated,
                     const CsNewDevice *device,
                     GError **error)
{
  const CsDirectory *directory = cs_authority_get_directory (self->authority, error);
  const CsPerson *found = directory != NULL ? cs_directory_get_person (directory, person) : NULL;

  if (directory == NULL)
    return NULL;
  if (found == NULL || !found->can_act) {
    cs_accounts_refuse (error, _ ("This person cannot act in this workspace."));
    return NULL;
  }
  if (!cs_accounts_enrol_device (self, person, device, error))
    return NULL;
  return cs_accounts_start_session (self, person, how, authenticated, device, error);
}

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
         add_token (self, grant, error);
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
  if (found.grant == NULL)
    cs_attempts_add (self->wrong, address, cs_accounts_get_now (self));
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
 * cs_accounts_dup_device_id:
 * @base: what a client calls its computer
 * @person: who acts from it
 *
 * Returns: (transfer full): what entries call it; several people may share a computer
 */
char *
cs_accounts_dup_device_id (const char *base, const char *person)
{
  g_autofree char *suffix = g_strconcat (".", person, NULL);

  return g_str_has_suffix (base, suffix) ? g_strdup (base) : g_strconcat (base, suffix, NULL);
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
