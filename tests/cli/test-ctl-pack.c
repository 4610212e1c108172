/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-test-ctl.h"

#include <glib/gstdio.h>
#include <string.h>

static const char good[] =
    "{\"format\": 1, \"pack\": \"p\", \"prefix\": \"P\", \"version\": 1, \"languages\": [\"en\"],\n"
    " \"regions\": {\"IN\": {\"calendar\": \"india\"}}, \"roles\": {\"desk\": {}},\n"
    " \"settings\": {\"Q-1\": {\"type\": \"text\", \"default\": \"x\", \"unclear\": \"Nobody "
    "says.\"}},\n"
    " \"processes\": [{\"id\": \"one\", \"stages\": [{\"id\": \"s\", \"steps\": [\n"
    "  {\"id\": \"do\", \"who\": \"desk\"}, {\"id\": \"e\", \"end\": \"completed\"}]}]}]}";

static char *
write_pack (const char *folder, const char *text)
{
  char *path = g_build_filename (folder, "pack.json", NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

static void
remove_pack (const char *folder, const char *path)
{
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_check (void)
{
  g_autofree char *folder = g_dir_make_tmp ("pack-XXXXXX", NULL);
  g_autofree char *path = write_pack (folder, good);
  g_autoptr (CsTestCtl) all = cs_test_ctl ("", "pack", "check", path, NULL);
  g_autoptr (CsTestCtl) brief = cs_test_ctl ("", "pack", "check", "--short", folder, NULL);
  g_autoptr (CsTestCtl) json = cs_test_ctl ("", "--json", "pack", "check", path, NULL);
  g_autoptr (CsTestCtl) same = cs_test_ctl ("", "pack", "check", "--before", path, path, NULL);

  g_assert_cmpint (all->exit_status, ==, 0);
  g_assert_nonnull (strstr (all->output, ":3:15: note: Q-1: Nobody says. (L-50)"));
  g_assert_cmpint (brief->exit_status, ==, 0);
  g_assert_cmpstr (brief->output, ==, "");
  g_assert_nonnull (strstr (json->output, "\"code\":\"L-50\""));
  g_assert_cmpint (same->exit_status, ==, 0);
  remove_pack (folder, path);
}

static void
test_refused (void)
{
  const struct {
    const char *from, *to, *says;
  } cases[] = {
      {"\"who\": \"desk\"", "\"who\": \"dsk\"", "did you mean “desk”?"},
      {"\"id\": \"e\", \"end\": \"completed\"",
       "\"id\": \"e\", \"opens\": \"on-return\"",
       "(L-11)"},
      {"{\"format\"", "[", "pack.json:1:"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GString) text = g_string_new (good);
    g_autofree char *folder = g_dir_make_tmp ("pack-XXXXXX", NULL);
    g_autofree char *path = NULL;
    g_autoptr (CsTestCtl) run = NULL;

    g_string_replace (text, cases[i].from, cases[i].to, 1);
    path = write_pack (folder, text->str);
    run = cs_test_ctl ("", "pack", "check", path, NULL);
    g_assert_cmpint (run->exit_status, ==, 4);
    g_assert_nonnull (strstr (run->output, cases[i].says));
    remove_pack (folder, path);
  }
}

/* L-01 … L-04: what the reader refuses has a place and a code like any finding. */
static void
test_refused_json (void)
{
  const struct {
    const char *from, *to, *code;
  } cases[] = {
      {"{\"format\"", "[", "L-01"},
      {"\"version\": 1", "\"version\": 1.5", "L-01"},
      {"\"version\": 1", "\"version\": \"one\"", "L-02"},
      {"\"who\": \"desk\"", "\"whom\": \"desk\"", "L-02"},
      {"\"who\": \"desk\"", "\"who\": \"dsk\"", "L-03"},
      {"\"id\": \"e\"", "\"id\": \"do\"", "L-04"},
      {"\"who\": \"desk\"", "\"after\": [\"e\"]", "L-10"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GString) text = g_string_new (good);
    g_autofree char *folder = g_dir_make_tmp ("pack-XXXXXX", NULL);
    g_autofree char *path = NULL;
    g_autofree char *code = g_strdup_printf ("\"code\":\"%s\"", cases[i].code);
    g_autoptr (CsTestCtl) run = NULL;

    g_string_replace (text, cases[i].from, cases[i].to, 1);
    path = write_pack (folder, text->str);
    run = cs_test_ctl ("", "--json", "pack", "check", path, NULL);
    g_assert_cmpint (run->exit_status, ==, 4);
    if (strstr (run->output, code) == NULL || strstr (run->output, "\"column\":") == NULL)
      g_error ("case %zu: %s", i, run->output);
    remove_pack (folder, path);
  }
}

static void
test_not_there (void)
{
  g_autofree char *folder = g_dir_make_tmp ("pack-XXXXXX", NULL);
  g_autoptr (CsTestCtl) file = cs_test_ctl ("", "pack", "check", "/nowhere/pack.json", NULL);
  g_autoptr (CsTestCtl) empty = cs_test_ctl ("", "pack", "check", folder, NULL);
  g_autoptr (CsTestCtl) nothing = cs_test_ctl ("", "pack", "check", NULL);

  g_assert_cmpint (file->exit_status, ==, 3);
  g_assert_cmpint (empty->exit_status, ==, 3);
  g_assert_cmpint (nothing->exit_status, ==, 2);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_show (void)
{
  g_autofree char *folder = g_dir_make_tmp ("pack-XXXXXX", NULL);
  g_autofree char *path = write_pack (folder, good);
  g_autoptr (CsTestCtl) text = cs_test_ctl ("", "process", "show", path, NULL);
  g_autoptr (CsTestCtl) json = cs_test_ctl ("", "--json", "process", "show", path, "one", NULL);
  g_autoptr (CsTestCtl) other = cs_test_ctl ("", "process", "show", path, "two", NULL);

  g_assert_cmpint (text->exit_status, ==, 0);
  g_assert_cmpstr (text->output, ==, "one: One\ns: S\n  do: Do – desk\n  e: E; after do\n");
  g_assert_nonnull (
      strstr (json->output, "\"step\":\"e\",\"title\":\"E\",\"who\":[],\"after\":[\"do\"]"));
  g_assert_cmpint (other->exit_status, ==, 3);
  remove_pack (folder, path);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ctl-pack/check", test_check);
  g_test_add_func ("/ctl-pack/refused", test_refused);
  g_test_add_func ("/ctl-pack/refused-json", test_refused_json);
  g_test_add_func ("/ctl-pack/not-there", test_not_there);
  g_test_add_func ("/ctl-pack/show", test_show);
  return g_test_run ();
}
