/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pack-support.h"

/* Shapes and names; the nearest known name is offered. */
static void
test_refusals (void)
{
  const RefusedPack cases[] = {
      {"\"teams\": 1,", "", "", "a list of texts was expected to be a list in []"},
      {"\"teams\": [\"\"],", "", "", "the text is empty"},
      {"\"teams\": [1],", "", "", "a text in \"\" was expected"},
      {"", "", ", \"na\": 1", "a condition was expected"},
      {"",
       "\"fields\": {\"f\": {\"type\": \"text\", \"optional\": 1}},",
       "",
       "true or false was expected"},
      {"", "", ", \"who\": [\"dsk\"]", "7:75: unknown"},
      {"", "", ", \"who\": [\"dsk\"]", "unknown role “dsk”; did you mean “desk”?"},
      {"", "", ", \"who\": [\"completely-different\"]", "unknown role “completely-different”"},
  };

  assert_all_refused (cases, G_N_ELEMENTS (cases));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pack-reader/L-02-refusals", test_refusals);
  return g_test_run ();
}
