/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pack-support.h"

/* Steps and levels name what exists, in an order that ends. */
static void
test_refusals (void)
{
  const RefusedPack cases[] = {
      {"", "", ", \"form\": [\"nothing\"]", "unknown field “nothing”"},
      {"", "", ", \"form\": [\"title\", \"title\"]", "“title” is here twice"},
      {"", "", ", \"after\": [\"done\"]", "waits for itself (L-10)"},
      {"", "", ", \"opens\": \"later\"", "“later” is none of: in-order, any-time, on-return"},
      {"", "", ", \"end\": \"over\"", "“over” is none of"},
      {"", "", ", \"id\": \"2\"", "duplicate object key"},
      {"", "", ", \"enter\": \"G-1\"", "unknown gate “G-1”"},
      {"", "", ", \"mail\": [\"m\"]", "unknown mail “m”"},
      {"",
       "",
       ", \"payment\": {\"amount\": \"title\", \"closes\": [\"bank\"]}",
       "is not an amount of money"},
      {"", "", ", \"payment\": {\"closes\": [\"bank\"]}", "“amount” is missing"},
      {"", "", ", \"approval\": {\"levels\": []}", "“of” is missing"},
      {"",
       "\"fields\": {\"f\": {\"type\": \"text\"}, \"who\": {\"type\": \"person\", \"among\": "
       "\"client\"}}, \"documents\": {\"d\": {\"fields\": [\"f\"]}},",
       ", \"approval\": {\"of\": \"d\", \"levels\": []}",
       "an approval needs “levels”"},
      {"",
       "\"fields\": {\"f\": {\"type\": \"text\"}, \"who\": {\"type\": \"person\", \"among\": "
       "\"client\"}}, \"documents\": {\"d\": {\"fields\": [\"f\"]}},",
       ", \"approval\": {\"of\": \"d\", \"levels\": [{\"id\": \"a\"}]}",
       "a level needs “who”"},
      {"",
       "\"fields\": {\"f\": {\"type\": \"text\"}, \"who\": {\"type\": \"person\", \"among\": "
       "\"client\"}}, \"documents\": {\"d\": {\"fields\": [\"f\"]}},",
       ", \"approval\": {\"of\": \"d\", \"levels\": [{\"id\": \"a\", \"who\": \"boss\"}, {\"id\": "
       "\"a\", \"who\": \"desk\"}]}",
       "a second level “a”"},
      {"",
       "\"fields\": {\"f\": {\"type\": \"text\"}, \"who\": {\"type\": \"person\", \"among\": "
       "\"client\"}}, \"documents\": {\"d\": {\"fields\": [\"f\"]}},",
       ", \"approval\": {\"of\": \"d\", \"levels\": [{\"id\": \"a\", \"who\": \"boss\", \"after\": "
       "[\"b\"]}]}",
       "“b” is no level before this one"},
      {"",
       "\"fields\": {\"f\": {\"type\": \"text\"}, \"who\": {\"type\": \"person\", \"among\": "
       "\"client\"}}, \"documents\": {\"d\": {\"fields\": [\"f\"]}},",
       ", \"approval\": {\"of\": \"d\", \"levels\": [{\"id\": \"a\", \"who\": \"boss\", \"take\": "
       "\"both\"}]}",
       "“any”, “all” or a whole number"},
      {"",
       "\"fields\": {\"f\": {\"type\": \"text\"}, \"who\": {\"type\": \"person\", \"among\": "
       "\"client\"}}, \"documents\": {\"d\": {\"fields\": [\"f\"]}},",
       ", \"approval\": {\"of\": \"d\", \"levels\": [{\"id\": \"a\", \"who\": \"boss\", \"take\": "
       "0}]}",
       "from 1 to 100"},
      {"",
       "\"fields\": {\"f\": {\"type\": \"text\"}, \"who\": {\"type\": \"person\", \"among\": "
       "\"client\"}}, \"documents\": {\"d\": {\"fields\": [\"f\"]}},",
       ", \"approval\": {\"of\": \"d\", \"levels\": [{\"id\": \"a\", \"who\": \"who\"}]}",
       "a consent of the client needs “evidence”"},
      {"",
       "\"fields\": {\"f\": {\"type\": \"text\"}, \"who\": {\"type\": \"person\", \"among\": "
       "\"client\"}}, \"documents\": {\"d\": {\"fields\": [\"f\"]}},",
       ", \"approval\": {\"of\": \"d\", \"levels\": [{\"id\": \"a\", \"who\": \"who\", "
       "\"evidence\": [\"word\"]}]}",
       "“word” is none of: mail, file, reference, meeting"},
      {"",
       "\"fields\": {\"f\": {\"type\": \"text\"}, \"who\": {\"type\": \"person\", \"among\": "
       "\"client\"}}, \"documents\": {\"d\": {\"fields\": [\"f\"]}},",
       ", \"approval\": {\"of\": \"d\", \"levels\": [{\"id\": \"a\", \"who\": \"boss\", "
       "\"evidence\": [\"mail\"]}]}",
       "only a consent of the client"},
      {"",
       "\"fields\": {\"f\": {\"type\": \"text\"}, \"who\": {\"type\": \"person\", \"among\": "
       "\"client\"}}, \"documents\": {\"d\": {\"fields\": [\"f\"]}},",
       ", \"approval\": {\"of\": \"d\", \"levels\": [{\"id\": \"a\", \"who\": \"boss\", "
       "\"reauth\": [\"INR 1\"]}]}",
       "7:140: “INR 1”"},
  };

  assert_all_refused (cases, G_N_ELEMENTS (cases));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pack-step/L-02-refusals", test_refusals);
  return g_test_run ();
}
