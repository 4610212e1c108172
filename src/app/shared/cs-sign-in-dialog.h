/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-dialog.h"
#include "cs-session.h"

G_BEGIN_DECLS

/* Signs in to the server of the open workspace again, by whichever way it offers. */
#define CS_TYPE_SIGN_IN_DIALOG (cs_sign_in_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CsSignInDialog, cs_sign_in_dialog, CS, SIGN_IN_DIALOG, CsDialog)

CsSignInDialog *cs_sign_in_dialog_new (CsSession *session);

G_END_DECLS
