/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-key-file.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define NOBODY 65534

typedef struct {
  char *dir;
  char *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->dir = g_dir_make_tmp ("cs-key-file-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->dir, "d-1.key", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_unlink (fixture->path);
  g_assert_cmpint (g_rmdir (fixture->dir), ==, 0); /* so nothing else was left behind */
  g_free (fixture->path);
  g_free (fixture->dir);
}

static void
test_round_trip (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  GStatBuf info;

  g_assert_true (cs_key_file_write_new (fixture->path, "secret", TRUE, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (fixture->path, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
  text = cs_key_file_read (fixture->path, TRUE, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, "secret");
}

static void
test_never_replaces (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  g_assert_true (cs_key_file_write_new (fixture->path, "first", TRUE, NULL));
  g_assert_false (cs_key_file_write_new (fixture->path, "second", TRUE, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_CONFLICT);
  text = cs_key_file_read (fixture->path, TRUE, NULL);
  g_assert_cmpstr (text, ==, "first");
}

static void
test_missing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (cs_key_file_read (fixture->path, TRUE, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_NOT_FOUND);
}

static void
test_readable_by_others (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  g_assert_true (cs_key_file_write_new (fixture->path, "secret", TRUE, NULL));
  g_assert_cmpint (g_chmod (fixture->path, 0640), ==, 0);
  g_assert_null (cs_key_file_read (fixture->path, TRUE, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_UNAUTHORISED);
  text = cs_key_file_read (fixture->path, FALSE, NULL);
  g_assert_cmpstr (text, ==, "secret");
}

/* A service manager lends what is root's, to read and to nobody else. */
static void
test_lent (Fixture *fixture, gconstpointer data)
{
  static const struct {
    int mode;
    gboolean is_read;
  } cases[] = {{0440, TRUE}, {0640, TRUE}, {0444, FALSE}, {0460, FALSE}};

  if (geteuid () != 0) {
    g_test_skip ("Only root can lend");
    return;
  }
  g_assert_true (cs_key_file_write_new (fixture->path, "secret", TRUE, NULL));
  g_assert_cmpint (g_chmod (fixture->dir, 0755), ==, 0);
  g_assert_cmpint (chown (fixture->path, 0, NOBODY), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = NULL;

    g_assert_cmpint (g_chmod (fixture->path, cases[i].mode), ==, 0);
    g_assert_cmpint (setegid (NOBODY), ==, 0);
    g_assert_cmpint (seteuid (NOBODY), ==, 0);
    text = cs_key_file_read (fixture->path, TRUE, NULL);
    g_assert_cmpint (seteuid (0), ==, 0);
    g_assert_cmpint (setegid (0), ==, 0);
    g_assert_cmpstr (text, ==, cases[i].is_read ? "secret" : NULL);
  }
}

static void
test_symbolic_link (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (symlink ("/etc/hostname", fixture->path), ==, 0);
  g_assert_null (cs_key_file_read (fixture->path, FALSE, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_UNAUTHORISED);
}

static void
test_not_whole (Fixture *fixture, gconstpointer data)
{
  const char *bad[] = {"", "\n", "half", "two\nlines\n"};
  g_autofree char *huge = g_strnfill (4096, 'x');

  for (gsize i = 0; i <= G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;
    const char *contents = i < G_N_ELEMENTS (bad) ? bad[i] : huge;

    g_assert_true (g_file_set_contents (fixture->path, contents, -1, NULL));
    g_assert_null (cs_key_file_read (fixture->path, FALSE, &error));
    g_assert_error (error, CS_ERROR, CS_ERROR_CORRUPT);
  }
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/key-file/round-trip", test_round_trip);
  ADD ("/key-file/never-replaces", test_never_replaces);
  ADD ("/key-file/missing", test_missing);
  ADD ("/key-file/readable-by-others", test_readable_by_others);
  ADD ("/key-file/lent", test_lent);
  ADD ("/key-file/symbolic-link", test_symbolic_link);
  ADD ("/key-file/not-whole", test_not_whole);
  return g_test_run ();
}
