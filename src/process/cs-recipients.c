/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-recipients-private.h"

#include "cs-cond.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Who gets a message and why (RC-20 … RC-24). Nothing here sends anything. */

/**
 * cs_recipient_free: (skip)
 * @recipient: (transfer full): an address with its rule
 */
void
cs_recipient_free (CsRecipient *recipient)
{
  g_free (recipient->mail);
  g_free (recipient->name);
  g_free (recipient->person);
  g_free (recipient->rule);
  g_free (recipient->line);
  g_free (recipient->role);
  g_free (recipient->who);
  g_free (recipient->region);
  g_free (recipient);
}

/**
 * cs_recipient_copy: (skip)
 * @recipient: an address with its rule
 *
 * Returns: (transfer full): a copy
 */
CsRecipient *
cs_recipient_copy (const CsRecipient *recipient)
{
  CsRecipient *copy = g_memdup2 (recipient, sizeof *recipient);

  copy->mail = g_strdup (recipient->mail);
  copy->name = g_strdup (recipient->name);
  copy->person = g_strdup (recipient->person);
  copy->rule = g_strdup (recipient->rule);
  copy->line = g_strdup (recipient->line);
  copy->role = g_strdup (recipient->role);
  copy->who = g_strdup (recipient->who);
  copy->region = g_strdup (recipient->region);
  return copy;
}

/**
 * cs_draft_mail_free:
 * @self: (transfer full) (nullable): a message
 */
void
cs_draft_mail_free (CsDraftMail *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->to);
  g_ptr_array_unref (self->cc);
  g_free (self->subject);
  g_free (self->body);
  g_free (self->thread);
  g_free (self->in_reply_to);
  g_strfreev (self->references);
  g_ptr_array_unref (self->attach_documents);
  g_strfreev (self->shown);
  g_ptr_array_unref (self->problems);
  g_ptr_array_unref (self->warnings);
  g_free (self);
}

/**
 * cs_composing_add_problem: (skip)
 * @self: a message being worked out
 * @rule: the rule it would break
 * @text: (transfer full): one sentence for a person
 *
 * Notes what stands in the way of the message, once.
 */
void
cs_composing_add_problem (CsComposing *self, const char *rule, char *text)
{
  GPtrArray *problems = self->draft->problems;

  for (guint i = 0; i < problems->len; i++)
    if (strcmp (((CsReason *)problems->pdata[i])->text, text) == 0) {
      g_free (text);
      return;
    }
  g_ptr_array_add (problems, cs_reason_new (rule, text));
}

/**
 * cs_composing_add_warning: (skip)
 * @self: a message being worked out
 * @rule: the rule it comes from
 * @text: (transfer full): one sentence for a person
 */
void
cs_composing_add_warning (CsComposing *self, const char *rule, char *text)
{
  g_ptr_array_add (self->draft->warnings, cs_reason_new (rule, text));
}

/**
 * cs_composing_applies: (skip)
 * @self: a message being worked out
 * @when: (nullable): a condition
 *
 * Returns: whether it holds; what is unknown does not
 */
gboolean
cs_composing_applies (const CsComposing *self, const CsCond *when)
{
  return when == NULL || cs_cond_evaluate (when, self->request, NULL, NULL) == CS_TRUTH_TRUE;
}

/**
 * cs_recipients_find: (skip)
 * @list: (element-type CsRecipient): addresses
 * @mail: an address
 *
 * Returns: (nullable): the one with the same mailbox, capitals apart (RC-21)
 */
CsRecipient *
cs_recipients_find (const GPtrArray *list, const char *mail)
{
  g_autofree char *folded = g_utf8_casefold (mail, -1);

  for (guint i = 0; i < list->len; i++) {
    CsRecipient *recipient = list->pdata[i];
    g_autofree char *other = g_utf8_casefold (recipient->mail, -1);

    if (strcmp (folded, other) == 0)
      return recipient;
  }
  return NULL;
}

static const CsClient *
get_client (const CsComposing *self)
{
  return cs_directory_get_client (self->context->directory, cs_request_get_client (self->request));
}

