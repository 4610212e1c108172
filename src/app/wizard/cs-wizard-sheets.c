/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-wizard-plan-private.h"

#include <glib/gi18n-lib.h>

/* The pages: which fields stand on them, what is missing, which messages go out. */

/**
 * cs_planner_add_sheet: (skip)
 *
 * Returns: (transfer none): a new page after the others
 */
CsSheet *
cs_planner_add_sheet (CsPlanner *self, CsSheetKind kind, const char *id, const char *title)
{
  CsSheet *sheet = g_new0 (CsSheet, 1);

  sheet->kind = kind;
  sheet->id = g_strdup (id);
  sheet->title = g_strdup (title);
  sheet->fields = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->plan->sheets, sheet);
  return sheet;
}

static CsSheet *
sheet_for (CsPlanner *self, const CsStep *step, const CsField *field)
{
  const CsText *text = field->page != NULL ? field->page : step->title;
  g_autofree char *id = cs_plan_dup_text (text, "en", step->id);
  g_autofree char *title = cs_plan_dup_text (text, self->input->language, id);
  CsSheet *sheet = cs_wizard_plan_get_sheet (self->plan, id, NULL);

  return sheet != NULL ? sheet : cs_planner_add_sheet (self, CS_SHEET_FORM, id, title);
}

static gboolean
is_on_a_sheet (CsPlanner *self, const CsField *field)
{
  for (guint i = 0; i < self->plan->sheets->len; i++)
    if (cs_sheet_get_field (self->plan->sheets->pdata[i], field->id) != NULL)
      return TRUE;
  return FALSE;
}

static void
add_field (CsPlanner *self, const CsStep *step, const CsField *field)
{
  CsSheet *sheet = sheet_for (self, step, field);
  CsSheetField *item = g_new0 (CsSheetField, 1);
  g_autoptr (json_t) value = NULL;

  item->field = field;
  item->step = step;
  item->applies = cs_request_field_applies (self->plan->request, field) == CS_TRUTH_TRUE;
  item->is_mine = cs_planner_is_mine (self, step);
  value = cs_wizard_draft_dup_value (self->input->draft, field->id, &item->is_unclear);
  item->is_missing = item->applies && !field->optional && field->formula == CS_FORMULA_NONE &&
                     !cs_request_is_answered (self->plan->request, field);
  g_ptr_array_add (sheet->fields, item);
}

static void
list_forms (CsPlanner *self)
{
  CsWizardPlan *plan = self->plan;

  for (guint i = 0; i < plan->steps->len; i++) {
    const CsStep *step = plan->steps->pdata[i];

    for (guint j = 0; j < step->form->len; j++)
      if (!is_on_a_sheet (self, step->form->pdata[j]))
        add_field (self, step, step->form->pdata[j]);
  }
  if (self->input->request != NULL)
    return;
  if (plan->sheets->len == 0)
    cs_planner_add_sheet (self, CS_SHEET_FORM, "start", _ ("Client and Region"));
  ((CsSheet *)plan->sheets->pdata[0])->is_start = TRUE;
}

/* Counts of one sheet. */
typedef struct {
  guint n_mine, n_missing, n_others_missing;
  gboolean is_touched;
  const CsStep *other; /* (nullable) first step of somebody else's field */
} Count;

static void
count_field (CsPlanner *self, const CsSheetField *item, Count *count)
{
  const json_t *held = cs_wizard_draft_get_field (self->input->draft, item->field->id);
  gboolean is_open = item->applies && (item->is_missing || item->is_unclear);

  if (!item->is_mine) {
    count->n_others_missing += is_open;
    count->other = count->other != NULL ? count->other : item->step;
    return;
  }
  count->n_mine += item->applies;
  count->n_missing += is_open;
  if (json_object_size (held) > 0 || (item->applies && !item->is_missing))
    count->is_touched = TRUE;
}

static void
count_start (CsPlanner *self, Count *count)
{
  const CsWizardDraft *draft = self->input->draft;

  count->n_mine += CS_N_FIELD_INDEXES;
  count->n_missing += (draft->client == NULL) + (draft->region == NULL) +
                      (draft->title == NULL || *draft->title == '\0');
  count->is_touched = !cs_wizard_draft_is_empty (draft);
}

static void
judge_sheet (CsPlanner *self, CsSheet *sheet)
{
  Count count = {0};
  gboolean has_mine;

  for (guint i = 0; i < sheet->fields->len; i++)
    count_field (self, sheet->fields->pdata[i], &count);
  has_mine = count.n_mine > 0;
  if (sheet->is_start)
    count_start (self, &count);
  sheet->n_missing = count.n_missing;
  if (count.n_mine == 0 && count.n_others_missing > 0)
    sheet->state = CS_SHEET_LOCKED;
  else if (count.n_missing == 0)
    sheet->state = CS_SHEET_COMPLETE;
  else
    sheet->state = count.is_touched ? CS_SHEET_MISSING : CS_SHEET_UNTOUCHED;
  if (count.other != NULL && !has_mine) {
    sheet->who = cs_planner_dup_who (self, count.other);
    sheet->people = cs_planner_dup_people (self, count.other);
  }
}

/* --- messages --- */

static void
add_mail (CsPlanner *self, const CsStep *step, const CsMail *mail)
{
  const CsPlanInput *input = self->input;
  CsPlanMail *item;

  if (mail == NULL)
    return;
  item = g_new0 (CsPlanMail, 1);
  item->mail = mail;
  item->step = step;
  item->is_mine = g_hash_table_contains (self->plan->mine, step);
  item->who = item->is_mine ? NULL : cs_planner_dup_who (self, step);
  item->draft = cs_recipients_compose (self->plan->request,
                                       mail,
                                       input->person,
                                       input->language,
                                       &input->context);
  g_ptr_array_add (self->plan->mails, item);
}

static void
list_mails (CsPlanner *self)
{
  CsWizardPlan *plan = self->plan;
  CsSheet *sheet;

  for (guint i = 0; i < plan->steps->len; i++) {
    const CsStep *step = plan->steps->pdata[i];

    if (step->mails->len > 0)
      add_mail (self, step, cs_recipients_pick_mail (plan->request, step));
    for (guint j = 0; step->approval != NULL && j < step->approval->levels->len; j++) {
      const CsLevel *level = step->approval->levels->pdata[j];

      if (cs_request_get_level_state (plan->request, step, level) != CS_LEVEL_NOT_APPLICABLE)
        add_mail (self, step, level->mail);
    }
  }
  if (plan->mails->len == 0)
    return;
  sheet = cs_planner_add_sheet (self, CS_SHEET_RECIPIENTS, "recipients", _ ("Recipients"));
  sheet->state = CS_SHEET_COMPLETE;
  for (guint i = 0; i < plan->mails->len; i++) {
    const CsPlanMail *mail = plan->mails->pdata[i];

    sheet->n_missing += mail->is_mine ? mail->draft->problems->len : 0;
  }
  if (sheet->n_missing > 0)
    sheet->state = CS_SHEET_MISSING;
}

/**
 * cs_planner_list_sheets: (skip)
 *
 * Lists the pages of forms, with what is missing on them, and that of the messages.
 */
void
cs_planner_list_sheets (CsPlanner *self)
{
  list_forms (self);
  for (guint i = 0; i < self->plan->sheets->len; i++)
    judge_sheet (self, self->plan->sheets->pdata[i]);
  list_mails (self);
}
