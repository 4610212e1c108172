/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-wizard-draft.h"

static void
test_round_trip (void)
{
  g_autoptr (CsWizardDraft) draft = cs_wizard_draft_new ("d");
  g_autoptr (CsWizardDraft) again = NULL;
  g_autoptr (json_t) content = NULL;
  g_autoptr (json_t) once_more = NULL;

  g_assert_true (cs_wizard_draft_is_empty (draft));
  draft->title = g_strdup ("Order status");
  draft->client = g_strdup ("c-one");
  draft->region = g_strdup ("SA");
  draft->sheet = g_strdup ("Need");
  cs_wizard_draft_take_field (draft, "cost", json_pack ("{s:s}", "typed", "12 thou"));
  g_assert_false (cs_wizard_draft_is_empty (draft));
  content = cs_wizard_draft_dup_json (draft, "Client One", "KSA");
  g_assert_cmpstr (cs_json_get_string (content, "client"), ==, "Client One");
  g_assert_cmpstr (cs_json_get_string (content, "region"), ==, "KSA");
  again = cs_wizard_draft_new_from_json ("d", content);
  g_assert_cmpstr (again->client, ==, "c-one");
  g_assert_cmpstr (again->sheet, ==, "Need");
  once_more = cs_wizard_draft_dup_json (again, "Client One", "KSA");
  g_assert_true (json_equal (content, once_more));
}

/* What an editor held, and the value that follows. */
static void
test_values (void)
{
  static const struct {
    const char *held, *value;
    gboolean is_unclear;
  } cases[] = {
      {"{}", NULL, FALSE},
      {"{\"value\": \"x\"}", "\"x\"", FALSE},
      {"{\"typed\": \"12 thou\"}", NULL, TRUE},
      {"{\"na\": \"none\"}", "{\"na\":\"none\"}", FALSE},
      {"{\"na\": \" \"}", NULL, TRUE},
      {"{\"lines\": [{\"value\": \"a\"}, {\"value\": \"b\"}]}", "[\"a\",\"b\"]", FALSE},
      {"{\"lines\": [{\"value\": \"a\"}, {\"typed\": \"?\"}]}", "[\"a\"]", TRUE},
      {"{\"lines\": []}", NULL, FALSE},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CsWizardDraft) draft = cs_wizard_draft_new ("d");
    gboolean is_unclear;
    g_autoptr (json_t) value = NULL;
    g_autofree char *text = NULL;

    cs_wizard_draft_take_field (draft, "f", json_loads (cases[i].held, 0, NULL));
    value = cs_wizard_draft_dup_value (draft, "f", &is_unclear);
    text = value != NULL ? json_dumps (value, JSON_COMPACT | JSON_ENCODE_ANY) : NULL;
    g_test_message ("%s", cases[i].held);
    g_assert_cmpstr (text, ==, cases[i].value);
    g_assert_cmpint (is_unclear, ==, cases[i].is_unclear);
  }
}

/* Clearing a field takes away what the request says already, so it is kept. */
static void
test_nothing_is_something (void)
{
  g_autoptr (CsWizardDraft) draft = cs_wizard_draft_new ("d");

  g_assert_null (cs_wizard_draft_get_field (draft, "f"));
  cs_wizard_draft_take_field (draft, "f", NULL);
  g_assert_nonnull (cs_wizard_draft_get_field (draft, "f"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wizard-draft/round-trip", test_round_trip);
  g_test_add_func ("/wizard-draft/values", test_values);
  g_test_add_func ("/wizard-draft/nothing-is-something", test_nothing_is_something);
  return g_test_run ();
}
