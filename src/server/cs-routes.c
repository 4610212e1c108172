/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-handlers.h"
#include "cs-visit.h"
#include "cs-wire-files.h"
#include "cs-wire-pull.h"
#include "cs-wire-push.h"

#include <string.h>

/* A body of the message @name, and how it is let go. */
#define BODY(name) .read = read_##name, .free = free_##name
#define DEFINE_BODY(Type, name)                                                                    \
  static gpointer read_##name (const char *text, gsize length, GError **error)                     \
  {                                                                                                \
    return name##_from_json (text, length, error);                                                 \
  }                                                                                                \
  static void free_##name (gpointer message)                                                       \
  {                                                                                                \
    name##_free (message);                                                                         \
  }

DEFINE_BODY (CsWirePush, cs_wire_push)
DEFINE_BODY (CsWirePull, cs_wire_pull)
DEFINE_BODY (CsWireWait, cs_wire_wait)
DEFINE_BODY (CsWireConsistency, cs_wire_consistency)
DEFINE_BODY (CsWireInclusion, cs_wire_inclusion)
DEFINE_BODY (CsWireFileBegin, cs_wire_file_begin)
DEFINE_BODY (CsWireFileOpen, cs_wire_file_open)
DEFINE_BODY (CsWireInvitation, cs_wire_invitation)
DEFINE_BODY (CsWireOidcSession, cs_wire_oidc_session)
DEFINE_BODY (CsWireRefresh, cs_wire_refresh)
DEFINE_BODY (CsWireEnd, cs_wire_end)
DEFINE_BODY (CsWireConfirm, cs_wire_confirm)
DEFINE_BODY (CsWirePassphrase, cs_wire_passphrase)
DEFINE_BODY (CsWireRevoke, cs_wire_revoke)
DEFINE_BODY (CsWireInvite, cs_wire_invite)

static const CsRoute routes[] = {
    {"GET", "/v1", .is_open = TRUE, .handle = cs_handle_info},
    {"POST", "/v1/entries", CS_DESK_WRITER, BODY (cs_wire_push), .handle = cs_handle_push},
    {"POST", "/v1/pull", CS_DESK_READER, BODY (cs_wire_pull), .handle = cs_handle_pull},
    {"POST", "/v1/wait", CS_DESK_READER, BODY (cs_wire_wait), .handle = cs_handle_wait},
    {"POST",
     "/v1/consistency",
     CS_DESK_READER,
     BODY (cs_wire_consistency),
     .handle = cs_handle_consistency},
    {"POST",
     "/v1/inclusion",
     CS_DESK_READER,
     BODY (cs_wire_inclusion),
     .handle = cs_handle_inclusion},
    {"POST",
     "/v1/files",
     CS_DESK_WRITER,
     BODY (cs_wire_file_begin),
     .handle = cs_handle_file_begin},
    {"POST",
     "/v1/files/open",
     CS_DESK_WRITER,
     BODY (cs_wire_file_open),
     .handle = cs_handle_file_open},
    {"PATCH", "/v1/files/{}", CS_DESK_FILES, .handle = cs_handle_file_write},
    {"GET", "/v1/files/{}", CS_DESK_FILES, .handle = cs_handle_file_read},
    {"POST",
     "/v1/sessions/invitation",
     CS_DESK_WRITER,
     TRUE,
     BODY (cs_wire_invitation),
     .handle = cs_handle_invitation},
    {"POST",
     "/v1/sessions/oidc",
     CS_DESK_NONE,
     TRUE,
     BODY (cs_wire_oidc_session),
     .handle = cs_handle_oidc},
    {"POST",
     "/v1/sessions/refresh",
     CS_DESK_WRITER,
     TRUE,
     BODY (cs_wire_refresh),
     .handle = cs_handle_refresh},
    {"POST", "/v1/sessions/end", CS_DESK_WRITER, BODY (cs_wire_end), .handle = cs_handle_end},
    {"POST",
     "/v1/sessions/confirm",
     CS_DESK_WRITER,
     BODY (cs_wire_confirm),
     .handle = cs_handle_confirm},
    {"POST",
     "/v1/sessions/passphrase",
     CS_DESK_WRITER,
     BODY (cs_wire_passphrase),
     .handle = cs_handle_passphrase},
    {"GET", "/v1/me", CS_DESK_READER, .handle = cs_handle_me},
    {"POST",
     "/v1/devices/revoke",
     CS_DESK_WRITER,
     BODY (cs_wire_revoke),
     .handle = cs_handle_revoke},
    {"POST", "/v1/invitations", CS_DESK_WRITER, BODY (cs_wire_invite), .handle = cs_handle_invite},
};

static gboolean
matches (const char *pattern, const char *path, const char **parameter)
{
  gsize length = strlen (pattern);

  *parameter = NULL;
  if (!g_str_has_suffix (pattern, "/{}"))
    return strcmp (pattern, path) == 0;
  if (strncmp (pattern, path, length - 2) != 0)
    return FALSE;
  *parameter = path + length - 2;
  return **parameter != '\0' && strchr (*parameter, '/') == NULL;
}

/**
 * cs_route_find:
 * @parameter: (out) (nullable): what stands in @path for “{}”; borrows from it
 * @is_other_method: (out): whether there is something at @path, for another method
 *
 * Returns: (transfer none) (nullable): who answers
 */
const CsRoute *
cs_route_find (const char *method,
               const char *path,
               const char **parameter,
               gboolean *is_other_method)
{
  *is_other_method = FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (routes); i++) {
    if (!matches (routes[i].path, path, parameter))
      continue;
    if (strcmp (routes[i].method, method) == 0)
      return &routes[i];
    *is_other_method = TRUE;
  }
  *parameter = NULL;
  return NULL;
}
