/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-shelf.h"

#include <string.h>

/**
 * cs_shelf_dup_folder:
 *
 * Returns: (transfer full): where workspaces are made; need not exist
 */
char *
cs_shelf_dup_folder (void)
{
  return g_build_filename (g_get_user_data_dir (), "countersign", NULL);
}

/**
 * cs_shelf_dup_sample:
 * @pack: an id
 *
 * Returns: (transfer full): where the sample workspace of that pack is, or is to be
 */
char *
cs_shelf_dup_sample (const char *pack)
{
  g_autofree char *name = g_strconcat (CS_SHELF_SAMPLE, pack, NULL);

  return g_build_filename (g_get_user_data_dir (), "countersign", name, NULL);
}

/**
 * cs_shelf_has:
 * @workspace: a folder
 *
 * Returns: whether a workspace is there
 */
gboolean
cs_shelf_has (const char *workspace)
{
  g_autofree char *file = g_build_filename (workspace, "workspace.db", NULL);

  return g_file_test (file, G_FILE_TEST_IS_REGULAR);
}

/* What is no part of a folder's name on any system. */
static char *
name_of (const char *title)
{
  g_autofree char *name = g_strdup (title);

  g_strdelimit (name, "/\\:*?\"<>|", '-');
  g_strstrip (name);
  while (*name == '.')
    memmove (name, name + 1, strlen (name));
  return *name != '\0' ? g_steal_pointer (&name) : g_strdup ("workspace");
}

/**
 * cs_shelf_dup_free_place:
 * @shelf: a folder
 * @title: what the workspace is called
 *
 * Returns: (transfer full): a folder on @shelf that does not exist yet, named after @title
 */
char *
cs_shelf_dup_free_place (const char *shelf, const char *title)
{
  g_autofree char *name = name_of (title);
  g_autofree char *place = g_build_filename (shelf, name, NULL);

  for (guint i = 2; g_file_test (place, G_FILE_TEST_EXISTS); i++) {
    g_autofree char *numbered = g_strdup_printf ("%s %u", name, i);

    g_free (place);
    place = g_build_filename (shelf, numbered, NULL);
  }
  return g_steal_pointer (&place);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  return g_utf8_collate (*(const char *const *)a, *(const char *const *)b);
}

/**
 * cs_shelf_list:
 * @shelf: a folder
 *
 * Returns: (transfer full) (element-type filename): the workspaces on it except samples, by name
 */
GPtrArray *
cs_shelf_list (const char *shelf)
{
  GPtrArray *found = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (shelf, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (shelf, name, NULL);

    if (!g_str_has_prefix (name, CS_SHELF_SAMPLE) && strstr (name, ".new-") == NULL &&
        cs_shelf_has (path))
      g_ptr_array_add (found, g_steal_pointer (&path));
  }
  g_ptr_array_sort (found, compare);
  return found;
}
