/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-sqlite.h"
#include "cs-test-folder.h"

#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

static CsSqlite *
open_in (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "test.db", NULL);
  g_autoptr (GError) error = NULL;
  CsSqlite *sqlite = cs_sqlite_open (path, TRUE, &error);

  g_assert_no_error (error);
  return sqlite;
}

static void
test_bind_and_column (void)
{
  g_autoptr (CsTestFolder) folder = cs_test_folder_new ();
  g_autoptr (CsSqlite) sqlite = open_in (folder);
  g_autoptr (GBytes) bytes = g_bytes_new_static ("a\0b", 3);
  g_autoptr (GBytes) read = NULL;
  g_autoptr (CsStatement) statement = NULL;
  g_autoptr (GError) error = NULL;
  gboolean has_row;

  g_assert_true (cs_sqlite_exec (sqlite, "CREATE TABLE t (a, b, c, d)", &error));
  g_assert_true (cs_sqlite_run (sqlite,
                                &error,
                                "INSERT INTO t VALUES (?, ?, ?, ?)",
                                "sibs",
                                "x",
                                G_MININT64,
                                bytes,
                                NULL));
  g_assert_no_error (error);
  g_assert_cmpint (cs_sqlite_get_changes (sqlite), ==, 1);
  statement = cs_sqlite_query (sqlite, &error, "SELECT * FROM t WHERE a = ?", "s", "x");
  g_assert_true (cs_statement_next (statement, &has_row, &error));
  g_assert_true (has_row);
  g_assert_cmpstr (cs_statement_get_text (statement, 0), ==, "x");
  g_assert_cmpint (cs_statement_get_int (statement, 1), ==, G_MININT64);
  read = cs_statement_get_bytes (statement, 2);
  g_assert_true (g_bytes_equal (read, bytes));
  g_assert_true (cs_statement_is_null (statement, 3));
  g_assert_true (cs_statement_next (statement, &has_row, &error));
  g_assert_false (has_row);
}

static void
test_nested_use (void)
{
  g_autoptr (CsTestFolder) folder = cs_test_folder_new ();
  g_autoptr (CsSqlite) sqlite = open_in (folder);
  const char *sql = "SELECT 1 UNION SELECT 2 ORDER BY 1";
  g_autoptr (CsStatement) outer = cs_sqlite_query (sqlite, NULL, sql, "");
  g_autoptr (CsStatement) inner = cs_sqlite_query (sqlite, NULL, sql, "");
  gboolean has_row;

  g_assert_true (outer != inner);
  g_assert_true (cs_statement_next (outer, &has_row, NULL));
  g_assert_true (cs_statement_next (outer, &has_row, NULL));
  g_assert_true (cs_statement_next (inner, &has_row, NULL));
  g_assert_cmpint (cs_statement_get_int (outer, 0), ==, 2);
  g_assert_cmpint (cs_statement_get_int (inner, 0), ==, 1);
}

static void
test_transaction (void)
{
  g_autoptr (CsTestFolder) folder = cs_test_folder_new ();
  g_autoptr (CsSqlite) sqlite = open_in (folder);
  g_autoptr (CsSqlite) other = open_in (folder);
  gint64 count = -1;

  g_assert_true (cs_sqlite_exec (sqlite, "CREATE TABLE t (a UNIQUE)", NULL));
  g_assert_true (cs_sqlite_begin (sqlite, NULL));
  g_assert_true (cs_sqlite_is_in_transaction (sqlite));
  g_assert_true (cs_sqlite_exec (sqlite, "INSERT INTO t VALUES (1)", NULL));
  g_assert_true (cs_sqlite_get_int (other, "SELECT count(*) FROM t", &count, NULL));
  g_assert_cmpint (count, ==, 0);
  cs_sqlite_rollback (sqlite);
  g_assert_true (cs_sqlite_begin (sqlite, NULL));
  g_assert_true (cs_sqlite_exec (sqlite, "INSERT INTO t VALUES (2)", NULL));
  g_assert_true (cs_sqlite_commit (sqlite, NULL));
  g_assert_true (cs_sqlite_get_int (other, "SELECT sum(a) FROM t", &count, NULL));
  g_assert_cmpint (count, ==, 2);
}

