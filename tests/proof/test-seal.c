/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-seal.h"

#include <string.h>

/* What is sealed is opened by the same keys and domain only (CX-21, AF-21). */

static CsKeys *
make_keys (guint8 first)
{
  guint8 seed[32] = {first};

  return cs_keys_new_from_seed (seed);
}

static GBytes *
make_bytes (gsize length)
{
  guint8 *bytes = g_malloc (length + 1);

  for (gsize i = 0; i < length; i++)
    bytes[i] = (guint8)(i * 31 + i / 251);
  return g_bytes_new_take (bytes, length);
}

static void
test_round_trip (void)
{
  static const gsize lengths[] = {0, 1, 20, 65535, 65536, 65537, 131072, 200000};
  g_autoptr (CsKeys) keys = make_keys (1);

  for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++) {
    g_autoptr (GBytes) plain = make_bytes (lengths[i]);
    g_autoptr (GBytes) sealed = cs_seal_bytes (keys, "file", plain);
    g_autoptr (GBytes) again = cs_seal_bytes (keys, "file", plain);
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) opened = cs_unseal_bytes (keys, "file", sealed, &error);

    g_assert_no_error (error);
    g_assert_true (g_bytes_equal (plain, opened));
    g_assert_false (g_bytes_equal (sealed, again));
    g_assert_cmpuint (g_bytes_get_size (sealed), >, lengths[i]);
  }
}

static void
test_nothing_in_clear (void)
{
  static const char secret[] = "Passport of Ada Example, 123456789";
  g_autoptr (CsKeys) keys = make_keys (1);
  g_autoptr (GBytes) plain = g_bytes_new_static (secret, strlen (secret));
  g_autoptr (GBytes) sealed = cs_seal_bytes (keys, "file", plain);

  g_assert_null (memmem (g_bytes_get_data (sealed, NULL),
                         g_bytes_get_size (sealed),
                         "Example",
                         strlen ("Example")));
}

static void
assert_closed (CsKeys *keys, const char *domain, GBytes *sealed)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) opened = cs_unseal_bytes (keys, domain, sealed, &error);

  g_assert_null (opened);
  g_assert_error (error, CS_ERROR, CS_ERROR_CORRUPT);
}

static void
test_others (void)
{
  g_autoptr (CsKeys) keys = make_keys (1);
  g_autoptr (CsKeys) other = make_keys (2);
  g_autoptr (GBytes) plain = make_bytes (100);
  g_autoptr (GBytes) sealed = cs_seal_bytes (keys, "file", plain);

  assert_closed (other, "file", sealed);
  assert_closed (keys, "secret", sealed);
  assert_closed (keys, "file", plain);
}

static void
test_damaged (void)
{
  g_autoptr (CsKeys) keys = make_keys (1);
  g_autoptr (GBytes) plain = make_bytes (131072);
  g_autoptr (GBytes) sealed = cs_seal_bytes (keys, "file", plain);
  gsize size = g_bytes_get_size (sealed);
  const gsize cuts[] = {0, 7, 8, 31, 32, 33, 32 + 65536 + 17, 32 + 2 * (65536 + 17), size - 1};

  for (gsize i = 0; i < G_N_ELEMENTS (cuts); i++) {
    g_autoptr (GBytes) cut = g_bytes_new_from_bytes (sealed, 0, cuts[i]);

    assert_closed (keys, "file", cut);
  }
  for (gsize at = 0; at < size; at += 4001) {
    guint8 *bytes = g_memdup2 (g_bytes_get_data (sealed, NULL), size);
    g_autoptr (GBytes) changed = NULL;

    bytes[at] ^= 1;
    changed = g_bytes_new_take (bytes, size);
    assert_closed (keys, "file", changed);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/seal/round-trip", test_round_trip);
  g_test_add_func ("/seal/nothing-in-clear", test_nothing_in_clear);
  g_test_add_func ("/seal/others", test_others);
  g_test_add_func ("/seal/damaged", test_damaged);
  return g_test_run ();
}
