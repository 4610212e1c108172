/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-record.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

/*
 * Processes that serve one folder share its keys and files. The first has the folder's own database
 * as its mirror; each other has one in DIR/mirrors/N, where keys and files are links to the
 * folder's.
 */

#define MIRRORS      "mirrors"
#define LOCK         "lock"
#define MOST_MIRRORS 64

static const char *const shared[] = {"keys", "files", "sealed", "incoming"};
static const char *const identity[] =
    {"workspace", "device", "created", "person", "sample", "log", "incarnation", "server-name"};

static gboolean
link_shared (const char *folder, const char *mirror, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (shared); i++) {
    g_autofree char *source = g_build_filename (folder, shared[i], NULL);
    g_autofree char *target = g_build_filename ("..", "..", shared[i], NULL);
    g_autofree char *link = g_build_filename (mirror, shared[i], NULL);

    if (g_mkdir_with_parents (source, 0700) != 0 ||
        (!g_file_test (link, G_FILE_TEST_IS_SYMLINK) && symlink (target, link) != 0)) {
      g_set_error (error, CS_ERROR, CS_ERROR_FAILED, "%s cannot be made.", link);
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
copy_identity (CsStore *from, CsStore *to, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (identity); i++) {
    g_autofree char *value = cs_store_dup_meta (from, identity[i], NULL);

    if (value != NULL && !cs_store_set_meta (to, identity[i], value, error))
      return FALSE;
  }
  return TRUE;
}

/* A folder of the same workspace, with nothing in it yet. */
static gboolean
make_mirror (const char *folder, const char *mirror, GError **error)
{
  g_autofree char *database = g_build_filename (mirror, "workspace.db", NULL);
  g_autoptr (CsStore) from = NULL;
  g_autoptr (CsStore) to = NULL;

  if (g_file_test (database, G_FILE_TEST_EXISTS))
    return TRUE;
  from = cs_store_open (folder, error);
  to = from != NULL ? cs_store_create (mirror, error) : NULL;
  return to != NULL && link_shared (folder, mirror, error) && copy_identity (from, to, error);
}

static gboolean
is_taken (const GError *error)
{
  return g_error_matches (error, CS_ERROR, CS_ERROR_BUSY);
}

static CsServerFolder *
open_mirror (const char *folder, GError **error)
{
  for (guint i = 1; i <= MOST_MIRRORS; i++) {
    g_autofree char *name = g_strdup_printf ("%u", i);
    g_autofree char *mirror = g_build_filename (folder, MIRRORS, name, NULL);
    g_autoptr (GError) failure = NULL;
    CsServerFolder *place;

    if (!make_mirror (folder, mirror, error))
      return NULL;
    place = cs_server_folder_open (mirror, TRUE, &failure);
    if (place != NULL)
      return place;
    if (!is_taken (failure)) {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  }
  g_set_error (error, CS_ERROR, CS_ERROR_BUSY, "%d processes serve %s.", MOST_MIRRORS, folder);
  return NULL;
}

/* One process after the other looks for its place. */
static int
lock (const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, MIRRORS, LOCK, NULL);
  g_autofree char *parent = g_path_get_dirname (path);
  int fd;

  g_mkdir_with_parents (parent, 0700);
  fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0 || flock (fd, LOCK_EX) != 0)
    g_set_error (error, CS_ERROR, CS_ERROR_FAILED, "%s cannot be locked.", path);
  return fd;
}

/**
 * cs_record_open_folder:
 * @url: (nullable): where the journal of record is
 * @folder: of a server
 * @error: BUSY where another process has it, and the journal is its own file; NOT_FOUND
 *
 * Returns: (transfer full): the folder this process is to work in, held by its lock; %NULL on error
 */
CsServerFolder *
cs_record_open_folder (const char *url, const char *folder, GError **error)
{
  g_autofree char *canonical = g_canonicalize_filename (folder, NULL);
  g_autoptr (GError) failure = NULL;
  CsServerFolder *place = cs_server_folder_open (canonical, TRUE, &failure);
  int fd;

  if (place != NULL || url == NULL || !is_taken (failure)) {
    if (place == NULL)
      g_propagate_error (error, g_steal_pointer (&failure));
    return place;
  }
  fd = lock (canonical, error);
  if (fd < 0)
    return NULL;
  place = open_mirror (canonical, error);
  close (fd);
  return place;
}
