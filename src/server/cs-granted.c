/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-granted.h"

#include "cs-grants.h"

#include <string.h>

/*
 * What a person may see now (K-05): by their roles and those of whom they stand in for, and, for
 * requests of other regions, because they are named on one.
 */

static GPtrArray *
list_texts (CsStore *store, const char *sql, const char *key, const char *other, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (CsStatement) statement = cs_sqlite_prepare (cs_store_get_sqlite (store), sql, error);
  gboolean has_row;

  if (statement == NULL)
    return NULL;
  if (key != NULL)
    cs_statement_bind_text (statement, 1, key);
  if (other != NULL)
    cs_statement_bind_text (statement, 2, other);
  if (!cs_statement_next (statement, &has_row, error))
    return NULL;
  while (has_row) {
    g_ptr_array_add (list, g_strdup (cs_statement_get_text (statement, 0)));
    if (!cs_statement_next (statement, &has_row, error))
      return NULL;
  }
  return g_steal_pointer (&list);
}

/* Every version that there is: a request is pinned to the one that it was opened with. */
static GPtrArray *
list_packs (CsLedger *ledger, GError **error)
{
  CsPackCache *cache = cs_authority_get_packs (cs_ledger_get_authority (ledger));
  g_autoptr (GPtrArray) digests =
      list_texts (cs_ledger_get_store (ledger), "SELECT digest FROM pack", NULL, NULL, error);
  g_autoptr (GPtrArray) packs = g_ptr_array_new ();

  for (guint i = 0; digests != NULL && i < digests->len; i++) {
    const CsPack *pack = cs_pack_cache_get (cache, digests->pdata[i], error);

    if (pack == NULL)
      return NULL;
    g_ptr_array_add (packs, (gpointer)pack);
  }
  return digests != NULL ? g_steal_pointer (&packs) : NULL;
}

static gboolean
add_named_at (CsStore *store, const char *person, const char *home, GPtrArray *keys, GError **error)
{
  g_autoptr (GPtrArray) requests = list_texts (
      store,
      "SELECT head.request FROM named JOIN head USING (ref) WHERE person = ?1 AND home = ?2",
      person,
      home,
      error);

  if (requests == NULL)
    return FALSE;
  for (guint i = 0; i < requests->len; i++) {
    g_autofree char *key = cs_scope_key_of_request (requests->pdata[i]);

    if (!g_ptr_array_find_with_equal_func (keys, key, g_str_equal, NULL))
      g_ptr_array_add (keys, g_steal_pointer (&key));
  }
  return TRUE;
}

static gboolean
add_named (CsStore *store,
           const char *person,
           const char *const *granted,
           GPtrArray *keys,
           GError **error)
{
  g_autoptr (GPtrArray) homes =
      list_texts (store, "SELECT DISTINCT home FROM named WHERE person = ?1", person, NULL, error);

  if (homes == NULL)
    return FALSE;
  for (guint i = 0; i < homes->len; i++) {
    if (!g_strv_contains (granted, homes->pdata[i]) &&
        !add_named_at (store, person, homes->pdata[i], keys, error))
      return FALSE;
  }
  return TRUE;
}

/**
 * cs_granted_list:
 * @person: who asks
 *
 * Returns: (transfer full) (element-type utf8): keys of the scopes they may see now; %NULL on error
 */
GPtrArray *
cs_granted_list (CsLedger *ledger, const char *person, GError **error)
{
  const CsDirectory *directory =
      cs_authority_get_directory (cs_ledger_get_authority (ledger), error);
  CsInstant now = cs_time_source_get_now (cs_ledger_get_time_source (ledger));
  g_autoptr (GPtrArray) packs = directory != NULL ? list_packs (ledger, error) : NULL;
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) acts_as = NULL;
  g_auto (GStrv) granted = NULL;

  if (packs == NULL)
    return NULL;
  granted = cs_grants_list (directory, packs, person, now);
  for (guint i = 0; granted[i] != NULL; i++)
    g_ptr_array_add (keys, g_strdup (granted[i]));
  acts_as = cs_directory_list_person_keys (directory, person, now);
  for (guint i = 0; i < acts_as->len; i++) {
    const char *key = acts_as->pdata[i];

    if (!add_named (cs_ledger_get_store (ledger),
                    key + strlen ("person:"),
                    (const char *const *)granted,
                    keys,
                    error))
      return NULL;
  }
  return g_steal_pointer (&keys);
}

static gboolean
is_kept (CsStore *store,
         gint64 ref,
         const char *home,
         const GPtrArray *named,
         gboolean *is_same,
         GError **error)
{
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (cs_store_get_sqlite (store),
                       error,
                       "SELECT person, home FROM named WHERE ref = ?",
                       "i",
                       ref);
  guint n = 0;
  gboolean has_row;

  *is_same = FALSE;
  if (statement == NULL || !cs_statement_next (statement, &has_row, error))
    return FALSE;
  while (has_row) {
    if (strcmp (cs_statement_get_text (statement, 1), home) != 0 ||
        !g_ptr_array_find_with_equal_func ((GPtrArray *)named,
                                           cs_statement_get_text (statement, 0),
                                           g_str_equal,
                                           NULL))
      return TRUE;
    n++;
    if (!cs_statement_next (statement, &has_row, error))
      return FALSE;
  }
  *is_same = n == named->len;
  return TRUE;
}

/**
 * cs_granted_keep_named:
 * @home: the scope of its region
 * @request: as it is with the entry that is being accepted
 *
 * Returns: whether who is named on it is kept
 */
gboolean
cs_granted_keep_named (CsStore *store,
                       gint64 ref,
                       const char *home,
                       const CsRequest *request,
                       GError **error)
{
  g_autoptr (GPtrArray) named = cs_grants_list_named (request);
  CsSqlite *sqlite = cs_store_get_sqlite (store);
  gboolean is_same;

  if (!is_kept (store, ref, home, named, &is_same, error))
    return FALSE;
  if (is_same)
    return TRUE;
  if (!cs_sqlite_run (sqlite, error, "DELETE FROM named WHERE ref = ?", "i", ref))
    return FALSE;
  for (guint i = 0; i < named->len; i++) {
    if (!cs_sqlite_run (sqlite,
                        error,
                        "INSERT INTO named VALUES (?, ?, ?)",
                        "ssi",
                        named->pdata[i],
                        home,
                        ref))
      return FALSE;
  }
  return TRUE;
}
