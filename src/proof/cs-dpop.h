/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-instant.h"
#include "cs-keys.h"

G_BEGIN_DECLS

/*
 * Proof that whoever sends a token holds the key it is bound to (RFC 9449): a small JSON web
 * signature for one method, one address and one moment. Ed25519 only (RFC 8037). Any thread may
 * call these.
 */

#define CS_DPOP_WINDOW_SECS 300

/* What a proof is for, on both ends; strings are borrowed during the call. */
typedef struct {
  const char *method;
  const char *url;   /* query and fragment do not count */
  const char *token; /* (nullable) the access token sent beside it */
  CsInstant now;
} CsDpopCall;

/* What a proof that holds says. That its id was not seen before, and that its nonce is the
 * server's, is for the server to check. */
typedef struct {
  char *thumbprint; /* of its key (RFC 7638), base64url */
  char *id;         /* jti */
  char *nonce;      /* (nullable) */
  CsInstant at;
} CsDpopProof;
void cs_dpop_proof_free (CsDpopProof *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsDpopProof, cs_dpop_proof_free)

char *cs_dpop_make (CsKeys *keys, const CsDpopCall *call, const char *id, const char *nonce);
CsDpopProof *cs_dpop_verify (const char *proof, const CsDpopCall *call, GError **error);
char *cs_dpop_thumbprint (const char *public_key);

G_END_DECLS
