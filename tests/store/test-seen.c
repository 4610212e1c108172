/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-seen.h"
#include "cs-test-folder.h"

static void
test_seen_and_snooze (void)
{
  g_autoptr (CsTestFolder) folder = cs_test_folder_new ();
  g_autoptr (CsStore) store = cs_store_create (folder, NULL);
  g_autoptr (GError) error = NULL;
  gint64 number = -1, count = -1;

  g_assert_true (cs_seen_get (store, "p-1", 0, &number, &error));
  g_assert_cmpint (number, ==, 0);
  g_assert_true (cs_seen_set (store, "p-1", 0, 7, &error));
  g_assert_true (cs_seen_set (store, "p-1", 0, 9, &error));
  g_assert_true (cs_seen_get (store, "p-1", 0, &number, &error));
  g_assert_cmpint (number, ==, 9);
  g_assert_true (cs_seen_get (store, "p-2", 0, &number, &error));
  g_assert_cmpint (number, ==, 0);
  g_assert_true (cs_seen_snooze (store, "p-1", 0, 100, &error));
  g_assert_true (cs_seen_snooze (store, "p-1", 0, CS_INSTANT_NONE, &error));
  g_assert_true (cs_sqlite_get_int (cs_store_get_sqlite (store),
                                    "SELECT count(*) FROM snooze",
                                    &count,
                                    &error));
  g_assert_cmpint (count, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/seen/seen-and-snooze", test_seen_and_snooze);
  return g_test_run ();
}
