/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-mail-header.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define LINE_LENGTH         78 /* RFC 5322, 2.1.1: should */
#define MAX_WORD_LENGTH     900
#define MAX_ID_LENGTH       900
#define ENCODED_LINE_LENGTH 76 /* RFC 2047, 2 */

/**
 * cs_mail_header_is_forbidden:
 * @c: a character
 *
 * Says which characters have no place in a header: line breaks and other controls, which would
 * start a header of their own, and controls of writing direction, which make a text look like
 * another (RC-25). Direction marks and joiners stay: Arabic and Persian names need them.
 *
 * Returns: whether @c is one of them
 */
gboolean
cs_mail_header_is_forbidden (gunichar c)
{
  return g_unichar_iscntrl (c) || c == 0x2028 || c == 0x2029 || (c >= 0x202a && c <= 0x202e) ||
         (c >= 0x2066 && c <= 0x2069) || c == 0xfeff;
}

/**
 * cs_mail_header_strip:
 * @text: anything; what is not UTF-8 becomes U+FFFD
 *
 * Returns: (transfer full): @text without what [func@mail_header_is_forbidden] names (RC-25)
 */
char *
cs_mail_header_strip (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *stripped = g_string_new (NULL);

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);

    if (!cs_mail_header_is_forbidden (c))
      g_string_append_unichar (stripped, c);
  }
  return g_string_free (stripped, FALSE);
}

static gboolean
is_plain (const char *text)
{
  for (const char *at = text; *at != '\0'; at++)
    if (*at < 0x20 || *at > 0x7e)
      return FALSE;
  return strstr (text, "=?") == NULL;
}

/* How many bytes of @text go into one word: whole characters, at most @limit bytes and, unless it
 * is the last, a multiple of three, because some readers stop at a word that ends in padding. */
static gsize
base64_chunk (const char *text, gsize limit)
{
  gsize chunk = 0;
  const char *at = text;

  while (*at != '\0' && (gsize)(g_utf8_next_char (at) - text) <= limit) {
    at = g_utf8_next_char (at);
    if ((at - text) % 3 == 0 || *at == '\0')
      chunk = (gsize)(at - text);
  }
  return chunk;
}

/* For the rare texts that no multiple of three divides; at least one character. */
static gsize
append_quoted_chunk (GString *eml, const char *text, gsize limit)
{
  const char *at = text;

  g_string_append (eml, "=?UTF-8?Q?");
  do {
    const char *next = g_utf8_next_char (at);

    for (; at < next; at++)
      g_string_append_printf (eml, "=%02X", (guint8)*at);
  } while (*at != '\0' && (gsize)(g_utf8_next_char (at) - text) <= limit);
  g_string_append (eml, "?=");
  return (gsize)(at - text);
}

/* RFC 2047: the whole text, so that spaces come through as they are. */
static void
append_encoded_words (GString *eml, const char *text, gsize column)
{
  for (const char *at = text; *at != '\0';) {
    gsize room = ENCODED_LINE_LENGTH - column -
                 strlen ("=?UTF-8?B?"
                         "?=");
    gsize chunk = base64_chunk (at, room / 4 * 3);

    if (at != text)
      g_string_append (eml, "\r\n ");
    if (chunk > 0) {
      g_autofree char *digits = g_base64_encode ((const guchar *)at, chunk);

      g_string_append_printf (eml, "=?UTF-8?B?%s?=", digits);
    } else {
      chunk = append_quoted_chunk (eml, at, room / 3);
    }
    at += chunk;
    column = 1;
  }
}

/* Folding replaces nothing and adds only line breaks, and only before a single space, so that a
 * reader who removes them gets the text back. */
static gboolean
append_folded (GString *eml, const char *text, gsize column)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  gsize length = strlen (text);

  if (length > 0 && (text[0] == ' ' || text[length - 1] == ' '))
    return FALSE;
  if (column + length <= LINE_LENGTH) {
    g_string_append (eml, text);
    return TRUE;
  }
  for (guint i = 0; words[i] != NULL; i++)
    if (words[i][0] == '\0' || strlen (words[i]) > MAX_WORD_LENGTH)
      return FALSE; /* several spaces in a row */
  for (guint i = 0; words[i] != NULL; i++) {
    gsize size = strlen (words[i]);

    if (i > 0 && column + 1 + size > LINE_LENGTH) {
      g_string_append (eml, "\r\n");
      column = 0;
    }
    g_string_append_printf (eml, "%s%s", i > 0 ? " " : "", words[i]);
    column += size + (i > 0 ? 1 : 0);
  }
  return TRUE;
}

