/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-pack-reader.h"

#include <string.h>

static const char *const audiences[] = {"internal", "client", NULL};

/**
 * cs_mail_free: (skip)
 * @mail: (transfer full): a message's rule
 */
void
cs_mail_free (CsMail *mail)
{
  g_free (mail->id);
  cs_text_free (mail->title);
  g_strfreev (mail->source);
  cs_cond_free (mail->when);
  g_clear_pointer (&mail->to, g_ptr_array_unref);
  g_clear_pointer (&mail->cc, g_ptr_array_unref);
  g_free (mail->thread);
  g_free (mail->via);
  cs_text_free (mail->subject);
  cs_text_free (mail->body);
  g_clear_pointer (&mail->attach_documents, g_ptr_array_unref);
  g_clear_pointer (&mail->attach_fields, g_ptr_array_unref);
  g_free (mail);
}

static gboolean
is_placeholder (CsPackReader *self, const char *name)
{
  static const char *const known[] = {"client", "title", "number", "region", "me", NULL};

  return g_strv_contains (known, name) ||
         cs_pack_reader_lookup (self, CS_NAME_FIELD, name) != NULL ||
         cs_pack_reader_lookup (self, CS_NAME_ROLE, name) != NULL;
}

static void
check_words (CsPackReader *self, CsNode node, const char *words)
{
  for (const char *at = strchr (words, '{'); at != NULL; at = strchr (at, '{')) {
    const char *end = strchr (at, '}');
    g_autofree char *name = NULL;

    if (end == NULL) {
      cs_pack_reader_fail (self, node, "a placeholder that begins with { has no }");
      return;
    }
    name = g_strndup (at + 1, end - at - 1);
    if (!is_placeholder (self, name))
      cs_pack_reader_fail (self, node, "unknown placeholder “{%s}” (L-03)", name);
    at = end;
  }
}

static void
check_placeholders (CsPackReader *self, CsNode node, const CsText *text)
{
  const char *words = NULL;

  for (char **language = self->pack->languages; *language != NULL; language++)
    for (guint i = 0;; i++) {
      cs_text_get_part (text, i, *language, &words);
      if (words == NULL || self->error != NULL)
        break;
      check_words (self, node, words);
    }
}

static void
read_attachments (CsPackReader *self, CsNode node, CsMail *mail)
{
  gboolean is_single = json_is_string (node.value);
  gsize n = is_single ? 1 : cs_pack_reader_array (self, node, "a list of documents and files");

  for (gsize i = 0; i < n && self->error == NULL; i++) {
    CsNode element = is_single ? node : cs_node_element (node, i);
    const char *id = cs_pack_reader_string (self, element);
    CsField *field = cs_pack_reader_lookup (self, CS_NAME_FIELD, id);

    if (field != NULL && field->type == CS_FIELD_FILE)
      g_ptr_array_add (mail->attach_fields, field);
    else if (id != NULL)
      g_ptr_array_add (mail->attach_documents,
                       cs_pack_reader_resolve (self, element, CS_NAME_DOCUMENT));
  }
}

static void
check_subject (CsPackReader *self, CsNode node, const CsText *subject)
{
  const char *words = NULL;

  for (char **language = self->pack->languages; *language != NULL; language++)
    for (guint i = 0;; i++) {
      cs_text_get_part (subject, i, *language, &words);
      if (words == NULL)
        break;
      for (const char *at = words; *at != '\0'; at = g_utf8_next_char (at))
        if (g_unichar_iscntrl (g_utf8_get_char (at)))
          cs_pack_reader_fail (self,
                               node,
                               "a subject is one line without control characters (L-37)");
    }
}

/**
 * cs_process_fill_mail: (skip)
 * @reader: a reader that knows every name of the process
 * @node: a mail
 * @mail: it, with its id
 */
void
cs_process_fill_mail (CsPackReader *reader, CsNode node, CsMail *mail)
{
  static const char *const keys[] = {
      "when",
      "to",
      "cc",
      "audience",
      "thread",
      "via",
      "subject",
      "body",
      "attach",
      NULL,
  };
  CsNode via = cs_node_member (node, "via"), subject = cs_node_member (node, "subject");
  CsNode body = cs_node_member (node, "body");

  mail->attach_documents = g_ptr_array_new ();
  mail->attach_fields = g_ptr_array_new ();
  if (!cs_pack_reader_object (reader, node, "a mail", keys))
    return;
  mail->title = cs_pack_reader_title (reader, node, mail->id);
  mail->source = cs_pack_reader_source (reader, node);
  mail->when = cs_pack_reader_cond (reader, cs_node_member (node, "when"));
  mail->to = cs_pack_reader_who (reader, cs_node_member (node, "to"));
  mail->cc = cs_pack_reader_who (reader, cs_node_member (node, "cc"));
  mail->for_client =
      cs_pack_reader_enum (reader, cs_node_member (node, "audience"), audiences, 0) == 1;
  mail->thread = cs_pack_reader_dup_string (reader, cs_node_member (node, "thread"));
  if (via.value != NULL && !cs_node_is_string (via, "mail")) {
    cs_pack_reader_resolve (reader, via, CS_NAME_REFERENCE);
    mail->via = cs_pack_reader_dup_string (reader, via);
  }
  mail->subject = cs_pack_reader_text (reader, subject);
  mail->body = cs_pack_reader_text (reader, body);
  if (reader->error != NULL)
    return;
  check_placeholders (reader, subject, mail->subject);
  check_placeholders (reader, body, mail->body);
  check_subject (reader, subject, mail->subject);
  if (mail->to->len == 0)
    cs_pack_reader_fail (reader, node, "a mail needs “to”");
  read_attachments (reader, cs_node_member (node, "attach"), mail);
}
