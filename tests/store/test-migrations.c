/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-migrations.h"
#include "cs-test-folder.h"

static CsSqlite *
open_in (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "test.db", NULL);

  return cs_sqlite_open (path, TRUE, NULL);
}

static gint64
get (CsSqlite *sqlite, const char *sql)
{
  gint64 value = -1;

  g_assert_true (cs_sqlite_get_int (sqlite, sql, &value, NULL));
  return value;
}

static void
test_all (void)
{
  g_autoptr (CsTestFolder) folder = cs_test_folder_new ();
  g_autoptr (CsSqlite) sqlite = open_in (folder);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) steps = cs_migrations_list (&error);

  g_assert_no_error (error);
  g_assert_true (cs_migrations_run (sqlite, &error));
  g_assert_no_error (error);
  g_assert_cmpint (get (sqlite, "PRAGMA user_version"), ==, g_strv_length (steps));
  g_assert_cmpint (get (sqlite, "PRAGMA application_id"), ==, CS_APPLICATION_ID_NUMBER);
  g_assert_true (cs_migrations_run (sqlite, &error));
}

static void
test_failure_leaves_the_file (void)
{
  g_autoptr (CsTestFolder) folder = cs_test_folder_new ();
  g_autoptr (CsSqlite) sqlite = open_in (folder);
  const char *steps[] = {
      "CREATE TABLE a (x); INSERT INTO a VALUES (1)",
      "CREATE TABLE b (x); INSERT INTO a VALUES (2); INSERT INTO none VALUES (3)",
      NULL};
  g_autoptr (GError) error = NULL;

  g_assert_false (cs_migrations_run_steps (sqlite, steps, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "Step 2"));
  g_assert_cmpint (get (sqlite, "PRAGMA user_version"), ==, 1);
  g_assert_cmpint (get (sqlite, "SELECT count(*) FROM a"), ==, 1);
  g_assert_cmpint (get (sqlite, "SELECT count(*) FROM sqlite_schema WHERE name = 'b'"), ==, 0);
}

static void
test_too_new (void)
{
  g_autoptr (CsTestFolder) folder = cs_test_folder_new ();
  g_autoptr (CsSqlite) sqlite = open_in (folder);
  g_autoptr (GError) error = NULL;

  g_assert_true (cs_migrations_run (sqlite, NULL));
  g_assert_true (cs_sqlite_exec (sqlite, "PRAGMA user_version=999", NULL));
  g_assert_false (cs_migrations_run (sqlite, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_TOO_NEW);
  g_assert_cmpint (get (sqlite, "PRAGMA user_version"), ==, 999);
}

static void
test_foreign_file (void)
{
  g_autoptr (CsTestFolder) folder = cs_test_folder_new ();
  g_autoptr (CsSqlite) sqlite = open_in (folder);
  g_autoptr (GError) error = NULL;

  g_assert_true (cs_sqlite_exec (sqlite, "PRAGMA user_version=1; PRAGMA application_id=7", NULL));
  g_assert_false (cs_migrations_run (sqlite, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_CORRUPT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/migrations/all", test_all);
  g_test_add_func ("/migrations/failure-leaves-the-file", test_failure_leaves_the_file);
  g_test_add_func ("/migrations/too-new", test_too_new);
  g_test_add_func ("/migrations/foreign-file", test_foreign_file);
  return g_test_run ();
}
