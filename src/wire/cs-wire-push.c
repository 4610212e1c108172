/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-wire-push.h"

#include "cs-wire.h"

#include <string.h>

static const char *const answer_names[] = {
    [CS_WIRE_ACCEPTED] = "accepted",
    [CS_WIRE_DUPLICATE] = "duplicate",
    [CS_WIRE_ALREADY_SETTLED] = "already_settled",
    [CS_WIRE_CONTENT_CHANGED] = "content_changed",
    [CS_WIRE_MANDATE_ENDED] = "mandate_ended",
    [CS_WIRE_WITHDRAWN] = "withdrawn",
    [CS_WIRE_REFUSED] = "refused",
    [CS_WIRE_PARKED] = "parked",
    [CS_WIRE_UPGRADE_REQUIRED] = "upgrade_required",
    [CS_WIRE_SIGN_IN_AGAIN] = "sign_in_again",
    NULL,
};

static const CsShapeMember pushed_members[] = {
    {"bytes", CS_SHAPE_BYTES, offsetof (CsWirePushed, bytes)},
    {"signature",
     CS_SHAPE_TEXT,
     offsetof (CsWirePushed, signature),
     CS_SHAPE_OPTIONAL,
     .most = CS_WIRE_NAME_BYTES},
    {"depends_on",
     CS_SHAPE_TEXTS,
     offsetof (CsWirePushed, depends_on),
     CS_SHAPE_OPTIONAL,
     .most = 100},
    {NULL},
};
static const CsShape pushed_shape = {"entry", sizeof (CsWirePushed), pushed_members};

static const CsShapeMember push_members[] = {
    {"entries", CS_SHAPE_LIST, offsetof (CsWirePush, entries), .shape = &pushed_shape},
    {NULL},
};
static const CsShape push_shape = {"push", sizeof (CsWirePush), push_members, .is_request = TRUE};

static const CsShapeMember verdict_members[] = {
    {"id", CS_SHAPE_TEXT, offsetof (CsWireVerdict, id), .most = CS_WIRE_NAME_BYTES},
    {"verdict", CS_SHAPE_CHOICE, offsetof (CsWireVerdict, answer), .names = answer_names},
    {"seq", CS_SHAPE_INT, offsetof (CsWireVerdict, seq), CS_SHAPE_OPTIONAL},
    {"number", CS_SHAPE_INT, offsetof (CsWireVerdict, number), CS_SHAPE_OPTIONAL},
    {"received", CS_SHAPE_INSTANT, offsetof (CsWireVerdict, received), CS_SHAPE_OPTIONAL},
    {"hash", CS_SHAPE_HEX, offsetof (CsWireVerdict, hash), CS_SHAPE_OPTIONAL},
    {"name",
     CS_SHAPE_TEXT,
     offsetof (CsWireVerdict, name),
     CS_SHAPE_OPTIONAL,
     .most = CS_WIRE_NAME_BYTES},
    {"rule",
     CS_SHAPE_TEXT,
     offsetof (CsWireVerdict, rule),
     CS_SHAPE_OPTIONAL,
     .most = CS_WIRE_NAME_BYTES},
    {"reason", CS_SHAPE_TEXT, offsetof (CsWireVerdict, reason), CS_SHAPE_OPTIONAL},
    {"changes", CS_SHAPE_VALUE, offsetof (CsWireVerdict, changes), CS_SHAPE_OPTIONAL},
    {NULL},
};
static const CsShape verdict_shape = {"verdict", sizeof (CsWireVerdict), verdict_members};

static const CsShapeMember answer_members[] = {
    {"head", CS_SHAPE_OBJECT, offsetof (CsWirePushAnswer, head), .shape = &cs_wire_head_shape},
    {"verdicts", CS_SHAPE_LIST, offsetof (CsWirePushAnswer, verdicts), .shape = &verdict_shape},
    {NULL},
};
static const CsShape answer_shape = {"verdicts", sizeof (CsWirePushAnswer), answer_members};

CS_SHAPE_DEFINE_PART (CsWirePushed, cs_wire_pushed, pushed_shape)
CS_SHAPE_DEFINE (CsWirePush, cs_wire_push, push_shape)
CS_SHAPE_DEFINE_PART (CsWireVerdict, cs_wire_verdict, verdict_shape)
CS_SHAPE_DEFINE (CsWirePushAnswer, cs_wire_push_answer, answer_shape)

/**
 * cs_wire_answer_get_name:
 * @answer: an answer
 *
 * Returns: (transfer none): what stands in messages and may stand in a table
 */
const char *
cs_wire_answer_get_name (CsWireAnswer answer)
{
  return answer_names[answer];
}

/**
 * cs_wire_answer_from_name:
 * @name: (nullable): as [func@wire_answer_get_name] gives it
 * @answer: (out): the answer
 *
 * Returns: whether @name was one
 */
gboolean
cs_wire_answer_from_name (const char *name, CsWireAnswer *answer)
{
  for (gsize i = 0; name != NULL && answer_names[i] != NULL; i++) {
    if (strcmp (answer_names[i], name) == 0) {
      *answer = (CsWireAnswer)i;
      return TRUE;
    }
  }
  return FALSE;
}
