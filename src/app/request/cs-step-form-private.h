/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-step-form.h"

#include "cs-field-editor.h"

G_BEGIN_DECLS

struct _CsStepForm {
  AdwBin parent_instance;

  CsReader *reader;        /* (owned) */
  CsFieldContext *context; /* (owned) keeps the pack of the fields below */
  char *step;              /* id */
  char *draft;             /* id of the draft */
  GPtrArray *editors;      /* (borrowed) CsFieldEditor */
  GPtrArray *worked_out;   /* (borrowed) CsFieldEditor, locked: of formulas, and earlier words */
  GHashTable *known;       /* (owned) field id -> (owned) json: what the editor was given */
  guint draft_source;
  gboolean has_draft;
  gboolean is_draft_lost; /* the last try to keep it failed */
  gboolean is_busy;
  GCancellable *cancellable;

  GtkBox *box;       /* template */
  GtkWidget *reason; /* (borrowed) editor of the reason of a change */
  CsField why;       /* its field */
  GtkLabel *moves;   /* template */
  GtkLabel *problem; /* template */
};

gboolean cs_step_form_is_changed (CsStepForm *self, CsFieldEditor *editor);
void cs_step_form_note_known (CsStepForm *self, CsFieldEditor *editor);
json_t *cs_step_form_dup_news (CsStepForm *self);
void cs_step_form_show_fields (CsStepForm *self);
void cs_step_form_show_problem (CsStepForm *self, const char *text);

void cs_step_form_load_draft (CsStepForm *self);
void cs_step_form_keep_draft_soon (CsStepForm *self);
void cs_step_form_leave_draft (CsStepForm *self);
void cs_step_form_drop_draft (CsStepForm *self);

G_END_DECLS
