/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-mailbox.h"

static const struct {
  const char *text;
  const char *name;
  const char *address;
  const char *wire_address;
} good[] = {
    {"a@x.example", NULL, "a@x.example", NULL},
    {" A <a@x.example> ", "A", "a@x.example", NULL},
    {"<a@x.example>", NULL, "a@x.example", NULL},
    {"\"Khan, Ayesha\" <ayesha@x.example>", "Khan, Ayesha", "ayesha@x.example", NULL},
    {"Khan, Ayesha <ayesha@x.example>", "Khan, Ayesha", "ayesha@x.example", NULL},
    {"\"The \\\"Desk\\\" \\\\\" <desk@x.example>", "The \"Desk\" \\", "desk@x.example", NULL},
    {"J. O'Neil (Cairo) <j.o'neil@x.example>", "J. O'Neil (Cairo)", "j.o'neil@x.example", NULL},
    {"محمد علي <m@x.example>", "محمد علي", "m@x.example", NULL},
    {"gorby%kremvax@x.example", NULL, "gorby%kremvax@x.example", NULL},
    {"unlikely?address@x.example", NULL, "unlikely?address@x.example", NULL},
    {"Mike&family@x.example", NULL, "Mike&family@x.example", NULL},
    {"\"not@me\"@x.example", NULL, "\"not@me\"@x.example", NULL},
    {"jörg@x.example", NULL, "jörg@x.example", NULL},
    {"a@bücher.example", NULL, "a@bücher.example", "a@xn--bcher-kva.example"},
    {"Priyanka@X.Example", NULL, "Priyanka@X.Example", NULL},
    {"a@localhost", NULL, "a@localhost", NULL},
};

static void
test_good (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (CsMailbox) mailbox = cs_mailbox_parse (good[i].text, &error);
    const char *wire = good[i].wire_address != NULL ? good[i].wire_address : good[i].address;

    g_assert_no_error (error);
    g_assert_cmpstr (mailbox->name, ==, good[i].name);
    g_assert_cmpstr (mailbox->address, ==, good[i].address);
    g_assert_cmpstr (mailbox->wire_address, ==, wire);
  }
}

static const char *bad[] = {
    "",
    " ",
    "nobody",
    "@x.example",
    "a@",
    "a b@x.example",
    "a@x y.example",
    ".a@x.example",
    "a.@x.example",
    "a..b@x.example",
    "a@x..example",
    "a@.example",
    "a@-x.example",
    "a@x_y.example",
    "a@x@y.example",
    "a@x.example, b@x.example",
    "a@x.example,b@x.example <c@x.example>",
    "a@x.example>",
    "A <a@x.example",
    "A <a@x.example> B",
    "A <<a@x.example>>",
    "A \"B\" C <a@x.example>",
    "\"A <a@x.example>",
    "A <>",
    "a@[192.0.2.1]",
    "a@x.example\r\nBcc: b@x.example",
    "A\nBcc: b@x.example\n <a@x.example>",
    "A\tB <a@x.example>",
    "A\x7f <a@x.example>",
    "\342\200\256elpmaxe <a@x.example>",         /* right-to-left override */
    "A \xe2\x81\xa6x\xe2\x81\xa9 <a@x.example>", /* isolates */
    "a@x.example\xe2\x80\xa8",                   /* line separator */
    "a@p\xd0\xb0ypal.example",                   /* Cyrillic а among Latin letters */
    "p\xd0\xb0y@x.example",
    "a\xff@x.example",
    "a@xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx.example",
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx@x.example",
};

static void
test_bad (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (CsMailbox) mailbox = cs_mailbox_parse (bad[i], &error);

    if (mailbox != NULL)
      g_error ("“%s” was read", bad[i]);
    g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
    g_assert_true (g_utf8_validate (error->message, -1, NULL));
    g_assert_null (strpbrk (error->message, "\r\n"));
  }
}

static void
test_long (void)
{
  g_autofree char *long_text = g_strnfill (100000, 'a');
  g_autoptr (GError) error = NULL;

  g_assert_null (cs_mailbox_parse (long_text, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
}

static void
test_lists (void)
{
  const char *const to[] = {"Priyanka <Priyanka@x.example>", "a@x.example", "A@X.example", NULL};
  const char *const cc[] = {"priyanka@x.example", "b@x.example", NULL};
  const char *const wrong[] = {"c@x.example", "d", NULL};
  g_autoptr (GHashTable) seen = cs_mailbox_seen_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) first = cs_mailbox_parse_list (to, seen, "to", &error);
  g_autoptr (GPtrArray) second = cs_mailbox_parse_list (cc, seen, "cc", &error);
  g_autoptr (GPtrArray) none = cs_mailbox_parse_list (NULL, seen, "bcc", &error);

  g_assert_no_error (error);
  g_assert_cmpuint (first->len, ==, 2);
  g_assert_cmpuint (second->len, ==, 1);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpstr (((CsMailbox *)second->pdata[0])->address, ==, "b@x.example");
  g_assert_null (cs_mailbox_parse_list (wrong, seen, "cc", &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
  g_assert_true (g_str_has_prefix (error->message, "cc: "));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mailbox/good", test_good);
  g_test_add_func ("/mailbox/bad/RC-25", test_bad);
  g_test_add_func ("/mailbox/long", test_long);
  g_test_add_func ("/mailbox/lists/RC-21", test_lists);
  return g_test_run ();
}
