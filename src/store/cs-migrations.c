/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-migrations.h"

#include "cs-store-resources.h"

#define FOLDER "/io/github/countersign/Countersign/store/migrations"

/*
 * How a workspace file comes to have the tables of this version: numbered scripts, each in a
 * transaction of its own together with the number it leads to. A file of a newer version is
 * refused, and a script that fails leaves the file as it was.
 */

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *)a, *(const char *const *)b);
}

/**
 * cs_migrations_list:
 *
 * Returns: (transfer full): the scripts in their order, %NULL-terminated
 */
char **
cs_migrations_list (GError **error)
{
  GResource *resource = cs_store_get_resource ();
  g_auto (GStrv) names = g_resource_enumerate_children (resource, FOLDER, 0, error);
  g_autoptr (GPtrArray) scripts = g_ptr_array_new_with_free_func (g_free);

  if (names == NULL)
    return NULL;
  qsort (names, g_strv_length (names), sizeof *names, compare_names);
  for (guint i = 0; names[i] != NULL; i++) {
    g_autofree char *path = g_strconcat (FOLDER, "/", names[i], NULL);
    g_autoptr (GBytes) bytes = g_resource_lookup_data (resource, path, 0, error);

    if (bytes == NULL)
      return NULL;
    g_ptr_array_add (scripts, g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)));
  }
  g_ptr_array_add (scripts, NULL);
  return (char **)g_ptr_array_free (g_steal_pointer (&scripts), FALSE);
}

static gboolean
run_step (CsSqlite *sqlite, const char *script, gint64 number, GError **error)
{
  g_autofree char *mark = g_strdup_printf ("PRAGMA application_id=%d; PRAGMA user_version=%d",
                                           CS_APPLICATION_ID_NUMBER,
                                           (int)number);
  gint64 present = 0;

  if (!cs_sqlite_begin (sqlite, error))
    return FALSE;
  if (!cs_sqlite_get_int (sqlite, "PRAGMA user_version", &present, error)) {
    cs_sqlite_rollback (sqlite);
    return FALSE;
  }
  if (present >= number) { /* another process was faster */
    cs_sqlite_rollback (sqlite);
    return TRUE;
  }
  if (!cs_sqlite_exec (sqlite, script, error) || !cs_sqlite_exec (sqlite, mark, error)) {
    cs_sqlite_rollback (sqlite);
    g_prefix_error (error, "Step %d of updating the workspace: ", (int)number);
    return FALSE;
  }
  return cs_sqlite_commit (sqlite, error);
}

/**
 * cs_migrations_run_steps:
 * @steps: every script there has ever been, oldest first
 * @error: TOO_NEW, CORRUPT, or what a script failed with
 *
 * Brings the file to the last of @steps.
 *
 * Returns: whether the file is there
 */
gboolean
cs_migrations_run_steps (CsSqlite *sqlite, const char *const *steps, GError **error)
{
  gint64 last = g_strv_length ((char **)steps);
  gint64 tables = 0, version = 0, application = 0;

  /* In this order: another process may be making them, together with the version. */
  if (!cs_sqlite_get_int (sqlite, "SELECT count(*) FROM sqlite_master", &tables, error) ||
      !cs_sqlite_get_int (sqlite, "PRAGMA user_version", &version, error) ||
      !cs_sqlite_get_int (sqlite, "PRAGMA application_id", &application, error))
    return FALSE;
  if (version > 0 ? application != CS_APPLICATION_ID_NUMBER : tables > 0) {
    g_set_error_literal (error,
                         CS_ERROR,
                         CS_ERROR_CORRUPT,
                         "This file is not a Countersign workspace; what it holds was left alone.");
    return FALSE;
  }
  if (version > last) {
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_TOO_NEW,
                 "This workspace was written by a newer version of Countersign (its format is %d, "
                 "this version reads up to %d). Nothing was changed; please update.",
                 (int)version,
                 (int)last);
    return FALSE;
  }
  for (gint64 i = version; i < last; i++) {
    if (!run_step (sqlite, steps[i], i + 1, error))
      return FALSE;
  }
  return TRUE;
}

/**
 * cs_migrations_run:
 * @error: TOO_NEW, CORRUPT, or what a script failed with
 *
 * Brings the file to the tables of this version.
 *
 * Returns: whether the file is there
 */
gboolean
cs_migrations_run (CsSqlite *sqlite, GError **error)
{
  g_auto (GStrv) steps = cs_migrations_list (error);

  return steps != NULL && cs_migrations_run_steps (sqlite, (const char *const *)steps, error);
}
