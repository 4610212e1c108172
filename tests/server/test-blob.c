/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server-stage.h"

#include "cs-blob.h"
#include "cs-blobs.h"
#include "cs-file-key.h"
#include "cs-wire-files.h"

#include <glib/gstdio.h>
#include <sys/stat.h>

/* Files of a shared workspace are encrypted where they lie (CX-21, K-19). */

#define MARK "Passport of Ada Example, 123456789"
#define SIZE 150000

typedef struct {
  char bytes[SIZE];
  char *sha256;
  char *file; /* (nullable) what it is called while it is sent */
} Document;

static void
document_init (Document *self)
{
  for (guint i = 0; i < SIZE; i++)
    self->bytes[i] = (char)(i * 7 + i / 251);
  for (gsize at = 0; at + sizeof MARK < SIZE; at += 1000)
    memcpy (self->bytes + at, MARK, strlen (MARK));
  self->sha256 = cs_digest_hex (self->bytes, SIZE);
  self->file = NULL;
}

static void
document_clear (Document *self)
{
  g_free (self->sha256);
  g_free (self->file);
}

/* How many files of a folder hold the mark. */
static guint
count_marked (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *child = g_build_filename (path, name, NULL);
    g_autofree char *contents = NULL;
    gsize length;

    if (g_file_test (child, G_FILE_TEST_IS_DIR))
      n += count_marked (child);
    else if (g_file_get_contents (child, &contents, &length, NULL))
      n += memmem (contents, length, MARK, strlen (MARK)) != NULL;
  }
  return n;
}

static gint64
begin (Stage *stage, Document *document)
{
  CsWireFileBegin said = {.sha256 = document->sha256, .size = SIZE, .name = (char *)"a.pdf"};
  g_autoptr (CsHttpAnswer) answer =
      stage_ask (stage, "POST", "/v1/files", CS_SERVER_FOUNDER, cs_wire_file_begin_to_json (&said));
  g_autoptr (CsWireFilePlace) place = NULL;
  gsize length;
  const char *text = stage_text (answer, &length);

  g_assert_cmpuint (answer->status, ==, 200);
  place = cs_wire_file_place_from_json (text, length, NULL);
  g_free (document->file);
  document->file = g_strdup (place->file);
  return place->offset;
}

static guint
patch (Stage *stage, const Document *document, gint64 from, gint64 to)
{
  g_autofree char *path = g_strconcat ("/v1/files/", document->file, NULL);
  g_autofree char *offset = g_strdup_printf ("%d", (int)from);
  g_autoptr (GBytes) body = g_bytes_new (document->bytes + from, (gsize)(to - from));
  CsHttpRequest *request = cs_http_request_new ("PATCH", path, body);
  g_autoptr (CsHttpAnswer) answer = NULL;

  cs_http_request_add_header (request, "X-Person", CS_SERVER_FOUNDER);
  cs_http_request_add_header (request, "Upload-Offset", offset);
  answer = stage_ask_with (stage, request);
  return answer->status;
}

static CsBlob *
open_kept (Stage *stage, const char *sha256)
{
  g_autofree char *folder = g_build_filename (stage->folder, "srv", NULL);

  return cs_blob_open (folder, cs_server_get_file_keys (stage->server), sha256, NULL);
}

static void
assert_kept (Stage *stage, const Document *document)
{
  g_autoptr (CsBlob) blob = open_kept (stage, document->sha256);
  g_autoptr (GBytes) bytes = blob != NULL ? cs_blob_read (blob, 0, SIZE, NULL) : NULL;

  g_assert_nonnull (bytes);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), document->bytes, SIZE);
  g_assert_true (cs_blob_is_right (blob));
}

/* While it comes, after a pause, and when it is whole. */
static void
test_at_rest (void)
{
  Stage stage = {0};
  Document document;

  stage_open (&stage, NULL);
  document_init (&document);
  g_assert_cmpint (begin (&stage, &document), ==, 0);
  g_assert_cmpuint (patch (&stage, &document, 0, 70000), ==, 200);
  g_assert_cmpuint (count_marked (stage.folder), ==, 0);
  g_clear_pointer (&stage.server, cs_server_free);
  stage_start (&stage, NULL);
  g_assert_cmpint (begin (&stage, &document), ==, 70000);
  g_assert_cmpuint (patch (&stage, &document, 70000, SIZE), ==, 200);
  g_assert_cmpuint (count_marked (stage.folder), ==, 0);
  assert_kept (&stage, &document);
  document_clear (&document);
  stage_close (&stage);
}

