/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-grants.h"

#include "cs-outline.h"
#include "script-player.h"

/* Regions within regions, a scope for cost, a scope that is not copied. */
static const char setup[] =
    "{\"setup\": {\"pack\": {\"format\": 1, \"pack\": \"house\", \"prefix\": \"H\", \"version\": 1,"
    " \"languages\": [\"en\"], \"calendar\": \"india\","
    " \"regions\": {\"world\": {\"calendar\": \"india\", \"currency\": \"INR\"},"
    "  \"IN\": {\"within\": \"world\"}, \"africa\": {\"within\": \"world\"},"
    "  \"KE\": {\"within\": \"africa\"}, \"EG\": {\"within\": \"africa\"}},"
    " \"roles\": {\"desk\": {}, \"boss\": {}, \"cost\": {}, \"vault\": {}},"
    " \"scopes\": {\"margin\": {\"who\": [\"boss\", \"cost\"]},"
    "  \"kyc\": {\"who\": [\"vault\"], \"sync\": false, \"log\": true}},"
    " \"processes\": [{\"id\": \"one\","
    "  \"fields\": {\"need\": {\"type\": \"long\"}, \"base\": {\"type\": \"money\","
    "   \"scope\": \"margin\"}, \"sales\": {\"type\": \"money\"}, \"gain\": {\"type\": \"money\","
    "   \"formula\": {\"difference\": [\"sales\", \"base\"]}, \"scope\": \"margin\"},"
    "   \"helper\": {\"type\": \"person\", \"optional\": true}},"
    "  \"stages\": [{\"id\": \"work\", \"who\": \"desk\", \"steps\": ["
    "   {\"id\": \"do\", \"form\": [\"need\", \"base\", \"sales\", \"helper\"]}]},"
    "   {\"id\": \"closed\", \"steps\": [{\"id\": \"done\", \"end\": \"completed\"}]}]}]},"
    " \"people\": [[\"all\", \"A\"], [\"india\", \"I\"], [\"africa\", \"F\"], [\"kenya\", \"K\"],"
    "  [\"money\", \"M\"], [\"safe\", \"S\"], [\"both\", \"B\"], [\"deputy\", \"D\"],"
    "  [\"guest\", \"G\"], [\"admin-1\", \"Z\"]],"
    " \"roles\": [[\"desk\", \"all\"], [\"desk\", \"india\", \"IN\"],"
    "  [\"desk\", \"africa\", \"africa\"], [\"desk\", \"kenya\", \"KE\"],"
    "  [\"cost\", \"money\", \"KE\"], [\"vault\", \"safe\"], [\"boss\", \"both\", \"IN\"],"
    "  [\"desk\", \"both\", \"EG\"], [\"desk\", \"deputy\", \"KE\", \"kenya\"]],"
    " \"client\": {\"id\": \"shop\", \"name\": \"Shop\", \"region\": \"KE\"}}}";

typedef struct {
  Script script;
  GPtrArray *packs;
} Fixture;

static void
play (Script *script, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (json_t) line = cs_json_load (text, strlen (text), &error);

  g_assert_no_error (error);
  script->where = text;
  script_play_line (script, line);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  script_init (&fixture->script);
  play (&fixture->script, setup);
  fixture->packs = g_ptr_array_new ();
  g_ptr_array_add (fixture->packs, fixture->script.pack);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_ptr_array_unref (fixture->packs);
  script_clear (&fixture->script);
}

static void
assert_grants (Fixture *fixture, const char *person, const char *expected)
{
  g_auto (GStrv) keys = cs_grants_list (fixture->script.directory,
                                        fixture->packs,
                                        person,
                                        fixture->script.context.now);
  g_autofree char *text = g_strjoinv (" ", keys);

  if (strcmp (text, expected) != 0)
    g_error ("%s: %s", person, text);
}

