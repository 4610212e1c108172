/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-mail-message.h"

#include "cs-mail-body.h"
#include "cs-mail-header.h"
#include "cs-mailbox.h"
#include "cs-uuid.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_REFERENCES 100

G_DEFINE_BOXED_TYPE (CsMailMessage, cs_mail_message, cs_mail_message_copy, cs_mail_message_free)

static void
attachment_free (gpointer data)
{
  CsMailAttachment *attachment = data;

  g_free (attachment->name);
  g_free (attachment->type);
  g_bytes_unref (attachment->bytes);
  g_free (attachment);
}

/**
 * cs_mail_message_new:
 *
 * Returns: (transfer full): a message that says nothing to nobody
 */
CsMailMessage *
cs_mail_message_new (void)
{
  CsMailMessage *self = g_new0 (CsMailMessage, 1);

  self->attachments = g_ptr_array_new_with_free_func (attachment_free);
  self->date = CS_INSTANT_NONE;
  return self;
}

/**
 * cs_mail_message_copy:
 * @self: a message
 *
 * Returns: (transfer full): a copy that shares only the attachments' contents
 */
CsMailMessage *
cs_mail_message_copy (const CsMailMessage *self)
{
  CsMailMessage *copy = cs_mail_message_new ();

  copy->from = g_strdup (self->from);
  copy->to = g_strdupv (self->to);
  copy->cc = g_strdupv (self->cc);
  copy->subject = g_strdup (self->subject);
  copy->text = g_strdup (self->text);
  copy->message_id = g_strdup (self->message_id);
  copy->in_reply_to = g_strdup (self->in_reply_to);
  copy->references = g_strdupv (self->references);
  copy->date = self->date;
  copy->is_draft = self->is_draft;
  copy->list = g_strdup (self->list);
  copy->is_automatic = self->is_automatic;
  for (guint i = 0; i < self->attachments->len; i++) {
    const CsMailAttachment *attachment = g_ptr_array_index (self->attachments, i);

    cs_mail_message_add_attachment (copy, attachment->name, attachment->type, attachment->bytes);
  }
  return copy;
}

/**
 * cs_mail_message_free:
 * @self: (transfer full) (nullable): a message
 */
void
cs_mail_message_free (CsMailMessage *self)
{
  if (self == NULL)
    return;
  g_free (self->from);
  g_strfreev (self->to);
  g_strfreev (self->cc);
  g_free (self->subject);
  g_free (self->list);
  g_free (self->text);
  g_ptr_array_unref (self->attachments);
  g_free (self->message_id);
  g_free (self->in_reply_to);
  g_strfreev (self->references);
  g_free (self);
}

/**
 * cs_mail_message_add_attachment:
 * @self: a message
 * @name: the file's name
 * @type: (nullable): its media type
 * @bytes: its contents
 */
void
cs_mail_message_add_attachment (CsMailMessage *self,
                                const char *name,
                                const char *type,
                                GBytes *bytes)
{
  CsMailAttachment *attachment = g_new0 (CsMailAttachment, 1);

  attachment->name = g_strdup (name);
  attachment->type = g_strdup (type);
  attachment->bytes = g_bytes_ref (bytes);
  g_ptr_array_add (self->attachments, attachment);
}

/* Appends @ids, which may each hold several identifiers in angle brackets with spaces between, as
 * headers do. */
static gboolean
append_ids (GStrvBuilder *builder, const char *const *ids, guint *count, GError **error)
{
  for (guint i = 0; ids != NULL && ids[i] != NULL; i++) {
    gboolean is_header = strchr (ids[i], '<') != NULL;
    g_auto (GStrv) words = g_strsplit_set (ids[i], is_header ? " \t\r\n" : "", -1);

    for (guint j = 0; words[j] != NULL; j++) {
      g_autofree char *id = NULL;

      if (words[j][0] == '\0')
        continue;
      id = cs_mail_header_read_id (is_header && words[j][0] != '<' ? ids[i] : words[j], error);
      if (id == NULL)
        return FALSE;
      g_strv_builder_add (builder, id);
      (*count)++;
    }
  }
  return TRUE;
}

