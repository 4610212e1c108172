/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-mail-parts.h"

#include "cs-document-pdf.h"
#include "cs-field-context.h"
#include "cs-uuid.h"

#include <glib/gi18n-lib.h>

#define PART_LIMIT_BYTES (25 * 1024 * 1024)

/**
 * cs_mail_part_free:
 * @self: (transfer full) (nullable): an attachment
 */
void
cs_mail_part_free (CsMailPart *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->type);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_object (&self->file);
  g_free (self);
}

/* The newest version of the document that was put to decision; 0: none yet. */
static guint
newest_version (const CsRequest *request, const CsDocument *document)
{
  const GPtrArray *offers = cs_request_get_offers (request);

  for (guint i = offers->len; i > 0; i--) {
    const CsOffer *offer = offers->pdata[i - 1];
    if (!offer->is_withdrawn && offer->step->approval != NULL &&
        offer->step->approval->document == document)
      return offer->version;
  }
  return 0;
}

static void
add_facts (CsDocumentPdf *pdf,
           const CsRequest *request,
           const CsDocument *document,
           const CsDirectory *directory)
{
  const char *language = cs_field_context_get_language ();
  const CsPack *pack = cs_request_get_process (request)->pack;
  const CsClient *client = cs_directory_get_client (directory, cs_request_get_client (request));
  const CsRegion *region = cs_pack_get_region (pack, cs_request_get_region (request));
  guint version = newest_version (request, document);
  g_autofree char *title = cs_text_dup (pack->title, language);

  cs_document_pdf_add_fact (pdf, _ ("From"), title);
  if (client != NULL)
    cs_document_pdf_add_fact (pdf, _ ("Client"), client->name);
  if (region != NULL) {
    g_autofree char *name = cs_text_dup (region->title, language);
    cs_document_pdf_add_fact (pdf, _ ("Region"), name);
  }
  cs_document_pdf_add_fact (pdf, _ ("Subject"), cs_request_get_title (request));
  if (version > 0) {
    g_autofree char *text = g_strdup_printf ("%u", version);
    cs_document_pdf_add_fact (pdf, _ ("Version"), text);
  }
}

/**
 * cs_mail_parts_make_document:
 * @view: of a request
 * @document: one of its process
 * @level: (nullable): who shall see it; what it does not decide on is left out (AA-04)
 * @now: when it is made
 *
 * Lays out a document as it stands now. One for the client has only what may leave the house
 * (RC-23).
 *
 * Returns: (transfer full): the document
 */
CsDocumentPdf *
cs_mail_parts_make_document (CsRequestView *view,
                             const CsDocument *document,
                             const CsLevel *level,
                             CsInstant now)
{
  const CsRequest *request = cs_request_view_get_request (view);
  const CsDirectory *directory = cs_request_view_get_directory (view);
  const CsPack *pack = cs_request_get_process (request)->pack;
  const char *language = cs_field_context_get_language ();
  g_autofree char *title = cs_text_dup (document->title, language);
  const char *number = cs_request_get_number (request);
  CsDocumentPdf *pdf = cs_document_pdf_new (title, number != NULL ? number : "");

  cs_document_pdf_set_created (pdf, now);
  add_facts (pdf, request, document, directory);
  for (guint i = 0; i < document->fields->len; i++) {
    const CsField *field = document->fields->pdata[i];
    g_autofree char *name = NULL;
    g_autofree char *value = NULL;

    if ((document->for_client && !field->client_visible) ||
        (level != NULL && g_ptr_array_find (level->except, field, NULL)) ||
        cs_request_field_applies (request, field) == CS_TRUTH_FALSE)
      continue;
    name = cs_text_dup (field->title, language);
    value = cs_request_dup_value_text (request, field, directory, cs_field_context_get_locale ());
    cs_document_pdf_add_section (pdf, name, value != NULL ? value : _ ("Not stated"));
  }
  if (pack->notice != NULL) {
    g_autofree char *notice = cs_text_dup (pack->notice, language);
    cs_document_pdf_set_notice (pdf, notice);
  }
  return pdf;
}

/**
 * cs_mail_parts_print_document:
 * @view: of a request
 * @document: one of its process
 * @now: when it is made
 *
 * Returns: (transfer full) (nullable): the document as a PDF file
 */
GBytes *
cs_mail_parts_print_document (CsRequestView *view,
                              const CsDocument *document,
                              CsInstant now,
                              GError **error)
{
  g_autoptr (CsDocumentPdf) pdf = cs_mail_parts_make_document (view, document, NULL, now);

  return cs_document_pdf_render (pdf, error);
}

static void
add_file (GPtrArray *parts, CsWorkspace *workspace, const json_t *value)
{
  const char *sha256 = cs_json_get_string (value, "sha256");
  const char *name = cs_json_get_string (value, "name");
  GFile *file = sha256 != NULL ? cs_workspace_get_file (workspace, sha256) : NULL;
  CsMailPart *part;

  if (file == NULL)
    return;
  part = g_new0 (CsMailPart, 1);
  part->name = g_strdup (name != NULL ? name : sha256);
  part->type = g_strdup (cs_json_get_string (value, "type"));
  part->file = file;
  g_ptr_array_add (parts, part);
}

static void
add_files (GPtrArray *parts, CsWorkspace *workspace, const CsRequest *request, const CsField *field)
{
  const CsValue *value = cs_request_get_value (request, field);
  const json_t *one;
  gsize i;

  if (value == NULL || value->value == NULL || value->is_na)
    return;
  if (!json_is_array (value->value)) {
    add_file (parts, workspace, value->value);
    return;
  }
  json_array_foreach (value->value, i, one)
  {
    add_file (parts, workspace, one);
  }
}

