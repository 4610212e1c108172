/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pack-support.h"

/* A condition says what it does not know, and when stands only where it is read. */
static void
test_refusals (void)
{
  const RefusedPack cases[] = {
      {"",
       "",
       ", \"when\": {\"filed\": \"region\"}",
       "a condition was expected: an object with field"},
      {"",
       "",
       ", \"when\": {\"field\": \"reigon\"}",
       "unknown field “reigon”; did you mean “region”?"},
      {"", "", ", \"when\": {\"field\": \"region\", \"is\": \"XX\"}", "unknown region “XX”"},
      {"",
       "",
       ", \"when\": {\"field\": \"region\", \"is\": \"IN\", \"in\": [\"IN\"]}",
       "only one of is, in, over and checked"},
      {"", "", ", \"when\": {\"field\": \"client\", \"is\": \"x\"}", "has no fixed values"},
      {"",
       "\"fields\": {\"days\": {\"type\": \"number\"}},",
       ", \"when\": {\"field\": \"days\", \"is\": \"many\"}",
       "“many” is not a decimal number"},
      {"",
       "",
       ", \"when\": {\"field\": \"title\", \"over\": [\"INR 1.00\"]}",
       "is not an amount of money"},
      {"",
       "",
       ", \"when\": {\"field\": \"title\", \"checked\": false}",
       "only true can stand here"},
      {"", "", ", \"when\": {\"step\": \"dun\"}", "unknown step “dun”; did you mean “do”?"},
      {"",
       "",
       ", \"when\": {\"step\": \"done\", \"is\": \"ready\"}",
       "“ready” is none of: complete, clear, open, rejected"},
      {"", "", ", \"when\": {\"gate\": \"G\"}", "unknown gate “G”"},
      {"", "", ", \"when\": {\"clock\": \"c\"}", "unknown clock “c”"},
      {"\"settings\": {\"Q\": {\"type\": \"choice\", \"options\": [\"a\", \"b\"], \"default\": "
       "\"a\"}},",
       "",
       ", \"when\": {\"setting\": \"Q\", \"is\": \"c\"}",
       "“c” is none of: a, b"},
      {"", "", ", \"when\": {\"all\": []}", "at least one condition was expected"},
      {"",
       "",
       ", \"when\": {\"all\": [{\"field\": \"title\", \"when\": {\"field\": \"client\"}}]}",
       "“when” can stand only on the facts of a gate"},
      {"",
       "",
       ", \"when\": {\"not\": {\"not\": {\"not\": {\"not\": {\"not\": {\"not\": {\"not\": "
       "{\"not\": {\"not\": {\"not\": {\"not\": {\"not\": {\"not\": {\"not\": {\"not\": {\"not\": "
       "{\"not\": {\"field\": \"title\"}}}}}}}}}}}}}}}}}}",
       "nested more than 16 deep"},
      {"", "", ", \"who\": \"bos\"", "unknown role “bos”; did you mean “boss”?"},
      {"", "", ", \"who\": \"title\"", "“title” is not a person"},
      {"", "", ", \"who\": {\"when\": {\"field\": \"title\"}}", "“who” is missing"},
      {"", "\"gates\": {\"G\": {\"facts\": []}},", "", "a gate needs a list of facts"},
  };

  assert_all_refused (cases, G_N_ELEMENTS (cases));
}

static void
test_kinds (void)
{
  g_autoptr (CsPack) pack = load_small (
      "\"settings\": {\"Q\": {\"type\": \"yesno\", \"default\": \"no\"}},",
      "\"fields\": {\"cost\": {\"type\": \"money\"}},"
      "\"gates\": {\"G\": {\"facts\": [{\"field\": [\"title\", \"client\"]},"
      " {\"field\": \"cost\", \"over\": [\"INR 1.50\", \"BHD 0.005\"]},"
      " {\"step\": \"do\", \"is\": \"clear\", \"when\": {\"setting\": \"Q\"}},"
      " {\"any\": [{\"setting\": \"Q\", \"is\": \"yes\"}, {\"not\": {\"field\": \"cost\"}}]}]}},",
      "");
  const CsGate *gate = cs_process_get_gate (cs_pack_get_process (pack, "one"), "G");
  const CsFact *named = g_ptr_array_index (gate->facts, 0);
  const CsFact *over = g_ptr_array_index (gate->facts, 1);
  const CsFact *step = g_ptr_array_index (gate->facts, 2);
  const CsFact *any = g_ptr_array_index (gate->facts, 3);

  g_assert_cmpint (named->cond->kind, ==, CS_COND_ANSWERED);
  g_assert_cmpint (named->cond->fields->len, ==, 2);
  g_assert_cmpint (over->cond->kind, ==, CS_COND_OVER);
  g_assert_cmpint (g_array_index (over->cond->limits, CsMoney, 1).minor, ==, 5);
  g_assert_cmpint (step->cond->step_is, ==, CS_STEP_IS_CLEAR);
  g_assert_cmpint (step->when->kind, ==, CS_COND_SETTING);
  g_assert_null (step->when->values[0]);
  g_assert_null (named->when);
  g_assert_cmpint (any->cond->kind, ==, CS_COND_ANY);
  g_assert_cmpint (((CsCond *)g_ptr_array_index (any->cond->parts, 1))->kind, ==, CS_COND_NOT);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pack-cond/L-02-refusals", test_refusals);
  g_test_add_func ("/pack-cond/kinds", test_kinds);
  return g_test_run ();
}
