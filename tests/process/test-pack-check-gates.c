/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pack-support.h"

/* L-14: gates that can never open. */
static void
test_findings (void)
{
  const FoundInPack cases[] = {
      {"",
       "\"fields\": {\"a\": {\"type\": \"choice\", \"options\": [\"x\", \"y\"]}, \"b\": {\"type\": "
       "\"text\"}}, \"gates\": {\"G\": {\"facts\": [{\"field\": \"b\"}]}},",
       ", \"form\": [\"a\", \"b\"], \"enter\": \"G\"",
       "L-14",
       "“b” is in no form before it"},
      {"",
       "\"fields\": {\"a\": {\"type\": \"choice\", \"options\": [\"x\", \"y\"]}, \"b\": {\"type\": "
       "\"text\"}}, \"gates\": {\"G\": {\"facts\": [{\"field\": \"b\"}]}},",
       ", \"form\": [\"a\", \"b\"], \"leave\": \"G\"",
       "L-14",
       NULL},
      {"",
       "\"fields\": {\"a\": {\"type\": \"choice\", \"options\": [\"x\", \"y\"]}, \"b\": {\"type\": "
       "\"text\"}}, \"gates\": {\"G\": {\"facts\": [{\"step\": \"later\"}]}},",
       ", \"form\": [\"a\", \"b\"], \"enter\": \"G\"}, {\"id\": \"later\"",
       "L-14",
       "the step “later” is behind it"},
      {"",
       "\"fields\": {\"a\": {\"type\": \"choice\", \"options\": [\"x\", \"y\"]}, \"b\": {\"type\": "
       "\"text\"}}, \"gates\": {\"G\": {\"facts\": [{\"field\": \"a\", \"is\": \"x\"}, {\"field\": "
       "\"a\", \"is\": \"y\"}]}},",
       ", \"form\": [\"a\", \"b\"], \"leave\": \"G\"",
       "L-14",
       "exclude each other"},
      {"",
       "\"fields\": {\"a\": {\"type\": \"choice\", \"options\": [\"x\", \"y\"]}, \"b\": {\"type\": "
       "\"text\"}}, \"gates\": {\"G\": {\"facts\": [{\"any\": [{\"field\": \"a\", \"is\": \"x\"}, "
       "{\"field\": \"b\"}]}]}},",
       ", \"form\": [\"a\"]}, {\"id\": \"next\", \"enter\": \"G\", \"form\": [\"b\"]",
       "L-14",
       NULL},
      {"",
       "\"fields\": {\"a\": {\"type\": \"choice\", \"options\": [\"x\", \"y\"]}, \"b\": {\"type\": "
       "\"text\"}}, \"gates\": {\"G\": {\"facts\": [{\"field\": \"b\"}]}},",
       ", \"form\": [\"a\"]}, {\"id\": \"in\", \"form\": [\"b\"], \"when\": {\"field\": \"a\", "
       "\"is\": \"x\"}}, {\"id\": \"next\", \"enter\": \"G\"",
       "L-14",
       "“b” is asked for in no form if a = y"},
      {"",
       "\"fields\": {\"a\": {\"type\": \"choice\", \"options\": [\"x\", \"y\"]}, \"b\": {\"type\": "
       "\"text\"}}, \"gates\": {\"G\": {\"facts\": [{\"field\": \"b\", \"when\": {\"field\": "
       "\"a\", \"is\": \"x\"}}]}},",
       ", \"form\": [\"a\"]}, {\"id\": \"in\", \"form\": [\"b\"], \"when\": {\"field\": \"a\", "
       "\"is\": \"x\"}}, {\"id\": \"next\", \"enter\": \"G\"",
       "L-14",
       NULL},
      {"",
       "\"fields\": {\"a\": {\"type\": \"choice\", \"options\": [\"x\", \"y\"]}, \"b\": {\"type\": "
       "\"text\"}}, \"gates\": {\"G\": {\"facts\": [{\"field\": \"b\", \"checked\": true}]}},",
       ", \"form\": [\"a\", \"b\"]}, {\"id\": \"next\", \"enter\": \"G\"",
       "L-14",
       "no step before it checks “b”"},
      {"",
       "\"fields\": {\"a\": {\"type\": \"choice\", \"options\": [\"x\", \"y\"]}, \"b\": {\"type\": "
       "\"text\"}}, \"gates\": {\"G\": {\"facts\": [{\"gate\": \"H\"}]}, \"H\": {\"facts\": "
       "[{\"step\": \"next\"}]}},",
       ", \"form\": [\"a\", \"b\"]}, {\"id\": \"next\", \"enter\": \"G\"",
       "L-14",
       "the step “next” is behind it"},
  };

  assert_all_found (cases, G_N_ELEMENTS (cases));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pack-check-gates/findings", test_findings);
  return g_test_run ();
}
