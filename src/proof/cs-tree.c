/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-tree.h"

#include <sodium.h>
#include <string.h>

#define LARGEST (G_GINT64_CONSTANT (1) << (CS_TREE_LEVELS - 1))

/* Where a prover gets its nodes, and what it has found so far. */
typedef struct {
  CsTreeFunc func;
  gpointer user_data;
  GArray *proof; /* (owned) CsDigest */
  GError **error;
} Prover;

static void
hash_pair (const CsDigest *left, const CsDigest *right, CsDigest *out)
{
  crypto_hash_sha256_state state;
  const guint8 prefix = 1;

  crypto_hash_sha256_init (&state);
  crypto_hash_sha256_update (&state, &prefix, 1);
  crypto_hash_sha256_update (&state, left->bytes, CS_DIGEST_BYTES);
  crypto_hash_sha256_update (&state, right->bytes, CS_DIGEST_BYTES);
  crypto_hash_sha256_final (&state, out->bytes);
}

static gboolean
is_equal (const CsDigest *one, const CsDigest *other)
{
  return memcmp (one->bytes, other->bytes, CS_DIGEST_BYTES) == 0;
}

/**
 * cs_tree_leaf:
 * @seq: place of an entry in the journal, from 1
 * @request: (nullable): UUID of its request; %NULL in the directory
 * @number: its place in its request
 * @received: when the authority accepted it; milliseconds count
 * @digest: SHA-256 of the entry's bytes
 * @leaf: (out): its leaf
 *
 * SHA-256 of a zero byte, then seq, request (or `-`), number and the milliseconds since 1970, each
 * with a line feed, then the digest as 64 hexadecimal digits. The entry stands in it as a digest,
 * so the tree outlives the erasure of contents, and a place in it can be proved without showing
 * them.
 */
void
cs_tree_leaf (gint64 seq,
              const char *request,
              gint64 number,
              CsInstant received,
              const guint8 digest[CS_DIGEST_BYTES],
              CsDigest *leaf)
{
  gint64 millis = received / 1000 - (received % 1000 < 0 ? 1 : 0);
  g_autofree char *hex = cs_hex_encode (digest, CS_DIGEST_BYTES);
  g_autofree char *text =
      g_strdup_printf ("%" G_GINT64_FORMAT "\n%s\n%" G_GINT64_FORMAT "\n%" G_GINT64_FORMAT "\n%s",
                       seq,
                       request != NULL ? request : "-",
                       number,
                       millis,
                       hex);
  crypto_hash_sha256_state state;
  const guint8 prefix = 0;

  crypto_hash_sha256_init (&state);
  crypto_hash_sha256_update (&state, &prefix, 1);
  crypto_hash_sha256_update (&state, (const guint8 *)text, strlen (text));
  crypto_hash_sha256_final (&state, leaf->bytes);
}

/**
 * cs_tree_append:
 * @self: a tree
 * @leaf: the next leaf
 * @nodes: (out caller-allocates): the full nodes that this completes, lowest first: the leaf
 * itself, then those above it
 *
 * Adds a leaf. A journal that keeps @nodes can answer proofs with a few reads; one that keeps only
 * those of level 0 can still compute them.
 *
 * Returns: how many @nodes there are
 */
guint
cs_tree_append (CsTree *self, const CsDigest *leaf, CsTreeNode nodes[CS_TREE_LEVELS])
{
  CsDigest hash = *leaf;
  guint level = 0;

  g_assert (self->size < LARGEST);
  nodes[0] = (CsTreeNode){0, self->size, hash};
  for (; (self->size >> level & 1) != 0; level++) {
    hash_pair (&self->edge[level], &hash, &hash);
    nodes[level + 1] = (CsTreeNode){level + 1, self->size >> (level + 1), hash};
  }
  self->edge[level] = hash;
  self->size++;
  return level + 1;
}

/**
 * cs_tree_get_root:
 * @self: a tree
 * @root: (out): its root; of the empty tree the SHA-256 of nothing
 */
void
cs_tree_get_root (const CsTree *self, CsDigest *root)
{
  gboolean is_first = TRUE;

  if (self->size == 0) {
    cs_digest (NULL, 0, root->bytes);
    return;
  }
  for (guint level = 0; level < CS_TREE_LEVELS; level++) {
    if ((self->size >> level & 1) == 0)
      continue;
    if (is_first)
      *root = self->edge[level];
    else
      hash_pair (&self->edge[level], root, root);
    is_first = FALSE;
  }
}

static gboolean
get_node (Prover *prover, guint level, gint64 place, CsDigest *hash)
{
  GError *error = NULL;
  CsDigest left, right;

  if (prover->func (level, place, hash, prover->user_data, &error))
    return TRUE;
  if (error != NULL) {
    g_propagate_error (prover->error, error);
    return FALSE;
  }
  if (level == 0) {
    g_set_error (prover->error,
                 CS_ERROR,
                 CS_ERROR_CORRUPT,
                 "The tree over the journal lacks its leaf %" G_GINT64_FORMAT,
                 place);
    return FALSE;
  }
  if (!get_node (prover, level - 1, 2 * place, &left) ||
      !get_node (prover, level - 1, 2 * place + 1, &right))
    return FALSE;
  hash_pair (&left, &right, hash);
  return TRUE;
}

