/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pack-support.h"

/* Conditions under assumed answers, seen through what they lead to. */
static void
test_findings (void)
{
  const FoundInPack cases[] = {
      {"",
       "\"fields\": {\"a\": {\"type\": \"choice\", \"options\": [\"x\", \"y\"]}, \"b\": {\"type\": "
       "\"text\"}}, \"gates\": {\"G\": {\"facts\": [{\"not\": {\"field\": \"a\", \"in\": [\"x\", "
       "\"y\"]}}]}},",
       ", \"form\": [\"a\", \"b\"]}, {\"id\": \"next\", \"enter\": \"G\"",
       "L-14",
       "exclude each other"},
      {"",
       "\"fields\": { }, \"gates\": {\"G\": {\"facts\": [{\"all\": [{\"field\": \"region\", "
       "\"is\": \"IN\"}, {\"field\": \"region\", \"is\": \"KE\"}]}]}},",
       "}, {\"id\": \"next\", \"enter\": \"G\"",
       "L-14",
       "exclude each other"},
      {"",
       "\"fields\": { }, \"gates\": {\"G\": {\"facts\": [{\"any\": [{\"field\": \"region\", "
       "\"is\": \"IN\"}, {\"field\": \"region\", \"is\": \"KE\"}]}]}},",
       "}, {\"id\": \"next\", \"enter\": \"G\"",
       "L-14",
       NULL},
      {"\"settings\": {\"Q\": {\"type\": \"choice\", \"options\": [\"a\", \"b\"], \"default\": "
       "\"a\"}},",
       "\"fields\": { }, \"gates\": {\"G\": {\"facts\": [{\"setting\": \"Q\", \"is\": \"b\"}]}},",
       "}, {\"id\": \"next\", \"enter\": \"G\"",
       "L-14",
       NULL},
  };

  assert_all_found (cases, G_N_ELEMENTS (cases));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pack-check-assume/findings", test_findings);
  return g_test_run ();
}
