/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "recipients-support.h"

/* RC-25: nobody writes a header with a client's name. */
static void
test_clean_header (void)
{
  const struct {
    const char *text, *cleaned;
  } cases[] = {
      {"Pearl", "Pearl"},
      {"Pearl\r\nBcc: eve@evil.example", "Pearl  Bcc: eve@evil.example"},
      {"\u202egnp.exe", "gnp.exe"},
      {"A\u2066B\u2069\u200f", "AB"},
      {"  a\tb \x01\x7f", "a b"},
      {"شركة تمكين", "شركة تمكين"},
      {"a   b", "a   b"},
      {"", ""},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *cleaned = cs_recipients_clean_header (cases[i].text);

    g_assert_cmpstr (cleaned, ==, cases[i].cleaned);
  }
}

static void
test_subject_injection (void)
{
  g_autoptr (CsPack) pack = load_fixture ("anantya-fragment");
  g_autoptr (CsDraftMail) draft = NULL;
  Fixture self;

  set_up (&self, pack, "KE", "Pearl\r\nBcc: eve@evil.example");
  draft = compose (&self, "RC-04");
  g_assert_cmpstr (draft->subject, ==, "Pearl  Bcc: eve@evil.example x Own   Integration");
  tear_down (&self);
}

/* AG-03, AG-11: the words of the messages, and a value that is not said yet. */
static void
test_body (void)
{
  g_autoptr (CsPack) pack = load_fixture ("anantya-fragment");
  g_autoptr (CsDraftMail) thread = NULL, late = NULL;
  Fixture self;

  set_up (&self, pack, "IN", "Pearl");
  thread = compose (&self, "RC-03");
  late = compose (&self, "late-payment");
  g_assert_cmpstr (
      thread->body,
      ==,
      "Hi Team, Greetings of the day!\n@Overseer@own.example will be overseeing the process.");
  g_assert_cmpstr (thread->subject, ==, "Pearl × Own   Integration");
  g_assert_true (has_reason (late->problems, "L-36", "Invoice no"));
  tear_down (&self);
}

/* A setting's answer decides which part of a text applies. */
static void
test_parts (void)
{
  g_autoptr (CsPack) pack = load_small (
      "\"settings\": {\"Q\": {\"type\": \"text\", \"default\": \"Team\"}},",
      "\"mails\": {\"m\": {\"to\": \"boss\", \"subject\": [\"Hi \", {\"setting\": \"Q\"},"
      " {\"text\": {\"en\": \" of Kenya\", \"ar\": \" كينيا\"},"
      "  \"when\": {\"field\": \"region\", \"is\": \"KE\"}},"
      " {\"text\": \" of India\", \"when\": {\"field\": \"region\", \"is\": \"IN\"}}],"
      " \"body\": \"{region}, {title}, {number}, {me}, {boss}\"}},",
      "");
  g_autoptr (CsDraftMail) draft = NULL;
  Fixture self;

  set_up (&self, pack, "KE", "Pearl");
  draft = compose (&self, "m");
  g_assert_cmpstr (draft->subject, ==, "Hi Team of Kenya");
  g_assert_true (g_str_has_prefix (draft->body, "KE, Bulk messages, "));
  g_assert_nonnull (strstr (draft->body, "Arjun"));
  tear_down (&self);
}

/* RC-20: a rule is called by its title; a number that people know stands before it. */
static void
test_rule (void)
{
  g_autoptr (CsPack) pack = load_small (
      "",
      "\"mails\": {\"RC-1\": {\"to\": \"boss\", \"title\": \"Thread\"},"
      " \"escalation\": {\"to\": \"boss\", \"title\": {\"en\": \"High risk\", \"ar\": \"خطر\"}},"
      " \"plain\": {\"to\": \"boss\"}},",
      "");
  static const char *const cases[][3] = {{"RC-1", "en", "RC-1 · Thread"},
                                         {"escalation", "en", "High risk"},
                                         {"escalation", "ar", "خطر"},
                                         {"plain", "en", "Plain"}};

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const CsMail *mail = cs_process_get_mail (pack->processes->pdata[0], cases[i][0]);
    g_autofree char *name = cs_recipients_dup_rule (mail, cases[i][1]);

    g_assert_cmpstr (name, ==, cases[i][2]);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/recipients/RC-25-clean-header", test_clean_header);
  g_test_add_func ("/recipients/RC-25-subject-injection", test_subject_injection);
  g_test_add_func ("/recipients-text/AG-11-body", test_body);
  g_test_add_func ("/recipients-text/parts", test_parts);
  g_test_add_func ("/recipients-text/RC-20-rule", test_rule);
  return g_test_run ();
}
