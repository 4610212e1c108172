/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "script-player.h"

/* Scenarios that ask for the lines of a deadline; test-rules.c plays them, too. */

static void
test_explained (gconstpointer name)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("G_TEST_SRCDIR"), "process", "scenarios", name, NULL);

  script_play_file (path);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/clock-explain/D-C4/PH-25/PH-26/PH-27/Q-17",
                        "phonon-explained.jsonl",
                        test_explained);
  return g_test_run ();
}
