/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-blob.h"

#include "cs-ledger.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define CHUNK   1048576
#define SEALING ".sealing-"

struct _CsBlob {
  char *sha256;     /* (owned) */
  CsPieces *pieces; /* (owned) (nullable): in the clear */
  GBytes *clear;    /* (owned) (nullable): sealed */
};

static void
blob_clear (gpointer data)
{
  CsBlob *self = data;

  g_free (self->sha256);
  g_clear_pointer (&self->pieces, cs_pieces_free);
  g_clear_pointer (&self->clear, g_bytes_unref);
}

/**
 * cs_blob_open:
 * @folder: of a server
 * @keys: of its files
 * @sha256: of what is in the file
 * @error: NOT_FOUND
 *
 * From any thread.
 *
 * Returns: (transfer full) (nullable): the file
 */
CsBlob *
cs_blob_open (const char *folder, CsKeys *keys, const char *sha256, GError **error)
{
  g_autofree char *path = cs_ledger_dup_file_path (folder, sha256);
  g_autoptr (GMappedFile) file = path != NULL ? g_mapped_file_new (path, FALSE, NULL) : NULL;
  g_autoptr (GBytes) bytes = NULL;
  CsBlob *self;

  if (file == NULL) {
    g_set_error_literal (error, CS_ERROR, CS_ERROR_NOT_FOUND, "There is no such file.");
    return NULL;
  }
  bytes = g_mapped_file_get_bytes (file);
  self = g_atomic_rc_box_new0 (CsBlob);
  self->sha256 = g_strdup (sha256);
  self->pieces = cs_pieces_new (keys, sha256, bytes);
  if (self->pieces == NULL)
    self->clear = g_steal_pointer (&bytes);
  return self;
}

/**
 * cs_blob_ref:
 *
 * Returns: (transfer full): @self
 */
CsBlob *
cs_blob_ref (CsBlob *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * cs_blob_unref:
 * @self: (transfer full): a file
 */
void
cs_blob_unref (CsBlob *self)
{
  g_atomic_rc_box_release_full (self, blob_clear);
}

/**
 * cs_blob_get_size:
 *
 * Returns: how many bytes are in it
 */
gint64
cs_blob_get_size (const CsBlob *self)
{
  return self->pieces != NULL ? cs_pieces_get_size (self->pieces)
                              : (gint64)g_bytes_get_size (self->clear);
}

/**
 * cs_blob_read:
 * @from: the first byte that is wanted, not behind the end
 * @length: how many; fewer come at the end
 * @error: CORRUPT for what is damaged
 *
 * From any thread.
 *
 * Returns: (transfer full) (nullable): what is in it
 */
GBytes *
cs_blob_read (const CsBlob *self, gint64 from, gint64 length, GError **error)
{
  gint64 taken = CLAMP (length, 0, cs_blob_get_size (self) - from);

  return self->pieces != NULL ? cs_pieces_read (self->pieces, from, taken, error)
                              : g_bytes_new_from_bytes (self->clear, (gsize)from, (gsize)taken);
}

/**
 * cs_blob_have_digest:
 * @pieces: a file, sealed
 *
 * Returns: whether all of it can be opened, and is what it is said to be
 */
gboolean
cs_blob_have_digest (const CsPieces *pieces, const char *sha256)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gint64 size = cs_pieces_get_size (pieces);

  for (gint64 at = 0; at < size; at += CHUNK) {
    g_autoptr (GBytes) part = cs_pieces_read (pieces, at, CHUNK, NULL);

    if (part == NULL)
      return FALSE;
    g_checksum_update (checksum, g_bytes_get_data (part, NULL), (gssize)g_bytes_get_size (part));
  }
  return strcmp (g_checksum_get_string (checksum), sha256) == 0;
}

/**
 * cs_blob_is_right:
 *
 * Returns: whether all of it can be read, and is what its digest says
 */
gboolean
cs_blob_is_right (const CsBlob *self)
{
  g_autofree char *digest = NULL;

  if (self->pieces != NULL)
    return cs_blob_have_digest (self->pieces, self->sha256);
  digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, self->clear);
  return strcmp (digest, self->sha256) == 0;
}

/* Writing */

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

/**
 * cs_blob_write_all:
 * @fd: open for writing
 * @error: FAILED
 *
 * Returns: whether @bytes are on disk
 */