/* K-19: what was not written to its end, when the machine stopped, is sent again. */
static void
test_torn (void)
{
  Stage stage = {0};
  Document document;
  g_autofree char *path = NULL;
  GStatBuf info;

  stage_open (&stage, NULL);
  document_init (&document);
  begin (&stage, &document);
  g_assert_cmpuint (patch (&stage, &document, 0, 100000), ==, 200);
  path = g_build_filename (stage.folder, "srv", "incoming", document.file, NULL);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (truncate (path, info.st_size - 10), ==, 0);
  g_assert_cmpint (begin (&stage, &document), ==, 65536);
  g_assert_cmpuint (patch (&stage, &document, 65536, SIZE), ==, 200);
  assert_kept (&stage, &document);
  document_clear (&document);
  stage_close (&stage);
}

static CsHttpAnswer *
fetch (Stage *stage, const char *file, const char *range)
{
  g_autofree char *path = g_strconcat ("/v1/files/", file, NULL);
  CsHttpRequest *request = cs_http_request_new ("GET", path, NULL);

  cs_http_request_add_header (request, "X-Person", CS_SERVER_FOUNDER);
  if (range != NULL)
    cs_http_request_add_header (request, "Range", range);
  return stage_ask_with (stage, request);
}

static void
grant (Stage *stage, const char *file, const char *sha256)
{
  g_autofree char *folder = g_build_filename (stage->folder, "srv", NULL);
  g_autoptr (CsLedger) ledger = cs_ledger_open (folder, stage->time_source, NULL);

  g_assert_true (cs_sqlite_run (cs_store_get_sqlite (cs_ledger_get_store (ledger)),
                                NULL,
                                "INSERT INTO file_grant VALUES (?, ?, ?, ?)",
                                "sssi",
                                file,
                                "d-" CS_SERVER_FOUNDER,
                                sha256,
                                G_MAXINT64));
}

/* What is large is opened while it is sent. */
static void
test_large (void)
{
  static const gsize size = 5 * 1024 * 1024;
  Stage stage = {0};
  g_autofree char *plain = g_malloc (size);
  g_autofree char *sha256 = NULL;
  g_autofree char *folder = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (CsHttpAnswer) whole = NULL;
  g_autoptr (CsHttpAnswer) part = NULL;

  for (gsize i = 0; i < size; i++)
    plain[i] = (char)(i * 7 + i / 251);
  sha256 = cs_digest_hex (plain, size);
  bytes = g_bytes_new_static (plain, size);
  stage_open (&stage, NULL);
  folder = g_build_filename (stage.folder, "srv", NULL);
  g_assert_true (
      cs_blob_keep (folder, cs_server_get_file_keys (stage.server), sha256, bytes, NULL));
  grant (&stage, "large", sha256);
  whole = fetch (&stage, "large", NULL);
  part = fetch (&stage, "large", "bytes=7-4999999");
  g_assert_cmpuint (whole->status, ==, 200);
  g_assert_cmpint (whole->source->size, ==, (gint64)size);
  g_assert_cmpuint (part->status, ==, 206);
  g_assert_cmpint (part->source->size, ==, 4999993);
  for (gint64 at = 0; at < part->source->size; at += 999983) {
    g_autoptr (GBytes) read = part->source->read (part->source->data, at, 1000);
    gsize expected = (gsize)MIN (1000, part->source->size - at);

    g_assert_cmpmem (g_bytes_get_data (read, NULL),
                     g_bytes_get_size (read),
                     plain + 7 + at,
                     expected);
  }
  stage_close (&stage);
}

static void
await_sealed (const char *folder)
{
  for (guint i = 0; i < 1000 && count_marked (folder) > 0; i++)
    g_usleep (10000);
  g_assert_cmpuint (count_marked (folder), ==, 0);
}

static void
put_clear (Stage *stage, const char *sha256, const char *bytes, gsize length)
{
  g_autofree char *folder = g_build_filename (stage->folder, "srv", NULL);
  g_autofree char *path = cs_ledger_dup_file_path (folder, sha256);
  g_autofree char *parent = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, bytes, (gssize)length, NULL));
}

/* What lies in the clear from before is read, and sealed once the server serves; what is damaged
 * stays as it is. */
static void
test_clear (void)
{
  static const char other[] = "not what its name says";
  Stage stage = {0};
  Document document;
  g_autofree char *wrong = g_strnfill (64, '0'); /* comes first */
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;
  g_autofree char *left = NULL;

  stage_open (&stage, NULL);
  document_init (&document);
  put_clear (&stage, document.sha256, document.bytes, SIZE);
  put_clear (&stage, wrong, other, sizeof other);
  g_assert_cmpuint (count_marked (stage.folder), ==, 1);
  assert_kept (&stage, &document);
  cs_server_sweep (stage.server);
  await_sealed (stage.folder);
  assert_kept (&stage, &document);
  folder = g_build_filename (stage.folder, "srv", NULL);
  path = cs_ledger_dup_file_path (folder, wrong);
  g_assert_true (g_file_get_contents (path, &left, NULL, NULL));
  g_assert_cmpstr (left, ==, other);
  document_clear (&document);
  stage_close (&stage);
}

