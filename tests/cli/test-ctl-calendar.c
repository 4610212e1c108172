/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-ctl.h"
#include "cs-json.h"
#include "cs-test-ctl.h"
#include "cs-test-folder.h"

#include <string.h>

#define NOW "2026-11-21T15:00:00Z"
#define ICS                                                                                        \
  "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20261124\n"                      \
  "DTEND;VALUE=DATE:20261126\nSUMMARY:Public holiday\nEND:VEVENT\nEND:VCALENDAR\n"

static char *
write_file (const char *folder, const char *name, const char *text)
{
  char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

#define RUN(...) cs_test_ctl ("", "--workspace", folder, "--now", NOW, __VA_ARGS__, NULL)

/* D-C4: see, import with a preview first, and what moved; the same as the window does. */
static void
test_import (void)
{
  g_autoptr (CsTestFolder) parent = cs_test_folder_new ();
  g_autofree char *folder = g_build_filename (parent, "sample", NULL);
  g_autoptr (CsTestCtl) made =
      cs_test_ctl ("", "workspace", "create", "--sample", folder, "--now", NOW, NULL);
  g_autofree char *ics = write_file (parent, "days.ics", ICS);
  g_autofree char *broken = write_file (parent, "broken.ics", "BEGIN:VCALENDAR\nEND:VEVENT\n");
  g_autoptr (CsTestCtl) listed = RUN ("calendar", "list");
  g_autoptr (CsTestCtl) preview = RUN ("calendar", "preview", "india", ics);
  g_autoptr (CsTestCtl) still = RUN ("calendar", "show", "india", "--json");
  g_autoptr (CsTestCtl) imported = RUN ("calendar", "import", "india", ics, "--by", "p-sunita");
  g_autoptr (CsTestCtl) shown = RUN ("calendar", "show", "india", "--year=2026");
  g_autoptr (CsTestCtl) again = RUN ("calendar", "preview", "india", ics, "--json");
  g_autoptr (CsTestCtl) refused = RUN ("calendar", "import", "india", broken);
  g_autoptr (CsTestCtl) nowhere = RUN ("calendar", "import", "atlantis", ics);
  g_autoptr (CsTestCtl) years = RUN ("calendar", "import", "india", ics, "--years=soon");

  g_assert_cmpint (made->exit_status, ==, CS_CTL_OK);
  g_assert_nonnull (strstr (listed->output, "drc-lubumbashi"));
  g_assert_nonnull (strstr (listed->output, "Asia/Kolkata"));
  g_assert_cmpstr (preview->errors, ==, "");
  g_assert_nonnull (strstr (preview->output, "2 dates are new"));
  g_assert_null (strstr (preview->output, "\n0 of "));
  g_assert_nonnull (strstr (preview->output, " → "));
  g_assert_null (strstr (still->output, "2026-11-24"));
  g_assert_cmpstr (imported->errors, ==, "");
  g_assert_cmpint (imported->exit_status, ==, CS_CTL_OK);
  g_assert_nonnull (strstr (shown->output, "revision 2"));
  g_assert_nonnull (strstr (shown->output, "2026-11-25  closed         Public holiday\n"));
  g_assert_nonnull (strstr (again->output, "\"moves\":[]"));
  g_assert_cmpint (refused->exit_status, ==, CS_CTL_INVALID);
  g_assert_nonnull (strstr (refused->errors, "broken.ics: Line 2:"));
  g_assert_cmpint (nowhere->exit_status, ==, CS_CTL_NOT_FOUND);
  g_assert_cmpint (years->exit_status, ==, CS_CTL_USAGE);
}

static void
test_set (void)
{
  g_autoptr (CsTestFolder) parent = cs_test_folder_new ();
  g_autofree char *folder = g_build_filename (parent, "sample", NULL);
  g_autoptr (CsTestCtl) made =
      cs_test_ctl ("", "workspace", "create", "--sample", folder, "--now", NOW, NULL);
  g_autoptr (CsTestCtl) shown = RUN ("calendar", "show", "bahrain", "--json");
  g_autofree char *file = write_file (parent, "bahrain.json", shown->output);
  g_autofree char *bad = write_file (parent, "bad.json", "{\"zone\": \"Mars\"}");
  g_autoptr (CsTestCtl) set =
      RUN ("calendar", "set", "bahrain", file, "--keep-open", "--reason=Looked at", "--json");
  g_autoptr (CsTestCtl) missing = RUN ("calendar", "set", "manama", file);
  g_autoptr (CsTestCtl) added = RUN ("calendar", "set", "manama", file, "--new");
  g_autoptr (CsTestCtl) refused = RUN ("calendar", "set", "bahrain", bad);
  g_autoptr (CsTestCtl) listed = RUN ("calendar", "list", "--json");
  g_autoptr (CsTestCtl) text = RUN ("calendar", "show", "bahrain");

  g_assert_cmpint (made->exit_status, ==, CS_CTL_OK);
  g_assert_cmpstr (set->errors, ==, "");
  g_assert_cmpint (set->exit_status, ==, CS_CTL_OK);
  g_assert_cmpint (missing->exit_status, ==, CS_CTL_NOT_FOUND);
  g_assert_cmpint (added->exit_status, ==, CS_CTL_OK);
  g_assert_cmpint (refused->exit_status, ==, CS_CTL_INVALID);
  g_assert_nonnull (strstr (listed->output, "\"calendar\":\"manama\""));
  g_assert_nonnull (strstr (text->output, "  fri  closed\n  sat  closed\n  sun  08:00–17:00\n"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ctl-calendar/import", test_import);
  g_test_add_func ("/ctl-calendar/set", test_set);
  return g_test_run ();
}
