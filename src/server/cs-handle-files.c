/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-blob.h"
#include "cs-blobs.h"
#include "cs-entry.h"
#include "cs-grants.h"
#include "cs-handlers.h"
#include "cs-outline.h"
#include "cs-packs.h"
#include "cs-server.h"
#include "cs-wire-files.h"

#include <string.h>

/* Files (K-19), sent and fetched in pieces, each of which may be the last for a while. */

#define GRANT_SECS    600
#define LEAST_PURPOSE 3
#define MOST_AT_ONCE  (4 * 1024 * 1024)

static CsHttpAnswer *
answer_place (const char *file, gint64 offset)
{
  CsWireFilePlace place = {.file = (char *)file, .offset = offset};

  return cs_answer_json (cs_wire_file_place_to_json (&place));
}

/* Bytes of this person that no entry names yet, without those of @file. */
static gboolean
sum_uploads (CsCall *call, const char *file, gint64 *sum, GError **error)
{
  g_autoptr (CsStatement) statement = cs_sqlite_query (
      cs_store_get_sqlite (cs_ledger_get_store (call->ledger)),
      error,
      "SELECT coalesce (sum (size), 0) FROM upload WHERE person = ? AND file != ? AND is_whole < 2",
      "ss",
      call->caller.person,
      file);
  gboolean has_row;

  *sum = 0;
  if (statement == NULL || !cs_statement_next (statement, &has_row, error))
    return FALSE;
  *sum = cs_statement_get_int (statement, 0);
  return TRUE;
}

static CsHttpAnswer *
refuse_size (CsCall *call, gint64 size, gint64 sum)
{
  const CsServerOptions *options = cs_server_get_options (call->server);

  if (size > options->file_bytes)
    return cs_answer_problem (CS_PROBLEM_TOO_LARGE,
                              "A file may have %" G_GINT64_FORMAT " bytes at most.",
                              options->file_bytes);
  if (sum + size > options->files_of_one)
    return cs_answer_problem (
        CS_PROBLEM_QUOTA,
        "Too much was sent that no entry names; what nothing names is dropped "
        "after a week.");
  return NULL;
}

/**
 * cs_handle_file_begin:
 *
 * `POST /v1/files`: begins an upload, or says where it stands.
 *
 * Returns: (transfer full): the answer, or %NULL
 */
CsHttpAnswer *
cs_handle_file_begin (CsCall *call, GError **error)
{
  const CsWireFileBegin *begin = call->message;
  g_autofree char *file =
      cs_blobs_dup_name (cs_server_get_secret (call->server), call->caller.person, begin->sha256);
  CsHttpAnswer *refusal;
  gint64 sum;

  if (!sum_uploads (call, file, &sum, error))
    return NULL;
  refusal = refuse_size (call, begin->size, sum);
  if (refusal != NULL)
    return refusal;
  if (!cs_sqlite_run (cs_store_get_sqlite (cs_ledger_get_store (call->ledger)),
                      error,
                      "INSERT INTO upload VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0)"
                      " ON CONFLICT (file) DO UPDATE SET size = ?3, begun = ?6",
                      "ssissi",
                      file,
                      begin->sha256,
                      begin->size,
                      begin->name,
                      call->caller.person,
                      (gint64)cs_time_source_get_now (cs_server_get_time_source (call->server))))
    return NULL;
  return answer_place (file,
                       cs_blobs_get_offset (cs_server_get_folder (call->server),
                                            cs_server_get_file_keys (call->server),
                                            file,
                                            begin->sha256,
                                            begin->size));
}

static CsHttpAnswer *
answer_offset (gint64 offset)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, offset);
  CsHttpAnswer *answer = cs_answer_problem (CS_PROBLEM_OFFSET, "The upload stands at %s.", text);

  cs_http_answer_add_header (answer, CS_WIRE_OFFSET_HEADER, text);
  return answer;
}

