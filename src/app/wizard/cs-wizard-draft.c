/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-wizard-draft.h"

#include <string.h>

/*
 * The content of a draft as it is kept: the members "title", "client" and "region" are for the list
 * of drafts and hold words; ids stand beside them.
 */

static const struct {
  const char *name;
  gsize offset;
} members[] = {
    {"request", G_STRUCT_OFFSET (CsWizardDraft, request)},
    {"pack", G_STRUCT_OFFSET (CsWizardDraft, pack)},
    {"process", G_STRUCT_OFFSET (CsWizardDraft, process)},
    {"client_id", G_STRUCT_OFFSET (CsWizardDraft, client)},
    {"region_id", G_STRUCT_OFFSET (CsWizardDraft, region)},
    {"title", G_STRUCT_OFFSET (CsWizardDraft, title)},
    {"from", G_STRUCT_OFFSET (CsWizardDraft, from)},
    {"sheet", G_STRUCT_OFFSET (CsWizardDraft, sheet)},
};

static char **
member_of (const CsWizardDraft *self, guint index)
{
  return G_STRUCT_MEMBER_P (self, members[index].offset);
}

/**
 * cs_wizard_draft_new:
 * @id: of the draft
 *
 * Returns: (transfer full): an empty draft
 */
CsWizardDraft *
cs_wizard_draft_new (const char *id)
{
  CsWizardDraft *self = g_new0 (CsWizardDraft, 1);

  self->id = g_strdup (id);
  self->fields = json_object ();
  return self;
}

/**
 * cs_wizard_draft_new_from_json:
 * @id: of the draft
 * @content: as [func@wizard_draft_dup_json] made it; what is not understood is left out
 *
 * Returns: (transfer full): the draft
 */
CsWizardDraft *
cs_wizard_draft_new_from_json (const char *id, const json_t *content)
{
  CsWizardDraft *self = cs_wizard_draft_new (id);
  const char *field;
  json_t *held;

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    *member_of (self, i) = g_strdup (cs_json_get_string (content, members[i].name));
  json_object_foreach (json_object_get (content, "fields"), field, held)
  {
    if (json_is_object (held))
      json_object_set_new (self->fields, field, json_deep_copy (held));
  }
  return self;
}

/**
 * cs_wizard_draft_free:
 * @self: (transfer full) (nullable): a draft
 */
void
cs_wizard_draft_free (CsWizardDraft *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    g_free (*member_of (self, i));
  g_free (self->id);
  json_decref (self->fields);
  g_free (self);
}

/**
 * cs_wizard_draft_dup_json:
 * @client_name: (nullable): the client in words, for the list of drafts
 * @region_title: (nullable): the region in words
 *
 * Returns: (transfer full): what is kept on disk
 */
json_t *
cs_wizard_draft_dup_json (const CsWizardDraft *self,
                          const char *client_name,
                          const char *region_title)
{
  json_t *content = json_object ();

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    if (*member_of (self, i) != NULL)
      json_object_set_new (content, members[i].name, json_string (*member_of (self, i)));
  if (client_name != NULL)
    json_object_set_new (content, "client", json_string (client_name));
  if (region_title != NULL)
    json_object_set_new (content, "region", json_string (region_title));
  json_object_set_new (content, "fields", json_deep_copy (self->fields));
  return content;
}

/**
 * cs_wizard_draft_is_empty:
 *
 * Returns: whether nothing in it is worth keeping
 */
gboolean
cs_wizard_draft_is_empty (const CsWizardDraft *self)
{
  return self->client == NULL && (self->title == NULL || *self->title == '\0') &&
         json_object_size (self->fields) == 0;
}

/**
 * cs_wizard_draft_get_field:
 * @field: id
 *
 * Returns: (transfer none) (nullable): what its editor held
 */
json_t *
cs_wizard_draft_get_field (const CsWizardDraft *self, const char *field)
{
  return json_object_get (self->fields, field);
}

/**
 * cs_wizard_draft_take_field:
 * @field: id
 * @held: (transfer full) (nullable): what its editor holds; %NULL when that is nothing
 */
void
cs_wizard_draft_take_field (CsWizardDraft *self, const char *field, json_t *held)
{
  /* Nothing is something: it takes away what the request says already. */
  json_object_set_new (self->fields, field, held != NULL ? held : json_object ());
}

static json_t *
hold_list (const json_t *list)
{
  json_t *lines = json_array ();
  gsize index;
  json_t *value;

  json_array_foreach (list, index, value)
  {
    json_array_append_new (lines, json_pack ("{s:O}", "value", value));
  }
  return json_pack ("{s:o}", "lines", lines);
}

/**
 * cs_wizard_draft_set_value:
 * @field: a field
 * @value: as an entry holds it
 *
 * As if it had been typed.
 */
void
cs_wizard_draft_set_value (CsWizardDraft *self, const CsField *field, const json_t *value)
{
  const char *na = field->type != CS_FIELD_CHECK && json_object_size (value) == 1
                       ? cs_json_get_string (value, "na")
                       : NULL;
  gboolean is_list = field->many && field->type != CS_FIELD_CHOICE && field->type != CS_FIELD_TABLE;
  json_t *held;

  if (na != NULL)
    held = json_pack ("{s:s}", "na", na);
  else if (is_list)
    held = hold_list (value);
  else
    held = json_pack ("{s:o}", "value", json_deep_copy (value));
  cs_wizard_draft_take_field (self, field->id, held);
}

/* One value of a control; a typed text that is no value yet is unclear. */
static json_t *
value_of (const json_t *held, gboolean *is_unclear)
{
  json_t *value = json_object_get (held, "value");

  if (json_object_get (held, "typed") != NULL)
    *is_unclear = TRUE;
  return value != NULL ? json_deep_copy (value) : NULL;
}

static json_t *
list_of (const json_t *lines, gboolean *is_unclear)
{
  g_autoptr (json_t) list = json_array ();
  gsize index;
  json_t *line;

  json_array_foreach (lines, index, line)
  {
    json_t *value = value_of (line, is_unclear);

    if (value != NULL)
      json_array_append_new (list, value);
  }
  return json_array_size (list) > 0 ? g_steal_pointer (&list) : NULL;
}

/**
 * cs_wizard_draft_dup_value:
 * @field: id
 * @is_unclear: (out): whether something is typed that is no value yet
 *
 * Returns: (transfer full) (nullable): the value as an entry holds it
 */
json_t *
cs_wizard_draft_dup_value (const CsWizardDraft *self, const char *field, gboolean *is_unclear)
{
  const json_t *held = json_object_get (self->fields, field);
  const char *na = cs_json_get_string (held, "na");
  g_autofree char *reason = na != NULL ? g_strstrip (g_strdup (na)) : NULL;

  *is_unclear = FALSE;
  if (reason != NULL && *reason == '\0')
    *is_unclear = TRUE;
  else if (reason != NULL)
    return json_pack ("{s:s}", "na", reason);
  if (na != NULL)
    return NULL;
  if (json_object_get (held, "lines") != NULL)
    return list_of (json_object_get (held, "lines"), is_unclear);
  return value_of (held, is_unclear);
}
