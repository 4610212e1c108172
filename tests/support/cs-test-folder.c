/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-test-folder.h"

#include <glib/gstdio.h>

/* Returns: the path of a new, empty folder. */
CsTestFolder *
cs_test_folder_new (void)
{
  GError *error = NULL;
  char *path = g_dir_make_tmp ("cs-test-XXXXXX", &error);

  g_assert_no_error (error);
  return path;
}

static void
remove_tree (const char *path)
{
  GDir *dir = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);

  if (dir != NULL) {
    const char *name;

    while ((name = g_dir_read_name (dir)) != NULL) {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
    g_dir_close (dir);
  }
  g_remove (path);
}

/* Removes the folder and everything in it. */
void
cs_test_folder_free (CsTestFolder *self)
{
  if (self == NULL)
    return;
  remove_tree (self);
  g_free (self);
}