static CsHttpAnswer *
write_piece (CsCall *call, const char *sha256, gint64 size, gint64 offset, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (cs_blobs_write (cs_server_get_folder (call->server),
                      cs_server_get_file_keys (call->server),
                      call->parameter,
                      sha256,
                      size,
                      &offset,
                      call->request->body,
                      &failure))
    return answer_place (call->parameter, offset);
  if (g_error_matches (failure, CS_ERROR, CS_ERROR_CONFLICT))
    return answer_offset (offset);
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

/**
 * cs_handle_file_write:
 *
 * `PATCH /v1/files/FILE`: the next bytes of an upload.
 *
 * Returns: (transfer full): the answer, or %NULL
 */
CsHttpAnswer *
cs_handle_file_write (CsCall *call, GError **error)
{
  const char *text = cs_http_request_get_header (call->request, "upload-offset");
  g_autoptr (CsStatement) statement = NULL;
  gboolean has_row;
  gint64 offset;

  if (text == NULL || !g_ascii_string_to_signed (text, 10, 0, G_MAXINT64, &offset, NULL))
    return cs_answer_problem (CS_PROBLEM_INVALID,
                              "Say with " CS_WIRE_OFFSET_HEADER " where the bytes begin.");
  statement = cs_sqlite_query (cs_store_get_sqlite (cs_ledger_get_store (call->ledger)),
                               error,
                               "SELECT sha256, size FROM upload WHERE file = ? AND person = ?",
                               "ss",
                               call->parameter,
                               call->caller.person);
  if (statement == NULL || !cs_statement_next (statement, &has_row, error))
    return NULL;
  if (!has_row)
    return cs_answer_problem (CS_PROBLEM_NOT_FOUND, "No such upload was begun.");
  return write_piece (call,
                      cs_statement_get_text (statement, 0),
                      cs_statement_get_int (statement, 1),
                      offset,
                      error);
}

static CsBlob *
open_blob (CsCall *call, const char *sha256)
{
  return cs_blob_open (cs_server_get_folder (call->server),
                       cs_server_get_file_keys (call->server),
                       sha256,
                       NULL);
}

static CsHttpAnswer *
grant (CsCall *call, const char *sha256, gint64 size, GError **error)
{
  g_autofree char *file =
      cs_blobs_dup_name (cs_server_get_secret (call->server), call->caller.person, sha256);
  CsInstant now = cs_time_source_get_now (cs_server_get_time_source (call->server));
  CsWireFileGrant answer = {.file = file, .size = size};

  if (!cs_sqlite_run (cs_store_get_sqlite (cs_ledger_get_store (call->ledger)),
                      error,
                      "INSERT OR REPLACE INTO file_grant VALUES (?, ?, ?, ?)",
                      "sssi",
                      file,
                      call->caller.device,
                      sha256,
                      (gint64)(now + GRANT_SECS * CS_SECOND)))
    return NULL;
  return cs_answer_json (cs_wire_file_grant_to_json (&answer));
}

/* CX-21: who looks at something confidential says for what, and that is written down. */
static gboolean
log_access (CsCall *call, const CsField *field, CsHttpAnswer **refusal, GError **error)
{
  const CsWireFileOpen *asked = call->message;
  g_autoptr (json_t) data = NULL;
  g_autoptr (CsOutcome) outcome = NULL;
  CsIntent intent = {.request = asked->request, .kind = "access", .by = call->caller.person};

  if (asked->purpose == NULL || g_utf8_strlen (asked->purpose, -1) < LEAST_PURPOSE) {
    *refusal = cs_answer_problem (CS_PROBLEM_FORBIDDEN, "Say for what this is looked at.");
    return TRUE;
  }
  data = json_pack ("{s:s, s:s}", "field", field->id, "purpose", asked->purpose);
  intent.data = data;
  if (!cs_authority_submit (cs_ledger_get_authority (call->ledger), &intent, &outcome, error))
    return FALSE;
  if (!outcome->is_accepted)
    *refusal = cs_answer_problem (CS_PROBLEM_FORBIDDEN, "%s", outcome->reason->text);
  return TRUE;
}

static gboolean
check_confidential (CsCall *call, gint64 seq, CsHttpAnswer **refusal, GError **error)
{
  const CsWireFileOpen *asked = call->message;
  CsAuthority *authority = cs_ledger_get_authority (call->ledger);
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (cs_store_get_sqlite (cs_ledger_get_store (call->ledger)),
                       error,
                       "SELECT bytes FROM entry WHERE seq = ?",
                       "i",
                       seq);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (CsEntry) entry = NULL;
  const CsRequest *request;
  const CsField *field;
  gboolean has_row;

  if (statement == NULL || !cs_statement_next (statement, &has_row, error))
    return FALSE;
  bytes = cs_statement_get_bytes (statement, 0);
  entry = cs_entry_new_from_bytes (bytes, error);
  if (entry == NULL)
    return FALSE;
  request = cs_authority_get_request (authority, asked->request, NULL, error);
  if (request == NULL)
    return FALSE;
  field = cs_process_find_sealed (cs_request_get_process (request), entry, asked->sha256);
  return field == NULL || log_access (call, field, refusal, error);
}

/* A pack is a file too; whoever is in the workspace may have those that the directory names. */
static CsHttpAnswer *
open_pack (CsCall *call, const char *digest, GError **error)
{
  g_autofree char *name = NULL;
  g_autoptr (GBytes) bytes =
      cs_packs_load (cs_ledger_get_store (call->ledger), digest, &name, error);
  g_autoptr (CsBlob) kept = NULL;

  if (bytes == NULL)
    return NULL;
  kept = open_blob (call, digest);
  if (kept == NULL && !cs_blob_keep (cs_server_get_folder (call->server),
                                     cs_server_get_file_keys (call->server),
                                     digest,
                                     bytes,
                                     error))
    return NULL;
  return grant (call, digest, (gint64)g_bytes_get_size (bytes), error);
}

/**
 * cs_handle_file_open:
 *
 * `POST /v1/files/open`: asks for a file through a request that names it; without one, for a pack.
 *
 * Returns: (transfer full): the answer, or %NULL
 */
CsHttpAnswer *
cs_handle_file_open (CsCall *call, GError **error)
{
  const CsWireFileOpen *asked = call->message;
  g_autoptr (CsBlob) blob = NULL;
  CsHttpAnswer *refusal = NULL;
  gint64 seq;

  if (asked->request == NULL)
    return open_pack (call, asked->sha256, error);
  if (!cs_blobs_find_seen (call->ledger,
                           call->caller.person,
                           asked->request,
                           asked->sha256,
                           &seq,
                           error))
    return NULL;
  blob = open_blob (call, asked->sha256);
  if (seq == 0 || blob == NULL)
    return cs_answer_problem (CS_PROBLEM_NOT_FOUND, "No entry that you may see names such a file.");
  if (!check_confidential (call, seq, &refusal, error))
    return NULL;
  return refusal != NULL ? refusal : grant (call, asked->sha256, cs_blob_get_size (blob), error);
}

/* "bytes=FIRST-" or "bytes=FIRST-LAST"; anything else asks for all, as RFC 9110 allows. */
static gboolean
parse_range (const char *text, gint64 size, gint64 *first, gint64 *length)
{
  g_auto (GStrv) parts = NULL;
  guint64 from, to;

  *first = 0;
  *length = size;
  if (text == NULL || !g_str_has_prefix (text, "bytes="))
    return FALSE;
  parts = g_strsplit (text + strlen ("bytes="), "-", 3);
  if (g_strv_length (parts) != 2 ||
      !g_ascii_string_to_unsigned (parts[0], 10, 0, G_MAXINT64, &from, NULL))
    return FALSE;
  to = (guint64)MAX (size - 1, 0);
  if (*parts[1] != '\0' && !g_ascii_string_to_unsigned (parts[1], 10, from, G_MAXINT64, &to, NULL))
    return FALSE;
  to = MIN (to, (guint64)MAX (size - 1, 0));
  *first = (gint64)from;
  *length = from <= to ? (gint64)(to - from + 1) : 0;
  return TRUE;
}

/* Part of a file, on its way out. */
typedef struct {
  CsBlob *blob; /* (owned) */
  gint64 first, length;
} Stretch;

static GBytes *
read_stretch (gpointer data, gint64 from, gint64 length)
{
  const Stretch *self = data;

  return cs_blob_read (self->blob, self->first + from, MIN (length, self->length - from), NULL);
}

static void
stretch_free (gpointer data)
{
  Stretch *self = data;

  cs_blob_unref (self->blob);
  g_free (self);
}

/* What is large is opened while it is sent, and never as a whole in memory. */
static gboolean
fill_answer (CsHttpAnswer *answer, CsBlob *blob, gint64 first, gint64 length, GError **error)
{
  Stretch *stretch;
  GBytes *bytes;

  if (length > MOST_AT_ONCE) {
    stretch = g_new0 (Stretch, 1);
    *stretch = (Stretch){.blob = cs_blob_ref (blob), .first = first, .length = length};
    answer->source = g_new0 (CsHttpSource, 1);
    *answer->source = (CsHttpSource){.size = length,
                                     .read = read_stretch,
                                     .data = stretch,
                                     .free_data = stretch_free};
    return TRUE;
  }
  bytes = cs_blob_read (blob, first, length, error);
  if (bytes == NULL)
    return FALSE;
  g_bytes_unref (answer->body);
  answer->body = bytes;
  return TRUE;
}

static CsHttpAnswer *
answer_bytes (CsBlob *blob, const char *range, GError **error)
{
  gint64 size = cs_blob_get_size (blob);
  gint64 first, length;
  gboolean is_part = parse_range (range, size, &first, &length);
  g_autofree char *text = NULL;
  CsHttpAnswer *answer;

  if (is_part && (length == 0 || first >= size)) {
    answer = cs_answer_problem (CS_PROBLEM_INVALID, "The file is not as long.");
    answer->status = 416;
    return answer;
  }
  answer = cs_http_answer_new (is_part ? 206 : 200, "application/octet-stream", NULL);
  if (!fill_answer (answer, blob, first, length, error)) {
    cs_http_answer_free (answer);
    return NULL;
  }
  cs_http_answer_add_header (answer, "Cache-Control", "no-store");
  cs_http_answer_add_header (answer, "X-Content-Type-Options", "nosniff");
  cs_http_answer_add_header (answer, "Content-Disposition", "attachment");
  cs_http_answer_add_header (answer, "Accept-Ranges", "bytes");
  if (is_part) {
    text = g_strdup_printf ("bytes %" G_GINT64_FORMAT "-%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT,
                            first,
                            first + length - 1,
                            size);
    cs_http_answer_add_header (answer, "Content-Range", text);
  }
  return answer;
}

/**
 * cs_handle_file_read:
 *
 * `GET /v1/files/FILE`: what was granted a moment ago, or a part of it.
 *
 * Returns: (transfer full): the answer, or %NULL
 */
CsHttpAnswer *
cs_handle_file_read (CsCall *call, GError **error)
{
  CsInstant now = cs_time_source_get_now (cs_server_get_time_source (call->server));
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (cs_store_get_sqlite (cs_ledger_get_store (call->ledger)),
                       error,
                       "SELECT sha256 FROM file_grant WHERE file = ? AND device = ? AND until > ?",
                       "ssi",
                       call->parameter,
                       call->caller.device,
                       (gint64)now);
  g_autoptr (CsBlob) blob = NULL;
  gboolean has_row;

  if (statement == NULL || !cs_statement_next (statement, &has_row, error))
    return NULL;
  if (has_row)
    blob = open_blob (call, cs_statement_get_text (statement, 0));
  if (blob == NULL)
    return cs_answer_problem (CS_PROBLEM_NOT_FOUND, "Ask for the file first.");
  return answer_bytes (blob, cs_http_request_get_header (call->request, "range"), error);
}
