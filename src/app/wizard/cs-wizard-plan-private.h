/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-wizard-plan.h"

G_BEGIN_DECLS

/* A plan while it is made. */
typedef struct {
  const CsPlanInput *input;
  CsWizardPlan *plan;
  GHashTable *holders; /* CsStep -> (owned) GPtrArray of CsHolder */
} CsPlanner;

gboolean cs_planner_is_mine (CsPlanner *self, const CsStep *step);
char *cs_planner_dup_who (CsPlanner *self, const CsStep *step);
GStrv cs_planner_dup_people (CsPlanner *self, const CsStep *step);
CsSheet *
cs_planner_add_sheet (CsPlanner *self, CsSheetKind kind, const char *id, const char *title);
void cs_planner_list_sheets (CsPlanner *self);
void cs_planner_list_gaps (CsPlanner *self);

G_END_DECLS
