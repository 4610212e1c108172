/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-outbox.h"
#include "cs-test-folder.h"
#include "cs-uuid.h"

#define AT G_GINT64_CONSTANT (1767604443123000)

static CsEntry *
make_entry (gint64 n)
{
  g_autofree char *id = cs_uuid_new (AT);
  CsEntryHead head =
      {.id = id, .request = id, .kind = "open", .by = "p-1", .device = "d-1", .n = n, .at = AT};
  json_t *data = json_object ();
  CsEntry *entry = cs_entry_build (&head, data, NULL);

  json_decref (data);
  g_assert_nonnull (entry);
  return entry;
}

static void
test_waiting (void)
{
  g_autoptr (CsTestFolder) folder = cs_test_folder_new ();
  g_autoptr (CsStore) store = cs_store_create (folder, NULL);
  g_autoptr (CsEntry) second = make_entry (2);
  g_autoptr (CsEntry) first = make_entry (1);
  g_autoptr (GPtrArray) all = NULL, rest = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (cs_outbox_add (store, second, NULL, AT, &error));
  g_assert_true (cs_outbox_add (store, first, "sig", AT, &error));
  all = cs_outbox_list_waiting (store, &error);
  g_assert_cmpuint (all->len, ==, 2);
  g_assert_cmpstr (cs_entry_get_id (all->pdata[0]), ==, cs_entry_get_id (first));
  g_assert_true (cs_outbox_answer (store, cs_entry_get_id (first), "accepted", &error));
  rest = cs_outbox_list_waiting (store, &error);
  g_assert_cmpuint (rest->len, ==, 1);
  g_assert_false (cs_outbox_answer (store, "none", "accepted", &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_NOT_FOUND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/outbox/K-13/waiting", test_waiting);
  return g_test_run ();
}
