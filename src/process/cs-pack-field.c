/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-pack-reader.h"

#include <string.h>

static const char *const types[] = {
    "text",
    "long",
    "choice",
    "yesno",
    "number",
    "money",
    "date",
    "duration",
    "person",
    "file",
    "reference",
    "meeting",
    "check",
    "secret",
    "table",
    NULL,
};

/* Which types have a key beside those of every field; the mask has a bit per CsFieldType. */
static const struct {
  const char *key;
  guint types;
} own_keys[] = {
    {"pattern", 1u << CS_FIELD_TEXT | 1u << CS_FIELD_LONG},
    {"options", 1u << CS_FIELD_CHOICE},
    {"unit", 1u << CS_FIELD_NUMBER},
    {"among", 1u << CS_FIELD_PERSON},
    {"to", 1u << CS_FIELD_REFERENCE},
    {"evidence", 1u << CS_FIELD_CHECK},
    {"columns", 1u << CS_FIELD_TABLE},
};

/**
 * cs_option_free: (skip)
 * @option: (transfer full): one answer of a choice
 */
void
cs_option_free (CsOption *option)
{
  g_free (option->id);
  cs_text_free (option->title);
  cs_text_free (option->help);
  g_free (option);
}

/**
 * cs_field_free: (skip)
 * @field: (transfer full): a field
 */
void
cs_field_free (CsField *field)
{
  g_free (field->id);
  cs_text_free (field->title);
  cs_text_free (field->help);
  g_strfreev (field->source);
  cs_cond_free (field->when);
  cs_text_free (field->page);
  cs_cond_free (field->na_when);
  g_ptr_array_unref (field->options);
  g_clear_pointer (&field->pattern, g_regex_unref);
  g_free (field->unit);
  g_free (field->reference);
  g_ptr_array_unref (field->columns);
  json_decref (field->initial);
  g_free (field->initial_client);
  g_ptr_array_unref (field->formula_fields);
  g_free (field->formula_column);
  g_free (field);
}

static void
add_option (GPtrArray *options, const char *id, CsText *title, CsText *help)
{
  CsOption *option = g_new0 (CsOption, 1);

  option->id = g_strdup (id);
  option->title = title;
  option->help = help;
  g_ptr_array_add (options, option);
}

static const CsOption *
find_option (const GPtrArray *options, const char *id)
{
  for (guint i = 0; i < options->len; i++) {
    const CsOption *option = g_ptr_array_index (options, i);

    if (strcmp (option->id, id) == 0)
      return option;
  }
  return NULL;
}

/**
 * cs_pack_reader_options: (skip)
 * @self: a reader
 * @node: a list of option ids, or of objects with id, title and help
 *
 * Returns: (transfer full) (element-type CsOption): them
 */
GPtrArray *
cs_pack_reader_options (CsPackReader *self, CsNode node)
{
  static const char *const keys[] = {"id", NULL};
  GPtrArray *options = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_option_free);
  gsize n = cs_pack_reader_array (self, node, "a list of options");

  for (gsize i = 0; i < n && self->error == NULL; i++) {
    CsNode element = cs_node_element (node, i);
    const char *id;

    if (json_is_object (element.value)) {
      if (!cs_pack_reader_object (self, element, "an option", keys))
        break;
      id = cs_pack_reader_string (self, cs_node_member (element, "id"));
    } else {
      id = cs_pack_reader_string (self, element);
    }
    if (id == NULL)
      cs_pack_reader_fail (self, element, "“id” is missing");
    else if (find_option (options, id) != NULL)
      cs_pack_reader_fail (self, element, "a second option “%s” (L-04)", id);
    else
      add_option (options,
                  id,
                  cs_pack_reader_title (self, element, id),
                  cs_pack_reader_text (self, cs_node_member (element, "help")));
  }
  return options;
}

/**
 * cs_pack_reader_is_option: (skip)
 * @self: a reader
 * @node: where an option is named
 * @options: (element-type CsOption): the options there are
 *
 * Returns: whether it is one of them; fails otherwise
 */
