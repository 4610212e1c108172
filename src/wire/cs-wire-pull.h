/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-wire-head.h"

G_BEGIN_DECLS

/*
 * POST /v1/pull: the only path on which entries reach a client (K-04). What comes back is a
 * checkpoint: everything of every granted scope up to one position, or as much of it as the limit
 * allows; it is applied in one transaction or not at all (K-05).
 */

/* The tree the client knows: the last head it verified. */
typedef struct {
  gint64 size;
  CsDigest root;
} CsWireTree;
CsWireTree *cs_wire_tree_new (void);

typedef struct {
  char *log;
  char *incarnation;
  CsWireTree *tree;  /* (nullable): nothing known yet */
  GPtrArray *scopes; /* CsShapeNumber: scope -> last index the client has */
  gint64 grants;     /* position of the grants it knows; 0: none */
  gint64 limit;      /* entries it wants at most; 0: as many as a page has */
  gboolean first;    /* it begins: the directory, and what needs this person, before the rest */
} CsWirePull;
CS_SHAPE_DECLARE (CsWirePull, cs_wire_pull)
void cs_wire_pull_add_scope (CsWirePull *self, const char *scope, gint64 index);

/* A granted scope: where the client stands in it once it has applied the checkpoint. */
typedef struct {
  char *key;
  gint64 index;
  gboolean enter; /* the client did not have it before (K-06) */
} CsWireScope;
CS_SHAPE_DECLARE_PART (CsWireScope, cs_wire_scope)

/* What the client must no longer hold (K-06). */
typedef struct {
  char *scope;
  GStrv requests; /* (nullable): NULL: all that it has of the scope */
  gint64 index;   /* place of the row that says so; 0 where the whole scope is left */
} CsWireLeave;
CS_SHAPE_DECLARE_PART (CsWireLeave, cs_wire_leave)

/*
 * One row of a scope, in the order of seq. The first row of an entry in a page has its contents:
 * bytes, or the outline and the digest of the true bytes for somebody who may not read all of it.
 * Further rows of the same entry have seq, scope and index only.
 */
typedef struct {
  gint64 seq;
  char *scope;
  gint64 index;       /* in the scope, from 1, without gaps */
  char *request;      /* (nullable): the directory */
  gint64 number;      /* in its request, from 1 */
  CsInstant received; /* 0 in further rows */
  char *hash;         /* (nullable) link of its request's chain */
  char *name;         /* (nullable) of the request, with its first entry */
  GBytes *bytes;      /* (nullable) */
  char *signature;    /* (nullable) */
  GBytes *outline;    /* (nullable) */
  char *digest;       /* (nullable) SHA-256 of the true bytes, with an outline */
} CsWireRow;
CS_SHAPE_DECLARE_PART (CsWireRow, cs_wire_row)

typedef struct {
  CsSignedHead *head;
  GArray *consistency; /* CsDigest: from the client's tree to the head */
  gint64 grants;       /* position of the grants this was made with */
  GPtrArray *scopes;   /* CsWireScope */
  GPtrArray *leave;    /* CsWireLeave */
  GPtrArray *rows;     /* CsWireRow */
  gboolean more;       /* ask again at once */
  gint64 left;         /* rows that are still to come */
} CsWireCheckpoint;
CS_SHAPE_DECLARE (CsWireCheckpoint, cs_wire_checkpoint)

/* POST /v1/wait: a hint that there is more, which may come late, twice or never (K-04). */
typedef struct {
  gint64 size;
} CsWireWait;
CS_SHAPE_DECLARE (CsWireWait, cs_wire_wait)

typedef struct {
  gint64 size;
} CsWireHint;
CS_SHAPE_DECLARE (CsWireHint, cs_wire_hint)

/* POST /v1/consistency and /v1/inclusion. */
typedef struct {
  gint64 from;
  gint64 to;
} CsWireConsistency;
CS_SHAPE_DECLARE (CsWireConsistency, cs_wire_consistency)

typedef struct {
  gint64 seq;
  gint64 size;
} CsWireInclusion;
CS_SHAPE_DECLARE (CsWireInclusion, cs_wire_inclusion)

typedef struct {
  GArray *hashes; /* CsDigest */
} CsWireProof;
CS_SHAPE_DECLARE (CsWireProof, cs_wire_proof)

G_END_DECLS
