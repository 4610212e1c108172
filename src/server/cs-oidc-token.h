/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-error.h"
#include "cs-instant.h"

G_BEGIN_DECLS

/*
 * What an OpenID provider says of who signed in (OpenID Connect Core §3.1.3.7): an ID token,
 * checked with the provider's published keys. RS256, PS256, ES256 and EdDSA, each with its own kind
 * of key and no other. Bytes only: nothing is fetched here. Any thread may call this.
 */

/* The published keys of a provider (RFC 7517). */
typedef struct _CsOidcKeys CsOidcKeys;

CsOidcKeys *cs_oidc_keys_new_from_json (const char *text, gsize length, GError **error);
void cs_oidc_keys_free (CsOidcKeys *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsOidcKeys, cs_oidc_keys_free)
guint cs_oidc_keys_count (const CsOidcKeys *self);
gboolean cs_oidc_keys_has (const CsOidcKeys *self, const char *kid);

typedef struct {
  const char *issuer;
  const char *client_id;
  const char *nonce; /* (nullable): the token must name it, if it names one at all */
  CsInstant now;
} CsOidcExpected;

typedef struct {
  char *subject;
  char *mail; /* (nullable): only if the provider says that it verified it */
  CsInstant issued;
  CsInstant expires;
  CsInstant authenticated; /* CS_INSTANT_NONE: it does not say */
  gboolean has_nonce;
} CsOidcIdentity;
void cs_oidc_identity_free (CsOidcIdentity *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsOidcIdentity, cs_oidc_identity_free)

/* An ID token is taken that was issued at most so long ago. */
#define CS_OIDC_AGE_SECS 600

char *cs_oidc_token_dup_kid (const char *token, GError **error);
CsOidcIdentity *cs_oidc_token_verify (const char *token,
                                      const CsOidcKeys *keys,
                                      const CsOidcExpected *expected,
                                      GError **error);

G_END_DECLS
