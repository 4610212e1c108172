/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pack-support.h"

/* L-35 … L-37: what a client could see, and what is not known when it leaves. */
static void
test_findings (void)
{
  const FoundInPack cases[] = {
      {"",
       "\"fields\": {\"c\": {\"type\": \"person\", \"among\": \"client\"}}, \"mails\": {\"m\": "
       "{\"to\": \"c\", \"subject\": \"x\"}},",
       ", \"form\": [\"c\"], \"mail\": \"m\"",
       "L-35",
       "is internal and goes to “c”"},
      {"",
       "\"fields\": {\"n\": {\"type\": \"text\"}}, \"mails\": {\"m\": {\"audience\": \"client\", "
       "\"to\": \"boss\", \"subject\": \"{n}\"}},",
       ", \"form\": [\"n\"], \"mail\": \"m\"",
       "L-35",
       "shows “n”, which is internal"},
      {"",
       "\"fields\": {\"n\": {\"type\": \"text\", \"scope\": \"client\"}}, \"documents\": {\"d\": "
       "{\"fields\": [\"n\"]}}, \"mails\": {\"m\": {\"audience\": \"client\", \"to\": \"boss\", "
       "\"subject\": \"x\", \"attach\": [\"d\"]}},",
       ", \"form\": [\"n\"], \"mail\": \"m\"",
       "L-35",
       "with “d”, which is internal"},
      {"",
       "\"fields\": {\"n\": {\"type\": \"text\"}}, \"documents\": {\"d\": {\"audience\": "
       "\"client\", \"fields\": [\"n\"]}},",
       ", \"form\": [\"n\"]",
       "L-35",
       "is for the client and holds “n”"},
      {"",
       "\"fields\": {\"n\": {\"type\": \"text\"}}, \"mails\": {\"m\": {\"to\": \"boss\", "
       "\"subject\": \"{n}\"}},",
       ", \"mail\": \"m\"}, {\"id\": \"next\", \"form\": [\"n\"]",
       "L-36",
       "which no step before “do” asks for"},
      {"",
       "\"mails\": {\"m\": {\"to\": \"boss\", \"subject\": \"x\", \"thread\": \"t\"}, \"k\": "
       "{\"to\": \"boss\", \"thread\": \"t\", \"audience\": \"client\"}},",
       ", \"mail\": [\"m\", \"k\"]",
       "L-37",
       "one thread with different audiences"},
      {"",
       "\"mails\": {\"m\": {\"to\": \"boss\"}},",
       ", \"mail\": [\"m\"]",
       "L-37",
       "has no subject"},
      {"",
       "\"mails\": {\"m\": {\"to\": \"boss\", \"subject\": \"x\", \"thread\": \"t\"}}, \"clocks\": "
       "{\"c\": {\"time\": \"1bd\", \"ladder\": [{\"at\": \"limit\", \"tell\": \"desk\"}]}},",
       ", \"mail\": [\"m\"], \"clock\": \"c\"",
       "L-37",
       "“desk” is told by “c” and is on no thread"},
  };

  assert_all_found (cases, G_N_ELEMENTS (cases));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pack-check-mails/findings", test_findings);
  return g_test_run ();
}
