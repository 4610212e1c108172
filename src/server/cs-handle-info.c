/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-entry.h"
#include "cs-handlers.h"
#include "cs-server.h"
#include "cs-wire-info.h"
#include "cs-wire.h"

/**
 * cs_handle_info:
 *
 * Who the server is and what it takes: `GET /v1`, open to all.
 *
 * Returns: (transfer full): the answer
 */
CsHttpAnswer *
cs_handle_info (CsCall *call, GError **error)
{
  CsServer *server = call->server;
  g_autoptr (CsWireInfo) info = cs_wire_info_new ();

  info->protocol[0] = info->protocol[1] = CS_WIRE_PROTOCOL;
  info->workspace = g_strdup (cs_server_get_workspace (server));
  info->name = g_strdup (cs_server_get_name (server));
  info->log = g_strdup (cs_server_get_log (server));
  info->incarnation = g_strdup (cs_server_get_incarnation (server));
  info->key = g_strdup (cs_server_get_public_key (server));
  info->time = cs_time_source_get_now (cs_server_get_time_source (server));
  info->sign_in = cs_wire_sign_in_new ();
  info->sign_in->invitation = TRUE;
  info->limits = cs_wire_limits_new ();
  info->limits->batch = CS_WIRE_BATCH;
  info->limits->body = CS_WIRE_BODY_BYTES;
  info->limits->entry = CS_ENTRY_LIMIT_BYTES;
  info->limits->file = cs_server_get_options (server)->file_bytes;
  return cs_answer_json (cs_wire_info_to_json (info));
}
