/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-recipients-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The words of a message: placeholders filled in, nothing in a header that mail could misread. */

/* Marks that turn the direction of what follows, and ends of line that are not CR or LF. */
static gboolean
is_hidden (gunichar c)
{
  return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0x200e ||
         c == 0x200f || c == 0x061c || c == 0x2028 || c == 0x2029 || c == 0xfeff;
}

static char *
clean (const char *text, gboolean keeps_lines)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *cleaned = g_string_new (NULL);

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);

    if (keeps_lines && (c == '\n' || c == '\t'))
      g_string_append_unichar (cleaned, c);
    else if (!keeps_lines && (c == '\r' || c == '\n' || c == '\t' || c == 0x85))
      g_string_append_c (cleaned, ' ');
    else if (!g_unichar_iscntrl (c) && !is_hidden (c))
      g_string_append_unichar (cleaned, c);
  }
  return g_string_free (cleaned, FALSE);
}

/**
 * cs_recipients_clean_header:
 * @text: words that somebody typed
 *
 * Makes them safe in a header line: ends of line and tabs become spaces, other control characters
 * and marks that turn the direction of writing go, spaces at both ends too (RC-25).
 *
 * Returns: (transfer full): what is left
 */
char *
cs_recipients_clean_header (const char *text)
{
  return g_strstrip (clean (text, FALSE));
}

/**
 * cs_recipients_dup_rule:
 * @mail: a message of a process
 * @language: (nullable): a tag
 *
 * What the rule is called that puts people on the list of a message (RC-20). A number that people
 * know it by, such as RC-01, stands before its title; an id that is only a word does not.
 *
 * Returns: (transfer full): its name
 */
char *
cs_recipients_dup_rule (const CsMail *mail, const char *language)
{
  g_autofree char *title = cs_text_dup (mail->title, language);
  gboolean is_number = strpbrk (mail->id, "0123456789") != NULL;

  if (*title == '\0')
    return g_strdup (mail->id);
  return is_number ? g_strdup_printf ("%s · %s", mail->id, title) : g_steal_pointer (&title);
}

static char *
name_of (const CsComposing *self, const char *person)
{
  const CsPerson *found = cs_directory_get_person (self->context->directory, person);

  return g_strdup (found != NULL ? found->name : "");
}

static char *
holders_of (const CsComposing *self, const CsRole *role)
{
  const CsProcess *process = cs_request_get_process (self->request);
  g_autoptr (GPtrArray) holders = cs_directory_list_holders (self->context->directory,
                                                             process->pack->id,
                                                             role->id,
                                                             cs_request_get_region (self->request),
                                                             FALSE,
                                                             process->id,
                                                             NULL,
                                                             self->context->now);
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < holders->len; i++)
    g_string_append_printf (names,
                            "%s%s",
                            i > 0 ? ", " : "",
                            ((CsHolder *)holders->pdata[i])->person->name);
  return g_string_free (names, FALSE);
}

static char *
client_name (const CsComposing *self)
{
  const char *id = cs_request_get_client (self->request);
  const CsClient *client = cs_directory_get_client (self->context->directory, id);

  return g_strdup (client != NULL ? client->name : id);
}

static char *
region_name (const CsComposing *self)
{
  const CsPack *pack = cs_request_get_process (self->request)->pack;
  const CsRegion *region = cs_pack_get_region (pack, cs_request_get_region (self->request));

  return region != NULL ? cs_text_dup (region->title, self->language) : g_strdup ("");
}