gboolean
cs_blob_write_all (int fd, GBytes *bytes, GError **error)
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

static gboolean
write_sealed (int fd, CsKeys *keys, const char *sha256, GBytes *plain, GError **error)
{
  gsize size = g_bytes_get_size (plain);

  for (gsize at = 0; at == 0 || at < size; at += CHUNK) {
    g_autoptr (GBytes) part = g_bytes_new_from_bytes (plain, at, MIN (CHUNK, size - at));
    g_autoptr (GBytes) sealed = cs_pieces_seal (keys, sha256, (gint64)at, part);

    if (!cs_blob_write_all (fd, sealed, error))
      return FALSE;
  }
  return TRUE;
}

/**
 * cs_blob_keep:
 * @folder: of a server
 * @keys: of its files
 * @sha256: of @plain
 * @error: FAILED
 *
 * Puts a file in its place, sealed, in one step; in place of the same in the clear, too.
 *
 * Returns: whether it is there
 */
gboolean
cs_blob_keep (const char *folder, CsKeys *keys, const char *sha256, GBytes *plain, GError **error)
{
  g_autofree char *path = cs_ledger_dup_file_path (folder, sha256);
  g_autofree char *parent = path != NULL ? g_path_get_dirname (path) : NULL;
  g_autofree char *made = g_strconcat (path != NULL ? path : "", SEALING "XXXXXX", NULL);
  gboolean is_done;
  int fd;

  g_return_val_if_fail (path != NULL, FALSE);

  if (g_mkdir_with_parents (parent, 0700) != 0)
    return fail (error);
  fd = g_mkstemp_full (made, O_RDWR | O_CLOEXEC, 0600);
  if (fd < 0)
    return fail (error);
  is_done = flock (fd, LOCK_EX) == 0 && write_sealed (fd, keys, sha256, plain, error) &&
            g_rename (made, path) == 0;
  if (!is_done && error != NULL && *error == NULL)
    fail (error);
  if (!is_done)
    g_unlink (made);
  close (fd);
  return is_done;
}

/* What lies in the clear */

/* One that is damaged is left as it is: `verify` says so. */
static gboolean
seal_clear (const char *folder, CsKeys *keys, const char *sha256, guint *n, GError **error)
{
  g_autoptr (CsBlob) blob = cs_blob_open (folder, keys, sha256, NULL);

  if (blob == NULL || blob->clear == NULL || !cs_blob_is_right (blob))
    return TRUE;
  (*n)++;
  return cs_blob_keep (folder, keys, sha256, blob->clear, error);
}

/* What a process has left that was killed while it sealed: nobody holds it. */
static void
drop_left (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  int fd = strstr (name, SEALING) != NULL ? g_open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW, 0)
                                          : -1;

  if (fd < 0)
    return;
  if (flock (fd, LOCK_EX | LOCK_NB) == 0)
    g_unlink (path);
  close (fd);
}

/**
 * cs_blobs_seal_some:
 * @folder: of a server
 * @keys: of its files
 * @part: from 0 on, below %CS_BLOBS_PARTS
 * @n: (inout): counts those that were sealed
 * @error: FAILED
 *
 * Seals what lies in the clear in one part of the files. Other processes may do the same, or read.
 *
 * Returns: whether none is left there, but those that are damaged
 */
gboolean
cs_blobs_seal_some (const char *folder, CsKeys *keys, guint part, guint *n, GError **error)
{
  g_autofree char *prefix = g_strdup_printf ("%02x", part);
  g_autofree char *path = g_build_filename (folder, "files", prefix, NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    drop_left (path, name);
    if (!seal_clear (folder, keys, name, n, error))
      return FALSE;
  }
  return TRUE;
}

/**
 * cs_blobs_seal_all:
 * @n: (out): how many were sealed
 *
 * As cs_blobs_seal_some(), all parts.
 *
 * Returns: whether none is left, but those that are damaged
 */
gboolean
cs_blobs_seal_all (const char *folder, CsKeys *keys, guint *n, GError **error)
{
  *n = 0;
  for (guint part = 0; part < CS_BLOBS_PARTS; part++) {
    if (!cs_blobs_seal_some (folder, keys, part, n, error))
      return FALSE;
  }
  return TRUE;
}
