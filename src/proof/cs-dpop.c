/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-dpop.h"

#include "cs-base64url.h"
#include "cs-digest.h"
#include "cs-json.h"
#include "cs-keys-private.h"

#include <sodium.h>
#include <string.h>

#define LIMIT_BYTES    8192
#define LIMIT_TEXT     512
#define ID_BYTES       16
#define AHEAD_SECS     60 /* a client's clock may be so much before the server's */
#define TYPE           "dpop+jwt"
#define LARGEST_SECOND (G_GINT64_CONSTANT (1) << 42)

/* The two parts of a proof that are read. */
typedef struct {
  json_t *header;
  json_t *claims;
} Parts;

static void
parts_clear (Parts *parts)
{
  json_decref (parts->header);
  json_decref (parts->claims);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Parts, parts_clear)

/**
 * cs_dpop_proof_free:
 * @self: (transfer full) (nullable): what a proof said
 */
void
cs_dpop_proof_free (CsDpopProof *self)
{
  if (self == NULL)
    return;
  g_free (self->thumbprint);
  g_free (self->id);
  g_free (self->nonce);
  g_free (self);
}

static char *
digest_text (const char *text)
{
  guint8 digest[CS_DIGEST_BYTES];

  cs_digest (text, strlen (text), digest);
  return cs_base64url_encode (digest, sizeof digest);
}

/**
 * cs_dpop_thumbprint:
 * @public_key: base64url, as [method@Keys.get_public_key] gives it
 *
 * What a token is bound to: the SHA-256 of the key as RFC 7638 and RFC 8037 write it.
 *
 * Returns: (transfer full): base64url
 */
char *
cs_dpop_thumbprint (const char *public_key)
{
  g_autofree char *text =
      g_strdup_printf ("{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"%s\"}", public_key);

  return digest_text (text);
}

/* Two texts of one address: lower case where it does not count, no default port, no query. */
static char *
normalise (const char *url)
{
  g_autoptr (GUri) uri =
      g_uri_parse (url, G_URI_FLAGS_ENCODED | G_URI_FLAGS_SCHEME_NORMALIZE, NULL);
  g_autofree char *host = NULL;
  const char *path;

  if (uri == NULL || g_uri_get_host (uri) == NULL || g_uri_get_userinfo (uri) != NULL)
    return NULL;
  host = g_ascii_strdown (g_uri_get_host (uri), -1);
  path = g_uri_get_path (uri);
  return g_strdup_printf ("%s://%s:%d%s",
                          g_uri_get_scheme (uri),
                          host,
                          g_uri_get_port (uri),
                          *path != '\0' ? path : "/");
}

static char *
without_query (const char *url)
{
  return g_strndup (url, strcspn (url, "?#"));
}

static char *
encode_json (json_t *value)
{
  g_autofree char *text = cs_json_dump (value);

  return cs_base64url_encode (text, strlen (text));
}

static char *
new_id (void)
{
  guint8 bytes[ID_BYTES];

  randombytes_buf (bytes, sizeof bytes);
  return cs_base64url_encode (bytes, sizeof bytes);
}

static void
set_text (json_t *object, const char *key, const char *text)
{
  json_object_set_new (object, key, json_string (text));
}

/**
 * cs_dpop_make:
 * @keys: the device's second key, which signs nothing else (K-21)
 * @call: what the proof is for
 * @id: (nullable): its jti; made at random when %NULL
 * @nonce: (nullable): what the server said last in its DPoP-Nonce header
 *
 * Returns: (transfer full): the value of a DPoP header
 */
char *
cs_dpop_make (CsKeys *keys, const CsDpopCall *call, const char *id, const char *nonce)
{
  g_autoptr (json_t) header = json_pack ("{s:s, s:s, s:{s:s, s:s, s:s}}",
                                         "typ",
                                         TYPE,
                                         "alg",
                                         "EdDSA",
                                         "jwk",
                                         "kty",
                                         "OKP",
                                         "crv",
                                         "Ed25519",
                                         "x",
                                         cs_keys_get_public_key (keys));
  g_autoptr (json_t) claims = json_object ();
  g_autofree char *made = id == NULL ? new_id () : NULL;
  g_autofree char *url = without_query (call->url);
  g_autofree char *encoded_header = encode_json (header);
  g_autofree char *encoded_claims = NULL;
  g_autofree char *input = NULL;
  g_autofree char *signature = NULL;

  set_text (claims, "jti", id != NULL ? id : made);
  set_text (claims, "htm", call->method);
  set_text (claims, "htu", url);
  json_object_set_new (claims, "iat", json_integer (call->now / CS_SECOND));
  if (call->token != NULL) {
    g_autofree char *digest = digest_text (call->token);

    set_text (claims, "ath", digest);
  }
  if (nonce != NULL)
    set_text (claims, "nonce", nonce);
  encoded_claims = encode_json (claims);
  input = g_strconcat (encoded_header, ".", encoded_claims, NULL);
  signature = cs_keys_sign_jws (keys, input);
  return g_strconcat (input, ".", signature, NULL);
}

static gboolean G_GNUC_PRINTF (2, 3) refuse (GError **error, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, CS_ERROR, CS_ERROR_UNAUTHORISED, "DPoP proof: %s", text);
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
has_text (const json_t *object, const char *key, const char *expected)
{
  return g_strcmp0 (cs_json_get_string (object, key), expected) == 0;
}

