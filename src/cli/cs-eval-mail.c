/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-eval.h"

#include "cs-mail-message.h"
#include "cs-mailto.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define BASE64_DIGITS G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "+/"

static gboolean
fail (GError **error, const char *name, const char *expected)
{
  g_set_error (error, CS_ERROR, CS_ERROR_INVALID, _ ("“%s” is not %s"), name, expected);
  return FALSE;
}

/* A string that may be missing or null. */
static gboolean
read_text (const json_t *object, const char *name, const char **text, GError **error)
{
  const json_t *value = json_object_get (object, name);

  *text = json_string_value (value);
  if (value == NULL || json_is_null (value) || json_is_string (value))
    return TRUE;
  return fail (error, name, _ ("a string"));
}

/* Strings, or one string, or nothing. */
static gboolean
read_list (const json_t *object, const char *name, GStrv *list, GError **error)
{
  const json_t *value = json_object_get (object, name);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  *list = NULL;
  if (json_is_string (value))
    g_strv_builder_add (builder, json_string_value (value));
  else if (value != NULL && !json_is_null (value) && !json_is_array (value))
    return fail (error, name, _ ("a list of strings"));
  for (gsize i = 0; i < json_array_size (value); i++) {
    const json_t *item = json_array_get (value, i);

    if (!json_is_string (item))
      return fail (error, name, _ ("a list of strings"));
    g_strv_builder_add (builder, json_string_value (item));
  }
  *list = g_strv_builder_end (builder);
  return TRUE;
}

/* Exactly base64 of RFC 4648, 4; line breaks are passed over. */
static GBytes *
decode_base64 (const char *text)
{
  g_auto (GStrv) lines = g_strsplit_set (text, "\r\n", -1);
  g_autofree char *digits = g_strjoinv ("", lines);
  gsize length = strlen (digits);
  gsize body = strspn (digits, BASE64_DIGITS);
  g_autofree guchar *bytes = NULL;
  gsize size;

  if (length % 4 != 0 || length - body > 2 || strspn (digits + body, "=") != length - body)
    return NULL;
  bytes = g_base64_decode (digits, &size);
  return g_bytes_new_take (g_steal_pointer (&bytes), size);
}

static gboolean
add_attachment (CsMailMessage *message, const json_t *item, GError **error)
{
  const char *name;
  const char *type;
  const char *base64;
  g_autoptr (GBytes) bytes = NULL;

  if (!json_is_object (item))
    return fail (error, "attachments", _ ("a list of objects with name, type and base64"));
  if (!read_text (item, "name", &name, error) || !read_text (item, "type", &type, error) ||
      !read_text (item, "base64", &base64, error))
    return FALSE;
  if (name == NULL || base64 == NULL) {
    g_set_error (error, CS_ERROR, CS_ERROR_INVALID, _ ("an attachment needs “name” and “base64”"));
    return FALSE;
  }
  bytes = decode_base64 (base64);
  if (bytes == NULL)
    return fail (error, "base64", _ ("base64"));
  cs_mail_message_add_attachment (message, name, type, bytes);
  return TRUE;
}

static gboolean
read_attachments (CsMailMessage *message, const json_t *question, GError **error)
{
  const json_t *list = json_object_get (question, "attachments");

  if (list != NULL && !json_is_null (list) && !json_is_array (list))
    return fail (error, "attachments", _ ("a list of objects with name, type and base64"));
  for (gsize i = 0; i < json_array_size (list); i++)
    if (!add_attachment (message, json_array_get (list, i), error))
      return FALSE;
  return TRUE;
}

static gboolean
read_reply_to (CsMailMessage *message, const json_t *question, GError **error)
{
  const json_t *parent = json_object_get (question, "reply_to");
  const char *message_id;
  g_auto (GStrv) references = NULL;
  g_auto (GStrv) in_reply_to = NULL;

  if (parent == NULL || json_is_null (parent))
    return TRUE;
  if (!json_is_object (parent))
    return fail (error, "reply_to", _ ("an object with message_id, references and in_reply_to"));
  if (!read_text (parent, "message_id", &message_id, error) ||
      !read_list (parent, "references", &references, error) ||
      !read_list (parent, "in_reply_to", &in_reply_to, error))
    return FALSE;
  return cs_mail_message_set_reply_to (message,
                                       message_id,
                                       (const char *const *)references,
                                       (const char *const *)in_reply_to,
                                       error);
}

static gboolean
read_date (CsMailMessage *message, const json_t *question, GError **error)
{
  const char *date;

  if (!read_text (question, "date", &date, error))
    return FALSE;
  return date == NULL || cs_instant_parse (date, &message->date, error);
}

static gboolean
read_texts (CsMailMessage *message, const json_t *question, GError **error)
{
  struct {
    const char *name;
    char **member;
  } const texts[] = {
      {"from", &message->from},
      {"subject", &message->subject},
      {"text", &message->text},
      {"message_id", &message->message_id},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    const char *text;

    if (!read_text (question, texts[i].name, &text, error))
      return FALSE;
    *texts[i].member = g_strdup (text);
  }
  return TRUE;
}

/**
 * cs_eval_mail:
 * @question: `from`, `to`, `cc`, `subject`, `text`, `attachments` (`name`, `type`, `base64`),
 *   `reply_to` (`message_id`, `references`, `in_reply_to`); besides, `message_id`, made if
 *   missing, and `date`
 * @error: `CS_ERROR_INVALID` with what is wrong
 *
 * Returns: (transfer full) (nullable): `eml`, the message as a file
 */
json_t *
cs_eval_mail (const json_t *question, GError **error)
{
  g_autoptr (CsMailMessage) message = cs_mail_message_new ();
  g_autoptr (GBytes) eml = NULL;
  gsize length;
  const char *bytes;

  if (json_object_get (question, "bcc") != NULL) {
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_INVALID,
                 _ ("a message has no “bcc”: all who get it are in “to” or “cc”"));
    return NULL;
  }
  if (!read_texts (message, question, error) || !read_list (question, "to", &message->to, error) ||
      !read_list (question, "cc", &message->cc, error) ||
      !read_attachments (message, question, error) || !read_reply_to (message, question, error) ||
      !read_date (message, question, error))
    return NULL;
  eml = cs_mail_message_to_eml (message, error);
  if (eml == NULL)
    return NULL;
  bytes = g_bytes_get_data (eml, &length);
  return json_pack ("{s:s%}", "eml", bytes, length);
}

/**
 * cs_eval_mailto:
 * @question: `to`, `cc`, `bcc`, `subject`, `body`
 * @error: `CS_ERROR_INVALID` with what is wrong
 *
 * Returns: (transfer full) (nullable): `uri`, the link
 */
json_t *
cs_eval_mailto (const json_t *question, GError **error)
{
  g_auto (GStrv) to = NULL;
  g_auto (GStrv) cc = NULL;
  g_auto (GStrv) bcc = NULL;
  CsMailto mail = {0};
  g_autofree char *uri = NULL;

  if (!read_list (question, "to", &to, error) || !read_list (question, "cc", &cc, error) ||
      !read_list (question, "bcc", &bcc, error) ||
      !read_text (question, "subject", &mail.subject, error) ||
      !read_text (question, "body", &mail.body, error))
    return NULL;
  mail.to = (const char *const *)to;
  mail.cc = (const char *const *)cc;
  mail.bcc = (const char *const *)bcc;
  uri = cs_mailto_to_uri (&mail, error);
  return uri != NULL ? json_pack ("{s:s}", "uri", uri) : NULL;
}
