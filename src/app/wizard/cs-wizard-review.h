/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-field-context.h"
#include "cs-wizard-plan.h"

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * The last page: what is missing, what will be said and what the document will be.
 * Signal "go-to" (id of a sheet, id of a field or NULL).
 */
#define CS_TYPE_WIZARD_REVIEW (cs_wizard_review_get_type ())
G_DECLARE_FINAL_TYPE (CsWizardReview, cs_wizard_review, CS, WIZARD_REVIEW, AdwBin)

void
cs_wizard_review_show (CsWizardReview *self, CsFieldContext *context, const CsWizardPlan *plan);
void cs_wizard_review_show_result (CsWizardReview *self,
                                   const GPtrArray *done,
                                   const char *failed,
                                   const char *why);

G_END_DECLS
