/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-outline.h"

#include "cs-request-private.h"

#include <string.h>

#define NO_SALT      "0000000000000000"
#define TOKEN_DIGITS 16

static const CsField *
field_of (const CsEntry *entry, const CsProcess *process)
{
  const char *id = cs_entry_get_text (entry, "field");

  return id != NULL ? cs_process_get_field (process, id) : NULL;
}

static const CsScope *
scope_of_values (const json_t *values, const CsProcess *process)
{
  const char *id;
  json_t *value;

  json_object_foreach ((json_t *)values, id, value)
  {
    const CsField *field = cs_process_get_field (process, id);

    if (field != NULL && field->scope != NULL)
      return field->scope;
  }
  return NULL;
}

static const CsScope *
scope_of_payment (const CsEntry *entry, const CsProcess *process)
{
  const char *id = cs_entry_get_text (entry, "step");
  const CsStep *step = id != NULL ? cs_process_get_step (process, id) : NULL;

  return step != NULL && step->payment != NULL ? step->payment->scope : NULL;
}

/**
 * cs_entry_get_scope:
 * @entry: an entry of a request
 * @process: the process that the request pinned
 *
 * Values stand in `fill` alone; a check and a payment may tell of one. All other entries name
 * entries, and hold no values.
 *
 * Returns: (transfer none) (nullable): the scope of the pack whose values it holds; %NULL: whoever
 *   sees the request may see all of it
 */
const CsScope *
cs_entry_get_scope (const CsEntry *entry, const CsProcess *process)
{
  CsEntryKind kind = cs_entry_get_kind (entry);
  const CsField *field;

  if (kind == CS_KIND_FILL)
    return scope_of_values (json_object_get (cs_entry_get_data (entry), "values"), process);
  if (kind == CS_KIND_PAYMENT)
    return scope_of_payment (entry, process);
  if (kind != CS_KIND_CHECK)
    return NULL;
  field = field_of (entry, process);
  return field != NULL ? field->scope : NULL;
}

/* The first entry of a scope, taken back or not: whose salt is the scope's secret. */
static const char *
salt_of_scope (const CsRequest *request, const CsScope *scope, const CsEntry *fallback)
{
  for (guint i = 0; i < request->entries->len; i++) {
    const CsEntry *entry = request->entries->pdata[i];

    if (cs_entry_get_scope (entry, request->process) == scope)
      return cs_entry_get_salt (entry);
  }
  return cs_entry_get_salt (fallback);
}

static json_t *
withheld_new (void)
{
  return json_pack ("{s:b}", "withheld", TRUE);
}

static void
set_token (json_t *withheld, const char *salt, const char *field, const json_t *value)
{
  g_autofree char *text = cs_json_dump_canonical (value);
  g_autofree char *said = g_strdup_printf ("%s\n%s", field, text);
  g_autofree char *token =
      g_compute_hmac_for_string (G_CHECKSUM_SHA256, (const guchar *)salt, strlen (salt), said, -1);

  token[TOKEN_DIGITS] = '\0';
  json_object_set_new (withheld, "as", json_string (token));
}

/* Whether it is an answer stays known: steps are complete by it. */
static json_t *
withhold (const CsField *field, const json_t *value, const char *salt)
{
  json_t *withheld = withheld_new ();

  set_token (withheld, salt, field->id, value);
  if (!cs_value_is_answer (field, value))
    json_object_set_new (withheld, "empty", json_true ());
  return withheld;
}

/**
 * cs_value_is_withheld:
 * @value: (nullable): what a field holds
 *
 * Returns: whether there is something that may not be read here
 */
gboolean
cs_value_is_withheld (const json_t *value)
{
  return json_is_object (value) && json_is_true (json_object_get (value, "withheld"));
}

/**
 * cs_value_is_withheld_answer:
 * @value: (nullable): a withheld value
 *
 * Returns: whether what is withheld is an answer, as far as that can be told without reading it
 */
gboolean
cs_value_is_withheld_answer (const json_t *value)
{
  return cs_value_is_withheld (value) && json_object_get (value, "empty") == NULL;
}

/**
 * cs_value_new_withheld_result:
 * @field: a field that is worked out
 * @inputs: what it is worked out from, some of it withheld
 *
 * Returns: (transfer full): a withheld value, equal for equal inputs
 */
json_t *
cs_value_new_withheld_result (const CsField *field, const json_t *inputs)
{
  json_t *withheld = withheld_new ();

  set_token (withheld, "", field->id, inputs);
  return withheld;
}

static void
outline_values (json_t *data, const CsRequest *request, const char *salt)
{
  json_t *values = json_object_get (data, "values");
  const char *id;
  json_t *value;
  void *next;

  json_object_foreach_safe (values, next, id, value)
  {
    const CsField *field = cs_process_get_field (request->process, id);

    if (field != NULL && field->scope != NULL)
      json_object_set_new (values, id, withhold (field, value, salt));
  }
}

static void
withhold_members (json_t *data, const char *const *members)
{
  for (; *members != NULL; members++) {
    if (json_object_get (data, *members) != NULL)
      json_object_set_new (data, *members, withheld_new ());
  }
}

/* Which kind of evidence closes a payment; the rest of it is withheld. */
static void
outline_evidence (json_t *data)
{
  const char *kind = cs_json_get_string (json_object_get (data, "evidence"), "kind");

  if (kind != NULL)
    json_object_set_new (data, "evidence", json_pack ("{s:s}", "kind", kind));
}

/**
 * cs_entry_dup_outline:
 * @entry: an entry
 * @request: its request, with at least all entries before it
 * @error: `CS_ERROR_INVALID` if it cannot be written anew, which means a mistake
 *
 * Writes the entry as it may be seen outside of its scope: values, and texts and amounts that tell
 * of them, are replaced; the salt is all zeros. The same entry of the same request always gives the
 * same bytes.
 *
 * Returns: (transfer full) (nullable): bytes that read as an entry; without an error %NULL when
 *   there is nothing to withhold
 */
GBytes *
cs_entry_dup_outline (const CsEntry *entry, const CsRequest *request, GError **error)
{
  static const char *const texts[] = {"reason", "text", "note", "amount", NULL};
  const CsScope *scope = cs_entry_get_scope (entry, request->process);
  g_autoptr (json_t) root = NULL;
  const char *bytes;
  gsize length;
  json_t *data;
  char *text;

  if (scope == NULL)
    return NULL;
  bytes = g_bytes_get_data (cs_entry_get_bytes (entry), &length);
  root = cs_json_load (bytes, length, error);
  if (root == NULL)
    return NULL;
  data = json_object_get (root, "data");
  outline_values (data, request, salt_of_scope (request, scope, entry));
  withhold_members (data, texts);
  outline_evidence (data);
  json_object_set_new (root, "salt", json_string (NO_SALT));
  text = cs_json_dump_canonical (root);
  return g_bytes_new_take (text, strlen (text));
}
