/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-loop-watch.h"
#include "cs-test-folder.h"

#include <string.h>

static gboolean
work_cb (gpointer usec)
{
  g_usleep (GPOINTER_TO_UINT (usec));
  return G_SOURCE_REMOVE;
}

static void
run (guint usec)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);

  g_idle_add (work_cb, GUINT_TO_POINTER (usec));
  g_timeout_add_once (usec / 1000 + 40, (GSourceOnceFunc)g_main_loop_quit, loop);
  g_main_loop_run (loop);
}

/* One stall is counted and written down with where it was; the report does not depend on how fast
 * the machine is, so only what must be long is judged. */
static void
test_stall (void)
{
  g_autoptr (CsTestFolder) folder = cs_test_folder_new ();
  g_autofree char *report = g_build_filename (folder, "stalls", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  cs_loop_watch_start (report);
  run (2 * CS_LOOP_LIMIT_USEC);
  g_assert_cmpuint (cs_loop_watch_get_stalls (), >=, 1);
  g_assert_cmpint (cs_loop_watch_get_worst (), >=, 2 * CS_LOOP_LIMIT_USEC);
  g_file_get_contents (report, &text, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (text, "stall 1"));
  g_assert_nonnull (strstr (text, "test-app-loop-watch"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/loop-watch/stall", test_stall);
  return g_test_run ();
}
