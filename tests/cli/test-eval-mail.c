/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-eval.h"

#include <string.h>

#define MAIL "\"op\":\"mail\",\"from\":\"A <a@x.example>\",\"to\":[\"b@x.example\"]"

static json_t *
ask (json_t *(*function) (const json_t *, GError **), const char *members, GError **error)
{
  g_autofree char *line = g_strdup_printf ("{%s}", members);
  g_autoptr (json_t) question = cs_json_load (line, strlen (line), NULL);

  g_assert_nonnull (question);
  return function (question, error);
}

static void
test_mail (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (json_t) answer =
      ask (cs_eval_mail,
           MAIL ",\"cc\":[\"C <c@x.example>\"],\"subject\":\"Acme × B   C\",\"text\":\"Hello\\n\","
                "\"date\":\"2026-01-05T09:14:03Z\",\"message_id\":\"<1@x.example>\","
                "\"attachments\":[{\"name\":\"x.bin\",\"type\":\"image/png\",\"base64\":\"AP8=\"}],"
                "\"reply_to\":{\"message_id\":\"<p@x.example>\",\"references\":[\"<q@x.example>\"],"
                "\"in_reply_to\":[]}",
           &error);
  const char *eml = cs_json_get_string (answer, "eml");
  const char *const expected[] = {"Date: Mon, 5 Jan 2026 09:14:03 +0000\r\n",
                                  "\r\nFrom: A <a@x.example>\r\n",
                                  "\r\nTo: b@x.example\r\n",
                                  "\r\nCc: C <c@x.example>\r\n",
                                  "\r\nSubject: =?UTF-8?B?QWNtZSDDlyBCICAgQw==?=\r\n",
                                  "\r\nMessage-ID: <1@x.example>\r\n",
                                  "\r\nIn-Reply-To: <p@x.example>\r\n",
                                  "\r\nReferences: <q@x.example> <p@x.example>\r\n",
                                  "\r\n\r\nHello\r\n",
                                  "\r\nAP8=\r\n"};

  g_assert_no_error (error);
  g_assert_cmpuint (json_object_size (answer), ==, 1);
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_nonnull (strstr (eml, expected[i]));
}

static void
test_least_mail (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (json_t) answer = ask (cs_eval_mail, MAIL ",\"cc\":null,\"reply_to\":null", &error);

  g_assert_no_error (error);
  g_assert_nonnull (strstr (cs_json_get_string (answer, "eml"), "\r\nSubject: \r\n"));
}

static void
test_mailto (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (json_t) answer =
      ask (cs_eval_mailto,
           "\"to\":[\"a@x.example\"],\"cc\":\"b@x.example\",\"bcc\":[\"c@x.example\"],"
           "\"subject\":\"S & T\",\"body\":\"a\\nb\"",
           &error);

  g_assert_no_error (error);
  g_assert_cmpuint (json_object_size (answer), ==, 1);
  g_assert_cmpstr (cs_json_get_string (answer, "uri"),
                   ==,
                   "mailto:a@x.example?cc=b@x.example&bcc=c@x.example&subject=S%20%26%20T"
                   "&body=a%0D%0Ab");
}

static void
test_refused (void)
{
  static const struct {
    json_t *(*function) (const json_t *, GError **);
    const char *members;
  } cases[] = {
      {cs_eval_mail, ""},
      {cs_eval_mail, "\"from\":\"a@x.example\""},
      {cs_eval_mail, "\"from\":7,\"to\":[\"b@x.example\"]"},
      {cs_eval_mail, "\"from\":\"a@x.example\",\"to\":[7]"},
      {cs_eval_mail, "\"from\":\"a@x.example\",\"to\":{}"},
      {cs_eval_mail, "\"from\":\"a@x.example\\r\\nBcc: e@x.example\",\"to\":[\"b@x.example\"]"},
      {cs_eval_mail, MAIL ",\"bcc\":[\"e@x.example\"]"},
      {cs_eval_mail, MAIL ",\"cc\":[\"nobody\"]"},
      {cs_eval_mail, MAIL ",\"date\":\"yesterday\""},
      {cs_eval_mail, MAIL ",\"attachments\":{}"},
      {cs_eval_mail, MAIL ",\"attachments\":[1]"},
      {cs_eval_mail, MAIL ",\"attachments\":[{\"name\":\"x\"}]"},
      {cs_eval_mail, MAIL ",\"attachments\":[{\"name\":\"x\",\"base64\":\"AP8\"}]"},
      {cs_eval_mail, MAIL ",\"attachments\":[{\"name\":\"x\",\"base64\":\"A===\"}]"},
      {cs_eval_mail, MAIL ",\"attachments\":[{\"name\":\"x\",\"base64\":\"AP=8\"}]"},
      {cs_eval_mail, MAIL ",\"attachments\":[{\"name\":\"x\",\"base64\":\"AP-_\"}]"},
      {cs_eval_mail, MAIL ",\"attachments\":[{\"name\":\"x\",\"type\":\"a\\nb\",\"base64\":\"\"}]"},
      {cs_eval_mail, MAIL ",\"reply_to\":\"<p@x.example>\""},
      {cs_eval_mail, MAIL ",\"reply_to\":{\"message_id\":\"p>\\r\\nBcc: e@x.example\"}"},
      {cs_eval_mailto, "\"to\":[\"a@x.example?cc=e@x.example\"]"},
      {cs_eval_mailto, "\"to\":7"},
      {cs_eval_mailto, "\"to\":[\"a@x.example\"],\"subject\":[]"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (json_t) answer = ask (cases[i].function, cases[i].members, &error);

    if (answer != NULL)
      g_error ("{%s} was answered", cases[i].members);
    g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/eval-mail/mail", test_mail);
  g_test_add_func ("/eval-mail/least-mail", test_least_mail);
  g_test_add_func ("/eval-mail/mailto", test_mailto);
  g_test_add_func ("/eval-mail/refused/RC-25", test_refused);
  return g_test_run ();
}
