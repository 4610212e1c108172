/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-changes.h"

#include <string.h>

/* Two copies of the same tables: what is done to one is done to the other by what was written down.
 */

#define TABLES                                                                                     \
  "CREATE TABLE a (id INTEGER PRIMARY KEY, text TEXT, bytes BLOB) STRICT;"                         \
  "CREATE TABLE b (x TEXT NOT NULL, y INTEGER NOT NULL, z TEXT, PRIMARY KEY (x, y)) STRICT,"       \
  " WITHOUT ROWID;"                                                                                \
  "CREATE TABLE local (id INTEGER PRIMARY KEY) STRICT;"                                            \
  "INSERT INTO a VALUES (1, 'one', x'01'), (2, 'two', NULL);"                                      \
  "INSERT INTO b VALUES ('k', 1, 'first')"

static CsSqlite *
open_copy (void)
{
  g_autoptr (GError) error = NULL;
  CsSqlite *sqlite = cs_sqlite_open (":memory:", TRUE, &error);

  g_assert_no_error (error);
  g_assert_true (cs_sqlite_exec (sqlite, TABLES, &error));
  return sqlite;
}

static gboolean
wants (const char *table)
{
  return strcmp (table, "local") != 0;
}

static gboolean
is_loose (const char *table)
{
  return strcmp (table, "b") == 0;
}

static GBytes *
write_down (CsSqlite *sqlite, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsChanges) changes = NULL;
  GBytes *bytes;

  g_assert_true (cs_sqlite_begin (sqlite, &error));
  changes = cs_changes_begin (sqlite, wants, &error);
  g_assert_no_error (error);
  g_assert_true (cs_sqlite_exec (sqlite, sql, &error));
  bytes = cs_changes_end (changes, &error);
  g_assert_no_error (error);
  g_clear_pointer (&changes, cs_changes_free);
  g_assert_true (cs_sqlite_commit (sqlite, &error));
  return bytes;
}

static gboolean
apply (CsSqlite *sqlite, GBytes *changes, CsChangesWants loose)
{
  g_autoptr (GError) error = NULL;
  gboolean is_done;

  g_assert_true (cs_sqlite_begin (sqlite, NULL));
  is_done = cs_changes_apply (sqlite, changes, loose, &error);
  if (!is_done)
    g_assert_error (error, CS_ERROR, CS_ERROR_CORRUPT);
  if (is_done)
    g_assert_true (cs_sqlite_commit (sqlite, NULL));
  else
    cs_sqlite_rollback (sqlite);
  return is_done;
}

static char *
dup_contents (CsSqlite *sqlite)
{
  g_autoptr (CsStatement) statement =
      cs_sqlite_prepare (sqlite,
                         "SELECT group_concat (v, ';') FROM (SELECT id || quote (text) ||"
                         " quote (bytes) AS v FROM a UNION ALL SELECT x || y || quote (z) FROM b)",
                         NULL);
  gboolean has_row;

  g_assert_true (cs_statement_next (statement, &has_row, NULL));
  return g_strdup (cs_statement_get_text (statement, 0));
}

static gboolean
count (const CsChange *change, gpointer user_data, GError **error)
{
  guint *counts = user_data;
  CsCell cell;

  counts[change->kind]++;
  cs_change_get_cell (change, 0, &cell);
  g_assert_cmpint (cell.kind, !=, CS_CELL_UNCHANGED); /* the key is always told */
  return TRUE;
}

static void
test_same (void)
{
  static const char *const scripts[] = {
      "INSERT INTO a VALUES (3, NULL, x''), (4, 'four', x'0001')",
      "UPDATE a SET text = 'zwei' WHERE id = 2; DELETE FROM a WHERE id = 1",
      "INSERT OR REPLACE INTO b VALUES ('k', 1, 'other'), ('l', 9, NULL)",
      "UPDATE b SET y = 2 WHERE x = 'k'; INSERT INTO local VALUES (1)",
      "INSERT INTO a VALUES (9, 'x', NULL); DELETE FROM a WHERE id = 9",
  };
  g_autoptr (CsSqlite) one = open_copy ();
  g_autoptr (CsSqlite) other = open_copy ();
  guint counts[3] = {0};

  for (gsize i = 0; i < G_N_ELEMENTS (scripts); i++) {
    g_autoptr (GBytes) changes = write_down (one, scripts[i]);
    g_autofree char *wanted = NULL;
    g_autofree char *found = NULL;

    g_assert_true (cs_changes_each (changes, count, counts, NULL));
    g_assert_true (apply (other, changes, NULL));
    wanted = dup_contents (one);
    found = dup_contents (other);
    g_assert_cmpstr (found, ==, wanted);
  }
  g_assert_cmpuint (counts[CS_CHANGE_INSERT], ==, 4);
  g_assert_cmpuint (counts[CS_CHANGE_UPDATE], ==, 2);
  g_assert_cmpuint (counts[CS_CHANGE_DELETE], ==, 2);
}

