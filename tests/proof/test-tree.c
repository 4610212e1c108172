/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-tree.h"

#include <string.h>

#define LARGEST 70

/* The definitions of RFC 9162 §2.1, word for word, over a list of leaves. */

static void
pair (const CsDigest *left, const CsDigest *right, CsDigest *out)
{
  guint8 bytes[1 + 2 * CS_DIGEST_BYTES] = {1};

  memcpy (bytes + 1, left, CS_DIGEST_BYTES);
  memcpy (bytes + 1 + CS_DIGEST_BYTES, right, CS_DIGEST_BYTES);
  cs_digest (bytes, sizeof bytes, out->bytes);
}

static gint64
split (gint64 n)
{
  gint64 k = 1;

  while (2 * k < n)
    k *= 2;
  return k;
}

static void
mth (const CsDigest *d, gint64 n, CsDigest *out)
{
  CsDigest left, right;

  if (n == 0) {
    cs_digest (NULL, 0, out->bytes);
  } else if (n == 1) {
    *out = *d;
  } else {
    mth (d, split (n), &left);
    mth (d + split (n), n - split (n), &right);
    pair (&left, &right, out);
  }
}

static void
append_mth (GArray *to, const CsDigest *d, gint64 n)
{
  CsDigest hash;

  mth (d, n, &hash);
  g_array_append_val (to, hash);
}

static void
path (GArray *to, gint64 m, const CsDigest *d, gint64 n)
{
  gint64 k = split (n);

  if (n == 1)
    return;
  if (m < k) {
    path (to, m, d, k);
    append_mth (to, d + k, n - k);
  } else {
    path (to, m - k, d + k, n - k);
    append_mth (to, d, k);
  }
}

static void
subproof (GArray *to, gint64 m, const CsDigest *d, gint64 n, gboolean b)
{
  gint64 k = split (n);

  if (m == n) {
    if (!b)
      append_mth (to, d, n);
  } else if (m <= k) {
    subproof (to, m, d, k, b);
    append_mth (to, d + k, n - k);
  } else {
    subproof (to, m - k, d + k, n - k, FALSE);
    append_mth (to, d, k);
  }
}

/* A journal that keeps every node, or only leaves. */
typedef struct {
  GHashTable *nodes; /* (owned) "level/place" -> CsDigest */
  gboolean only_leaves;
  CsTree tree;
} Kept;

static char *
node_key (guint level, gint64 place)
{
  return g_strdup_printf ("%u/%" G_GINT64_FORMAT, level, place);
}

static Kept *
kept_new (gboolean only_leaves)
{
  Kept *kept = g_new0 (Kept, 1);

  kept->nodes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  kept->only_leaves = only_leaves;
  return kept;
}

static void
kept_free (Kept *kept)
{
  g_hash_table_unref (kept->nodes);
  g_free (kept);
}

static void
kept_append (Kept *kept, const CsDigest *leaf)
{
  CsTreeNode nodes[CS_TREE_LEVELS];
  guint n = cs_tree_append (&kept->tree, leaf, nodes);

  for (guint i = 0; i < n; i++) {
    if (nodes[i].level > 0 && kept->only_leaves)
      continue;
    g_assert_true (g_hash_table_insert (kept->nodes,
                                        node_key (nodes[i].level, nodes[i].place),
                                        g_memdup2 (&nodes[i].hash, sizeof (CsDigest))));
  }
}

static gboolean
kept_get (guint level, gint64 place, CsDigest *hash, gpointer user_data, GError **error)
{
  const Kept *kept = user_data;
  g_autofree char *key = node_key (level, place);
  const CsDigest *found = g_hash_table_lookup (kept->nodes, key);

  if (found != NULL)
    *hash = *found;
  return found != NULL;
}

static void
leaf_of (const guint8 *bytes, gsize length, CsDigest *leaf)
{
  g_autofree guint8 *prefixed = g_malloc0 (length + 1);

  memcpy (prefixed + 1, bytes, length);
  cs_digest (prefixed, length + 1, leaf->bytes);
}

static void
fill (CsDigest *leaves, gsize n)
{
  for (gsize i = 0; i < n; i++) {
    guint8 byte = (guint8)i;

    leaf_of (&byte, 1, &leaves[i]);
  }
}

