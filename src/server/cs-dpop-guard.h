/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-instant.h"

G_BEGIN_DECLS

/*
 * Proofs are good once (RFC 9449 §8, §11.1): each names a nonce that this server gave out lately,
 * and an id that was not seen since. Any thread may call this.
 */
typedef struct _CsDpopGuard CsDpopGuard;

#define CS_DPOP_NONCE_SECS 300

typedef enum {
  CS_DPOP_FRESH,
  CS_DPOP_NONCE_WANTED, /* none, or one that is too old: here is another, ask again */
  CS_DPOP_REPLAYED,
} CsDpopFreshness;

/* Asks those who guard beside us whether an id is new to all. */
typedef gboolean (*CsDpopGuardAsk) (GBytes *digest, gpointer user_data);

CsDpopGuard *cs_dpop_guard_new (gsize most);
void
cs_dpop_guard_share (CsDpopGuard *self, const char *secret, CsDpopGuardAsk ask, gpointer user_data);
void cs_dpop_guard_free (CsDpopGuard *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsDpopGuard, cs_dpop_guard_free)

char *cs_dpop_guard_dup_nonce (CsDpopGuard *self, CsInstant now);
gboolean cs_dpop_guard_knows_nonce (CsDpopGuard *self, const char *nonce, CsInstant now);
CsDpopFreshness cs_dpop_guard_take (CsDpopGuard *self,
                                    const char *nonce,
                                    const char *thumbprint,
                                    const char *id,
                                    guint64 call,
                                    CsInstant now);

G_END_DECLS
