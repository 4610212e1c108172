/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-decimal.h"
#include "cs-rules-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Whether a value is one that its field may hold (pack language 3.4). */

#define MOST_ROWS 500

typedef gboolean (*ValueCheck) (CsJudge *self, const CsField *field, const json_t *value);

static gboolean
is_text (CsJudge *self, const CsField *field, const json_t *value)
{
  return json_is_string (value) && json_string_length (value) <= CS_MOST_TEXT &&
         (field->pattern == NULL ||
          g_regex_match (field->pattern, json_string_value (value), 0, NULL));
}

static gboolean
is_option (CsJudge *self, const CsField *field, const json_t *value)
{
  const char *text = json_string_value (value);

  if (text == NULL)
    return FALSE;
  if (field->index == CS_FIELD_INDEX_REGION) {
    const CsRegion *region = cs_pack_get_region (self->request->process->pack, text);

    return region != NULL && region->can_be_chosen;
  }
  for (guint i = 0; i < field->options->len; i++) {
    if (strcmp (((const CsOption *)field->options->pdata[i])->id, text) == 0)
      return TRUE;
  }
  return field->type == CS_FIELD_YESNO && (strcmp (text, "yes") == 0 || strcmp (text, "no") == 0);
}

static gboolean
is_number (CsJudge *self, const CsField *field, const json_t *value)
{
  CsDecimal decimal;

  return json_is_string (value) && cs_decimal_parse (json_string_value (value), 18, &decimal, NULL);
}

static gboolean
is_money (CsJudge *self, const CsField *field, const json_t *value)
{
  CsMoney amount;

  return json_object_size (value) == 2 && cs_money_from_json (value, &amount, NULL);
}

static gboolean
is_date (CsJudge *self, const CsField *field, const json_t *value)
{
  const char *text = json_string_value (value);
  guint year, month, day;
  char rest;

  return text != NULL && strlen (text) == 10 &&
         sscanf (text, "%4u-%2u-%2u%c", &year, &month, &day, &rest) == 3 &&
         g_date_valid_dmy ((GDateDay)day, (GDateMonth)month, (GDateYear)year);
}

static gboolean
is_duration (CsJudge *self, const CsField *field, const json_t *value)
{
  CsDuration duration;

  return json_is_string (value) && cs_duration_parse (json_string_value (value), &duration, NULL);
}

