/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "script-player.h"

/* Every scenario in tests/process/scenarios, each a test of its own. */

static void
test_scenario (gconstpointer path)
{
  script_play_file (path);
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = NULL;
  g_autoptr (GDir) dir = NULL;
  const char *name;

  g_test_init (&argc, &argv, NULL);
  folder = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "process", "scenarios", NULL);
  dir = g_dir_open (folder, 0, NULL);
  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *test = g_strdup_printf ("/rules/%s", name);

    if (g_str_has_suffix (name, ".jsonl"))
      g_test_add_data_func_full (test,
                                 g_build_filename (folder, name, NULL),
                                 test_scenario,
                                 g_free);
  }
  return g_test_run ();
}
