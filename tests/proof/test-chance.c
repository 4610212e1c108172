/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-chance.h"

#include <string.h>

static void
test_below (void)
{
  guint counts[10] = {0};

  for (guint i = 0; i < 10000; i++) {
    guint32 number = cs_chance_below (10);

    g_assert_cmpuint (number, <, 10);
    counts[number]++;
  }
  for (guint i = 0; i < 10; i++)
    g_assert_cmpuint (counts[i], >, 700);
}

static void
test_secret (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < 1000; i++) {
    char *secret = cs_chance_new_secret ();

    g_assert_cmpuint (strlen (secret), ==, 43);
    g_assert_cmpuint (strspn (secret, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "-_"), ==, 43);
    g_assert_true (g_hash_table_add (seen, secret));
  }
  cs_secret_free (cs_chance_new_secret ());
  cs_secret_free (NULL);
}

static void
test_fill (void)
{
  guint8 first[64] = {0}, second[64] = {0};

  cs_chance_fill (first, sizeof first);
  cs_chance_fill (second, sizeof second);
  g_assert_true (memcmp (first, second, sizeof first) != 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/chance/below", test_below);
  g_test_add_func ("/chance/secret", test_secret);
  g_test_add_func ("/chance/fill", test_fill);
  return g_test_run ();
}