/* Inputs and roots of the public test suite of Certificate Transparency. */
static void
test_public_roots (void)
{
  static const char *const inputs[] = {"",
                                       "00",
                                       "10",
                                       "2021",
                                       "3031",
                                       "40414243",
                                       "5051525354555657",
                                       "606162636465666768696a6b6c6d6e6f"};
  static const char *const roots[] = {
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
      "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
      "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
      "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
      "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
      "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
  CsTree tree = {0};
  CsTreeNode nodes[CS_TREE_LEVELS];

  for (gsize i = 0; i < G_N_ELEMENTS (roots); i++) {
    g_autofree char *hex = NULL;
    CsDigest root, leaf;
    guint8 bytes[16];

    cs_tree_get_root (&tree, &root);
    hex = cs_hex_encode (root.bytes, CS_DIGEST_BYTES);
    g_assert_cmpstr (hex, ==, roots[i]);
    if (i == G_N_ELEMENTS (inputs))
      break;
    g_assert_true (cs_hex_decode (inputs[i], bytes, strlen (inputs[i]) / 2));
    leaf_of (bytes, strlen (inputs[i]) / 2, &leaf);
    cs_tree_append (&tree, &leaf, nodes);
  }
}

static void
assert_proof (GArray *proof, const CsDigest *expected, gsize n)
{
  g_assert_nonnull (proof);
  g_assert_cmpuint (proof->len, ==, n);
  g_assert_cmpmem (proof->data, proof->len * sizeof (CsDigest), expected, n * sizeof (CsDigest));
}

/* The example of RFC 9162 §2.1.5, with its names. */
static void
test_example_of_the_rfc (void)
{
  Kept *kept = kept_new (FALSE);
  CsDigest leaves[7], g, h, i, k, l;
  const CsDigest *a = leaves, *b = a + 1, *c = a + 2, *d = a + 3, *e = a + 4, *f = a + 5,
                 *j = a + 6;
  g_autoptr (GArray) path_0 = NULL;
  g_autoptr (GArray) path_3 = NULL;
  g_autoptr (GArray) path_4 = NULL;
  g_autoptr (GArray) path_6 = NULL;
  g_autoptr (GArray) from_3 = NULL;
  g_autoptr (GArray) from_4 = NULL;
  g_autoptr (GArray) from_6 = NULL;

  fill (leaves, 7);
  for (gsize n = 0; n < 7; n++)
    kept_append (kept, &leaves[n]);
  pair (a, b, &g);
  pair (c, d, &h);
  pair (e, f, &i);
  pair (&g, &h, &k);
  pair (&i, j, &l);
  path_0 = cs_tree_prove_inclusion (0, 7, kept_get, kept, NULL);
  path_3 = cs_tree_prove_inclusion (3, 7, kept_get, kept, NULL);
  path_4 = cs_tree_prove_inclusion (4, 7, kept_get, kept, NULL);
  path_6 = cs_tree_prove_inclusion (6, 7, kept_get, kept, NULL);
  from_3 = cs_tree_prove_consistency (3, 7, kept_get, kept, NULL);
  from_4 = cs_tree_prove_consistency (4, 7, kept_get, kept, NULL);
  from_6 = cs_tree_prove_consistency (6, 7, kept_get, kept, NULL);
  assert_proof (path_0, (CsDigest[]){*b, h, l}, 3);
  assert_proof (path_3, (CsDigest[]){*c, g, l}, 3);
  assert_proof (path_4, (CsDigest[]){*f, *j, k}, 3);
  assert_proof (path_6, (CsDigest[]){i, k}, 2);
  assert_proof (from_3, (CsDigest[]){*c, *d, g, l}, 4);
  assert_proof (from_4, (CsDigest[]){l}, 1);
  assert_proof (from_6, (CsDigest[]){i, *j, k}, 3);
  kept_free (kept);
}

/* Every pair of sizes and every leaf, from all nodes and from leaves alone. */
static void
test_against_the_definitions (gconstpointer only_leaves)
{
  Kept *kept = kept_new (GPOINTER_TO_INT (only_leaves));
  CsDigest leaves[LARGEST];

  fill (leaves, LARGEST);
  for (gint64 size = 1; size <= LARGEST; size++) {
    CsDigest root, expected;

    kept_append (kept, &leaves[size - 1]);
    cs_tree_get_root (&kept->tree, &root);
    mth (leaves, size, &expected);
    g_assert_cmpmem (&root, sizeof root, &expected, sizeof expected);
    for (gint64 inner = 0; inner <= size; inner++) {
      g_autoptr (GArray) proof = cs_tree_prove_consistency (inner, size, kept_get, kept, NULL);
      g_autoptr (GArray) reference = g_array_new (FALSE, FALSE, sizeof (CsDigest));
      CsDigest inner_root;

      mth (leaves, inner, &inner_root);
      if (inner > 0)
        subproof (reference, inner, leaves, size, TRUE);
      assert_proof (proof, (const CsDigest *)(gpointer)reference->data, reference->len);
      g_assert_true (cs_tree_verify_consistency (inner,
                                                 &inner_root,
                                                 size,
                                                 &root,
                                                 (const CsDigest *)(gpointer)proof->data,
                                                 proof->len));
    }
    for (gint64 leaf = 0; leaf < size; leaf++) {
      g_autoptr (GArray) proof = cs_tree_prove_inclusion (leaf, size, kept_get, kept, NULL);
      g_autoptr (GArray) reference = g_array_new (FALSE, FALSE, sizeof (CsDigest));

      path (reference, leaf, leaves, size);
      assert_proof (proof, (const CsDigest *)(gpointer)reference->data, reference->len);
      g_assert_true (cs_tree_verify_inclusion (leaf,
                                               &leaves[leaf],
                                               size,
                                               &root,
                                               (const CsDigest *)(gpointer)proof->data,
                                               proof->len));
    }
  }
  kept_free (kept);
}

/* Whatever is changed in a claim, the proof does not show it. */
static void
test_false_claims (void)
{
  Kept *kept = kept_new (FALSE);
  CsDigest leaves[LARGEST], roots[LARGEST + 1];

  fill (leaves, LARGEST);
  for (gint64 size = 0; size <= LARGEST; size++) {
    cs_tree_get_root (&kept->tree, &roots[size]);
    if (size < LARGEST)
      kept_append (kept, &leaves[size]);
  }
  for (gint64 from = 1; from < LARGEST; from += 3) {
    for (gint64 to = from + 1; to <= LARGEST; to += 5) {
      g_autoptr (GArray) proof = cs_tree_prove_consistency (from, to, kept_get, kept, NULL);
      CsDigest *hashes = (CsDigest *)(gpointer)proof->data;
      CsDigest more[CS_TREE_LEVELS];

#define HOLDS(f, fr, t, tr, p, n) cs_tree_verify_consistency (f, fr, t, tr, p, n)
      g_assert_true (HOLDS (from, &roots[from], to, &roots[to], hashes, proof->len));
      g_assert_false (HOLDS (from, &roots[from - 1], to, &roots[to], hashes, proof->len));
      g_assert_false (HOLDS (from, &roots[from], to, &roots[to - 1], hashes, proof->len));
      g_assert_false (HOLDS (from, &roots[from], to, &roots[to], hashes, proof->len - 1));
      g_assert_false (HOLDS (from, &roots[from], from, &roots[to], hashes, proof->len));
      g_assert_false (HOLDS (to, &roots[to], from, &roots[from], hashes, proof->len));
      g_assert_false (HOLDS (0, &roots[from], to, &roots[to], NULL, 0));
      memcpy (more, hashes, proof->len * sizeof (CsDigest));
      more[proof->len] = roots[3];
      g_assert_false (HOLDS (from, &roots[from], to, &roots[to], more, proof->len + 1));
      for (guint i = 0; i < proof->len; i++) {
        hashes[i].bytes[i % CS_DIGEST_BYTES] ^= 4;
        g_assert_false (HOLDS (from, &roots[from], to, &roots[to], hashes, proof->len));
        hashes[i].bytes[i % CS_DIGEST_BYTES] ^= 4;
      }
    }
  }
  kept_free (kept);
}

static void
test_false_places (void)
{
  Kept *kept = kept_new (FALSE);
  CsDigest leaves[LARGEST], root;

  fill (leaves, LARGEST);
  for (gint64 i = 0; i < LARGEST; i++)
    kept_append (kept, &leaves[i]);
  cs_tree_get_root (&kept->tree, &root);
  for (gint64 leaf = 0; leaf < LARGEST; leaf++) {
    g_autoptr (GArray) proof = cs_tree_prove_inclusion (leaf, LARGEST, kept_get, kept, NULL);
    const CsDigest *hashes = (const CsDigest *)(gpointer)proof->data;

    for (gint64 other = 0; other < LARGEST; other++) {
      gboolean is_it = other == leaf;

      g_assert_true (
          cs_tree_verify_inclusion (other, &leaves[leaf], LARGEST, &root, hashes, proof->len) ==
          is_it);
      g_assert_true (
          cs_tree_verify_inclusion (leaf, &leaves[other], LARGEST, &root, hashes, proof->len) ==
          is_it);
    }
    g_assert_false (
        cs_tree_verify_inclusion (leaf, &leaves[leaf], LARGEST, &root, hashes, proof->len - 1));
  }
  g_assert_false (cs_tree_verify_inclusion (-1, &leaves[0], LARGEST, &root, NULL, 0));
  g_assert_false (cs_tree_verify_inclusion (LARGEST, &leaves[0], LARGEST, &root, NULL, 0));
  g_assert_false (cs_tree_verify_inclusion (0, &leaves[0], 0, &root, NULL, 0));
  kept_free (kept);
}

/* A tree of a million equal leaves has one hash a level, so it needs no memory. */
static gboolean
get_equal (guint level, gint64 place, CsDigest *hash, gpointer user_data, GError **error)
{
  memset (hash, 0, sizeof *hash);
  for (guint i = 0; i < level; i++)
    pair (hash, hash, hash);
  return TRUE;
}

static void
test_size_of_proofs (void)
{
  gsize longest = 0;

  for (gint64 from = 1; from < 1000000; from += 997) {
    g_autoptr (GArray) proof = cs_tree_prove_consistency (from, 1000000, get_equal, NULL, NULL);

    longest = MAX (longest, proof->len * CS_DIGEST_BYTES);
  }
  g_test_message ("at most %" G_GSIZE_FORMAT " bytes", longest);
  g_assert_cmpuint (longest, <=, 672);
}

static void
test_load (void)
{
  Kept *kept = kept_new (FALSE);
  CsDigest leaves[LARGEST];
  g_autoptr (GError) error = NULL;
  CsTree none;

  fill (leaves, LARGEST);
  for (gint64 size = 0; size < LARGEST; size++) {
    CsTree tree;
    CsDigest root, expected;

    g_assert_true (cs_tree_load (&tree, size, kept_get, kept, &error));
    g_assert_no_error (error);
    cs_tree_get_root (&tree, &root);
    mth (leaves, size, &expected);
    g_assert_cmpmem (&root, sizeof root, &expected, sizeof expected);
    kept->tree = tree;
    kept_append (kept, &leaves[size]);
  }
  g_assert_false (cs_tree_load (&none, LARGEST + 1, kept_get, kept, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_CORRUPT);
  g_clear_error (&error);
  g_assert_null (cs_tree_prove_consistency (5, 4, kept_get, kept, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (cs_tree_prove_inclusion (5, 5, kept_get, kept, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_NOT_FOUND);
  kept_free (kept);
}

/* Computed by another program from the definition in cs_tree_leaf (). */
static void
test_leaf (void)
{
  guint8 digest[CS_DIGEST_BYTES];
  CsDigest leaf, other;
  g_autofree char *hex = NULL;

  cs_digest ("{}", 2, digest);
  cs_tree_leaf (7, "0198c6a0-0000-7000-8000-000000000001", 2, 1767604443123999, digest, &leaf);
  hex = cs_hex_encode (leaf.bytes, CS_DIGEST_BYTES);
  g_assert_cmpstr (hex, ==, "269a064a1ea0b2f5a7074d5e5278fa406b9cb12ea1751726977bd5a0fc2ea96f");
  cs_tree_leaf (7, NULL, 2, 1767604443123000, digest, &other);
  g_assert_cmpint (memcmp (&leaf, &other, sizeof leaf), !=, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tree/public-roots/K-07", test_public_roots);
  g_test_add_func ("/tree/example-of-the-rfc/K-07", test_example_of_the_rfc);
  g_test_add_data_func ("/tree/definitions/nodes/K-07", NULL, test_against_the_definitions);
  g_test_add_data_func ("/tree/definitions/leaves/K-07",
                        GINT_TO_POINTER (1),
                        test_against_the_definitions);
  g_test_add_func ("/tree/false-claims/SG-10", test_false_claims);
  g_test_add_func ("/tree/false-places/SG-10", test_false_places);
  g_test_add_func ("/tree/size-of-proofs/SG-10", test_size_of_proofs);
  g_test_add_func ("/tree/load/K-07", test_load);
  g_test_add_func ("/tree/leaf/K-07", test_leaf);
  return g_test_run ();
}
