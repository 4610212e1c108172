/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A request in a list of three lines. Properties: session, item (CsRow). */
#define CS_TYPE_INBOX_ROW (cs_inbox_row_get_type ())
G_DECLARE_FINAL_TYPE (CsInboxRow, cs_inbox_row, CS, INBOX_ROW, GtkListBoxRow)

GtkWidget *cs_inbox_row_new (CsSession *session, CsRow *item);
CsRow *cs_inbox_row_get_item (CsInboxRow *self);
const char *cs_inbox_row_get_request (CsInboxRow *self);
gboolean cs_inbox_row_is_held (CsInboxRow *self);

G_END_DECLS
