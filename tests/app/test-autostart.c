/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-autostart.h"

#include <glib/gstdio.h>

/* U-06: the program starts at login only where the person has asked for it. */
static void
test_write (void)
{
  g_autofree char *path = cs_autostart_dup_path ();
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_true (cs_autostart_write (FALSE, &error));
  g_assert_no_error (error);
  g_assert_true (cs_autostart_write (TRUE, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "Exec=countersign --background\n"));
  g_assert_true (cs_autostart_write (FALSE, &error));
  g_assert_no_error (error);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
test_in_the_way (void)
{
  g_autofree char *path = cs_autostart_dup_path ();
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (path, 0700), ==, 0);
  g_assert_false (cs_autostart_write (TRUE, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_false (cs_autostart_write (FALSE, &error));
  g_assert_nonnull (error);
  g_assert_cmpint (g_rmdir (path), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/app/autostart/U-06/write", test_write);
  g_test_add_func ("/app/autostart/U-06/in-the-way", test_in_the_way);
  return g_test_run ();
}
