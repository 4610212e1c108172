/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pack-support.h"

/* A mail has somebody to go to and shows only what is known (L-03, L-37). */
static void
test_refusals (void)
{
  const RefusedPack cases[] = {
      {"",
       "\"fields\": {\"f\": {\"type\": \"file\"}}, \"mails\": {\"m\": {}},",
       "",
       "a mail needs “to”"},
      {"",
       "\"fields\": {\"f\": {\"type\": \"file\"}}, \"mails\": {\"m\": {\"to\": \"bos\"}},",
       "",
       "unknown role “bos”"},
      {"",
       "\"fields\": {\"f\": {\"type\": \"file\"}}, \"mails\": {\"m\": {\"to\": \"boss\", "
       "\"subject\": \"{clint}\"}},",
       "",
       "unknown placeholder “{clint}” (L-03)"},
      {"",
       "\"fields\": {\"f\": {\"type\": \"file\"}}, \"mails\": {\"m\": {\"to\": \"boss\", "
       "\"subject\": \"{client\"}},",
       "",
       "has no }"},
      {"",
       "\"fields\": {\"f\": {\"type\": \"file\"}}, \"mails\": {\"m\": {\"to\": \"boss\", "
       "\"subject\": \"a\\nBcc: b\"}},",
       "",
       "a subject is one line"},
      {"",
       "\"fields\": {\"f\": {\"type\": \"file\"}}, \"mails\": {\"m\": {\"to\": \"boss\", \"body\": "
       "{\"ar\": \"{x}\"}}},",
       "",
       "unknown placeholder “{x}”"},
      {"",
       "\"fields\": {\"f\": {\"type\": \"file\"}}, \"mails\": {\"m\": {\"to\": \"boss\", \"via\": "
       "\"jira\"}},",
       "",
       "unknown reference type “jira”"},
      {"",
       "\"fields\": {\"f\": {\"type\": \"file\"}}, \"mails\": {\"m\": {\"to\": \"boss\", "
       "\"audience\": \"all\"}},",
       "",
       "“all” is none of: internal, client"},
      {"",
       "\"fields\": {\"f\": {\"type\": \"file\"}}, \"mails\": {\"m\": {\"to\": \"boss\", "
       "\"attach\": [\"d\"]}},",
       "",
       "unknown document “d”"},
  };

  assert_all_refused (cases, G_N_ELEMENTS (cases));
}

static void
test_attachments (void)
{
  g_autoptr (CsPack) pack = load_small (
      "",
      "\"fields\": {\"f\": {\"type\": \"file\"}}, \"documents\": {\"d\": {\"fields\": [\"f\"]}},"
      "\"mails\": {\"m\": {\"to\": \"boss\", \"thread\": \"t\", \"audience\": \"client\","
      " \"subject\": \"{client} x   {boss}\", \"attach\": [\"d\", \"f\"]}},",
      ", \"mail\": \"m\"");
  const CsMail *mail = cs_process_get_mail (cs_pack_get_process (pack, "one"), "m");

  g_assert_true (mail->for_client);
  g_assert_null (mail->via);
  g_assert_cmpstr (mail->thread, ==, "t");
  g_assert_cmpint (mail->attach_documents->len, ==, 1);
  g_assert_cmpint (mail->attach_fields->len, ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pack-mail/L-02-refusals", test_refusals);
  g_test_add_func ("/pack-mail/attachments", test_attachments);
  return g_test_run ();
}
