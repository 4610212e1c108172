/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-wire-head.h"

#include "cs-wire.h"

static const CsShapeMember members[] = {
    {"log", CS_SHAPE_TEXT, offsetof (CsSignedHead, log), .most = CS_WIRE_NAME_BYTES},
    {"incarnation",
     CS_SHAPE_TEXT,
     offsetof (CsSignedHead, incarnation),
     .most = CS_WIRE_NAME_BYTES},
    {"size", CS_SHAPE_INT, offsetof (CsSignedHead, size)},
    {"root", CS_SHAPE_HASH, offsetof (CsSignedHead, root)},
    {"time", CS_SHAPE_INSTANT, offsetof (CsSignedHead, time)},
    {"signature", CS_SHAPE_TEXT, offsetof (CsSignedHead, signature), .most = CS_WIRE_NAME_BYTES},
    {NULL},
};

static void
free_head (gpointer head)
{
  cs_signed_head_free (head);
}

/**
 * cs_wire_head_shape:
 *
 * How a signed head stands in a message.
 */
const CsShape cs_wire_head_shape = {.name = "head",
                                    .size = sizeof (CsSignedHead),
                                    .members = members,
                                    .most_bytes = CS_WIRE_SMALL_BYTES,
                                    .free = free_head};

/**
 * cs_wire_head_to_json:
 * @head: a signed head
 *
 * Returns: (transfer full): as it stands in messages, and as whoever keeps it may keep it
 */
char *
cs_wire_head_to_json (const CsSignedHead *head)
{
  return cs_shape_write (&cs_wire_head_shape, head);
}

/**
 * cs_wire_head_from_json:
 * @text: JSON in UTF-8
 * @length: its bytes
 * @error: `CS_ERROR_INVALID`
 *
 * Reads a head; whether it was signed is for [method@SignedHead.verify] to say.
 *
 * Returns: (transfer full) (nullable): the head
 */
CsSignedHead *
cs_wire_head_from_json (const char *text, gsize length, GError **error)
{
  return cs_shape_read (&cs_wire_head_shape, text, length, error);
}
