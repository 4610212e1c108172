/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-installation.h"

#include <libintl.h>
#include <locale.h>

static void
test_data_folder (void)
{
  g_unsetenv ("COUNTERSIGN_DATADIR");
  g_assert_cmpstr (cs_installation_get_data_folder (), ==, CS_DATADIR);
  g_setenv ("COUNTERSIGN_DATADIR", "", TRUE);
  g_assert_cmpstr (cs_installation_get_data_folder (), ==, CS_DATADIR);
  g_setenv ("COUNTERSIGN_DATADIR", "/somewhere", TRUE);
  g_assert_cmpstr (cs_installation_get_data_folder (), ==, "/somewhere");
}

static void
test_languages (void)
{
  g_setenv ("COUNTERSIGN_LOCALEDIR", "/somewhere", TRUE);
  cs_installation_init_languages ();
  g_assert_cmpstr (bindtextdomain (GETTEXT_PACKAGE, NULL), ==, "/somewhere");
  g_assert_cmpstr (textdomain (NULL), ==, GETTEXT_PACKAGE);
  g_assert_cmpstr (setlocale (LC_CTYPE, NULL), ==, "C.UTF-8");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/installation/data-folder", test_data_folder);
  g_test_add_func ("/installation/languages", test_languages);
  return g_test_run ();
}
