/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-json.h"
#include "cs-wire-head.h"

G_BEGIN_DECLS

/* POST /v1/entries: entries verbatim, and one verdict for each, in the same order (K-13). */

typedef struct {
  GBytes *bytes;    /* the entry, exactly as it was signed (K-20) */
  char *signature;  /* (nullable): base64url */
  GStrv depends_on; /* (nullable): ids of entries without which it makes no sense */
} CsWirePushed;
CS_SHAPE_DECLARE_PART (CsWirePushed, cs_wire_pushed)

typedef struct {
  GPtrArray *entries; /* CsWirePushed */
} CsWirePush;
CS_SHAPE_DECLARE (CsWirePush, cs_wire_push)

typedef enum {
  CS_WIRE_ACCEPTED,
  CS_WIRE_DUPLICATE,
  CS_WIRE_ALREADY_SETTLED,
  CS_WIRE_CONTENT_CHANGED,
  CS_WIRE_MANDATE_ENDED,
  CS_WIRE_WITHDRAWN,
  CS_WIRE_REFUSED,
  CS_WIRE_PARKED,           /* what it depends on was not accepted; not tried */
  CS_WIRE_UPGRADE_REQUIRED, /* this client is too old to act on this (K-12) */
  CS_WIRE_SIGN_IN_AGAIN,    /* above the amount that asks for a fresh sign-in (ASVS 7.5.3) */
} CsWireAnswer;
const char *cs_wire_answer_get_name (CsWireAnswer answer);
gboolean cs_wire_answer_from_name (const char *name, CsWireAnswer *answer);

/* The stored answer to one entry; a duplicate has what the first one had. */
typedef struct {
  char *id;
  gint answer; /* CsWireAnswer */
  gint64 seq;
  gint64 number;
  CsInstant received;
  char *hash;      /* (nullable) link of its request's chain */
  char *name;      /* (nullable) of the request: ANT-1042 */
  char *rule;      /* (nullable) stable name of the rule that refused */
  char *reason;    /* (nullable) in words */
  json_t *changes; /* (nullable) list of what is different now */
} CsWireVerdict;
CS_SHAPE_DECLARE_PART (CsWireVerdict, cs_wire_verdict)

typedef struct {
  CsSignedHead *head;
  GPtrArray *verdicts; /* CsWireVerdict */
} CsWirePushAnswer;
CS_SHAPE_DECLARE (CsWirePushAnswer, cs_wire_push_answer)

G_END_DECLS
