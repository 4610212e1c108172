/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pack-support.h"

/* L-05, L-41, L-51, L-52: words. */
static void
test_findings (void)
{
  const FoundInPack cases[] = {
      {"\"title\": {\"en\": \"Work\"},", "", "", "L-05", "“title” is missing in “ar”"},
      {"\"title\": {\"en\": \"Work\", \"ar\": \"عمل\"},", "", "", "L-05", NULL},
      {"",
       "\"fields\": {\"p\": {\"type\": \"text\", \"title\": \"API key\"}},",
       ", \"form\": [\"p\"]",
       "L-41",
       "sounds like a secret"},
      {"",
       "\"fields\": {\"p\": {\"type\": \"text\", \"title\": \"Spinning\"}},",
       ", \"form\": [\"p\"]",
       "L-41",
       NULL},
      {"\"scopes\": {\"s\": {\"who\": \"desk\", \"log\": true, \"sync\": false}},",
       "",
       "",
       "L-41",
       "is kept for ever"},
      {"\"scopes\": {\"s\": {\"who\": \"desk\", \"log\": true}},",
       "",
       "",
       "L-41",
       "copied to every desktop"},
      {"",
       "\"fields\": {\"d\": {\"type\": \"text\", \"help\": \"provides a firm Due DatePlanned "
       "Interfaces\"}},",
       ", \"form\": [\"d\"]",
       "L-51",
       "grown together"},
      {"",
       "\"fields\": {\"d\": {\"type\": \"text\", \"help\": \"Versions Compared\"}},",
       ", \"form\": [\"d\"]",
       "L-51",
       "shows changes"},
      {"\"document\": {\"status\": \"in progress\"},", "", "", "L-52", "not final: in progress"},
      {"\"settings\": {\"Q-22\": {\"type\": \"text\", \"default\": \"x\", \"help\": \"a firm Due "
       "DatePlanned Interfaces are defined\"}},",
       "",
       "",
       "L-51",
       "grown together"},
      {"",
       "\"fields\": {\"d\": {\"type\": \"text\", \"help\": \"A firm due date\"}},",
       ", \"form\": [\"d\"]",
       "L-51",
       NULL},
      {"\"document\": {\"status\": \"Final\"},", "", "", "L-52", NULL},
      {"", "", ", \"source\": [\"AG-01\", \"AG-03\"]", "L-52", "nothing names AG-02"},
  };

  assert_all_found (cases, G_N_ELEMENTS (cases));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pack-check-texts/findings", test_findings);
  return g_test_run ();
}