/**
 * cs_composing_is_client: (skip)
 * @self: a message being worked out
 * @person: (nullable): a person
 * @mail: their address
 *
 * Returns: whether that is one of a client's people, by person or by address
 */
gboolean
cs_composing_is_client (const CsComposing *self, const char *person, const char *mail)
{
  const CsClient *client = get_client (self);

  if (cs_directory_get_client_of (self->context->directory, person) != NULL)
    return TRUE;
  for (guint i = 0; client != NULL && i < client->contacts->len; i++) {
    const CsPerson *contact = client->contacts->pdata[i];

    if (contact->mail != NULL && g_ascii_strcasecmp (contact->mail, mail) == 0)
      return TRUE;
  }
  return FALSE;
}

static char *
who_title (const CsComposing *self, const CsWho *who)
{
  return cs_text_dup (who->role != NULL ? who->role->title : who->field->title, self->language);
}

static char *
region_title (const CsComposing *self)
{
  const CsPack *pack = cs_request_get_process (self->request)->pack;
  const CsRegion *region = cs_pack_get_region (pack, cs_request_get_region (self->request));

  return region != NULL ? cs_text_dup (region->title, self->language) : g_strdup ("");
}

/* To before Cc, one mailbox once (RC-21). */
static void
add_person (CsComposing *self, const CsWho *who, const CsPerson *person, gboolean is_to)
{
  CsDraftMail *draft = self->draft;
  CsRecipient *recipient;

  if (person->mail == NULL) {
    cs_composing_add_problem (self,
                              "RC-22",
                              g_strdup_printf (_ ("%s has no mail address."), person->name));
    return;
  }
  if (cs_recipients_find (draft->to, person->mail) != NULL ||
      cs_recipients_find (draft->cc, person->mail) != NULL)
    return;
  recipient = g_new0 (CsRecipient, 1);
  recipient->mail = g_strdup (person->mail);
  recipient->name = g_strdup (person->name);
  recipient->person = g_strdup (person->id);
  recipient->rule = g_strdup (self->mail->id);
  recipient->line = g_strdup (is_to ? "to" : "cc");
  recipient->role = who_title (self, who);
  recipient->who = g_strdup (who->role != NULL ? who->role->id : who->field->id);
  if (who->role != NULL)
    recipient->region = g_strdup (cs_request_get_region (self->request));
  recipient->external = person->external;
  recipient->is_client = cs_composing_is_client (self, person->id, person->mail);
  g_ptr_array_add (is_to ? draft->to : draft->cc, recipient);
}

static void
add_role (CsComposing *self, const CsWho *who, gboolean is_to)
{
  const CsProcess *process = cs_request_get_process (self->request);
  g_autoptr (GPtrArray) holders = cs_directory_list_holders (self->context->directory,
                                                             process->pack->id,
                                                             who->role->id,
                                                             cs_request_get_region (self->request),
                                                             FALSE,
                                                             process->id,
                                                             NULL,
                                                             self->context->now);

  for (guint i = 0; i < holders->len; i++)
    add_person (self, who, ((CsHolder *)holders->pdata[i])->person, is_to);
  if (holders->len == 0 && !who->role->leave_out) {
    g_autofree char *title = who_title (self, who);
    g_autofree char *region = region_title (self);

    cs_composing_add_problem (self,
                              "RC-22",
                              g_strdup_printf (_ ("Nobody is “%s” for %s."), title, region));
  }
}

static void
add_named (CsComposing *self, const CsWho *who, const json_t *id, gboolean is_to)
{
  const CsPerson *person =
      cs_directory_get_person (self->context->directory, json_string_value (id));

  if (person != NULL)
    add_person (self, who, person, is_to);
  else if (json_is_string (id))
    cs_composing_add_problem (
        self,
        "RC-22",
        g_strdup_printf (_ ("“%s” is not in the directory."), json_string_value (id)));
}

