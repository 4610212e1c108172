/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-mail-message.h"

#include <gmime/gmime.h>
#include <string.h>

static char *
to_eml (const CsMailMessage *message)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = cs_mail_message_to_eml (message, &error);

  g_assert_no_error (error);
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static GMimeMessage *
parse (const char *eml)
{
  GMimeStream *stream = g_mime_stream_mem_new_with_buffer (eml, strlen (eml));
  GMimeParser *parser = g_mime_parser_new_with_stream (stream);
  GMimeMessage *message = g_mime_parser_construct_message (parser, NULL);

  g_object_unref (parser);
  g_object_unref (stream);
  g_assert_nonnull (message);
  return message;
}

static CsMailMessage *
sample (void)
{
  CsMailMessage *message = cs_mail_message_new ();

  message->from = g_strdup ("Central Support <support@anantya.example>");
  message->to = g_strsplit ("Priyanka <Priyanka@x.example>;b@x.example", ";", -1);
  message->cc = g_strsplit ("priyanka@x.example;محمد <m@x.example>", ";", -1);
  message->subject = g_strdup ("Acme × Beta   Integration");
  message->text = g_strdup ("Dear Priyanka,\n\nSAR 1,250 × 3.\n");
  message->message_id = g_strdup ("<1@anantya.example>");
  message->date = 1767604443000000;
  return message;
}

static void
test_round_trip (void)
{
  g_autoptr (CsMailMessage) message = sample ();
  g_autofree char *eml = to_eml (message);
  g_autofree char *again = to_eml (message);
  GMimeMessage *back = parse (eml);
  InternetAddressList *to = g_mime_message_get_to (back);
  InternetAddressList *cc = g_mime_message_get_cc (back);

  g_assert_cmpstr (eml, ==, again);
  g_assert_cmpstr (g_mime_message_get_subject (back), ==, "Acme × Beta   Integration");
  g_assert_cmpstr (g_mime_message_get_message_id (back), ==, "1@anantya.example");
  g_assert_cmpint (internet_address_list_length (to), ==, 2);
  g_assert_cmpint (internet_address_list_length (cc), ==, 1); /* RC-21: To wins */
  g_assert_cmpstr (internet_address_get_name (internet_address_list_get_address (cc, 0)),
                   ==,
                   "محمد");
  g_assert_cmpint (g_date_time_to_unix (g_mime_message_get_date (back)), ==, 1767604443);
  g_assert_nonnull (strstr (eml, "Date: Mon, 5 Jan 2026 09:14:03 +0000\r\n"));
  g_assert_null (strstr (eml, "X-Unsent"));
  g_object_unref (back);
}

static void
test_draft (void)
{
  g_autoptr (CsMailMessage) message = sample ();
  g_autofree char *eml = NULL;

  message->is_draft = TRUE;
  eml = to_eml (message);
  g_assert_nonnull (strstr (eml, "\r\nX-Unsent: 1\r\n"));
}

/* RFC 2919, RFC 3834: sorted by who gets many, answered by no program; nothing else gets in. */
static void
test_automatic (void)
{
  static const char *const wrong[] = {"house example", "a>\r\nBcc: x@y.example", "häuser", ""};
  g_autoptr (CsMailMessage) message = sample ();
  g_autoptr (CsMailMessage) copy = NULL;
  g_autofree char *eml = NULL;

  message->list = g_strdup ("countersign.house.example");
  message->is_automatic = TRUE;
  copy = cs_mail_message_copy (message);
  eml = to_eml (copy);
  g_assert_nonnull (strstr (eml, "\r\nList-Id: <countersign.house.example>\r\n"));
  g_assert_nonnull (strstr (eml, "\r\nAuto-Submitted: auto-generated\r\n"));
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autofree char *other = NULL;

    g_free (message->list);
    message->list = g_strdup (wrong[i]);
    other = to_eml (message);
    g_assert_null (strstr (other, "List-Id"));
    g_assert_null (strstr (other, "Bcc"));
  }
}

static void
test_copy (void)
{
  g_autoptr (CsMailMessage) message = sample ();
  g_autoptr (CsMailMessage) copy = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new_static ("x", 1);
  g_autofree char *eml = NULL;
  g_autofree char *eml_of_copy = NULL;

  cs_mail_message_add_attachment (message, "x.txt", "text/plain", bytes);
  eml = to_eml (message);
  copy = g_boxed_copy (CS_TYPE_MAIL_MESSAGE, message);
  eml_of_copy = to_eml (copy);
  g_assert_cmpstr (eml, ==, eml_of_copy);
}

static void
test_made_id (void)
{
  g_autoptr (CsMailMessage) message = sample ();
  g_autofree char *eml = NULL;
  GMimeMessage *back;

  g_clear_pointer (&message->message_id, g_free);
  eml = to_eml (message);
  back = parse (eml);
  g_assert_true (g_str_has_suffix (g_mime_message_get_message_id (back), "@anantya.example"));
  g_object_unref (back);
}

