/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-accounts.h"
#include "cs-call.h"
#include "cs-dpop.h"
#include "cs-oidc-issuer.h"
#include "cs-record.h"

G_BEGIN_DECLS

/*
 * Who is let in: a proof of possession, made for this very call and never seen before, and the
 * token that is bound to its key. Any thread may ask it.
 */
typedef struct _CsDoor CsDoor;

CsDoor *cs_door_new (const char *url, CsTimeSource *time_source);
gboolean
cs_door_set_issuer (CsDoor *self, const char *issuer, const char *client_id, GError **error);
void cs_door_share (CsDoor *self, const char *secret, CsRecord *record);
void cs_door_finish (CsDoor *self);
void cs_door_free (CsDoor *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsDoor, cs_door_free)

char *cs_door_dup_nonce (CsDoor *self);
CsOidcIssuer *cs_door_get_issuer (CsDoor *self); /* (nullable) */
CsAccounts *cs_door_get_accounts (CsDoor *self, CsLedger *ledger);
char *cs_door_dup_address (const CsHttpRequest *request);

/* A call without a token: signing in. */
CsDpopProof *
cs_door_check_proof (CsDoor *self, const CsHttpRequest *request, CsHttpAnswer **refusal);

/* A CsCallerResolve. */
gboolean cs_door_resolve (CsLedger *ledger,
                          const CsHttpRequest *request,
                          gpointer door,
                          CsCaller *caller,
                          CsHttpAnswer **refusal,
                          GError **error);

/* Something that may take a while, away from the desks. */
void cs_door_run (CsDoor *self, GFunc function, gpointer data);

G_END_DECLS