/* The largest power of two below @size, as its exponent; @size is at least 2. */
static guint
split_level (gint64 size)
{
  return g_bit_storage ((gulong)(size - 1)) - 1;
}

/* The hash of @size leaves from @start on, where @start is what splits lead to. */
static gboolean
get_hash (Prover *prover, gint64 start, gint64 size, CsDigest *hash)
{
  CsDigest right;
  gint64 half;
  guint level;

  if ((size & (size - 1)) == 0) {
    level = g_bit_storage ((gulong)size) - 1;
    return get_node (prover, level, start >> level, hash);
  }
  level = split_level (size);
  half = G_GINT64_CONSTANT (1) << level;
  if (!get_node (prover, level, start >> level, hash) ||
      !get_hash (prover, start + half, size - half, &right))
    return FALSE;
  hash_pair (hash, &right, hash);
  return TRUE;
}

static gboolean
add_hash (Prover *prover, gint64 start, gint64 size)
{
  CsDigest hash;

  if (!get_hash (prover, start, size, &hash))
    return FALSE;
  g_array_append_val (prover->proof, hash);
  return TRUE;
}

/* PATH of RFC 9162 §2.1.3.1, with its lists from the leaf upwards. */
static gboolean
add_path (Prover *prover, gint64 leaf, gint64 start, gint64 size)
{
  gint64 half;

  if (size == 1)
    return TRUE;
  half = G_GINT64_CONSTANT (1) << split_level (size);
  if (leaf < half)
    return add_path (prover, leaf, start, half) && add_hash (prover, start + half, size - half);
  return add_path (prover, leaf - half, start + half, size - half) &&
         add_hash (prover, start, half);
}

/* SUBPROOF of RFC 9162 §2.1.4.1. */
static gboolean
add_subproof (Prover *prover, gint64 from, gint64 start, gint64 size, gboolean is_known)
{
  gint64 half;

  if (from == size)
    return is_known || add_hash (prover, start, size);
  half = G_GINT64_CONSTANT (1) << split_level (size);
  if (from <= half)
    return add_subproof (prover, from, start, half, is_known) &&
           add_hash (prover, start + half, size - half);
  return add_subproof (prover, from - half, start + half, size - half, FALSE) &&
         add_hash (prover, start, half);
}

static void
refuse_sizes (gint64 inner, gint64 outer, GError **error)
{
  g_set_error (error,
               CS_ERROR,
               CS_ERROR_NOT_FOUND,
               "The journal has no proof of %" G_GINT64_FORMAT " within %" G_GINT64_FORMAT,
               inner,
               outer);
}

/**
 * cs_tree_load:
 * @self: (out): a tree
 * @size: how many leaves it has
 * @func: (scope call): answers its nodes
 * @user_data: for @func
 * @error: that of @func, or `CS_ERROR_CORRUPT` when a leaf is missing
 *
 * Reads the right edge of a kept tree, so that it can be appended to.
 *
 * Returns: whether @self was set
 */
gboolean
cs_tree_load (CsTree *self, gint64 size, CsTreeFunc func, gpointer user_data, GError **error)
{
  Prover prover = {func, user_data, NULL, error};

  memset (self, 0, sizeof *self);
  for (guint level = 0; level < CS_TREE_LEVELS; level++) {
    if ((size >> level & 1) != 0 &&
        !get_node (&prover, level, (size >> level) - 1, &self->edge[level]))
      return FALSE;
  }
  self->size = size;
  return TRUE;
}

/**
 * cs_tree_prove_consistency:
 * @from: the size somebody knows
 * @to: the size now, at least @from
 * @func: (scope call): answers the nodes of the tree
 * @user_data: for @func
 * @error: `CS_ERROR_NOT_FOUND` when there is no such pair of sizes, or that of @func
 *
 * Proves that the tree of @to leaves begins with the one of @from leaves (RFC 9162 §2.1.4). At most
 * ⌈log2 @to⌉ + 1 hashes: 672 bytes for a million entries. From nothing, and to the same size, there
 * is nothing to prove.
 *
 * Returns: (transfer full) (nullable) (element-type CsDigest): the hashes
 */
GArray *
cs_tree_prove_consistency (gint64 from,
                           gint64 to,
                           CsTreeFunc func,
                           gpointer user_data,
                           GError **error)
{
  g_autoptr (GArray) proof = g_array_new (FALSE, FALSE, sizeof (CsDigest));
  Prover prover = {func, user_data, proof, error};

  if (from < 0 || from > to || to > LARGEST) {
    refuse_sizes (from, to, error);
    return NULL;
  }
  if (from > 0 && from < to && !add_subproof (&prover, from, 0, to, TRUE))
    return NULL;
  return g_steal_pointer (&proof);
}