static const struct {
  const char *message_id;
  const char *references;
  const char *in_reply_to;
  const char *expected_reply;
  const char *expected_references;
} replies[] = {
    {"<p@x>", NULL, NULL, "<p@x>", "<p@x>"},
    {"<p@x>", "<a@x> <b@x>", "<c@x>", "<p@x>", "<a@x> <b@x> <p@x>"},
    {"<p@x>", NULL, "<c@x>", "<p@x>", "<c@x> <p@x>"},
    {"<p@x>", NULL, "<c@x> <d@x>", "<p@x>", "<p@x>"},
    {"p@x", "a@x;<b@x>", NULL, "<p@x>", "<a@x> <b@x> <p@x>"},
    {NULL, "<a@x>", NULL, NULL, "<a@x>"},
    {NULL, NULL, NULL, NULL, NULL},
};

static void
test_replies (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (replies); i++) {
    g_autoptr (CsMailMessage) message = sample ();
    g_auto (GStrv) references =
        replies[i].references != NULL ? g_strsplit (replies[i].references, ";", -1) : NULL;
    const char *const in_reply_to[] = {replies[i].in_reply_to, NULL};
    g_autoptr (GError) error = NULL;
    g_autofree char *eml = NULL;
    GMimeMessage *back;

    g_assert_true (cs_mail_message_set_reply_to (message,
                                                 replies[i].message_id,
                                                 (const char *const *)references,
                                                 in_reply_to,
                                                 &error));
    eml = to_eml (message);
    back = parse (eml);
    g_assert_cmpstr (g_mime_object_get_header (GMIME_OBJECT (back), "In-Reply-To"),
                     ==,
                     replies[i].expected_reply);
    g_assert_cmpstr (g_mime_object_get_header (GMIME_OBJECT (back), "References"),
                     ==,
                     replies[i].expected_references);
    g_object_unref (back);
  }
}

static void
test_bad_reply_changes_nothing (void)
{
  g_autoptr (CsMailMessage) message = sample ();
  const char *const bad[] = {"<a@x>\r\nBcc: <b@x>,", NULL};
  g_autoptr (GError) error = NULL;

  g_assert_false (cs_mail_message_set_reply_to (message, "<p@x>", bad, NULL, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
  g_assert_null (message->in_reply_to);
  g_assert_null (message->references);
}

static void
test_long_thread (void)
{
  g_autoptr (CsMailMessage) message = sample ();
  g_autoptr (GPtrArray) ids = g_ptr_array_new_null_terminated (0, g_free, TRUE);
  g_autofree char *eml = NULL;
  g_auto (GStrv) lines = NULL;

  for (int i = 0; i < 500; i++)
    g_ptr_array_add (ids, g_strdup_printf ("<%d@x.example>", i));
  g_assert_true (
      cs_mail_message_set_reply_to (message, "<p@x>", (const char *const *)ids->pdata, NULL, NULL));
  eml = to_eml (message);
  g_assert_nonnull (strstr (eml, "<0@x.example>"));
  g_assert_nonnull (strstr (eml, "<499@x.example>"));
  lines = g_strsplit (eml, "\r\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    g_assert_cmpuint (strlen (lines[i]), <=, 78);
}

static void
test_injection (void)
{
  g_autoptr (CsMailMessage) message = sample ();
  g_autofree char *eml = NULL;

  g_free (message->subject);
  message->subject = g_strdup ("x\r\nBcc: evil@x.example\r\n\r\nHello");
  eml = to_eml (message);
  g_assert_null (strstr (eml, "\nBcc"));
  g_assert_nonnull (strstr (eml, "Subject: xBcc: evil@x.exampleHello\r\n"));
}

static void
test_refused (void)
{
  for (int i = 0; i < 6; i++) {
    g_autoptr (CsMailMessage) message = sample ();
    g_autoptr (GError) error = NULL;
    char **victims[] = {&message->from,
                        &message->to[0],
                        &message->cc[1],
                        &message->message_id,
                        &message->in_reply_to};

    if (i < 5) {
      g_free (*victims[i]);
      *victims[i] = g_strdup ("A\r\nBcc: evil@x.example <a@x.example>");
    } else {
      g_clear_pointer (&message->to, g_strfreev);
      g_clear_pointer (&message->cc, g_strfreev);
    }
    g_assert_null (cs_mail_message_to_eml (message, &error));
    g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_mime_init ();
  g_test_add_func ("/mail-message/round-trip/RC-26", test_round_trip);
  g_test_add_func ("/mail-message/draft/RC-26", test_draft);
  g_test_add_func ("/mail-message/copy", test_copy);
  g_test_add_func ("/mail-message/made-id", test_made_id);
  g_test_add_func ("/mail-message/replies", test_replies);
  g_test_add_func ("/mail-message/bad-reply-changes-nothing", test_bad_reply_changes_nothing);
  g_test_add_func ("/mail-message/automatic", test_automatic);
  g_test_add_func ("/mail-message/long-thread", test_long_thread);
  g_test_add_func ("/mail-message/injection/RC-25", test_injection);
  g_test_add_func ("/mail-message/refused/RC-25", test_refused);
  return g_test_run ();
}
