/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-mail-parts.h"

#include <string.h>

static CsRecipient sara = {.name = (char *)"Sara \"S\" Haddad",
                           .mail = (char *)"sara@anantya.example"};
static CsRecipient omar = {.name = (char *)"Omar", .mail = (char *)"omar@client.example"};

static CsDraftMail *
make_draft (void)
{
  CsDraftMail *draft = g_new0 (CsDraftMail, 1);

  draft->to = g_ptr_array_new ();
  draft->cc = g_ptr_array_new ();
  g_ptr_array_add (draft->to, &sara);
  g_ptr_array_add (draft->cc, &omar);
  draft->subject = g_strdup ("Al Noor x Anantya");
  draft->body = g_strdup ("Dear team,\n");
  draft->in_reply_to = g_strdup ("first@anantya.example");
  return draft;
}

static void
free_draft (CsDraftMail *draft)
{
  g_ptr_array_unref (draft->to);
  g_ptr_array_unref (draft->cc);
  g_free (draft->subject);
  g_free (draft->body);
  g_free (draft->in_reply_to);
  g_free (draft);
}

static void
test_message (void)
{
  CsDraftMail *draft = make_draft ();
  CsPerson sender = {.name = (char *)"Lina", .mail = (char *)"lina@anantya.example"};
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_mail_part_free);
  g_autoptr (CsMailMessage) message = NULL;
  g_autoptr (GError) error = NULL;
  CsMailPart *part = g_new0 (CsMailPart, 1);

  part->name = g_strdup ("Scope of Work.pdf");
  part->type = g_strdup ("application/pdf");
  part->bytes = g_bytes_new_static ("%PDF", 4);
  g_ptr_array_add (parts, part);
  message = cs_mail_parts_make_message (draft, &sender, parts, 1700000000000000, &error);
  g_assert_no_error (error);
  g_assert_true (message->is_draft);
  g_assert_cmpstr (message->to[0], ==, "\"Sara \\\"S\\\" Haddad\" <sara@anantya.example>");
  g_assert_cmpstr (message->cc[0], ==, "\"Omar\" <omar@client.example>");
  g_assert_cmpstr (message->in_reply_to, ==, "first@anantya.example");
  g_assert_true (g_str_has_suffix (message->message_id, "@anantya.example"));
  g_assert_cmpuint (message->attachments->len, ==, 1);
  free_draft (draft);
}

static void
test_no_address (void)
{
  CsDraftMail *draft = make_draft ();
  CsPerson sender = {.name = (char *)"Lina"};
  g_autoptr (GPtrArray) parts = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;

  g_assert_null (cs_mail_parts_make_message (draft, &sender, parts, 0, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
  free_draft (draft);
}

static void
test_text (void)
{
  CsDraftMail *draft = make_draft ();
  g_autofree char *text = cs_mail_parts_dup_text (draft);

  g_assert_cmpstr (text,
                   ==,
                   "To: Sara \"S\" Haddad <sara@anantya.example>\nCc: Omar <omar@client.example>\n"
                   "Subject: Al Noor x Anantya\n\nDear team,\n");
  free_draft (draft);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/mail-parts/RC-26/message", test_message);
  g_test_add_func ("/app/mail-parts/RC-26/no-address", test_no_address);
  g_test_add_func ("/app/mail-parts/RC-26/text", test_text);
  return g_test_run ();
}
