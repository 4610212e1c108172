/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-decider.h"
#include "cs-page.h"

G_BEGIN_DECLS

/*
 * One request in the order of an approver's questions, with the decisions below it. Signal
 * "decided" (request id). Actions it looks for above it: inbox.open-request, inbox.remind,
 * inbox.undo-this, inbox.dismiss-refusal.
 */
#define CS_TYPE_INBOX_DETAIL (cs_inbox_detail_get_type ())
G_DECLARE_FINAL_TYPE (CsInboxDetail, cs_inbox_detail, CS, INBOX_DETAIL, CsPage)

void cs_inbox_detail_set_session (CsInboxDetail *self, CsSession *session);
CsDecider *cs_inbox_detail_get_decider (CsInboxDetail *self);
const char *cs_inbox_detail_get_request (CsInboxDetail *self);
void cs_inbox_detail_show_request (CsInboxDetail *self, const char *request);
void cs_inbox_detail_reload (CsInboxDetail *self);
gboolean cs_inbox_detail_is_settled (CsInboxDetail *self);
void cs_inbox_detail_mark_unread (CsInboxDetail *self);
void cs_inbox_detail_edit_comment (CsInboxDetail *self);
void cs_inbox_detail_dismiss_refusal (CsInboxDetail *self);

void cs_inbox_detail_print (CsInboxDetail *self);

G_END_DECLS
