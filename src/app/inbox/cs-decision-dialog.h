/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-dialog.h"
#include "cs-session.h"

G_BEGIN_DECLS

/* What is decided on; everything is borrowed while the dialog is open. */
typedef struct {
  CsSession *session;
  CsRequestView *view;
  const CsStep *step;
  const CsLevel *level;
  CsActionKind kind; /* reject, send back, ask, hand over; approve: with a condition */
  gboolean is_plain; /* approve: with a comment instead */
} CsDecisionSubject;

/*
 * Asks what a decision needs beside its verb. Signal "said" (json_t * with the members to add to
 * the decision): closed afterwards. What is typed is kept when it is closed without saying.
 */
#define CS_TYPE_DECISION_DIALOG (cs_decision_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CsDecisionDialog, cs_decision_dialog, CS, DECISION_DIALOG, CsDialog)

CsDecisionDialog *cs_decision_dialog_new (const CsDecisionSubject *subject);

/* The rule for a comment: at least three characters that are not blank. */
gboolean cs_decision_says_something (const char *text);
char *cs_decision_draft_id (const char *request,
                            const char *level,
                            const char *answer,
                            const char *person);

G_END_DECLS
