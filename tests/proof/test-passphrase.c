/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-passphrase.h"

static void
test_passphrase (void)
{
  static const char *const others[] = {"", "correct horse ", "Correct horse", "correct hors", "é"};
  g_autofree char *hash = cs_passphrase_hash ("correct horse");
  g_autofree char *again = cs_passphrase_hash ("correct horse");

  g_assert_true (g_str_has_prefix (hash, "$argon2id$"));
  g_assert_cmpstr (hash, !=, again);
  g_assert_true (cs_passphrase_verify (hash, "correct horse"));
  g_assert_true (cs_passphrase_verify (again, "correct horse"));
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_false (cs_passphrase_verify (hash, others[i]));
  g_assert_false (cs_passphrase_verify ("", "correct horse"));
  g_assert_false (cs_passphrase_verify ("nothing", "correct horse"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/passphrase", test_passphrase);
  return g_test_run ();
}
