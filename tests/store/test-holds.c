/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-holds.h"
#include "cs-test-folder.h"

static void
add (CsStore *store, const char *id, CsInstant made, CsInstant until)
{
  CsHold hold = {.id = (char *)id,
                 .person = (char *)"p-1",
                 .request = (char *)"r-1",
                 .kind = (char *)"decision",
                 .data = json_pack ("{s:s}", "answer", "approve"),
                 .until = until,
                 .made = made};

  g_assert_true (cs_holds_add (store, &hold, NULL));
  json_decref (hold.data);
}

static void
test_release_and_undo (void)
{
  g_autoptr (CsTestFolder) folder = cs_test_folder_new ();
  g_autoptr (CsStore) store = cs_store_create (folder, NULL);
  g_autoptr (GPtrArray) due = NULL;
  g_autoptr (GError) error = NULL;

  add (store, "h1", 1, 10);
  add (store, "h2", 2, 20);
  add (store, "h3", 3, 10);
  due = cs_holds_list (store, 10, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (due->len, ==, 2);
  g_assert_cmpstr (((CsHold *)due->pdata[1])->id, ==, "h3");
  g_assert_cmpstr (cs_json_get_string (((CsHold *)due->pdata[0])->data, "answer"), ==, "approve");
  g_assert_true (cs_holds_remove (store, "h1", &error));
  g_assert_false (cs_holds_remove (store, "h1", &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_NOT_FOUND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/holds/release-and-undo", test_release_and_undo);
  return g_test_run ();
}
