/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-eval.h"

static void
test_text (void)
{
  g_autoptr (json_t) line = json_pack ("{s:s, s:i}", "a", "text", "b", 5);
  const char *bad[] = {"b", "c"};

  g_assert_cmpstr (cs_eval_get_text (line, "a", NULL), ==, "text");
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (cs_eval_get_text (line, bad[i], &error));
    g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
  }
}

static void
test_choice (void)
{
  static const char *const choices[] = {"code", "symbol", NULL};
  g_autoptr (json_t) line = json_pack ("{s:s, s:s, s:i}", "a", "symbol", "b", "both", "c", 5);
  const char *bad[] = {"b", "c"};
  guint choice = 9;

  g_assert_true (cs_eval_get_choice (line, "a", choices, &choice, NULL));
  g_assert_cmpuint (choice, ==, 1);
  g_assert_true (cs_eval_get_choice (line, "none", choices, &choice, NULL));
  g_assert_cmpuint (choice, ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_false (cs_eval_get_choice (line, bad[i], choices, &choice, &error));
    g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
  }
}

static void
test_integer (void)
{
  const char *bad[] = {"",
                       "x",
                       "1.0",
                       "+1",
                       " 1",
                       "1 ",
                       "-",
                       "0x1",
                       "1e3",
                       "١",
                       "9223372036854775808",
                       "-9223372036854775809"};
  gint64 value;

  g_assert_true (cs_eval_parse_integer ("-9223372036854775808", &value, NULL));
  g_assert_cmpint (value, ==, G_MININT64);
  g_assert_true (cs_eval_parse_integer ("007", &value, NULL));
  g_assert_cmpint (value, ==, 7);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_false (cs_eval_parse_integer (bad[i], &value, &error));
    g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/eval/text", test_text);
  g_test_add_func ("/eval/choice", test_choice);
  g_test_add_func ("/eval/integer", test_integer);
  return g_test_run ();
}
