/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-story-recorder.h"

#include <string.h>

/* Who plays a role in a recorded request, and what the fields of its forms are answered with. */

/**
 * cs_recorder_pick_holder: (skip)
 * @self: a request being recorded
 * @role: of its pack
 * @context: knows who holds it
 *
 * Returns: (transfer none) (nullable): who plays the role in this request, the same each time
 */
const char *
cs_recorder_pick_holder (CsRecorder *self, const char *role, const CsRuleContext *context)
{
  const char *known = g_hash_table_lookup (self->holders, role);
  g_autoptr (GPtrArray) holders = NULL;
  g_autoptr (GPtrArray) able = g_ptr_array_new ();

  if (known != NULL)
    return known;
  holders = cs_directory_list_holders (context->directory,
                                       cs_json_get_string (self->plan, "pack"),
                                       role,
                                       self->cast->region,
                                       FALSE,
                                       NULL,
                                       NULL,
                                       context->now);
  for (guint i = 0; i < holders->len; i++) {
    const CsHolder *holder = holders->pdata[i];

    if (holder->for_person == NULL && holder->person->can_act)
      g_ptr_array_add (able, holder->person->id);
  }
  if (able->len == 0)
    return NULL;
  known = able->pdata[g_rand_int_range (self->rand, 0, (gint32)able->len)];
  g_hash_table_replace (self->holders, g_strdup (role), g_strdup (known));
  return g_hash_table_lookup (self->holders, role);
}

static json_t *template_of (CsRecorder *self, const CsField *field, const CsRuleContext *context);

static json_t *
make_row (CsRecorder *self, const CsField *table, const CsRuleContext *context)
{
  json_t *row = json_object ();

  for (guint i = 0; i < table->columns->len; i++) {
    const CsField *column = table->columns->pdata[i];

    if (column->formula == CS_FORMULA_NONE)
      json_object_set_new (row, column->id, template_of (self, column, context));
  }
  return row;
}

/* What a field is answered with when the stories say nothing of it. */
static json_t *
default_template (CsRecorder *self, const CsField *field, const CsRuleContext *context)
{
  switch (field->type) {
    case CS_FIELD_CHOICE:
    case CS_FIELD_YESNO:
      return json_string (field->options->len > 0 ? ((CsOption *)field->options->pdata[0])->id
                                                  : "yes");
    case CS_FIELD_NUMBER:
      return json_string ("4");
    case CS_FIELD_MONEY:
      return json_string ("$money:100");
    case CS_FIELD_DATE:
      return json_string ("$today");
    case CS_FIELD_DURATION:
      return json_string ("10bd");
    case CS_FIELD_PERSON:
      return field->among != NULL
                 ? json_string (cs_recorder_pick_holder (self, field->among->id, context))
                 : json_string ("$contact");
    case CS_FIELD_FILE:
      return json_string ("$file");
    case CS_FIELD_REFERENCE:
      return json_string ("$ticket:REF");
    case CS_FIELD_MEETING:
      return json_string ("$meeting");
    case CS_FIELD_CHECK:
      return json_string ("$evidence");
    case CS_FIELD_SECRET:
      return json_string ("$handed-over");
    case CS_FIELD_TABLE:
      return json_pack ("[o]", make_row (self, field, context));
    case CS_FIELD_TEXT:
    case CS_FIELD_LONG:
    default:
      return json_string ("$topic:brief");
  }
}

static const json_t *
find_value (CsRecorder *self, const CsField *field)
{
  const json_t *value = json_object_get (self->cast->with, field->id);

  if (value == NULL)
    value = json_object_get (json_object_get (self->cast->topic, "values"), field->id);
  return value != NULL ? value
                       : json_object_get (cs_stories_get (self->stories, "values"), field->id);
}

/* The template of a field's value; a holder is chosen once, for the region. */
static json_t *
template_of (CsRecorder *self, const CsField *field, const CsRuleContext *context)
{
  const json_t *value = find_value (self, field);
  const char *text = json_string_value (value);
  json_t *template;

  if (text != NULL && g_str_has_prefix (text, "$holder:"))
    return json_string (cs_recorder_pick_holder (self, text + strlen ("$holder:"), context));
  template = value != NULL ? json_incref ((json_t *)value)
                           : default_template (self, field, context);
  return field->many && !json_is_array (template) ? json_pack ("[o]", template) : template;
}

/* Optional fields are answered where the request, its topic or the stories name them. */
static gboolean
is_wanted (CsRecorder *self, const CsField *field)
{
  return field->formula == CS_FORMULA_NONE &&
         (!field->optional || find_value (self, field) != NULL);
}

/**
 * cs_recorder_list_missing: (skip)
 * @self: a request being recorded
 * @request: as it stands
 * @step: whose form is filled
 * @context: knows the holders of roles
 *
 * Returns: (transfer full): field id -> template, of what the step still asks for
 */
json_t *
cs_recorder_list_missing (CsRecorder *self,
                          const CsRequest *request,
                          const CsStep *step,
                          const CsRuleContext *context)
{
  json_t *values = json_object ();

  for (guint i = 0; i < step->form->len; i++) {
    const CsField *field = step->form->pdata[i];

    if (is_wanted (self, field) && cs_request_field_applies (request, field) == CS_TRUTH_TRUE &&
        (!cs_request_is_answered (request, field) ||
         !cs_request_is_said_anew (request, step, field)))
      json_object_set_new (values, field->id, template_of (self, field, context));
  }
  return values;
}
