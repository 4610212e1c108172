/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-packs.h"
#include "cs-test-folder.h"

static void
test_save_and_load (void)
{
  g_autoptr (CsTestFolder) folder = cs_test_folder_new ();
  g_autoptr (CsStore) store = cs_store_create (folder, NULL);
  g_autoptr (GBytes) bytes = g_bytes_new_static ("{}", 2);
  g_autoptr (GBytes) read = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;

  g_assert_true (cs_packs_save (store, "abc", "pack.json", bytes, &error));
  g_assert_true (cs_packs_save (store, "abc", "again.json", bytes, &error));
  read = cs_packs_load (store, "abc", &name, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (read, bytes));
  g_assert_cmpstr (name, ==, "pack.json");
  g_assert_null (cs_packs_load (store, "def", NULL, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_NOT_FOUND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/packs/save-and-load", test_save_and_load);
  return g_test_run ();
}
