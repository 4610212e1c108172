/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-dialog.h"
#include "cs-session.h"

G_BEGIN_DECLS

/* Asks for a client and its first contact. The signal "accept" of CsDialog says that the answer can
 * be taken with cs_client_editor_make_entry(). */
#define CS_TYPE_CLIENT_EDITOR (cs_client_editor_get_type ())
G_DECLARE_FINAL_TYPE (CsClientEditor, cs_client_editor, CS, CLIENT_EDITOR, CsDialog)

CsClientEditor *cs_client_editor_new (CsSession *session, const char *client);
json_t *cs_client_editor_make_entry (CsClientEditor *self);

G_END_DECLS
