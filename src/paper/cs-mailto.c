/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-mailto.h"

#include "cs-mail-header.h"
#include "cs-mailbox.h"

#include <string.h>

/* Only what no mail program reads in another way stays as it is: "+" is among the rest, because
 * some take it for a space. */
static void
append_escaped (GString *uri, const char *text)
{
  for (const char *at = text; *at != '\0'; at++) {
    if (g_ascii_isalnum (*at) || strchr ("-._~", *at) != NULL)
      g_string_append_c (uri, *at);
    else
      g_string_append_printf (uri, "%%%02X", (guint8)*at);
  }
}

static void
append_address (GString *uri, const char *address)
{
  const char *at = strrchr (address, '@');
  g_autofree char *local = g_strndup (address, (gsize)(at - address));

  append_escaped (uri, local);
  g_string_append_c (uri, '@');
  append_escaped (uri, at + 1);
}

static void
append_name (GString *uri, const char *name)
{
  g_string_append_printf (uri, "%c%s=", strchr (uri->str, '?') != NULL ? '&' : '?', name);
}

static void
append_mailboxes (GString *uri, GPtrArray *mailboxes)
{
  for (guint i = 0; i < mailboxes->len; i++) {
    const CsMailbox *mailbox = g_ptr_array_index (mailboxes, i);

    if (i > 0)
      g_string_append_c (uri, ',');
    append_address (uri, mailbox->address);
  }
}

static gboolean
append_list (GString *uri,
             const char *name,
             const char *const *texts,
             GHashTable *seen,
             GError **error)
{
  g_autoptr (GPtrArray) mailboxes = cs_mailbox_parse_list (texts, seen, name, error);

  if (mailboxes == NULL)
    return FALSE;
  if (mailboxes->len > 0) {
    append_name (uri, name);
    append_mailboxes (uri, mailboxes);
  }
  return TRUE;
}

static void
append_subject (GString *uri, const char *subject)
{
  g_autofree char *stripped = cs_mail_header_strip (subject);

  if (*stripped == '\0')
    return;
  append_name (uri, "subject");
  append_escaped (uri, stripped);
}

/* Every end of line is CR LF (RFC 6068, 5). */
static void
append_body (GString *uri, const char *body)
{
  g_autofree char *valid = g_utf8_make_valid (body, -1);

  if (*valid == '\0')
    return;
  append_name (uri, "body");
  for (const char *at = valid; *at != '\0';) {
    g_autofree char *line = g_strndup (at, strcspn (at, "\r\n"));

    append_escaped (uri, line);
    at += strlen (line);
    if (*at == '\0')
      break;
    g_string_append (uri, "%0D%0A");
    at += g_str_has_prefix (at, "\r\n") ? 2 : 1;
  }
}

/**
 * cs_mailto_to_uri:
 * @self: what is to be written
 * @error: `CS_ERROR_INVALID` for an address that is none
 *
 * Makes a link of RFC 6068. Display names are left out, as the form has no place for them; the
 * subject loses control characters (RC-25); nobody is named twice (RC-21). How long a link a mail
 * program takes is for the caller to judge. Any thread may call this.
 *
 * Returns: (transfer full) (nullable): the URI
 */
char *
cs_mailto_to_uri (const CsMailto *self, GError **error)
{
  g_autoptr (GString) uri = g_string_new ("mailto:");
  g_autoptr (GHashTable) seen = cs_mailbox_seen_new ();
  g_autoptr (GPtrArray) to = cs_mailbox_parse_list (self->to, seen, "to", error);

  if (to == NULL)
    return NULL;
  append_mailboxes (uri, to);
  if (!append_list (uri, "cc", self->cc, seen, error) ||
      !append_list (uri, "bcc", self->bcc, seen, error))
    return NULL;
  if (self->subject != NULL)
    append_subject (uri, self->subject);
  if (self->body != NULL)
    append_body (uri, self->body);
  return g_strdup (uri->str);
}