/**
 * cs_tree_prove_inclusion:
 * @leaf: which one, from 0
 * @size: of the tree
 * @func: (scope call): answers the nodes of the tree
 * @user_data: for @func
 * @error: `CS_ERROR_NOT_FOUND` when there is no such leaf, or that of @func
 *
 * Proves that a leaf is at its place (RFC 9162 §2.1.3).
 *
 * Returns: (transfer full) (nullable) (element-type CsDigest): the hashes
 */
GArray *
cs_tree_prove_inclusion (gint64 leaf,
                         gint64 size,
                         CsTreeFunc func,
                         gpointer user_data,
                         GError **error)
{
  g_autoptr (GArray) proof = g_array_new (FALSE, FALSE, sizeof (CsDigest));
  Prover prover = {func, user_data, proof, error};

  if (leaf < 0 || leaf >= size || size > LARGEST) {
    refuse_sizes (leaf, size, error);
    return NULL;
  }
  if (!add_path (&prover, leaf, 0, size))
    return NULL;
  return g_steal_pointer (&proof);
}

/**
 * cs_tree_verify_inclusion:
 * @leaf: which one, from 0
 * @hash: the leaf
 * @size: of the tree
 * @root: of the tree
 * @proof: (nullable) (array length=n_proof): hashes
 * @n_proof: how many
 *
 * The algorithm of RFC 9162 §2.1.3.2.
 *
 * Returns: whether @proof shows that @hash is there
 */
gboolean
cs_tree_verify_inclusion (gint64 leaf,
                          const CsDigest *hash,
                          gint64 size,
                          const CsDigest *root,
                          const CsDigest *proof,
                          gsize n_proof)
{
  guint64 first = (guint64)leaf;
  guint64 last = (guint64)size - 1;
  CsDigest found = *hash;

  if (leaf < 0 || leaf >= size)
    return FALSE;
  for (gsize i = 0; i < n_proof; i++) {
    if (last == 0)
      return FALSE;
    if ((first & 1) != 0 || first == last) {
      hash_pair (&proof[i], &found, &found);
      while ((first & 1) == 0 && first != 0) {
        first >>= 1;
        last >>= 1;
      }
    } else {
      hash_pair (&found, &proof[i], &found);
    }
    first >>= 1;
    last >>= 1;
  }
  return last == 0 && is_equal (&found, root);
}

/* The loop of RFC 9162 §2.1.4.2: what both roots have to be. */
static gboolean
fold_consistency (guint64 first,
                  guint64 last,
                  const CsDigest *proof,
                  gsize n_proof,
                  CsDigest *older,
                  CsDigest *newer)
{
  for (gsize i = 0; i < n_proof; i++) {
    if (last == 0)
      return FALSE;
    if ((first & 1) != 0 || first == last) {
      hash_pair (&proof[i], older, older);
      hash_pair (&proof[i], newer, newer);
      while ((first & 1) == 0 && first != 0) {
        first >>= 1;
        last >>= 1;
      }
    } else {
      hash_pair (newer, &proof[i], newer);
    }
    first >>= 1;
    last >>= 1;
  }
  return last == 0;
}

/**
 * cs_tree_verify_consistency:
 * @from: the size that is known
 * @from_root: its root
 * @to: the later size
 * @to_root: its root
 * @proof: (nullable) (array length=n_proof): hashes
 * @n_proof: how many
 *
 * The algorithm of RFC 9162 §2.1.4.2. Every tree goes on from the empty one; two trees of one size
 * have to have one root: otherwise somebody tells different people different histories.
 *
 * Returns: whether @proof shows that the later tree begins with the known one
 */
gboolean
cs_tree_verify_consistency (gint64 from,
                            const CsDigest *from_root,
                            gint64 to,
                            const CsDigest *to_root,
                            const CsDigest *proof,
                            gsize n_proof)
{
  guint64 first = (guint64)from - 1;
  guint64 last = (guint64)to - 1;
  CsDigest older, newer, nothing;
  gsize skipped = 0;

  cs_digest (NULL, 0, nothing.bytes);
  if (from < 0 || from > to)
    return FALSE;
  if (from == 0 && to > 0)
    return n_proof == 0 && is_equal (from_root, &nothing);
  if (from == to)
    return n_proof == 0 && is_equal (from_root, to_root) &&
           (from > 0 || is_equal (from_root, &nothing));
  if (n_proof == 0)
    return FALSE;
  for (; (first & 1) != 0; first >>= 1)
    last >>= 1;
  older = first == 0 ? *from_root : proof[skipped++];
  newer = older;
  return fold_consistency (first, last, proof + skipped, n_proof - skipped, &older, &newer) &&
         is_equal (&older, from_root) && is_equal (&newer, to_root);
}
