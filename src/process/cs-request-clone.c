/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-request-private.h"

/* Why a request was closed, and beginning again with what it says. */

/* Evidence, dates and confidential things belong to the request that they were given for. */
static gboolean
may_be_cloned (const CsField *field)
{
  switch (field->type) {
    case CS_FIELD_TEXT:
    case CS_FIELD_LONG:
    case CS_FIELD_CHOICE:
    case CS_FIELD_YESNO:
    case CS_FIELD_NUMBER:
    case CS_FIELD_MONEY:
    case CS_FIELD_DURATION:
    case CS_FIELD_PERSON:
    case CS_FIELD_REFERENCE:
    case CS_FIELD_TABLE:
      return field->formula == CS_FORMULA_NONE && !cs_scope_is_sealed (field->scope);
    case CS_FIELD_DATE:
    case CS_FIELD_FILE:
    case CS_FIELD_MEETING:
    case CS_FIELD_CHECK:
    case CS_FIELD_SECRET:
    default:
      return FALSE;
  }
}

/**
 * cs_request_get_why_ended:
 * @self: a request
 *
 * Returns: (transfer none) (nullable): the rejection or return that led to the step which closed it
 *   (CX-09), or what withdrew it
 */
const CsEntry *
cs_request_get_why_ended (const CsRequest *self)
{
  if (self->end_step != NULL && self->end != CS_END_COMPLETED)
    return self->steps[self->end_step->index].returned_by;
  for (guint i = self->entries->len; self->end == CS_END_WITHDRAWN && i > 0; i--) {
    const CsEntry *entry = self->entries->pdata[i - 1];

    if (cs_entry_get_kind (entry) == CS_KIND_WITHDRAW &&
        g_strcmp0 (cs_entry_get_text (entry, "entry"), cs_request_get_id (self)) == 0)
      return entry;
  }
  return NULL;
}

/**
 * cs_request_find_clone_step:
 * @self: a request
 *
 * Returns: (transfer none) (nullable): the step that a request which begins with this one fills
 *   first
 */
const CsStep *
cs_request_find_clone_step (const CsRequest *self)
{
  const GPtrArray *steps = self->process->steps;

  for (guint i = 0; i < steps->len; i++) {
    const CsStep *step = steps->pdata[i];

    if (step->opens == CS_OPENS_IN_ORDER && step->after->len == 0 && step->form->len > 0)
      return step;
  }
  return NULL;
}

/**
 * cs_request_dup_clone_values:
 * @self: a request, as a rule a closed one
 *
 * Returns: (transfer full): field id -> value: what a new request may begin with, of the step that
 *   [func@request_find_clone_step] names
 */
json_t *
cs_request_dup_clone_values (const CsRequest *self)
{
  const CsStep *step = cs_request_find_clone_step (self);
  json_t *values = json_object ();

  for (guint i = 0; step != NULL && i < step->form->len; i++) {
    const CsField *field = step->form->pdata[i];
    const CsValue *value = cs_request_get_value (self, field);

    if (may_be_cloned (field) && value->value != NULL && !value->is_na)
      json_object_set (values, field->id, value->value);
  }
  return values;
}
