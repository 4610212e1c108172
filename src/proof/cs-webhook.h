/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-instant.h"
#include "cs-keys.h"

G_BEGIN_DECLS

/*
 * How calls of webhooks are signed (Standard Webhooks 1.0): over “id.timestamp.body”, with a secret
 * that the receiver has too (v1, HMAC-SHA-256) and with a key whose public half is enough to check
 * (v1a, Ed25519). Both are derived from the server's own keys and the hook's id, so that there is
 * nothing to keep, and no hook's secret says anything about another's. Any thread may call these.
 */
char *cs_webhook_dup_secret (CsKeys *keys, const char *hook);     /* whsec_… */
char *cs_webhook_dup_public_key (CsKeys *keys, const char *hook); /* whpk_… */
char *
cs_webhook_sign (CsKeys *keys, const char *hook, const char *id, CsInstant at, const char *body);

G_END_DECLS
