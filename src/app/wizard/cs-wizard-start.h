/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-field-context.h"
#include "cs-wizard-draft.h"

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * What a new request begins with: process, client, region and title.
 * Signal "edited": the draft holds something else now.
 */
#define CS_TYPE_WIZARD_START (cs_wizard_start_get_type ())
G_DECLARE_FINAL_TYPE (CsWizardStart, cs_wizard_start, CS, WIZARD_START, AdwBin)

void cs_wizard_start_set_draft (CsWizardStart *self, CsFieldContext *context, CsWizardDraft *draft);
void cs_wizard_start_focus (CsWizardStart *self, int field_index);

G_END_DECLS