static void
add_field (CsComposing *self, const CsWho *who, gboolean is_to)
{
  const CsValue *value = cs_request_get_value (self->request, who->field);
  const json_t *held = value != NULL && !value->is_na ? value->value : NULL;
  const json_t *id;
  gsize i;

  if (held == NULL || (!json_is_string (held) && json_array_size (held) == 0)) {
    g_autofree char *title = who_title (self, who);

    if (value == NULL || !value->is_na)
      cs_composing_add_problem (self,
                                "RC-22",
                                g_strdup_printf (_ ("Nobody is named as “%s”."), title));
    return;
  }
  if (json_is_string (held))
    add_named (self, who, held, is_to);
  json_array_foreach (held, i, id)
  {
    add_named (self, who, id, is_to);
  }
}

static void
add_line (CsComposing *self, const GPtrArray *line, gboolean is_to)
{
  for (guint i = 0; i < line->len; i++) {
    const CsWho *who = line->pdata[i];

    if (!cs_composing_applies (self, who->when))
      continue;
    if (who->role != NULL)
      add_role (self, who, is_to);
    else
      add_field (self, who, is_to);
  }
}

/* RC-23: none of the client's people on an internal message, no other client's on a client's. */
static void
guard_addresses (CsComposing *self, const GPtrArray *line)
{
  const CsClient *own = get_client (self);

  for (guint i = 0; i < line->len; i++) {
    const CsRecipient *recipient = line->pdata[i];
    const char *client = cs_directory_get_client_of (self->context->directory, recipient->person);

    if (recipient->is_client && !self->mail->for_client)
      cs_composing_add_problem (
          self,
          "RC-23",
          g_strdup_printf (_ ("%s is with the client; this message stays in the house."),
                           recipient->name));
    else if (client != NULL && (own == NULL || strcmp (client, own->id) != 0))
      cs_composing_add_problem (
          self,
          "RC-23",
          g_strdup_printf (_ ("%s is with another client."), recipient->name));
  }
}

/* RC-23: a client's message shows nothing internal, whoever it goes to. */
static void
guard_contents (CsComposing *self)
{
  g_autoptr (GPtrArray) fields = NULL;

  if (!self->mail->for_client)
    return;
  fields = cs_mail_list_shown_fields (cs_request_get_process (self->request), self->mail);
  for (guint i = 0; i < fields->len; i++) {
    const CsField *field = fields->pdata[i];
    g_autofree char *title = NULL;

    if (field->client_visible || field->type == CS_FIELD_PERSON)
      continue;
    title = cs_text_dup (field->title, self->language);
    cs_composing_add_problem (self,
                              "RC-23",
                              g_strdup_printf (_ ("“%s” does not leave the house."), title));
  }
}

static void
note_shown (CsComposing *self)
{
  g_autoptr (GPtrArray) fields =
      cs_mail_list_shown_fields (cs_request_get_process (self->request), self->mail);
  g_autoptr (GStrvBuilder) shown = g_strv_builder_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < fields->len; i++) {
    const CsValue *value = cs_request_get_value (self->request, fields->pdata[i]);
    const char *id = value != NULL && value->entry != NULL ? cs_entry_get_id (value->entry) : NULL;

    if (id != NULL && g_hash_table_add (seen, (gpointer)id))
      g_strv_builder_add (shown, id);
  }
  self->draft->shown = g_strv_builder_end (shown);
}

static CsDraftMail *
draft_new (const CsMail *mail)
{
  CsDraftMail *draft = g_new0 (CsDraftMail, 1);

  draft->mail = mail;
  draft->to = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_recipient_free);
  draft->cc = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_recipient_free);
  draft->thread = g_strdup (mail->thread);
  draft->references = g_new0 (char *, 1);
  draft->attach_documents = g_ptr_array_copy (mail->attach_documents, NULL, NULL);
  draft->problems = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_reason_free);
  draft->warnings = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_reason_free);
  return draft;
}

