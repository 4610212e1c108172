/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-directory.h"

#include <string.h>

static const char *pack_text =
    "{\"domains\": [\"own.example\"],"
    " \"regions\": {\"IN\": {}, \"africa\": {}, \"KE\": {\"within\": \"africa\"}, \"TZ\": "
    "{\"within\": \"africa\"}},"
    " \"people\": {\"rita\": {\"mail\": \"rita@own.example\"}, \"omar\": {\"mail\": "
    "\"omar@partner.example\"},"
    "   \"ann\": {\"mail\": \"ann@own.example\"}, \"desk\": {\"mail\": \"desk@own.example\", "
    "\"mailbox\": true}},"
    " \"roles\": {\"head\": {\"holders\": [{\"person\": \"rita\"}, {\"person\": \"omar\", "
    "\"region\": \"africa\"},"
    "   {\"person\": \"ann\", \"region\": \"africa\", \"for\": \"omar\"}]}, \"empty\": {}}}";

static CsEntry *
make_entry (const char *kind, const char *data_text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (json_t) data = cs_json_load (data_text, strlen (data_text), &error);
  CsEntryHead head = {.id = "019b8d71-b073-7000-8000-000000000001",
                      .kind = kind,
                      .by = "rita",
                      .device = "d-1",
                      .n = 1,
                      .at = 0};
  CsEntry *entry;

  g_assert_no_error (error);
  entry = cs_entry_build (&head, data, &error);
  g_assert_no_error (error);
  return entry;
}

static void
apply (CsDirectory *directory, const char *kind, const char *data_text)
{
  g_autoptr (CsEntry) entry = make_entry (kind, data_text);
  g_autoptr (GError) error = NULL;

  g_assert_true (cs_directory_apply (directory, entry, &error));
  g_assert_no_error (error);
}

static CsDirectory *
make_directory (void)
{
  CsDirectory *directory = cs_directory_new ();
  g_autoptr (json_t) root = cs_json_load (pack_text, strlen (pack_text), NULL);

  g_assert_nonnull (root);
  cs_directory_add_pack (directory, "p", root);
  return directory;
}

static void
assert_holders (CsDirectory *directory,
                const char *role,
                const char *region,
                gboolean with_deputies,
                const CsMoney *amount,
                CsInstant now,
                const char *expected)
{
  g_autoptr (GString) found = g_string_new (NULL);
  g_autoptr (GPtrArray) holders =
      cs_directory_list_holders (directory, "p", role, region, with_deputies, "x", amount, now);

  for (guint i = 0; i < holders->len; i++) {
    const CsHolder *holder = holders->pdata[i];

    g_string_append_printf (found, "%s%s", i > 0 ? " " : "", holder->person->id);
    if (holder->for_person != NULL)
      g_string_append_printf (found, "/%s", holder->for_person->id);
  }
  g_assert_cmpstr (found->str, ==, expected);
}

static void
test_regions (void) /* RC-24 */
{
  g_autoptr (CsDirectory) directory = make_directory ();

  assert_holders (directory, "head", "IN", TRUE, NULL, 0, "rita");
  assert_holders (directory, "head", "KE", TRUE, NULL, 0, "omar ann/omar");
  assert_holders (directory, "head", "KE", FALSE, NULL, 0, "omar");
  assert_holders (directory, "head", NULL, TRUE, NULL, 0, "rita");
  assert_holders (directory, "empty", "KE", TRUE, NULL, 0, "");
  assert_holders (directory, "nothing", "KE", TRUE, NULL, 0, "");
}

static void
test_entries_change_holders (void)
{
  g_autoptr (CsDirectory) directory = make_directory ();
  g_autoptr (CsDirectory) before = NULL;

  before = cs_directory_copy (directory);
  apply (directory,
         "person",
         "{\"id\": \"zoe\", \"name\": \"Zoe\", \"mail\": \"zoe@own.example\"}");
  apply (directory,
         "role",
         "{\"pack\": \"p\", \"role\": \"head\", \"person\": \"zoe\", \"region\": \"KE\"}");
  assert_holders (directory, "head", "KE", TRUE, NULL, 0, "zoe");
  assert_holders (directory, "head", "TZ", FALSE, NULL, 0, "omar");
  apply (directory,
         "role",
         "{\"pack\": \"p\", \"role\": \"head\", \"person\": \"omar\", \"region\": \"africa\", "
         "\"held\": false}");
  assert_holders (directory, "head", "TZ", FALSE, NULL, 0, "rita");
  assert_holders (before, "head", "KE", FALSE, NULL, 0, "omar");
}

/* Whom somebody may act as stands before the roles. */
static void
assert_same_keys (const CsDirectory *directory,
                  const char *person,
                  CsInstant now,
                  const GPtrArray *expected)
{
  g_autoptr (GPtrArray) keys = cs_directory_list_person_keys (directory, person, now);

  g_assert_cmpuint (keys->len, ==, expected->len);
  for (guint i = 0; i < keys->len; i++)
    g_assert_cmpstr (keys->pdata[i], ==, expected->pdata[i]);
}

static void
assert_acts_as (const CsDirectory *directory, const char *person, CsInstant now, const char *other)
{
  g_autoptr (GPtrArray) expected = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (expected, g_strconcat ("person:", person, NULL));
  if (other != NULL)
    g_ptr_array_add (expected, g_strconcat ("person:", other, NULL));
  assert_same_keys (directory, person, now, expected);
}

