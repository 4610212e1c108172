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

static CsPack *
load_shipped (const char *name, gboolean with_unclear)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("CS_SOURCE_ROOT"), "data", "packs", name, "pack.json", NULL);
  g_autoptr (GError) error = NULL;
  CsPack *pack = cs_pack_load (path, &error);
  g_autoptr (json_t) root = NULL;
  g_autofree char *text = NULL;
  const char *id;
  json_t *setting;

  g_assert_no_error (error);
  if (with_unclear)
    return pack;
  root = json_deep_copy (pack->root);
  cs_pack_unref (pack);
  json_object_foreach (json_object_get (root, "settings"), id, setting)
  {
    json_object_del (setting, "unclear");
  }
  text = cs_json_dump (root);
  pack = pack_from_text (text, &error);
  g_assert_no_error (error);
  return pack;
}

/* the linter sees by itself what each document leaves open, whether or not
 * its pack owns up to it. */
static void
test_by_itself (void)
{
  const struct {
    const char *pack, *question, *code, *words;
  } cases[] = {
      {"anantya", "Q-01", "L-23", "“offer” is approved by"},
      {"ft", "Q-22", "L-51", "looks like a page that shows changes"},
      {"cinnox", "Q-33", "L-51", "there is no K5 before"},
      {"cinnox", "Q-33", "L-51", "there is no K8 before"},
      {"cinnox", "Q-34", "L-50", "stays closed until an administrator has confirmed “Q-34”"},
  };

  for (gsize i = 0; i < 2 * G_N_ELEMENTS (cases); i++) {
    gboolean with_unclear = i % 2 == 0;
    g_autoptr (CsPack) pack = load_shipped (cases[i / 2].pack, with_unclear);
    g_autoptr (GPtrArray) findings = cs_pack_check (pack, NULL);
    gboolean found = FALSE;

    for (guint f = 0; f < findings->len; f++) {
      const CsFinding *finding = findings->pdata[f];

      if (!g_str_equal (finding->code, cases[i / 2].code) ||
          strstr (finding->text, cases[i / 2].words) == NULL)
        continue;
      g_assert_true (with_unclear || finding->kind == CS_FINDING_WARNING);
      found = TRUE;
    }
    if (!found)
      g_error ("%s is not found in “%s”", cases[i / 2].question, cases[i / 2].pack);
  }
}

/* The example of a pack author: nothing is wrong with it, and its two open questions are listed. */
static void
test_example (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("CS_SOURCE_ROOT"),
                                            "data",
                                            "examples",
                                            "repair",
                                            "pack.json",
                                            NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (CsPack) pack = cs_pack_load (path, &error);
  g_autoptr (GPtrArray) findings = NULL;
  guint n_questions = 0;

  g_assert_no_error (error);
  findings = cs_pack_check (pack, NULL);
  for (guint i = 0; i < findings->len; i++) {
    const CsFinding *finding = findings->pdata[i];

    g_assert_cmpint (finding->kind, ==, CS_FINDING_NOTE);
    n_questions += g_str_equal (finding->code, "L-50");
  }
  g_assert_cmpuint (n_questions, ==, 2);
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
  g_test_add_func ("/pack-check/Q-01-Q-22-Q-33-Q-34-by-itself", test_by_itself);
  g_test_add_func ("/pack-check/example", test_example);
  g_test_add_func ("/pack-check/format", test_format);
  return g_test_run ();
}
