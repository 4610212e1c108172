/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-wizard-plan.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The wizard's pages with their state. Signal "chosen" (id of a sheet). */
#define CS_TYPE_WIZARD_STEPS (cs_wizard_steps_get_type ())
G_DECLARE_FINAL_TYPE (CsWizardSteps, cs_wizard_steps, CS, WIZARD_STEPS, AdwBin)

void cs_wizard_steps_show (CsWizardSteps *self, const CsWizardPlan *plan, const char *sheet);

G_END_DECLS
