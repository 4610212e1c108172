/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-blobs.h"

#include "cs-blob.h"
#include "cs-blobs-private.h"
#include "cs-pieces.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

/* incoming/NAME grows as it comes; incoming/NAME.whole says that this person has sent all of it,
 * and the contents stand in files/ab/abcdef… as in every workspace. Both are sealed (CX-21): what
 * comes is written in pieces that can be gone on with. */

#define INCOMING "incoming"

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

/* How far an upload has come; NULL where nothing of it is here, or something from before files were
 * sealed. */
static CsPieces *
load_pieces (int fd, CsKeys *keys, const char *sha256)
{
  g_autoptr (GMappedFile) file = g_mapped_file_new_from_fd (fd, FALSE, NULL);
  g_autoptr (GBytes) bytes = file != NULL ? g_mapped_file_get_bytes (file) : NULL;

  return bytes != NULL ? cs_pieces_new (keys, sha256, bytes) : NULL;
}

/**
 * cs_blobs_get_offset:
 * @keys: of the server's files
 * @name: of an upload
 * @sha256: of the whole file
 * @size: of the whole file
 *
 * Returns: how many bytes are here
 */
gint64
cs_blobs_get_offset (const char *folder,
                     CsKeys *keys,
                     const char *name,
                     const char *sha256,
                     gint64 size)
{
  g_autofree char *path = dup_path (folder, name, "");
  g_autoptr (CsPieces) pieces = NULL;
  gint64 offset;
  int fd;

  if (cs_blobs_is_whole (folder, name))
    return size;
  fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW, 0);
  if (fd < 0)
    return 0;
  if (flock (fd, LOCK_SH) == 0) /* nobody cuts it meanwhile */
    pieces = load_pieces (fd, keys, sha256);
  offset = pieces != NULL ? MIN (cs_pieces_get_size (pieces), size) : 0;
  close (fd);
  return offset;
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

/* Something that is being sent. */
typedef struct {
  const char *folder;
  CsKeys *keys;
  const char *name, *sha256;
  gint64 size;
  int fd; /* held by its lock */
} Upload;

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
finish (const Upload *self, GError **error)
{
  g_autoptr (CsPieces) pieces = load_pieces (self->fd, self->keys, self->sha256);

  if (pieces != NULL && cs_blob_have_digest (pieces, self->sha256))
    return put_in_place (self->folder, self->name, self->sha256, error);
  cs_blobs_forget (self->folder, self->name);
  g_set_error_literal (error,
                       CS_ERROR,
                       CS_ERROR_INVALID,
                       "The file is not the one whose digest was given; send it again.");
  return FALSE;
}

/* Where it stands; what was not written to its end is cut off. */
static gboolean
cut_torn (const Upload *self, gint64 *length, GError **error)
{
  g_autoptr (CsPieces) pieces = load_pieces (self->fd, self->keys, self->sha256);

  *length = pieces != NULL ? cs_pieces_get_size (pieces) : 0;
  return ftruncate (self->fd, *length > 0 ? cs_pieces_get_whole (pieces) : 0) == 0 || fail (error);
}

static gboolean
append (const Upload *self, gint64 *offset, GBytes *bytes, GError **error)
{
  g_autoptr (GBytes) sealed = NULL;
  gint64 length;

  if (!cut_torn (self, &length, error))
    return FALSE;
  if (length != *offset || length + (gint64)g_bytes_get_size (bytes) > self->size) {
    *offset = length;
    g_set_error_literal (error, CS_ERROR, CS_ERROR_CONFLICT, "The upload stands elsewhere.");
    return FALSE;
  }
  sealed = cs_pieces_seal (self->keys, self->sha256, length, bytes);
  if (!cs_blob_write_all (self->fd, sealed, error))
    return FALSE;
  *offset = length + (gint64)g_bytes_get_size (bytes);
  return *offset < self->size || finish (self, error);
}

/**
 * cs_blobs_write:
 * @keys: of the server's files
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
                CsKeys *keys,
                const char *name,
                const char *sha256,
                gint64 size,
                gint64 *offset,
                GBytes *bytes,
                GError **error)
{
  g_autofree char *parent = g_build_filename (folder, INCOMING, NULL);
  g_autofree char *path = dup_path (folder, name, "");
  Upload upload =
      {.folder = folder, .keys = keys, .name = name, .sha256 = sha256, .size = size, .fd = -1};
  gboolean is_done;

  if (cs_blobs_is_whole (folder, name)) {
    *offset = size;
    return TRUE;
  }
  g_mkdir_with_parents (parent, 0700);
  upload.fd = g_open (path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (upload.fd < 0)
    return fail (error);
  if (flock (upload.fd, LOCK_EX | LOCK_NB) != 0) {
    close (upload.fd);
    g_set_error_literal (error, CS_ERROR, CS_ERROR_BUSY, "The file is being sent already.");
    return FALSE;
  }
  is_done = append (&upload, offset, bytes, error);
  close (upload.fd);
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
