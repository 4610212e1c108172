/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk.h"

#include <glib/gstdio.h>
#include <string.h>

/* The power goes while a folder of a shared workspace is kept in step. */

static char *
first_request (CsLedger *ledger)
{
  g_autoptr (GPtrArray) ids = cs_journal_list_requests (cs_ledger_get_store (ledger), 0, 1, NULL);

  g_assert_cmpuint (ids->len, ==, 1);
  return g_strdup (ids->pdata[0]);
}

typedef struct {
  gint64 last, rows, head;
} Standing;

static Standing
read_standing (CsSqlite *sqlite)
{
  Standing self = {0};

  g_assert_true (
      cs_sqlite_get_int (sqlite, "SELECT coalesce (max (seq), 0) FROM entry", &self.last, NULL));
  g_assert_true (cs_sqlite_get_int (sqlite, "SELECT sum (last) FROM sync_scope", &self.rows, NULL));
  g_assert_true (cs_sqlite_get_int (sqlite, "SELECT max (size) FROM sync_head", &self.head, NULL));
  return self;
}

static gboolean
is_same (Standing a, Standing b)
{
  return a.last == b.last && a.rows == b.rows && a.head == b.head;
}

typedef struct {
  char *store, *log; /* paths */
  GBytes *saved, *saved_log;
} Copy;

static GBytes *
load (const char *path)
{
  char *text;
  gsize length;

  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  return g_bytes_new_take (text, length);
}

/* What a power cut leaves where only so much of the write-ahead log had reached the disk. */
static void
copy_cut (const Copy *self, const char *folder, gsize length)
{
  g_autofree char *store = g_build_filename (folder, "workspace.db", NULL);
  g_autofree char *log = g_strconcat (store, "-wal", NULL);
  g_autofree char *shared = g_strconcat (store, "-shm", NULL);

  g_remove (shared);
  g_assert_true (g_file_set_contents (store,
                                      g_bytes_get_data (self->saved, NULL),
                                      (gssize)g_bytes_get_size (self->saved),
                                      NULL));
  g_assert_true (
      g_file_set_contents (log, g_bytes_get_data (self->saved_log, NULL), (gssize)length, NULL));
}

/* Returns: whether the page is there */
static gboolean
open_cut (const Copy *self, const char *folder, gsize length, Standing before, Standing after)
{
  g_autofree char *path = g_build_filename (folder, "workspace.db", NULL);
  g_autoptr (CsSqlite) sqlite = NULL;
  gint64 broken = -1;
  Standing found;

  copy_cut (self, folder, length);
  sqlite = cs_sqlite_open (path, FALSE, NULL);
  g_assert_true (cs_sqlite_get_int (sqlite,
                                    "SELECT count(*) FROM pragma_integrity_check"
                                    " WHERE integrity_check <> 'ok'",
                                    &broken,
                                    NULL));
  g_assert_cmpint (broken, ==, 0);
  found = read_standing (sqlite);
  g_assert_true (is_same (found, before) || is_same (found, after));
  return is_same (found, after);
}

/* SG-14: a page that came is not on disk at once. Wherever a power cut falls, it is here together
 * with where the folder stands, or neither is, and it comes again. */
static void
test_power_cut (void)
{
  Desk desk;
  Clerk one, two;
  Copy copy;
  g_autofree char *request = NULL, *folder = NULL;
  g_autoptr (CsOutcome) note = NULL;
  Standing before, after;
  CsSqlite *sqlite;
  gint64 synchronous;
  gsize length;
  guint here = 0;

  desk_open (&desk);
  clerk_enrol (&one, &desk, "p-sunita");
  clerk_enrol (&two, &desk, "p-fatima");
  desk_start (&desk);
  clerk_join (&one);
  clerk_join (&two);
  clerk_sync (&one);
  clerk_sync (&two);
  request = first_request (two.ledger);
  note = clerk_say (&one, request, "note", json_pack ("{s:s}", "text", "Before the cut"));
  clerk_sync (&one);
  sqlite = cs_store_get_sqlite (cs_ledger_get_store (two.ledger));
  g_assert_true (cs_sqlite_exec (sqlite, "PRAGMA wal_checkpoint (TRUNCATE)", NULL));
  before = read_standing (sqlite);
  clerk_sync (&two);
  after = read_standing (sqlite);
  g_assert_cmpint (after.last, >, before.last);
  g_assert_cmpint (after.rows, >, before.rows);
  /* What is decided here is on disk when that is said. */
  g_assert_true (cs_sqlite_get_int (sqlite, "PRAGMA synchronous", &synchronous, NULL));
  g_assert_cmpint (synchronous, ==, 2);
  copy.store = g_build_filename (two.folder, "workspace.db", NULL);
  copy.log = g_strconcat (copy.store, "-wal", NULL);
  copy.saved = load (copy.store);
  copy.saved_log = load (copy.log);
  length = g_bytes_get_size (copy.saved_log);
  folder = g_build_filename (desk.sample.parent, "cut", NULL);
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  for (guint i = 0; i <= 16; i++)
    here += open_cut (&copy, folder, length * i / 16, before, after);
  g_assert_cmpuint (here, >, 0);
  g_assert_cmpuint (here, <, 16);
  g_clear_object (&two.sync);
  g_clear_pointer (&two.ledger, cs_ledger_close);
  copy_cut (&copy, two.folder, length / 16);
  clerk_reopen (&two);
  clerk_sync (&two);
  g_assert_true (
      is_same (read_standing (cs_store_get_sqlite (cs_ledger_get_store (two.ledger))), after));
  g_free (copy.store);
  g_free (copy.log);
  g_bytes_unref (copy.saved);
  g_bytes_unref (copy.saved_log);
  clerk_clear (&one);
  clerk_clear (&two);
  desk_close (&desk);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/power-cut/SG-14/page", test_power_cut);
  return g_test_run ();
}
