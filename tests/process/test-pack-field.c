/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pack-support.h"

/* A field has the keys of its type and no others. */
static void
test_refusals (void)
{
  const RefusedPack cases[] = {
      {"", "\"fields\": {\"f\": {}},", "", "“type” is missing"},
      {"", "\"fields\": {\"f\": {\"type\": \"txt\"}},", "", "“txt” is none of: text, long"},
      {"",
       "\"fields\": {\"f\": {\"type\": \"text\", \"options\": [\"a\"]}},",
       "",
       "“options” is no key of a field of type text"},
      {"", "\"fields\": {\"f\": {\"type\": \"choice\"}},", "", "a choice needs “options”"},
      {"",
       "\"fields\": {\"f\": {\"type\": \"choice\", \"options\": [\"a\", \"a\"]}},",
       "",
       "a second option “a”"},
      {"",
       "\"fields\": {\"f\": {\"type\": \"choice\", \"options\": [\"a\"], \"default\": \"b\"}},",
       "",
       "“b” is none of: a"},
      {"",
       "\"fields\": {\"f\": {\"type\": \"text\", \"pattern\": \"(a)\\\\1\"}},",
       "",
       "without back-references"},
      {"",
       "\"fields\": {\"f\": {\"type\": \"text\", \"pattern\": \"(?=a)\"}},",
       "",
       "without look-around"},
      {"", "\"fields\": {\"f\": {\"type\": \"text\", \"pattern\": \"(\"}},", "", "6:"},
      {"", "\"fields\": {\"f\": {\"type\": \"reference\"}},", "", "a reference needs “to”"},
      {"", "\"fields\": {\"f\": {\"type\": \"secret\"}},", "", "a secret needs a “scope”"},
      {"",
       "\"fields\": {\"f\": {\"type\": \"text\", \"scope\": \"margn\"}},",
       "",
       "unknown scope “margn”"},
      {"",
       "\"fields\": {\"f\": {\"type\": \"person\", \"among\": \"bos\"}},",
       "",
       "unknown role “bos”"},
      {"",
       "\"fields\": {\"f\": {\"type\": \"check\", \"default\": \"done\"}},",
       "",
       "a check has no default"},
      {"",
       "\"fields\": {\"f\": {\"type\": \"text\", \"default\": {\"client\": \"rate\"}}},",
       "",
       "unknown client field “rate”"},
      {"",
       "\"fields\": {\"f\": {\"type\": \"money\", \"formula\": {\"product\": [\"title\"]}}},",
       "",
       "two fields were expected"},
      {"",
       "\"fields\": {\"f\": {\"type\": \"money\", \"formula\": {\"sum\": [\"title.x\"]}}},",
       "",
       "is not a column of a table"},
      {"",
       "\"fields\": {\"f\": {\"type\": \"date\", \"formula\": {\"sum\": [\"title.x\"]}}},",
       "",
       "only money and numbers can be worked out"},
      {"",
       "\"fields\": {\"f\": {\"type\": \"table\", \"columns\": {\"t\": {\"type\": \"table\", "
       "\"columns\": {}}}}},",
       "",
       "a column cannot be a table"},
      {"",
       "\"fields\": {\"f\": {\"type\": \"text\", \"titel\": \"x\"}},",
       "",
       "unknown key “titel”; did you mean “title”?"},
      {"", "\"fields\": {\"desk\": {\"type\": \"text\"}},", "", "“desk” is a role already"},
      {"", "\"fields\": {\"title\": {\"type\": \"text\"}},", "", "a second field “title”"},
      {"",
       "\"fields\": {\"f\": {\"type\": \"date\", \"beside\": \"f\"}},",
       "",
       "“f” cannot stand beside itself"},
      {"",
       "\"fields\": {\"f\": {\"type\": \"date\", \"beside\": \"title\"}},",
       "",
       "a field of type date was expected, as this one; “title” is of type text"},
      {"",
       "\"fields\": {\"f\": {\"type\": \"text\", \"when\": {\"field\": \"f\"}}},",
       "",
       "“f” asks for itself (L-10)"},
  };

  assert_all_refused (cases, G_N_ELEMENTS (cases));
}

