/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-chain.h"

#include <string.h>

/* Computed by another program from the definition in cs_chain_next(). */
static void
test_vectors (void)
{
  guint8 link[CS_CHAIN_BYTES];
  guint8 before[CS_CHAIN_BYTES];
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *early = NULL;

  cs_chain_next (cs_chain_start, 1767604443123999, "{\"id\":\"1\"}", 10, link);
  first = cs_chain_to_hex (link);
  g_assert_cmpstr (first, ==, "4f0f61a8b11fa44e9820aceffbd2ce40ea8eccb206fe1a6cb9164aa6613cab1a");
  cs_chain_next (link, 1767604443124000, "{\"id\":\"2\"}", 10, link);
  second = cs_chain_to_hex (link);
  g_assert_cmpstr (second, ==, "1471b515b86f0d603735854511c1d8554d00bda619f91644a1fa898cf3a8ecb8");
  cs_chain_next (cs_chain_start, -1, NULL, 0, before);
  early = cs_chain_to_hex (before);
  g_assert_cmpstr (early, ==, "e6fdefd545b4949cffefaa13b424e591b820976cbcded91e2dfe0d70a37e1d46");
}

static void
test_every_part_counts (void)
{
  const char *entry = "{\"id\":\"1\"}";
  guint8 link[CS_CHAIN_BYTES];
  guint8 other[CS_CHAIN_BYTES];

  cs_chain_next (cs_chain_start, 5000, entry, strlen (entry), link);
  cs_chain_next (cs_chain_start, 6000, entry, strlen (entry), other);
  g_assert_cmpint (memcmp (link, other, sizeof link), !=, 0);
  for (gsize i = 0; i < strlen (entry); i++) {
    g_autofree char *changed = g_strdup (entry);

    changed[i] ^= 1;
    cs_chain_next (cs_chain_start, 5000, changed, strlen (changed), other);
    g_assert_cmpint (memcmp (link, other, sizeof link), !=, 0);
  }
  for (gsize i = 0; i < CS_CHAIN_BYTES; i++) {
    guint8 previous[CS_CHAIN_BYTES] = {0};

    previous[i] = 0x80;
    cs_chain_next (previous, 5000, entry, strlen (entry), other);
    g_assert_cmpint (memcmp (link, other, sizeof link), !=, 0);
  }
}

static void
test_hex (void)
{
  guint8 link[CS_CHAIN_BYTES];
  guint8 back[CS_CHAIN_BYTES];
  g_autofree char *text = NULL;

  cs_chain_next (cs_chain_start, 0, "x", 1, link);
  text = cs_chain_to_hex (link);
  g_assert_true (cs_chain_from_hex (text, back));
  g_assert_cmpmem (link, sizeof link, back, sizeof back);
  text[0] = 'z';
  g_assert_false (cs_chain_from_hex (text, back));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/chain/vectors/K-07", test_vectors);
  g_test_add_func ("/chain/every-part-counts/K-07", test_every_part_counts);
  g_test_add_func ("/chain/hex", test_hex);
  return g_test_run ();
}
