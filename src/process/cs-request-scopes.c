/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-request-private.h"

#include <string.h>

/*
 * What a scope asks of contents (CX-21): whether they are sealed, when they are erased, and what
 * was. “Erased” is said by an entry; the entry that held the value stays, with its hash, while what
 * it named is gone.
 */

/**
 * cs_scope_is_sealed:
 * @scope: (nullable): of a field
 *
 * Returns: whether files in this scope are kept encrypted, and each opening says for what: those
 *   of scopes that are logged or not copied
 */
gboolean
cs_scope_is_sealed (const CsScope *scope)
{
  return scope != NULL && (scope->log || !scope->sync);
}

/* Whether a value, or something in it, is the file. */
static gboolean
holds_file (const json_t *value, const char *sha256)
{
  const char *key;
  json_t *member;
  gsize index;

  if (g_strcmp0 (cs_json_get_string (value, "sha256"), sha256) == 0)
    return TRUE;
  json_object_foreach ((json_t *)value, key, member)
  {
    if (holds_file (member, sha256))
      return TRUE;
  }
  json_array_foreach (value, index, member)
  {
    if (holds_file (member, sha256))
      return TRUE;
  }
  return FALSE;
}

/**
 * cs_process_find_sealed:
 * @self: a process
 * @entry: an entry of a request of it
 * @sha256: of a file
 *
 * Returns: (nullable): the confidential field through which the entry names the file (CX-21)
 */
const CsField *
cs_process_find_sealed (const CsProcess *self, const CsEntry *entry, const char *sha256)
{
  json_t *values = json_object_get (cs_entry_get_data (entry), "values");
  const char *id;
  json_t *value;

  json_object_foreach (values, id, value)
  {
    const CsField *field = cs_process_get_field (self, id);

    if (field != NULL && cs_scope_is_sealed (field->scope) && holds_file (value, sha256))
      return field;
  }
  return NULL;
}

/* The instant until which contents are kept, counted from the end of the request. */
static CsInstant
kept_until (const CsScope *scope, CsInstant ended)
{
  g_autoptr (GDateTime) end = g_date_time_new_from_unix_utc (ended / CS_SECOND);
  g_autoptr (GDateTime) until = NULL;
  char *unit;
  int number = (int)g_ascii_strtoll (scope->retain, &unit, 10);

  if (end == NULL)
    return CS_INSTANT_NONE;
  if (strcmp (unit, "y") == 0)
    until = g_date_time_add_years (end, number);
  else if (strcmp (unit, "mo") == 0)
    until = g_date_time_add_months (end, number);
  else
    until = g_date_time_add_days (end, number);
  return until != NULL ? g_date_time_to_unix (until) * CS_SECOND : CS_INSTANT_NONE;
}

static gboolean
was_filled (const CsRequest *self, const CsField *field)
{
  for (guint i = 0; i < self->entries->len; i++) {
    if (cs_entry_get_value (self->entries->pdata[i], field) != NULL)
      return TRUE;
  }
  return FALSE;
}

/**
 * cs_request_is_erased:
 * @self: a request
 * @field: a field
 *
 * Returns: whether what it held was erased when its time was over
 */
gboolean
cs_request_is_erased (const CsRequest *self, const CsField *field)
{
  for (guint i = self->entries->len; i > 0; i--) {
    const CsEntry *entry = self->entries->pdata[i - 1];

    if (cs_entry_get_kind (entry) == CS_KIND_ERASE &&
        g_strcmp0 (cs_entry_get_text (entry, "field"), field->id) == 0)
      return TRUE;
  }
  return FALSE;
}

/**
 * cs_request_get_erasure:
 * @self: a request
 * @field: a field
 *
 * Returns: when its contents are erased: its scope's time after the end of the request;
 *   %CS_INSTANT_NONE while the request is open, if they are kept for ever, and if nothing is there
 */
CsInstant
cs_request_get_erasure (const CsRequest *self, const CsField *field)
{
  if (self->end == CS_END_NONE || field->scope == NULL || field->scope->retain == NULL ||
      !was_filled (self, field) || cs_request_is_erased (self, field))
    return CS_INSTANT_NONE;
  return kept_until (field->scope, self->ended);
}

/**
 * cs_request_find_erasure:
 * @self: a request
 * @at: (out): when; %CS_INSTANT_NONE: never
 *
 * Returns: (transfer none) (nullable): the field whose contents are erased next
 */
const CsField *
cs_request_find_erasure (const CsRequest *self, CsInstant *at)
{
  const GPtrArray *fields = self->process->fields;
  const CsField *found = NULL;

  *at = CS_INSTANT_NONE;
  for (guint i = 0; self->end != CS_END_NONE && i < fields->len; i++) {
    CsInstant instant = cs_request_get_erasure (self, fields->pdata[i]);

    if (instant == CS_INSTANT_NONE || (found != NULL && instant >= *at))
      continue;
    found = fields->pdata[i];
    *at = instant;
  }
  return found;
}
