/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-entry.h"
#include "cs-handlers.h"
#include "cs-server.h"
#include "cs-wire-info.h"
#include "cs-wire.h"

/* Where else people may sign in. */
static CsWireOidc *
dup_provider (CsServer *server)
{
  CsOidcIssuer *issuer = cs_door_get_issuer (cs_server_get_door (server));
  CsWireOidc *oidc;

  if (issuer == NULL)
    return NULL;
  oidc = cs_wire_oidc_new ();
  oidc->issuer = g_strdup (cs_oidc_issuer_get_address (issuer));
  oidc->client_id = g_strdup (cs_oidc_issuer_get_client_id (issuer));
  oidc->device_flow = cs_server_get_options (server)->oidc_device_flow;
  return oidc;
}

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
  info->sign_in->oidc = dup_provider (server);
  info->limits = cs_wire_limits_new ();
  info->limits->batch = CS_WIRE_BATCH;
  info->limits->body = CS_WIRE_BODY_BYTES;
  info->limits->entry = CS_ENTRY_LIMIT_BYTES;
  info->limits->file = cs_server_get_options (server)->file_bytes;
  return cs_answer_json (cs_wire_info_to_json (info));
}
