/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "recipients-support.h"

/*
 * Who gets which message. The lists of a shipped pack, with the addresses that its process document
 * prints, stand beside it in expect-recipients.json:
 *
 *   {"client", "n_requests", "addresses": {person: mail, where the document prints none},
 *    "requests": [{"process", "region", "settings", "values": {field: value},
 *                  "mails": [{"mail", "to", "cc", "subject", "body", "problem": rule}]}]}
 */

/* The invented people stand in the expected lists as <salesperson> and so on. */
static char *
expected_line (const json_t *line)
{
  const char *const names[][2] = {{"<salesperson>", "arjun@team.example"},
                                  {"<account_manager>", "kavya@team.example"},
                                  {"<client_contact>", "aisha@client.example"}};
  GString *mails = g_string_new (NULL);
  const json_t *mail;
  gsize i;

  json_array_foreach (line, i, mail)
  {
    g_string_append_printf (mails, "%s%s", i > 0 ? " " : "", json_string_value (mail));
  }
  for (guint n = 0; n < G_N_ELEMENTS (names); n++)
    g_string_replace (mails, names[n][0], names[n][1], 0);
  return g_string_free (mails, FALSE);
}

static void
check_expected (Fixture *self, const json_t *expected)
{
  g_autoptr (CsDraftMail) draft = compose (self, cs_json_get_string (expected, "mail"));
  g_autofree char *to = list_line (draft->to), *cc = list_line (draft->cc);
  g_autofree char *expected_to = expected_line (json_object_get (expected, "to"));
  g_autofree char *expected_cc = expected_line (json_object_get (expected, "cc"));
  const char *problem = cs_json_get_string (expected, "problem");
  const char *subject = cs_json_get_string (expected, "subject");

  g_test_message ("%s in %s", draft->mail->id, cs_request_get_region (self->request));
  g_assert_cmpstr (to, ==, expected_to);
  g_assert_cmpstr (cc, ==, expected_cc);
  if (subject != NULL)
    g_assert_cmpstr (draft->subject, ==, subject);
  if (json_object_get (expected, "body") != NULL)
    g_assert_cmpstr (draft->body, ==, cs_json_get_string (expected, "body"));
  if (problem != NULL) {
    g_assert_true (has_reason (draft->problems, problem, ""));
    return;
  }
  if (draft->problems->len > 0)
    g_error ("%s: %s", draft->mail->id, ((CsReason *)draft->problems->pdata[0])->text);
  hand_over (self, draft);
}

/* The process document prints no address of these people; an administrator has added it. */
static void
tell_addresses (Fixture *self, const json_t *people)
{
  const char *id;
  json_t *mail;

  json_object_foreach ((json_t *)people, id, mail)
  {
    const CsPerson *person = cs_directory_get_person (self->directory, id);

    g_assert_nonnull (person);
    g_assert_null (person->mail);
    tell_directory (self,
                    "person",
                    json_pack ("{s:s, s:s, s:O}", "id", id, "name", person->name, "mail", mail));
  }
}

static void
check_request (CsPack *pack, const json_t *expected, const json_t *request)
{
  const json_t *values = json_object_get (request, "values");
  g_autofree char *said = values != NULL ? json_dumps (values, 0) : g_strdup (everything);
  const json_t *mail;
  Fixture self;
  gsize i;

  set_up_process (&self,
                  pack,
                  cs_json_get_string (request, "process"),
                  cs_json_get_string (request, "region"),
                  cs_json_get_string (expected, "client"),
                  json_object_get (request, "settings"));
  tell_addresses (&self, json_object_get (expected, "addresses"));
  fill (&self, said);
  json_array_foreach (json_object_get (request, "mails"), i, mail)
  {
    check_expected (&self, mail);
  }
  tear_down (&self);
}

