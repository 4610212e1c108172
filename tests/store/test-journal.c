/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-journal.h"
#include "cs-test-folder.h"
#include "cs-uuid.h"

#define AT G_GINT64_CONSTANT (1767604443123000)

static CsEntry *
make_entry (const char *request, const char *kind, gint64 n)
{
  g_autofree char *id = cs_uuid_new (AT);
  g_autoptr (GError) error = NULL;
  CsEntryHead head = {.id = id,
                      .request = request != NULL ? request : id,
                      .kind = kind,
                      .by = "p-1",
                      .device = "d-1",
                      .n = n,
                      .at = AT};
  json_t *data = json_pack ("{s:s}", "text", "word");
  CsEntry *entry = cs_entry_build (&head, data, &error);

  json_decref (data);
  g_assert_no_error (error);
  return entry;
}

static gboolean
append (CsStore *store, CsEntry *entry, CsHead *head, GError **error)
{
  CsSqlite *sqlite = cs_store_get_sqlite (store);

  g_assert_true (cs_sqlite_begin (sqlite, NULL));
  g_assert_true (cs_journal_read_head (store, cs_entry_get_request (entry), head, NULL));
  if (!cs_journal_append (store, head, entry, "sig", AT, error)) {
    cs_sqlite_rollback (sqlite);
    return FALSE;
  }
  return cs_sqlite_commit (sqlite, error);
}

static gboolean
count_entry (const CsStoredEntry *stored, gint64 ref, gpointer user_data, GError **error)
{
  g_assert_cmpstr (stored->signature, ==, "sig");
  g_assert_cmpint (ref, ==, 1);
  ++*(guint *)user_data;
  return TRUE;
}

static void
test_append_and_list (void)
{
  g_autoptr (CsTestFolder) folder = cs_test_folder_new ();
  g_autoptr (CsStore) store = cs_store_create (folder, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (CsEntry) open = make_entry (NULL, "open", 1);
  g_autoptr (CsEntry) note = make_entry (cs_entry_get_id (open), "note", 2);
  g_autoptr (GPtrArray) list = NULL, first = NULL, none = NULL;
  g_autofree char *id = NULL;
  CsStoredEntry found;
  CsHead head;
  guint count = 0;
  gint64 n;

  g_assert_true (append (store, open, &head, &error));
  g_assert_true (cs_journal_set_name (store, &head, "ANT-1001", &error));
  g_assert_true (append (store, note, &head, &error));
  g_assert_no_error (error);
  g_assert_cmpint (cs_entry_get_seq (note), ==, 2);
  g_assert_cmpint (cs_entry_get_number (note), ==, 2);
  g_assert_cmpint (head.last, ==, 2);

  list = cs_journal_list (store, cs_entry_get_id (open), 0, &error);
  g_assert_cmpuint (list->len, ==, 2);
  g_assert_true (g_bytes_equal (cs_entry_get_bytes (list->pdata[1]), cs_entry_get_bytes (note)));
  g_assert_cmpstr (cs_entry_get_hash (list->pdata[1]), ==, cs_entry_get_hash (note));
  first = cs_journal_list_until (store, cs_entry_get_id (open), 0, 1, &error);
  g_assert_cmpuint (first->len, ==, 1);
  g_assert_cmpstr (cs_entry_get_id (first->pdata[0]), ==, cs_entry_get_id (open));
  none = cs_journal_list_until (store, cs_entry_get_id (open), 1, 1, &error);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_true (cs_journal_find (store, cs_entry_get_id (note), &found, &error));
  g_assert_cmpint (cs_entry_get_received (found.entry), ==, AT);
  cs_stored_entry_clear (&found);
  g_assert_true (cs_journal_foreach (store, count_entry, &count, &error));
  g_assert_cmpuint (count, ==, 2);
  g_assert_true (cs_journal_each (store, cs_entry_get_id (open), 1, count_entry, &count, &error));
  g_assert_cmpuint (count, ==, 3); /* what comes after the first */
  g_assert_true (cs_journal_next_counter (store, "d-1", &n, &error));
  g_assert_cmpint (n, ==, 3);
  id = cs_journal_find_request (store, "ant-1001", &error);
  g_assert_cmpstr (id, ==, cs_entry_get_id (open));
}

static void
test_twice (void)
{
  g_autoptr (CsTestFolder) folder = cs_test_folder_new ();
  g_autoptr (CsStore) store = cs_store_create (folder, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (CsEntry) open = make_entry (NULL, "open", 1);
  g_autoptr (CsEntry) same_counter = make_entry (cs_entry_get_id (open), "note", 1);
  gint64 length = 0;
  CsHead head;

  g_assert_true (append (store, open, &head, &error));
  g_assert_false (append (store, open, &head, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_false (append (store, same_counter, &head, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_CONFLICT);
  g_assert_true (cs_journal_get_length (store, &length, NULL));
  g_assert_cmpint (length, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/journal/append-and-list", test_append_and_list);
  g_test_add_func ("/journal/I-2/twice", test_twice);
  return g_test_run ();
}
