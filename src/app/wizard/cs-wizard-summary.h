/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-field-context.h"
#include "cs-wizard-plan.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The short facts of what is being written, beside the form. */
#define CS_TYPE_WIZARD_SUMMARY (cs_wizard_summary_get_type ())
G_DECLARE_FINAL_TYPE (CsWizardSummary, cs_wizard_summary, CS, WIZARD_SUMMARY, AdwBin)

void
cs_wizard_summary_show (CsWizardSummary *self, CsFieldContext *context, const CsWizardPlan *plan);

G_END_DECLS
