/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-mailbox.h"

#include "cs-mail-header.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_TEXT_BYTES    2000
#define MAX_LOCAL_BYTES   64
#define MAX_ADDRESS_BYTES 254
#define MAX_NAME_BYTES    512

static gboolean
refuse (const char *text, const char *why, GError **error)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autoptr (GString) shown = g_string_new (NULL);
  guint count = 0;

  for (const char *at = valid; *at != '\0' && count < 80; at = g_utf8_next_char (at), count++) {
    gunichar c = g_utf8_get_char (at);

    g_string_append_unichar (shown, cs_mail_header_is_forbidden (c) ? 0xfffd : c);
  }
  g_set_error (error,
               CS_ERROR,
               CS_ERROR_INVALID,
               _ ("“%s” is no mail address: %s."),
               shown->str,
               why);
  return FALSE;
}

/* Scripts whose letters pass for each other's. */
static guint
lookalike_script (gunichar c)
{
  switch ((int)g_unichar_get_script (c)) {
    case G_UNICODE_SCRIPT_LATIN:
      return 1 << 0;
    case G_UNICODE_SCRIPT_CYRILLIC:
      return 1 << 1;
    case G_UNICODE_SCRIPT_GREEK:
      return 1 << 2;
    case G_UNICODE_SCRIPT_ARMENIAN:
      return 1 << 3;
    case G_UNICODE_SCRIPT_CHEROKEE:
      return 1 << 4;
    default:
      return 0;
  }
}

static gboolean
mixes_scripts (const char *label)
{
  guint scripts = 0;

  for (const char *at = label; *at != '\0'; at = g_utf8_next_char (at))
    scripts |= lookalike_script (g_utf8_get_char (at));
  return (scripts & (scripts - 1)) != 0;
}

static gboolean
is_atom_char (gunichar c)
{
  if (c < 0x80)
    return g_ascii_isalnum ((char)c) || strchr ("!#$%&'*+-/=?^_`{|}~", (int)c) != NULL;
  return g_unichar_isgraph (c);
}

static gboolean
is_dot_atom (const char *text)
{
  gboolean was_dot = TRUE;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at)) {
    if (*at == '.' ? was_dot : !is_atom_char (g_utf8_get_char (at)))
      return FALSE;
    was_dot = *at == '.';
  }
  return !was_dot;
}

/* Reads a whole quoted string; NULL if it is none. */
static char *
unquote (const char *text)
{
  g_autoptr (GString) inner = g_string_new (NULL);

  if (*text != '"')
    return NULL;
  for (text++; *text != '"'; text++) {
    if (*text == '\\' && text[1] != '\0')
      text++;
    if (*text == '\0')
      return NULL;
    g_string_append_c (inner, *text);
  }
  return text[1] == '\0' ? g_strdup (inner->str) : NULL;
}

static gboolean
is_local (const char *local)
{
  g_autofree char *inner = NULL;
  gsize length = strlen (local);

  if (length == 0 || length > MAX_LOCAL_BYTES)
    return FALSE;
  inner = unquote (local);
  return inner != NULL || is_dot_atom (local);
}

static gboolean
is_label (const char *label)
{
  gsize length = strlen (label);

  return length > 0 && length <= 63 && label[0] != '-' && label[length - 1] != '-' &&
         strspn (label, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "-") == length;
}

/* The domain as mail carries it: ASCII, in the case in which it was written. */
static char *
read_domain (const char *domain, const char **why)
{
  g_autofree char *ascii = NULL;
  g_auto (GStrv) labels = g_strsplit (domain, ".", -1);

  *why = _ ("what stands after “@” is no domain");
  for (guint i = 0; labels[i] != NULL; i++) {
    if (mixes_scripts (labels[i])) {
      *why = _ ("its domain mixes letters of different scripts that look alike");
      return NULL;
    }
  }
  if (g_str_is_ascii (domain))
    ascii = g_strdup (domain);
  else
    ascii = g_hostname_to_ascii (domain);
  if (ascii == NULL || *ascii == '\0')
    return NULL;
  g_strfreev (labels);
  labels = g_strsplit (ascii, ".", -1);
  for (guint i = 0; labels[i] != NULL; i++)
    if (!is_label (labels[i]))
      return NULL;
  return g_steal_pointer (&ascii);
}

