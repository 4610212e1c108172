/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-dialog.h"
#include "cs-session.h"

G_BEGIN_DECLS

/* Asks on which day a request comes back. Signal "chosen" (gint64: CsInstant). */
#define CS_TYPE_REMIND_DIALOG (cs_remind_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CsRemindDialog, cs_remind_dialog, CS, REMIND_DIALOG, CsDialog)

CsRemindDialog *cs_remind_dialog_new (CsSession *session);

G_END_DECLS
