/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pack-support.h"

/* A clock has a time, a row per option, and rungs at moments it knows. */
static void
test_refusals (void)
{
  const RefusedPack cases[] = {
      {"",
       "\"fields\": {\"k\": {\"type\": \"choice\", \"options\": [\"a\", \"b\"]}}, \"clocks\": "
       "{\"c\": {}},",
       "",
       "“time” is missing"},
      {"",
       "\"fields\": {\"k\": {\"type\": \"choice\", \"options\": [\"a\", \"b\"]}}, \"clocks\": "
       "{\"c\": {\"time\": \"soon\"}},",
       "",
       "6:"},
      {"",
       "\"fields\": {\"k\": {\"type\": \"choice\", \"options\": [\"a\", \"b\"]}}, \"clocks\": "
       "{\"c\": {\"time\": \"1bd\", \"by\": \"title\"}},",
       "",
       "“title” is not a choice"},
      {"",
       "\"fields\": {\"k\": {\"type\": \"choice\", \"options\": [\"a\", \"b\"]}}, \"clocks\": "
       "{\"c\": {\"time\": \"1bd\", \"rows\": {}}},",
       "",
       "“rows” needs “by”"},
      {"",
       "\"fields\": {\"k\": {\"type\": \"choice\", \"options\": [\"a\", \"b\"]}}, \"clocks\": "
       "{\"c\": {\"by\": \"k\", \"rows\": {\"a\": {\"time\": \"1h\"}}}},",
       "",
       "there is no row for “b” (L-30)"},
      {"",
       "\"fields\": {\"k\": {\"type\": \"choice\", \"options\": [\"a\", \"b\"]}}, \"clocks\": "
       "{\"c\": {\"by\": \"k\", \"rows\": {\"a\": {\"time\": \"1h\"}, \"b\": {}}}},",
       "",
       "“time” is missing, here and in the clock"},
      {"",
       "\"fields\": {\"k\": {\"type\": \"choice\", \"options\": [\"a\", \"b\"]}}, \"clocks\": "
       "{\"c\": {\"by\": \"k\", \"rows\": {\"z\": {\"time\": \"1h\"}}}},",
       "",
       "“z” is none of: a, b"},
      {"",
       "\"fields\": {\"k\": {\"type\": \"choice\", \"options\": [\"a\", \"b\"]}}, \"clocks\": "
       "{\"c\": {\"time\": {\"field\": \"k\"}}},",
       "",
       "neither a date nor a duration"},
      {"",
       "\"fields\": {\"k\": {\"type\": \"choice\", \"options\": [\"a\", \"b\"]}}, \"clocks\": "
       "{\"c\": {\"time\": {\"setting\": \"Q\"}}},",
       "",
       "unknown setting “Q”"},
      {"\"settings\": {\"Q\": {\"type\": \"text\", \"default\": \"x\"}},",
       "\"fields\": {\"k\": {\"type\": \"choice\", \"options\": [\"a\", \"b\"]}}, \"clocks\": "
       "{\"c\": {\"time\": {\"setting\": \"Q\"}}},",
       "",
       "“Q” is not a time"},
      {"",
       "\"fields\": {\"k\": {\"type\": \"choice\", \"options\": [\"a\", \"b\"]}}, \"clocks\": "
       "{\"c\": {\"time\": \"1h\", \"ladder\": [{}]}},",
       "",
       "“at” is missing"},
      {"",
       "\"fields\": {\"k\": {\"type\": \"choice\", \"options\": [\"a\", \"b\"]}}, \"clocks\": "
       "{\"c\": {\"time\": \"1h\", \"ladder\": [{\"at\": \"0%\"}]}},",
       "",
       "a share from 1% to 100%"},
      {"",
       "\"fields\": {\"k\": {\"type\": \"choice\", \"options\": [\"a\", \"b\"]}}, \"clocks\": "
       "{\"c\": {\"time\": \"1h\", \"ladder\": [{\"at\": \"75\"}]}},",
       "",
       "a share from 1% to 100%"},
      {"",
       "\"fields\": {\"k\": {\"type\": \"choice\", \"options\": [\"a\", \"b\"]}}, \"clocks\": "
       "{\"c\": {\"time\": \"1h\", \"ladder\": [{\"at\": \"noon\"}]}},",
       "",
       "is no moment of a clock"},
      {"",
       "\"fields\": {\"k\": {\"type\": \"choice\", \"options\": [\"a\", \"b\"]}}, \"clocks\": "
       "{\"c\": {\"time\": \"1h\", \"ladder\": [{\"at\": \"start-1h\"}]}},",
       "",
       "before the clock starts"},
      {"",
       "\"fields\": {\"k\": {\"type\": \"choice\", \"options\": [\"a\", \"b\"]}}, \"clocks\": "
       "{\"c\": {\"time\": \"1h\", \"ladder\": [{\"at\": \"limit+x\"}]}},",
       "",
       "6:"},
      {"",
       "\"fields\": {\"k\": {\"type\": \"choice\", \"options\": [\"a\", \"b\"]}}, \"clocks\": "
       "{\"c\": {\"time\": \"1h\", \"pauses\": [\"p\"]}},",
       "",
       "unknown pause “p”"},
      {"",
       "\"fields\": {\"k\": {\"type\": \"choice\", \"options\": [\"a\", \"b\"]}}, \"clocks\": "
       "{\"c\": {\"time\": \"1h\", \"extend\": \"yes\"}},",
       "",
       "“yes” is none of: no, reason, agreed"},
  };

  assert_all_refused (cases, G_N_ELEMENTS (cases));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pack-clock/L-02-refusals", test_refusals);
  return g_test_run ();
}
