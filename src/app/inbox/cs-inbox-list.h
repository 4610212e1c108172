/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * Requests under headings of urgency; the first screenful is there at once, the rest follows while
 * nothing else is to do. Actions: list.next, list.previous, list.first, list.last, list.open.
 * Signals: "chosen" (CsRow, nullable): another request is selected; "opened": it was activated.
 */
#define CS_TYPE_INBOX_LIST (cs_inbox_list_get_type ())
G_DECLARE_FINAL_TYPE (CsInboxList, cs_inbox_list, CS, INBOX_LIST, AdwBin)

void cs_inbox_list_set_session (CsInboxList *self, CsSession *session);
void cs_inbox_list_set_model (CsInboxList *self, GListModel *model, gboolean has_groups);
CsRow *cs_inbox_list_get_selected (CsInboxList *self);
gboolean cs_inbox_list_select (CsInboxList *self, const char *request);
gboolean cs_inbox_list_select_first (CsInboxList *self);
gboolean cs_inbox_list_advance (CsInboxList *self, const char *request);
gboolean cs_inbox_list_grab (CsInboxList *self);

G_END_DECLS
