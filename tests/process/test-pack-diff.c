/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-pack-diff.h"

#include "pack-support.h"

#define GATE(facts) "\"gates\": {\"G\": {\"facts\": [" facts "]}}, "
#define FIELD(type) "\"fields\": {\"f\": {\"type\": \"" type "\"}},"

static char *
describe (const CsPack *before, const CsPack *after)
{
  g_autoptr (GPtrArray) changes = cs_pack_diff (before, after);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < changes->len; i++) {
    g_autofree char *line = cs_pack_change_format (changes->pdata[i]);

    g_string_append_printf (text, "%s\n", line);
  }
  return g_string_free (text, FALSE);
}

/* L-40: lowered safeguards come first, then what else is new, gone or other. */
static void
test_differences (void)
{
  g_autoptr (CsPack) before =
      load_small ("\"teams\": [\"Desk\"],",
                  GATE ("{\"field\": \"title\"}, {\"field\": \"client\"}") FIELD ("text"),
                  ", \"enter\": \"G\"");
  g_autoptr (CsPack) after =
      load_small ("\"people\": {\"p\": {\"mail\": \"p@x.example\"}},",
                  GATE ("{\"field\": \"title\"}") "\"mails\": {\"m\": {\"to\": \"boss\"}},",
                  ", \"enter\": \"G\", \"mail\": \"m\"}, {\"id\": \"more\"");
  g_autofree char *text = describe (before, after);

  g_assert_cmpstr (text,
                   ==,
                   "lowered: the gate “G” lost a fact\n"
                   "changed step do (one): mail\n"
                   "added step more (one)\n"
                   "removed field f (one)\n"
                   "changed gate G (one): facts\n"
                   "added mail m (one)\n"
                   "added person p\n"
                   "changed pack: teams\n");
}

static void
test_same (void)
{
  g_autoptr (CsPack) pack = load_fixture ("anantya-fragment");
  g_autofree char *text = describe (pack, pack);

  g_assert_cmpstr (text, ==, "");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pack-diff/L-40-differences", test_differences);
  g_test_add_func ("/pack-diff/same", test_same);
  return g_test_run ();
}
