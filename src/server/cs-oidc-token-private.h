/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-oidc-token.h"

#include <gnutls/abstract.h>

G_BEGIN_DECLS

/* An algorithm of a signature, and the one kind of key it goes with. */
typedef struct {
  const char *name;  /* as "alg" says it */
  const char *kty;   /* as a key says it */
  const char *curve; /* (nullable) */
  gnutls_sign_algorithm_t sign;
  gsize half_bytes; /* of a signature that is two numbers side by side; 0: it is one */
} CsOidcAlgorithm;

/* One published key. */
typedef struct {
  char *kid; /* (nullable) */
  char *kty;
  char *curve;         /* (nullable) */
  char *alg;           /* (nullable): the only one it is for */
  gnutls_pubkey_t key; /* (owned) */
} CsOidcKey;

const CsOidcAlgorithm *cs_oidc_algorithm_find (const char *name);
GPtrArray *cs_oidc_keys_list (const CsOidcKeys *self); /* CsOidcKey */

G_END_DECLS
