/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-visit.h"

#include "cs-base64url.h"
#include "cs-door.h"
#include "cs-server.h"

#include <string.h>

/* POST /v1/sessions/…: signing in with an invitation, renewing, ending, showing once more. */

#define DEVICE_MOST 64

/**
 * cs_answer_refused:
 * @problem: which it is when nothing was written
 * @failure: (transfer full): what an accounts function said
 * @error: set where the transaction is to be taken back
 *
 * Returns: (transfer full) (nullable): an answer in its words, or %NULL with @error
 */
CsHttpAnswer *
cs_answer_refused (CsProblem problem, GError *failure, GError **error)
{
  CsHttpAnswer *answer = NULL;

  if (g_error_matches (failure, CS_ERROR, CS_ERROR_UNAUTHORISED))
    answer = cs_answer_problem (problem, "%s", failure->message);
  else if (g_error_matches (failure, CS_ERROR, CS_ERROR_BUSY))
    answer = cs_answer_problem (CS_PROBLEM_TOO_MANY, "%s", failure->message);
  if (answer == NULL)
    g_propagate_error (error, failure);
  else
    g_error_free (failure);
  return answer;
}

/**
 * cs_answer_grant:
 * @grant: tokens
 *
 * Returns: (transfer full): the answer to whoever signed in
 */
CsHttpAnswer *
cs_answer_grant (const CsGrant *grant)
{
  g_autoptr (CsWireSession) session = cs_wire_session_new ();

  session->person = g_strdup (grant->person);
  session->device = g_strdup (grant->device);
  session->access = g_strdup (grant->access);
  session->refresh = g_strdup (grant->refresh);
  session->expires_in = grant->expires_in_secs;
  return cs_answer_json (cs_wire_session_to_json (session));
}

/**
 * cs_answer_done:
 *
 * Returns: (transfer full): the answer to what has no other
 */
CsHttpAnswer *
cs_answer_done (void)
{
  g_autoptr (CsWireDone) done = cs_wire_done_new ();

  done->done = TRUE;
  return cs_answer_json (cs_wire_done_to_json (done));
}

/**
 * cs_device_read:
 * @wire: as a client names its computer
 * @refusal: (out) (transfer full): on %FALSE
 *
 * Returns: whether it can be one
 */
gboolean
cs_device_read (const CsWireDevice *wire, CsHttpAnswer **refusal)
{
  guint8 key[32];

  if (strlen (wire->id) <= DEVICE_MOST && g_ascii_isalnum (*wire->id) &&
      strspn (wire->id, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "-_.") == strlen (wire->id) &&
      cs_base64url_decode_exactly (wire->key, key, sizeof key))
    return TRUE;
  *refusal = cs_answer_problem (CS_PROBLEM_INVALID,
                                "A device has an identifier of letters, digits, “-”, “_” and “.”, "
                                "and an Ed25519 key.");
  return FALSE;
}

/**
 * cs_handle_invitation:
 *
 * `POST /v1/sessions/invitation`, on the writing desk.
 *
 * Returns: (transfer full): tokens, or why not; %NULL on error
 */
CsHttpAnswer *
cs_handle_invitation (CsCall *call, GError **error)
{
  const CsWireInvitation *message = call->message;
  CsDoor *door = cs_server_get_door (call->server);
  g_autofree char *address = cs_door_dup_address (call->request);
  CsHttpAnswer *refusal = NULL;
  g_autoptr (CsDpopProof) proof = NULL;
  g_autoptr (CsGrant) grant = NULL;
  GError *failure = NULL;

  if (!cs_device_read (message->device, &refusal))
    return refusal;
  proof = cs_door_check_proof (door, call->request, &refusal);
  if (proof == NULL)
    return refusal;
  grant = cs_accounts_accept_invitation (cs_door_get_accounts (door, call->ledger),
                                         message->code,
                                         &(CsNewDevice){message->device->id,
                                                        message->device->name,
                                                        message->device->key,
                                                        proof->thumbprint},
                                         address,
                                         &failure);
  if (grant == NULL)
    return cs_answer_refused (CS_PROBLEM_INVITATION, failure, error);
  return cs_answer_grant (grant);
}

/**
 * cs_handle_refresh:
 *
 * `POST /v1/sessions/refresh`, on the writing desk.
 *
 * Returns: (transfer full): tokens, or why not; %NULL on error
 */
CsHttpAnswer *
cs_handle_refresh (CsCall *call, GError **error)
{
  const CsWireRefresh *message = call->message;
  CsDoor *door = cs_server_get_door (call->server);
  CsAccounts *accounts = cs_door_get_accounts (door, call->ledger);
  g_autofree char *address = cs_door_dup_address (call->request);
  CsHttpAnswer *refusal = NULL;
  g_autoptr (CsDpopProof) proof = cs_door_check_proof (door, call->request, &refusal);
  g_autoptr (CsGrant) grant = NULL;
  CsAccess access = CS_ACCESS_UNKNOWN;
  GError *failure = NULL;

  if (proof == NULL)
    return refusal;
  grant = cs_accounts_refresh (accounts,
                               message->refresh,
                               proof->thumbprint,
                               address,
                               &access,
                               &failure);
  if (grant != NULL)
    return cs_answer_grant (grant);
  return cs_answer_refused (access == CS_ACCESS_DEVICE_REMOVED ? CS_PROBLEM_REVOKED
                                                               : CS_PROBLEM_SIGNED_OUT,
                            failure,
                            error);
}

/**
 * cs_handle_end:
 *
 * `POST /v1/sessions/end`, on the writing desk.
 *
 * Returns: (transfer full): that it is done, or %NULL
 */
CsHttpAnswer *
cs_handle_end (CsCall *call, GError **error)
{
  const CsWireEnd *message = call->message;
  CsAccounts *accounts = cs_door_get_accounts (cs_server_get_door (call->server), call->ledger);

  if (!(message->everywhere ? cs_accounts_end_person (accounts, call->caller.person, error)
                            : cs_accounts_end_session (accounts, call->caller.session, error)))
    return NULL;
  return cs_answer_done ();
}

/**
 * cs_handle_passphrase:
 *
 * `POST /v1/sessions/passphrase`, on the writing desk.
 *
 * Returns: (transfer full): that it is done, or why not; %NULL on error
 */
CsHttpAnswer *
cs_handle_passphrase (CsCall *call, GError **error)
{
  const CsWirePassphrase *message = call->message;
  const CsSignedIn who = {.person = call->caller.person,
                          .device = call->caller.device,
                          .session = call->caller.session,
                          .authenticated = call->caller.authenticated};
  GError *failure = NULL;

  if (cs_accounts_set_passphrase (
          cs_door_get_accounts (cs_server_get_door (call->server), call->ledger),
          &who,
          message->passphrase,
          message->old,
          &failure))
    return cs_answer_done ();
  return cs_answer_refused (CS_PROBLEM_FORBIDDEN, failure, error);
}
