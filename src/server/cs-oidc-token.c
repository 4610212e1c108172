/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-oidc-token-private.h"

#include "cs-base64url.h"
#include "cs-json.h"

#include <gnutls/crypto.h>
#include <string.h>

#define LIMIT_BYTES    16384
#define LIMIT_TEXT     255 /* OpenID Connect Core: of a subject */
#define AHEAD_SECS     60
#define LARGEST_SECOND (G_GINT64_CONSTANT (1) << 42)

typedef struct {
  json_t *header;
  json_t *claims;
  GBytes *signature;
  gsize signed_length; /* bytes of the token that are signed */
} Parts;

static void
parts_clear (Parts *parts)
{
  json_decref (parts->header);
  json_decref (parts->claims);
  g_clear_pointer (&parts->signature, g_bytes_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Parts, parts_clear)

/**
 * cs_oidc_identity_free:
 * @self: (transfer full) (nullable): who signed in
 */
void
cs_oidc_identity_free (CsOidcIdentity *self)
{
  if (self == NULL)
    return;
  g_free (self->subject);
  g_free (self->mail);
  g_free (self);
}

static gboolean G_GNUC_PRINTF (2, 3) refuse (GError **error, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, CS_ERROR, CS_ERROR_UNAUTHORISED, "ID token: %s", text);
  return FALSE;
}

static json_t *
decode_json (const char *text, GError **error)
{
  json_t *object = cs_base64url_decode_object (text, LIMIT_BYTES);

  if (object == NULL)
    refuse (error, "a part is not a JSON object in base64url");
  return object;
}

static gboolean
read_parts (const char *token, Parts *parts, GError **error)
{
  g_auto (GStrv) texts = NULL;

  if (strnlen (token, LIMIT_BYTES + 1) > LIMIT_BYTES)
    return refuse (error, "it is longer than %d bytes", LIMIT_BYTES);
  texts = g_strsplit (token, ".", 4);
  if (g_strv_length (texts) != 3)
    return refuse (error, "it does not have three parts");
  parts->header = decode_json (texts[0], error);
  if (parts->header == NULL)
    return FALSE;
  parts->claims = decode_json (texts[1], error);
  if (parts->claims == NULL)
    return FALSE;
  parts->signature = cs_base64url_decode (texts[2], LIMIT_BYTES);
  if (parts->signature == NULL || g_bytes_get_size (parts->signature) == 0)
    return refuse (error, "it is not signed");
  parts->signed_length = strlen (texts[0]) + 1 + strlen (texts[1]);
  if (json_object_get (parts->header, "crit") != NULL)
    return refuse (error, "it asks for something that is not known here");
  return TRUE;
}

/* Two numbers side by side, as RFC 7518 writes a signature, become one of X.509. */
static gboolean
encode_pair (const gnutls_datum_t *pair, gsize half, gnutls_datum_t *encoded)
{
  gnutls_datum_t r = {pair->data, (unsigned int)half};
  gnutls_datum_t s = {pair->data + half, (unsigned int)half};

  return pair->size == 2 * half && gnutls_encode_rs_value (encoded, &r, &s) == 0;
}

static gboolean
holds (const CsOidcKey *key,
       const CsOidcAlgorithm *algorithm,
       const gnutls_datum_t *data,
       const gnutls_datum_t *signature)
{
  gnutls_datum_t encoded = {NULL, 0};
  gboolean is_good;

  if (algorithm->half_bytes == 0)
    return gnutls_pubkey_verify_data2 (key->key, algorithm->sign, 0, data, signature) >= 0;
  if (!encode_pair (signature, algorithm->half_bytes, &encoded))
    return FALSE;
  is_good = gnutls_pubkey_verify_data2 (key->key, algorithm->sign, 0, data, &encoded) >= 0;
  gnutls_free (encoded.data);
  return is_good;
}

/* The key decides which algorithms are possible, never the token alone. */
static gboolean
fits (const CsOidcKey *key, const CsOidcAlgorithm *algorithm, const char *kid)
{
  return (kid == NULL || g_strcmp0 (key->kid, kid) == 0) &&
         g_strcmp0 (key->kty, algorithm->kty) == 0 &&
         (algorithm->curve == NULL || g_strcmp0 (key->curve, algorithm->curve) == 0) &&
         (key->alg == NULL || strcmp (key->alg, algorithm->name) == 0);
}