gboolean
cs_pack_reader_is_option (CsPackReader *self, CsNode node, const GPtrArray *options)
{
  const char *id = cs_pack_reader_string (self, node);
  g_autoptr (GString) all = g_string_new (NULL);

  if (id == NULL)
    return FALSE;
  if (find_option (options, id) != NULL)
    return TRUE;
  for (guint i = 0; i < options->len; i++)
    g_string_append_printf (all,
                            "%s%s",
                            i > 0 ? ", " : "",
                            ((CsOption *)g_ptr_array_index (options, i))->id);
  cs_pack_reader_fail (self, node, "“%s” is none of: %s", id, all->str);
  return FALSE;
}

static void
check_keys (CsPackReader *self, CsNode node, const CsField *field)
{
  static const char *const keys[] = {
      "id",      "type",    "when",     "page",    "optional", "many",    "na",
      "default", "formula", "reason",   "scope",   "pattern",  "options", "unit",
      "among",   "to",      "evidence", "columns", "beside",   "anew",    NULL,
  };

  if (!cs_pack_reader_object (self, node, "a field", keys))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (own_keys); i++) {
    CsNode member = cs_node_member (node, own_keys[i].key);

    if (member.value != NULL && (own_keys[i].types & 1u << field->type) == 0)
      cs_pack_reader_fail (self,
                           member,
                           "“%s” is no key of a field of type %s",
                           own_keys[i].key,
                           types[field->type]);
  }
}

/* The client's people and the roles are known when fields are declared; other fields are not. */
static void
read_own_keys (CsPackReader *self, CsNode node, CsField *field)
{
  CsNode among = cs_node_member (node, "among"), to = cs_node_member (node, "to");

  field->pattern = cs_pack_reader_pattern (self, cs_node_member (node, "pattern"));
  field->unit = cs_pack_reader_dup_string (self, cs_node_member (node, "unit"));
  field->evidence = cs_pack_reader_boolean (self, cs_node_member (node, "evidence"), FALSE);
  if (cs_node_is_string (among, "client"))
    field->among_client = TRUE;
  else
    field->among = cs_pack_reader_resolve (self, among, CS_NAME_ROLE);
  cs_pack_reader_resolve (self, to, CS_NAME_REFERENCE);
  field->reference = cs_pack_reader_dup_string (self, to);
  if (field->type == CS_FIELD_REFERENCE && to.value == NULL)
    cs_pack_reader_fail (self, node, "a reference needs “to”: the type of reference");
}

static void
read_field_options (CsPackReader *self, CsNode node, CsField *field)
{
  g_ptr_array_unref (field->options);
  field->options = cs_pack_reader_options (self, cs_node_member (node, "options"));
  if (field->type == CS_FIELD_CHOICE && field->options->len == 0)
    cs_pack_reader_fail (self, node, "a choice needs “options”");
  if (field->type == CS_FIELD_YESNO) {
    add_option (field->options, "yes", cs_text_new_from_id ("yes"), NULL);
    add_option (field->options, "no", cs_text_new_from_id ("no"), NULL);
  }
}

static void
read_scope (CsPackReader *self, CsNode node, CsField *field)
{
  CsNode scope = cs_node_member (node, "scope");

  if (cs_node_is_string (scope, "client"))
    field->client_visible = TRUE;
  else if (!cs_node_is_string (scope, "internal"))
    field->scope = cs_pack_reader_resolve (self, scope, CS_NAME_SCOPE);
  if (field->type == CS_FIELD_SECRET && field->scope == NULL)
    cs_pack_reader_fail (self, node, "a secret needs a “scope” of the pack");
}

static void
read_columns (CsPackReader *self, CsNode node, CsField *field)
{
  CsNode columns = cs_node_member (node, "columns");
  const char *id;
  json_t *value;

  if (field->type != CS_FIELD_TABLE || !cs_pack_reader_map (self, columns, "“columns” of a table"))
    return;
  json_object_foreach (columns.value, id, value)
  {
    CsNode member = cs_node_member (columns, id);
    CsField *column;

    if (!cs_pack_reader_is_id (self, member, id))
      return;
    column = cs_pack_reader_field (self, member, id);
    column->index = field->columns->len;
    g_ptr_array_add (field->columns, column);
    if (column->type == CS_FIELD_TABLE || column->type == CS_FIELD_SECRET)
      cs_pack_reader_fail (self, member, "a column cannot be a %s", types[column->type]);
  }
}

