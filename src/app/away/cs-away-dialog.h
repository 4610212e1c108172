/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-dialog.h"
#include "cs-session.h"

G_BEGIN_DECLS

#define CS_TYPE_AWAY_DIALOG (cs_away_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CsAwayDialog, cs_away_dialog, CS, AWAY_DIALOG, CsDialog)

void cs_away_dialog_present (GtkWidget *parent, CsSession *session);

G_END_DECLS
