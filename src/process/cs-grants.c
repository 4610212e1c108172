/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-grants.h"

#include "cs-outline.h"
#include "cs-request-private.h"

#include <string.h>

#define NO_REGION "-"

/* Keys that are granted, each once. */
typedef struct {
  GPtrArray *keys; /* char* (owned) */
  GHashTable *has; /* (borrowed) the same keys */
} Grants;

static void
row_free (gpointer data)
{
  CsScopeRow *row = data;

  g_free (row->key);
  g_free (row);
}

/**
 * cs_scope_key_of_region:
 * @pack: id of a pack
 * @region: (nullable): a region of it; %NULL while a request has none
 *
 * Returns: (transfer full): the key of the scope that holds the requests of a region
 */
char *
cs_scope_key_of_region (const char *pack, const char *region)
{
  return g_strdup_printf ("in:%s/%s", pack, region != NULL ? region : NO_REGION);
}

/**
 * cs_scope_key_of_request:
 * @request: UUID of a request
 *
 * Returns: (transfer full): the key of the scope that holds only this request, for those named on
 * it
 */
char *
cs_scope_key_of_request (const char *request)
{
  return g_strconcat ("rq:", request, NULL);
}

static void
add_row (GPtrArray *rows, char *key, gboolean is_outline)
{
  CsScopeRow *row = g_new (CsScopeRow, 1);

  *row = (CsScopeRow){key, is_outline};
  g_ptr_array_add (rows, row);
}

/**
 * cs_grants_list_rows:
 * @request: (nullable): the request with @entry applied; %NULL for an entry of the directory
 * @entry: an entry that is being accepted
 *
 * Lists the scopes that hold an entry. One with values of a scope of the pack stands in that scope
 * as it is, and as an outline in its region's. Those of the request itself (rq:) hold what the
 * region's does; they are there only where somebody is named who is not granted the region.
 *
 * Returns: (transfer full) (element-type CsScopeRow): the rows, the region's last
 */
GPtrArray *
cs_grants_list_rows (const CsRequest *request, const CsEntry *entry)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (row_free);
  const CsScope *scope;
  char *key;

  if (request == NULL) {
    add_row (rows, g_strdup (CS_SCOPE_ALL), FALSE);
    return rows;
  }
  key = cs_scope_key_of_region (request->process->pack->id, cs_request_get_region (request));
  scope = cs_entry_get_scope (entry, request->process);
  if (scope != NULL)
    add_row (rows, g_strconcat (key, "/", scope->id, NULL), FALSE);
  add_row (rows, key, scope != NULL);
  return rows;
}

static void
grant (Grants *grants, char *key)
{
  if (g_hash_table_contains (grants->has, key)) {
    g_free (key);
    return;
  }
  g_hash_table_add (grants->has, key);
  g_ptr_array_add (grants->keys, key);
}

static gboolean
is_for_role (const CsScope *scope, const char *role)
{
  for (guint i = 0; i < scope->who->len; i++) {
    const CsWho *who = scope->who->pdata[i];

    if (who->role != NULL && strcmp (who->role->id, role) == 0)
      return TRUE;
  }
  return FALSE;
}

/* A region, and those scopes of it that the role is in. */
static void
grant_region (Grants *grants, const CsPack *pack, const char *region, const char *role)
{
  g_autofree char *key = cs_scope_key_of_region (pack->id, region);

  grant (grants, g_strdup (key));
  for (guint i = 0; role != NULL && i < pack->scopes->len; i++) {
    const CsScope *scope = pack->scopes->pdata[i];

    if (is_for_role (scope, role))
      grant (grants, g_strconcat (key, "/", scope->id, NULL));
  }
}

/* What a role reaches in a pack: its region with all that lies in it. Who holds it everywhere
 * reaches requests that have no region yet, too. @role %NULL: everything, but for scopes. */
