/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "script-player.h"

static gboolean
may_begin (Script *script, const char *person)
{
  return cs_rules_may_begin_again (script->request, person, &script->context);
}

/* what a new draft takes over from a rejected request, and what it does not. */
static void
test_values (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("G_TEST_SRCDIR"),
                                            "process",
                                            "scenarios",
                                            "cinnox-rejected.jsonl",
                                            NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (json_t) values = NULL;
  const CsEntry *why;
  Script script;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  script_init (&script);
  script.where = "cinnox-rejected";
  for (guint i = 0; lines[i] != NULL; i++) {
    g_autoptr (json_t) line = *lines[i] != '\0' && *lines[i] != '#' ? json_loads (lines[i], 0, NULL)
                                                                    : NULL;

    if (line != NULL)
      script_play_line (&script, line);
  }
  g_assert_cmpint (cs_request_get_end (script.request), ==, CS_END_REJECTED);
  why = cs_request_get_why_ended (script.request);
  g_assert_cmpstr (cs_entry_get_by (why), ==, "p-grace");
  g_assert_cmpstr (cs_entry_get_text (why, "reason"), ==, "The company was dissolved");
  g_assert_cmpstr (cs_request_find_clone_step (script.request)->id, ==, "prepare");
  values = cs_request_dup_clone_values (script.request);
  g_assert_cmpstr (cs_json_get_string (values, "kind"), ==, "addition");
  g_assert_cmpstr (cs_json_get_string (values, "deal_owner"), ==, "p-winnie");
  g_assert_nonnull (json_object_get (values, "company"));
  g_assert_null (json_object_get (values, "K1a"));
  g_assert_null (json_object_get (values, "K1b"));
  g_assert_null (json_object_get (values, "high_risk"));
  g_assert_true (may_begin (&script, "p-winnie"));
  g_assert_false (may_begin (&script, "p-grace"));
  g_assert_false (may_begin (&script, "p-nobody"));
  script_clear (&script);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/request-clone/Q-40-values", test_values);
  return g_test_run ();
}
