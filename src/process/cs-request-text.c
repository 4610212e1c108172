/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-money-format.h"
#include "cs-request-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Values as a person reads them. */

#define MOST_ROWS_SHOWN 20 /* of a table; more are counted */

typedef struct {
  const CsDirectory *directory; /* (nullable) */
  const char *locale;           /* (nullable) */
  const CsPack *pack;
} Reader;

static char *text_of (const Reader *reader, const CsField *field, const json_t *value);

static char *
option_text (const Reader *reader, const CsField *field, const char *id)
{
  if (field->type == CS_FIELD_YESNO)
    return g_strdup (strcmp (id, "yes") == 0 ? _ ("Yes") : _ ("No"));
  for (guint i = 0; i < field->options->len; i++) {
    const CsOption *option = field->options->pdata[i];

    if (strcmp (option->id, id) == 0)
      return cs_text_dup (option->title, reader->locale);
  }
  return g_strdup (id);
}

static char *
named_text (const Reader *reader, const CsField *field, const char *text)
{
  const CsPerson *person = NULL;
  const CsClient *client = NULL;
  const CsRegion *region = NULL;

  if (field->index == CS_FIELD_INDEX_REGION && field->type != CS_FIELD_PERSON)
    region = cs_pack_get_region (reader->pack, text);
  if (region != NULL)
    return cs_text_dup (region->title, reader->locale);
  if (reader->directory == NULL)
    return g_strdup (text);
  if (field->type == CS_FIELD_PERSON)
    person = cs_directory_get_person (reader->directory, text);
  else if (field->index == CS_FIELD_INDEX_CLIENT)
    client = cs_directory_get_client (reader->directory, text);
  if (client != NULL)
    return g_strdup (client->name);
  return g_strdup (person != NULL ? person->name : text);
}

static char *
string_text (const Reader *reader, const CsField *field, const char *text)
{
  if (field->type == CS_FIELD_CHOICE || field->type == CS_FIELD_YESNO) {
    if (field->index != CS_FIELD_INDEX_REGION)
      return option_text (reader, field, text);
  }
  if (field->type == CS_FIELD_NUMBER && field->unit != NULL)
    return g_strdup_printf ("%s %s", text, field->unit);
  return named_text (reader, field, text);
}

static char *
money_text (const Reader *reader, const json_t *value)
{
  CsMoney amount;

  if (!cs_money_from_json (value, &amount, NULL))
    return NULL;
  if (reader->locale == NULL)
    return cs_money_to_exact (amount);
  return cs_money_to_display (amount, reader->locale, CS_DIGITS_LATIN);
}

static char *
check_text (const json_t *value)
{
  const char *state = cs_json_get_string (value, "state");
  const char *reason = cs_json_get_string (value, "reason");
  const char *word = g_strcmp0 (state, "done") == 0 ? _ ("Done")
                     : g_strcmp0 (state, "na") == 0 ? _ ("Not applicable")
                                                    : _ ("Failed");

  return reason != NULL ? g_strdup_printf ("%s: %s", word, reason) : g_strdup (word);
}

static char *
object_text (const Reader *reader, const CsField *field, const json_t *value)
{
  const char *na = cs_json_get_string (value, "na");

  if (cs_value_is_withheld (value))
    return g_strdup (_ ("Not visible to you"));
  if (na != NULL)
    return *na != '\0' ? g_strdup_printf (_ ("Not applicable: %s"), na)
                       : g_strdup (_ ("Not applicable"));
  switch (field->type) {
    case CS_FIELD_MONEY:
      return money_text (reader, value);
    case CS_FIELD_CHECK:
      return check_text (value);
    case CS_FIELD_FILE:
      return g_strdup (cs_json_get_string (value, "name"));
    case CS_FIELD_REFERENCE:
      return g_strdup (cs_json_get_string (value, "key"));
    case CS_FIELD_MEETING:
      return g_strdup (cs_json_get_string (value, "at"));
    case CS_FIELD_SECRET:
      return g_strdup_printf (_ ("Handed to %s"), cs_json_get_string (value, "given_to"));
    case CS_FIELD_TEXT:
    case CS_FIELD_LONG:
    case CS_FIELD_CHOICE:
    case CS_FIELD_YESNO:
    case CS_FIELD_NUMBER:
    case CS_FIELD_DATE:
    case CS_FIELD_DURATION:
    case CS_FIELD_PERSON:
    case CS_FIELD_TABLE:
    default:
      return NULL;
  }
}

