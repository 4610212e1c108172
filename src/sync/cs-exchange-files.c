/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-digest.h"
#include "cs-sync-private.h"
#include "cs-wire-files.h"
#include "cs-wire.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

/* Files both ways (K-19): in pieces, each of which may be the last for a while; what is there
 * already is not sent again. A file is its digest, and is believed when it has it. */

#define PIECE_BYTES (1024 * 1024)
#define MOST_FILES  10000
#define MOST_BYTES  (64 * 1024 * 1024) /* of one that is kept in memory */

static gboolean
ask (CsExchange *self, const char *path, char *json, CsReply *reply, GError **error)
{
  return cs_exchange_call (self, "POST", path, json, CS_WIRE_SMALL_BYTES, reply, error);
}

/* Sending */

static GBytes *
load (const CsSyncUpload *upload)
{
  GMappedFile *file;
  GBytes *bytes;

  if (upload->bytes != NULL)
    return g_bytes_ref (upload->bytes);
  file = g_mapped_file_new (upload->path, FALSE, NULL);
  if (file == NULL)
    return NULL;
  bytes = g_mapped_file_get_bytes (file);
  g_mapped_file_unref (file);
  return bytes;
}

static gboolean
send_piece (CsExchange *self, const char *file, GBytes *bytes, gint64 *offset, GError **error)
{
  gsize length = MIN (PIECE_BYTES, g_bytes_get_size (bytes) - (gsize)*offset);
  g_autoptr (GBytes) piece = g_bytes_new_from_bytes (bytes, (gsize)*offset, length);
  g_autofree char *path = g_strconcat ("/v1/files/", file, NULL);
  g_autofree char *value = g_strdup_printf ("%" G_GINT64_FORMAT, *offset);
  const CsCallRequest request = {.method = "PATCH",
                                 .path = path,
                                 .body = piece,
                                 .type = "application/octet-stream",
                                 .header = CS_WIRE_OFFSET_HEADER,
                                 .value = value,
                                 .limit = CS_WIRE_SMALL_BYTES};
  g_auto (CsReply) reply = {0};
  g_autoptr (CsWireFilePlace) place = NULL;
  const char *text;
  gsize size;

  if (!cs_channel_call (self->channel, &request, &reply, self->cancellable, error) ||
      !cs_exchange_check (self, &reply, error))
    return FALSE;
  text = g_bytes_get_data (reply.body, &size);
  place = cs_wire_file_place_from_json (text, size, error);
  if (place == NULL)
    return FALSE;
  if (place->offset <= *offset) {
    g_set_error_literal (error, CS_ERROR, CS_ERROR_UNREACHABLE, "A file does not get on.");
    return FALSE;
  }
  *offset = place->offset;
  return TRUE;
}

static gboolean
send_file (CsExchange *self, const CsSyncUpload *upload, GBytes *bytes, GError **error)
{
  CsWireFileBegin begin = {.sha256 = upload->sha256,
                           .size = (gint64)g_bytes_get_size (bytes),
                           .name = upload->name};
  g_auto (CsReply) reply = {0};
  g_autoptr (CsWireFilePlace) place = NULL;
  const char *text;
  gsize length;
  gint64 offset;

  if (!ask (self, "/v1/files", cs_wire_file_begin_to_json (&begin), &reply, error) ||
      !cs_exchange_check (self, &reply, error))
    return FALSE;
  text = g_bytes_get_data (reply.body, &length);
  place = cs_wire_file_place_from_json (text, length, error);
  offset = place != NULL ? place->offset : 0;
  while (place != NULL && offset < begin.size) {
    if (g_cancellable_set_error_if_cancelled (self->cancellable, error) ||
        !send_piece (self, place->file, bytes, &offset, error))
      return FALSE;
  }
  return place != NULL;
}

/**
 * cs_exchange_upload:
 *
 * Sends a file, from where it was left. One that the server does not want is passed over: the entry
 * that names it is refused in words.
 *
 * Returns: whether to go on
 */