/* The key that the header shows. */
static const char *
check_header (const json_t *header, guint8 key[crypto_sign_PUBLICKEYBYTES], GError **error)
{
  const json_t *jwk = json_object_get (header, "jwk");
  const char *x = cs_json_get_string (jwk, "x");

  if (!has_text (header, "typ", TYPE)) {
    refuse (error, "its type is not %s", TYPE);
    return NULL;
  }
  if (!has_text (header, "alg", "EdDSA") && !has_text (header, "alg", "Ed25519")) {
    refuse (error, "it is not signed with EdDSA");
    return NULL;
  }
  if (!has_text (jwk, "kty", "OKP") || !has_text (jwk, "crv", "Ed25519") ||
      json_object_get (jwk, "d") != NULL ||
      !cs_base64url_decode_exactly (x, key, crypto_sign_PUBLICKEYBYTES)) {
    refuse (error, "its key is not a public one for Ed25519");
    return NULL;
  }
  if (json_object_get (header, "crit") != NULL) {
    refuse (error, "it asks for something that is not known here");
    return NULL;
  }
  return x;
}

static gboolean
check_signature (const char *proof, const guint8 key[crypto_sign_PUBLICKEYBYTES], GError **error)
{
  const char *dot = strrchr (proof, '.');
  guint8 signature[crypto_sign_BYTES];

  if (!cs_base64url_decode_exactly (dot + 1, signature, sizeof signature) ||
      crypto_sign_verify_detached (signature, (const guint8 *)proof, (gsize)(dot - proof), key) !=
          0)
    return refuse (error, "its signature does not hold");
  return TRUE;
}

static gboolean
check_time (const json_t *claims, CsInstant now, CsInstant *at, GError **error)
{
  const json_t *issued = json_object_get (claims, "iat");
  gint64 seconds;

  if (!json_is_integer (issued) || json_integer_value (issued) < 0 ||
      json_integer_value (issued) > LARGEST_SECOND)
    return refuse (error, "“iat” is missing or not a time");
  seconds = json_integer_value (issued);
  if (seconds < now / CS_SECOND - CS_DPOP_WINDOW_SECS || seconds > now / CS_SECOND + AHEAD_SECS)
    return refuse (error, "it was made at another time");
  *at = seconds * CS_SECOND;
  return TRUE;
}

static gboolean
check_claims (const json_t *claims, const CsDpopCall *call, CsDpopProof *said, GError **error)
{
  const char *id = cs_json_get_string (claims, "jti");
  const char *url = cs_json_get_string (claims, "htu");
  const char *nonce = cs_json_get_string (claims, "nonce");
  g_autofree char *meant = url != NULL ? normalise (url) : NULL;
  g_autofree char *called = normalise (call->url);
  g_autofree char *token = call->token != NULL ? digest_text (call->token) : NULL;

  if (id == NULL || *id == '\0' || strlen (id) > LIMIT_TEXT)
    return refuse (error, "“jti” is missing or too long");
  if (!has_text (claims, "htm", call->method))
    return refuse (error, "it is for another method");
  if (meant == NULL || g_strcmp0 (meant, called) != 0)
    return refuse (error, "it is for another address");
  if (token != NULL && !has_text (claims, "ath", token))
    return refuse (error, "it is for another token");
  if (json_object_get (claims, "nonce") != NULL && (nonce == NULL || strlen (nonce) > LIMIT_TEXT))
    return refuse (error, "“nonce” is not a text, or too long");
  if (!check_time (claims, call->now, &said->at, error))
    return FALSE;
  said->id = g_strdup (id);
  said->nonce = g_strdup (nonce);
  return TRUE;
}

static gboolean
read_parts (const char *proof, Parts *parts, GError **error)
{
  g_auto (GStrv) texts = NULL;

  if (proof == NULL || strnlen (proof, LIMIT_BYTES + 1) > LIMIT_BYTES)
    return refuse (error, "it is missing or longer than %d bytes", LIMIT_BYTES);
  texts = g_strsplit (proof, ".", 4);
  if (g_strv_length (texts) != 3)
    return refuse (error, "it does not have three parts");
  parts->header = decode_json (texts[0], error);
  if (parts->header == NULL)
    return FALSE;
  parts->claims = decode_json (texts[1], error);
  return parts->claims != NULL;
}

/**
 * cs_dpop_verify:
 * @proof: (nullable): the value of a DPoP header
 * @call: what it has to be for; with a token, the proof has to name it
 * @error: `CS_ERROR_UNAUTHORISED` with what does not hold
 *
 * Checks everything of RFC 9449 §4.3 that can be told from the proof alone: form, type, algorithm,
 * key, signature, method, address, token, and a time within the last five minutes.
 *
 * Returns: (transfer full) (nullable): what it says, for the checks that need memory
 */
CsDpopProof *
cs_dpop_verify (const char *proof, const CsDpopCall *call, GError **error)
{
  g_auto (Parts) parts = {NULL, NULL};
  g_autoptr (CsDpopProof) said = g_new0 (CsDpopProof, 1);
  guint8 key[crypto_sign_PUBLICKEYBYTES];
  const char *x;

  if (!read_parts (proof, &parts, error))
    return NULL;
  x = check_header (parts.header, key, error);
  /* What is for something else is found out cheaply: a signature is most of the work. */
  if (x == NULL || !check_claims (parts.claims, call, said, error) ||
      !check_signature (proof, key, error))
    return NULL;
  said->thumbprint = cs_dpop_thumbprint (x);
  return g_steal_pointer (&said);
}
