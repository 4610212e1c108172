/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-server-tables.h"

#include "cs-server-resources.h"

#define FOLDER  "/io/github/countersign/Countersign/server/migrations"
#define VERSION "server-format"

/*
 * The tables a server keeps in the workspace's own file: what must commit with an entry can only do
 * so there. They are numbered apart from the workspace's, so that either may change alone.
 */

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *)a, *(const char *const *)b);
}

static gboolean
read_version (CsStore *store, guint64 *version, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *text = cs_store_dup_meta (store, VERSION, &failure);

  *version = 0;
  if (failure != NULL) {
    g_propagate_error (error, g_steal_pointer (&failure));
    return FALSE;
  }
  return text == NULL || g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT, version, error);
}

static gboolean
run_steps (CsStore *store, char **names, GError **error)
{
  guint64 last = g_strv_length (names);
  g_autofree char *text = g_strdup_printf ("%u", (guint)last);
  guint64 version;

  if (!read_version (store, &version, error))
    return FALSE;
  if (version > last) {
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_TOO_NEW,
                 "This server’s folder was written by a newer version (its format is %u, this "
                 "version reads up to %u). Nothing was changed; please update.",
                 (guint)version,
                 (guint)last);
    return FALSE;
  }
  for (guint64 i = version; i < last; i++) {
    g_autofree char *path = g_strconcat (FOLDER, "/", names[i], NULL);
    g_autoptr (GBytes) script = g_resource_lookup_data (cs_server_get_resource (), path, 0, error);

    /* Resources end with a zero that is not counted. */
    if (script == NULL ||
        !cs_sqlite_exec (cs_store_get_sqlite (store), g_bytes_get_data (script, NULL), error))
      return FALSE;
  }
  return cs_store_set_meta (store, VERSION, text, error);
}

/**
 * cs_server_tables_prepare:
 * @error: TOO_NEW, or what the store failed with
 *
 * Makes the tables there are none of.
 *
 * Returns: whether they are there
 */
gboolean
cs_server_tables_prepare (CsStore *store, GError **error)
{
  CsSqlite *sqlite = cs_store_get_sqlite (store);
  g_auto (GStrv) names =
      g_resource_enumerate_children (cs_server_get_resource (), FOLDER, 0, error);

  if (names == NULL || !cs_sqlite_begin (sqlite, error))
    return FALSE;
  qsort (names, g_strv_length (names), sizeof *names, compare_names);
  if (!run_steps (store, names, error)) {
    cs_sqlite_rollback (sqlite);
    return FALSE;
  }
  return cs_sqlite_commit (sqlite, error);
}