gboolean
cs_exchange_upload (CsExchange *self, const CsSyncUpload *upload, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (g_hash_table_contains (self->uploaded, upload->sha256))
    return TRUE;
  bytes = load (upload);
  if (bytes == NULL)
    return TRUE;
  if (!send_file (self, upload, bytes, &failure)) {
    if (!g_error_matches (failure, CS_ERROR, CS_ERROR_INVALID) &&
        !g_error_matches (failure, CS_ERROR, CS_ERROR_NOT_FOUND)) {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
    g_message ("A file was not taken: %s", failure->message);
  }
  g_hash_table_add (self->uploaded, g_strdup (upload->sha256));
  return TRUE;
}

/* Receiving */

static CsWireFileGrant *
open_file (CsExchange *self,
           const char *request,
           const char *sha256,
           const char *purpose,
           GError **error)
{
  CsWireFileOpen open = {.request = (char *)request,
                         .sha256 = (char *)sha256,
                         .purpose = (char *)purpose};
  g_auto (CsReply) reply = {0};
  const char *text;
  gsize length;

  if (!ask (self, "/v1/files/open", cs_wire_file_open_to_json (&open), &reply, error) ||
      !cs_exchange_check (self, &reply, error))
    return NULL;
  text = g_bytes_get_data (reply.body, &length);
  return cs_wire_file_grant_from_json (text, length, error);
}

static GBytes *
fetch_piece (CsExchange *self, const char *file, gint64 from, gint64 to, GError **error)
{
  g_autofree char *path = g_strconcat ("/v1/files/", file, NULL);
  g_autofree char *range =
      g_strdup_printf ("bytes=%" G_GINT64_FORMAT "-%" G_GINT64_FORMAT, from, to - 1);
  const CsCallRequest request = {.method = "GET",
                                 .path = path,
                                 .header = "Range",
                                 .value = range,
                                 .limit = PIECE_BYTES,
                                 .is_file = TRUE};
  g_auto (CsReply) reply = {0};

  if (!cs_channel_call (self->channel, &request, &reply, self->cancellable, error) ||
      !cs_exchange_check (self, &reply, error))
    return NULL;
  if ((reply.status != 206 && !(reply.status == 200 && from == 0)) ||
      g_bytes_get_size (reply.body) == 0) {
    g_set_error_literal (error, CS_ERROR, CS_ERROR_UNREACHABLE, "A file came in another form.");
    return NULL;
  }
  return g_steal_pointer (&reply.body);
}

static gboolean
append_piece (const char *path, GBytes *piece, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileOutputStream) stream =
      g_file_append_to (file, G_FILE_CREATE_PRIVATE, NULL, error);
  gsize length;
  const void *data = g_bytes_get_data (piece, &length);

  return stream != NULL &&
         g_output_stream_write_all (G_OUTPUT_STREAM (stream), data, length, NULL, NULL, error) &&
         g_output_stream_close (G_OUTPUT_STREAM (stream), NULL, error);
}

static gint64
get_size (const char *path)
{
  GStatBuf info;

  return g_stat (path, &info) == 0 ? (gint64)info.st_size : 0;
}

static gboolean
has_digest (const char *path, const char *sha256)
{
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, NULL);
  g_autofree char *digest = file != NULL ? cs_digest_hex (g_mapped_file_get_contents (file),
                                                          g_mapped_file_get_length (file))
                                         : NULL;

  return g_strcmp0 (digest, sha256) == 0;
}

static gboolean
receive_into (CsExchange *self, const CsSyncCall *wanted, const char *part, GError **error)
{
  g_autoptr (CsWireFileGrant) grant = open_file (self, wanted->request, wanted->name, NULL, error);
  gint64 at = get_size (part);

  if (grant == NULL)
    return FALSE;
  if (at > grant->size) {
    g_remove (part);
    at = 0;
  }
  while (at < grant->size) {
    g_autoptr (GBytes) piece =
        fetch_piece (self, grant->file, at, MIN (at + PIECE_BYTES, grant->size), error);

    if (piece == NULL || !append_piece (part, piece, error))
      return FALSE;
    at += (gint64)g_bytes_get_size (piece);
  }
  return TRUE;
}

