/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-blobs.h"

#include "cs-blobs-private.h"
#include "cs-digest.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* incoming/NAME grows as it comes; incoming/NAME.whole says that this person has sent all of it,
 * and the contents stand in files/ab/abcdef… as in every workspace. */

#define INCOMING "incoming"
#define CHUNK    65536

/**
 * cs_blobs_dup_name:
 * @secret: of the server
 * @person: who sends or fetches
 * @sha256: of the contents
 *
 * Returns: (transfer full): what the file is called between the server and this person
 */
char *
cs_blobs_dup_name (const char *secret, const char *person, const char *sha256)
{
  g_autofree char *text = g_strdup_printf ("file\n%s\n%s", person, sha256);

  return g_compute_hmac_for_string (G_CHECKSUM_SHA256,
                                    (const guchar *)secret,
                                    strlen (secret),
                                    text,
                                    -1);
}

static char *
dup_path (const char *folder, const char *name, const char *suffix)
{
  g_autofree char *leaf = g_strconcat (name, suffix, NULL);

  return g_build_filename (folder, INCOMING, leaf, NULL);
}

/**
 * cs_blobs_is_whole:
 *
 * Returns: whether the person who calls it @name has sent all of it
 */
gboolean
cs_blobs_is_whole (const char *folder, const char *name)
{
  g_autofree char *path = dup_path (folder, name, ".whole");

  return g_file_test (path, G_FILE_TEST_IS_REGULAR);
}

/**
 * cs_blobs_get_offset:
 * @name: of an upload
 * @size: of the whole file
 *
 * Returns: how many bytes are here
 */
gint64
cs_blobs_get_offset (const char *folder, const char *name, gint64 size)
{
  g_autofree char *path = dup_path (folder, name, "");
  struct stat info;

  if (cs_blobs_is_whole (folder, name))
    return size;
  return stat (path, &info) == 0 ? MIN (info.st_size, size) : 0;
}

static gboolean
fail (GError **error)
{
  g_set_error (error,
               CS_ERROR,
               CS_ERROR_FAILED,
               "A file could not be kept: %s.",
               g_strerror (errno));
  return FALSE;
}

static gboolean
write_all (int fd, GBytes *bytes, GError **error)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  while (length > 0) {
    gssize n = write (fd, data, length);

    if (n < 0 && errno != EINTR)
      return fail (error);
    if (n > 0) {
      data += n;
      length -= (gsize)n;
    }
  }
  return fsync (fd) == 0 || fail (error);
}

static char *
digest_of (int fd)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guchar *buffer = g_malloc (CHUNK);
  gssize n;

  if (lseek (fd, 0, SEEK_SET) != 0)
    return NULL;
  while ((n = read (fd, buffer, CHUNK)) > 0)
    g_checksum_update (checksum, buffer, n);
  return n == 0 ? g_strdup (g_checksum_get_string (checksum)) : NULL;
}

static gboolean
put_in_place (const char *folder, const char *name, const char *sha256, GError **error)
{
  g_autofree char *from = dup_path (folder, name, "");
  g_autofree char *mark = dup_path (folder, name, ".whole");
  g_autofree char *to = cs_ledger_dup_file_path (folder, sha256);
  g_autofree char *parent = g_path_get_dirname (to);

  if (g_mkdir_with_parents (parent, 0700) != 0 || g_rename (from, to) != 0)
    return fail (error);
  return g_file_set_contents_full (mark, "", 0, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
}

static gboolean
finish (int fd, const char *folder, const char *name, const char *sha256, GError **error)
{
  g_autofree char *digest = digest_of (fd);

  if (g_strcmp0 (digest, sha256) == 0)
    return put_in_place (folder, name, sha256, error);
  cs_blobs_forget (folder, name);
  g_set_error_literal (error,
                       CS_ERROR,
                       CS_ERROR_INVALID,
                       "The file is not the one whose digest was given; send it again.");
  return FALSE;
}

static gboolean
append (int fd,
        const char *folder,
        const char *name,
        const char *sha256,
        gint64 size,
        gint64 *offset,
        GBytes *bytes,
        GError **error)
{
  gint64 length = lseek (fd, 0, SEEK_END);

  if (length != *offset || length + (gint64)g_bytes_get_size (bytes) > size) {
    *offset = length;
    g_set_error_literal (error, CS_ERROR, CS_ERROR_CONFLICT, "The upload stands elsewhere.");
    return FALSE;
  }
  if (!write_all (fd, bytes, error))
    return FALSE;
  *offset = length + (gint64)g_bytes_get_size (bytes);
  return *offset < size || finish (fd, folder, name, sha256, error);
}

/**
 * cs_blobs_write:
 * @name: of an upload
 * @sha256: of the whole file
 * @size: of the whole file
 * @offset: (inout): where @bytes begin; where the upload stands now
 * @error: CONFLICT where it stands elsewhere; INVALID where the whole is not what it should be;
 *   BUSY; FAILED
 *
 * Returns: whether @bytes are on disk, and the whole in its place where they were the last
 */
gboolean
cs_blobs_write (const char *folder,
                const char *name,
                const char *sha256,
                gint64 size,
                gint64 *offset,
                GBytes *bytes,
                GError **error)
{
  g_autofree char *parent = g_build_filename (folder, INCOMING, NULL);
  g_autofree char *path = dup_path (folder, name, "");
  gboolean is_done;
  int fd;

  if (cs_blobs_is_whole (folder, name)) {
    *offset = size;
    return TRUE;
  }
  g_mkdir_with_parents (parent, 0700);
  fd = g_open (path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0)
    return fail (error);
  if (flock (fd, LOCK_EX | LOCK_NB) != 0) {
    close (fd);
    g_set_error_literal (error, CS_ERROR, CS_ERROR_BUSY, "The file is being sent already.");
    return FALSE;
  }
  is_done = append (fd, folder, name, sha256, size, offset, bytes, error);
  close (fd);
  return is_done;
}

/**
 * cs_blobs_forget:
 * @name: of an upload
 *
 * Nothing of the upload is left; what entries name stays.
 */
void
cs_blobs_forget (const char *folder, const char *name)
{
  g_autofree char *path = dup_path (folder, name, "");
  g_autofree char *mark = dup_path (folder, name, ".whole");

  g_unlink (path);
  g_unlink (mark);
}