static gboolean
check_signature (const char *token, const Parts *parts, const CsOidcKeys *keys, GError **error)
{
  const CsOidcAlgorithm *algorithm =
      cs_oidc_algorithm_find (cs_json_get_string (parts->header, "alg"));
  const char *kid = cs_json_get_string (parts->header, "kid");
  gnutls_datum_t data = {(unsigned char *)token, (unsigned int)parts->signed_length};
  gsize length;
  gnutls_datum_t signature;
  GPtrArray *list = cs_oidc_keys_list (keys);

  signature.data = (unsigned char *)g_bytes_get_data (parts->signature, &length);
  signature.size = (unsigned int)length;
  if (algorithm == NULL)
    return refuse (error, "its algorithm is not one of RS256, PS256, ES256, EdDSA");
  for (guint i = 0; i < list->len; i++) {
    if (fits (list->pdata[i], algorithm, kid) &&
        holds (list->pdata[i], algorithm, &data, &signature))
      return TRUE;
  }
  return refuse (error, "its signature is none of the provider's");
}

static gboolean
is_for (const json_t *claims, const char *client_id)
{
  const json_t *audience = json_object_get (claims, "aud");
  const char *party = cs_json_get_string (claims, "azp");
  gboolean is_named = g_strcmp0 (json_string_value (audience), client_id) == 0;
  const json_t *one;
  gsize i;

  json_array_foreach (audience, i, one)
  {
    is_named = is_named || g_strcmp0 (json_string_value (one), client_id) == 0;
  }
  if (party != NULL)
    return is_named && strcmp (party, client_id) == 0;
  return is_named && (!json_is_array (audience) || json_array_size (audience) == 1);
}

static gboolean
read_second (const json_t *claims, const char *member, CsInstant *instant)
{
  const json_t *value = json_object_get (claims, member);
  gint64 second;

  if (!json_is_number (value))
    return FALSE;
  second = json_is_integer (value) ? json_integer_value (value) : (gint64)json_real_value (value);
  if (second < 0 || second > LARGEST_SECOND)
    return FALSE;
  *instant = second * CS_SECOND;
  return TRUE;
}

static gboolean
check_times (const json_t *claims, CsInstant now, CsOidcIdentity *identity, GError **error)
{
  if (!read_second (claims, "exp", &identity->expires) ||
      !read_second (claims, "iat", &identity->issued))
    return refuse (error, "it does not say when it was issued and expires");
  if (identity->expires <= now)
    return refuse (error, "it has expired");
  if (identity->issued > now + AHEAD_SECS * CS_SECOND ||
      identity->issued < now - CS_OIDC_AGE_SECS * CS_SECOND)
    return refuse (error, "it was not issued just now");
  if (!read_second (claims, "auth_time", &identity->authenticated))
    identity->authenticated = CS_INSTANT_NONE;
  else
    identity->authenticated = MIN (identity->authenticated, now);
  return TRUE;
}

static gboolean
check_claims (const json_t *claims,
              const CsOidcExpected *expected,
              CsOidcIdentity *identity,
              GError **error)
{
  const char *subject = cs_json_get_string (claims, "sub");
  const json_t *nonce = json_object_get (claims, "nonce");

  if (g_strcmp0 (cs_json_get_string (claims, "iss"), expected->issuer) != 0)
    return refuse (error, "it is of another provider");
  if (!is_for (claims, expected->client_id))
    return refuse (error, "it is for another program");
  if (subject == NULL || *subject == '\0' || strlen (subject) > LIMIT_TEXT)
    return refuse (error, "it does not say who signed in");
  if (nonce != NULL && g_strcmp0 (json_string_value (nonce), expected->nonce) != 0)
    return refuse (error, "it was made for another sign-in");
  if (!check_times (claims, expected->now, identity, error))
    return FALSE;
  identity->subject = g_strdup (subject);
  identity->has_nonce = nonce != NULL;
  if (json_is_true (json_object_get (claims, "email_verified")))
    identity->mail = g_strdup (cs_json_get_string (claims, "email"));
  return TRUE;
}

/**
 * cs_oidc_token_dup_kid:
 * @token: an ID token
 * @error: UNAUTHORISED when it is none
 *
 * Which key it says it is signed with; nothing of it has been checked.
 *
 * Returns: (transfer full) (nullable): its name; %NULL when it names none, without an error
 */
char *
cs_oidc_token_dup_kid (const char *token, GError **error)
{
  g_auto (Parts) parts = {0};

  if (!read_parts (token, &parts, error))
    return NULL;
  return g_strdup (cs_json_get_string (parts.header, "kid"));
}

/**
 * cs_oidc_token_verify:
 * @token: an ID token
 * @keys: what the provider publishes
 * @expected: what it has to say
 * @error: UNAUTHORISED with what does not hold
 *
 * Returns: (transfer full): who signed in, or %NULL
 */
CsOidcIdentity *
cs_oidc_token_verify (const char *token,
                      const CsOidcKeys *keys,
                      const CsOidcExpected *expected,
                      GError **error)
{
  g_auto (Parts) parts = {0};
  g_autoptr (CsOidcIdentity) identity = g_new0 (CsOidcIdentity, 1);

  if (!read_parts (token, &parts, error) || !check_signature (token, &parts, keys, error) ||
      !check_claims (parts.claims, expected, identity, error))
    return NULL;
  return g_steal_pointer (&identity);
}