static gboolean
receive_file (CsExchange *self, const CsSyncCall *wanted, gboolean *is_done, GError **error)
{
  g_autofree char *part = g_strconcat (wanted->path, ".part", NULL);
  g_autofree char *folder = g_path_get_dirname (wanted->path);
  g_autoptr (GError) failure = NULL;

  *is_done = FALSE;
  g_mkdir_with_parents (folder, 0700);
  if (receive_into (self, wanted, part, &failure)) {
    if (has_digest (part, wanted->name) && g_rename (part, wanted->path) == 0)
      *is_done = TRUE;
    else
      g_remove (part);
    return TRUE;
  }
  if (g_error_matches (failure, CS_ERROR, CS_ERROR_NOT_FOUND) ||
      g_error_matches (failure, CS_ERROR, CS_ERROR_INVALID) ||
      (g_error_matches (failure, CS_ERROR, CS_ERROR_UNAUTHORISED) && self->is_met))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/**
 * cs_exchange_fetch_files:
 *
 * Fetches the files that entries name and that are not here, so that they can be read offline.
 *
 * Returns: whether none is left that can be had
 */
gboolean
cs_exchange_fetch_files (CsExchange *self, GError **error)
{
  for (guint i = 0; i < MOST_FILES; i++) {
    g_auto (CsSyncCall) next = {.op = CS_SYNC_NEXT_FILE};
    g_auto (CsSyncCall) done = {.op = CS_SYNC_HAVE_FILE};

    if (g_cancellable_set_error_if_cancelled (self->cancellable, error) ||
        !self->folder (&next, self->folder_data, error))
      return FALSE;
    if (next.name == NULL)
      return TRUE;
    if (!receive_file (self, &next, &done.is_done, error))
      return FALSE;
    done.name = g_strdup (next.name);
    if (!self->folder (&done, self->folder_data, error))
      return FALSE;
  }
  return TRUE;
}

/* Into memory; believed when it has its digest. */
static GBytes *
receive_whole (CsExchange *self, const CsWireFileGrant *grant, const char *sha256, GError **error)
{
  g_autoptr (GByteArray) contents = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *found = NULL;

  while ((gint64)contents->len < grant->size) {
    gint64 at = contents->len;
    g_autoptr (GBytes) piece =
        fetch_piece (self, grant->file, at, MIN (at + PIECE_BYTES, grant->size), error);

    if (piece == NULL)
      return NULL;
    g_byte_array_append (contents, g_bytes_get_data (piece, NULL), (guint)g_bytes_get_size (piece));
  }
  bytes = g_byte_array_free_to_bytes (g_steal_pointer (&contents));
  found = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  if (g_strcmp0 (found, sha256) == 0)
    return g_steal_pointer (&bytes);
  g_set_error_literal (error,
                       CS_ERROR,
                       CS_ERROR_UNREACHABLE,
                       _ ("A file did not come as it was named"));
  return NULL;
}

/**
 * cs_exchange_fetch_pack:
 * @digest: of a pack that an entry names
 * @error: CORRUPT where something else came
 *
 * Returns: whether the folder has it
 */
gboolean
cs_exchange_fetch_pack (CsExchange *self, const char *digest, GError **error)
{
  g_autoptr (CsWireFileGrant) grant = open_file (self, NULL, digest, NULL, error);
  g_autoptr (GBytes) bytes = grant != NULL ? receive_whole (self, grant, digest, error) : NULL;
  g_auto (CsSyncCall) keep = {.op = CS_SYNC_KEEP_PACK};

  if (bytes == NULL)
    return FALSE;
  keep.name = g_strdup (digest);
  keep.bytes = bytes;
  return self->folder (&keep, self->folder_data, error);
}

/**
 * cs_exchange_fetch_confidential:
 * @request: id of the request that names the file
 * @sha256: of its contents
 * @purpose: for what it is looked at
 * @error: UNAUTHORISED or NOT_FOUND with the server's words; UNREACHABLE
 *
 * Fetches a file that is not copied otherwise (CX-21). The server writes down who looks and for
 * what before it gives anything.
 *
 * Returns: (transfer full) (nullable): what is in the file
 */
GBytes *
cs_exchange_fetch_confidential (CsExchange *self,
                                const char *request,
                                const char *sha256,
                                const char *purpose,
                                GError **error)
{
  const char *said = purpose != NULL && *purpose != '\0' ? purpose : NULL;
  g_autoptr (CsWireFileGrant) grant = open_file (self, request, sha256, said, error);

  if (grant == NULL)
    return NULL;
  if (grant->size > MOST_BYTES) {
    g_set_error_literal (error,
                         CS_ERROR,
                         CS_ERROR_INVALID,
                         _ ("A confidential file may have 64 MiB at most."));
    return NULL;
  }
  return receive_whole (self, grant, sha256, error);
}
