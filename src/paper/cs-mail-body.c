/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-mail-body.h"

#include "cs-digest.h"
#include "cs-mail-header.h"

#include <glib/gi18n-lib.h>
#include <gmime/gmime.h>
#include <string.h>

#define MAX_LINE_BYTES 998 /* RFC 5322, 2.1.1: must */
#define MAX_NAME_CHARS 200
#define FALLBACK_TYPE  "application/octet-stream"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GMimeContentType, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GMimeDataWrapper, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GMimeMultipart, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GMimeObject, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GMimeStream, g_object_unref)

static void
ensure_gmime (void)
{
  static gsize is_initialised = 0;

  if (g_once_init_enter (&is_initialised)) {
    g_mime_init ();
    g_once_init_leave (&is_initialised, 1);
  }
}

/* The lines of @text, all ended by LF; writing makes CR LF of them. */
static char *
normalise_lines (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *lines = g_string_sized_new (strlen (valid));

  for (const char *at = valid; *at != '\0'; at++) {
    if (*at != '\r')
      g_string_append_c (lines, *at);
    else if (at[1] != '\n')
      g_string_append_c (lines, '\n');
  }
  return g_string_free (lines, FALSE);
}

/* Whether mail can carry @text without an encoding and nothing on the way changes it. */
static gboolean
is_seven_bit (const char *text)
{
  gsize column = 0;

  for (const char *at = text; *at != '\0'; at++) {
    gboolean is_space = *at == ' ' || *at == '\t';

    if (*at == '\n') {
      column = 0;
      continue;
    }
    if ((*at < 0x20 && !is_space) || *at > 0x7e || ++column > MAX_LINE_BYTES ||
        (is_space && (at[1] == '\n' || at[1] == '\0')))
      return FALSE;
  }
  return TRUE;
}

static GMimePart *
make_part (const char *type, const char *subtype, const void *bytes, gsize length)
{
  GMimePart *part = g_mime_part_new_with_type (type, subtype);
  g_autoptr (GMimeStream) stream = g_mime_stream_mem_new_with_buffer (bytes, length);
  g_autoptr (GMimeDataWrapper) content =
      g_mime_data_wrapper_new_with_stream (stream, GMIME_CONTENT_ENCODING_DEFAULT);

  g_mime_part_set_content (part, content);
  return part;
}

