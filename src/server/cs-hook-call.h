/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-smtp.h"

G_BEGIN_DECLS

/*
 * One call of a webhook (Standard Webhooks 1.0): a POST to an address that the whole world reaches,
 * looked up once and then kept to, never followed elsewhere, and bounded in size and time. Any
 * thread may call these; they block.
 */
typedef struct {
  const char *url;
  const char *id;        /* of the message, the same at every attempt */
  gint64 timestamp_secs; /* of this one */
  const char *signature;
  const char *body;
  const char *authorities; /* (nullable) file of certificates that are trusted */
  guint timeout_secs;
  const gint *is_cancelled; /* (nullable): ends what is under way; atomic */
} CsHookCall;

typedef struct {
  long status;     /* of the answer; 0 without one */
  guint wait_secs; /* as it asked for; 0 where it did not */
  char *reason;    /* (nullable) in words */
} CsHookAnswer;

gboolean cs_hook_check_url (const char *url, GError **error);
CsSendResult cs_hook_call (const CsHookCall *call, CsHookAnswer *answer);

G_END_DECLS