/**
 * cs_mail_parts_list:
 * @draft: a message of the request
 *
 * Returns: (transfer full) (nullable) (element-type CsMailPart): what goes with it
 */
GPtrArray *
cs_mail_parts_list (CsWorkspace *workspace,
                    CsRequestView *view,
                    const CsDraftMail *draft,
                    CsInstant now,
                    GError **error)
{
  const CsRequest *request = cs_request_view_get_request (view);
  const char *number = cs_request_get_number (request);
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_mail_part_free);

  for (guint i = 0; i < draft->attach_documents->len; i++) {
    const CsDocument *document = draft->attach_documents->pdata[i];
    g_autofree char *title = cs_text_dup (document->title, cs_field_context_get_language ());
    CsMailPart *part = g_new0 (CsMailPart, 1);

    g_ptr_array_add (parts, part);
    part->name = g_strdup_printf ("%s %s.pdf", title, number != NULL ? number : "");
    g_strdelimit (part->name, "/\\", '-');
    part->type = g_strdup ("application/pdf");
    part->bytes = cs_mail_parts_print_document (view, document, now, error);
    if (part->bytes == NULL)
      return NULL;
  }
  for (guint i = 0; i < draft->mail->attach_fields->len; i++)
    add_files (parts, workspace, request, draft->mail->attach_fields->pdata[i]);
  return g_steal_pointer (&parts);
}

static char *
dup_mailbox (const char *name, const char *mail)
{
  g_autoptr (GString) quoted = NULL;

  if (name == NULL || *name == '\0')
    return g_strdup (mail);
  quoted = g_string_new ("\"");
  for (const char *p = name; *p != '\0'; p++) {
    if (*p == '"' || *p == '\\')
      g_string_append_c (quoted, '\\');
    g_string_append_c (quoted, *p);
  }
  g_string_append_printf (quoted, "\" <%s>", mail);
  return g_strdup (quoted->str);
}

static GStrv
list_mailboxes (const GPtrArray *recipients)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < recipients->len; i++) {
    const CsRecipient *recipient = recipients->pdata[i];
    g_autofree char *mailbox = dup_mailbox (recipient->name, recipient->mail);
    g_strv_builder_add (builder, mailbox);
  }
  return g_strv_builder_end (builder);
}

static GBytes *
read_part (const CsMailPart *part, GError **error)
{
  GBytes *bytes;

  if (part->bytes != NULL)
    return g_bytes_ref (part->bytes);
  bytes = g_file_load_bytes (part->file, NULL, NULL, error);
  if (bytes != NULL && g_bytes_get_size (bytes) > PART_LIMIT_BYTES) {
    g_clear_pointer (&bytes, g_bytes_unref);
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_INVALID,
                 _ ("“%s” is larger than the 25 MB that mail carries."),
                 part->name);
  }
  return bytes;
}

/* The identifier stands in the journal too, so that answers find their thread. */
static char *
make_id (const char *mail, CsInstant now)
{
  g_autofree char *uuid = cs_uuid_new (now);
  const char *at = strrchr (mail, '@');

  return g_strdup_printf ("%s@%s", uuid, at != NULL ? at + 1 : "countersign.invalid");
}

/**
 * cs_mail_parts_make_message:
 * @sender: who hands it over
 * @parts: (element-type CsMailPart): what goes with it
 *
 * Puts a draft and its attachments together. Reads files: not for the main thread.
 *
 * Returns: (transfer full) (nullable): the message
 */
CsMailMessage *
cs_mail_parts_make_message (const CsDraftMail *draft,
                            const CsPerson *sender,
                            const GPtrArray *parts,
                            CsInstant now,
                            GError **error)
{
  g_autoptr (CsMailMessage) message = cs_mail_message_new ();

  if (sender == NULL || sender->mail == NULL) {
    g_set_error_literal (error,
                         CS_ERROR,
                         CS_ERROR_INVALID,
                         _ ("The person who acts here has no mail address."));
    return NULL;
  }
  message->from = dup_mailbox (sender->name, sender->mail);
  message->to = list_mailboxes (draft->to);
  message->cc = list_mailboxes (draft->cc);
  message->subject = g_strdup (draft->subject);
  message->text = g_strdup (draft->body);
  message->message_id = make_id (sender->mail, now);
  message->in_reply_to = g_strdup (draft->in_reply_to);
  message->references = g_strdupv (draft->references);
  message->date = now;
  message->is_draft = TRUE;
  for (guint i = 0; i < parts->len; i++) {
    const CsMailPart *part = parts->pdata[i];
    g_autoptr (GBytes) bytes = read_part (part, error);
    if (bytes == NULL)
      return NULL;
    cs_mail_message_add_attachment (message, part->name, part->type, bytes);
  }
  return g_steal_pointer (&message);
}

static void
append_line (GString *text, const char *name, const GPtrArray *recipients)
{
  if (recipients->len == 0)
    return;
  g_string_append_printf (text, "%s: ", name);
  for (guint i = 0; i < recipients->len; i++) {
    const CsRecipient *recipient = recipients->pdata[i];
    g_string_append_printf (text, "%s%s <%s>", i > 0 ? ", " : "", recipient->name, recipient->mail);
  }
  g_string_append_c (text, '\n');
}

/**
 * cs_mail_parts_dup_text:
 *
 * Returns: (transfer full): the whole message as text, for the clipboard
 */
char *
cs_mail_parts_dup_text (const CsDraftMail *draft)
{
  GString *text = g_string_new (NULL);

  append_line (text, _ ("To"), draft->to);
  append_line (text, _ ("Cc"), draft->cc);
  g_string_append_printf (text, "%s: %s\n\n%s", _ ("Subject"), draft->subject, draft->body);
  return g_string_free (text, FALSE);
}
