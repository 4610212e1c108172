/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-field-context.h"
#include "cs-wizard-plan.h"

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * One sheet of the wizard: the editors of its fields, and the start of a new request above them.
 * Signals: "edited" (the draft holds something else now), "act-as" (person id).
 */
#define CS_TYPE_WIZARD_FORM (cs_wizard_form_get_type ())
G_DECLARE_FINAL_TYPE (CsWizardForm, cs_wizard_form, CS, WIZARD_FORM, AdwBin)

void cs_wizard_form_set_draft (CsWizardForm *self, CsFieldContext *context, CsWizardDraft *draft);
void cs_wizard_form_show_sheet (CsWizardForm *self, const CsWizardPlan *plan, const CsSheet *sheet);
void cs_wizard_form_follow (CsWizardForm *self, const CsWizardPlan *plan, const CsSheet *sheet);
void cs_wizard_form_read_field (CsWizardForm *self, const CsWizardPlan *plan, const CsField *field);
void cs_wizard_form_focus (CsWizardForm *self, const CsField *field);

G_END_DECLS