static void
assert_refuses (Stage *stage, CsErrorCode code)
{
  g_autofree char *folder = g_build_filename (stage->folder, "srv", NULL);
  CsServerOptions options = cs_server_defaults;
  g_autoptr (GError) error = NULL;

  options.journal = g_getenv ("CS_TEST_JOURNAL");
  g_assert_null (cs_server_open (folder, &options, stage->time_source, &error));
  g_assert_error (error, CS_ERROR, (int)code);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, "files.key"));
}

/* A key that is gone, another one and one that others can read are said; no other is made, and
 * with the right one all is there. */
static void
test_keys (void)
{
  static const char other[] = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n";
  Stage stage = {0};
  Document document;
  g_autofree char *path = NULL;
  g_autofree char *away = NULL;
  GStatBuf info;

  stage_open (&stage, NULL);
  document_init (&document);
  begin (&stage, &document);
  g_assert_cmpuint (patch (&stage, &document, 0, SIZE), ==, 200);
  g_clear_pointer (&stage.server, cs_server_free);
  path = g_build_filename (stage.folder, "srv", "keys", "files.key", NULL);
  away = g_build_filename (stage.folder, "away.key", NULL);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
  g_assert_cmpint (g_rename (path, away), ==, 0);
  assert_refuses (&stage, CS_ERROR_NOT_FOUND);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_set_contents_full (path, other, -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  assert_refuses (&stage, CS_ERROR_CORRUPT);
  g_assert_true (g_file_set_contents_full (path, "?\n", -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  assert_refuses (&stage, CS_ERROR_CORRUPT);
  g_assert_cmpint (g_rename (away, path), ==, 0);
  g_assert_cmpint (g_chmod (path, 0644), ==, 0);
  assert_refuses (&stage, CS_ERROR_UNAUTHORISED);
  g_assert_cmpint (g_chmod (path, 0600), ==, 0);
  stage_start (&stage, NULL);
  assert_kept (&stage, &document);
  document_clear (&document);
  stage_close (&stage);
}

/* The key may be kept outside of the folder; then nothing in the folder opens the files. */
static void
test_elsewhere (void)
{
  Stage stage = {0};
  CsServerOptions options = cs_server_defaults;
  g_autofree char *folder = NULL;
  g_autofree char *place = NULL;
  g_autofree char *inside = NULL;

  stage_open (&stage, NULL);
  g_clear_pointer (&stage.server, cs_server_free);
  folder = g_build_filename (stage.folder, "srv", NULL);
  inside = cs_file_key_dup_path (folder, NULL);
  place = g_build_filename (stage.folder, "credential", NULL);
  g_assert_cmpint (g_rename (inside, place), ==, 0);
  options.file_key = place;
  stage_start (&stage, &options);
  g_assert_false (g_file_test (inside, G_FILE_TEST_EXISTS));
  g_assert_true (cs_file_key_is_inside (folder, NULL));
  g_assert_true (cs_file_key_is_inside (folder, inside));
  g_assert_false (cs_file_key_is_inside (folder, place));
  stage_close (&stage);
}

/* Two processes that share a folder share its files: one goes on where the other stood. */
static void
test_two (void)
{
  Stage first = {0}, second = {0};
  Document document;

  if (g_getenv ("CS_TEST_JOURNAL") == NULL) {
    g_test_skip ("One process alone serves a folder with a journal of its own");
    return;
  }
  stage_open (&first, NULL);
  second = first;
  stage_start (&second, NULL);
  document_init (&document);
  begin (&first, &document);
  g_assert_cmpuint (patch (&first, &document, 0, 70000), ==, 200);
  g_assert_cmpint (begin (&second, &document), ==, 70000);
  g_assert_cmpuint (patch (&second, &document, 70000, SIZE), ==, 200);
  assert_kept (&first, &document);
  g_assert_cmpuint (count_marked (first.folder), ==, 0);
  put_clear (&first, document.sha256, document.bytes, SIZE);
  cs_server_sweep (first.server);
  cs_server_sweep (second.server);
  await_sealed (first.folder);
  assert_kept (&second, &document);
  document_clear (&document);
  g_clear_pointer (&second.server, cs_server_free);
  stage_close (&first);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/blob/at-rest-CX-21", test_at_rest);
  g_test_add_func ("/blob/torn-K-19", test_torn);
  g_test_add_func ("/blob/large-K-19", test_large);
  g_test_add_func ("/blob/clear-CX-21", test_clear);
  g_test_add_func ("/blob/keys-CX-21", test_keys);
  g_test_add_func ("/blob/elsewhere-CX-21", test_elsewhere);
  g_test_add_func ("/blob/two-processes-K-19", test_two);
  return g_test_run ();
}
