/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-wizard-plan.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The messages that go out with this part: every address with the rule that put it there. */
#define CS_TYPE_WIZARD_MAILS (cs_wizard_mails_get_type ())
G_DECLARE_FINAL_TYPE (CsWizardMails, cs_wizard_mails, CS, WIZARD_MAILS, AdwBin)

void cs_wizard_mails_show (CsWizardMails *self, const CsWizardPlan *plan);

G_END_DECLS
