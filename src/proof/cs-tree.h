/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-digest.h"
#include "cs-error.h"
#include "cs-instant.h"

G_BEGIN_DECLS

/*
 * The Merkle tree of RFC 9162 over all entries of a workspace (K-07). Leaves are counted from 0
 * here; the entry with seq 1 is leaf 0. A node at level L and place P is the hash of the 2^L leaves
 * from P·2^L on; only such full nodes are ever stored, because they never change.
 */

#define CS_TREE_LEVELS 54 /* sizes up to 2^53 */

/* The right edge: all that appending and the root need. A value; all zero is the empty tree. */
typedef struct {
  gint64 size;
  CsDigest edge[CS_TREE_LEVELS]; /* level -> full node, where the bit of size is set */
} CsTree;

typedef struct {
  guint level;
  gint64 place;
  CsDigest hash;
} CsTreeNode;

/* Answers a full node, or FALSE with no error where it is not kept: then it is computed from the
 * two below it. Leaves (level 0) have to be there. */
typedef gboolean (
    *CsTreeFunc) (guint level, gint64 place, CsDigest *hash, gpointer user_data, GError **error);

void cs_tree_leaf (gint64 seq,
                   const char *request,
                   gint64 number,
                   CsInstant received,
                   const guint8 digest[CS_DIGEST_BYTES],
                   CsDigest *leaf);

gboolean
cs_tree_load (CsTree *self, gint64 size, CsTreeFunc func, gpointer user_data, GError **error);
guint cs_tree_append (CsTree *self, const CsDigest *leaf, CsTreeNode nodes[CS_TREE_LEVELS]);
void cs_tree_get_root (const CsTree *self, CsDigest *root);

GArray *cs_tree_prove_consistency (gint64 from,
                                   gint64 to,
                                   CsTreeFunc func,
                                   gpointer user_data,
                                   GError **error);
GArray *cs_tree_prove_inclusion (gint64 leaf,
                                 gint64 size,
                                 CsTreeFunc func,
                                 gpointer user_data,
                                 GError **error);

gboolean cs_tree_verify_consistency (gint64 from,
                                     const CsDigest *from_root,
                                     gint64 to,
                                     const CsDigest *to_root,
                                     const CsDigest *proof,
                                     gsize n_proof) G_GNUC_WARN_UNUSED_RESULT;
gboolean cs_tree_verify_inclusion (gint64 leaf,
                                   const CsDigest *hash,
                                   gint64 size,
                                   const CsDigest *root,
                                   const CsDigest *proof,
                                   gsize n_proof) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
