/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-oidc-token.h"

G_BEGIN_DECLS

/*
 * The company's OpenID provider as the server knows it: its published keys, fetched when they are
 * needed and kept for an hour. Any thread may call this; a call may block for some seconds while
 * keys are fetched.
 */
typedef struct _CsOidcIssuer CsOidcIssuer;

CsOidcIssuer *cs_oidc_issuer_new (const char *issuer, const char *client_id, GError **error);
void cs_oidc_issuer_free (CsOidcIssuer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsOidcIssuer, cs_oidc_issuer_free)

const char *cs_oidc_issuer_get_address (CsOidcIssuer *self);
const char *cs_oidc_issuer_get_client_id (CsOidcIssuer *self);

CsOidcIdentity *cs_oidc_issuer_verify (CsOidcIssuer *self,
                                       const char *token,
                                       const char *nonce,
                                       CsInstant now,
                                       GError **error);

/* Where documents come from; for tests. */
typedef GBytes *(*CsOidcFetch) (const char *url, gpointer user_data, GError **error);
void cs_oidc_issuer_set_fetch (CsOidcIssuer *self, CsOidcFetch fetch, gpointer user_data);

G_END_DECLS
