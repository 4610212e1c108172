/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-chance.h"
#include "cs-secret-record.h"

#include <glib/gstdio.h>

typedef struct {
  char *folder;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->folder = g_dir_make_tmp ("cs-record-XXXXXX", NULL);
  g_setenv ("CS_KEYS", "file", TRUE);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->folder, "d-1.session.secret", NULL);

  g_unlink (path);
  g_rmdir (self->folder);
  g_free (self->folder);
}

static void
assert_holds (Fixture *self, const char *text)
{
  g_autoptr (GError) error = NULL;
  CsKeysPlace place;
  char *found = cs_secret_record_load (self->folder, "d-1.session", &place, &error);

  g_assert_cmpstr (found, ==, text);
  if (text == NULL)
    g_assert_error (error, CS_ERROR, CS_ERROR_NOT_FOUND);
  else
    g_assert_cmpint (place, ==, CS_KEYS_PLACE_FILE);
  cs_secret_free (found);
}

/* Written again and again, it is always whole; cleared, it is gone. */
static void
test_file (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->folder, "d-1.session.secret", NULL);
  g_autoptr (GError) error = NULL;
  CsKeysPlace place;
  GStatBuf info;

  assert_holds (self, NULL);
  for (guint i = 0; i < 3; i++) {
    g_autofree char *text = g_strdup_printf ("{\"i\": %u}", i);

    g_assert_true (
        cs_secret_record_save (self->folder, "d-1.session", "Test", text, &place, &error));
    g_assert_cmpint (place, ==, CS_KEYS_PLACE_FILE);
    assert_holds (self, text);
  }
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
  g_assert_true (cs_secret_record_clear (self->folder, "d-1.session", &error));
  g_assert_true (cs_secret_record_clear (self->folder, "d-1.session", &error));
  assert_holds (self, NULL);
}

/* A file that others can read is not taken. */
static void
test_open_file (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->folder, "d-1.session.secret", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (cs_secret_record_save (self->folder, "d-1.session", "Test", "x", NULL, &error));
  g_chmod (path, 0644);
  g_assert_null (cs_secret_record_load (self->folder, "d-1.session", NULL, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_UNAUTHORISED);
}

/* The password store, where there is one: libsecret's own file stands in for it. */
static void
test_store (Fixture *self, gconstpointer data)
{
  g_autofree char *file = g_build_filename (self->folder, "keyring", NULL);
  g_autoptr (GError) error = NULL;
  CsKeysPlace place = CS_KEYS_PLACE_FILE;
  char *found;

  if (!g_test_subprocess ()) {
    g_setenv ("SECRET_BACKEND", "file", TRUE);
    g_setenv ("SECRET_FILE_TEST_PATH", file, TRUE);
    g_setenv ("SECRET_FILE_TEST_PASSWORD", "word", TRUE);
    g_unsetenv ("CS_KEYS");
    /* libsecret's own file forgets the tag of each writing: 28 bytes that are not ours. */
    g_setenv ("ASAN_OPTIONS", "detect_leaks=0", TRUE);
    g_test_trap_subprocess (NULL, 0, 0);
    g_test_trap_assert_passed ();
    g_unlink (file);
    return;
  }
  g_unsetenv ("CS_KEYS");
  g_assert_true (
      cs_secret_record_save (self->folder, "d-1.session", "Test", "one", &place, &error));
  g_assert_no_error (error);
  g_assert_cmpint (place, ==, CS_KEYS_PLACE_SECRET_STORE);
  g_assert_true (
      cs_secret_record_save (self->folder, "d-1.session", "Test", "two", &place, &error));
  found = cs_secret_record_load (self->folder, "d-1.session", &place, &error);
  g_assert_cmpstr (found, ==, "two");
  g_assert_cmpint (place, ==, CS_KEYS_PLACE_SECRET_STORE);
  cs_secret_free (found);
  g_assert_true (cs_secret_record_clear (self->folder, "d-1.session", &error));
  g_assert_null (cs_secret_record_load (self->folder, "d-1.session", &place, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_NOT_FOUND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/secret-record/file", Fixture, NULL, set_up, test_file, tear_down);
  g_test_add ("/secret-record/open-file", Fixture, NULL, set_up, test_open_file, tear_down);
  g_test_add ("/secret-record/store", Fixture, NULL, set_up, test_store, tear_down);
  return g_test_run ();
}
