/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-request-private.h"

#include <string.h>

/*
 * What the fields hold: the newest fill wins, formulas follow their inputs, and a cross-check
 * stands while the value is the one it was given for (pack language 1.5).
 */

/**
 * cs_value_clear:
 * @self: a value
 *
 * Frees what it holds.
 */
void
cs_value_clear (CsValue *self)
{
  g_clear_pointer (&self->value, json_decref);
  g_clear_pointer (&self->history, g_ptr_array_unref);
  memset (self, 0, sizeof *self);
}

/**
 * cs_value_is_na:
 * @field: a field
 * @value: (nullable): what it is given
 *
 * Returns: whether the value says that there is none
 */
gboolean
cs_value_is_na (const CsField *field, const json_t *value)
{
  if (!json_is_object (value))
    return FALSE;
  if (field->type == CS_FIELD_CHECK)
    return g_strcmp0 (cs_json_get_string (value, "state"), "na") == 0;
  return json_is_string (json_object_get (value, "na")) && json_object_size (value) == 1;
}

/**
 * cs_entry_get_value:
 * @entry: an entry that holds values
 * @field: a field
 *
 * Returns: (transfer none) (nullable): what the entry says about it
 */
const json_t *
cs_entry_get_value (const CsEntry *entry, const CsField *field)
{
  const json_t *data = cs_entry_get_data (entry);

  if (cs_entry_get_kind (entry) == CS_KIND_OPEN)
    return field->index <= CS_FIELD_INDEX_TITLE ? json_object_get (data, field->id) : NULL;
  return json_object_get (json_object_get (data, "values"), field->id);
}

static void
judge_checks (CsRequest *self, const CsField *field)
{
  CsValue *value = &self->values[field->index];

  value->check = NULL;
  value->refused = NULL;
  for (guint i = 0; i < self->checks->len; i++) {
    CsEntry *check = self->checks->pdata[i];
    const char *seen_id = cs_entry_get_text (check, "entry");
    const CsEntry *seen = seen_id != NULL ? g_hash_table_lookup (self->by_id, seen_id) : NULL;
    const json_t *was = seen != NULL ? cs_entry_get_value (seen, field) : NULL;

    if (g_strcmp0 (cs_entry_get_text (check, "field"), field->id) != 0 || was == NULL ||
        value->value == NULL || !json_equal ((json_t *)was, value->value))
      continue;
    if (json_is_true (json_object_get (cs_entry_get_data (check), "ok"))) {
      value->check = check;
      value->refused = NULL;
    } else if (seen == value->entry) {
      value->check = NULL;
      value->refused = check;
    }
  }
}

static void
set_value (CsRequest *self, const CsField *field, json_t *said, CsEntry *entry)
{
  CsValue *value = &self->values[field->index];

  g_clear_pointer (&value->value, json_decref);
  value->value = json_incref (said);
  value->is_na = cs_value_is_na (field, said);
  value->entry = entry;
  if (value->history == NULL)
    value->history = g_ptr_array_new ();
  g_ptr_array_add (value->history, entry);
  if (self->checks->len > 0)
    judge_checks (self, field);
}

static const json_t *
look_up_present (const CsField *field, gpointer user_data)
{
  const CsRequest *self = user_data;
  const CsValue *value = &self->values[field->index];

  return value->is_na || value->refused != NULL ? NULL : value->value;
}

static gboolean
is_entry_of_input (const CsRequest *self, const CsField *formula, const CsEntry *entry)
{
  for (guint i = 0; i < formula->formula_fields->len; i++) {
    const CsField *input = formula->formula_fields->pdata[i];

    if (self->values[input->index].entry == entry)
      return TRUE;
  }
  return FALSE;
}

static void
recompute_formula (CsRequest *self, const CsField *field)
{
  CsValue *value = &self->values[field->index];

  g_clear_pointer (&value->value, json_decref);
  value->value = cs_formula_compute (field, look_up_present, self);
  value->entry = NULL;
  for (guint i = self->entries->len; value->value != NULL && i > 0 && value->entry == NULL; i--) {
    if (is_entry_of_input (self, field, self->entries->pdata[i - 1]))
      value->entry = self->entries->pdata[i - 1];
  }
}

static void
recompute_formulas (CsRequest *self)
{
  const GPtrArray *fields = self->process->fields;

  for (guint i = 0; i < fields->len; i++) {
    const CsField *field = fields->pdata[i];

    if (field->formula != CS_FORMULA_NONE)
      recompute_formula (self, field);
  }
}

/**
 * cs_request_apply_open:
 *
 * Entry `open`.
 */
