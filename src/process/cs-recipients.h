/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-rules.h"

G_BEGIN_DECLS

/* One address of a message and the rule that put it there (RC-20). */
typedef struct {
  char *mail;
  char *name;
  char *person; /* (nullable) id */
  char *rule;   /* RC-01 */
  char *line;   /* "to" or "cc" */
  char *role;   /* (nullable) role or field title in words */
  char *who;    /* (nullable) id of that role or field */
  char *region; /* (nullable) */
  gboolean external;
  gboolean is_client; /* one of the client's own people */
} CsRecipient;

/* A message worked out, not yet handed over; shown before it leaves. */
typedef struct {
  const CsMail *mail;
  GPtrArray *to; /* CsRecipient */
  GPtrArray *cc; /* CsRecipient */
  char *subject;
  char *body;
  char *thread;      /* (nullable) */
  char *in_reply_to; /* (nullable) message id of the thread's last message */
  GStrv references;
  GPtrArray *attach_documents; /* (borrowed) CsDocument */
  GStrv shown;                 /* ids of the entries whose values it shows */
  GPtrArray *problems;         /* CsReason: any of them blocks (RC-22, RC-23) */
  GPtrArray *warnings;         /* CsReason: RC-27, Q-06 */
} CsDraftMail;
void cs_draft_mail_free (CsDraftMail *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsDraftMail, cs_draft_mail_free)

CsDraftMail *cs_recipients_compose (const CsRequest *request,
                                    const CsMail *mail,
                                    const char *person, /* {me} */
                                    const char *language,
                                    const CsRuleContext *context);
/* The mail that applies at a step now, or NULL. */
const CsMail *cs_recipients_pick_mail (const CsRequest *request, const CsStep *step);
/* The data member of a mail entry for a draft as it was handed over. */
json_t *
cs_recipients_entry_data (const CsDraftMail *draft, const CsStep *step, const char *message_id);
/* RC-20: the rule that makes somebody a recipient, in words. */
char *cs_recipients_dup_rule (const CsMail *mail, const char *language);
/* RC-25: header-safe text. */
char *cs_recipients_clean_header (const char *text);

G_END_DECLS
