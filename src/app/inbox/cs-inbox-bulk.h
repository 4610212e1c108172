/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-page.h"
#include "cs-session.h"

G_BEGIN_DECLS

/*
 * Several approvals at once, looked through before (ux 3.4): what will be approved, what is left
 * out and why, totals for each currency. Signal "closed": approved or not, it is no longer needed.
 */
#define CS_TYPE_INBOX_BULK (cs_inbox_bulk_get_type ())
G_DECLARE_FINAL_TYPE (CsInboxBulk, cs_inbox_bulk, CS, INBOX_BULK, CsPage)

void cs_inbox_bulk_set_session (CsInboxBulk *self, CsSession *session);
void cs_inbox_bulk_review (CsInboxBulk *self, GListModel *rows);

G_END_DECLS