static gboolean
has_one_id (const char *const *ids)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint count = 0;

  return append_ids (builder, ids, &count, NULL) && count == 1;
}

/**
 * cs_mail_message_set_reply_to:
 * @self: a message
 * @message_id: (nullable): the Message-ID of the message that it answers
 * @references: (nullable): that message's References
 * @in_reply_to: (nullable): that message's In-Reply-To
 * @error: `CS_ERROR_INVALID` for something that is no message identifier
 *
 * Makes @self a reply as RFC 5322, 3.6.4 says: it answers @message_id, and its references are the
 * parent's (without any, the parent's In-Reply-To if that names exactly one message) followed by
 * @message_id.
 *
 * Returns: whether @self is now a reply; if not, it is unchanged
 */
gboolean
cs_mail_message_set_reply_to (CsMailMessage *self,
                              const char *message_id,
                              const char *const *references,
                              const char *const *in_reply_to,
                              GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *parent = NULL;
  guint count = 0;

  if (message_id != NULL && (parent = cs_mail_header_read_id (message_id, error)) == NULL)
    return FALSE;
  if (!append_ids (builder, references, &count, error))
    return FALSE;
  if (count == 0 && has_one_id (in_reply_to) && !append_ids (builder, in_reply_to, &count, error))
    return FALSE;
  if (parent != NULL)
    g_strv_builder_add (builder, parent);
  g_strfreev (self->references);
  self->references = g_strv_builder_end (builder);
  g_free (self->in_reply_to);
  self->in_reply_to = g_steal_pointer (&parent);
  return TRUE;
}

/* The first and the last of a long thread say where it hangs. */
static GStrv
shorten (const char *const *references)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint count = g_strv_length ((GStrv)references);

  for (guint i = 0; i < count; i++)
    if (i == 0 || i + MAX_REFERENCES > count)
      g_strv_builder_add (builder, references[i]);
  return g_strv_builder_end (builder);
}

static gboolean
append_thread (GString *eml, const CsMailMessage *self, GError **error)
{
  g_autoptr (GStrvBuilder) parents = g_strv_builder_new ();
  g_autoptr (GStrvBuilder) thread = g_strv_builder_new ();
  g_auto (GStrv) parent = NULL;
  g_auto (GStrv) references = NULL;
  g_auto (GStrv) shortened = NULL;
  const char *const in_reply_to[] = {self->in_reply_to, NULL};
  guint count = 0;

  if (!append_ids (parents, in_reply_to, &count, error) ||
      !append_ids (thread, (const char *const *)self->references, &count, error))
    return FALSE;
  parent = g_strv_builder_end (parents);
  references = g_strv_builder_end (thread);
  shortened = shorten ((const char *const *)references);
  cs_mail_header_append_ids (eml, "In-Reply-To", (const char *const *)parent);
  cs_mail_header_append_ids (eml, "References", (const char *const *)shortened);
  return TRUE;
}

