/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-wire-problem.h"

#include "cs-wire.h"

#include <string.h>

/* Names are for ever: clients tell problems apart by them. Titles are for whoever debugs a client;
 * what people read is the client's own, in their language. */
static const struct {
  guint status;
  const char *name;
  const char *title;
} problems[] = {
    [CS_PROBLEM_UNKNOWN] = {500, "unknown", "Something else went wrong"},
    [CS_PROBLEM_INVALID] = {400, "invalid", "The message is not what was expected"},
    [CS_PROBLEM_PROTOCOL] = {400, "protocol", "There is no common version of the protocol"},
    [CS_PROBLEM_SIGNED_OUT] = {401, "signed_out", "Sign in first"},
    [CS_PROBLEM_PROOF] = {401, "proof", "The DPoP proof does not hold"},
    [CS_PROBLEM_REVOKED] = {401, "revoked", "This device was revoked"},
    [CS_PROBLEM_INVITATION] = {403, "invitation", "The invitation is not good"},
    [CS_PROBLEM_FORBIDDEN] = {403, "forbidden", "This person may not do that"},
    [CS_PROBLEM_NOT_FOUND] = {404, "not_found", "There is no such thing"},
    [CS_PROBLEM_METHOD] = {405, "method", "This is not done with that method"},
    [CS_PROBLEM_HISTORY_DIVERGED] = {409, "history_diverged", "The server has another history"},
    [CS_PROBLEM_OFFSET] = {409, "offset", "The upload stands elsewhere"},
    [CS_PROBLEM_CANNOT_CALCULATE] = {410, "cannot_calculate_changes", "Begin anew from nothing"},
    [CS_PROBLEM_TOO_LARGE] = {413, "too_large", "The message is too large"},
    [CS_PROBLEM_MEDIA_TYPE] = {415, "media_type", "Only application/json is read"},
    [CS_PROBLEM_UPGRADE_REQUIRED] = {426, "upgrade_required", "This client is too old to act"},
    [CS_PROBLEM_TOO_MANY] = {429, "too_many", "Too many calls; wait"},
    [CS_PROBLEM_QUOTA] = {507, "quota", "There is no room for that file"},
    [CS_PROBLEM_FAILED] = {500, "failed", "The server could not do it"},
    [CS_PROBLEM_UNAVAILABLE] = {503, "unavailable", "The server is busy or stopping; try again"},
};

static const CsShapeMember members[] = {
    {"type", CS_SHAPE_TEXT, offsetof (CsWireProblem, type), .most = CS_WIRE_NAME_BYTES},
    {"title", CS_SHAPE_TEXT, offsetof (CsWireProblem, title), CS_SHAPE_OPTIONAL},
    {"status", CS_SHAPE_INT, offsetof (CsWireProblem, status), CS_SHAPE_OPTIONAL},
    {"detail", CS_SHAPE_TEXT, offsetof (CsWireProblem, detail), CS_SHAPE_OPTIONAL},
    {"retry_secs", CS_SHAPE_INT, offsetof (CsWireProblem, retry_secs), CS_SHAPE_OPTIONAL},
    {NULL},
};
static const CsShape shape = {"problem",
                              sizeof (CsWireProblem),
                              members,
                              .most_bytes = CS_WIRE_SMALL_BYTES};

CS_SHAPE_DEFINE (CsWireProblem, cs_wire_problem, shape)

/**
 * cs_problem_get_name:
 * @problem: a problem
 *
 * Returns: (transfer none): its stable name, the end of its type
 */
const char *
cs_problem_get_name (CsProblem problem)
{
  return problems[problem].name;
}

/**
 * cs_problem_get_title:
 * @problem: a problem
 *
 * Returns: (transfer none): what it is, in English, the same each time
 */
const char *
cs_problem_get_title (CsProblem problem)
{
  return problems[problem].title;
}

/**
 * cs_problem_get_status:
 * @problem: a problem
 *
 * Returns: the HTTP status it is answered with
 */
guint
cs_problem_get_status (CsProblem problem)
{
  return problems[problem].status;
}

/**
 * cs_wire_problem_make:
 * @problem: what is wrong
 * @detail: (nullable): this time, in words; no business data
 *
 * Returns: (transfer full): the document to answer with
 */
CsWireProblem *
cs_wire_problem_make (CsProblem problem, const char *detail)
{
  CsWireProblem *self = cs_wire_problem_new ();

  self->type = g_strconcat (CS_WIRE_PROBLEM_PREFIX, problems[problem].name, NULL);
  self->title = g_strdup (problems[problem].title);
  self->status = problems[problem].status;
  self->detail = g_strdup (detail);
  return self;
}

/**
 * cs_wire_problem_get_kind:
 * @self: a problem as it was read
 *
 * Returns: which one it is; `CS_PROBLEM_UNKNOWN` for a type that this version does not know
 */
CsProblem
cs_wire_problem_get_kind (const CsWireProblem *self)
{
  if (self->type == NULL || !g_str_has_prefix (self->type, CS_WIRE_PROBLEM_PREFIX))
    return CS_PROBLEM_UNKNOWN;
  for (gsize i = 0; i < G_N_ELEMENTS (problems); i++) {
    if (strcmp (problems[i].name, self->type + strlen (CS_WIRE_PROBLEM_PREFIX)) == 0)
      return (CsProblem)i;
  }
  return CS_PROBLEM_UNKNOWN;
}