static gboolean
holds_role (CsJudge *self, const char *person, const CsRole *role)
{
  g_autoptr (GPtrArray) roles = cs_directory_list_roles_of (self->context->directory,
                                                            self->request->process->pack->id,
                                                            person);

  for (guint i = 0; i < roles->len; i++) {
    if (strcmp (roles->pdata[i], role->id) == 0)
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_person (CsJudge *self, const CsField *field, const json_t *value)
{
  const char *id = json_string_value (value);

  if (id == NULL || cs_directory_get_person (self->context->directory, id) == NULL)
    return FALSE;
  if (field->among_client)
    return g_strcmp0 (cs_directory_get_client_of (self->context->directory, id),
                      cs_request_get_client (self->request)) == 0;
  return field->among == NULL || holds_role (self, id, field->among);
}

static gboolean
is_file (CsJudge *self, const CsField *field, const json_t *value)
{
  const char *sha256 = cs_json_get_string (value, "sha256");
  const char *name = cs_json_get_string (value, "name");

  return name != NULL && *name != '\0' && strlen (name) <= 255 && strchr (name, '/') == NULL &&
         cs_json_get_string (value, "type") != NULL &&
         json_is_integer (json_object_get (value, "size")) && sha256 != NULL &&
         strlen (sha256) == 64 && strspn (sha256, "0123456789abcdef") == 64;
}

static gboolean
are_files (CsJudge *self, const json_t *files)
{
  gsize index;
  json_t *file;

  if (files != NULL && !json_is_array (files))
    return FALSE;
  json_array_foreach (files, index, file)
  {
    if (!is_file (self, NULL, file))
      return FALSE;
  }
  return TRUE;
}

static gboolean
is_reference (CsJudge *self, const CsField *field, const json_t *value)
{
  const char *key = cs_json_get_string (value, "key");
  const json_t *types = json_object_get (self->request->process->pack->root, "references");
  const char *pattern =
      field->reference != NULL
          ? cs_json_get_string (json_object_get (types, field->reference), "pattern")
          : NULL;
  g_autofree char *anchored = pattern != NULL ? g_strdup_printf ("\\A(?:%s)\\z", pattern) : NULL;

  if (key == NULL || *key == '\0' || strlen (key) > 500)
    return FALSE;
  return anchored == NULL || g_regex_match_simple (anchored, key, 0, 0);
}

static gboolean
is_meeting (CsJudge *self, const CsField *field, const json_t *value)
{
  const char *at = cs_json_get_string (value, "at");
  CsInstant instant;

  return at != NULL && cs_instant_parse (at, &instant, NULL);
}

static gboolean
is_check (CsJudge *self, const CsField *field, const json_t *value)
{
  const char *state = cs_json_get_string (value, "state");
  const char *reason = cs_json_get_string (value, "reason");

  if (state == NULL || !are_files (self, json_object_get (value, "files")))
    return FALSE;
  if (strcmp (state, "done") == 0)
    return !field->evidence || json_array_size (json_object_get (value, "files")) > 0;
  return (strcmp (state, "na") == 0 || strcmp (state, "failed") == 0) && reason != NULL &&
         *reason != '\0';
}

static gboolean
is_secret (CsJudge *self, const CsField *field, const json_t *value)
{
  const char *key;
  json_t *member;

  json_object_foreach ((json_t *)value, key, member)
  {
    if (strcmp (key, "given_to") != 0 && strcmp (key, "how") != 0 && strcmp (key, "at") != 0)
      return FALSE;
  }
  return cs_json_get_string (value, "given_to") != NULL &&
         cs_json_get_string (value, "how") != NULL;
}

static gboolean
is_row (CsJudge *self, const CsField *table, const json_t *row)
{
  gsize n_known = 0;

  if (!json_is_object (row))
    return FALSE;
  for (guint i = 0; i < table->columns->len; i++) {
    const CsField *column = table->columns->pdata[i];
    const json_t *cell = json_object_get (row, column->id);
    g_autofree char *problem = NULL;

    if (cell == NULL)
      continue;
    n_known++;
    if (column->formula != CS_FORMULA_NONE ||
        !cs_payload_check_value (self, column, cell, &problem))
      return FALSE;
  }
  return json_object_size (row) == n_known;
}

static gboolean
is_table (CsJudge *self, const CsField *field, const json_t *value)
{
  gsize index;
  json_t *row;

  if (!json_is_array (value) || json_array_size (value) > MOST_ROWS)
    return FALSE;
  json_array_foreach (value, index, row)
  {
    if (!is_row (self, field, row))
      return FALSE;
  }
  return TRUE;
}

static const struct {
  ValueCheck check;
  const char *expected;
} types[] = {
    [CS_FIELD_TEXT] = {is_text, N_ ("a text of the expected form")},
    [CS_FIELD_LONG] = {is_text, N_ ("a text")},
    [CS_FIELD_CHOICE] = {is_option, N_ ("one of the options")},
    [CS_FIELD_YESNO] = {is_option, N_ ("yes or no")},
    [CS_FIELD_NUMBER] = {is_number, N_ ("a decimal number")},
    [CS_FIELD_MONEY] = {is_money, N_ ("an amount with its currency")},
    [CS_FIELD_DATE] = {is_date, N_ ("a date such as 2026-03-01")},
    [CS_FIELD_DURATION] = {is_duration, N_ ("a length of time such as 5bd")},
    [CS_FIELD_PERSON] = {is_person, N_ ("a person who may be chosen here")},
    [CS_FIELD_FILE] = {is_file, N_ ("a file with its name, type, size and digest")},
    [CS_FIELD_REFERENCE] = {is_reference, N_ ("a key of the expected form")},
    [CS_FIELD_MEETING] = {is_meeting, N_ ("a meeting with its time")},
    [CS_FIELD_CHECK] = {is_check,
                        N_ ("done with its evidence, or not applicable or failed with a reason")},
    [CS_FIELD_SECRET] = {is_secret, N_ ("to whom and how it was handed over, never the secret")},
    [CS_FIELD_TABLE] = {is_table, N_ ("rows of the table’s columns")},
};

static gboolean
may_be_na (CsJudge *self, const CsField *field)
{
  return field->may_na && cs_judge_ask (self, field->na_when) == CS_TRUTH_TRUE;
}

static gboolean
is_list (CsJudge *self, const CsField *field, const json_t *value)
{
  gsize index;
  json_t *member;

  if (!json_is_array (value) || json_array_size (value) > MOST_ROWS)
    return FALSE;
  json_array_foreach (value, index, member)
  {
    if (!types[field->type].check (self, field, member))
      return FALSE;
  }
  return TRUE;
}

/**
 * cs_payload_check_value:
 * @self: a question
 * @field: a field or a column
 * @value: what it is given
 * @problem: (out): one sentence, where it is refused
 *
 * Returns: whether the field may hold the value
 */
gboolean
cs_payload_check_value (CsJudge *self, const CsField *field, const json_t *value, char **problem)
{
  g_autofree char *title = cs_title (field->title);
  gboolean is_na = cs_value_is_na (field, value);
  gboolean is_good;

  if (is_na && !may_be_na (self, field)) {
    *problem = g_strdup_printf (_ ("“%s” has to be answered here"), title);
    return FALSE;
  }
  if (is_na && field->type != CS_FIELD_CHECK)
    is_good = *cs_json_get_string (value, "na") != '\0';
  else if (field->many && field->type != CS_FIELD_TABLE)
    is_good = is_list (self, field, value);
  else
    is_good = types[field->type].check (self, field, value);
  if (!is_good)
    *problem = g_strdup_printf (_ ("“%s”: expected %s"),
                                title,
                                is_na ? _ ("a reason why there is none")
                                      : _ (types[field->type].expected));
  return is_good;
}
