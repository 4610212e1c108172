/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-signed-head.h"

#include <string.h>

/* Of what cs_sign() makes "countersign/head/v1". */
#define DOMAIN    "head"
#define SEPARATOR "."

static CsInstant
whole_millis (CsInstant time)
{
  return (time / 1000 - (time % 1000 < 0 ? 1 : 0)) * 1000;
}

/**
 * cs_signed_head_new:
 * @log: id of the log
 * @incarnation: id of this life of it; another one after each restore (K-11)
 * @size: how many entries it has
 * @root: the root of the tree over them
 * @time: when; finer than milliseconds is dropped
 *
 * Returns: (transfer full): a head that nobody has signed yet
 */
CsSignedHead *
cs_signed_head_new (const char *log,
                    const char *incarnation,
                    gint64 size,
                    const CsDigest *root,
                    CsInstant time)
{
  CsSignedHead *self = g_new0 (CsSignedHead, 1);

  self->log = g_strdup (log);
  self->incarnation = g_strdup (incarnation);
  self->size = size;
  self->root = *root;
  self->time = whole_millis (time);
  return self;
}

/**
 * cs_signed_head_copy:
 * @self: a head
 *
 * Returns: (transfer full): the same, with its signature
 */
CsSignedHead *
cs_signed_head_copy (const CsSignedHead *self)
{
  CsSignedHead *copy =
      cs_signed_head_new (self->log, self->incarnation, self->size, &self->root, self->time);

  copy->signature = g_strdup (self->signature);
  return copy;
}

/**
 * cs_signed_head_free:
 * @self: (transfer full) (nullable): a head
 */
void
cs_signed_head_free (CsSignedHead *self)
{
  if (self == NULL)
    return;
  g_free (self->log);
  g_free (self->incarnation);
  g_free (self->signature);
  g_free (self);
}

/**
 * cs_signed_head_format_time:
 * @time: a moment
 *
 * Returns: (transfer full): RFC 3339 in UTC, always with three digits of milliseconds: what is
 *   signed and sent
 */
char *
cs_signed_head_format_time (CsInstant time)
{
  char *text = cs_instant_format (time);

  if (strchr (text, '.') == NULL && g_str_has_suffix (text, "Z")) {
    char *longer;

    text[strlen (text) - 1] = '\0';
    longer = g_strconcat (text, ".000Z", NULL);
    g_free (text);
    return longer;
  }
  return text;
}

/* log, incarnation, size, root and time, a line each; no line feed after the last. */
static char *
dup_statement (const CsSignedHead *self)
{
  g_autofree char *root = cs_hex_encode (self->root.bytes, CS_DIGEST_BYTES);
  g_autofree char *time = cs_signed_head_format_time (self->time);

  return g_strdup_printf ("%s\n%s\n%" G_GINT64_FORMAT "\n%s\n%s",
                          self->log,
                          self->incarnation,
                          self->size,
                          root,
                          time);
}

/**
 * cs_signed_head_sign:
 * @self: a head
 * @keys: of the authority
 *
 * Signs the head in the domain `countersign/head/v1`. The statement is log, incarnation, size, root
 * (lower-case hex) and time, one a line.
 */
void
cs_signed_head_sign (CsSignedHead *self, CsKeys *keys)
{
  g_autofree char *statement = dup_statement (self);

  g_free (self->signature);
  self->signature = cs_sign (keys, DOMAIN, statement, strlen (statement));
}

/* Nothing that could move the lines of the statement. */
static gboolean
is_name (const char *text)
{
  if (text == NULL || *text == '\0')
    return FALSE;
  for (; *text != '\0'; text++) {
    if (!g_ascii_isalnum (*text) && *text != '-')
      return FALSE;
  }
  return TRUE;
}

/**
 * cs_signed_head_verify:
 * @self: a head
 * @public_key: (nullable): base64url, of the authority
 *
 * Returns: whether the owner of @public_key signed exactly this head
 */
gboolean
cs_signed_head_verify (const CsSignedHead *self, const char *public_key)
{
  g_autofree char *statement = NULL;

  if (!is_name (self->log) || !is_name (self->incarnation) || self->size < 0 ||
      self->time != whole_millis (self->time))
    return FALSE;
  statement = dup_statement (self);
  return cs_verify (public_key, DOMAIN, statement, strlen (statement), self->signature);
}

/**
 * cs_signed_head_dup_anchor:
 * @self: a signed head
 *
 * Size, root, milliseconds since 1970 and signature, joined by dots: at most 200 bytes. An entry
 * that carries it was provably written after the head's time (K-14), and lets clients of one
 * workspace compare heads without further messages (K-07).
 *
 * Returns: (transfer full): the text
 */
char *
cs_signed_head_dup_anchor (const CsSignedHead *self)
{
  g_autofree char *root = cs_hex_encode (self->root.bytes, CS_DIGEST_BYTES);

  return g_strdup_printf ("%" G_GINT64_FORMAT SEPARATOR "%s" SEPARATOR "%" G_GINT64_FORMAT SEPARATOR
                          "%s",
                          self->size,
                          root,
                          self->time / 1000,
                          self->signature != NULL ? self->signature : "");
}

static gboolean
read_number (const char *text, gint64 *number)
{
  return strspn (text, "0123456789") == strlen (text) &&
         g_ascii_string_to_signed (text, 10, 0, G_GINT64_CONSTANT (1) << 53, number, NULL);
}

/**
 * cs_signed_head_new_from_anchor:
 * @anchor: (nullable): as [method@SignedHead.dup_anchor] writes it
 * @log: id of the log it is said to be of
 * @incarnation: of that log
 *
 * Reads, and does not verify: ask [method@SignedHead.verify].
 *
 * Returns: (transfer full) (nullable): the head; %NULL when @anchor is none
 */
CsSignedHead *
cs_signed_head_new_from_anchor (const char *anchor, const char *log, const char *incarnation)
{
  g_auto (GStrv) parts = g_strsplit (anchor != NULL ? anchor : "", SEPARATOR, 5);
  CsDigest root;
  gint64 size, millis;
  CsSignedHead *self;

  if (g_strv_length (parts) != 4 || !read_number (parts[0], &size) ||
      !cs_hex_decode (parts[1], root.bytes, CS_DIGEST_BYTES) || !read_number (parts[2], &millis))
    return NULL;
  self = cs_signed_head_new (log, incarnation, size, &root, millis * 1000);
  self->signature = g_strdup (parts[3]);
  return self;
}
