/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-field-control.h"

G_BEGIN_DECLS

/*
 * One field of a form: its title, help, unclear mark, control or controls, “none or not applicable”
 * and, once it was left, what is wrong with it in words.
 * Signals: "changed" (the value or what is typed is another), "left" (a person has finished with
 * it; it has been checked).
 */
#define CS_TYPE_FIELD_EDITOR (cs_field_editor_get_type ())
G_DECLARE_FINAL_TYPE (CsFieldEditor, cs_field_editor, CS, FIELD_EDITOR, AdwBin)

GtkWidget *cs_field_editor_new (CsFieldContext *context, const CsField *field);
const CsField *cs_field_editor_get_field (CsFieldEditor *self);

/* The value as an entry holds it; NULL without error: nothing. */
json_t *cs_field_editor_dup_value (CsFieldEditor *self, GError **error);
void cs_field_editor_set_value (CsFieldEditor *self, const json_t *value);

/* What is typed, for a draft: never fails, loses nothing; NULL: nothing. */
json_t *cs_field_editor_dup_draft (CsFieldEditor *self);
void cs_field_editor_set_draft (CsFieldEditor *self, const json_t *draft);

/* Checks and shows what is wrong; a field that is only empty is not wrong. */
gboolean cs_field_editor_validate (CsFieldEditor *self);
void cs_field_editor_set_error (CsFieldEditor *self, const char *message);
/* Shows the value only, with who has it; text NULL unlocks. */
void cs_field_editor_set_locked (CsFieldEditor *self, const char *text, const char *who);
/* Whether not applicable may be answered now. */
void cs_field_editor_set_may_na (CsFieldEditor *self, gboolean may_na);
void cs_field_editor_focus (CsFieldEditor *self);

G_END_DECLS
