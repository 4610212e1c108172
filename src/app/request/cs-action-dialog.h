/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-action-questions.h"
#include "cs-dialog.h"

G_BEGIN_DECLS

/* Asks what an action needs beside its verb, and does it. */
#define CS_TYPE_ACTION_DIALOG (cs_action_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CsActionDialog, cs_action_dialog, CS, ACTION_DIALOG, CsDialog)

void cs_action_dialog_present (GtkWidget *parent,
                               CsReader *reader,
                               const CsAction *action,
                               CsActionWay way,
                               const json_t *answers);
void cs_action_do (GtkWidget *parent, CsReader *reader, const CsAction *action, CsActionWay way);

G_END_DECLS
