/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-dialog.h"
#include "cs-field-context.h"

G_BEGIN_DECLS

/* A new client with region and first contact. Signal "made" (id): the directory knows it now. */
#define CS_TYPE_CLIENT_DIALOG (cs_client_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CsClientDialog, cs_client_dialog, CS, CLIENT_DIALOG, CsDialog)

CsClientDialog *cs_client_dialog_new (CsFieldContext *context, const char *name);

G_END_DECLS