static void
test_nothing (void)
{
  g_autoptr (CsSqlite) one = open_copy ();
  g_autoptr (GBytes) changes = write_down (one, "INSERT INTO local VALUES (1), (2)");

  g_assert_cmpuint (g_bytes_get_size (changes), ==, 0);
}

/* What is not what it was there is noticed, and nothing of it is done. */
static void
test_differs (void)
{
  g_autoptr (CsSqlite) one = open_copy ();
  g_autoptr (CsSqlite) other = open_copy ();
  g_autoptr (GBytes) changes = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  g_assert_true (cs_sqlite_exec (other, "UPDATE a SET text = 'changed' WHERE id = 1", NULL));
  before = dup_contents (other);
  changes =
      write_down (one, "INSERT INTO a VALUES (7, 'x', NULL); UPDATE a SET text = 'y' WHERE id = 1");
  g_assert_false (apply (other, changes, NULL));
  after = dup_contents (other);
  g_assert_cmpstr (after, ==, before);
}

static void
test_loose (void)
{
  g_autoptr (CsSqlite) one = open_copy ();
  g_autoptr (CsSqlite) other = open_copy ();
  g_autoptr (GBytes) changes = NULL;
  g_autofree char *wanted = NULL;
  g_autofree char *found = NULL;

  g_assert_true (cs_sqlite_exec (other, "UPDATE b SET z = 'made anew'", NULL));
  changes = write_down (one, "UPDATE b SET z = 'there'");
  g_assert_true (apply (other, changes, is_loose));
  wanted = dup_contents (one);
  found = dup_contents (other);
  g_assert_cmpstr (found, ==, wanted);
}

typedef struct {
  guint begun, ending, kept, lost, closed;
  gboolean refuses;
} Witness;

static gboolean
begun (CsSqlite *sqlite, gpointer data, GError **error)
{
  ((Witness *)data)->begun++;
  g_assert_true (cs_sqlite_is_in_transaction (sqlite));
  return TRUE;
}

static gboolean
ending (CsSqlite *sqlite, gpointer data, GError **error)
{
  Witness *witness = data;

  witness->ending++;
  if (witness->refuses)
    g_set_error_literal (error, CS_ERROR, CS_ERROR_BUSY, "not now");
  return !witness->refuses;
}

static void
ended (CsSqlite *sqlite, gboolean is_kept, gpointer data)
{
  Witness *witness = data;

  witness->kept += is_kept;
  witness->lost += !is_kept;
}

static void
closed (gpointer data)
{
  ((Witness *)data)->closed++;
}

static void
test_hooks (void)
{
  static const CsSqliteHooks hooks = {begun, ending, ended, closed};
  CsSqlite *sqlite = open_copy ();
  Witness witness = {0};
  gint64 n = 0;

  cs_sqlite_set_hooks (sqlite, &hooks, &witness);
  g_assert_true (cs_sqlite_begin (sqlite, NULL));
  g_assert_true (cs_sqlite_exec (sqlite, "INSERT INTO local VALUES (1)", NULL));
  g_assert_true (cs_sqlite_commit (sqlite, NULL));
  witness.refuses = TRUE;
  g_assert_true (cs_sqlite_begin (sqlite, NULL));
  g_assert_true (cs_sqlite_exec (sqlite, "INSERT INTO local VALUES (2)", NULL));
  g_assert_false (cs_sqlite_commit (sqlite, NULL));
  g_assert_true (cs_sqlite_get_int (sqlite, "SELECT count (*) FROM local", &n, NULL));
  g_assert_cmpint (n, ==, 1);
  cs_sqlite_close (sqlite);
  g_assert_cmpuint (witness.begun, ==, 2);
  g_assert_cmpuint (witness.ending, ==, 2);
  g_assert_cmpuint (witness.kept, ==, 1);
  g_assert_cmpuint (witness.lost, ==, 1);
  g_assert_cmpuint (witness.closed, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/changes/same", test_same);
  g_test_add_func ("/changes/nothing", test_nothing);
  g_test_add_func ("/changes/differs", test_differs);
  g_test_add_func ("/changes/loose", test_loose);
  g_test_add_func ("/changes/hooks", test_hooks);
  return g_test_run ();
}