static GMimeObject *
make_text (const char *text)
{
  g_autofree char *lines = normalise_lines (text != NULL ? text : "");
  GMimePart *part = make_part ("text", "plain", lines, strlen (lines));

  g_mime_object_set_content_type_parameter (GMIME_OBJECT (part), "charset", "utf-8");
  g_mime_part_set_content_encoding (part,
                                    is_seven_bit (lines) ? GMIME_CONTENT_ENCODING_7BIT
                                                         : GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
  return GMIME_OBJECT (part);
}

static gboolean
is_token (const char *text)
{
  gsize length = text != NULL ? strlen (text) : 0;

  return length > 0 && length <= 127 &&
         strspn (text, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "!#$&^_.+-") == length;
}

/* A multipart or message type would need a body of its own form, so such a file goes as bytes. */
static GMimeContentType *
read_type (const CsMailAttachment *attachment, GError **error)
{
  const char *text = attachment->type != NULL ? attachment->type : FALLBACK_TYPE;
  g_autoptr (GMimeContentType) type = NULL;
  g_auto (GStrv) halves = g_strsplit (text, ";", 2);
  g_auto (GStrv) names =
      g_strsplit (g_strstrip (halves[0] != NULL ? halves[0] : (char[]){0}), "/", 3);
  gboolean is_good = g_strv_length (names) == 2 && is_token (names[0]) && is_token (names[1]) &&
                     strlen (text) < 500;

  for (const char *at = text; *at != '\0'; at++)
    is_good = is_good && *at >= 0x20 && *at < 0x7f;
  if (!is_good) {
    g_set_error (
        error,
        CS_ERROR,
        CS_ERROR_INVALID,
        _ ("The type of an attachment is no media type; expected one such as application/pdf."));
    return NULL;
  }
  if (g_ascii_strcasecmp (names[0], "multipart") == 0 ||
      g_ascii_strcasecmp (names[0], "message") == 0)
    text = FALLBACK_TYPE;
  type = g_mime_content_type_parse (NULL, text);
  return g_steal_pointer (&type);
}

/* A name that stands for a file in the folder where a reader saves it, and for nothing else. */
static char *
safe_name (const char *name)
{
  g_autofree char *stripped = cs_mail_header_strip (name != NULL ? name : "");
  const char *last = stripped;
  g_autofree char *part = NULL;

  for (const char *at = stripped; *at != '\0'; at++)
    if (*at == '/' || *at == '\\')
      last = at + 1;
  part = g_utf8_strlen (last, -1) > MAX_NAME_CHARS ? g_utf8_substring (last, 0, MAX_NAME_CHARS)
                                                   : g_strdup (last);
  g_strstrip (part);
  if (*part == '\0' || strspn (part, ".") == strlen (part))
    return g_strdup ("attachment");
  return g_steal_pointer (&part);
}

static GMimeObject *
make_attachment (const CsMailAttachment *attachment, GError **error)
{
  g_autoptr (GMimeContentType) type = read_type (attachment, error);
  g_autofree char *name = safe_name (attachment->name);
  gsize length;
  const void *bytes = g_bytes_get_data (attachment->bytes, &length);
  GMimePart *part;

  if (type == NULL)
    return NULL;
  part = make_part ("application", "octet-stream", bytes != NULL ? bytes : "", length);
  g_mime_object_set_content_type (GMIME_OBJECT (part), type);
  g_mime_object_set_disposition (GMIME_OBJECT (part), GMIME_DISPOSITION_ATTACHMENT);
  g_mime_part_set_filename (part, name);
  g_mime_part_set_content_encoding (part, GMIME_CONTENT_ENCODING_BASE64);
  return GMIME_OBJECT (part);
}

/* A boundary that follows from the contents: equal messages are equal bytes, and no content can
 * hold its own. */
static char *
make_boundary (const CsMailMessage *self, const char *message_id)
{
  g_autoptr (GString) all = g_string_new (message_id);
  g_autofree char *digest = NULL;

  g_string_append (all, self->text != NULL ? self->text : "");
  for (guint i = 0; i < self->attachments->len; i++) {
    const CsMailAttachment *attachment = g_ptr_array_index (self->attachments, i);
    g_autofree char *part = cs_digest_hex (g_bytes_get_data (attachment->bytes, NULL),
                                           g_bytes_get_size (attachment->bytes));

    g_string_append_printf (all, "\n%s", part);
  }
  digest = cs_digest_hex (all->str, all->len);
  digest[32] = '\0';
  return g_strdup_printf ("=_%s", digest);
}

static GMimeObject *
make_body (const CsMailMessage *self, const char *message_id, GError **error)
{
  g_autoptr (GMimeObject) text = make_text (self->text);
  g_autoptr (GMimeMultipart) multipart = NULL;
  g_autofree char *boundary = NULL;

  if (self->attachments->len == 0)
    return g_steal_pointer (&text);
  multipart = g_mime_multipart_new_with_subtype ("mixed");
  boundary = make_boundary (self, message_id);
  g_mime_multipart_set_boundary (multipart, boundary);
  g_mime_multipart_add (multipart, text);
  for (guint i = 0; i < self->attachments->len; i++) {
    g_autoptr (GMimeObject) part =
        make_attachment (g_ptr_array_index (self->attachments, i), error);

    if (part == NULL)
      return NULL;
    g_mime_multipart_add (multipart, part);
  }
  return GMIME_OBJECT (g_steal_pointer (&multipart));
}

/**
 * cs_mail_body_append:
 * @eml: the headers so far
 * @message: the message
 * @message_id: its identifier
 * @error: `CS_ERROR_INVALID` for an attachment whose type is none
 *
 * Appends what follows the headers of a message: the MIME headers, an empty line, its text and its
 * attachments.
 *
 * Returns: whether it was appended
 */
gboolean
cs_mail_body_append (GString *eml,
                     const CsMailMessage *message,
                     const char *message_id,
                     GError **error)
{
  g_autoptr (GMimeStream) stream = NULL;
  g_autoptr (GMimeObject) body = NULL;
  GMimeFormatOptions *options;
  GByteArray *bytes;

  ensure_gmime ();
  body = make_body (message, message_id, error);
  if (body == NULL)
    return FALSE;
  options = g_mime_format_options_new ();
  g_mime_format_options_set_newline_format (options, GMIME_NEWLINE_FORMAT_DOS);
  stream = g_mime_stream_mem_new ();
  g_mime_object_write_to_stream (body, options, stream);
  bytes = g_mime_stream_mem_get_byte_array (GMIME_STREAM_MEM (stream));
  g_string_append_len (eml, (const char *)bytes->data, bytes->len);
  g_mime_format_options_free (options);
  return TRUE;
}