/**
 * cs_pack_reader_field: (skip)
 * @self: a reader
 * @node: a field
 * @id: its id
 *
 * Reads what does not depend on other parts of the process; [func@reader_field_links] the rest.
 *
 * Returns: (transfer full): the field
 */
CsField *
cs_pack_reader_field (CsPackReader *self, CsNode node, const char *id)
{
  CsField *field = g_new0 (CsField, 1);
  CsNode type = cs_node_member (node, "type");

  field->id = g_strdup (id);
  field->source = g_new0 (char *, 1);
  field->options = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_option_free);
  field->columns = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_field_free);
  field->formula_fields = g_ptr_array_new ();
  if (!cs_pack_reader_map (self, node, "a field"))
    return field;
  if (type.value == NULL)
    cs_pack_reader_fail (self, node, "“type” is missing");
  field->type = cs_pack_reader_enum (self, type, types, CS_FIELD_TEXT);
  check_keys (self, node, field);
  field->optional = cs_pack_reader_boolean (self, cs_node_member (node, "optional"), FALSE);
  field->many = cs_pack_reader_boolean (self, cs_node_member (node, "many"), FALSE);
  field->anew = cs_pack_reader_boolean (self, cs_node_member (node, "anew"), FALSE);
  field->reason = cs_pack_reader_boolean (self, cs_node_member (node, "reason"), FALSE);
  read_own_keys (self, node, field);
  read_field_options (self, node, field);
  read_scope (self, node, field);
  read_columns (self, node, field);
  return field;
}

static void
read_default (CsPackReader *self, CsNode node, CsField *field)
{
  CsNode initial = cs_node_member (node, "default");
  CsNode client = cs_node_member (initial, "client"), setting = cs_node_member (initial, "setting");

  if (self->error != NULL || initial.value == NULL)
    return;
  if (client.value != NULL) {
    cs_pack_reader_resolve (self, client, CS_NAME_CLIENT_FIELD);
    field->initial_client = cs_pack_reader_dup_string (self, client);
  } else if (setting.value != NULL) {
    field->initial_setting = cs_pack_reader_resolve (self, setting, CS_NAME_SETTING);
  } else {
    field->initial = json_incref (initial.value);
    if (field->type == CS_FIELD_CHOICE || field->type == CS_FIELD_YESNO)
      cs_pack_reader_is_option (self, initial, field->options);
    else if (field->type == CS_FIELD_CHECK || field->type == CS_FIELD_SECRET ||
             field->type == CS_FIELD_FILE || field->type == CS_FIELD_PERSON)
      cs_pack_reader_fail (self, initial, "a %s has no default", types[field->type]);
  }
}

static CsField *
resolve_beside (CsPackReader *self, CsNode node, const GPtrArray *columns)
{
  const char *id = cs_pack_reader_string (self, node);

  for (guint i = 0; columns != NULL && id != NULL && i < columns->len; i++) {
    CsField *column = g_ptr_array_index (columns, i);

    if (strcmp (column->id, id) == 0)
      return column;
  }
  return cs_pack_reader_resolve (self, node, CS_NAME_FIELD);
}

static void
read_sum (CsPackReader *self, CsNode node, CsField *field)
{
  const char *path = cs_pack_reader_string (self, cs_node_element (node, 0));
  g_auto (GStrv) parts = path != NULL ? g_strsplit (path, ".", 2) : NULL;
  CsField *table;

  if (path == NULL || json_array_size (node.value) != 1) {
    cs_pack_reader_fail (self, node, "a list of one “table.column” was expected");
    return;
  }
  table = cs_pack_reader_lookup (self, CS_NAME_FIELD, parts[0]);
  if (table == NULL || table->type != CS_FIELD_TABLE || parts[1] == NULL) {
    cs_pack_reader_fail (self,
                         node,
                         "“%s” is not a column of a table, such as “lines.amount”",
                         path);
    return;
  }
  g_ptr_array_add (field->formula_fields, table);
  field->formula_column = g_strdup (parts[1]);
  for (guint i = 0; i < table->columns->len; i++)
    if (strcmp (((CsField *)g_ptr_array_index (table->columns, i))->id, parts[1]) == 0)
      return;
  cs_pack_reader_fail (self, node, "“%s” has no column “%s”", parts[0], parts[1]);
}

