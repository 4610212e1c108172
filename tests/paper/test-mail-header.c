/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-mail-header.h"

#include <gmime/gmime.h>
#include <string.h>

static void
test_strip (void)
{
  const struct {
    const char *text;
    const char *stripped;
  } cases[] = {
      {"Acme x Beta   (KSA)", "Acme x Beta   (KSA)"},
      {"Acme\r\nBcc: b@x.example", "AcmeBcc: b@x.example"},
      {"A\tB\x01\x7f\xc2\x85"
       "C",
       "ABC"},
      {"\xe2\x80\xae"
       "drowssap\xe2\x80\xac",
       "drowssap"},
      {"\xe2\x81\xa7"
       "x\xe2\x81\xa9\xe2\x80\xa9",
       "x"},
      {"شركة\xe2\x80\x8f النور", "شركة\xe2\x80\x8f النور"}, /* a mark, not an override */
      {"bad\xff"
       "utf8",
       "bad\xef\xbf\xbdutf8"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *stripped = cs_mail_header_strip (cases[i].text);

    g_assert_cmpstr (stripped, ==, cases[i].stripped);
  }
}

static void
check_lines (const char *block, gsize limit)
{
  g_auto (GStrv) lines = g_strsplit (block, "\r\n", -1);

  for (guint i = 0; lines[i] != NULL; i++) {
    g_assert_null (strpbrk (lines[i], "\r\n"));
    g_assert_cmpuint (strlen (lines[i]), <=, limit);
    g_assert_true (g_str_is_ascii (lines[i]));
    g_assert_true (i == 0 || lines[i][0] == ' ' || lines[i][0] == '\0');
  }
}

static char *
unfolded_value (const char *block)
{
  const char *value = strstr (block, ": ") + 2;
  g_auto (GStrv) lines = g_strsplit (value, "\r\n", -1);
  g_autofree char *unfolded = g_strjoinv ("", lines);

  return g_mime_utils_header_decode_text (NULL, unfolded);
}

/* RC-25: every character of a subject comes back. */
static void
test_text (void)
{
  const char *texts[] = {
      "",
      "SOW",
      "Acme x Beta   Integration",
      "Acme × Beta   Integration × Phase 2",
      " leading",
      "trailing ",
      "   ",
      "looks like =?UTF-8?B?eA==?= an encoded word",
      "تكامل الدفع لشركة النور في المملكة العربية السعودية مع مقدمي الخدمات",
      "x納豆納豆納豆納豆納豆納豆納豆納豆納豆納豆納豆納豆納豆納豆納豆納豆納豆納豆納豆納豆納豆納豆",
      "🧾 invoice 🧾 invoice 🧾 invoice 🧾 invoice 🧾 invoice 🧾 invoice 🧾 invoice",
      "a rather long subject that goes on and on and on, well past the seventy-eighth column "
      "of the page, and then some more of it",
      "a rather long subject with   three spaces in it that goes on and on and on, well past the "
      "seventy-eighth column of the page",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GString) eml = g_string_new (NULL);
    g_autofree char *back = NULL;

    cs_mail_header_append_text (eml, "Subject", texts[i]);
    check_lines (eml->str, 78);
    back = unfolded_value (eml->str);
    g_assert_cmpstr (back, ==, texts[i]);
  }
}

static void
test_endless_word (void)
{
  g_autoptr (GString) eml = g_string_new (NULL);
  g_autofree char *text = g_strnfill (5000, 'x');
  g_autofree char *back = NULL;

  cs_mail_header_append_text (eml, "Subject", text);
  check_lines (eml->str, 78);
  back = unfolded_value (eml->str);
  g_assert_cmpstr (back, ==, text);
}

static void
test_mailboxes (void)
{
  const char *const texts[] = {"a@x.example",
                               "Plain Name <b@x.example>",
                               "\"Khan, \\\"Ayesha\\\" \\\\\" <c@x.example>",
                               "محمد عبد الرحمن بن عبد العزيز آل سعود <d@x.example>",
                               "=?UTF-8?B?eA==?= <e@x.example>",
                               "Two  Spaces <f@x.example>",
                               NULL};
  g_autoptr (GHashTable) seen = cs_mailbox_seen_new ();
  g_autoptr (GPtrArray) mailboxes = cs_mailbox_parse_list (texts, seen, "to", NULL);
  g_autoptr (GString) eml = g_string_new (NULL);
  g_auto (GStrv) lines = NULL;
  g_autofree char *unfolded = NULL;
  InternetAddressList *back;

  cs_mail_header_append_mailboxes (eml, "To", mailboxes);
  check_lines (eml->str, 998);
  lines = g_strsplit (eml->str + 4, "\r\n", -1);
  unfolded = g_strjoinv ("", lines);
  back = internet_address_list_parse (NULL, unfolded);
  g_assert_cmpint (internet_address_list_length (back), ==, (int)mailboxes->len);
  for (guint i = 0; i < mailboxes->len; i++) {
    InternetAddress *address = internet_address_list_get_address (back, (int)i);
    const CsMailbox *mailbox = g_ptr_array_index (mailboxes, i);

    const char *name = internet_address_get_name (address);

    g_assert_cmpstr (name != NULL && *name != '\0' ? name : NULL, ==, mailbox->name);
    g_assert_cmpstr (internet_address_mailbox_get_addr (INTERNET_ADDRESS_MAILBOX (address)),
                     ==,
                     mailbox->wire_address);
  }
  g_object_unref (back);
}

static void
test_ids (void)
{
  const char *good[][2] = {{"<a@x.example>", "<a@x.example>"},
                           {" a.b@x.example ", "<a.b@x.example>"}};
  const char *bad[] = {"", "<>", "a b@x", "<a@x>,<b@x>", "a@x>\r\nBcc: b", "ä@x", "<a><b>"};
  g_autoptr (GString) eml = g_string_new (NULL);
  g_autoptr (GPtrArray) many = g_ptr_array_new_null_terminated (0, g_free, TRUE);

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++) {
    g_autofree char *id = cs_mail_header_read_id (good[i][0], NULL);

    g_assert_cmpstr (id, ==, good[i][1]);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (cs_mail_header_read_id (bad[i], &error));
    g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
  }
  for (int i = 0; i < 60; i++)
    g_ptr_array_add (many, g_strdup_printf ("<%d.0198aaaa-bbbb@host.example>", i));
  cs_mail_header_append_ids (eml, "References", (const char *const *)many->pdata);
  check_lines (eml->str, 78);
  g_assert_true (g_str_has_prefix (eml->str, "References: <0."));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_mime_init ();
  g_test_add_func ("/mail-header/strip/RC-25", test_strip);
  g_test_add_func ("/mail-header/text/RC-25", test_text);
  g_test_add_func ("/mail-header/endless-word", test_endless_word);
  g_test_add_func ("/mail-header/mailboxes", test_mailboxes);
  g_test_add_func ("/mail-header/ids", test_ids);
  return g_test_run ();
}
