/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-session.h"
#include "cs-wizard-plan.h"

G_BEGIN_DECLS

/* What became of it. */
typedef struct {
  char *request;       /* (nullable) id, once it is open */
  char *number;        /* (nullable) ANT-1042 */
  GPtrArray *done;     /* (owned) char*: what was accepted, in words */
  char *failed;        /* (nullable) what was not, in words … */
  CsReason *reason;    /* … and why not */
  CsRequestView *view; /* (owned) (nullable) the request as it was at last */
  const CsMail *mail;  /* (nullable) of that: the message that is to be handed over now … */
  const CsStep *step;  /* … and its step */
  gboolean has_rest;   /* something typed could not be said yet */
} CsWizardResult;
void cs_wizard_result_free (CsWizardResult *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsWizardResult, cs_wizard_result_free)

void cs_wizard_send_async (CsSession *session,
                           const CsProcess *process,
                           const CsWizardDraft *draft,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
CsWizardResult *cs_wizard_send_finish (GAsyncResult *result, GError **error);

G_END_DECLS