/**
 * cs_recipients_compose:
 * @request: a request
 * @mail: a message of its process
 * @person: (nullable): who hands it over
 * @language: (nullable): of titles and texts that have translations
 * @context: the directory and the present
 *
 * Works out a message as it would leave now: who gets it and by which rule, its words, what it
 * answers. Roles are the holders for the request's own region, without deputies (RC-20, RC-24).
 * Whatever blocks it is in `problems` (RC-22, RC-23); a list that differs from the thread's last
 * one is in `warnings` (RC-27).
 *
 * Returns: (transfer full): the message
 */
CsDraftMail *
cs_recipients_compose (const CsRequest *request,
                       const CsMail *mail,
                       const char *person,
                       const char *language,
                       const CsRuleContext *context)
{
  CsDraftMail *draft = draft_new (mail);
  CsComposing self = {request, mail, context, person, language, draft};

  add_line (&self, mail->to, TRUE);
  add_line (&self, mail->cc, FALSE);
  cs_composing_keep_thread (&self);
  if (draft->to->len == 0 && draft->problems->len == 0)
    cs_composing_add_problem (&self, "RC-22", g_strdup (_ ("The message has nobody to go to.")));
  guard_addresses (&self, draft->to);
  guard_addresses (&self, draft->cc);
  guard_contents (&self);
  cs_composing_write (&self);
  cs_composing_check_thread (&self);
  note_shown (&self);
  return draft;
}

/**
 * cs_recipients_pick_mail:
 * @request: a request
 * @step: one of its steps
 *
 * Returns: (nullable): the message that applies there now
 */
const CsMail *
cs_recipients_pick_mail (const CsRequest *request, const CsStep *step)
{
  return cs_request_pick_mail (request, step, NULL);
}

static void
add_provenance (json_t *addresses, json_t *provenance, const GPtrArray *line)
{
  for (guint i = 0; i < line->len; i++) {
    const CsRecipient *recipient = line->pdata[i];
    json_t *source = json_pack ("{s:s, s:s, s:s, s:s}",
                                "address",
                                recipient->mail,
                                "name",
                                recipient->name,
                                "rule",
                                recipient->rule,
                                "line",
                                recipient->line);

    if (recipient->who != NULL)
      json_object_set_new (source, "who", json_string (recipient->who));
    if (recipient->role != NULL)
      json_object_set_new (source, "role", json_string (recipient->role));
    if (recipient->region != NULL)
      json_object_set_new (source, "region", json_string (recipient->region));
    if (recipient->person != NULL)
      json_object_set_new (source, "person", json_string (recipient->person));
    json_array_append_new (addresses, json_string (recipient->mail));
    json_array_append_new (provenance, source);
  }
}

/**
 * cs_recipients_entry_data:
 * @draft: a message as it was handed over
 * @step: (nullable): the step that it belongs to
 * @message_id: (nullable): its Message-ID, without angle brackets
 *
 * Says in an entry exactly which list was used and why (RC-20).
 *
 * Returns: (transfer full): the data member of a `mail` entry
 */
json_t *
cs_recipients_entry_data (const CsDraftMail *draft, const CsStep *step, const char *message_id)
{
  json_t *data = json_object (), *to = json_array (), *cc = json_array ();
  json_t *provenance = json_array (), *shows = json_array ();

  json_object_set_new (data, "mail", json_string (draft->mail->id));
  if (step != NULL)
    json_object_set_new (data, "step", json_string (step->id));
  add_provenance (to, provenance, draft->to);
  add_provenance (cc, provenance, draft->cc);
  for (guint i = 0; draft->shown != NULL && draft->shown[i] != NULL; i++)
    json_array_append_new (shows, json_string (draft->shown[i]));
  json_object_set_new (data, "to", to);
  json_object_set_new (data, "cc", cc);
  json_object_set_new (data, "provenance", provenance);
  json_object_set_new (data, "subject", json_string (draft->subject));
  if (draft->thread != NULL)
    json_object_set_new (data, "thread", json_string (draft->thread));
  if (message_id != NULL)
    json_object_set_new (data, "message_id", json_string (message_id));
  json_object_set_new (data, "shows", shows);
  return data;
}
