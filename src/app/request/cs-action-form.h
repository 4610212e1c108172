/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-field-context.h"
#include "cs-reader.h"

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * Questions that an action asks beside its verb, in the editors of fields. Signal "changed": an
 * answer is another.
 */
#define CS_TYPE_ACTION_FORM (cs_action_form_get_type ())
G_DECLARE_FINAL_TYPE (CsActionForm, cs_action_form, CS, ACTION_FORM, AdwBin)

GtkWidget *cs_action_form_new (CsFieldContext *context);

void cs_action_form_add_field (CsActionForm *self,
                               const char *key,
                               CsFieldType type,
                               const char *title,
                               gboolean is_required);
void cs_action_form_add_choice (CsActionForm *self,
                                const char *key,
                                const char *title,
                                const char *const *ids,
                                const char *const *titles);
void cs_action_form_show_when (CsActionForm *self,
                               const char *key,
                               const char *choice,
                               const char *const *values);
void cs_action_form_set_pattern (CsActionForm *self, const char *key, const char *pattern);
void cs_action_form_set_value (CsActionForm *self, const char *key, json_t *value);
void cs_action_form_set_answers (CsActionForm *self, const json_t *answers);

gboolean cs_action_form_is_complete (CsActionForm *self);
json_t *cs_action_form_dup_answers (CsActionForm *self);
gboolean cs_action_form_validate (CsActionForm *self);
void cs_action_form_focus (CsActionForm *self);

G_END_DECLS
