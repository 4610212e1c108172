/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-error.h"

G_BEGIN_DECLS

/* What became of something that was sent. */
typedef enum {
  CS_SEND_TAKEN,   /* the other side has it */
  CS_SEND_LATER,   /* it may be tried again */
  CS_SEND_REFUSED, /* for good */
} CsSendResult;

/*
 * A mail server that takes what the server writes (RFC 5321, through libcurl). One connection,
 * which is kept for what comes next. Belongs to one thread at a time.
 */
typedef struct {
  const char *url;          /* smtp://HOST:PORT (STARTTLS), smtps://HOST:PORT */
  const char *from;         /* address that answers for it */
  const char *user;         /* (nullable) */
  const char *password;     /* (nullable) */
  const char *authorities;  /* (nullable) file of certificates that are trusted */
  gboolean is_plain;        /* no TLS; on this computer only */
  guint timeout_secs;       /* for one message */
  const gint *is_cancelled; /* (nullable) (borrowed): ends what is under way; atomic */
} CsSmtpSettings;

typedef struct _CsSmtp CsSmtp;

CsSmtp *cs_smtp_new (const CsSmtpSettings *settings, GError **error);
void cs_smtp_free (CsSmtp *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsSmtp, cs_smtp_free)
CsSendResult cs_smtp_send (CsSmtp *self, const char *to, GBytes *message, char **reason);

G_END_DECLS
