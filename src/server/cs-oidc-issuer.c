/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-oidc-issuer.h"

#include "cs-fetch.h"
#include "cs-json.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define DOCUMENT_BYTES    (256 * 1024)
#define FETCH_SECS        5
#define KEYS_LIFETIME     G_TIME_SPAN_HOUR
#define LEAST_BETWEEN     (30 * G_TIME_SPAN_SECOND) /* a token with a made-up key costs no fetch */
#define MOST_USED         10000
#define TOKEN_MEMORY_SECS (CS_OIDC_AGE_SECS + 120)

struct _CsOidcIssuer {
  char *issuer;
  char *client_id;
  CsOidcFetch fetch;
  gpointer fetch_data;

  GMutex lock;
  CsOidcKeys *keys;  /* (owned) (nullable), under the lock, as all below */
  CsInstant fetched; /* when the keys were, or when it was tried last */
  GHashTable *used;  /* (owned) digest of a token -> CsInstant it was used at */
};

static GBytes *
fetch_document (const char *url, gpointer user_data, GError **error)
{
  return cs_fetch (url, DOCUMENT_BYTES, FETCH_SECS, error);
}

/**
 * cs_oidc_issuer_new:
 * @issuer: the provider's address, exactly as its tokens say it
 * @client_id: what the provider calls this workspace's desktops
 * @error: INVALID when it is not an https address
 *
 * Returns: (transfer full): a provider of which nothing was fetched yet, or %NULL
 */
CsOidcIssuer *
cs_oidc_issuer_new (const char *issuer, const char *client_id, GError **error)
{
  CsOidcIssuer *self;

  if (!cs_fetch_is_allowed (issuer)) {
    g_set_error (error, CS_ERROR, CS_ERROR_INVALID, _ ("“%s” is not an https address."), issuer);
    return NULL;
  }
  self = g_new0 (CsOidcIssuer, 1);
  g_mutex_init (&self->lock);
  self->issuer = g_strdup (issuer);
  self->client_id = g_strdup (client_id);
  self->fetch = fetch_document;
  self->fetched = CS_INSTANT_NONE;
  self->used = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

/**
 * cs_oidc_issuer_free:
 * @self: (transfer full) (nullable): a provider
 */
void
cs_oidc_issuer_free (CsOidcIssuer *self)
{
  if (self == NULL)
    return;
  g_free (self->issuer);
  g_free (self->client_id);
  g_clear_pointer (&self->keys, cs_oidc_keys_free);
  g_hash_table_unref (self->used);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/**
 * cs_oidc_issuer_set_fetch:
 * @fetch: (scope forever): where documents come from
 */
void
cs_oidc_issuer_set_fetch (CsOidcIssuer *self, CsOidcFetch fetch, gpointer user_data)
{
  self->fetch = fetch;
  self->fetch_data = user_data;
}

/**
 * cs_oidc_issuer_get_address:
 *
 * Returns: (transfer none): as its tokens say it
 */
const char *
cs_oidc_issuer_get_address (CsOidcIssuer *self)
{
  return self->issuer;
}

/**
 * cs_oidc_issuer_get_client_id:
 *
 * Returns: (transfer none): what it calls the desktops
 */
const char *
cs_oidc_issuer_get_client_id (CsOidcIssuer *self)
{
  return self->client_id;
}

static json_t *
fetch_json (CsOidcIssuer *self, const char *url, GError **error)
{
  g_autoptr (GBytes) bytes = self->fetch (url, self->fetch_data, error);

  return bytes != NULL
             ? cs_json_load (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), error)
             : NULL;
}

static CsOidcKeys *
fetch_keys (CsOidcIssuer *self, GError **error)
{
  gboolean has_slash = g_str_has_suffix (self->issuer, "/");
  g_autofree char *url =
      g_strconcat (self->issuer, has_slash ? "" : "/", ".well-known/openid-configuration", NULL);
  g_autoptr (json_t) about = fetch_json (self, url, error);
  const char *keys_url = cs_json_get_string (about, "jwks_uri");
  g_autoptr (GBytes) bytes = NULL;

  if (about == NULL)
    return NULL;
  if (g_strcmp0 (cs_json_get_string (about, "issuer"), self->issuer) != 0 || keys_url == NULL) {
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_INVALID,
                 _ ("What “%s” says of itself does not fit it."),
                 self->issuer);
    return NULL;
  }
  bytes = self->fetch (keys_url, self->fetch_data, error);
  return bytes != NULL ? cs_oidc_keys_new_from_json (g_bytes_get_data (bytes, NULL),
                                                     g_bytes_get_size (bytes),
                                                     error)
                       : NULL;
}

