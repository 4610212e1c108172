/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-base64url.h"
#include "cs-json.h"
#include "cs-oidc-token.h"

#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <string.h>

/* A provider in a few lines: one key of a kind, and tokens signed with it. */

#define OIDC_ISSUER "https://id.house.example"
#define OIDC_CLIENT "desktops"
#define OIDC_NOW    ((CsInstant)1767600000 * CS_SECOND)

typedef struct {
  const char *alg;
  gnutls_privkey_t key;
  json_t *jwk; /* (owned) */
} Signer;

static inline char *
oidc_encode (const gnutls_datum_t *number, gsize length)
{
  /* GnuTLS puts a zero before a number with its highest bit set. */
  gsize extra = length > 0 && number->size > length ? number->size - length : 0;

  return cs_base64url_encode (number->data + extra, number->size - extra);
}

static inline void
oidc_take_rsa (Signer *self)
{
  gnutls_datum_t n, e;
  g_autofree char *n_text = NULL, *e_text = NULL;

  g_assert_cmpint (
      gnutls_privkey_export_rsa_raw (self->key, &n, &e, NULL, NULL, NULL, NULL, NULL, NULL),
      ==,
      0);
  n_text = oidc_encode (&n, 256);
  e_text = oidc_encode (&e, 3);
  self->jwk = json_pack ("{s:s, s:s, s:s}", "kty", "RSA", "n", n_text, "e", e_text);
  gnutls_free (n.data);
  gnutls_free (e.data);
}

static inline void
oidc_take_curve (Signer *self, const char *kty, const char *crv)
{
  gnutls_ecc_curve_t curve;
  gnutls_datum_t x, y = {NULL, 0};
  g_autofree char *x_text = NULL, *y_text = NULL;

  g_assert_cmpint (
      gnutls_privkey_export_ecc_raw2 (self->key, &curve, &x, &y, NULL, GNUTLS_EXPORT_FLAG_NO_LZ),
      ==,
      0);
  x_text = oidc_encode (&x, 32);
  y_text = y.size > 0 ? oidc_encode (&y, 32) : NULL;
  self->jwk = json_pack ("{s:s, s:s, s:s}", "kty", kty, "crv", crv, "x", x_text);
  if (y_text != NULL)
    json_object_set_new (self->jwk, "y", json_string (y_text));
  gnutls_free (x.data);
  gnutls_free (y.data);
}

static inline void
signer_open (Signer *self, const char *alg)
{
  self->alg = alg;
  gnutls_privkey_init (&self->key);
  if (g_str_has_suffix (alg, "S256") && alg[0] != 'E') {
    g_assert_cmpint (gnutls_privkey_generate (self->key, GNUTLS_PK_RSA, 2048, 0), ==, 0);
    oidc_take_rsa (self);
  } else if (strcmp (alg, "ES256") == 0) {
    g_assert_cmpint (gnutls_privkey_generate (self->key,
                                              GNUTLS_PK_ECDSA,
                                              GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1),
                                              0),
                     ==,
                     0);
    oidc_take_curve (self, "EC", "P-256");
  } else {
    g_assert_cmpint (gnutls_privkey_generate (self->key, GNUTLS_PK_EDDSA_ED25519, 0, 0), ==, 0);
    oidc_take_curve (self, "OKP", "Ed25519");
  }
  json_object_set_new (self->jwk, "kid", json_string (alg));
  json_object_set_new (self->jwk, "use", json_string ("sig"));
}

static inline void
signer_close (Signer *self)
{
  g_clear_pointer (&self->key, gnutls_privkey_deinit);
  g_clear_pointer (&self->jwk, json_decref);
}

static inline char *
oidc_encode_json (const json_t *value)
{
  g_autofree char *text = cs_json_dump (value);

  return cs_base64url_encode (text, strlen (text));
}

static inline char *
oidc_encode_pair (const gnutls_datum_t *signature)
{
  gnutls_datum_t r, s;
  guint8 pair[64] = {0};
  gsize r_extra, s_extra;

  g_assert_cmpint (gnutls_decode_rs_value (signature, &r, &s), ==, 0);
  r_extra = r.size > 32 ? r.size - 32 : 0;
  s_extra = s.size > 32 ? s.size - 32 : 0;
  memcpy (pair + 32 - (r.size - r_extra), r.data + r_extra, r.size - r_extra);
  memcpy (pair + 64 - (s.size - s_extra), s.data + s_extra, s.size - s_extra);
  gnutls_free (r.data);
  gnutls_free (s.data);
  return cs_base64url_encode (pair, sizeof pair);
}

static inline char *
signer_sign (Signer *self, const json_t *header, const json_t *claims)
{
  g_autofree char *first = oidc_encode_json (header);
  g_autofree char *second = oidc_encode_json (claims);
  g_autofree char *input = g_strconcat (first, ".", second, NULL);
  g_autofree char *text = NULL;
  gnutls_datum_t data = {(unsigned char *)input, (unsigned int)strlen (input)};
  gnutls_datum_t signature;
  gnutls_sign_algorithm_t algorithm = GNUTLS_SIGN_EDDSA_ED25519;

  if (strcmp (self->alg, "RS256") == 0)
    algorithm = GNUTLS_SIGN_RSA_SHA256;
  else if (strcmp (self->alg, "PS256") == 0)
    algorithm = GNUTLS_SIGN_RSA_PSS_SHA256;
  else if (strcmp (self->alg, "ES256") == 0)
    algorithm = GNUTLS_SIGN_ECDSA_SHA256;
  g_assert_cmpint (gnutls_privkey_sign_data2 (self->key, algorithm, 0, &data, &signature), ==, 0);
  text = strcmp (self->alg, "ES256") == 0 ? oidc_encode_pair (&signature)
                                          : cs_base64url_encode (signature.data, signature.size);
  gnutls_free (signature.data);
  return g_strconcat (input, ".", text, NULL);
}

static inline json_t *
oidc_claims (void)
{
  gint64 now = OIDC_NOW / CS_SECOND;

  return json_pack ("{s:s, s:s, s:s, s:s, s:I, s:I, s:I, s:s, s:b}",
                    "iss",
                    OIDC_ISSUER,
                    "aud",
                    OIDC_CLIENT,
                    "sub",
                    "subject-1",
                    "nonce",
                    "the-nonce",
                    "iat",
                    (json_int_t)now,
                    "exp",
                    (json_int_t)(now + 3600),
                    "auth_time",
                    (json_int_t)(now - 5),
                    "email",
                    "omar@house.example",
                    "email_verified",
                    TRUE);
}

static inline char *
signer_make (Signer *self, const json_t *claims)
{
  g_autoptr (json_t) header = json_pack ("{s:s, s:s}", "alg", self->alg, "kid", self->alg);

  return signer_sign (self, header, claims);
}

static inline CsOidcKeys *
signer_publish (Signer *self)
{
  g_autoptr (json_t) set = json_pack ("{s:[O]}", "keys", self->jwk);
  g_autofree char *text = cs_json_dump (set);
  g_autoptr (GError) error = NULL;
  CsOidcKeys *keys = cs_oidc_keys_new_from_json (text, strlen (text), &error);

  g_assert_no_error (error);
  return keys;
}
