/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-ctl.h"
#include "cs-test-ctl.h"
#include "cs-test-folder.h"

#include <string.h>

#define NOW "2026-11-21T15:00:00Z"

static void
test_sample (void)
{
  g_autoptr (CsTestFolder) parent = cs_test_folder_new ();
  g_autofree char *folder = g_build_filename (parent, "sample", NULL);
  g_autoptr (CsTestCtl) made =
      cs_test_ctl ("", "workspace", "create", "--sample", folder, "--now", NOW, "--json", NULL);
  g_autoptr (CsTestCtl) verified = cs_test_ctl ("", "--workspace", folder, "verify", NULL);
  g_autoptr (CsTestCtl) listed =
      cs_test_ctl ("", "--workspace", folder, "request", "list", "--now", NOW, NULL);
  g_autoptr (CsTestCtl) missing =
      cs_test_ctl ("", "--workspace", folder, "request", "show", "ANT-9999", NULL);
  g_autoptr (CsTestCtl) clocks =
      cs_test_ctl ("", "--workspace", folder, "clocks", "--now", NOW, NULL);

  g_assert_cmpstr (made->errors, ==, "");
  g_assert_cmpint (made->exit_status, ==, CS_CTL_OK);
  g_assert_nonnull (strstr (made->output, "\"person\":\"p-sunita\""));
  g_assert_nonnull (strstr (made->output, "\"sample\":true"));
  g_assert_cmpint (verified->exit_status, ==, CS_CTL_OK);
  g_assert_nonnull (strstr (listed->output, "ANT-1040"));
  g_assert_cmpint (missing->exit_status, !=, CS_CTL_OK);
  g_assert_nonnull (strstr (missing->errors, "ANT-9999"));
  g_assert_cmpstr (clocks->errors, ==, "");
  g_assert_nonnull (strstr (clocks->output, "ANT-1038"));
}

/* a rejected request is final, and can be begun again with a link to it. */
static void
test_clone (void)
{
  g_autoptr (CsTestFolder) parent = cs_test_folder_new ();
  g_autofree char *folder = g_build_filename (parent, "sample", NULL);
  g_autoptr (CsTestCtl) made = cs_test_ctl ("",
                                            "workspace",
                                            "create",
                                            "--sample",
                                            "--pack",
                                            "cinnox",
                                            folder,
                                            "--now",
                                            NOW,
                                            NULL);
  g_autoptr (CsTestCtl) cloned = cs_test_ctl ("",
                                              "--workspace",
                                              folder,
                                              "request",
                                              "clone",
                                              "CNX-1004",
                                              "--by",
                                              "Winnie Chan",
                                              "--now",
                                              NOW,
                                              NULL);
  g_autoptr (CsTestCtl) open = cs_test_ctl ("",
                                            "--workspace",
                                            folder,
                                            "request",
                                            "clone",
                                            "CNX-1009",
                                            "--by",
                                            "Winnie Chan",
                                            "--now",
                                            NOW,
                                            NULL);
  g_autoptr (CsTestCtl) shown =
      cs_test_ctl ("", "--workspace", folder, "request", "show", "CNX-1021", "--json", NULL);

  g_assert_cmpint (made->exit_status, ==, CS_CTL_OK);
  g_assert_cmpstr (cloned->errors, ==, "");
  g_assert_cmpstr (cloned->output, ==, "CNX-1021\n");
  g_assert_cmpint (open->exit_status, !=, CS_CTL_OK);
  g_assert_nonnull (strstr (open->errors, "still open"));
  g_assert_nonnull (strstr (shown->output, "\"from\""));
  g_assert_nonnull (strstr (shown->output, "\"kind\":\"addition\""));
}