static gboolean
read_address (CsMailbox *self, const char *whole, const char *text, GError **error)
{
  const char *at = strrchr (text, '@');
  g_autofree char *local = NULL;
  g_autofree char *domain = NULL;
  const char *why = NULL;

  if (at == NULL)
    return refuse (whole, _ ("expected name@domain or Name <name@domain>"), error);
  local = g_strndup (text, (gsize)(at - text));
  if (!is_local (local))
    why = _ ("what stands before “@” is no mailbox name");
  else if (mixes_scripts (local))
    why = _ ("it mixes letters of different scripts that look alike");
  else
    domain = read_domain (at + 1, &why);
  if (domain == NULL)
    return refuse (whole, why, error);
  self->address = g_strdup (text);
  self->wire_address = g_strdup_printf ("%s@%s", local, domain);
  if (strlen (self->wire_address) > MAX_ADDRESS_BYTES)
    return refuse (whole, _ ("it is longer than 254 bytes"), error);
  return TRUE;
}

static gboolean
read_name (const char *whole, const char *text, char **name, GError **error)
{
  g_autofree char *inner = unquote (text);

  *name = NULL;
  if (inner == NULL && strpbrk (text, "<>\"") != NULL)
    return refuse (whole, _ ("quotation marks go around the whole name"), error);
  if (inner == NULL && strchr (text, '@') != NULL && strpbrk (text, ",;") != NULL)
    return refuse (whole, _ ("there is more than one address in it"), error);
  if (strlen (text) > MAX_NAME_BYTES)
    return refuse (whole, _ ("its name is too long"), error);
  if (inner == NULL)
    inner = g_strdup (text);
  g_strstrip (inner);
  if (*inner != '\0')
    *name = g_steal_pointer (&inner);
  return TRUE;
}

/**
 * cs_mailbox_parse:
 * @text: `local@domain` or `Name <local@domain>`, the name in quotation marks or not
 * @error: `CS_ERROR_INVALID` with the address and what is wrong with it
 *
 * Reads one address strictly. Line breaks, other controls, direction overrides (RC-25), more than
 * one address and domains that mix look-alike scripts are refused; international domains also
 * come in ASCII. Any thread may call this.
 *
 * Returns: (transfer full) (nullable): the mailbox
 */
CsMailbox *
cs_mailbox_parse (const char *text, GError **error)
{
  g_autofree char *trimmed = NULL;
  g_autoptr (CsMailbox) self = g_new0 (CsMailbox, 1);
  char *open;

  if (strnlen (text, MAX_TEXT_BYTES) == MAX_TEXT_BYTES || !g_utf8_validate (text, -1, NULL)) {
    refuse ("…", _ ("it is too long or not UTF-8"), error);
    return NULL;
  }
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at)) {
    if (cs_mail_header_is_forbidden (g_utf8_get_char (at))) {
      refuse (text, _ ("it has a line break or another control character in it"), error);
      return NULL;
    }
  }
  trimmed = g_strstrip (g_strdup (text));
  if (!g_str_has_suffix (trimmed, ">")) {
    if (!read_address (self, text, trimmed, error))
      return NULL;
    return g_steal_pointer (&self);
  }
  trimmed[strlen (trimmed) - 1] = '\0';
  open = strrchr (trimmed, '<');
  if (open == NULL) {
    refuse (text, _ ("“<” is missing"), error);
    return NULL;
  }
  *open = '\0';
  if (!read_address (self, text, open + 1, error) ||
      !read_name (text, g_strstrip (trimmed), &self->name, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * cs_mailbox_free:
 * @self: (transfer full) (nullable): a mailbox
 */
void
cs_mailbox_free (CsMailbox *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->address);
  g_free (self->wire_address);
  g_free (self);
}

/**
 * cs_mailbox_seen_new:
 *
 * Returns: (transfer full): an empty set for [func@mailbox_parse_list]
 */
GHashTable *
cs_mailbox_seen_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * cs_mailbox_parse_list:
 * @texts: (nullable): addresses, as [func@mailbox_parse] reads them
 * @seen: the addresses of the lists before, such as To before Cc; those of this one are added
 * @what: what errors call the list, such as `cc`
 * @error: `CS_ERROR_INVALID`
 *
 * Reads a list and leaves out who is in it or in an earlier one already, whatever the case of the
 * letters (RC-21).
 *
 * Returns: (transfer full) (nullable) (element-type CsMailbox): the mailboxes
 */
GPtrArray *
cs_mailbox_parse_list (const char *const *texts, GHashTable *seen, const char *what, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_mailbox_free);

  for (guint i = 0; texts != NULL && texts[i] != NULL; i++) {
    g_autoptr (CsMailbox) mailbox = cs_mailbox_parse (texts[i], error);

    if (mailbox == NULL) {
      g_prefix_error (error, "%s: ", what);
      return NULL;
    }
    if (g_hash_table_add (seen, g_utf8_casefold (mailbox->wire_address, -1)))
      g_ptr_array_add (list, g_steal_pointer (&mailbox));
  }
  return g_steal_pointer (&list);
}