static void
test_errors (void)
{
  g_autoptr (CsTestFolder) folder = cs_test_folder_new ();
  g_autofree char *missing = g_build_filename (folder, "no", "such.db", NULL);
  g_autofree char *junk = g_build_filename (folder, "junk.db", NULL);
  g_autoptr (CsSqlite) sqlite = open_in (folder);
  g_autoptr (GError) error = NULL;

  g_assert_null (cs_sqlite_open (missing, FALSE, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_true (g_file_set_contents (junk,
                                      "not a database at all, but long enough to be read as one",
                                      -1,
                                      NULL));
  g_assert_null (cs_sqlite_open (junk, FALSE, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_CORRUPT);
  g_clear_error (&error);
  g_assert_true (cs_sqlite_exec (sqlite, "CREATE TABLE t (a UNIQUE)", NULL));
  g_assert_true (cs_sqlite_run (sqlite, NULL, "INSERT INTO t VALUES (?)", "i", (gint64)1));
  g_assert_false (cs_sqlite_run (sqlite, &error, "INSERT INTO t VALUES (?)", "i", (gint64)1));
  g_assert_error (error, CS_ERROR, CS_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_false (cs_sqlite_exec (sqlite, "SELEKT", &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_FAILED);
}

/* A folder that may only be read is called that, and not a file that does not open. */
static void
test_read_only (void)
{
  g_autofree char *folder = g_dir_make_tmp ("countersign-sqlite-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "workspace.db", NULL);
  g_autoptr (GError) error = NULL;
  gboolean is_root = geteuid () == 0;
  CsSqlite *connection = cs_sqlite_open (path, TRUE, NULL);

  g_assert_true (cs_sqlite_exec (connection, "CREATE TABLE t (a)", NULL));
  cs_sqlite_close (connection);
  g_assert_cmpint (chmod (path, 0444), ==, 0);
  g_assert_cmpint (chmod (folder, 0555), ==, 0);
  g_assert_true (!is_root || seteuid (65534) == 0);
  connection = cs_sqlite_open (path, FALSE, &error);
  g_assert_true (!is_root || seteuid (0) == 0);
  g_assert_null (connection);
  g_assert_error (error, CS_ERROR, CS_ERROR_UNAUTHORISED);
  g_assert_nonnull (strstr (error->message, "its folder is read-only"));
  g_assert_cmpint (chmod (folder, 0755), ==, 0);
  g_assert_cmpint (unlink (path), ==, 0);
  g_assert_cmpint (rmdir (folder), ==, 0);
}

/* SG-18: SQLite takes a transaction back by itself, as it does where memory or space ends; nothing
 * that was to be part of it is kept alone. */
static void
test_lost (void)
{
  g_autoptr (CsTestFolder) folder = cs_test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "lost.db", NULL);
  g_autoptr (CsSqlite) sqlite = cs_sqlite_open (path, TRUE, NULL);
  g_autoptr (GError) error = NULL;
  gint64 n = -1;

  g_assert_true (cs_sqlite_exec (sqlite, "CREATE TABLE t (a INTEGER PRIMARY KEY)", NULL));
  g_assert_true (cs_sqlite_begin (sqlite, NULL));
  g_assert_true (cs_sqlite_exec (sqlite, "INSERT INTO t VALUES (1)", NULL));
  g_assert_false (cs_sqlite_exec (sqlite, "INSERT OR ROLLBACK INTO t VALUES (1)", NULL));
  g_assert_true (cs_sqlite_is_in_transaction (sqlite));
  g_assert_false (cs_sqlite_run (sqlite, NULL, "INSERT INTO t VALUES (2)", ""));
  g_assert_false (cs_sqlite_exec (sqlite, "INSERT INTO t VALUES (3)", NULL));
  g_assert_false (cs_sqlite_commit (sqlite, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_FAILED);
  g_assert_false (cs_sqlite_is_in_transaction (sqlite));
  g_assert_true (cs_sqlite_get_int (sqlite, "SELECT count(*) FROM t", &n, NULL));
  g_assert_cmpint (n, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sqlite/bind-and-column", test_bind_and_column);
  g_test_add_func ("/sqlite/nested-use", test_nested_use);
  g_test_add_func ("/sqlite/transaction", test_transaction);
  g_test_add_func ("/sqlite/errors", test_errors);
  g_test_add_func ("/sqlite/read-only", test_read_only);
  g_test_add_func ("/sqlite/lost/SG-18", test_lost);
  return g_test_run ();
}