/* Its cells side by side, also those that are worked out. */
static char *
row_text (const Reader *reader, const CsField *table, const json_t *row)
{
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < table->columns->len; i++) {
    const CsField *column = table->columns->pdata[i];
    g_autoptr (json_t) value = cs_formula_compute_cell (column, row);
    char *cell = value != NULL ? text_of (reader, column, value) : NULL;

    if (cell != NULL)
      g_ptr_array_add (cells, cell);
  }
  g_ptr_array_add (cells, NULL);
  return g_strjoinv (" · ", (char **)cells->pdata);
}

static char *
table_text (const Reader *reader, const CsField *table, const json_t *rows)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  gsize index;
  json_t *row;

  if (json_array_size (rows) > MOST_ROWS_SHOWN)
    return g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE, "%u row", "%u rows", json_array_size (rows)),
        (guint)json_array_size (rows));
  json_array_foreach (rows, index, row)
  {
    g_ptr_array_add (lines, row_text (reader, table, row));
  }
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **)lines->pdata);
}

static char *
list_text (const Reader *reader, const CsField *field, const json_t *list)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  gsize index;
  json_t *member;

  if (field->type == CS_FIELD_TABLE)
    return table_text (reader, field, list);
  json_array_foreach (list, index, member)
  {
    char *part = text_of (reader, field, member);

    if (part != NULL)
      g_ptr_array_add (parts, part);
  }
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (", ", (char **)parts->pdata);
}

static char *
text_of (const Reader *reader, const CsField *field, const json_t *value)
{
  if (json_is_string (value))
    return string_text (reader, field, json_string_value (value));
  if (json_is_object (value))
    return object_text (reader, field, value);
  if (json_is_array (value))
    return list_text (reader, field, value);
  return NULL;
}

/**
 * cs_value_dup_text:
 * @pack: a pack
 * @field: a field or a table's column of it
 * @value: (nullable): any value of it
 * @directory: (nullable): for the names of people and clients
 * @locale: (nullable): how amounts are written; %NULL: exactly, `BHD 1.250`
 *
 * Returns: (transfer full) (nullable): the value as a person reads it
 */
char *
cs_value_dup_text (const CsPack *pack,
                   const CsField *field,
                   const json_t *value,
                   const CsDirectory *directory,
                   const char *locale)
{
  Reader reader = {directory, locale, pack};

  return value != NULL ? text_of (&reader, field, value) : NULL;
}

/**
 * cs_request_dup_text_of:
 * @self: a request
 * @field: a field of its process
 * @value: (nullable): any value of it, such as one from an offer
 * @directory: (nullable): for the names of people and clients
 * @locale: (nullable): how amounts are written; %NULL: exactly, `BHD 1.250`
 *
 * Returns: (transfer full) (nullable): the value as a person reads it
 */
char *
cs_request_dup_text_of (const CsRequest *self,
                        const CsField *field,
                        const json_t *value,
                        const CsDirectory *directory,
                        const char *locale)
{
  return cs_value_dup_text (self->process->pack, field, value, directory, locale);
}

/**
 * cs_request_dup_value_text:
 * @self: a request
 * @field: a field of its process
 * @directory: (nullable): for the names of people and clients
 * @locale: (nullable): how amounts are written; %NULL: exactly, `BHD 1.250`
 *
 * Returns: (transfer full) (nullable): what it holds as a person reads it; %NULL: not answered
 */
char *
cs_request_dup_value_text (const CsRequest *self,
                           const CsField *field,
                           const CsDirectory *directory,
                           const char *locale)
{
  return cs_request_dup_text_of (self, field, self->values[field->index].value, directory, locale);
}
