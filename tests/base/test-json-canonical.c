/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-json.h"

#include <string.h>

/* With “-” as its argument it is a filter instead: a value a line in, its canonical form out, for
 * test-canonical.py. */

static void
test_forms (void)
{
  static const struct {
    const char *text;
    const char *canonical;
  } cases[] = {
      {"{}", "{}"},
      {"[ ]", "[]"},
      {"{ \"b\" : 1, \"a\" : [ true , false, null ] }", "{\"a\":[true,false,null],\"b\":1}"},
      {"{\"aa\":1,\"a\":2,\"A\":3,\"\":4}", "{\"\":4,\"A\":3,\"a\":2,\"aa\":1}"},
      {"-9007199254740992", "-9007199254740992"},
      {"\"\\u0008\\u0009\\u000a\\u000c\\u000d\"", "\"\\b\\t\\n\\f\\r\""},
      {"\"\\u000b\\u001F\\u0001\"", "\"\\u000b\\u001f\\u0001\""},
      {"\"\\/ \\\" \\\\ \\u007f \\u20ac\"", "\"/ \\\" \\\\ \x7f €\""},
      /* RFC 8785 §3.2.3 */
      {"{\"\\u20ac\":\"Euro Sign\",\"\\r\":\"Carriage Return\",\"\\ufb33\":\"Hebrew Letter Dalet"
       " With Dagesh\",\"1\":\"One\",\"\\ud83d\\ude00\":\"Emoji: Grinning Face\",\"\\u0080\":"
       "\"Control\",\"\\u00f6\":\"Latin Small Letter O With Diaeresis\"}",
       "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\xc2\x80\":\"Control\",\"ö\":\"Latin Small "
       "Letter O With Diaeresis\",\"€\":\"Euro Sign\",\"😀\":\"Emoji: Grinning "
       "Face\",\"\xef\xac\xb3\":"
       "\"Hebrew Letter Dalet With Dagesh\"}"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (json_t) value = cs_json_load (cases[i].text, strlen (cases[i].text), &error);
    g_autofree char *canonical = NULL;
    g_autoptr (json_t) back = NULL;

    g_assert_no_error (error);
    canonical = cs_json_dump_canonical (value);
    g_assert_cmpstr (canonical, ==, cases[i].canonical);
    back = cs_json_load (canonical, strlen (canonical), &error);
    g_assert_true (json_equal (value, back));
  }
}

static void
test_fractions (void)
{
  g_autoptr (json_t) value = json_pack ("{s:[f]}", "a", 0.5);

  g_assert_null (cs_json_dump_canonical (value));
}

static int
filter (void)
{
  char line[65536];

  while (fgets (line, sizeof line, stdin) != NULL) {
    g_autoptr (json_t) value = cs_json_load (line, strlen (line), NULL);
    g_autofree char *canonical = value != NULL ? cs_json_dump_canonical (value) : NULL;

    puts (canonical != NULL ? canonical : "");
  }
  return 0;
}

int
main (int argc, char **argv)
{
  if (argc == 2 && strcmp (argv[1], "-") == 0)
    return filter ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json-canonical/forms/K-20", test_forms);
  g_test_add_func ("/json-canonical/fractions/K-20", test_fractions);
  return g_test_run ();
}
