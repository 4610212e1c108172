/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-wizard-plan-private.h"

#include <glib/gi18n-lib.h>

/* --- what is missing --- */

static void
add_gap (CsPlanner *self, char *text, const char *sheet, const CsField *field)
{
  CsGap *gap = g_new0 (CsGap, 1);

  gap->text = text;
  gap->sheet = g_strdup (sheet);
  gap->field = field;
  g_ptr_array_add (self->plan->gaps, gap);
}

static void
add_start_gaps (CsPlanner *self, const CsSheet *sheet)
{
  const CsWizardDraft *draft = self->input->draft;
  const gboolean is_there[] = {
      [CS_FIELD_INDEX_CLIENT] = draft->client != NULL,
      [CS_FIELD_INDEX_REGION] = draft->region != NULL,
      [CS_FIELD_INDEX_TITLE] = draft->title != NULL && *draft->title != '\0',
  };

  for (guint i = 0; i < CS_N_FIELD_INDEXES; i++) {
    const CsField *field = self->input->process->fields->pdata[i];
    g_autofree char *title = cs_plan_dup_field_title (field, self->input->language);

    if (!is_there[i])
      add_gap (self, g_strdup_printf (_ ("“%s” is missing"), title), sheet->id, field);
  }
}

static void
add_sheet_gaps (CsPlanner *self, const CsSheet *sheet)
{
  if (sheet->is_start)
    add_start_gaps (self, sheet);
  for (guint i = 0; i < sheet->fields->len; i++) {
    const CsSheetField *item = sheet->fields->pdata[i];
    g_autofree char *title = cs_plan_dup_field_title (item->field, self->input->language);

    if (!item->applies || !g_hash_table_contains (self->plan->mine, item->step))
      continue;
    if (item->is_unclear)
      add_gap (self, g_strdup_printf (_ ("“%s” is not clear yet"), title), sheet->id, item->field);
    else if (item->is_missing)
      add_gap (self, g_strdup_printf (_ ("“%s” is missing"), title), sheet->id, item->field);
  }
}

static const char *
sheet_of (CsPlanner *self, const CsField *field)
{
  for (guint i = 0; field != NULL && i < self->plan->sheets->len; i++) {
    const CsSheet *sheet = self->plan->sheets->pdata[i];

    if (cs_sheet_get_field (sheet, field->id) != NULL)
      return sheet->id;
  }
  return NULL;
}

static gboolean
has_gap (CsPlanner *self, const CsField *field)
{
  for (guint i = 0; field != NULL && i < self->plan->gaps->len; i++)
    if (((const CsGap *)self->plan->gaps->pdata[i])->field == field)
      return TRUE;
  return FALSE;
}

/* Gates that a step of this person's is left by. */
static void
add_gate_gaps (CsPlanner *self, const CsStep *step)
{
  for (guint i = 0; i < step->leave->len; i++) {
    g_autoptr (GPtrArray) missing = cs_rules_missing_for_gate (self->plan->request,
                                                               step->leave->pdata[i],
                                                               &self->input->context);

    for (guint j = 0; j < missing->len; j++) {
      const CsMissing *item = missing->pdata[j];

      if (!has_gap (self, item->field))
        add_gap (self, g_strdup (item->text), sheet_of (self, item->field), item->field);
    }
  }
}

/**
 * cs_planner_list_gaps: (skip)
 *
 * Lists what keeps it from being sent, and adds the last page.
 */
void
cs_planner_list_gaps (CsPlanner *self)
{
  CsWizardPlan *plan = self->plan;
  CsSheet *review;

  for (guint i = 0; i < plan->sheets->len; i++)
    add_sheet_gaps (self, plan->sheets->pdata[i]);
  for (guint i = 0; i < plan->steps->len; i++)
    if (g_hash_table_contains (plan->mine, plan->steps->pdata[i]))
      add_gate_gaps (self, plan->steps->pdata[i]);
  for (guint i = 0; i < plan->mails->len; i++) {
    const CsPlanMail *mail = plan->mails->pdata[i];

    for (guint j = 0; mail->is_mine && j < mail->draft->problems->len; j++)
      add_gap (self,
               g_strdup (((const CsReason *)mail->draft->problems->pdata[j])->text),
               "recipients",
               NULL);
  }
  if (g_hash_table_size (plan->mine) == 0 && plan->next != NULL) {
    g_autofree char *title =
        cs_plan_dup_text (plan->next->title, self->input->language, plan->next->id);

    add_gap (self, g_strdup_printf (_ ("“%s” is with %s"), title, plan->next_who), NULL, NULL);
  }
  review = cs_planner_add_sheet (self, CS_SHEET_REVIEW, "review", _ ("Review"));
  review->n_missing = plan->gaps->len;
  review->state = plan->gaps->len > 0 ? CS_SHEET_MISSING : CS_SHEET_COMPLETE;
}
