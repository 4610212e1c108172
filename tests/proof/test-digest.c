/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-digest.h"

#include <string.h>

static void
test_sha256 (void)
{
  g_autofree char *nothing = cs_digest_hex (NULL, 0);
  g_autofree char *abc = cs_digest_hex ("abc", 3);

  g_assert_cmpstr (nothing, ==, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  g_assert_cmpstr (abc, ==, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

/* RFC 4231, test case 2. */
static void
test_keyed (void)
{
  const char *message = "what do ya want for nothing?";
  g_autofree char *digest = cs_digest_keyed_hex ("Jefe", message, strlen (message));
  g_autofree char *other = cs_digest_keyed_hex ("jefe", message, strlen (message));

  g_assert_cmpstr (digest, ==, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  g_assert_cmpstr (digest, !=, other);
}

static void
test_hex (void)
{
  const guint8 bytes[] = {0x00, 0x0f, 0xff};
  const char *bad[] = {"000FFF", "000ff", "000ffff", "000fg0", "00 ff0", ""};
  g_autofree char *text = cs_hex_encode (bytes, 3);
  guint8 back[3] = {0};

  g_assert_cmpstr (text, ==, "000fff");
  g_assert_true (cs_hex_decode (text, back, 3));
  g_assert_cmpmem (back, 3, bytes, 3);
  g_assert_false (cs_hex_decode (NULL, back, 3));
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (cs_hex_decode (bad[i], back, 3));
  g_assert_cmpmem (back, 3, bytes, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/digest/sha256", test_sha256);
  g_test_add_func ("/digest/keyed", test_keyed);
  g_test_add_func ("/digest/hex", test_hex);
  return g_test_run ();
}
