/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-wizard-plan.h"

/* Beginning with what another scope of work says. */

/* Amounts, people, dates and evidence belong to their own request. */
static gboolean
may_be_copied (const CsField *field)
{
  return field->type == CS_FIELD_TEXT || field->type == CS_FIELD_LONG ||
         field->type == CS_FIELD_CHOICE || field->type == CS_FIELD_YESNO ||
         field->type == CS_FIELD_NUMBER || field->type == CS_FIELD_DURATION ||
         field->type == CS_FIELD_TABLE;
}

static gboolean
copy_field (const CsWizardPlan *self,
            const CsSheetField *item,
            const CsRequest *from,
            CsWizardDraft *draft)
{
  const CsField *field = cs_process_get_field (cs_request_get_process (from), item->field->id);
  const json_t *value;

  if (field == NULL || field->type != item->field->type || !may_be_copied (field) ||
      !item->is_mine || item->field->formula != CS_FORMULA_NONE ||
      json_object_size (cs_wizard_draft_get_field (draft, field->id)) > 0 ||
      cs_request_is_answered (self->request, item->field))
    return FALSE;
  value = cs_request_get_value (from, field)->value;
  if (value == NULL)
    return FALSE;
  cs_wizard_draft_set_value (draft, item->field, value);
  return TRUE;
}

static void
copy_text (char **text, const char *from)
{
  if (*text == NULL || **text == '\0') {
    g_free (*text);
    *text = g_strdup (from);
  }
}

/**
 * cs_wizard_plan_copy:
 * @from: another request
 * @draft: the draft that this plan was made from
 *
 * Takes over what can stand in another scope of work too. What is there already stays.
 *
 * Returns: how many fields were taken over
 */
guint
cs_wizard_plan_copy (const CsWizardPlan *self, const CsRequest *from, CsWizardDraft *draft)
{
  guint n = 0;

  if (draft->request == NULL) {
    copy_text (&draft->client, cs_request_get_client (from));
    copy_text (&draft->region, cs_request_get_region (from));
    copy_text (&draft->title, cs_request_get_title (from));
    g_free (draft->from);
    draft->from = g_strdup (cs_request_get_id (from));
  }
  for (guint i = 0; i < self->sheets->len; i++) {
    const CsSheet *sheet = self->sheets->pdata[i];

    for (guint j = 0; j < sheet->fields->len; j++)
      n += copy_field (self, sheet->fields->pdata[j], from, draft);
  }
  return n;
}