/**
 * cs_mail_header_append_text:
 * @eml: the header block so far
 * @name: the header, such as `Subject`
 * @text: what it says, free of forbidden characters
 *
 * Writes a header of free text, in encoded words where it is not plain (RFC 2047), with every space
 * kept (RC-25).
 */
void
cs_mail_header_append_text (GString *eml, const char *name, const char *text)
{
  g_string_append_printf (eml, "%s: ", name);
  if (!is_plain (text) || !append_folded (eml, text, strlen (name) + 2))
    append_encoded_words (eml, text, strlen (name) + 2);
  g_string_append (eml, "\r\n");
}

static gboolean
is_atoms (const char *text)
{
  gboolean was_space = TRUE;

  for (const char *at = text; *at != '\0'; at++) {
    if (*at == ' ' ? was_space
                   : !g_ascii_isalnum (*at) && strchr ("!#$%&'*+-/=?^_`{|}~", *at) == NULL)
      return FALSE;
    was_space = *at == ' ';
  }
  return !was_space;
}

static void
append_phrase (GString *eml, const char *text, gsize column)
{
  if (!is_plain (text)) {
    append_encoded_words (eml, text, column);
  } else if (is_atoms (text)) {
    g_string_append (eml, text);
  } else {
    g_string_append_c (eml, '"');
    for (const char *at = text; *at != '\0'; at++) {
      if (*at == '"' || *at == '\\')
        g_string_append_c (eml, '\\');
      g_string_append_c (eml, *at);
    }
    g_string_append_c (eml, '"');
  }
}

/**
 * cs_mail_header_append_mailboxes:
 * @eml: the header block so far
 * @name: the header, such as `To`
 * @mailboxes: (element-type CsMailbox): who stands in it; if nobody, nothing is written
 *
 * Writes a header of addresses, one a line.
 */
void
cs_mail_header_append_mailboxes (GString *eml, const char *name, GPtrArray *mailboxes)
{
  for (guint i = 0; i < mailboxes->len; i++) {
    const CsMailbox *mailbox = g_ptr_array_index (mailboxes, i);

    if (i == 0)
      g_string_append_printf (eml, "%s: ", name);
    else
      g_string_append (eml, ",\r\n ");
    if (mailbox->name != NULL) {
      append_phrase (eml, mailbox->name, i == 0 ? strlen (name) + 2 : 1);
      g_string_append_printf (eml,
                              "%s<%s>",
                              is_plain (mailbox->name) ? " " : "\r\n ",
                              mailbox->wire_address);
    } else {
      g_string_append (eml, mailbox->wire_address);
    }
  }
  if (mailboxes->len > 0)
    g_string_append (eml, "\r\n");
}

/**
 * cs_mail_header_append_ids:
 * @eml: the header block so far
 * @name: the header, such as `References`
 * @ids: message identifiers, as [func@mail_header_read_id] gives them; if none, nothing is written
 *
 * Writes a header of message identifiers, folded so that no line is too long.
 */
void
cs_mail_header_append_ids (GString *eml, const char *name, const char *const *ids)
{
  gsize column = strlen (name) + 1;

  if (ids == NULL || ids[0] == NULL)
    return;
  g_string_append_printf (eml, "%s:", name);
  for (guint i = 0; ids[i] != NULL; i++) {
    gsize size = strlen (ids[i]) + 1;

    if (i > 0 && column + size > LINE_LENGTH) {
      g_string_append (eml, "\r\n");
      column = 0;
    }
    g_string_append_printf (eml, " %s", ids[i]);
    column += size;
  }
  g_string_append (eml, "\r\n");
}

/**
 * cs_mail_header_read_id:
 * @text: a message identifier, with or without its angle brackets
 * @error: `CS_ERROR_INVALID`
 *
 * Returns: (transfer full) (nullable): the identifier in angle brackets
 */
char *
cs_mail_header_read_id (const char *text, GError **error)
{
  g_autofree char *id = g_strstrip (g_strdup (text));
  gsize length = strlen (id);
  g_autofree char *shown = g_strescape (text, NULL);
  gboolean is_good;

  if (length >= 2 && id[0] == '<' && id[length - 1] == '>') {
    memmove (id, id + 1, length - 2);
    id[length - 2] = '\0';
  }
  length = strlen (id);
  is_good = length > 0 && length <= MAX_ID_LENGTH;
  for (const char *at = id; *at != '\0'; at++)
    is_good = is_good && *at > 0x20 && *at < 0x7f && strchr ("<>,;", *at) == NULL;
  if (is_good)
    return g_strdup_printf ("<%s>", id);
  g_set_error (error,
               CS_ERROR,
               CS_ERROR_INVALID,
               _ ("“%.60s” is no message identifier; expected one such as <id@host.example>."),
               shown);
  return NULL;
}
