/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-wire-pull.h"

#include "cs-wire.h"

#define NAME(Type, member) CS_SHAPE_TEXT, offsetof (Type, member), .most = CS_WIRE_NAME_BYTES

static const CsShapeMember tree_members[] = {
    {"size", CS_SHAPE_INT, offsetof (CsWireTree, size)},
    {"root", CS_SHAPE_HASH, offsetof (CsWireTree, root)},
    {NULL},
};
static const CsShape tree_shape = {"tree", sizeof (CsWireTree), tree_members};

static const CsShapeMember pull_members[] = {
    {"log", NAME (CsWirePull, log)},
    {"incarnation", NAME (CsWirePull, incarnation)},
    {"tree", CS_SHAPE_OBJECT, offsetof (CsWirePull, tree), CS_SHAPE_OPTIONAL, .shape = &tree_shape},
    {"scopes", CS_SHAPE_NUMBERS, offsetof (CsWirePull, scopes), .most = CS_WIRE_SCOPES},
    {"grants", CS_SHAPE_INT, offsetof (CsWirePull, grants)},
    {"limit", CS_SHAPE_INT, offsetof (CsWirePull, limit), CS_SHAPE_OPTIONAL},
    {"first", CS_SHAPE_BOOL, offsetof (CsWirePull, first), CS_SHAPE_OPTIONAL},
    {NULL},
};
static const CsShape pull_shape = {"pull", sizeof (CsWirePull), pull_members, .is_request = TRUE};

static const CsShapeMember scope_members[] = {
    CS_SHAPE_KEY,
    {"index", CS_SHAPE_INT, offsetof (CsWireScope, index)},
    {"enter", CS_SHAPE_BOOL, offsetof (CsWireScope, enter), CS_SHAPE_OPTIONAL},
    {NULL},
};
static const CsShape scope_shape = {"scope", sizeof (CsWireScope), scope_members};

static const CsShapeMember leave_members[] = {
    {"scope", NAME (CsWireLeave, scope)},
    {"requests",
     CS_SHAPE_TEXTS,
     offsetof (CsWireLeave, requests),
     CS_SHAPE_OPTIONAL,
     .most = 100000},
    {"index", CS_SHAPE_INT, offsetof (CsWireLeave, index), CS_SHAPE_OPTIONAL},
    {NULL},
};
static const CsShape leave_shape = {"leave", sizeof (CsWireLeave), leave_members};

static const CsShapeMember row_members[] = {
    {"seq", CS_SHAPE_INT, offsetof (CsWireRow, seq)},
    {"scope", NAME (CsWireRow, scope)},
    {"index", CS_SHAPE_INT, offsetof (CsWireRow, index)},
    {"request", NAME (CsWireRow, request), .flags = CS_SHAPE_OPTIONAL},
    {"number", CS_SHAPE_INT, offsetof (CsWireRow, number), CS_SHAPE_OPTIONAL},
    {"received", CS_SHAPE_INSTANT, offsetof (CsWireRow, received), CS_SHAPE_OPTIONAL},
    {"hash", CS_SHAPE_HEX, offsetof (CsWireRow, hash), CS_SHAPE_OPTIONAL},
    {"name", NAME (CsWireRow, name), .flags = CS_SHAPE_OPTIONAL},
    {"bytes", CS_SHAPE_BYTES, offsetof (CsWireRow, bytes), CS_SHAPE_OPTIONAL},
    {"signature", NAME (CsWireRow, signature), .flags = CS_SHAPE_OPTIONAL},
    {"outline", CS_SHAPE_BYTES, offsetof (CsWireRow, outline), CS_SHAPE_OPTIONAL},
    {"digest", CS_SHAPE_HEX, offsetof (CsWireRow, digest), CS_SHAPE_OPTIONAL},
    {NULL},
};
static const CsShape row_shape = {"row", sizeof (CsWireRow), row_members};