/* RC-01 … RC-14, RC-20 … RC-24: every list of a process document, per region. */
static void
test_shipped (gconstpointer folder)
{
  g_autofree char *pack_path = g_build_filename (folder, "pack.json", NULL);
  g_autofree char *path = g_build_filename (folder, "expect-recipients.json", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (CsPack) pack = cs_pack_load (pack_path, &error);
  g_autoptr (CsJson) json = cs_json_parse_file (path, 1 << 20, &error);
  const json_t *expected, *requests, *request;
  gsize i;

  g_assert_no_error (error);
  expected = cs_json_get_root (json);
  requests = json_object_get (expected, "requests");
  g_assert_cmpint ((gint64)json_array_size (requests),
                   ==,
                   cs_json_get_int (expected, "n_requests", 0));
  json_array_foreach (requests, i, request)
  {
    check_request (pack, expected, request);
  }
}

static void
add_shipped_packs (void)
{
  g_autofree char *packs = g_build_filename (g_getenv ("CS_SOURCE_ROOT"), "data", "packs", NULL);
  g_autoptr (GDir) dir = g_dir_open (packs, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *folder = g_build_filename (packs, name, NULL);
    g_autofree char *expected = g_build_filename (folder, "expect-recipients.json", NULL);
    g_autofree char *test = g_strconcat ("/recipients/RC-20-", name, NULL);

    if (g_file_test (expected, G_FILE_TEST_EXISTS))
      g_test_add_data_func_full (test, g_steal_pointer (&folder), test_shipped, g_free);
  }
}

/* RC-20: each address says which rule put it there, for which role. */
static void
test_provenance (void)
{
  g_autoptr (CsPack) pack = load_fixture ("anantya-fragment");
  g_autoptr (CsDraftMail) draft = NULL;
  g_autoptr (json_t) data = NULL;
  const CsRecipient *contact;
  Fixture self;

  set_up (&self, pack, "BH", "Pearl");
  draft = compose (&self, "RC-01");
  contact = cs_process_get_mail (cs_request_get_process (self.request), "RC-01") != NULL
                ? draft->cc->pdata[4]
                : NULL;
  g_assert_cmpstr (contact->mail, ==, "bh1@partner.example");
  g_assert_cmpstr (contact->rule, ==, "RC-01");
  g_assert_cmpstr (contact->line, ==, "cc");
  g_assert_cmpstr (contact->role, ==, "Regional contact");
  g_assert_cmpstr (contact->region, ==, "BH");
  g_assert_false (contact->external);
  data = cs_recipients_entry_data (draft, NULL, "m1@team.example");
  g_assert_cmpuint (json_array_size (json_object_get (data, "provenance")), ==, 7);
  g_assert_cmpstr (cs_json_get_string (data, "message_id"), ==, "m1@team.example");
  tear_down (&self);
}

/* RC-22: a placeholder without a person blocks and is named. */
static void
test_vacant (void)
{
  g_autoptr (CsPack) pack = load_fixture ("anantya-fragment");
  g_autoptr (CsDraftMail) zambia = NULL, unnamed = NULL;
  Fixture self;

  set_up (&self, pack, "ZM", "Pearl");
  zambia = compose (&self, "RC-04");
  unnamed = compose (&self, "RC-06");
  g_assert_true (has_reason (zambia->problems, "RC-22", "Country head"));
  g_assert_true (has_reason (zambia->problems, "RC-22", "Zambia"));
  g_assert_true (has_reason (unnamed->problems, "RC-22", "Client contact"));
  g_assert_true (has_reason (unnamed->problems, "RC-22", "Salesperson"));
  tear_down (&self);
}

/* RC-23: the client on an internal thread, another client's people, internal words. */
static void
test_guard (void)
{
  g_autoptr (CsPack) pack = load_fixture ("anantya-fragment");
  g_autoptr (CsDraftMail) internal = NULL, other = NULL;
  Fixture self;

  set_up (&self, pack, "KE", "Pearl");
  fill (&self,
        "{\"salesperson\": \"p-c1\", \"account_manager\": \"p-am\", \"client_contact\": \"p-c2\"}");
  internal = compose (&self, "late-payment");
  other = compose (&self, "RC-06");
  g_assert_true (has_reason (internal->problems, "RC-23", "Aisha"));
  g_assert_true (((CsRecipient *)internal->to->pdata[0])->is_client);
  g_assert_true (has_reason (other->problems, "RC-23", "Omar is with another client"));
  tear_down (&self);
}

static void
test_guard_contents (void)
{
  g_autoptr (CsPack) pack = load_small (
      "\"scopes\": {\"margin\": {\"who\": \"boss\"}},",
      "\"fields\": {\"base\": {\"type\": \"money\", \"scope\": \"margin\", \"title\": \"Base "
      "cost\"},"
      " \"c\": {\"type\": \"person\", \"among\": \"client\"}},"
      "\"documents\": {\"d\": {\"fields\": [\"base\"]}},"
      "\"mails\": {\"m\": {\"audience\": \"client\", \"to\": \"c\", \"subject\": \"Offer\","
      " \"attach\": [\"d\"]}},",
      "");
  g_autoptr (CsDraftMail) draft = NULL;
  Fixture self;

  set_up (&self, pack, "KE", "Pearl");
  fill (&self, "{\"c\": \"p-c1\", \"base\": {\"currency\": \"KES\", \"minor\": 100}}");
  draft = compose (&self, "m");
  g_assert_true (has_reason (draft->problems, "RC-23", "Base cost"));
  tear_down (&self);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add_shipped_packs ();
  g_test_add_func ("/recipients/RC-20-provenance", test_provenance);
  g_test_add_func ("/recipients/RC-22-vacant", test_vacant);
  g_test_add_func ("/recipients/RC-23-guard", test_guard);
  g_test_add_func ("/recipients/RC-23-guard-contents", test_guard_contents);
  return g_test_run ();
}
