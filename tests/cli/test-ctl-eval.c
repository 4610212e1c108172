/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-test-ctl.h"

#include <string.h>

static void
test_malformed (void)
{
  const struct {
    const char *question, *answer;
  } cases[] = {
      {"", "{\"id\":null,\"error\":\"…"},
      {"x", "{\"id\":null,\"error\":\"…"},
      {"{", "{\"id\":null,\"error\":\"…"},
      {"5", "{\"id\":null,\"error\":\"the line is not a JSON object\"}"},
      {"null", "{\"id\":null,\"error\":\"the line is not a JSON object\"}"},
      {"[{\"id\":\"1\"}]", "{\"id\":null,\"error\":\"the line is not a JSON object\"}"},
      {"{}", "{\"id\":null,\"error\":\"“op” is missing\"}"},
      {"{\"id\":\"1\"}", "{\"id\":\"1\",\"error\":\"“op” is missing\"}"},
      {"{\"id\":\"1\",\"op\":5}", "{\"id\":\"1\",\"error\":\"“op” is not a string\"}"},
      {"{\"id\":\"1\",\"op\":\"fly\"}", "{\"id\":\"1\",\"error\":\"there is no operation “fly”\"}"},
      {"{\"id\":\"1\",\"id\":\"2\",\"op\":\"add\"}", "{\"id\":\"2\",\"error\":\"…"},
      {"{\"id\":\"1\",\"op\":\"format\",\"minor\":99999999999999999999}",
       "{\"id\":\"1\",\"error\":\"…"},
      {"{\"id\":\"1\",\"op\":\"\\u0000\"}", "{\"id\":null,\"error\":\"…"},
      {"{\"id\":\"\xff\"}", "{\"id\":null,\"error\":\"…"},
      {"{\"id\":\"1\",\"op\":\"äääääääääääääääääääääääääääääääää"
       "äääääääääääääääääääääääääääääääääääää\"}",
       "{\"id\":\"1\",\"error\":\"there is no operation …"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    cs_test_eval (cases[i].question, cases[i].answer);
}

static void
test_id (void)
{
  const char *ids[] =
      {"\"x\"", "7", "-1", "1.5", "null", "true", "[1,\"a\"]", "{\"a\":1}", "\"ä😀\""};

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++) {
    g_autofree char *question = g_strdup_printf (
        "{\"id\":%s,\"op\":\"add\",\"currency\":\"INR\",\"operands\":[\"100\",\"250\"]}",
        ids[i]);
    g_autofree char *answer = g_strdup_printf ("{\"id\":%s,\"minor\":350}", ids[i]);

    cs_test_eval (question, answer);
  }
}

/* One answer for each line, in order, whatever is on it; NUL and a missing last end too. */
static void
test_lines (void)
{
  const char input[] =
      "{\"id\":1,\"op\":\"add\",\"currency\":\"INR\",\"operands\":[\"1\"]}\r\n"
      "\n"
      "\0\0\n"
      "{\"id\":2,\"op\":\"add\",\"currency\":\"INR\",\"operands\":[\"1\\u0000\"]}\n"
      "{\"id\":3}\0\n"
      "{\"id\":4,\"op\":\"add\",\"currency\":\"INR\",\"operands\":[\"2\"]}";
  const char *arguments[] = {"eval", NULL};
  g_autoptr (CsTestCtl) run = cs_test_ctl_bytes (input, sizeof input - 1, arguments);
  g_auto (GStrv) lines = g_strsplit (run->output, "\n", -1);

  g_assert_cmpint (run->exit_status, ==, 0);
  g_assert_cmpuint (g_strv_length (lines), ==, 7);
  g_assert_cmpstr (lines[0], ==, "{\"id\":1,\"minor\":1}");
  for (int i = 1; i <= 4; i++)
    g_assert_true (g_str_has_prefix (lines[i], "{\"id\":null,\"error\":\""));
  g_assert_cmpstr (lines[5], ==, "{\"id\":4,\"minor\":2}");
}

static void
test_long_line (void)
{
  gsize length = 65 * 1024 * 1024;
  g_autofree char *input = g_malloc (length);
  const char *arguments[] = {"eval", NULL};
  g_autoptr (CsTestCtl) run = NULL;

  memset (input, 'x', length);
  input[length - 4] = '\n';
  run = cs_test_ctl_bytes (input, length, arguments);
  g_assert_cmpint (run->exit_status, ==, 0);
  g_assert_true (g_str_has_prefix (
      run->output,
      "{\"id\":null,\"error\":\"the line is longer than 64 MiB\"}\n{\"id\":null,"));
}

/* Deep nesting ends in an answer, not in the end of the stack. */
static void
test_deep (void)
{
  g_autofree char *question = g_strnfill (100000, '[');

  cs_test_eval (question, "{\"id\":null,\"error\":\"…");
}

/* What --now says is the present for questions too. */
static void
test_now (void)
{
  g_autoptr (CsTestCtl) run =
      cs_test_ctl ("{\"op\":\"mail\",\"from\":\"a@x.example\",\"to\":[\"b@x.example\"],"
                   "\"subject\":\"s\",\"text\":\"t\"}\n",
                   "eval",
                   "--now=2026-01-13T16:00:00+02:00",
                   NULL);

  g_assert_nonnull (strstr (run->output, "Date: Tue, 13 Jan 2026 14:00:00 +0000"));
}

/* A prefix of a good line is a bad one, and is answered. */
static void
test_prefixes (void)
{
  const char *line = "{\"id\":\"1\",\"op\":\"convert\",\"currency\":\"USD>INR\","
                     "\"operands\":[\"8135371\",\"83.4125\"]}";

  cs_test_eval (line, "{\"id\":\"1\",\"minor\":678591634}");
  for (gsize i = 0; i < strlen (line); i++) {
    g_autofree char *prefix = g_strndup (line, i);

    cs_test_eval (prefix, "{\"id\":null,\"error\":\"…");
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ctl-eval/malformed", test_malformed);
  g_test_add_func ("/ctl-eval/id", test_id);
  g_test_add_func ("/ctl-eval/lines", test_lines);
  g_test_add_func ("/ctl-eval/long-line", test_long_line);
  g_test_add_func ("/ctl-eval/deep", test_deep);
  g_test_add_func ("/ctl-eval/now", test_now);
  g_test_add_func ("/ctl-eval/prefixes", test_prefixes);
  return g_test_run ();
}
