/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-link.h"

#include "cs-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define SCHEME             "countersign:"
#define SERVER             "server="
#define N_LINK_CHARS_LIMIT 512
#define N_KEY_CHARS_LIMIT  64

static gboolean
is_key (const char *text)
{
  if (*text == '\0' || strlen (text) > N_KEY_CHARS_LIMIT)
    return FALSE;
  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && *p != '-' && *p != '_')
      return FALSE;
  return TRUE;
}

static gboolean
is_host (const char *text)
{
  if (*text == '\0' || strlen (text) > 253)
    return FALSE;
  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && *p != '-' && *p != '.' && *p != ':')
      return FALSE;
  return TRUE;
}

static gboolean
is_kind (const char *text)
{
  static const char *const kinds[] = {"request", "payment", "sow", NULL};

  return g_strv_contains (kinds, text);
}

static gboolean
read_link (const char *rest, CsLink *link)
{
  g_auto (GStrv) parts = g_strsplit (rest, "?", 2);
  g_auto (GStrv) path = g_strsplit (parts[0] != NULL ? parts[0] : "", "/", 3);

  if (g_strv_length (path) != 2 || !is_kind (path[0]) || !is_key (path[1]))
    return FALSE;
  if (parts[1] != NULL) {
    if (!g_str_has_prefix (parts[1], SERVER) || !is_host (parts[1] + strlen (SERVER)))
      return FALSE;
    link->server = g_strdup (parts[1] + strlen (SERVER));
  }
  link->kind = g_strdup (path[0]);
  link->key = g_strdup (path[1]);
  return TRUE;
}

/**
 * cs_link_parse:
 * @uri: “countersign:request/ANT-1042?server=HOST”, from anywhere
 * @link: (out caller-allocates): cleared with [func@link_clear]
 * @error: INVALID, and what a link looks like
 *
 * Reads a link strictly: known kind, plain key, no other parameter than the server.
 */
gboolean
cs_link_parse (const char *uri, CsLink *link, GError **error)
{
  memset (link, 0, sizeof *link);
  if (uri != NULL && strlen (uri) <= N_LINK_CHARS_LIMIT && g_str_has_prefix (uri, SCHEME) &&
      read_link (uri + strlen (SCHEME), link))
    return TRUE;
  g_set_error_literal (error,
                       CS_ERROR,
                       CS_ERROR_INVALID,
                       _ ("A link looks like “countersign:request/ANT-1042”."));
  return FALSE;
}

void
cs_link_clear (CsLink *self)
{
  g_clear_pointer (&self->kind, g_free);
  g_clear_pointer (&self->key, g_free);
  g_clear_pointer (&self->server, g_free);
}

/**
 * cs_link_for_request:
 * @number: of a request, “ANT-1042”
 *
 * Returns: (transfer full): the link to it
 */
char *
cs_link_for_request (const char *number)
{
  return g_strconcat ("countersign:request/", number, NULL);
}
