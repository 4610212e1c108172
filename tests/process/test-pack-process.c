/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pack-support.h"

/* Parts of a process have ids and know each other. */
static void
test_refusals (void)
{
  const RefusedPack cases[] = {
      {"", "\"owner\": \"title\",", "", "“title” is not a person"},
      {"", "\"owner\": \"nobody\",", "", "unknown field “nobody”"},
      {"", "\"filds\": {},", "", "unknown key “filds”; did you mean “fields”?"},
      {"", "\"gates\": [],", "", "“gates” was expected to be an object"},
      {"", "\"gates\": {\"1\": {\"facts\": [{\"field\": \"title\"}]}},", "", "“1” is not an id"},
      {"",
       "\"gates\": {\"a\": {\"facts\": [{\"gate\": \"b\"}]}, \"b\": {\"facts\": [{\"not\": "
       "{\"gate\": \"a\"}}]}},",
       "",
       "asks for itself (L-10)"},
      {"",
       "\"gates\": {\"a\": {\"facts\": [{\"field\": \"f\"}]}}, \"fields\": {\"f\": {\"type\": "
       "\"text\", \"when\": {\"gate\": \"a\"}}},",
       "",
       "asks for itself (L-10)"},
      {"", "\"documents\": {\"d\": {}},", "", "a document needs “fields”"},
      {"", "\"mix\": \"client\",", "", "“client” is not a choice"},
      {"", "\"mix\": [\"grade\"],", "", "unknown field “grade”"},
      {"", "\"pauses\": {\"p\": {\"who\": \"bos\"}},", "", "unknown role “bos”"},
  };

  assert_all_refused (cases, G_N_ELEMENTS (cases));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pack-process/L-02-refusals", test_refusals);
  return g_test_run ();
}
