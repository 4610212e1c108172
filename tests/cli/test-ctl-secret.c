/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-ctl.h"
#include "cs-test-ctl.h"
#include "cs-test-folder.h"

#include <string.h>

#define NOW    "2026-11-23T12:00:00Z"
#define SECRET "sk-NOT-IN-CLEAR"

/* AF-21: kept from the input, printed to who says for what, and in no export. */
static void
test_secret (void)
{
  g_autoptr (CsTestFolder) parent = cs_test_folder_new ();
  g_autofree char *folder = g_build_filename (parent, "sample", NULL);
  g_autoptr (CsTestCtl) made = cs_test_ctl ("",
                                            "workspace",
                                            "create",
                                            "--sample",
                                            "--pack=affinity",
                                            folder,
                                            "--now",
                                            NOW,
                                            NULL);
  const char *const words[] =
      {"--workspace", folder, "secret", NULL, "AFF-1001", "api_keys", "--now", NOW};
  const struct {
    const char *what, *option, *input;
    int status;
    const char *output;
  } cases[] = {
      {"show", "--by=p-wiremu", "", CS_CTL_FAILED, ""},
      {"keep", "--by=p-anika", SECRET "\n", CS_CTL_FAILED, ""},
      {"keep", "--by=p-wiremu", "\n", CS_CTL_INVALID, ""},
      {"keep", "--by=p-wiremu", SECRET "\n", CS_CTL_OK, ""},
      {"show", "--by=p-wiremu", "", CS_CTL_FAILED, ""},
      {"show", "--purpose=The customer lost it", "", CS_CTL_USAGE, ""},
  };
  g_autoptr (CsTestCtl) shown = NULL;
  g_autoptr (CsTestCtl) exported = NULL;
  g_autoptr (CsTestCtl) verified = NULL;

  g_assert_cmpstr (made->errors, ==, "");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CsTestCtl) run = cs_test_ctl (cases[i].input,
                                             words[0],
                                             words[1],
                                             words[2],
                                             cases[i].what,
                                             words[4],
                                             words[5],
                                             words[6],
                                             words[7],
                                             cases[i].option,
                                             NULL);

    g_test_message ("%u: %s", (guint)i, run->errors);
    g_assert_cmpint (run->exit_status, ==, cases[i].status);
    g_assert_cmpstr (run->output, ==, cases[i].output);
  }
  shown = cs_test_ctl ("",
                       words[0],
                       words[1],
                       words[2],
                       "show",
                       words[4],
                       words[5],
                       words[6],
                       words[7],
                       "--by=p-wiremu",
                       "--purpose=The customer lost it",
                       NULL);
  g_assert_cmpstr (shown->output, ==, SECRET "\n");
  exported = cs_test_ctl ("", "--workspace", folder, "export", NULL);
  g_assert_cmpint (exported->exit_status, ==, CS_CTL_OK);
  g_assert_null (strstr (exported->output, SECRET));
  g_assert_nonnull (strstr (exported->output, "The customer lost it"));
  verified = cs_test_ctl ("", "--workspace", folder, "verify", NULL);
  g_assert_cmpint (verified->exit_status, ==, CS_CTL_OK);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ctl-secret/AF-21", test_secret);
  return g_test_run ();
}
