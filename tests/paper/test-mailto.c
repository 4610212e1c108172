/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-mailto.h"

#include <string.h>

static const struct {
  const char *to[3];
  const char *cc[3];
  const char *bcc[3];
  const char *subject;
  const char *body;
  const char *uri;
} cases[] = {
    {{"a@x.example"}, {NULL}, {NULL}, NULL, NULL, "mailto:a@x.example"},
    {{"A <a@x.example>", "b@x.example"},
     {"c@x.example", "C <d@x.example>"},
     {"e@x.example"},
     "Cost approval",
     "Hello,\nbye",
     "mailto:a@x.example,b@x.example?cc=c@x.example,d@x.example&bcc=e@x.example"
     "&subject=Cost%20approval&body=Hello%2C%0D%0Abye"},
    {{NULL}, {"c@x.example"}, {NULL}, NULL, NULL, "mailto:?cc=c@x.example"},
    /* The addresses of RFC 6068, 6.1. */
    {{"gorby%kremvax@example.com"},
     {NULL},
     {NULL},
     NULL,
     NULL,
     "mailto:gorby%25kremvax@example.com"},
    {{"unlikely?address@example.com"},
     {NULL},
     {NULL},
     "?",
     NULL,
     "mailto:unlikely%3Faddress@example.com?subject=%3F"},
    {{"Mike&family@example.org"}, {NULL}, {NULL}, NULL, NULL, "mailto:Mike%26family@example.org"},
    {{"\"not@me\"@example.org"}, {NULL}, {NULL}, NULL, NULL, "mailto:%22not%40me%22@example.org"},
    {{"user@納豆.example"},
     {NULL},
     {NULL},
     "café",
     NULL,
     "mailto:user@%E7%B4%8D%E8%B1%86.example?subject=caf%C3%A9"},
    {{"a+b=c@x.example"},
     {"%@x.example"},
     {NULL},
     NULL,
     NULL,
     "mailto:a%2Bb%3Dc@x.example?cc=%25@x.example"},
    {{"a@x.example"},
     {NULL},
     {NULL},
     "A × B   C & D=1+1 50%",
     NULL,
     "mailto:a@x.example?subject=A%20%C3%97%20B%20%20%20C%20%26%20D%3D1%2B1%2050%25"},
    {{"a@x.example"},
     {NULL},
     {NULL},
     "x\r\nBcc: b@x.example",
     "a\r\nb\rc\n\nd\n",
     "mailto:a@x.example?subject=xBcc%3A%20b%40x.example"
     "&body=a%0D%0Ab%0D%0Ac%0D%0A%0D%0Ad%0D%0A"},
    {{"a@x.example", "A@X.EXAMPLE"},
     {"a@x.example"},
     {"b@x.example"},
     "",
     "",
     "mailto:a@x.example?bcc=b@x.example"},
    {{NULL}, {NULL}, {NULL}, NULL, NULL, "mailto:"},
};

static void
test_uris (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    CsMailto mail = {cases[i].to, cases[i].cc, cases[i].bcc, cases[i].subject, cases[i].body};
    g_autoptr (GError) error = NULL;
    g_autofree char *uri = cs_mailto_to_uri (&mail, &error);

    g_assert_no_error (error);
    g_assert_cmpstr (uri, ==, cases[i].uri);
  }
}

static void
test_refused (void)
{
  const char *bad[] = {"a", "a@x.example?cc=b@x.example", "a@x.example\r\nBcc: b@x.example"};

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    const char *const list[] = {bad[i], NULL};
    const CsMailto mails[] = {{.to = list}, {.cc = list}, {.bcc = list}};

    for (gsize j = 0; j < G_N_ELEMENTS (mails); j++) {
      g_autoptr (GError) error = NULL;

      g_assert_null (cs_mailto_to_uri (&mails[j], &error));
      g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
    }
  }
}

/* Whatever the text, unescaping gives it back, with its lines ended by CR LF. */
static void
test_round_trip (void)
{
  for (int round = 0; round < 500; round++) {
    const char *const to[] = {"a@x.example", NULL};
    g_autoptr (GString) text = g_string_new (NULL);
    CsMailto mail = {.to = to};
    g_autofree char *uri = NULL;
    g_autofree char *back = NULL;

    for (int i = g_test_rand_int_range (1, 60); i > 0; i--)
      g_string_append_unichar (text, (gunichar)g_test_rand_int_range (0x20, 0x7f));
    g_string_append_unichar (text, (gunichar)g_test_rand_int_range (0x4e00, 0x9fff));
    mail.body = text->str;
    uri = cs_mailto_to_uri (&mail, NULL);
    back = g_uri_unescape_string (strstr (uri, "?body=") + 6, NULL);
    g_assert_cmpstr (back, ==, text->str);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mailto/uris/RC-26", test_uris);
  g_test_add_func ("/mailto/refused/RC-25", test_refused);
  g_test_add_func ("/mailto/round-trip", test_round_trip);
  return g_test_run ();
}
