/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-scope-keys.h"

#include <string.h>

static void
scope_key_free (gpointer data)
{
  CsScopeKey *self = data;

  g_free (self->key);
  g_free (self);
}

/**
 * cs_scope_key_of_request:
 * @request: a request
 *
 * Returns: (transfer full): the scope of everything in it that is not restricted
 */
char *
cs_scope_key_of_request (const CsRequest *request)
{
  const char *region = cs_request_get_region (request);

  return g_strdup_printf ("in:%s/%s",
                          cs_request_get_process (request)->pack->id,
                          region != NULL && *region != '\0' ? region : "-");
}

/**
 * cs_scope_keys_of_entry:
 * @entry: accepted
 * @request: (nullable): its request as it is with it; %NULL for the directory
 *
 * Returns: (transfer full) (element-type CsScopeKey): where it can be seen
 */
GPtrArray *
cs_scope_keys_of_entry (const CsEntry *entry, const CsRequest *request)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (scope_key_free);
  CsScopeKey *key = g_new0 (CsScopeKey, 1);

  key->key = request != NULL ? cs_scope_key_of_request (request) : g_strdup ("all");
  g_ptr_array_add (list, key);
  return list;
}

/**
 * cs_scope_keys_granted:
 * @person: somebody
 *
 * Returns: (transfer full) (element-type utf8): the scopes they may see now
 */
GPtrArray *
cs_scope_keys_granted (const CsDirectory *directory, const char *person, CsInstant now)
{
  g_autoptr (GPtrArray) roles = cs_directory_list_role_keys (directory, person, now);
  GPtrArray *list = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (list, g_strdup ("all"));
  for (guint i = 0; i < roles->len; i++) {
    const char *role = roles->pdata[i];
    const char *slash = strchr (role, '/');
    const char *at = strrchr (role, '@');
    g_autofree char *key = NULL;

    if (!g_str_has_prefix (role, "role:") || slash == NULL || at == NULL)
      continue;
    key = g_strdup_printf ("in:%.*s/%s",
                           (int)(slash - role - 5),
                           role + 5,
                           at[1] != '\0' ? at + 1 : "-");
    if (!g_ptr_array_find_with_equal_func (list, key, g_str_equal, NULL))
      g_ptr_array_add (list, g_steal_pointer (&key));
  }
  return list;
}
