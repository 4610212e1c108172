/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-ctl.h"
#include "cs-test-ctl.h"

#include <string.h>

static void
test_help (void)
{
  g_autoptr (CsTestCtl) all = cs_test_ctl ("", "--help", NULL);
  g_autoptr (CsTestCtl) one = cs_test_ctl ("", "eval", "--help", NULL);
  g_autoptr (CsTestCtl) version = cs_test_ctl ("", "--version", NULL);

  g_assert_cmpint (all->exit_status, ==, CS_CTL_OK);
  g_assert_nonnull (strstr (all->output, "\n  eval "));
  g_assert_nonnull (strstr (all->output, "--workspace=DIR"));
  g_assert_nonnull (strstr (all->output, "--now=INSTANT"));
  g_assert_nonnull (strstr (all->output, "--json"));
  g_assert_cmpint (one->exit_status, ==, CS_CTL_OK);
  g_assert_nonnull (strstr (one->output, "countersignctl eval"));
  g_assert_cmpint (version->exit_status, ==, CS_CTL_OK);
  g_assert_true (g_str_has_prefix (version->output, "countersignctl "));
}

static void
test_usage (void)
{
  const struct {
    const char *words[4];
    const char *reason;
  } cases[] = {
      {{NULL}, "A command is missing"},
      {{"frobnicate", NULL}, "There is no command “frobnicate”"},
      {{"eval", "something", NULL}, "“eval” expects no argument"},
      {{"eval", "--frobnicate", NULL}, "--frobnicate"},
      {{"--frobnicate", NULL}, "--frobnicate"},
      {{"eval", "--now", "tomorrow", NULL}, "--now expects a moment"},
      {{"eval", "--now", NULL}, "--now"},
      {{"", NULL}, "There is no command “”"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CsTestCtl) run = cs_test_ctl_bytes ("", 0, cases[i].words);

    g_assert_cmpint (run->exit_status, ==, CS_CTL_USAGE);
    g_assert_cmpstr (run->output, ==, "");
    g_assert_nonnull (strstr (run->errors, cases[i].reason));
  }
}

static void
test_json_error (void)
{
  g_autoptr (CsTestCtl) run = cs_test_ctl ("", "--json", "frobnicate", NULL);

  g_assert_cmpint (run->exit_status, ==, CS_CTL_USAGE);
  g_assert_cmpstr (run->errors,
                   ==,
                   "{\"error\":\"There is no command “frobnicate”\",\"code\":\"usage\"}\n");
}

/* Global options are the same before and after the command. */
static void
test_global_options (void)
{
  const char *now = "2026-01-13T16:00:00+02:00";
  g_autoptr (CsTestCtl) before =
      cs_test_ctl ("", "--workspace", "w", "--now", now, "--json", "eval", NULL);
  g_autoptr (CsTestCtl) after =
      cs_test_ctl ("", "eval", "--workspace=w", "--now", now, "--json", NULL);

  g_assert_cmpint (before->exit_status, ==, CS_CTL_OK);
  g_assert_cmpint (after->exit_status, ==, CS_CTL_OK);
}

static void
test_read_line (void)
{
  char text[] = "one\n\nmuch too long\nlast";
  const struct {
    const char *line;
    gboolean is_too_long;
  } expected[] = {{"one", FALSE}, {"", FALSE}, {"", TRUE}, {"last", FALSE}};
  FILE *input = fmemopen (text, strlen (text), "r");
  g_autoptr (GString) line = g_string_new (NULL);
  gboolean is_too_long;

  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++) {
    g_assert_true (cs_ctl_read_line (input, 5, line, &is_too_long));
    g_assert_cmpstr (line->str, ==, expected[i].line);
    g_assert_cmpint (is_too_long, ==, expected[i].is_too_long);
  }
  g_assert_false (cs_ctl_read_line (input, 5, line, &is_too_long));
  fclose (input);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ctl/help", test_help);
  g_test_add_func ("/ctl/usage", test_usage);
  g_test_add_func ("/ctl/json-error", test_json_error);
  g_test_add_func ("/ctl/global-options", test_global_options);
  g_test_add_func ("/ctl/read-line", test_read_line);
  return g_test_run ();
}
