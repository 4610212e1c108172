/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-keys.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct {
  char *dir;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->dir = g_dir_make_tmp ("cs-keys-XXXXXX", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->dir, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (fixture->dir, name, NULL);

    g_unlink (path);
  }
  g_rmdir (fixture->dir);
  g_free (fixture->dir);
}

/* The seeds and public keys of RFC 8032, 7.1, tests 1 to 3. */
static void
test_rfc8032 (void)
{
  static const struct {
    guint8 seed[32];
    const char *public_key;
  } vectors[] = {
      {{0x9d, 0x61, 0xb1, 0x9d, 0xef, 0xfd, 0x5a, 0x60, 0xba, 0x84, 0x4a,
        0xf4, 0x92, 0xec, 0x2c, 0xc4, 0x44, 0x49, 0xc5, 0x69, 0x7b, 0x32,
        0x69, 0x19, 0x70, 0x3b, 0xac, 0x03, 0x1c, 0xae, 0x7f, 0x60},
       "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"},
      {{0x4c, 0xcd, 0x08, 0x9b, 0x28, 0xff, 0x96, 0xda, 0x9d, 0xb6, 0xc3,
        0x46, 0xec, 0x11, 0x4e, 0x0f, 0x5b, 0x8a, 0x31, 0x9f, 0x35, 0xab,
        0xa6, 0x24, 0xda, 0x8c, 0xf6, 0xed, 0x4f, 0xb8, 0xa6, 0xfb},
       "PUAXw-hDiVqStwqnTRt-vJyYLM8uxJaMwM1V8Sr0Zgw"},
      {{0xc5, 0xaa, 0x8d, 0xf4, 0x3f, 0x9f, 0x83, 0x7b, 0xed, 0xb7, 0x44,
        0x2f, 0x31, 0xdc, 0xb7, 0xb1, 0x66, 0xd3, 0x85, 0x35, 0x07, 0x6f,
        0x09, 0x4b, 0x85, 0xce, 0x3a, 0x2e, 0x0b, 0x44, 0x58, 0xf7},
       "_FHNjmIYoaONpH7QAjDwWAgW7RO6MwOsXeuRFUiQgCU"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (vectors); i++) {
    g_autoptr (CsKeys) keys = cs_keys_new_from_seed (vectors[i].seed);

    g_assert_cmpstr (cs_keys_get_public_key (keys), ==, vectors[i].public_key);
  }
}

static const guint8 test_seed[32] = {
    0x9d, 0x61, 0xb1, 0x9d, 0xef, 0xfd, 0x5a, 0x60, 0xba, 0x84, 0x4a, 0xf4, 0x92, 0xec, 0x2c, 0xc4,
    0x44, 0x49, 0xc5, 0x69, 0x7b, 0x32, 0x69, 0x19, 0x70, 0x3b, 0xac, 0x03, 0x1c, 0xae, 0x7f, 0x60};

/* Signed by another program over the domain, a zero byte and the message. */
static void
test_domains (void)
{
  static const struct {
    const char *domain;
    const char *signature;
  } vectors[] = {
      {"decision",
       "YoBHVMrJL-AOJMhFsZzX4gNDjL6hCymWPqt40C03f5Vdk1p_37zEJnTHrQ8kBkw6GTehVeDiIORiEI4YXinSBg"},
      {"consent",
       "XpCv8xm_9XLxjxQTvGtN5nP3DonwRFZDAVLC-Zfn-vTt9UShi8U_Xahor9-c5FDT4nU4ReOnKmp1TkywlLmgDQ"},
  };
  g_autoptr (CsKeys) keys = cs_keys_new_from_seed (test_seed);
  const char *public_key = cs_keys_get_public_key (keys);

  for (gsize i = 0; i < G_N_ELEMENTS (vectors); i++) {
    g_autofree char *signature = cs_sign (keys, vectors[i].domain, "{\"id\":\"1\"}", 10);
    const char *other = vectors[1 - i].domain;

    g_assert_cmpstr (signature, ==, vectors[i].signature);
    g_assert_true (cs_verify (public_key, vectors[i].domain, "{\"id\":\"1\"}", 10, signature));
    g_assert_false (cs_verify (public_key, other, "{\"id\":\"1\"}", 10, signature));
  }
}

static void
test_every_change_refused (void)
{
  const char *message = "{\"id\":\"1\",\"data\":{\"answer\":\"approve\"}}";
  gsize length = strlen (message);
  g_autoptr (CsKeys) keys = cs_keys_new_from_seed (test_seed);
  const char *public_key = cs_keys_get_public_key (keys);
  g_autofree char *signature = cs_sign (keys, "decision", message, length);

  for (gsize i = 0; i < length; i++) {
    for (guint bit = 0; bit < 8; bit++) {
      g_autofree char *changed = g_strdup (message);

      changed[i] ^= (char)(1 << bit);
      g_assert_false (cs_verify (public_key, "decision", changed, length, signature));
    }
  }
  g_assert_false (cs_verify (public_key, "decision", message, length - 1, signature));
  g_assert_false (cs_verify (public_key, "decision", message, length + 1, signature));
  for (gsize i = 0; i < strlen (signature); i++) {
    for (int c = 1; c < 256; c++) {
      g_autofree char *changed = g_strdup (signature);

      if (signature[i] == (char)c)
        continue;
      changed[i] = (char)c;
      g_assert_false (cs_verify (public_key, "decision", message, length, changed));
    }
  }
  for (gsize i = 0; i < strlen (public_key); i++) {
    g_autofree char *changed = g_strdup (public_key);

    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    g_assert_false (cs_verify (changed, "decision", message, length, signature));
  }
}

static void
test_malformed_refused (void)
{
  g_autoptr (CsKeys) keys = cs_keys_new_from_seed (test_seed);
  const char *public_key = cs_keys_get_public_key (keys);
  g_autofree char *signature = cs_sign (keys, "decision", "x", 1);
  g_autofree char *padded = g_strconcat (signature, "=", NULL);
  g_autofree char *spaced = g_strconcat (signature, "\n", NULL);
  g_autofree char *cut = g_strndup (signature, strlen (signature) - 1);

  g_assert_true (cs_verify (public_key, "decision", "x", 1, signature));
  g_assert_false (cs_verify (public_key, "decision", "x", 1, padded));
  g_assert_false (cs_verify (public_key, "decision", "x", 1, spaced));
  g_assert_false (cs_verify (public_key, "decision", "x", 1, cut));
  g_assert_false (cs_verify (public_key, "decision", "x", 1, ""));
  g_assert_false (cs_verify (public_key, "decision", "x", 1, NULL));
  g_assert_false (cs_verify (NULL, "decision", "x", 1, signature));
  g_assert_false (cs_verify ("", "decision", "x", 1, signature));
}

/* Keys of small order, under which anybody can make signatures. */
static void
test_small_order_refused (void)
{
  const char *weak[] = {"AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                        "7P_______________________________________38"};
  const char *forged = "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
                       "AAAAAAAAAAAAAA";

  for (gsize i = 0; i < G_N_ELEMENTS (weak); i++)
    g_assert_false (cs_verify (weak[i], "decision", "x", 1, forged));
}

static void
test_file_key_stays (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CsKeys) first = NULL;
  g_autoptr (CsKeys) again = NULL;
  g_autoptr (CsKeys) other = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *signature = NULL;

  g_assert_true (cs_keys_load_or_create (fixture->dir, "d-1", &first, &error));
  g_assert_no_error (error);
  g_assert_cmpint (cs_keys_get_place (first), ==, CS_KEYS_PLACE_FILE);
  g_assert_true (cs_keys_load_or_create (fixture->dir, "d-1", &again, &error));
  g_assert_true (cs_keys_load_or_create (fixture->dir, "d-2", &other, &error));
  g_assert_cmpstr (cs_keys_get_public_key (first), ==, cs_keys_get_public_key (again));
  g_assert_cmpstr (cs_keys_get_public_key (first), !=, cs_keys_get_public_key (other));
  signature = cs_sign (first, "decision", "x", 1);
  g_assert_true (cs_verify (cs_keys_get_public_key (again), "decision", "x", 1, signature));
}

static void
test_lost_key_is_said (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CsKeys) keys = NULL;
  g_autoptr (CsKeys) none = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (fixture->dir, "d-1.key", NULL);

  g_assert_true (cs_keys_load_or_create (fixture->dir, "d-1", &keys, NULL));
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_false (cs_keys_load_or_create (fixture->dir, "d-1", &none, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_NOT_FOUND);
  g_assert_null (none);
}

static void
test_foreign_key_is_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CsKeys) keys = NULL;
  g_autoptr (CsKeys) none = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (fixture->dir, "d-1.key", NULL);
  g_autofree char *other = g_build_filename (fixture->dir, "d-2.key", NULL);

  g_assert_true (cs_keys_load_or_create (fixture->dir, "d-1", &keys, NULL));
  g_clear_pointer (&keys, cs_keys_unref);
  g_assert_true (cs_keys_load_or_create (fixture->dir, "d-2", &keys, NULL));
  g_assert_cmpint (g_rename (other, path), ==, 0);
  g_assert_false (cs_keys_load_or_create (fixture->dir, "d-1", &none, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_CORRUPT);
}

static void
test_device_names (Fixture *fixture, gconstpointer data)
{
  const char *bad[] = {"", ".", "../d", "a/b", "d 1", "é"};

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (CsKeys) keys = NULL;
    g_autoptr (GError) error = NULL;

    g_assert_false (cs_keys_load_or_create (fixture->dir, bad[i], &keys, &error));
    g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
  }
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_setenv ("CS_KEYS", "file", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/keys/rfc8032", test_rfc8032);
  g_test_add_func ("/keys/domains/K-20", test_domains);
  g_test_add_func ("/keys/every-change-refused/SG-09", test_every_change_refused);
  g_test_add_func ("/keys/malformed-refused", test_malformed_refused);
  g_test_add_func ("/keys/small-order-refused", test_small_order_refused);
  ADD ("/keys/file-key-stays", test_file_key_stays);
  ADD ("/keys/lost-key-is-said", test_lost_key_is_said);
  ADD ("/keys/foreign-key-is-refused", test_foreign_key_is_refused);
  ADD ("/keys/device-names", test_device_names);
  return g_test_run ();
}