static void
test_roles (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *person;
    const char *grants;
  } cases[] = {
      {"nobody", "all"},
      {"guest", "all"},
      {"all", "all in:house/- in:house/EG in:house/IN in:house/KE in:house/africa in:house/world"},
      {"india", "all in:house/IN"},
      {"africa", "all in:house/EG in:house/KE in:house/africa"},
      {"kenya", "all in:house/KE"},
      {"deputy", "all in:house/KE"},
      {"money", "all in:house/KE in:house/KE/margin"},
      {"both", "all in:house/EG in:house/IN in:house/IN/margin"},
      {"safe",
       "all in:house/- in:house/-/kyc in:house/EG in:house/EG/kyc in:house/IN in:house/IN/kyc "
       "in:house/KE in:house/KE/kyc in:house/africa in:house/africa/kyc in:house/world "
       "in:house/world/kyc"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_grants (fixture, cases[i].person, cases[i].grants);
}

static void
test_administrators (Fixture *fixture, gconstpointer data)
{
  play (&fixture->script,
        "{\"directory\": \"role\", \"by\": \"admin\", \"say\": {\"pack\": \"workspace\","
        " \"role\": \"administrator\", \"person\": \"admin-1\", \"held\": true}}");
  assert_grants (fixture,
                 "admin-1",
                 "all in:house/- in:house/EG in:house/IN in:house/KE in:house/africa "
                 "in:house/world");
}

static void
test_delegations (Fixture *fixture, gconstpointer data)
{
  play (&fixture->script,
        "{\"directory\": \"delegation\", \"by\": \"money\", \"say\": {\"from\": \"money\","
        " \"to\": \"guest\", \"since\": \"2026-02-01T00:00:00Z\","
        " \"until\": \"2026-03-01T00:00:00Z\"}}");
  play (&fixture->script,
        "{\"directory\": \"delegation\", \"by\": \"all\", \"say\": {\"from\": \"all\","
        " \"to\": \"guest\", \"region\": \"IN\", \"since\": \"2026-02-01T00:00:00Z\","
        " \"until\": \"2026-03-01T00:00:00Z\"}}");
  assert_grants (fixture, "guest", "all");
  play (&fixture->script, "{\"now\": \"2026-02-10T00:00:00Z\"}");
  assert_grants (fixture, "guest", "all in:house/IN in:house/KE in:house/KE/margin");
  play (&fixture->script, "{\"now\": \"2026-03-10T00:00:00Z\"}");
  assert_grants (fixture, "guest", "all");
}

static void
test_role_ends (Fixture *fixture, gconstpointer data)
{
  play (&fixture->script,
        "{\"directory\": \"role\", \"by\": \"admin\", \"say\": {\"pack\": \"house\","
        " \"role\": \"cost\", \"person\": \"money\", \"region\": \"KE\", \"held\": false}}");
  assert_grants (fixture, "money", "all");
  play (&fixture->script,
        "{\"directory\": \"role\", \"by\": \"admin\", \"say\": {\"pack\": \"house\","
        " \"role\": \"desk\", \"person\": \"kenya\", \"region\": \"KE\", \"held\": false}}");
  assert_grants (fixture, "kenya", "all");
}

static void
assert_rows (Fixture *fixture, const char *expected)
{
  const CsEntry *entry = fixture->script.accepted->pdata[fixture->script.accepted->len - 1];
  g_autoptr (GPtrArray) rows = cs_grants_list_rows (fixture->script.request, entry);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < rows->len; i++) {
    const CsScopeRow *row = rows->pdata[i];

    g_string_append_printf (text, "%s%s ", row->key, row->is_outline ? "*" : "");
  }
  g_assert_cmpstr (text->str, ==, expected);
}

