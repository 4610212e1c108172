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

/* SG-21, K-13: what waits, was typed or was put off when a file had the tables of any earlier
 * version is there afterwards, byte by byte. */
static void
check_outbox_of (const char *const *steps, guint version)
{
  static const char entry[] = "{\"device\":\"d\",\"more\":1}";
  static const char of_the_first[] =
      "INSERT INTO outbox (id, request, n, made, bytes, signature, verdict)"
      " SELECT id, request, n, made, bytes, signature, verdict FROM said";
  static const char of_others[] =
      "INSERT INTO outbox (id, request, device, n, made, bytes, signature, verdict)"
      " SELECT id, request, 'd', n, made, bytes, signature, verdict FROM said";
  g_autofree char *said = g_strdup_printf (
      "CREATE TEMP TABLE said AS SELECT 'a' AS id, 'r' AS request, 7 AS n, 11 AS made,"
      " CAST ('%s' AS BLOB) AS bytes, 's' AS signature, NULL AS verdict"
      " UNION ALL SELECT 'b', NULL, 9, 12, CAST ('%s' AS BLOB), NULL, NULL"
      " UNION ALL SELECT 'c', 'r', 8, 13, CAST ('%s' AS BLOB), NULL, 'refused';"
      "INSERT INTO draft VALUES ('d', 'p', 'k', 'r', 'typed', 14);"
      "INSERT INTO hold VALUES ('h', 'p', 'r', 'decision', '{}', 15, 16);%s",
      entry,
      entry,
      entry,
      version == 1 ? of_the_first : of_others);
  g_autoptr (CsTestFolder) folder = cs_test_folder_new ();
  g_autoptr (CsSqlite) sqlite = open_in (folder);
  g_autoptr (GPtrArray) earlier = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < version; i++)
    g_ptr_array_add (earlier, (gpointer)steps[i]);
  g_ptr_array_add (earlier, NULL);
  cs_migrations_run_steps (sqlite, (const char *const *)earlier->pdata, &error);
  g_assert_no_error (error);
  cs_sqlite_exec (sqlite, said, &error);
  g_assert_no_error (error);
  cs_migrations_run (sqlite, &error);
  g_assert_no_error (error);
  g_assert_cmpint (get (sqlite, "SELECT count(*) FROM outbox"), ==, 3);
  g_assert_cmpint (get (sqlite,
                        "SELECT count(*) FROM outbox JOIN said USING (id, n, made, bytes)"
                        " WHERE device = 'd' AND outbox.request IS said.request"
                        " AND outbox.signature IS said.signature"
                        " AND outbox.verdict IS said.verdict"),
                   ==,
                   3);
  g_assert_cmpint (get (sqlite, "SELECT count(*) FROM draft WHERE content = 'typed'"), ==, 1);
  g_assert_cmpint (get (sqlite, "SELECT count(*) FROM hold WHERE data = '{}'"), ==, 1);
}

static void
test_outbox (void)
{
  g_auto (GStrv) steps = cs_migrations_list (NULL);

  for (guint version = 1; version <= g_strv_length (steps); version++)
    check_outbox_of ((const char *const *)steps, version);
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

/* A file of another program that says nothing of itself gets no tables of ours. */
static void
test_foreign_tables (void)
{
  g_autoptr (CsTestFolder) folder = cs_test_folder_new ();
  g_autoptr (CsSqlite) sqlite = open_in (folder);
  g_autoptr (GError) error = NULL;

  g_assert_true (cs_sqlite_exec (sqlite, "CREATE TABLE note (text)", NULL));
  g_assert_false (cs_migrations_run (sqlite, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_CORRUPT);
  g_assert_cmpint (get (sqlite, "SELECT count(*) FROM sqlite_master"), ==, 1);
  g_assert_cmpint (get (sqlite, "PRAGMA application_id"), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/migrations/all", test_all);
  g_test_add_func ("/migrations/outbox/SG-21", test_outbox);
  g_test_add_func ("/migrations/failure-leaves-the-file", test_failure_leaves_the_file);
  g_test_add_func ("/migrations/too-new", test_too_new);
  g_test_add_func ("/migrations/foreign-file", test_foreign_file);
  g_test_add_func ("/migrations/foreign-tables", test_foreign_tables);
  return g_test_run ();
}