static void
test_delegation (void) /* */
{
  g_autoptr (CsDirectory) directory = make_directory ();
  CsMoney small = {100000, "BHD"}, large = {100001, "BHD"}, other = {1, "KES"};
  CsInstant inside, after;

  cs_instant_parse ("2026-03-02T12:00:00Z", &inside, NULL);
  cs_instant_parse ("2026-03-03T00:00:00Z", &after, NULL);
  apply (directory,
         "delegation",
         "{\"from\": \"rita\", \"to\": \"omar\", \"since\": \"2026-03-02T00:00:00Z\","
         " \"until\": \"2026-03-03T00:00:00Z\", \"process\": \"x\","
         " \"up_to\": [{\"currency\": \"BHD\", \"minor\": 100000}]}");
  assert_holders (directory, "head", "IN", TRUE, &small, inside, "rita omar/rita");
  assert_holders (directory, "head", "IN", TRUE, &large, inside, "rita");
  assert_holders (directory, "head", "IN", TRUE, &other, inside, "rita");
  assert_holders (directory, "head", "IN", TRUE, &small, after, "rita");
  assert_holders (directory, "head", "IN", FALSE, &small, inside, "rita");
  assert_acts_as (directory, "omar", inside, "rita");
  assert_acts_as (directory, "omar", after, NULL);
  apply (directory,
         "delegation",
         "{\"id\": \"019b8d71-b073-7000-8000-000000000001\", \"ended\": true}");
  assert_holders (directory, "head", "IN", TRUE, &small, inside, "rita");
}

static void
test_role_keys (void)
{
  g_autoptr (CsDirectory) directory = make_directory ();
  g_autoptr (GPtrArray) keys = cs_directory_list_role_keys (directory, "ann", 0);
  g_autoptr (GPtrArray) roles = cs_directory_list_roles_of (directory, "p", "ann");

  g_assert_cmpuint (keys->len, ==, 3);
  g_assert_cmpstr (keys->pdata[0], ==, "person:ann");
  g_assert_cmpstr (keys->pdata[1], ==, "role:p/head@KE");
  g_assert_cmpstr (keys->pdata[2], ==, "role:p/head@TZ");
  g_assert_cmpuint (roles->len, ==, 1);
  g_ptr_array_set_size (keys, 1);
  assert_same_keys (directory, "ann", 0, keys);
}

static void
test_people_and_clients (void)
{
  g_autoptr (CsDirectory) directory = make_directory ();
  g_autoptr (GPtrArray) people = NULL;

  g_assert_true (cs_directory_get_person (directory, "omar")->external);
  g_assert_false (cs_directory_get_person (directory, "rita")->external);
  g_assert_false (cs_directory_get_person (directory, "desk")->can_act);
  apply (
      directory,
      "client",
      "{\"id\": \"c-1\", \"name\": \"Al Noor\", \"region\": \"KE\","
      " \"contacts\": [{\"id\": \"k-1\", \"name\": \"Huda\", \"mail\": \"huda@alnoor.example\"}]}");
  g_assert_cmpstr (cs_directory_get_client_of (directory, "k-1"), ==, "c-1");
  g_assert_true (cs_directory_get_person (directory, "k-1")->external);
  g_assert_false (cs_directory_get_person (directory, "k-1")->can_act);
  g_assert_cmpstr (cs_directory_get_person_by_mail (directory, "RITA@own.example")->id, ==, "rita");
  g_assert_cmpstr (cs_directory_get_person_by_mail (directory, "huda@alnoor.example")->id,
                   ==,
                   "k-1");
  people = cs_directory_list_people (directory);
  g_assert_cmpuint (people->len, ==, 4);
}

static void
test_activation_without_defaults (void)
{
  g_autoptr (CsDirectory) directory = cs_directory_new ();
  g_autoptr (json_t) root = cs_json_load (pack_text, strlen (pack_text), NULL);

  apply (directory, "pack", "{\"pack\": \"p\", \"digest\": \"d\", \"defaults\": false}");
  cs_directory_add_pack (directory, "p", root);
  g_assert_null (cs_directory_get_person (directory, "rita"));
  assert_holders (directory, "head", "IN", TRUE, NULL, 0, "");
  g_assert_cmpstr (cs_directory_get_activation (directory, "p")->digest, ==, "d");
}

static void
test_nonsense_is_refused (void)
{
  const struct {
    const char *kind;
    const char *data;
  } cases[] = {
      {"person", "{}"},
      {"role", "{\"role\": \"x\"}"},
      {"delegation", "{\"from\": \"a\", \"to\": \"b\", \"since\": \"soon\", \"until\": \"later\"}"},
      {"calendar", "{\"id\": \"c\", \"calendar\": {}}"}};

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CsDirectory) directory = make_directory ();
    g_autoptr (CsEntry) entry = make_entry (cases[i].kind, cases[i].data);
    g_autoptr (GError) error = NULL;

    g_assert_false (cs_directory_apply (directory, entry, &error));
    g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/directory/regions/R-01", test_regions);
  g_test_add_func ("/directory/entries-change-holders", test_entries_change_holders);
  g_test_add_func ("/directory/delegation/X-14", test_delegation);
  g_test_add_func ("/directory/role-keys", test_role_keys);
  g_test_add_func ("/directory/people-and-clients", test_people_and_clients);
  g_test_add_func ("/directory/activation-without-defaults", test_activation_without_defaults);
  g_test_add_func ("/directory/nonsense-is-refused", test_nonsense_is_refused);
  return g_test_run ();
}