static const CsShapeMember checkpoint_members[] = {
    {"head", CS_SHAPE_OBJECT, offsetof (CsWireCheckpoint, head), .shape = &cs_wire_head_shape},
    {"consistency",
     CS_SHAPE_HASHES,
     offsetof (CsWireCheckpoint, consistency),
     CS_SHAPE_OPTIONAL,
     .most = CS_WIRE_PROOF_HASHES},
    {"grants", CS_SHAPE_INT, offsetof (CsWireCheckpoint, grants)},
    {"scopes",
     CS_SHAPE_MAP,
     offsetof (CsWireCheckpoint, scopes),
     .shape = &scope_shape,
     .most = CS_WIRE_SCOPES},
    {"leave",
     CS_SHAPE_LIST,
     offsetof (CsWireCheckpoint, leave),
     CS_SHAPE_OPTIONAL,
     .shape = &leave_shape,
     .most = CS_WIRE_SCOPES},
    {"entries",
     CS_SHAPE_LIST,
     offsetof (CsWireCheckpoint, rows),
     .shape = &row_shape,
     .most = 8 * CS_WIRE_BATCH},
    {"more", CS_SHAPE_BOOL, offsetof (CsWireCheckpoint, more)},
    {"left", CS_SHAPE_INT, offsetof (CsWireCheckpoint, left), CS_SHAPE_OPTIONAL},
    {NULL},
};
static const CsShape checkpoint_shape = {"checkpoint",
                                         sizeof (CsWireCheckpoint),
                                         checkpoint_members,
                                         .most_bytes = CS_WIRE_PAGE_BYTES};

static const CsShapeMember wait_members[] = {
    {"size", CS_SHAPE_INT, offsetof (CsWireWait, size)},
    {NULL},
};
static const CsShape wait_shape = {"wait",
                                   sizeof (CsWireWait),
                                   wait_members,
                                   .is_request = TRUE,
                                   .most_bytes = CS_WIRE_SMALL_BYTES};

static const CsShapeMember hint_members[] = {
    {"size", CS_SHAPE_INT, offsetof (CsWireHint, size)},
    {NULL},
};
static const CsShape hint_shape = {"hint",
                                   sizeof (CsWireHint),
                                   hint_members,
                                   .most_bytes = CS_WIRE_SMALL_BYTES};

static const CsShapeMember consistency_members[] = {
    {"from", CS_SHAPE_INT, offsetof (CsWireConsistency, from)},
    {"to", CS_SHAPE_INT, offsetof (CsWireConsistency, to)},
    {NULL},
};
static const CsShape consistency_shape = {"consistency",
                                          sizeof (CsWireConsistency),
                                          consistency_members,
                                          .is_request = TRUE,
                                          .most_bytes = CS_WIRE_SMALL_BYTES};

static const CsShapeMember inclusion_members[] = {
    {"seq", CS_SHAPE_INT, offsetof (CsWireInclusion, seq)},
    {"size", CS_SHAPE_INT, offsetof (CsWireInclusion, size)},
    {NULL},
};
static const CsShape inclusion_shape = {"inclusion",
                                        sizeof (CsWireInclusion),
                                        inclusion_members,
                                        .is_request = TRUE,
                                        .most_bytes = CS_WIRE_SMALL_BYTES};

static const CsShapeMember proof_members[] = {
    {"hashes", CS_SHAPE_HASHES, offsetof (CsWireProof, hashes), .most = CS_WIRE_PROOF_HASHES},
    {NULL},
};
static const CsShape proof_shape = {"proof",
                                    sizeof (CsWireProof),
                                    proof_members,
                                    .most_bytes = CS_WIRE_SMALL_BYTES};

CS_SHAPE_DEFINE (CsWirePull, cs_wire_pull, pull_shape)
CS_SHAPE_DEFINE_PART (CsWireScope, cs_wire_scope, scope_shape)
CS_SHAPE_DEFINE_PART (CsWireLeave, cs_wire_leave, leave_shape)
CS_SHAPE_DEFINE_PART (CsWireRow, cs_wire_row, row_shape)
CS_SHAPE_DEFINE (CsWireCheckpoint, cs_wire_checkpoint, checkpoint_shape)
CS_SHAPE_DEFINE (CsWireWait, cs_wire_wait, wait_shape)
CS_SHAPE_DEFINE (CsWireHint, cs_wire_hint, hint_shape)
CS_SHAPE_DEFINE (CsWireConsistency, cs_wire_consistency, consistency_shape)
CS_SHAPE_DEFINE (CsWireInclusion, cs_wire_inclusion, inclusion_shape)
CS_SHAPE_DEFINE (CsWireProof, cs_wire_proof, proof_shape)

/**
 * cs_wire_tree_new:
 *
 * Returns: (transfer full): for the tree member of [struct@WirePull]
 */
CsWireTree *
cs_wire_tree_new (void)
{
  return cs_shape_new (&tree_shape);
}

/**
 * cs_wire_pull_add_scope:
 * @self: a pull
 * @scope: the key of a scope
 * @index: the last index of it that the client has; 0 for none
 *
 * Names a scope that the client holds.
 */
void
cs_wire_pull_add_scope (CsWirePull *self, const char *scope, gint64 index)
{
  CsShapeNumber *number = g_new0 (CsShapeNumber, 1);

  number->key = g_strdup (scope);
  number->number = index;
  g_ptr_array_add (self->scopes, number);
}
