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
  CsSqlite *sqlite = cs_store_get_sqlite (store);

  return cs_sqlite_exec (sqlite, schema, error) && cs_attempts_prepare (sqlite, error);
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
  self->wrong = (CsAttempts){self->sqlite, WRONG_MOST, WRONG_WINDOW};
  return self;
}

/**
 * cs_accounts_free:
 * @self: (transfer full) (nullable): accounts
 */
void
cs_accounts_free (CsAccounts *self)
{
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
  gboolean may;

  if (!cs_attempts_may (&self->wrong, address, cs_accounts_get_now (self), &may, error))
    return FALSE;
  if (may)
    return TRUE;
  g_set_error_literal (error,
                       CS_ERROR,
                       CS_ERROR_BUSY,
                       _ ("Too many attempts. Wait ten minutes, then try again."));
  return FALSE;
}

/**
 * cs_accounts_note_wrong:
 * @address: who was wrong
 *
 * To be called where the refusal is answered, so that the transaction is kept.
 *
 * Returns: whether it is counted
 */
gboolean
cs_accounts_note_wrong (CsAccounts *self, const char *address, GError **error)
{
  return cs_attempts_add (&self->wrong, address, cs_accounts_get_now (self), error);
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

/**
 * cs_accounts_add_token:
 * @grant: whose access token is made
 *
 * Returns: whether it is good from now on
 */
gboolean
cs_accounts_add_token (CsAccounts *self, CsGrant *grant, GError **error)
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
      !cs_accounts_add_token (self, grant, error))
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