/* Under the lock. Old keys are better than none while the provider does not answer. */
static gboolean
ensure_keys (CsOidcIssuer *self, const char *kid, CsInstant now, GError **error)
{
  gboolean is_old = self->keys == NULL || now - self->fetched >= KEYS_LIFETIME ||
                    !cs_oidc_keys_has (self->keys, kid);
  gboolean may_fetch = self->fetched == CS_INSTANT_NONE || self->keys == NULL ||
                       now - self->fetched >= LEAST_BETWEEN;
  CsOidcKeys *keys;

  if (!is_old || !may_fetch)
    return TRUE;
  self->fetched = now;
  keys = fetch_keys (self, self->keys == NULL ? error : NULL);
  if (keys == NULL)
    return self->keys != NULL;
  g_clear_pointer (&self->keys, cs_oidc_keys_free);
  self->keys = keys;
  return TRUE;
}

static gboolean
is_forgettable (gpointer key, gpointer value, gpointer now)
{
  return *(CsInstant *)now - *(CsInstant *)value > TOKEN_MEMORY_SECS * CS_SECOND;
}

/* Under the lock: a token signs in once. */
static gboolean
take_token (CsOidcIssuer *self, const char *token, CsInstant now, GError **error)
{
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, token, -1);

  g_hash_table_foreach_remove (self->used, is_forgettable, &now);
  if (g_hash_table_contains (self->used, digest) || g_hash_table_size (self->used) >= MOST_USED) {
    g_set_error_literal (error,
                         CS_ERROR,
                         CS_ERROR_UNAUTHORISED,
                         _ ("This sign-in was used already. Please sign in again."));
    return FALSE;
  }
  g_hash_table_insert (self->used, g_steal_pointer (&digest), g_memdup2 (&now, sizeof now));
  return TRUE;
}

static CsOidcIdentity *
verify_locked (CsOidcIssuer *self,
               const char *token,
               const char *kid,
               const CsOidcExpected *expected,
               GError **error)
{
  g_autoptr (CsOidcIdentity) identity = NULL;

  if (!ensure_keys (self, kid, expected->now, error))
    return NULL;
  identity = cs_oidc_token_verify (token, self->keys, expected, error);
  if (identity == NULL || !take_token (self, token, expected->now, error))
    return NULL;
  return g_steal_pointer (&identity);
}

/**
 * cs_oidc_issuer_verify:
 * @token: an ID token that a client got
 * @nonce: the thumbprint of the key that proved possession; a token that names another is refused
 * @error: UNAUTHORISED with what does not hold; UNREACHABLE when the provider's keys cannot be had
 *
 * Returns: (transfer full): who signed in, the first time this token is shown, or %NULL
 */
CsOidcIdentity *
cs_oidc_issuer_verify (CsOidcIssuer *self,
                       const char *token,
                       const char *nonce,
                       CsInstant now,
                       GError **error)
{
  const CsOidcExpected expected = {self->issuer, self->client_id, nonce, now};
  g_autoptr (GError) failure = NULL;
  g_autofree char *kid = cs_oidc_token_dup_kid (token, &failure);
  CsOidcIdentity *identity;

  if (failure != NULL) {
    g_propagate_error (error, g_steal_pointer (&failure));
    return NULL;
  }
  g_mutex_lock (&self->lock);
  identity = verify_locked (self, token, kid, &expected, error);
  g_mutex_unlock (&self->lock);
  return identity;
}
