/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-store.h"
#include "cs-test-folder.h"

static void
test_create_and_open (void)
{
  g_autoptr (CsTestFolder) folder = cs_test_folder_new ();
  g_autofree char *inside = g_build_filename (folder, "new", NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *value = NULL;
  CsStore *store;

  g_assert_null (cs_store_open (inside, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_NOT_FOUND);
  g_clear_error (&error);
  store = cs_store_create (inside, &error);
  g_assert_no_error (error);
  g_assert_true (cs_store_set_meta (store, "person", "p-1", &error));
  g_assert_null (cs_store_dup_meta (store, "none", &error));
  g_assert_no_error (error);
  cs_store_close (store);
  g_assert_null (cs_store_create (inside, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_CONFLICT);
  g_clear_error (&error);
  store = cs_store_open (inside, &error);
  g_assert_no_error (error);
  value = cs_store_dup_meta (store, "person", NULL);
  g_assert_cmpstr (value, ==, "p-1");
  g_assert_cmpstr (cs_store_get_folder (store), ==, inside);
  cs_store_close (store);
}

static void
test_counter (void)
{
  g_autoptr (CsTestFolder) folder = cs_test_folder_new ();
  g_autoptr (CsStore) store = cs_store_create (folder, NULL);
  gint64 value = -1;

  g_assert_true (cs_store_count (store, "ANT", &value, NULL));
  g_assert_cmpint (value, ==, 0);
  for (gint64 expected = 1001; expected < 1004; expected++) {
    g_assert_true (cs_store_next_count (store, "ANT", 1001, &value, NULL));
    g_assert_cmpint (value, ==, expected);
  }
  g_assert_true (cs_store_count (store, "ANT", &value, NULL));
  g_assert_cmpint (value, ==, 1003);
}

static void
test_data_version (void)
{
  g_autoptr (CsTestFolder) folder = cs_test_folder_new ();
  g_autoptr (CsStore) store = cs_store_create (folder, NULL);
  g_autoptr (CsStore) other = cs_store_open (folder, NULL);
  gint64 before = 0, own = 0, after = 0;

  g_assert_true (cs_store_get_data_version (store, &before, NULL));
  g_assert_true (cs_store_set_meta (store, "a", "1", NULL));
  g_assert_true (cs_store_get_data_version (store, &own, NULL));
  g_assert_cmpint (own, ==, before);
  g_assert_true (cs_store_set_meta (other, "a", "2", NULL));
  g_assert_true (cs_store_get_data_version (store, &after, NULL));
  g_assert_cmpint (after, !=, before);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/create-and-open", test_create_and_open);
  g_test_add_func ("/store/counter", test_counter);
  g_test_add_func ("/store/data-version", test_data_version);
  return g_test_run ();
}