/* What a placeholder stands for; %NULL where a field is not answered. */
static char *
look_up (const CsComposing *self, const char *name)
{
  const CsProcess *process = cs_request_get_process (self->request);
  const CsField *field;

  if (strcmp (name, "client") == 0)
    return client_name (self);
  if (strcmp (name, "region") == 0)
    return region_name (self);
  if (strcmp (name, "title") == 0)
    return g_strdup (cs_request_get_title (self->request));
  if (strcmp (name, "number") == 0) {
    const char *number = cs_request_get_number (self->request);

    return g_strdup (number != NULL ? number : "");
  }
  if (strcmp (name, "me") == 0)
    return name_of (self, self->person);
  field = cs_process_get_field (process, name);
  if (field != NULL)
    return cs_request_dup_value_text (self->request,
                                      field,
                                      self->context->directory,
                                      self->language);
  return holders_of (self, cs_pack_get_role (process->pack, name));
}

static void
add_value (CsComposing *self, const char *name, gboolean is_header, GString *words)
{
  const CsField *field = cs_process_get_field (cs_request_get_process (self->request), name);
  g_autofree char *value = look_up (self, name);
  g_autofree char *cleaned = NULL;

  if (value == NULL) {
    g_autofree char *title = field != NULL ? cs_text_dup (field->title, self->language) : NULL;

    if (field != NULL && cs_request_field_applies (self->request, field) != CS_TRUTH_FALSE)
      cs_composing_add_problem (self, "L-36", g_strdup_printf (_ ("“%s” is missing."), title));
    return;
  }
  cleaned = is_header ? cs_recipients_clean_header (value) : clean (value, TRUE);
  g_string_append (words, cleaned);
}

static void
add_part (CsComposing *self, const char *text, gboolean is_header, GString *words)
{
  const char *at = text;

  for (const char *open = strchr (at, '{'); open != NULL; open = strchr (at, '{')) {
    const char *close = strchr (open, '}');
    g_autofree char *name = NULL;

    if (close == NULL)
      break;
    name = g_strndup (open + 1, close - open - 1);
    g_string_append_len (words, at, open - at);
    add_value (self, name, is_header, words);
    at = close + 1;
  }
  g_string_append (words, at);
}

static char *
write_text (CsComposing *self, const CsText *text, gboolean is_header)
{
  GString *words = g_string_new (NULL);

  for (guint i = 0;; i++) {
    const char *part;
    const CsCond *when = cs_text_get_part (text, i, self->language, &part);
    const CsSetting *setting = cs_text_get_part_setting (text, i);

    if (part == NULL)
      break;
    if (!cs_composing_applies (self, when))
      continue;
    if (setting != NULL)
      part = cs_request_get_setting (self->request, setting->id);
    if (part != NULL)
      add_part (self, part, is_header, words);
  }
  return g_string_free (words, FALSE);
}

/* What its writer may not see is not sent in their name (RC-23). */
static void
check_visible (CsComposing *self)
{
  g_autoptr (GPtrArray) fields =
      cs_mail_list_shown_fields (cs_request_get_process (self->request), self->mail);

  for (guint i = 0; i < fields->len; i++) {
    const CsField *field = fields->pdata[i];
    const CsValue *value = cs_request_get_value (self->request, field);
    g_autofree char *title = NULL;

    if (!cs_value_is_withheld (value->value))
      continue;
    title = cs_text_dup (field->title, self->language);
    cs_composing_add_problem (self,
                              "RC-23",
                              g_strdup_printf (_ ("“%s” is not visible to you"), title));
  }
}

/**
 * cs_composing_write: (skip)
 * @self: a message
 *
 * Writes subject and text as printed in the pack, three spaces and all (RC-25).
 */
void
cs_composing_write (CsComposing *self)
{
  CsDraftMail *draft = self->draft;

  if (self->mail->subject != NULL) {
    g_free (draft->subject);
    draft->subject = write_text (self, self->mail->subject, TRUE);
  }
  draft->body = write_text (self, self->mail->body, FALSE);
  check_visible (self);
  if (draft->subject == NULL && self->mail->via == NULL)
    cs_composing_add_problem (self,
                              "RC-25",
                              g_strdup (_ ("The thread that this answers has no message yet.")));
  if (draft->subject == NULL)
    draft->subject = g_strdup ("");
}