static void
read_formula (CsPackReader *self, CsNode node, CsField *field, const GPtrArray *columns)
{
  static const char *const keys[] = {"product", "difference", "sum", NULL};
  CsNode formula = cs_node_member (node, "formula");

  if (formula.value == NULL || !cs_pack_reader_object (self, formula, "a formula", keys))
    return;
  if (json_object_size (formula.value) != 1)
    cs_pack_reader_fail (self, formula, "one of product, difference and sum was expected");
  if (field->type != CS_FIELD_MONEY && field->type != CS_FIELD_NUMBER)
    cs_pack_reader_fail (self, formula, "only money and numbers can be worked out");
  for (guint i = 0; keys[i] != NULL; i++) {
    CsNode inputs = cs_node_member (formula, keys[i]);
    gsize n = cs_pack_reader_array (self, inputs, "a list of fields");

    if (inputs.value == NULL || self->error != NULL)
      continue;
    field->formula = CS_FORMULA_PRODUCT + i;
    if (field->formula == CS_FORMULA_SUM) {
      read_sum (self, inputs, field);
      continue;
    }
    if (n != 2)
      cs_pack_reader_fail (self, inputs, "two fields were expected");
    for (gsize j = 0; j < n && self->error == NULL; j++)
      g_ptr_array_add (field->formula_fields,
                       resolve_beside (self, cs_node_element (inputs, j), columns));
  }
}

/* FT-11: a tentative date and the firm one are kept both, and belong together. */
static void
read_beside (CsPackReader *self, CsNode node, CsField *field)
{
  CsNode beside = cs_node_member (node, "beside");

  field->beside = cs_pack_reader_resolve (self, beside, CS_NAME_FIELD);
  if (field->beside == field)
    cs_pack_reader_fail (self, beside, "“%s” cannot stand beside itself", field->id);
  else if (field->beside != NULL && field->beside->type != field->type)
    cs_pack_reader_fail (self,
                         beside,
                         "a field of type %s was expected, as this one; “%s” is of type %s",
                         types[field->type],
                         field->beside->id,
                         types[field->beside->type]);
}

static void
read_links (CsPackReader *self, CsNode node, CsField *field, const GPtrArray *columns)
{
  CsNode na = cs_node_member (node, "na");

  field->title = cs_pack_reader_title (self, node, field->id);
  field->help = cs_pack_reader_text (self, cs_node_member (node, "help"));
  g_strfreev (field->source);
  field->source = cs_pack_reader_source (self, node);
  field->when = cs_pack_reader_cond (self, cs_node_member (node, "when"));
  field->page = cs_pack_reader_text (self, cs_node_member (node, "page"));
  field->may_na = na.value != NULL && !json_is_false (na.value);
  if (na.value != NULL && !json_is_boolean (na.value))
    field->na_when = cs_pack_reader_cond (self, na);
  read_default (self, node, field);
  if (columns == NULL)
    read_beside (self, node, field);
  read_formula (self, node, field, columns);
}

/**
 * cs_pack_reader_field_links: (skip)
 * @self: a reader that knows every name of the process
 * @node: a field
 * @field: what [func@reader_field] made of it
 *
 * Reads what may name other parts of the process: texts, conditions, defaults, formulas.
 */
void
cs_pack_reader_field_links (CsPackReader *self, CsNode node, CsField *field)
{
  CsNode columns = cs_node_member (node, "columns");

  read_links (self, node, field, NULL);
  for (guint i = 0; i < field->columns->len && self->error == NULL; i++) {
    CsField *column = g_ptr_array_index (field->columns, i);

    read_links (self, cs_node_member (columns, column->id), column, field->columns);
  }
}
