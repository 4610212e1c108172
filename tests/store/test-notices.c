/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-notices.h"
#include "cs-test-folder.h"

static char *
list (CsStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = cs_notices_list (store, &error);

  g_assert_no_error (error);
  g_ptr_array_add (entries, NULL);
  return g_strjoinv (" ", (char **)entries->pdata);
}

/* D-C10: what was written is told once, also by who starts after a crash. */
static void
test_kept (void)
{
  g_autoptr (CsTestFolder) folder = cs_test_folder_new ();
  g_autoptr (CsStore) store = cs_store_create (folder, NULL);
  g_autofree char *none = list (store);
  g_autofree char *both = NULL;
  g_autofree char *one = NULL;

  g_assert_cmpstr (none, ==, "");
  g_assert_true (cs_notices_keep (store, "e-2", NULL));
  g_assert_true (cs_notices_keep (store, "e-1", NULL));
  g_assert_true (cs_notices_keep (store, "e-1", NULL));
  both = list (store);
  g_assert_cmpstr (both, ==, "e-1 e-2");
  g_assert_true (cs_notices_drop (store, "e-1", NULL));
  g_assert_true (cs_notices_drop (store, "e-1", NULL));
  one = list (store);
  g_assert_cmpstr (one, ==, "e-2");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/notices/D-C10/kept", test_kept);
  return g_test_run ();
}
