/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-base64url.h"

#include <string.h>

static void
test_vectors (void)
{
  /* RFC 4648 §10, without padding */
  static const struct {
    const char *plain;
    const char *text;
  } cases[] = {
      {"", ""},
      {"f", "Zg"},
      {"fo", "Zm8"},
      {"foo", "Zm9v"},
      {"foob", "Zm9vYg"},
      {"fooba", "Zm9vYmE"},
      {"foobar", "Zm9vYmFy"},
      {"\xff\xef\xfe", "_-_-"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    gsize length = strlen (cases[i].plain);
    g_autofree char *text = cs_base64url_encode (cases[i].plain, length);
    g_autoptr (GBytes) bytes = cs_base64url_decode (cases[i].text, length);

    g_assert_cmpstr (text, ==, cases[i].text);
    g_assert_nonnull (bytes);
    g_assert_cmpmem (g_bytes_get_data (bytes, NULL),
                     g_bytes_get_size (bytes),
                     cases[i].plain,
                     length);
    if (length > 0)
      g_assert_null (cs_base64url_decode (cases[i].text, length - 1));
  }
}

static void
test_one_text_for_one_value (void)
{
  static const char *const wrong[] =
      {"Zg==", "Zh", "Z", "Zm9v\n", " Zm9v", "Zm9vY", "Zm+v", "Zm/v", "Zm8=", "Zm9\xc3\xa9"};
  guint8 bytes[3] = {0};

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_null (cs_base64url_decode (wrong[i], 100));
  g_assert_null (cs_base64url_decode (NULL, 100));
  g_assert_true (cs_base64url_decode_exactly ("Zm9v", bytes, 3));
  g_assert_cmpmem (bytes, 3, "foo", 3);
  g_assert_false (cs_base64url_decode_exactly ("Zm8", bytes, 3));
  g_assert_false (cs_base64url_decode_exactly ("Zm9vYg", bytes, 3));
  g_assert_cmpmem (bytes, 3, "foo", 3);
}

/* The parts of a token are objects and nothing else. */
static void
test_object (void)
{
  static const char *const wrong[] = {"e30=", "WzFd", "e30gfQ", "fQ", ""};
  json_t *object = cs_base64url_decode_object ("eyJhIjoxfQ", 7);

  g_assert_cmpint (json_integer_value (json_object_get (object, "a")), ==, 1);
  json_decref (object);
  g_assert_null (cs_base64url_decode_object ("eyJhIjoxfQ", 6));
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_null (cs_base64url_decode_object (wrong[i], 100));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base64url/vectors", test_vectors);
  g_test_add_func ("/base64url/strict/K-20", test_one_text_for_one_value);
  g_test_add_func ("/base64url/object", test_object);
  return g_test_run ();
}
