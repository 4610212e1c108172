/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pack-support.h"

/* The worked fragments and the shipped packs have no errors. */
static void
test_no_errors (void)
{
  const char *const fragments[] = {"anantya-fragment",
                                   "ft-fragment",
                                   "phonon-fragment",
                                   "affinity-fragment",
                                   "cinnox-fragment"};

  for (gsize i = 0; i < G_N_ELEMENTS (fragments); i++) {
    g_autoptr (CsPack) pack = load_fixture (fragments[i]);
    g_autoptr (GPtrArray) findings = cs_pack_check (pack, NULL);

    if (cs_findings_have_errors (findings)) {
      g_autofree char *line = cs_finding_format (findings->pdata[0], fragments[i]);

      g_error ("%s", line);
    }
  }
}

static void
test_shipped (void)
{
  g_autofree char *folder = g_build_filename (g_getenv ("CS_SOURCE_ROOT"), "data", "packs", NULL);
  g_autoptr (GDir) packs = g_dir_open (folder, 0, NULL);
  const char *name;

  g_assert_nonnull (packs);
  while ((name = g_dir_read_name (packs)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, "pack.json", NULL);
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) findings = NULL;
    g_autoptr (CsPack) pack = NULL;

    if (!g_file_test (path, G_FILE_TEST_EXISTS))
      continue;
    pack = cs_pack_load (path, &error);
    g_assert_no_error (error);
    findings = cs_pack_check (pack, NULL);
    if (cs_findings_have_errors (findings)) {
      g_autofree char *line = cs_finding_format (findings->pdata[0], name);

      g_error ("%s", line);
    }
  }
}

/* A reading person finds what a program found: errors first, each with its place. */
static void
test_format (void)
{
  g_autoptr (CsPack) pack = load_small ("\"title\": {\"en\": \"Work\"},",
                                        "\"fields\": {\"a\": {\"type\": \"text\"}},",
                                        "");
  g_autoptr (GPtrArray) findings = cs_pack_check (pack, NULL);
  g_autofree char *first = cs_finding_format (findings->pdata[0], "pack.json");

  g_assert_true (cs_findings_have_errors (findings));
  g_assert_cmpstr (first, ==, "pack.json:6:41: error: “a” is in no form (L-16)");
  g_assert_cmpint (((CsFinding *)findings->pdata[findings->len - 1])->kind, !=, CS_FINDING_ERROR);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pack-check/fragments", test_no_errors);
  g_test_add_func ("/pack-check/shipped", test_shipped);
  g_test_add_func ("/pack-check/format", test_format);
  return g_test_run ();
}
