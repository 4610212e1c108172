/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-workspace-private.h"

#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

/* Files through the workspace: copied to files/ab/abcdef…, named by what is in them, before an
 * entry names them. */

#define CHUNK_BYTES 65536
#define LIMIT_BYTES (G_GINT64_CONSTANT (200) * 1024 * 1024)

static gboolean
copy_stream (GInputStream *input, int fd, GChecksum *checksum, gint64 *size, GError **error)
{
  g_autofree guint8 *buffer = g_malloc (CHUNK_BYTES);
  gssize length;

  *size = 0;
  while ((length = g_input_stream_read (input, buffer, CHUNK_BYTES, NULL, error)) > 0) {
    *size += length;
    if (*size > LIMIT_BYTES) {
      g_set_error_literal (error,
                           CS_ERROR,
                           CS_ERROR_INVALID,
                           _ ("The file is larger than 200 MiB."));
      return FALSE;
    }
    g_checksum_update (checksum, buffer, length);
    for (gssize written = 0; written < length;) {
      gssize n = write (fd, buffer + written, (gsize)(length - written));

      if (n < 0) {
        g_set_error_literal (error,
                             CS_ERROR,
                             CS_ERROR_FAILED,
                             _ ("The file could not be kept; is the disk full?"));
        return FALSE;
      }
      written += n;
    }
  }
  return length == 0;
}

static char *
store_stream (const char *folder, GInputStream *input, gint64 *size, GError **error)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *files = g_build_filename (folder, "files", NULL);
  g_autofree char *temporary = g_build_filename (files, ".incoming-XXXXXX", NULL);
  g_autofree char *path = NULL;
  g_autofree char *parent = NULL;
  gboolean is_kept;
  int fd;

  g_mkdir_with_parents (files, 0700);
  fd = g_mkstemp_full (temporary, O_RDWR, 0600);
  if (fd < 0) {
    g_set_error (error, CS_ERROR, CS_ERROR_FAILED, _ ("Nothing can be written in %s."), files);
    return NULL;
  }
  is_kept = copy_stream (input, fd, checksum, size, error) && fsync (fd) == 0;
  close (fd);
  if (is_kept) {
    path = cs_ledger_dup_file_path (folder, g_checksum_get_string (checksum));
    parent = g_path_get_dirname (path);
    g_mkdir_with_parents (parent, 0700);
    is_kept = g_rename (temporary, path) == 0;
  }
  if (is_kept)
    return g_strdup (g_checksum_get_string (checksum));
  g_unlink (temporary);
  if (error != NULL && *error == NULL)
    g_set_error_literal (error, CS_ERROR, CS_ERROR_FAILED, _ ("The file could not be kept."));
  return NULL;
}

/* A pipe or a device could be read for ever. */
static GFileInfo *
query_regular (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileInfo) info = g_file_query_info (file,
                                                  G_FILE_ATTRIBUTE_STANDARD_DISPLAY_NAME
                                                  "," G_FILE_ATTRIBUTE_STANDARD_CONTENT_TYPE
                                                  "," G_FILE_ATTRIBUTE_STANDARD_TYPE,
                                                  G_FILE_QUERY_INFO_NONE,
                                                  cancellable,
                                                  error);

  if (info == NULL || g_file_info_get_file_type (info) == G_FILE_TYPE_REGULAR)
    return g_steal_pointer (&info);
  g_set_error (error,
               CS_ERROR,
               CS_ERROR_INVALID,
               _ ("“%s” is no file that can be attached."),
               g_file_info_get_display_name (info));
  return NULL;
}

static void
run_add (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  CsWorkspace *self = source;
  GFile *file = data;
  GError *error = NULL;
  g_autoptr (GFileInfo) info = query_regular (file, cancellable, &error);
  g_autoptr (GFileInputStream) input = info != NULL ? g_file_read (file, cancellable, &error)
                                                    : NULL;
  g_autofree char *digest = NULL;
  g_autofree char *type = NULL;
  gint64 size = 0;

  if (input != NULL)
    digest = store_stream (self->folder, G_INPUT_STREAM (input), &size, &error);
  if (digest == NULL) {
    g_task_return_error (task, error);
    return;
  }
  type = g_content_type_get_mime_type (g_file_info_get_content_type (info));
  g_task_return_pointer (task,
                         json_pack ("{s:s, s:s, s:I, s:s}",
                                    "name",
                                    g_file_info_get_display_name (info),
                                    "type",
                                    type != NULL ? type : "application/octet-stream",
                                    "size",
                                    (json_int_t)size,
                                    "sha256",
                                    digest),
                         (GDestroyNotify)json_decref);
}

/**
 * cs_workspace_add_file_async:
 * @file: anywhere; copied
 *
 * Keeps a copy in the workspace.
 */
void
cs_workspace_add_file_async (CsWorkspace *self,
                             GFile *file,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, cs_workspace_add_file_async);
  g_task_set_task_data (task, g_object_ref (file), g_object_unref);
  g_task_run_in_thread (task, run_add); /* no database work */
}

/**
 * cs_workspace_add_file_finish:
 *
 * Returns: (transfer full): the value of a file field: name, type, size and sha256; %NULL on error
 */
json_t *
cs_workspace_add_file_finish (CsWorkspace *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * cs_workspace_get_file:
 * @sha256: of a file's contents
 *
 * Returns: (transfer full) (nullable): the file, where it is here
 */
GFile *
cs_workspace_get_file (CsWorkspace *self, const char *sha256)
{
  g_autofree char *path = cs_ledger_dup_file_path (self->folder, sha256);

  if (path == NULL || !g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return NULL;
  return g_file_new_for_path (path);
}
