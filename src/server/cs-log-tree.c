/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-log-tree.h"

#include "cs-tree.h"

#include <string.h>

/* Every full node of the tree is a row; roots and proofs of any length are put together from O(log
 * n) of them. Nothing of it is remembered between two transactions (K-10). */

static gboolean
save_node (CsStore *store, const CsTreeNode *node, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (node->hash.bytes, CS_DIGEST_BYTES);

  return cs_sqlite_run (cs_store_get_sqlite (store),
                        error,
                        "INSERT INTO tree VALUES (?, ?, ?)",
                        "iib",
                        (gint64)node->level,
                        node->place,
                        bytes);
}

/* A CsTreeFunc. */
static gboolean
read_node (guint level, gint64 place, CsDigest *hash, gpointer store, GError **error)
{
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (cs_store_get_sqlite (store),
                       error,
                       "SELECT hash FROM tree WHERE level = ? AND idx = ?",
                       "ii",
                       (gint64)level,
                       place);
  g_autoptr (GBytes) bytes = NULL;
  gboolean has_row;

  if (statement == NULL || !cs_statement_next (statement, &has_row, error))
    return FALSE;
  if (has_row)
    bytes = cs_statement_get_bytes (statement, 0);
  if (bytes == NULL || g_bytes_get_size (bytes) != CS_DIGEST_BYTES) {
    g_set_error_literal (error, CS_ERROR, CS_ERROR_CORRUPT, "A node of the log’s tree is missing.");
    return FALSE;
  }
  memcpy (hash->bytes, g_bytes_get_data (bytes, NULL), CS_DIGEST_BYTES);
  return TRUE;
}

/**
 * cs_log_tree_append:
 * @seq: of an accepted entry; one more than the tree is long
 * @request: (nullable): its request; %NULL for the directory
 * @received: when it was accepted
 *
 * Inside the transaction that accepts it.
 *
 * Returns: whether it is a leaf now
 */
gboolean
cs_log_tree_append (CsStore *store,
                    gint64 seq,
                    const char *request,
                    gint64 number,
                    gint64 received,
                    GBytes *bytes,
                    GError **error)
{
  CsTreeNode nodes[CS_TREE_LEVELS];
  guint8 digest[CS_DIGEST_BYTES];
  gsize length;
  gconstpointer data = g_bytes_get_data (bytes, &length);
  CsDigest leaf;
  CsTree tree;
  guint n;

  if (!cs_tree_load (&tree, seq - 1, read_node, store, error))
    return FALSE;
  cs_digest (data, length, digest);
  cs_tree_leaf (seq, request, number, received, digest, &leaf);
  n = cs_tree_append (&tree, &leaf, nodes);
  for (guint i = 0; i < n; i++) {
    if (!save_node (store, &nodes[i], error))
      return FALSE;
  }
  return TRUE;
}

/**
 * cs_log_tree_get_size:
 * @size: (out): how many leaves it has
 *
 * Returns: whether it could be read
 */
gboolean
cs_log_tree_get_size (CsStore *store, gint64 *size, GError **error)
{
  gint64 last = -1;

  if (!cs_sqlite_get_int (cs_store_get_sqlite (store),
                          "SELECT max(idx) FROM tree WHERE level = 0",
                          &last,
                          error))
    return FALSE;
  *size = last + 1;
  return TRUE;
}

/**
 * cs_log_tree_get_root:
 * @size: at most how long the tree is
 * @root: (out): of its first @size leaves
 *
 * Returns: whether it could be read
 */
gboolean
cs_log_tree_get_root (CsStore *store, gint64 size, CsDigest *root, GError **error)
{
  CsTree tree;

  if (!cs_tree_load (&tree, size, read_node, store, error))
    return FALSE;
  cs_tree_get_root (&tree, root);
  return TRUE;
}

static gboolean
check_size (CsStore *store, gint64 size, GError **error)
{
  gint64 present;

  if (!cs_log_tree_get_size (store, &present, error))
    return FALSE;
  if (size <= present)
    return TRUE;
  g_set_error (error,
               CS_ERROR,
               CS_ERROR_NOT_FOUND,
               "The log has %" G_GINT64_FORMAT " entries, not %" G_GINT64_FORMAT ".",
               present,
               size);
  return FALSE;
}

/**
 * cs_log_tree_prove_consistency:
 * @from: an earlier length; 0 needs no proof
 * @to: a later length
 * @error: NOT_FOUND where the log was never as long
 *
 * Returns: (transfer full) (element-type CsDigest): that the later log begins with the earlier one
 */
GArray *
cs_log_tree_prove_consistency (CsStore *store, gint64 from, gint64 to, GError **error)
{
  return check_size (store, to, error)
             ? cs_tree_prove_consistency (from, to, read_node, store, error)
             : NULL;
}

/**
 * cs_log_tree_prove_inclusion:
 * @seq: of an entry, from 1
 * @size: of the log that is to hold it
 * @error: NOT_FOUND where the log was never as long, or does not hold it
 *
 * Returns: (transfer full) (element-type CsDigest): that the log holds the entry there
 */
GArray *
cs_log_tree_prove_inclusion (CsStore *store, gint64 seq, gint64 size, GError **error)
{
  return check_size (store, size, error)
             ? cs_tree_prove_inclusion (seq - 1, size, read_node, store, error)
             : NULL;
}
