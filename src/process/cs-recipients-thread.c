/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-recipients-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The first message of a thread opens it; later ones answer and keep its list. */

static GPtrArray *
list_thread (const CsComposing *self, const char *thread)
{
  const GPtrArray *mails = cs_request_get_mails (self->request);
  GPtrArray *found = g_ptr_array_new ();

  for (guint i = 0; i < mails->len; i++) {
    const CsSentMail *sent = mails->pdata[i];

    if (g_strcmp0 (sent->mail->thread, thread) == 0)
      g_ptr_array_add (found, (gpointer)sent);
  }
  return found;
}

static const json_t *
find_source (const json_t *data, const char *address)
{
  const json_t *source;
  gsize i;

  json_array_foreach (json_object_get (data, "provenance"), i, source)
  {
    if (g_strcmp0 (cs_json_get_string (source, "address"), address) == 0)
      return source;
  }
  return NULL;
}

static CsRecipient *
recipient_from_entry (const CsComposing *self, const json_t *data, const char *address)
{
  const json_t *source = find_source (data, address);
  const char *id = cs_json_get_string (source, "person");
  const CsPerson *person = cs_directory_get_person (self->context->directory, id);
  const char *name = cs_json_get_string (source, "name");
  CsRecipient *recipient = g_new0 (CsRecipient, 1);

  if (person == NULL)
    person = cs_directory_get_person_by_mail (self->context->directory, address);
  recipient->mail = g_strdup (address);
  recipient->name = g_strdup (name != NULL ? name : address);
  recipient->person = g_strdup (id);
  recipient->rule = g_strdup (cs_json_get_string (source, "rule"));
  recipient->line = g_strdup (cs_json_get_string (source, "line"));
  recipient->role = g_strdup (cs_json_get_string (source, "role"));
  recipient->who = g_strdup (cs_json_get_string (source, "who"));
  recipient->region = g_strdup (cs_json_get_string (source, "region"));
  recipient->external = person == NULL || person->external;
  recipient->is_client = cs_composing_is_client (self, id, address);
  return recipient;
}

/* RC-24: whoever held a role for another region is not of this request any more. */
static gboolean
is_of_region (const CsComposing *self, const CsRecipient *recipient)
{
  const CsProcess *process = cs_request_get_process (self->request);
  const char *region = cs_request_get_region (self->request);
  g_autoptr (GPtrArray) holders = NULL;

  if (recipient->region == NULL || g_strcmp0 (recipient->region, region) == 0)
    return TRUE;
  if (cs_pack_get_role (process->pack, recipient->who) == NULL)
    return FALSE;
  holders = cs_directory_list_holders (self->context->directory,
                                       process->pack->id,
                                       recipient->who,
                                       region,
                                       FALSE,
                                       process->id,
                                       NULL,
                                       self->context->now);
  for (guint i = 0; i < holders->len; i++)
    if (g_strcmp0 (((CsHolder *)holders->pdata[i])->person->id, recipient->person) == 0)
      return TRUE;
  return FALSE;
}

static void
keep_line (CsComposing *self, const json_t *data, const char *key)
{
  CsDraftMail *draft = self->draft;
  GPtrArray *line = strcmp (key, "to") == 0 ? draft->to : draft->cc;
  const json_t *address;
  gsize i;

  json_array_foreach (json_object_get (data, key), i, address)
  {
    const char *mail = json_string_value (address);
    CsRecipient *recipient;

    if (mail == NULL || cs_recipients_find (draft->to, mail) != NULL)
      continue;
    if (line == draft->to) {
      CsRecipient *copied = cs_recipients_find (draft->cc, mail);

      if (copied != NULL)
        g_ptr_array_remove (draft->cc, copied);
    } else if (cs_recipients_find (draft->cc, mail) != NULL) {
      continue;
    }
    recipient = recipient_from_entry (self, data, mail);
    if (is_of_region (self, recipient))
      g_ptr_array_add (line, recipient);
    else
      cs_recipient_free (recipient);
  }
}

static void
answer (CsComposing *self, const GPtrArray *thread)
{
  g_autoptr (GStrvBuilder) references = g_strv_builder_new ();

  for (guint i = 0; i < thread->len; i++) {
    const CsSentMail *sent = thread->pdata[i];
    const char *id = cs_entry_get_text (sent->entry, "message_id");

    if (id == NULL)
      continue;
    g_strv_builder_add (references, id);
    g_free (self->draft->in_reply_to);
    self->draft->in_reply_to = g_strdup (id);
  }
  g_strfreev (self->draft->references);
  self->draft->references = g_strv_builder_end (references);
}

