/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-reader.h"

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * The fields that a person fills in one step. What is typed stays while the request changes around
 * it, and is kept as a draft until it is said. Signal "changed".
 */
#define CS_TYPE_STEP_FORM (cs_step_form_get_type ())
G_DECLARE_FINAL_TYPE (CsStepForm, cs_step_form, CS, STEP_FORM, AdwBin)

GtkWidget *cs_step_form_new (CsReader *reader, const CsStep *step);
void cs_step_form_follow (CsStepForm *self, CsReader *reader);

gboolean cs_step_form_is_dirty (CsStepForm *self);
gboolean cs_step_form_is_busy (CsStepForm *self);
gboolean cs_step_form_would_complete (CsStepForm *self);
gboolean cs_step_form_focus_field (CsStepForm *self, const char *field);
void cs_step_form_focus_missing (CsStepForm *self);
void cs_step_form_put (CsStepForm *self, const json_t *values, const json_t *reason);
void cs_step_form_say (CsStepForm *self, gboolean and_complete);

G_END_DECLS
