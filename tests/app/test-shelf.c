/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-shelf.h"
#include "cs-test-folder.h"

#include <glib/gstdio.h>

static void
put_workspace (const char *folder)
{
  g_autofree char *file = g_build_filename (folder, "workspace.db", NULL);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (file, "x", 1, NULL));
}

static void
test_free_place (void)
{
  g_autoptr (CsTestFolder) shelf = cs_test_folder_new ();
  static const struct {
    const char *title, *name;
  } cases[] = {
      {"Anantya", "Anantya"},
      {"A/B: one", "A-B- one"},
      {"..hidden", "hidden"},
      {" ", "workspace"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *place = cs_shelf_dup_free_place (shelf, cases[i].title);
    g_autofree char *name = g_path_get_basename (place);

    g_assert_cmpstr (name, ==, cases[i].name);
  }
}

static void
test_list (void)
{
  g_autoptr (CsTestFolder) shelf = cs_test_folder_new ();
  static const char *const names[] = {"Beta", "Alpha", "sample-one", "Gamma.new-17"};
  g_autofree char *other = g_build_filename (shelf, "Other", NULL);
  g_autofree char *next = NULL;
  g_autoptr (GPtrArray) found = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *folder = g_build_filename (shelf, names[i], NULL);

    put_workspace (folder);
    g_assert_true (cs_shelf_has (folder));
  }
  g_assert_cmpint (g_mkdir (other, 0700), ==, 0);
  g_assert_false (cs_shelf_has (other));
  found = cs_shelf_list (shelf);
  g_assert_cmpuint (found->len, ==, 2);
  g_assert_true (g_str_has_suffix (found->pdata[0], "Alpha"));
  g_assert_true (g_str_has_suffix (found->pdata[1], "Beta"));
  next = cs_shelf_dup_free_place (shelf, "Beta");
  g_assert_true (g_str_has_suffix (next, "Beta 2"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/shelf/free-place", test_free_place);
  g_test_add_func ("/shelf/list", test_list);
  return g_test_run ();
}
