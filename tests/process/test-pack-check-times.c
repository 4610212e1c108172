/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pack-support.h"

/* L-30 … L-32: clocks, calendars, thresholds. */
static void
test_findings (void)
{
  const FoundInPack cases[] = {
      {"", "\"clocks\": {\"c\": {\"time\": \"1bd\"}},", "", "L-30", "never starts"},
      {"",
       "\"clocks\": {\"c\": {\"time\": \"1bd\", \"starts\": {\"step\": \"do\"}}},",
       "",
       "L-30",
       "never stops"},
      {"",
       "\"clocks\": {\"c\": {\"time\": \"7d\", \"pauses\": [\"p\"]}},\"pauses\": {\"p\": {}},",
       ", \"clock\": \"c\"",
       "L-30",
       "which do not pause"},
      {"",
       "\"clocks\": {\"c\": {\"time\": \"20+bd\", \"ladder\": [{\"at\": \"limit\"}]}},",
       ", \"clock\": \"c\"",
       "L-30",
       "has no limit, and a rung at it"},
      {"",
       "\"clocks\": {\"c\": {\"time\": \"20+bd\", \"ladder\": [{\"at\": \"target\"}]}},",
       ", \"clock\": \"c\"",
       "L-30",
       NULL},
      {"",
       "\"clocks\": {\"c\": {\"time\": \"2y\"}},",
       ", \"clock\": \"c\"",
       "L-30",
       "longer than a clock can be"},
      {"",
       "\"fields\": {\"m\": {\"type\": \"money\"}}, \"documents\": {\"d\": {\"fields\": [\"m\"]}},",
       ", \"form\": [\"m\"], \"approval\": {\"of\": \"d\", \"levels\": [{\"id\": \"l\", \"who\": "
       "\"boss\", \"when\": {\"field\": \"m\", \"over\": [\"INR 5.00\"]}}]}",
       "L-32",
       "no limit for KES"},
      {"",
       "\"fields\": {\"m\": {\"type\": \"money\"}}, \"documents\": {\"d\": {\"fields\": [\"m\"]}},",
       ", \"form\": [\"m\"], \"approval\": {\"of\": \"d\", \"levels\": [{\"id\": \"l\", \"who\": "
       "\"boss\", \"reauth\": [\"INR 5.00\", \"KES 5.00\"]}]}",
       "L-32",
       NULL},
  };

  assert_all_found (cases, G_N_ELEMENTS (cases));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pack-check-times/findings", test_findings);
  return g_test_run ();
}