void
cs_request_apply_open (CsRequest *self, CsEntry *entry)
{
  self->open = entry;
  self->opened = self->now;
  for (guint i = 0; i <= CS_FIELD_INDEX_TITLE && i < self->process->fields->len; i++) {
    const CsField *field = self->process->fields->pdata[i];
    const json_t *said = cs_entry_get_value (entry, field);

    if (json_is_string (said))
      set_value (self, field, (json_t *)said, entry);
  }
}

/**
 * cs_request_apply_fill:
 *
 * Entry `fill`: fields that the process does not have are nobody's and are passed over.
 */
void
cs_request_apply_fill (CsRequest *self, CsEntry *entry)
{
  json_t *values = json_object_get (cs_entry_get_data (entry), "values");
  const char *id;
  json_t *said;

  json_object_foreach (values, id, said)
  {
    const CsField *field = cs_process_get_field (self->process, id);

    if (field != NULL && field->formula == CS_FORMULA_NONE)
      set_value (self, field, said, entry);
  }
  recompute_formulas (self);
}

/**
 * cs_request_apply_check:
 *
 * Entry `check`: of a field, or of a condition by its number.
 */
void
cs_request_apply_check (CsRequest *self, CsEntry *entry)
{
  const json_t *data = cs_entry_get_data (entry);
  const char *id = cs_entry_get_text (entry, "field");
  const CsField *field = id != NULL ? cs_process_get_field (self->process, id) : NULL;
  gint64 number = cs_json_get_int (data, "condition", 0);

  if (number > 0 && number <= G_MAXUINT)
    cs_request_settle_condition (self,
                                 (guint)number,
                                 entry,
                                 json_is_true (json_object_get (data, "ok")));
  if (field == NULL)
    return;
  g_ptr_array_add (self->checks, entry);
  judge_checks (self, field);
  recompute_formulas (self);
}

/**
 * cs_request_get_value:
 * @self: a request
 * @field: a field of its process
 *
 * Returns: (transfer none): what it holds; its value is %NULL while nobody has answered
 */
const CsValue *
cs_request_get_value (const CsRequest *self, const CsField *field)
{
  return &self->values[field->index];
}

static gboolean
check_is_answered (const CsField *field, const json_t *value)
{
  const char *state = cs_json_get_string (value, "state");

  if (g_strcmp0 (state, "na") == 0)
    return TRUE;
  return g_strcmp0 (state, "done") == 0 &&
         (!field->evidence || json_array_size (json_object_get (value, "files")) > 0);
}

/**
 * cs_value_is_answer:
 *
 * Whether a value, as it was said, answers its field.
 */
gboolean
cs_value_is_answer (const CsField *field, const json_t *value)
{
  if (cs_value_is_withheld (value))
    return cs_value_is_withheld_answer (value);
  if (cs_value_is_na (field, value))
    return TRUE;
  if (json_is_array (value))
    return json_array_size (value) > 0;
  if (field->type == CS_FIELD_CHECK)
    return check_is_answered (field, value);
  return !json_is_string (value) || *json_string_value (value) != '\0';
}

/**
 * cs_request_is_answered:
 * @self: a request
 * @field: a field of its process
 *
 * A check is answered when it is done with its evidence or not applicable, a formula when its
 * inputs are; a value that a cross-check found wrong is open again.
 *
 * Returns: whether it is answered
 */
gboolean
cs_request_is_answered (const CsRequest *self, const CsField *field)
{
  const CsValue *value = &self->values[field->index];

  return value->value != NULL && value->refused == NULL && cs_value_is_answer (field, value->value);
}

/**
 * cs_request_field_applies:
 * @self: a request
 * @field: a field of its process
 *
 * Returns: whether its condition holds; only where it is true the field is asked for
 */
CsTruth
cs_request_field_applies (const CsRequest *self, const CsField *field)
{
  guint8 *memo = &self->applies_memo[field->index];

  if (field->when == NULL)
    return CS_TRUTH_TRUE;
  if (*memo == CS_MEMO_EMPTY)
    *memo = (guint8)cs_cond_evaluate (field->when, self, NULL, NULL);
  return (CsTruth)*memo;
}

/**
 * cs_request_effective_value:
 *
 * What a document shows of a field: nothing where it does not apply or is not answered.
 */
const json_t *
cs_request_effective_value (const CsRequest *self, const CsField *field)
{
  if (!cs_request_is_answered (self, field) ||
      cs_request_field_applies (self, field) != CS_TRUTH_TRUE)
    return NULL;
  return self->values[field->index].value;
}
