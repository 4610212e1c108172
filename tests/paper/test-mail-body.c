/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-mail-body.h"

#include <gmime/gmime.h>
#include <string.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GMimeObject, g_object_unref)

static GMimeObject *
parse (GString *eml)
{
  GMimeStream *stream = g_mime_stream_mem_new_with_buffer (eml->str, eml->len);
  GMimeParser *parser = g_mime_parser_new_with_stream (stream);
  GMimeObject *body = g_mime_parser_construct_part (parser, NULL);

  g_object_unref (parser);
  g_object_unref (stream);
  g_assert_nonnull (body);
  return body;
}

static GBytes *
contents (GMimeObject *part)
{
  GMimeStream *stream = g_mime_stream_mem_new ();
  GByteArray *array;
  GBytes *bytes;

  g_mime_data_wrapper_write_to_stream (g_mime_part_get_content (GMIME_PART (part)), stream);
  array = g_mime_stream_mem_get_byte_array (GMIME_STREAM_MEM (stream));
  bytes = g_bytes_new (array->data, array->len);
  g_object_unref (stream);
  return bytes;
}

static void
check_crlf (GString *eml)
{
  for (gsize i = 0; i < eml->len; i++) {
    g_assert_true (eml->str[i] != '\n' || (i > 0 && eml->str[i - 1] == '\r'));
    g_assert_true (eml->str[i] != '\r' || eml->str[i + 1] == '\n');
    g_assert_cmpint (eml->str[i] & 0x80, ==, 0);
  }
}

static void
test_texts (void)
{
  const struct {
    const char *text;
    const char *carried;
  } cases[] = {
      {"", ""},
      {"Dear all,\n\nplease approve.\n", "Dear all,\r\n\r\nplease approve.\r\n"},
      {"no end", "no end"},
      {"a\r\nb\rc\n", "a\r\nb\r\nc\r\n"},
      {"SAR × 3   نعم\n", "SAR × 3   نعم\r\n"},
      {"trailing space \n.\nFrom here\n", "trailing space \r\n.\r\nFrom here\r\n"},
      {"= equals =3D\n", "= equals =3D\r\n"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CsMailMessage) message = cs_mail_message_new ();
    g_autoptr (GString) eml = g_string_new (NULL);
    g_autoptr (GError) error = NULL;
    g_autoptr (GMimeObject) body = NULL;
    g_autoptr (GBytes) bytes = NULL;

    message->text = g_strdup (cases[i].text);
    g_assert_true (cs_mail_body_append (eml, message, "<1@x.example>", &error));
    check_crlf (eml);
    body = parse (eml);
    bytes = contents (body);
    g_assert_cmpmem (g_bytes_get_data (bytes, NULL),
                     g_bytes_get_size (bytes),
                     cases[i].carried,
                     strlen (cases[i].carried));
  }
}

static void
test_long_line (void)
{
  g_autoptr (CsMailMessage) message = cs_mail_message_new ();
  g_autoptr (GString) eml = g_string_new (NULL);
  g_auto (GStrv) lines = NULL;

  message->text = g_strnfill (5000, 'x');
  g_assert_true (cs_mail_body_append (eml, message, "<1@x.example>", NULL));
  lines = g_strsplit (eml->str, "\r\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    g_assert_cmpuint (strlen (lines[i]), <=, 78);
}

static void
test_attachments (void)
{
  const struct {
    const char *name;
    const char *type;
    const char *shown_name;
    const char *shown_type;
  } cases[] = {
      {"sow.pdf", "application/pdf", "sow.pdf", "application/pdf"},
      {"Übersicht × 2026 – نطاق العمل.pdf",
       "application/pdf",
       "Übersicht × 2026 – نطاق العمل.pdf",
       "application/pdf"},
      {"a \"quoted\"; name.csv", "text/csv; charset=utf-8", "a \"quoted\"; name.csv", "text/csv"},
      {"../../.ssh/authorized_keys", NULL, "authorized_keys", "application/octet-stream"},
      {"C:\\Windows\\evil.exe", "application/x-msdownload", "evil.exe", "application/x-msdownload"},
      {"fdp.\xe2\x80\xae"
       "exe",
       "image/png",
       "fdp.exe",
       "image/png"},
      {"x\r\nBcc: b@x.example", "image/png", "xBcc: b@x.example", "image/png"},
      {"..", "image/png", "attachment", "image/png"},
      {"", "message/rfc822", "attachment", "application/octet-stream"},
  };
  const guint8 data[] = {0, '\r', '\n', '\n', '\r', 0xff, '.', '\n', '=', 0x1a, '\n'};
  g_autoptr (GBytes) bytes = g_bytes_new (data, sizeof data);
  g_autoptr (CsMailMessage) message = cs_mail_message_new ();
  g_autoptr (GString) eml = g_string_new (NULL);
  g_autoptr (GString) again = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GMimeObject) body = NULL;

  message->text = g_strdup ("Please see the files.\n");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    cs_mail_message_add_attachment (message, cases[i].name, cases[i].type, bytes);
  g_assert_true (cs_mail_body_append (eml, message, "<1@x.example>", &error));
  g_assert_no_error (error);
  g_assert_true (cs_mail_body_append (again, message, "<1@x.example>", &error));
  g_assert_cmpstr (eml->str, ==, again->str);
  check_crlf (eml);
  body = parse (eml);
  g_assert_cmpint (g_mime_multipart_get_count (GMIME_MULTIPART (body)),
                   ==,
                   (int)G_N_ELEMENTS (cases) + 1);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    GMimeObject *part = g_mime_multipart_get_part (GMIME_MULTIPART (body), (int)i + 1);
    GMimeContentType *type = g_mime_object_get_content_type (part);
    g_autofree char *type_text = g_mime_content_type_get_mime_type (type);
    g_autoptr (GBytes) back = contents (part);

    g_assert_cmpstr (g_mime_part_get_filename (GMIME_PART (part)), ==, cases[i].shown_name);
    g_assert_cmpstr (type_text, ==, cases[i].shown_type);
    g_assert_true (g_bytes_equal (back, bytes));
  }
}

static void
test_types_refused (void)
{
  const char *bad[] =
      {"", "pdf", "a/b/c", "/", "a/", "image/png\r\nBcc: b@x.example", "ä/b", "a b/c"};
  g_autoptr (GBytes) bytes = g_bytes_new_static ("x", 1);

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (CsMailMessage) message = cs_mail_message_new ();
    g_autoptr (GString) eml = g_string_new (NULL);
    g_autoptr (GError) error = NULL;

    cs_mail_message_add_attachment (message, "x", bad[i], bytes);
    g_assert_false (cs_mail_body_append (eml, message, "<1@x.example>", &error));
    g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_mime_init ();
  g_test_add_func ("/mail-body/texts", test_texts);
  g_test_add_func ("/mail-body/long-line", test_long_line);
  g_test_add_func ("/mail-body/attachments", test_attachments);
  g_test_add_func ("/mail-body/types-refused", test_types_refused);
  return g_test_run ();
}
