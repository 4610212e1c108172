/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-handlers.h"
#include "cs-log-tree.h"
#include "cs-server.h"
#include "cs-wire-pull.h"

/**
 * cs_handle_wait:
 *
 * `POST /v1/wait`: answered when the log is no longer as long as the caller knows, or after a
 * while.
 *
 * Returns: (nullable): a refusal where too many wait
 */
CsHttpAnswer *
cs_handle_wait (CsCall *call, GError **error)
{
  const CsWireWait *wait = call->message;

  if (cs_lobby_wait (cs_server_get_lobby (call->server),
                     call->exchange,
                     call->caller.person,
                     call->caller.device,
                     wait->size))
    return NULL;
  return cs_answer_problem (CS_PROBLEM_TOO_MANY, "Too many are waiting already.");
}

static CsHttpAnswer *
answer_proof (GArray *hashes)
{
  g_autoptr (CsWireProof) proof = NULL;

  if (hashes == NULL)
    return NULL;
  proof = cs_wire_proof_new ();
  g_clear_pointer (&proof->hashes, g_array_unref);
  proof->hashes = hashes;
  return cs_answer_json (cs_wire_proof_to_json (proof));
}

/**
 * cs_handle_consistency:
 *
 * `POST /v1/consistency`: proves that the log of one length begins with that of another (K-07).
 *
 * Returns: (transfer full): the answer, or %NULL
 */
CsHttpAnswer *
cs_handle_consistency (CsCall *call, GError **error)
{
  const CsWireConsistency *asked = call->message;

  return answer_proof (cs_log_tree_prove_consistency (cs_ledger_get_store (call->ledger),
                                                      asked->from,
                                                      asked->to,
                                                      error));
}

/**
 * cs_handle_inclusion:
 *
 * `POST /v1/inclusion`: proves that the log holds an entry at its place (K-07).
 *
 * Returns: (transfer full): the answer, or %NULL
 */
CsHttpAnswer *
cs_handle_inclusion (CsCall *call, GError **error)
{
  const CsWireInclusion *asked = call->message;

  return answer_proof (cs_log_tree_prove_inclusion (cs_ledger_get_store (call->ledger),
                                                    asked->seq,
                                                    asked->size,
                                                    error));
}
