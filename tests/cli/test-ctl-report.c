/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-csv.h"
#include "cs-ctl.h"
#include "cs-test-ctl.h"
#include "cs-test-folder.h"

#include <string.h>

#define NOW "2026-11-23T12:00:00Z"

static CsTestFolder *parent; /* (owned) */
static char *folder;         /* (owned) */

static CsTestCtl *
report (const char *name, const char *option, const char *more)
{
  CsTestCtl *run =
      cs_test_ctl ("", "--workspace", folder, "--now", NOW, "report", name, option, more, NULL);

  return run;
}

/* Each of them, as text, for a spreadsheet and for a program. */
static void
test_all (void)
{
  static const struct {
    const char *name, *head, *member;
  } reports[] = {{"ageing", "Working days since opened,Number,", "\"number\":"},
                 {"sla", "Week of,Met,Met late,Breached,Running,All\r\n", "\"breached\":"},
                 {"turnaround", "Process,Step,Number,", "\"median_seconds\":"},
                 {"mix", "Question,Answer,Number,", "\"group\":"},
                 {"totals", "What,Number,", "\"currency\":\"BHD\""}};

  for (gsize i = 0; i < G_N_ELEMENTS (reports); i++) {
    g_autoptr (CsTestCtl) text = report (reports[i].name, NULL, NULL);
    g_autoptr (CsTestCtl) csv = report (reports[i].name, "--csv", NULL);
    g_autoptr (CsTestCtl) json = report (reports[i].name, "--json", NULL);

    g_test_message ("%s", reports[i].name);
    g_assert_cmpstr (text->errors, ==, "");
    g_assert_cmpint (text->exit_status, ==, CS_CTL_OK);
    g_assert_nonnull (strstr (text->output, "n = "));
    g_assert_true (g_str_has_prefix (csv->output, CS_CSV_MARK));
    g_assert_nonnull (strstr (csv->output, reports[i].head));
    g_assert_nonnull (strstr (json->output, reports[i].member));
  }
}

static void
test_options (void)
{
  g_autoptr (CsTestCtl) whole = report ("ageing", "--csv", NULL);
  g_autoptr (CsTestCtl) africa = report ("ageing", "--csv", "--region=africa");
  g_autoptr (CsTestCtl) late = report ("turnaround", "--csv", "--since=2026-12-01");
  g_autoptr (CsTestCtl) months = report ("sla", "--csv", "--months");

  g_assert_cmpstr (africa->output, !=, whole->output);
  g_assert_null (strstr (africa->output, "BHD"));
  g_assert_null (strstr (late->output, "Whole request"));
  g_assert_nonnull (strstr (months->output, "\n2026-11,"));
}

static void
test_refusals (void)
{
  g_autoptr (CsTestCtl) unknown = report ("people", NULL, NULL);
  g_autoptr (CsTestCtl) day = report ("sla", "--since=yesterday", NULL);
  g_autoptr (CsTestCtl) nothing =
      cs_test_ctl ("", "--workspace", folder, "--now", NOW, "report", NULL);

  g_assert_cmpint (unknown->exit_status, ==, CS_CTL_USAGE);
  g_assert_nonnull (strstr (unknown->errors, "expected ageing, sla"));
  g_assert_cmpint (day->exit_status, ==, CS_CTL_USAGE);
  g_assert_nonnull (strstr (day->errors, "2026-11-23"));
  g_assert_cmpint (nothing->exit_status, ==, CS_CTL_USAGE);
}

int
main (int argc, char **argv)
{
  g_autoptr (CsTestCtl) made = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  parent = cs_test_folder_new ();
  folder = g_build_filename (parent, "sample", NULL);
  made = cs_test_ctl ("", "workspace", "create", "--sample", folder, "--now", NOW, NULL);
  g_assert_cmpint (made->exit_status, ==, CS_CTL_OK);
  g_test_add_func ("/ctl-report/all", test_all);
  g_test_add_func ("/ctl-report/options", test_options);
  g_test_add_func ("/ctl-report/refusals", test_refusals);
  status = g_test_run ();
  g_clear_pointer (&folder, g_free);
  g_clear_pointer (&parent, cs_test_folder_free);
  return status;
}
