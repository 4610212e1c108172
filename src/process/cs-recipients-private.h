/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-recipients.h"

G_BEGIN_DECLS

/* What the files cs-recipients*.c share while a message is worked out. */
typedef struct {
  const CsRequest *request;
  const CsMail *mail;
  const CsRuleContext *context;
  const char *person;   /* (nullable) {me} */
  const char *language; /* (nullable) */
  CsDraftMail *draft;
} CsComposing;

void cs_composing_add_problem (CsComposing *self, const char *rule, char *text);
void cs_composing_add_warning (CsComposing *self, const char *rule, char *text);
gboolean cs_composing_applies (const CsComposing *self, const CsCond *when);

/* words */
void cs_composing_write (CsComposing *self);

/* threads */
void cs_composing_keep_thread (CsComposing *self);
void cs_composing_check_thread (CsComposing *self);

CsRecipient *cs_recipient_copy (const CsRecipient *recipient);
void cs_recipient_free (CsRecipient *recipient);
CsRecipient *cs_recipients_find (const GPtrArray *list, const char *mail);
gboolean cs_composing_is_client (const CsComposing *self, const char *person, const char *mail);

G_END_DECLS
