/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-field-context.h"

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * What one value of a field is typed or chosen with, without title and messages (those are
 * CsFieldEditor's). Derive from it in a template.
 * Signals: "changed" (the value, or what is typed, is another), "left" (a person has finished with
 * it: time to check it).
 */
#define CS_TYPE_FIELD_CONTROL (cs_field_control_get_type ())
G_DECLARE_DERIVABLE_TYPE (CsFieldControl, cs_field_control, CS, FIELD_CONTROL, AdwBin)

struct _CsFieldControlClass {
  AdwBinClass parent_class;

  /* field and context are there now */
  void (*bind) (CsFieldControl *self);
  /* client or region are others */
  void (*follow) (CsFieldControl *self);
  /* (transfer full) (nullable): NULL without error: nothing is there */
  json_t *(*dup_value) (CsFieldControl *self, GError **error);
  void (*set_value) (CsFieldControl *self, const json_t *value);
  /* (transfer full) (nullable): what is typed and no value yet */
  json_t *(*dup_typed) (CsFieldControl *self);
  void (*set_typed) (CsFieldControl *self, const json_t *typed);
  /* the widget that takes the focus and carries name and messages */
  GtkWidget *(*get_entry) (CsFieldControl *self);
};

GtkWidget *cs_field_control_new (CsFieldContext *context, const CsField *field);
void cs_field_control_bind (CsFieldControl *self, CsFieldContext *context, const CsField *field);

CsFieldContext *cs_field_control_get_context (CsFieldControl *self);
const CsField *cs_field_control_get_field (CsFieldControl *self);
GtkWidget *cs_field_control_get_entry (CsFieldControl *self);

json_t *cs_field_control_dup_value (CsFieldControl *self, GError **error);
void cs_field_control_set_value (CsFieldControl *self, const json_t *value);
json_t *cs_field_control_dup_typed (CsFieldControl *self);
void cs_field_control_set_typed (CsFieldControl *self, const json_t *typed);

/* For the classes derived from it. */
void cs_field_control_changed (CsFieldControl *self);
void cs_field_control_left (CsFieldControl *self);
void cs_field_control_watch_focus (CsFieldControl *self, GtkWidget *widget);

G_END_DECLS
