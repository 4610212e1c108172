/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-shape.h"

G_BEGIN_DECLS

/*
 * Why a call was not served (RFC 9457). That an entry was refused is no problem of the call: it is
 * a verdict in a good answer (K-13).
 */
typedef enum {
  CS_PROBLEM_UNKNOWN, /* of a newer server, or no problem document at all */
  CS_PROBLEM_INVALID,
  CS_PROBLEM_PROTOCOL,   /* no common version */
  CS_PROBLEM_SIGNED_OUT, /* no token, or one that is no longer good */
  CS_PROBLEM_PROOF,      /* DPoP proof wrong, or its nonce is to be renewed */
  CS_PROBLEM_REVOKED,    /* this device may not any more */
  CS_PROBLEM_INVITATION, /* wrong, used or expired */
  CS_PROBLEM_FORBIDDEN,
  CS_PROBLEM_NOT_FOUND,
  CS_PROBLEM_METHOD,
  CS_PROBLEM_HISTORY_DIVERGED, /* the server does not know this history (K-11) */
  CS_PROBLEM_OFFSET,           /* the upload stands elsewhere */
  CS_PROBLEM_CANNOT_CALCULATE, /* too old a cursor: begin anew, keep the outbox (K-15) */
  CS_PROBLEM_TOO_LARGE,
  CS_PROBLEM_MEDIA_TYPE,
  CS_PROBLEM_UPGRADE_REQUIRED,
  CS_PROBLEM_TOO_MANY,
  CS_PROBLEM_QUOTA,
  CS_PROBLEM_FAILED,
  CS_PROBLEM_UNAVAILABLE,
} CsProblem;

const char *cs_problem_get_name (CsProblem problem);
const char *cs_problem_get_title (CsProblem problem);
guint cs_problem_get_status (CsProblem problem);

typedef struct {
  char *type;
  char *title;
  gint64 status;
  char *detail;      /* (nullable) */
  gint64 retry_secs; /* 0: it does not say */
} CsWireProblem;
CS_SHAPE_DECLARE (CsWireProblem, cs_wire_problem)

CsWireProblem *cs_wire_problem_make (CsProblem problem, const char *detail);
CsProblem cs_wire_problem_get_kind (const CsWireProblem *self);

G_END_DECLS
