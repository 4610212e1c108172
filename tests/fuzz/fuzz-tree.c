/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-tree.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

#define HEAD_BYTES (2 * sizeof (guint32) + 2 * sizeof (CsDigest))

/* All leaves are equal, so a full node depends on its level alone. */
static gboolean
get_node (guint level, gint64 place, CsDigest *hash, gpointer user_data, GError **error)
{
  guint8 bytes[1 + 2 * CS_DIGEST_BYTES] = {1};

  memset (hash, 0, sizeof *hash);
  for (guint i = 0; i < level; i++) {
    memcpy (bytes + 1, hash, CS_DIGEST_BYTES);
    memcpy (bytes + 1 + CS_DIGEST_BYTES, hash, CS_DIGEST_BYTES);
    cs_digest (bytes, sizeof bytes, hash->bytes);
  }
  return TRUE;
}

static void
root_of (gint64 size, CsDigest *root)
{
  CsTree tree;

  g_assert_true (cs_tree_load (&tree, size, get_node, NULL, NULL));
  cs_tree_get_root (&tree, root);
}

/* A claim of two sizes, two roots and a proof: false unless it is the proof; then it holds. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  guint32 sizes[2];
  CsDigest roots[2], right[2];
  gsize n = size >= HEAD_BYTES ? (size - HEAD_BYTES) / sizeof (CsDigest) : 0;
  g_autoptr (GArray) proof = NULL;
  gboolean is_right;

  if (size < HEAD_BYTES)
    return 0;
  memcpy (sizes, data, sizeof sizes);
  memcpy (roots, data + sizeof sizes, sizeof roots);
  proof = cs_tree_prove_consistency (sizes[0], sizes[1], get_node, NULL, NULL);
  g_assert ((proof == NULL) == (sizes[0] > sizes[1]));
  if (cs_tree_verify_inclusion (sizes[0],
                                &roots[0],
                                sizes[1],
                                &roots[1],
                                (const CsDigest *)(data + HEAD_BYTES),
                                n))
    g_assert (sizes[0] < sizes[1]);
  if (cs_tree_verify_consistency (sizes[0],
                                  &roots[0],
                                  sizes[1],
                                  &roots[1],
                                  (const CsDigest *)(data + HEAD_BYTES),
                                  n))
    g_assert (sizes[0] <= sizes[1]);
  if (proof == NULL)
    return 0;
  root_of (sizes[0], &right[0]);
  root_of (sizes[1], &right[1]);
  is_right = cs_tree_verify_consistency (sizes[0],
                                         &right[0],
                                         sizes[1],
                                         &right[1],
                                         (const CsDigest *)(gpointer)proof->data,
                                         proof->len);
  g_assert_true (is_right);
  return 0;
}
