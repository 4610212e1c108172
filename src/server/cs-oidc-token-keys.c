/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-oidc-token-private.h"

#include "cs-base64url.h"
#include "cs-json.h"

#include <string.h>

/* The keys a provider publishes. What is not understood is passed over: a provider may have keys
 * for others. */

#define LIMIT_KEYS     64
#define LIMIT_BYTES    1024 /* of a number: 8192 bits */
#define RSA_LEAST_BITS 2048

struct _CsOidcKeys {
  GPtrArray *keys; /* (owned) CsOidcKey */
};

static const CsOidcAlgorithm algorithms[] = {
    {"RS256", "RSA", NULL, GNUTLS_SIGN_RSA_SHA256, 0},
    {"PS256", "RSA", NULL, GNUTLS_SIGN_RSA_PSS_SHA256, 0},
    {"ES256", "EC", "P-256", GNUTLS_SIGN_ECDSA_SHA256, 32},
    {"EdDSA", "OKP", "Ed25519", GNUTLS_SIGN_EDDSA_ED25519, 0},
    {"Ed25519", "OKP", "Ed25519", GNUTLS_SIGN_EDDSA_ED25519, 0},
};

/**
 * cs_oidc_algorithm_find:
 * @name: (nullable): an "alg"
 *
 * Returns: (nullable): the algorithm, if it is one that is taken here
 */
const CsOidcAlgorithm *
cs_oidc_algorithm_find (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (algorithms); i++) {
    if (g_strcmp0 (algorithms[i].name, name) == 0)
      return &algorithms[i];
  }
  return NULL;
}

static void
key_free (gpointer data)
{
  CsOidcKey *key = data;

  g_free (key->kid);
  g_free (key->kty);
  g_free (key->curve);
  g_free (key->alg);
  if (key->key != NULL)
    gnutls_pubkey_deinit (key->key);
  g_free (key);
}

/* A number of a key; owned by @bytes. */
static gboolean
read_number (const json_t *jwk, const char *member, GBytes **bytes, gnutls_datum_t *number)
{
  const char *text = cs_json_get_string (jwk, member);
  gsize length = 0;

  *bytes = text != NULL ? cs_base64url_decode (text, LIMIT_BYTES) : NULL;
  if (*bytes == NULL)
    return FALSE;
  number->data = (unsigned char *)g_bytes_get_data (*bytes, &length);
  number->size = (unsigned int)length;
  return length > 0;
}

static gboolean
import_rsa (gnutls_pubkey_t key, const json_t *jwk)
{
  g_autoptr (GBytes) n_bytes = NULL, e_bytes = NULL;
  gnutls_datum_t n, e;
  unsigned int bits = 0;

  return read_number (jwk, "n", &n_bytes, &n) && read_number (jwk, "e", &e_bytes, &e) &&
         gnutls_pubkey_import_rsa_raw (key, &n, &e) == 0 &&
         gnutls_pubkey_get_pk_algorithm (key, &bits) == GNUTLS_PK_RSA && bits >= RSA_LEAST_BITS;
}

static gboolean
import_p256 (gnutls_pubkey_t key, const json_t *jwk)
{
  g_autoptr (GBytes) x_bytes = NULL, y_bytes = NULL;
  gnutls_datum_t x, y;

  return read_number (jwk, "x", &x_bytes, &x) && read_number (jwk, "y", &y_bytes, &y) &&
         x.size == 32 && y.size == 32 &&
         gnutls_pubkey_import_ecc_raw (key, GNUTLS_ECC_CURVE_SECP256R1, &x, &y) == 0;
}

static gboolean
import_ed25519 (gnutls_pubkey_t key, const json_t *jwk)
{
  g_autoptr (GBytes) x_bytes = NULL;
  gnutls_datum_t x;

  return read_number (jwk, "x", &x_bytes, &x) && x.size == 32 &&
         gnutls_pubkey_import_ecc_raw (key, GNUTLS_ECC_CURVE_ED25519, &x, NULL) == 0;
}

static gboolean
import (CsOidcKey *key, const json_t *jwk)
{
  if (gnutls_pubkey_init (&key->key) != 0)
    return FALSE;
  if (g_strcmp0 (key->kty, "RSA") == 0)
    return import_rsa (key->key, jwk);
  if (g_strcmp0 (key->kty, "EC") == 0 && g_strcmp0 (key->curve, "P-256") == 0)
    return import_p256 (key->key, jwk);
  if (g_strcmp0 (key->kty, "OKP") == 0 && g_strcmp0 (key->curve, "Ed25519") == 0)
    return import_ed25519 (key->key, jwk);
  return FALSE;
}

static CsOidcKey *
key_new (const json_t *jwk)
{
  const char *use = cs_json_get_string (jwk, "use");
  CsOidcKey *key;

  if (use != NULL && strcmp (use, "sig") != 0)
    return NULL;
  key = g_new0 (CsOidcKey, 1);
  key->kid = g_strdup (cs_json_get_string (jwk, "kid"));
  key->kty = g_strdup (cs_json_get_string (jwk, "kty"));
  key->curve = g_strdup (cs_json_get_string (jwk, "crv"));
  key->alg = g_strdup (cs_json_get_string (jwk, "alg"));
  if (import (key, jwk))
    return key;
  key_free (key);
  return NULL;
}

/**
 * cs_oidc_keys_new_from_json:
 * @text: what a provider publishes at its `jwks_uri`
 * @error: INVALID
 *
 * Returns: (transfer full): those of its keys that can be used here, or %NULL
 */
CsOidcKeys *
cs_oidc_keys_new_from_json (const char *text, gsize length, GError **error)
{
  g_autoptr (json_t) root = cs_json_load (text, length, error);
  const json_t *list = json_object_get (root, "keys");
  CsOidcKeys *self;
  json_t *jwk;
  gsize i;

  if (root == NULL)
    return NULL;
  if (!json_is_array (list) || json_array_size (list) > LIMIT_KEYS) {
    g_set_error_literal (error,
                         CS_ERROR,
                         CS_ERROR_INVALID,
                         "The provider's keys are not a list of keys.");
    return NULL;
  }
  self = g_new (CsOidcKeys, 1);
  self->keys = g_ptr_array_new_with_free_func (key_free);
  json_array_foreach (list, i, jwk)
  {
    CsOidcKey *key = json_is_object (jwk) ? key_new (jwk) : NULL;

    if (key != NULL)
      g_ptr_array_add (self->keys, key);
  }
  return self;
}

/**
 * cs_oidc_keys_free:
 * @self: (transfer full) (nullable): keys
 */
void
cs_oidc_keys_free (CsOidcKeys *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->keys);
  g_free (self);
}

/**
 * cs_oidc_keys_list:
 *
 * Returns: (transfer none) (element-type CsOidcKey): the keys
 */
GPtrArray *
cs_oidc_keys_list (const CsOidcKeys *self)
{
  return self->keys;
}

/**
 * cs_oidc_keys_count:
 *
 * Returns: how many of them can be used here
 */
guint
cs_oidc_keys_count (const CsOidcKeys *self)
{
  return self->keys->len;
}

/**
 * cs_oidc_keys_has:
 * @kid: (nullable): as a token names its key
 *
 * Returns: whether one of them has this name, or any is there when it names none
 */
gboolean
cs_oidc_keys_has (const CsOidcKeys *self, const char *kid)
{
  for (guint i = 0; i < self->keys->len; i++) {
    if (kid == NULL || g_strcmp0 (((const CsOidcKey *)self->keys->pdata[i])->kid, kid) == 0)
      return TRUE;
  }
  return FALSE;
}