/* A reply has the subject of the message that opened its thread. */
static void
take_subject (CsComposing *self, const GPtrArray *thread)
{
  for (guint i = 0; i < thread->len; i++) {
    const CsSentMail *sent = thread->pdata[i];
    const char *subject = cs_entry_get_text (sent->entry, "subject");

    if (subject == NULL)
      continue;
    self->draft->subject = g_str_has_prefix (subject, "Re: ") ? g_strdup (subject)
                                                              : g_strconcat ("Re: ", subject, NULL);
    return;
  }
}

/**
 * cs_composing_keep_thread: (skip)
 * @self: a message with the people of its own rule
 *
 * Adds whom the thread's last message went to and makes this one its answer. Who is in To now and
 * was in Cc has been looped in: they move.
 */
void
cs_composing_keep_thread (CsComposing *self)
{
  g_autoptr (GPtrArray) thread = NULL;
  const CsSentMail *last;

  if (self->mail->thread == NULL)
    return;
  thread = list_thread (self, self->mail->thread);
  if (thread->len == 0)
    return;
  last = thread->pdata[thread->len - 1];
  keep_line (self, cs_entry_get_data (last->entry), "to");
  keep_line (self, cs_entry_get_data (last->entry), "cc");
  answer (self, thread);
  if (self->mail->subject == NULL)
    take_subject (self, thread);
}

static gboolean
was_told (const CsSentMail *sent, const char *mail)
{
  const char *const keys[] = {"to", "cc"};

  for (guint k = 0; k < G_N_ELEMENTS (keys); k++) {
    const json_t *address;
    gsize i;

    json_array_foreach (json_object_get (cs_entry_get_data (sent->entry), keys[k]), i, address)
    {
      if (json_is_string (address) && g_ascii_strcasecmp (json_string_value (address), mail) == 0)
        return TRUE;
    }
  }
  return FALSE;
}

static void
add_joined (const CsSentMail *last, const GPtrArray *line, GString *joined)
{
  for (guint i = 0; i < line->len; i++) {
    const CsRecipient *recipient = line->pdata[i];

    if (!was_told (last, recipient->mail))
      g_string_append_printf (joined, "%s%s", joined->len > 0 ? ", " : "", recipient->mail);
  }
}

static void
add_left (const CsSentMail *last, const CsDraftMail *draft, const char *key, GString *left)
{
  const json_t *address;
  gsize i;

  json_array_foreach (json_object_get (cs_entry_get_data (last->entry), key), i, address)
  {
    const char *mail = json_string_value (address);

    if (mail != NULL && cs_recipients_find (draft->to, mail) == NULL &&
        cs_recipients_find (draft->cc, mail) == NULL)
      g_string_append_printf (left, "%s%s", left->len > 0 ? ", " : "", mail);
  }
}

/* RC-27 */
static void
compare (CsComposing *self, const CsSentMail *last)
{
  g_autoptr (GString) joined = g_string_new (NULL), left = g_string_new (NULL);

  add_joined (last, self->draft->to, joined);
  add_joined (last, self->draft->cc, joined);
  add_left (last, self->draft, "to", left);
  add_left (last, self->draft, "cc", left);
  if (joined->len > 0)
    cs_composing_add_warning (self,
                              "RC-27",
                              g_strdup_printf (_ ("New on this thread: %s."), joined->str));
  if (left->len > 0)
    cs_composing_add_warning (self,
                              "RC-27",
                              g_strdup_printf (_ ("No longer on this thread: %s."), left->str));
}

/* whoever is told apart from the client's thread cannot follow it. */
static void
look_for_strangers (CsComposing *self)
{
  const GPtrArray *mails = cs_request_get_mails (self->request);
  const CsSentMail *last = NULL;

  for (guint i = 0; i < mails->len; i++) {
    const CsSentMail *sent = mails->pdata[i];

    if (sent->mail->for_client && sent->mail->thread != NULL)
      last = sent;
  }
  for (guint i = 0; last != NULL && i < self->draft->to->len; i++) {
    const CsRecipient *recipient = self->draft->to->pdata[i];

    if (!was_told (last, recipient->mail))
      cs_composing_add_warning (
          self,
          "Q-06",
          g_strdup_printf (_ ("%s is not on the client’s thread."), recipient->name));
  }
}

/**
 * cs_composing_check_thread: (skip)
 * @self: a message with all of its people
 *
 * Compares it with the last message of its thread (RC-27), and tells of people outside the client's
 * thread.
 */
void
cs_composing_check_thread (CsComposing *self)
{
  if (self->mail->thread != NULL) {
    g_autoptr (GPtrArray) thread = list_thread (self, self->mail->thread);

    if (thread->len > 0)
      compare (self, thread->pdata[thread->len - 1]);
  } else if (!self->mail->for_client && self->mail->via == NULL) {
    look_for_strangers (self);
  }
}