static void
test_values (void)
{
  g_autoptr (CsPack) pack = load_small (
      "\"client\": {\"fields\": {\"rate\": {\"type\": \"money\"}}},",
      "\"fields\": {\"n\": {\"type\": \"number\", \"unit\": \"days\", \"optional\": true},"
      "\"r\": {\"type\": \"money\", \"default\": {\"client\": \"rate\"}, \"scope\": \"client\"},"
      "\"c\": {\"type\": \"money\", \"formula\": {\"product\": [\"n\", \"r\"]}},"
      "\"y\": {\"type\": \"yesno\", \"na\": {\"field\": \"n\"}, \"title\": {\"en\": \"Yes?\"}},"
      "\"t\": {\"type\": \"table\", \"columns\": {\"d\": {\"type\": \"number\"},"
      " \"a\": {\"type\": \"money\", \"formula\": {\"product\": [\"d\", \"r\"]}}}},"
      "\"s\": {\"type\": \"money\", \"formula\": {\"sum\": [\"t.a\"]}},"
      "\"o\": {\"type\": \"choice\", \"options\": [\"a\", {\"id\": \"b\", \"help\": \"Rarely\"}]},"
      "\"p\": {\"type\": \"text\", \"pattern\": \"[A-Z]+\"}},",
      ", \"form\": [\"n\", \"r\", \"t\"]");
  const CsProcess *process = cs_pack_get_process (pack, "one");
  const CsField *cost = cs_process_get_field (process, "c");
  const CsField *sum = cs_process_get_field (process, "s");
  const CsField *answer = cs_process_get_field (process, "y");
  const CsField *pattern = cs_process_get_field (process, "p");
  const CsField *choice = cs_process_get_field (process, "o");

  g_assert_cmpint (cs_process_get_field (process, "n")->index, ==, CS_N_FIELD_INDEXES);
  g_assert_cmpstr (cs_process_get_field (process, "r")->initial_client, ==, "rate");
  g_assert_true (cs_process_get_field (process, "r")->client_visible);
  g_assert_cmpint (cost->formula, ==, CS_FORMULA_PRODUCT);
  g_assert_true (g_ptr_array_index (cost->formula_fields, 0) ==
                 cs_process_get_field (process, "n"));
  g_assert_cmpstr (sum->formula_column, ==, "a");
  g_assert_cmpint (answer->options->len, ==, 2);
  g_assert_nonnull (answer->na_when);
  g_assert_null (((const CsOption *)choice->options->pdata[0])->help);
  g_assert_nonnull (((const CsOption *)choice->options->pdata[1])->help);
  g_assert_true (g_regex_match (pattern->pattern, "ABC", 0, NULL));
  g_assert_false (g_regex_match (pattern->pattern, "ABC\n", 0, NULL));
  g_assert_false (g_regex_match (pattern->pattern, "xABC", 0, NULL));
}

/* FT-11: what the earlier word was stays known, whichever field is declared first. */
static void
test_beside (void)
{
  g_autoptr (CsPack) pack =
      load_small ("",
                  "\"fields\": {\"firm\": {\"type\": \"date\", \"beside\": \"tentative\"},"
                  "\"tentative\": {\"type\": \"date\"}},",
                  ", \"form\": [\"tentative\", \"firm\"]");
  const CsProcess *process = cs_pack_get_process (pack, "one");
  const CsField *tentative = cs_process_get_field (process, "tentative");

  g_assert_true (cs_process_get_field (process, "firm")->beside == tentative);
  g_assert_null (tentative->beside);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pack-field/L-02-refusals", test_refusals);
  g_test_add_func ("/pack-field/values", test_values);
  g_test_add_func ("/pack-field/FT-11-beside", test_beside);
  return g_test_run ();
}
