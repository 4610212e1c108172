/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-key-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LIMIT_BYTES 1024

static CsErrorCode
code_of_errno (int number)
{
  switch (number) {
    case ENOENT:
      return CS_ERROR_NOT_FOUND;
    case EEXIST:
      return CS_ERROR_CONFLICT;
    case EACCES:
    case EPERM:
    case ELOOP:
      return CS_ERROR_UNAUTHORISED;
    default:
      return CS_ERROR_FAILED;
  }
}

static gboolean
fail_errno (const char *path, int number, GError **error)
{
  g_set_error (error,
               CS_ERROR,
               (int)code_of_errno (number),
               _ ("The key file “%s” cannot be used: %s"),
               path,
               g_strerror (number));
  return FALSE;
}

/* Its owner's alone; or lent by root to read, as a service manager hands credentials over. */
static gboolean
is_private (const struct stat *info)
{
  if (!S_ISREG (info->st_mode))
    return FALSE;
  return info->st_uid == geteuid () ? (info->st_mode & 077) == 0
                                    : info->st_uid == 0 && (info->st_mode & 037) == 0;
}

static gboolean
check_private (int fd, const char *path, GError **error)
{
  struct stat info;

  if (fstat (fd, &info) != 0)
    return fail_errno (path, errno, error);
  if (is_private (&info))
    return TRUE;
  g_set_error (
      error,
      CS_ERROR,
      CS_ERROR_UNAUTHORISED,
      _ ("Others than its owner can read the key file “%s”. If nobody else has read it, make "
         "it private again: chmod 600 “%s”."),
      path,
      path);
  return FALSE;
}

static gssize
read_all (int fd, char *text, gsize size)
{
  gsize length = 0;

  while (length < size) {
    gssize got = read (fd, text + length, size - length);

    if (got < 0 && errno == EINTR)
      continue;
    if (got < 0)
      return -1;
    if (got == 0)
      break;
    length += (gsize)got;
  }
  return (gssize)length;
}

static gboolean
write_all (int fd, const char *text, gsize length)
{
  while (length > 0) {
    gssize put = write (fd, text, length);

    if (put < 0 && errno != EINTR)
      return FALSE;
    if (put > 0) {
      text += put;
      length -= (gsize)put;
    }
  }
  return TRUE;
}

/**
 * cs_key_file_read:
 * @path: a file that [func@key_file_write_new] wrote
 * @is_secret: whether a file that others may read is refused
 * @error: `CS_ERROR_NOT_FOUND`, `CS_ERROR_UNAUTHORISED`, `CS_ERROR_CORRUPT`, `CS_ERROR_FAILED`
 *
 * Does not follow a symbolic link.
 *
 * Returns: (transfer full) (nullable): its one line
 */
char *
cs_key_file_read (const char *path, gboolean is_secret, GError **error)
{
  g_autofree char *text = g_malloc0 (LIMIT_BYTES + 1);
  gssize length;
  int saved;
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);

  if (fd < 0) {
    fail_errno (path, errno, error);
    return NULL;
  }
  if (is_secret && !check_private (fd, path, error)) {
    close (fd);
    return NULL;
  }
  length = read_all (fd, text, LIMIT_BYTES);
  saved = errno;
  close (fd);
  if (length < 0) {
    fail_errno (path, saved, error);
    return NULL;
  }
  if (length < 2 || length == LIMIT_BYTES || strchr (text, '\n') != text + length - 1) {
    g_set_error (error, CS_ERROR, CS_ERROR_CORRUPT, _ ("“%s” is not a whole key file."), path);
    return NULL;
  }
  text[length - 1] = '\0';
  return g_steal_pointer (&text);
}

static gboolean
sync_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  gboolean is_synced = fd >= 0 && fsync (fd) == 0;

  if (fd >= 0)
    close (fd);
  return is_synced;
}

/* Writes a line beside @path and hands it to @place, which puts it there. */
static gboolean
write_line (const char *path,
            const char *text,
            gboolean is_secret,
            int (*place) (const char *made, const char *path),
            GError **error)
{
  g_autofree char *temporary = g_strdup_printf ("%s.%08x", path, g_random_int ());
  g_autofree char *line = g_strconcat (text, "\n", NULL);
  gboolean is_done;
  int saved;
  int fd = open (temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, is_secret ? 0600 : 0644);

  if (fd < 0)
    return fail_errno (path, errno, error);
  is_done = write_all (fd, line, strlen (line)) && fsync (fd) == 0;
  saved = errno;
  if (close (fd) != 0 && is_done) {
    is_done = FALSE;
    saved = errno;
  }
  if (is_done && place (temporary, path) != 0) {
    is_done = FALSE;
    saved = errno;
  }
  g_unlink (temporary);
  if (is_done && !sync_folder (path)) {
    is_done = FALSE;
    saved = errno;
  }
  memset (line, 0, strlen (line));
  return is_done || fail_errno (path, saved, error);
}

/**
 * cs_key_file_write_new:
 * @path: a file that does not exist yet
 * @text: one line, without its end
 * @is_secret: whether only the owner may read it
 * @error: `CS_ERROR_CONFLICT` if @path exists, `CS_ERROR_UNAUTHORISED`, `CS_ERROR_FAILED`
 *
 * The file appears whole and on the disk, or not at all, and never replaces another.
 *
 * Returns: whether it was written
 */
gboolean
cs_key_file_write_new (const char *path, const char *text, gboolean is_secret, GError **error)
{
  return write_line (path, text, is_secret, link, error);
}

/**
 * cs_key_file_replace:
 * @path: a file that only its owner may read, or none yet
 * @text: one line, without its end
 * @error: `CS_ERROR_UNAUTHORISED`, `CS_ERROR_FAILED`
 *
 * The file holds the new line, whole and on the disk, or what it held before.
 *
 * Returns: whether it was written
 */
gboolean
cs_key_file_replace (const char *path, const char *text, GError **error)
{
  return write_line (path, text, TRUE, rename, error);
}