static void
grant_reach (Grants *grants, const CsPack *pack, const char *role, const char *region)
{
  for (guint i = 0; i < pack->region_list->len; i++) {
    const CsRegion *each = pack->region_list->pdata[i];

    if (region == NULL || cs_pack_region_is_within (pack, each->id, region))
      grant_region (grants, pack, each->id, role);
  }
  if (region == NULL)
    grant_region (grants, pack, NULL, role);
}

static int
compare_keys (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/**
 * cs_grants_list:
 * @directory: people, roles, delegations
 * @packs: (element-type CsPack): the active packs, and older versions that requests are pinned to
 * @person: who asks
 * @now: the present; delegations are dated
 *
 * Lists what a person may see by their roles, those they stand in for included: every region of a
 * pack that a role of theirs reaches, and in it the scopes of the pack that the role is in.
 * Administrators see every region, but no scope that they have no role for. Requests on which they
 * are named (rq:) are not among them: [func@grants_list_named].
 *
 * Returns: (transfer full): keys of scopes in alphabetical order; at least `all`
 */
GStrv
cs_grants_list (const CsDirectory *directory,
                const GPtrArray *packs,
                const char *person,
                CsInstant now)
{
  Grants grants = {g_ptr_array_new (), g_hash_table_new (g_str_hash, g_str_equal)};
  gboolean is_administrator = cs_directory_is_administrator (directory, person);

  grant (&grants, g_strdup (CS_SCOPE_ALL));
  for (guint i = 0; i < packs->len; i++) {
    const CsPack *pack = packs->pdata[i];
    g_autoptr (GPtrArray) reach = cs_directory_list_reach (directory, pack->id, person, now);

    for (guint j = 0; j < reach->len; j++) {
      const CsHeld *held = reach->pdata[j];

      grant_reach (&grants, pack, held->role, held->region);
    }
    if (is_administrator)
      grant_reach (&grants, pack, NULL, NULL);
  }
  g_ptr_array_sort (grants.keys, compare_keys);
  g_ptr_array_add (grants.keys, NULL);
  g_hash_table_unref (grants.has);
  return (GStrv)g_ptr_array_free (grants.keys, FALSE);
}

static void
name (GPtrArray *named, const char *person)
{
  if (person != NULL && *person != '\0' &&
      !g_ptr_array_find_with_equal_func (named, person, g_str_equal, NULL))
    g_ptr_array_add (named, g_strdup (person));
}

static void
name_values (GPtrArray *named, const CsRequest *request)
{
  const GPtrArray *fields = request->process->fields;
  const json_t *item;
  gsize index;

  for (guint i = 0; i < fields->len; i++) {
    const CsField *field = fields->pdata[i];
    const json_t *value = request->values[i].value;

    if (field->type != CS_FIELD_PERSON || field->among_client)
      continue;
    name (named, json_string_value (value));
    json_array_foreach (value, index, item)
    {
      name (named, json_string_value (item));
    }
  }
}

static void
name_turns (GPtrArray *named, const CsRequest *request)
{
  const GPtrArray *steps = request->process->steps;

  for (guint i = 0; i < steps->len; i++) {
    const CsStep *step = steps->pdata[i];

    name (named, cs_request_get_assignee (request, step));
    for (guint j = 0; step->approval != NULL && j < step->approval->levels->len; j++)
      name (named, cs_request_get_level_holder (request, step, step->approval->levels->pdata[j]));
  }
}

/**
 * cs_grants_list_named:
 * @request: a request
 *
 * Lists who is named on a request: who opened it, who stands in its fields, whom a step was given
 * and whom a decision was handed to. They see the request also without a role in its region, and so
 * does whoever stands in for them.
 *
 * Returns: (transfer full) (element-type utf8): ids of people, each once
 */
GPtrArray *
cs_grants_list_named (const CsRequest *request)
{
  GPtrArray *named = g_ptr_array_new_with_free_func (g_free);

  name (named, cs_request_get_opener (request));
  name_values (named, request);
  name_turns (named, request);
  return named;
}