static void
test_empty (void)
{
  g_autoptr (CsTestFolder) parent = cs_test_folder_new ();
  g_autofree char *folder = g_build_filename (parent, "mine", NULL);
  g_autoptr (CsTestCtl) made = cs_test_ctl ("",
                                            "workspace",
                                            "create",
                                            "--empty",
                                            folder,
                                            "--name",
                                            "Test Person",
                                            "--mail",
                                            "test@person.example",
                                            "--pack",
                                            "anantya",
                                            NULL);
  g_autoptr (CsTestCtl) again = cs_test_ctl ("", "workspace", "create", "--empty", folder, NULL);
  g_autoptr (CsTestCtl) inbox =
      cs_test_ctl ("", "--workspace", folder, "inbox", "--by", "Test Person", NULL);

  g_assert_cmpstr (made->errors, ==, "");
  g_assert_cmpint (made->exit_status, ==, CS_CTL_OK);
  g_assert_cmpint (again->exit_status, ==, CS_CTL_FAILED);
  g_assert_nonnull (strstr (again->errors, "already holds a workspace"));
  g_assert_cmpint (inbox->exit_status, ==, CS_CTL_OK);
}

/* The same seed makes the same requests. */
static void
test_generate (void)
{
  g_autoptr (CsTestFolder) parent = cs_test_folder_new ();
  char *lists[2];

  for (gsize i = 0; i < 2; i++) {
    g_autofree char *name = g_strdup_printf ("big-%" G_GSIZE_FORMAT, i);
    g_autofree char *folder = g_build_filename (parent, name, NULL);
    g_autoptr (CsTestCtl) made = cs_test_ctl ("",
                                              "--workspace",
                                              folder,
                                              "generate",
                                              "--requests=40",
                                              "--seed=5",
                                              "--now",
                                              NOW,
                                              "--json",
                                              NULL);
    g_autoptr (CsTestCtl) verified = cs_test_ctl ("", "--workspace", folder, "verify", NULL);
    g_autoptr (CsTestCtl) listed =
        cs_test_ctl ("", "--workspace", folder, "request", "list", "--now", NOW, NULL);

    g_assert_cmpstr (made->errors, ==, "");
    g_assert_nonnull (strstr (made->output, "\"requests\":40"));
    g_assert_cmpint (verified->exit_status, ==, CS_CTL_OK);
    lists[i] = g_steal_pointer (&listed->output);
  }
  g_assert_cmpstr (lists[0], ==, lists[1]);
  g_free (lists[0]);
  g_free (lists[1]);
}

static void
test_refused (void)
{
  g_autoptr (CsTestFolder) parent = cs_test_folder_new ();
  g_autofree char *folder = g_build_filename (parent, "none", NULL);
  const struct {
    const char *words[7];
    CsCtlExit status;
    const char *reason;
  } cases[] = {
      {{"workspace", "create", folder, NULL}, CS_CTL_USAGE, "either --sample or --empty"},
      {{"workspace", "create", "--sample", "--empty", folder, NULL}, CS_CTL_USAGE, "either"},
      {{"workspace", "create", "--sample", NULL}, CS_CTL_USAGE, "folder"},
      {{"workspace", "create", "--sample", "--name", "N", folder, NULL}, CS_CTL_USAGE, "--name"},
      {{"workspace", "create", "--sample", "--seed=-1", folder, NULL}, CS_CTL_USAGE, "--seed"},
      {{"--workspace", folder, "generate", "--requests=0", NULL}, CS_CTL_USAGE, "--requests"},
      {{"--workspace", folder, "generate", "--seed=-1", NULL}, CS_CTL_USAGE, "--seed"},
      {{"generate", NULL}, CS_CTL_USAGE, "--workspace"},
      {{"workspace", "create", "--empty", "--pack", "no", folder, NULL}, CS_CTL_NOT_FOUND, "“no”"},
      {{"workspace", "create", "--sample", "--pack", "no", folder, NULL},
       CS_CTL_NOT_FOUND,
       "no sample of “no”"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CsTestCtl) run = cs_test_ctl_bytes ("", 0, cases[i].words);

    g_assert_cmpint (run->exit_status, ==, cases[i].status);
    g_assert_nonnull (strstr (run->errors, cases[i].reason));
    g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ctl-workspace/sample", test_sample);
  g_test_add_func ("/ctl-workspace/Q-40-clone", test_clone);
  g_test_add_func ("/ctl-workspace/empty", test_empty);
  g_test_add_func ("/ctl-workspace/generate", test_generate);
  g_test_add_func ("/ctl-workspace/refused", test_refused);
  return g_test_run ();
}
