/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-dialog.h"
#include "cs-pack.h"

G_BEGIN_DECLS

/* What a workspace of one's own begins with. */
typedef struct {
  const char *name;
  const char *mail;
  const char *region;       /* (nullable): id; everywhere otherwise */
  CsPack *pack;             /* (borrowed) */
  const char *const *roles; /* ids */
} CsStart;

/* Asks who works here and by which organisation's processes. The signal "accept" of CsDialog says
 * that the answer can be taken with cs_start_dialog_get_start(). */
#define CS_TYPE_START_DIALOG (cs_start_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CsStartDialog, cs_start_dialog, CS, START_DIALOG, CsDialog)

CsStartDialog *cs_start_dialog_new (void);
void cs_start_dialog_get_start (CsStartDialog *self, CsStart *start);

G_END_DECLS
