/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-dialog.h"
#include "cs-workspace.h"

G_BEGIN_DECLS

/* Who somebody is. */
typedef struct {
  const char *name;
  const char *mail;         /* "" when there is none */
  const char *region;       /* (nullable): id; everywhere otherwise */
  CsPack *pack;             /* (borrowed) */
  const char *const *roles; /* ids */
} CsPersonAnswer;

/* Asks who works here, for which organisation and in which roles: first of a workspace of one's
 * own, then of everybody who is added. The signal "accept" of CsDialog says that the answer can be
 * taken with cs_person_dialog_get_answer(). */
#define CS_TYPE_PERSON_DIALOG (cs_person_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CsPersonDialog, cs_person_dialog, CS, PERSON_DIALOG, CsDialog)

CsPersonDialog *cs_person_dialog_new_to_start (const char *pack);
CsPersonDialog *cs_person_dialog_new (CsWorkspace *workspace, const char *person);
const char *cs_person_dialog_get_person (CsPersonDialog *self);
void cs_person_dialog_get_answer (CsPersonDialog *self, CsPersonAnswer *answer);

G_END_DECLS
