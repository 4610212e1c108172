/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-notices.h"
#include "cs-test-folder.h"

static void
test_once (void)
{
  g_autoptr (CsTestFolder) folder = cs_test_folder_new ();
  g_autoptr (CsStore) store = cs_store_create (folder, NULL);
  gboolean is_first = FALSE;

  g_assert_true (cs_notices_claim (store, "p-1", "e-1", 1, &is_first, NULL));
  g_assert_true (is_first);
  g_assert_true (cs_notices_claim (store, "p-1", "e-1", 2, &is_first, NULL));
  g_assert_false (is_first);
  g_assert_true (cs_notices_claim (store, "p-2", "e-1", 2, &is_first, NULL));
  g_assert_true (is_first);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/notices/D-C10/once", test_once);
  return g_test_run ();
}