/* The names are English in every locale. */
static char *
format_date (GDateTime *time)
{
  static const char *days[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  static const char *months[] =
      {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

  return g_strdup_printf ("%s, %d %s %04d %02d:%02d:%02d +0000",
                          days[g_date_time_get_day_of_week (time) - 1],
                          g_date_time_get_day_of_month (time),
                          months[g_date_time_get_month (time) - 1],
                          g_date_time_get_year (time),
                          g_date_time_get_hour (time),
                          g_date_time_get_minute (time),
                          g_date_time_get_second (time));
}

static void
append_date (GString *eml, CsInstant date)
{
  g_autoptr (GDateTime) epoch = g_date_time_new_from_unix_utc (0);
  g_autoptr (GDateTime) time = date != CS_INSTANT_NONE ? g_date_time_add (epoch, date) : NULL;
  g_autofree char *text = time != NULL ? format_date (time) : NULL;

  if (text != NULL)
    g_string_append_printf (eml, "Date: %s\r\n", text);
}

static char *
make_message_id (const CsMailMessage *self, const CsMailbox *from, GError **error)
{
  g_autofree char *uuid = NULL;

  if (self->message_id != NULL)
    return cs_mail_header_read_id (self->message_id, error);
  uuid = cs_uuid_new (self->date != CS_INSTANT_NONE ? self->date : 0);
  return g_strdup_printf ("<%s%s>", uuid, strrchr (from->wire_address, '@'));
}

static gboolean
append_recipients (GString *eml, const CsMailMessage *self, GError **error)
{
  g_autoptr (GHashTable) seen = cs_mailbox_seen_new ();
  g_autoptr (GPtrArray) to = NULL;
  g_autoptr (GPtrArray) cc = NULL;

  to = cs_mailbox_parse_list ((const char *const *)self->to, seen, "to", error);
  if (to == NULL)
    return FALSE;
  cc = cs_mailbox_parse_list ((const char *const *)self->cc, seen, "cc", error);
  if (cc == NULL)
    return FALSE;
  if (to->len + cc->len == 0) {
    g_set_error (error, CS_ERROR, CS_ERROR_INVALID, _ ("The message has no recipient."));
    return FALSE;
  }
  cs_mail_header_append_mailboxes (eml, "To", to);
  cs_mail_header_append_mailboxes (eml, "Cc", cc);
  return TRUE;
}

/* RFC 2919 and RFC 3834: sorted by who gets many, and answered by no program. */
static void
append_automatic (GString *eml, const CsMailMessage *self)
{
  g_autofree char *list = self->list != NULL ? cs_mail_header_strip (self->list) : NULL;

  if (list != NULL && *list != '\0' && g_str_is_ascii (list) && strpbrk (list, " <>") == NULL)
    g_string_append_printf (eml, "List-Id: <%s>\r\n", list);
  if (self->is_automatic)
    g_string_append (eml,
                     "Auto-Submitted: auto-generated\r\n"
                     "X-Auto-Response-Suppress: All\r\n");
}

static gboolean
append_headers (GString *eml, const CsMailMessage *self, char **message_id, GError **error)
{
  g_autoptr (GPtrArray) senders = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_mailbox_free);
  g_autofree char *subject = cs_mail_header_strip (self->subject != NULL ? self->subject : "");
  CsMailbox *from = cs_mailbox_parse (self->from != NULL ? self->from : "", error);

  if (from == NULL) {
    g_prefix_error (error, "from: ");
    return FALSE;
  }
  g_ptr_array_add (senders, from);
  *message_id = make_message_id (self, from, error);
  if (*message_id == NULL)
    return FALSE;
  append_date (eml, self->date);
  cs_mail_header_append_mailboxes (eml, "From", senders);
  if (!append_recipients (eml, self, error))
    return FALSE;
  cs_mail_header_append_text (eml, "Subject", subject);
  cs_mail_header_append_ids (eml, "Message-ID", (const char *const[]){*message_id, NULL});
  if (!append_thread (eml, self, error))
    return FALSE;
  append_automatic (eml, self);
  if (self->is_draft)
    g_string_append (eml, "X-Unsent: 1\r\n");
  g_string_append (eml, "MIME-Version: 1.0\r\n");
  return TRUE;
}

/**
 * cs_mail_message_to_eml:
 * @self: a message
 * @error: `CS_ERROR_INVALID` with what is wrong: no recipient, an address, an identifier, a type
 *
 * Writes the message as a file of RFC 5322 that any mail program opens, lines ended by CR LF. The
 * subject comes through character by character, without controls and direction overrides (RC-25);
 * nobody is named twice, and To wins over Cc (RC-21); a file's name never leads out of the folder
 * it is saved in. With a Message-ID given, equal messages are equal bytes. Any thread may call
 * this.
 *
 * Returns: (transfer full) (nullable): the file
 */
GBytes *
cs_mail_message_to_eml (const CsMailMessage *self, GError **error)
{
  g_autoptr (GString) eml = g_string_new (NULL);
  g_autofree char *message_id = NULL;

  if (!append_headers (eml, self, &message_id, error) ||
      !cs_mail_body_append (eml, self, message_id, error))
    return NULL;
  return g_string_free_to_bytes (g_steal_pointer (&eml));
}