/* RC-23: what is internal to those who set prices is nobody else's. */
static void
test_rows (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) of_directory = cs_grants_list_rows (NULL, NULL);
  const CsScopeRow *only = of_directory->pdata[0];

  g_assert_cmpuint (of_directory->len, ==, 1);
  g_assert_cmpstr (only->key, ==, "all");
  play (&fixture->script,
        "{\"by\": \"kenya\", \"do\": \"open\", \"say\": {\"client\": \"shop\", \"region\": \"KE\","
        " \"title\": \"Things\"}}");
  assert_rows (fixture, "in:house/KE ");
  play (&fixture->script,
        "{\"by\": \"kenya\", \"do\": \"fill\", \"say\": {\"step\": \"do\","
        " \"values\": {\"need\": \"Things\"}}}");
  assert_rows (fixture, "in:house/KE ");
  play (&fixture->script,
        "{\"by\": \"kenya\", \"do\": \"fill\", \"say\": {\"step\": \"do\","
        " \"values\": {\"base\": {\"currency\": \"KES\", \"minor\": 123456700}},"
        " \"reason\": \"It was 7654321\"}}");
  assert_rows (fixture, "in:house/KE/margin in:house/KE* ");
  play (&fixture->script, "{\"by\": \"kenya\", \"do\": \"note\", \"say\": {\"text\": \"Ready\"}}");
  assert_rows (fixture, "in:house/KE ");
}

static void
test_outline (Fixture *fixture, gconstpointer data)
{
  Script *script = &fixture->script;
  const CsEntry *entry;
  g_autoptr (GBytes) outline = NULL;
  g_autofree char *text = NULL;

  test_rows (fixture, NULL);
  entry = script->accepted->pdata[2];
  outline = cs_entry_dup_outline (entry, script->request, NULL);
  text = g_strndup (g_bytes_get_data (outline, NULL), g_bytes_get_size (outline));
  g_assert_null (strstr (text, "123456700"));
  g_assert_null (strstr (text, "7654321"));
  g_assert_null (strstr (text, "KES"));
  g_assert_nonnull (strstr (text, "\"base\":{\"as\":\""));
  g_assert_nonnull (strstr (text, "\"reason\":{\"withheld\":true}"));
  g_assert_null (cs_entry_dup_outline (script->accepted->pdata[1], script->request, NULL));
}

static void
assert_named (Fixture *fixture, const char *expected)
{
  g_autoptr (GPtrArray) named = cs_grants_list_named (fixture->script.request);
  g_autofree char *text = NULL;

  g_ptr_array_add (named, NULL);
  text = g_strjoinv (" ", (char **)named->pdata);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_named (Fixture *fixture, gconstpointer data)
{
  play (&fixture->script,
        "{\"by\": \"kenya\", \"do\": \"open\", \"say\": {\"client\": \"shop\", \"region\": \"KE\","
        " \"title\": \"Things\"}}");
  assert_named (fixture, "kenya");
  play (&fixture->script,
        "{\"by\": \"kenya\", \"do\": \"fill\", \"say\": {\"step\": \"do\","
        " \"values\": {\"helper\": \"guest\"}}}");
  assert_named (fixture, "kenya guest");
  play (&fixture->script,
        "{\"by\": \"kenya\", \"do\": \"fill\", \"say\": {\"step\": \"do\","
        " \"values\": {\"helper\": \"india\"}}}");
  assert_named (fixture, "kenya india");
}

static void
test_keys (void)
{
  g_autofree char *region = cs_scope_key_of_region ("house", "KE");
  g_autofree char *none = cs_scope_key_of_region ("house", NULL);
  g_autofree char *request = cs_scope_key_of_request ("0198");

  g_assert_cmpstr (region, ==, "in:house/KE");
  g_assert_cmpstr (none, ==, "in:house/-");
  g_assert_cmpstr (request, ==, "rq:0198");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)
  ADD ("/grants/roles/K-05/RC-23", test_roles);
  ADD ("/grants/administrators/CX-21", test_administrators);
  ADD ("/grants/delegations/X-14", test_delegations);
  ADD ("/grants/role-ends/K-06", test_role_ends);
  ADD ("/grants/rows/RC-23", test_rows);
  ADD ("/grants/outline/RC-23", test_outline);
  ADD ("/grants/named/K-05", test_named);
  g_test_add_func ("/grants/keys", test_keys);
  return g_test_run ();
}
