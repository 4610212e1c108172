/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-store.h"

#include "cs-migrations.h"

#include <glib/gstdio.h>

#define FILE_NAME "workspace.db"

struct _CsStore {
  char *folder;
  CsSqlite *sqlite; /* (owned) */
};

static CsStore *
open_folder (const char *folder, gboolean create, GError **error)
{
  g_autofree char *path = g_build_filename (folder, FILE_NAME, NULL);
  g_autoptr (CsStore) self = g_new0 (CsStore, 1);

  self->folder = g_strdup (folder);
  self->sqlite = cs_sqlite_open (path, create, error);
  if (self->sqlite == NULL || !cs_migrations_run (self->sqlite, error)) {
    g_prefix_error (error, "%s: ", folder);
    return NULL;
  }
  return g_steal_pointer (&self);
}

/**
 * cs_store_create:
 * @folder: made if it is not there; must not hold a workspace yet
 * @error: CONFLICT when it does; FAILED
 *
 * Makes an empty store that only its owner may read.
 *
 * Returns: (transfer full): the store, to be used on this thread only
 */
CsStore *
cs_store_create (const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, FILE_NAME, NULL);

  if (g_mkdir_with_parents (folder, 0700) != 0) {
    g_set_error (error, CS_ERROR, CS_ERROR_FAILED, "The folder %s cannot be made.", folder);
    return NULL;
  }
  if (g_file_test (path, G_FILE_TEST_EXISTS)) {
    g_set_error (error, CS_ERROR, CS_ERROR_CONFLICT, "%s already holds a workspace.", folder);
    return NULL;
  }
  return open_folder (folder, TRUE, error);
}

/**
 * cs_store_open:
 * @folder: of a workspace
 * @error: NOT_FOUND, TOO_NEW, CORRUPT, BUSY, UNAUTHORISED
 *
 * Returns: (transfer full): the store, to be used on this thread only
 */
CsStore *
cs_store_open (const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, FILE_NAME, NULL);

  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR)) {
    g_set_error (error, CS_ERROR, CS_ERROR_NOT_FOUND, "There is no workspace in %s.", folder);
    return NULL;
  }
  return open_folder (folder, FALSE, error);
}

/**
 * cs_store_new_in_memory:
 *
 * Returns: (transfer full): an empty store that leaves nothing on disk
 */
CsStore *
cs_store_new_in_memory (GError **error)
{
  g_autoptr (CsStore) self = g_new0 (CsStore, 1);

  self->folder = g_strdup ("");
  self->sqlite = cs_sqlite_open (":memory:", TRUE, error);
  if (self->sqlite == NULL || !cs_migrations_run (self->sqlite, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * cs_store_close:
 * @self: (transfer full) (nullable): a store
 */
void
cs_store_close (CsStore *self)
{
  if (self == NULL)
    return;
  cs_sqlite_close (self->sqlite);
  g_free (self->folder);
  g_free (self);
}

/**
 * cs_store_get_folder:
 *
 * Returns: where the workspace lives
 */
const char *
cs_store_get_folder (CsStore *self)
{
  return self->folder;
}

/**
 * cs_store_get_sqlite:
 *
 * Returns: (transfer none): the connection, for the files of this folder, one a table
 */
CsSqlite *
cs_store_get_sqlite (CsStore *self)
{
  return self->sqlite;
}

/**
 * cs_store_is_server:
 *
 * Returns: whether it is a server's, which nobody looks at through lists
 */
gboolean
cs_store_is_server (CsStore *self)
{
  g_autofree char *name = cs_store_dup_meta (self, "server-name", NULL);

  return name != NULL;
}

/**
 * cs_store_dup_meta:
 * @name: of a property of the workspace
 *
 * Returns: (transfer full) (nullable): its value; %NULL without an error where it was never set
 */
char *
cs_store_dup_meta (CsStore *self, const char *name, GError **error)
{
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (self->sqlite, error, "SELECT value FROM meta WHERE name = ?", "s", name);
  gboolean has_row;

  if (statement == NULL || !cs_statement_next (statement, &has_row, error) || !has_row)
    return NULL;
  return g_strdup (cs_statement_get_text (statement, 0));
}

/**
 * cs_store_set_meta:
 *
 * Returns: whether the property was kept
 */
gboolean
cs_store_set_meta (CsStore *self, const char *name, const char *value, GError **error)
{
  return cs_sqlite_run (self->sqlite,
                        error,
                        "INSERT OR REPLACE INTO meta VALUES (?, ?)",
                        "ss",
                        name,
                        value);
}

/**
 * cs_store_count:
 * @counter: its name
 * @value: (out): 0 where it was never counted
 *
 * Returns: whether it could be read
 */
gboolean
cs_store_count (CsStore *self, const char *counter, gint64 *value, GError **error)
{
  g_autoptr (CsStatement) statement = cs_sqlite_query (self->sqlite,
                                                       error,
                                                       "SELECT value FROM counter WHERE name = ?",
                                                       "s",
                                                       counter);
  gboolean has_row;

  *value = 0;
  if (statement == NULL || !cs_statement_next (statement, &has_row, error))
    return FALSE;
  if (has_row)
    *value = cs_statement_get_int (statement, 0);
  return TRUE;
}

/**
 * cs_store_next_count:
 * @first: what a counter begins with
 * @value: (out): the next number, never given before
 *
 * Returns: whether a number was taken; only inside a transaction is it taken once
 */
gboolean
cs_store_next_count (CsStore *self,
                     const char *counter,
                     gint64 first,
                     gint64 *value,
                     GError **error)
{
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (self->sqlite,
                       error,
                       "INSERT INTO counter VALUES (?1, ?2) ON CONFLICT (name)"
                       " DO UPDATE SET value = value + 1 RETURNING value",
                       "si",
                       counter,
                       first);
  gboolean has_row;

  if (statement == NULL || !cs_statement_next (statement, &has_row, error))
    return FALSE;
  *value = cs_statement_get_int (statement, 0);
  return cs_statement_run (statement, error);
}

/**
 * cs_store_get_data_version:
 * @version: (out): differs from the last one when somebody else has committed
 *
 * Returns: whether it could be read
 */
gboolean
cs_store_get_data_version (CsStore *self, gint64 *version, GError **error)
{
  return cs_sqlite_get_int (self->sqlite, "PRAGMA data_version", version, error);
}
