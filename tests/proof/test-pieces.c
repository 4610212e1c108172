/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-pieces.h"

#include <string.h>

/* Contents that come in parts and are read from anywhere, sealed (K-19, CX-21). */

#define OF "what it is"

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
add (GByteArray *sealed, CsKeys *keys, GBytes *plain, gsize from, gsize to)
{
  g_autoptr (GBytes) part = g_bytes_new_from_bytes (plain, from, to - from);
  g_autoptr (GBytes) more = cs_pieces_seal (keys, OF, (gint64)from, part);

  g_byte_array_append (sealed, g_bytes_get_data (more, NULL), (guint)g_bytes_get_size (more));
}

static GBytes *
seal_parts (CsKeys *keys, GBytes *plain, const gsize *ends)
{
  GByteArray *sealed = g_byte_array_new ();
  gsize from = 0;

  for (gsize i = 0; i == 0 || ends[i] > 0; i++) {
    add (sealed, keys, plain, from, ends[i]);
    from = ends[i];
  }
  return g_byte_array_free_to_bytes (sealed);
}

static void
assert_reads (const CsPieces *pieces, GBytes *plain, gint64 from, gint64 length)
{
  gint64 size = (gint64)g_bytes_get_size (plain);
  gint64 expected = CLAMP (length, 0, MAX (size - from, 0));
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) read = cs_pieces_read (pieces, from, length, &error);

  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (read, NULL),
                   g_bytes_get_size (read),
                   (const guint8 *)g_bytes_get_data (plain, NULL) + MIN (from, size),
                   (gsize)expected);
}

/* However it came, it is read from anywhere. */
static void
test_parts (void)
{
  static const gsize cases[][6] = {{0},
                                   {1, 0},
                                   {65536, 0},
                                   {65537, 0},
                                   {200000, 0},
                                   {10, 20, 70000, 70001, 200000, 0},
                                   {131072, 200000, 0}};
  static const gint64 reads[][2] = {{0, G_MAXINT32},
                                    {0, 1},
                                    {9, 3},
                                    {65535, 2},
                                    {69999, 70000},
                                    {199999, 1},
                                    {199999, 100},
                                    {300000, 5},
                                    {0, 0}};
  g_autoptr (CsKeys) keys = make_keys (1);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    gsize size = 0;
    g_autoptr (GBytes) plain = NULL;
    g_autoptr (GBytes) sealed = NULL;
    g_autoptr (CsPieces) pieces = NULL;

    for (gsize j = 0; cases[i][j] > 0; j++)
      size = cases[i][j];
    plain = make_bytes (size);
    sealed = seal_parts (keys, plain, cases[i]);
    pieces = cs_pieces_new (keys, OF, sealed);
    g_assert_nonnull (pieces);
    g_assert_cmpint (cs_pieces_get_size (pieces), ==, (gint64)size);
    g_assert_cmpint (cs_pieces_get_whole (pieces), ==, (gint64)g_bytes_get_size (sealed));
    for (gsize j = 0; j < G_N_ELEMENTS (reads); j++)
      assert_reads (pieces, plain, reads[j][0], reads[j][1]);
  }
}

static void
test_nothing_in_clear (void)
{
  static const char secret[] = "Passport of Ada Example, 123456789";
  g_autoptr (CsKeys) keys = make_keys (1);
  g_autoptr (GBytes) plain = g_bytes_new_static (secret, strlen (secret));
  g_autoptr (GBytes) sealed = cs_pieces_seal (keys, OF, 0, plain);
  g_autoptr (GBytes) again = cs_pieces_seal (keys, OF, 0, plain);

  g_assert_false (g_bytes_equal (sealed, again));
  g_assert_null (memmem (g_bytes_get_data (sealed, NULL), g_bytes_get_size (sealed), "Example", 7));
}

/* What was cut short goes on where the last whole piece ends. */
static void
test_torn (void)
{
  g_autoptr (CsKeys) keys = make_keys (1);
  g_autoptr (GBytes) plain = make_bytes (70000);
  g_autoptr (GBytes) sealed = cs_pieces_seal (keys, OF, 0, plain);

  for (gsize cut = 8; cut < g_bytes_get_size (sealed); cut += 997) {
    g_autoptr (GBytes) part = g_bytes_new_from_bytes (sealed, 0, cut);
    g_autoptr (CsPieces) pieces = cs_pieces_new (keys, OF, part);
    gint64 expected = cut < 8 + 28 + 65536 + 16 ? 0 : 65536;

    g_assert_cmpint (cs_pieces_get_size (pieces), ==, expected);
    g_assert_cmpint (cs_pieces_get_whole (pieces), ==, expected > 0 ? 8 + 28 + 65536 + 16 : 8);
    assert_reads (pieces, plain, 0, expected);
  }
}

static void
assert_closed (CsKeys *keys, const char *of, GBytes *sealed)
{
  g_autoptr (CsPieces) pieces = cs_pieces_new (keys, of, sealed);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) read = NULL;

  g_assert_nonnull (pieces);
  read = cs_pieces_read (pieces, 0, 100, &error);
  g_assert_null (read);
  g_assert_error (error, CS_ERROR, CS_ERROR_CORRUPT);
}

static GBytes *
join (GBytes *first, gsize n, GBytes *second, gsize from)
{
  GByteArray *bytes = g_byte_array_new ();

  g_byte_array_append (bytes, g_bytes_get_data (first, NULL), (guint)n);
  g_byte_array_append (bytes,
                       (const guint8 *)g_bytes_get_data (second, NULL) + from,
                       (guint)(g_bytes_get_size (second) - from));
  return g_byte_array_free_to_bytes (bytes);
}

/* Another key, another file, a changed byte, a piece in another’s place: nothing is given. */
static void
test_closed (void)
{
  g_autoptr (CsKeys) keys = make_keys (1);
  g_autoptr (CsKeys) other = make_keys (2);
  g_autoptr (GBytes) plain = make_bytes (50);
  g_autoptr (GBytes) sealed = cs_pieces_seal (keys, OF, 0, plain);
  g_autoptr (GBytes) later = cs_pieces_seal (keys, OF, 50, plain);
  g_autoptr (GBytes) moved = join (sealed, 8, later, 0);
  g_autoptr (GBytes) twice = join (sealed, g_bytes_get_size (sealed), sealed, 8);

  assert_closed (other, OF, sealed);
  assert_closed (keys, "something else", sealed);
  assert_closed (keys, OF, moved);
  assert_closed (keys, OF, twice);
  g_assert_null (cs_pieces_new (keys, OF, plain));
  for (gsize at = 12; at < g_bytes_get_size (sealed); at++) {
    guint8 *bytes = g_memdup2 (g_bytes_get_data (sealed, NULL), g_bytes_get_size (sealed));
    g_autoptr (GBytes) changed = NULL;

    bytes[at] ^= 1;
    changed = g_bytes_new_take (bytes, g_bytes_get_size (sealed));
    assert_closed (keys, OF, changed);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pieces/parts-K-19", test_parts);
  g_test_add_func ("/pieces/nothing-in-clear-CX-21", test_nothing_in_clear);
  g_test_add_func ("/pieces/torn-K-19", test_torn);
  g_test_add_func ("/pieces/closed", test_closed);
  return g_test_run ();
}
