/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server-stage.h"

#include "cs-blobs.h"
#include "cs-journal.h"
#include "cs-wire-files.h"

#define SIZE 5000

typedef struct {
  char bytes[SIZE];
  char *sha256;
} Document;

static void
document_init (Document *self)
{
  for (guint i = 0; i < SIZE; i++)
    self->bytes[i] = (char)(i * 7 + i / 251);
  self->sha256 = cs_digest_hex (self->bytes, SIZE);
}

static CsHttpAnswer *
begin (Stage *stage, const char *person, const char *sha256, gint64 size, char **file, gint64 *at)
{
  CsWireFileBegin said = {.sha256 = (char *)sha256, .size = size, .name = (char *)"a.pdf"};
  CsHttpAnswer *answer =
      stage_ask (stage, "POST", "/v1/files", person, cs_wire_file_begin_to_json (&said));
  gsize length;
  const char *text = stage_text (answer, &length);

  if (answer->status == 200) {
    g_autoptr (CsWireFilePlace) place = cs_wire_file_place_from_json (text, length, NULL);

    *file = g_strdup (place->file);
    *at = place->offset;
  }
  return answer;
}

static guint
patch (Stage *stage,
       const char *person,
       const char *file,
       gint64 at,
       const char *data,
       gsize length)
{
  g_autofree char *path = g_strconcat ("/v1/files/", file, NULL);
  g_autofree char *offset = g_strdup_printf ("%d", (int)at);
  g_autoptr (GBytes) body = g_bytes_new (data, length);
  CsHttpRequest *request = cs_http_request_new ("PATCH", path, body);
  g_autoptr (CsHttpAnswer) answer = NULL;

  cs_http_request_add_header (request, "X-Person", person);
  cs_http_request_add_header (request, "Upload-Offset", offset);
  answer = stage_ask_with (stage, request);
  return answer->status;
}

static int
push_naming (Stage *stage, const char *sha256, gint64 n)
{
  g_autoptr (GBytes) entry = stage_entry (stage,
                                          "client",
                                          n,
                                          json_pack ("{s:o, s:s, s:{s:{s:s}}}",
                                                     "id",
                                                     json_sprintf ("c-%d", (int)n),
                                                     "name",
                                                     "Client",
                                                     "fields",
                                                     "contract",
                                                     "sha256",
                                                     sha256));
  g_autoptr (CsWirePushAnswer) answer = stage_push (stage, CS_SERVER_FOUNDER, &entry, 1);

  return ((CsWireVerdict *)answer->verdicts->pdata[0])->answer;
}

/* K-19: an upload goes on where it stood, is believed only when it is what it said, and is named
 * only by who has sent it. */
static void
test_upload (void)
{
  Stage stage = {0};
  Document document;
  g_autofree char *file = NULL;
  g_autofree char *other = NULL;
  gint64 at = -1;

  stage_open (&stage, NULL);
  document_init (&document);
  g_assert_cmpint (push_naming (&stage, document.sha256, 1), ==, CS_WIRE_REFUSED);
  cs_http_answer_free (begin (&stage, CS_SERVER_FOUNDER, document.sha256, SIZE, &file, &at));
  g_assert_cmpint (at, ==, 0);
  g_assert_cmpuint (patch (&stage, "p-other", file, 0, document.bytes, 10), ==, 404);
  g_assert_cmpuint (patch (&stage, CS_SERVER_FOUNDER, file, 0, document.bytes, 3000), ==, 200);
  g_assert_cmpuint (patch (&stage, CS_SERVER_FOUNDER, file, 0, document.bytes, 3000), ==, 409);
  g_clear_pointer (&file, g_free);
  cs_http_answer_free (begin (&stage, CS_SERVER_FOUNDER, document.sha256, SIZE, &file, &at));
  g_assert_cmpint (at, ==, 3000);
  g_assert_cmpint (push_naming (&stage, document.sha256, 2), ==, CS_WIRE_REFUSED);
  g_assert_cmpuint (
      patch (&stage, CS_SERVER_FOUNDER, file, 3000, document.bytes + 3000, SIZE - 3000),
      ==,
      200);
  g_assert_cmpint (push_naming (&stage, document.sha256, 3), ==, CS_WIRE_ACCEPTED);
  /* Somebody else begins anew, and cannot tell that it is here. */
  cs_http_answer_free (begin (&stage, "p-other", document.sha256, SIZE, &other, &at));
  g_assert_cmpint (at, ==, 0);
  g_assert_cmpstr (file, !=, other);
  g_free (document.sha256);
  stage_close (&stage);
}

static void
test_wrong_contents (void)
{
  Stage stage = {0};
  Document document;
  g_autofree char *file = NULL;
  gint64 at = -1;

  stage_open (&stage, NULL);
  document_init (&document);
  cs_http_answer_free (begin (&stage, CS_SERVER_FOUNDER, document.sha256, 10, &file, &at));
  g_assert_cmpuint (patch (&stage, CS_SERVER_FOUNDER, file, 0, document.bytes, 11), ==, 409);
  g_assert_cmpuint (patch (&stage, CS_SERVER_FOUNDER, file, 0, document.bytes, 10), ==, 400);
  g_clear_pointer (&file, g_free);
  cs_http_answer_free (begin (&stage, CS_SERVER_FOUNDER, document.sha256, 10, &file, &at));
  g_assert_cmpint (at, ==, 0);
  g_assert_cmpint (push_naming (&stage, document.sha256, 1), ==, CS_WIRE_REFUSED);
  g_free (document.sha256);
  stage_close (&stage);
}

static void
test_quota (void)
{
  CsServerOptions options = cs_server_defaults;
  Stage stage = {0};
  g_autofree char *file = NULL;
  gint64 at;

  options.file_bytes = 1000;
  options.files_of_one = 1500;
  stage_open (&stage, &options);
  for (guint i = 0; i < 3; i++) {
    static const gint64 sizes[] = {1001, 1000, 600};
    static const guint statuses[] = {413, 200, 507};
    char digit = "abc"[i];
    g_autofree char *sha256 = g_strnfill (64, digit);
    g_autoptr (CsHttpAnswer) answer = NULL;

    g_clear_pointer (&file, g_free);
    answer = begin (&stage, CS_SERVER_FOUNDER, sha256, sizes[i], &file, &at);
    g_test_message ("%u", answer->status);
    if (statuses[i] == 507)
      g_assert_cmpuint (answer->status, >=, 400);
    else
      g_assert_cmpuint (answer->status, ==, statuses[i]);
  }
  stage_close (&stage);
}

static CsHttpAnswer *
open_file (Stage *stage, const char *person, const char *request, const char *sha256)
{
  CsWireFileOpen said = {.request = (char *)request,
                         .sha256 = (char *)sha256,
                         .purpose = (char *)"Test"};

  return stage_ask (stage, "POST", "/v1/files/open", person, cs_wire_file_open_to_json (&said));
}

typedef struct {
  char *sha256;
  char *request;
} Named;

static gboolean
find_named (const CsStoredEntry *stored, gint64 ref, gpointer data, GError **error)
{
  Named *named = data;
  g_autoptr (GPtrArray) list = cs_blobs_list_named (stored->entry);

  if (list->len == 0 || cs_entry_get_request (stored->entry) == NULL)
    return TRUE;
  named->sha256 = g_strdup (list->pdata[0]);
  named->request = g_strdup (cs_entry_get_request (stored->entry));
  return FALSE;
}

/* K-19: to know a digest is not to have the file. */
static void
test_fetch (void)
{
  Stage stage = {0};
  Named named = {0};
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;
  g_autofree char *contents = NULL;
  g_autoptr (CsLedger) ledger = NULL;
  g_autoptr (CsHttpAnswer) stranger = NULL;
  g_autoptr (CsHttpAnswer) nobody = NULL;
  g_autoptr (CsHttpAnswer) granted = NULL;
  g_autoptr (CsWireFileGrant) grant = NULL;
  g_autofree char *address = NULL;
  const char *text;
  gsize length, size;

  stage_open_sample (&stage);
  folder = g_build_filename (stage.folder, "srv", NULL);
  ledger = cs_ledger_open (folder, stage.time_source, NULL);
  cs_journal_foreach (cs_ledger_get_store (ledger), find_named, &named, NULL);
  g_assert_nonnull (named.sha256);
  path = cs_ledger_dup_file_path (folder, named.sha256);
  g_assert_true (g_file_get_contents (path, &contents, &size, NULL));
  stranger = open_file (&stage, "p-stranger", named.request, named.sha256);
  g_assert_cmpuint (stranger->status, ==, 404);
  granted = open_file (&stage, cs_ledger_get_person (ledger), named.request, named.sha256);
  text = stage_text (granted, &length);
  g_assert_cmpuint (granted->status, ==, 200);
  grant = cs_wire_file_grant_from_json (text, length, NULL);
  g_assert_cmpint (grant->size, ==, (gint64)size);
  address = g_strconcat ("/v1/files/", grant->file, NULL);
  nobody = stage_ask (&stage, "GET", address, "p-stranger", NULL);
  g_assert_cmpuint (nobody->status, ==, 404);
  for (guint i = 0; i < 4; i++) {
    static const struct {
      const char *range;
      guint status;
      gsize from, length;
    } cases[] = {{NULL, 200, 0, 0},
                 {"bytes=0-3", 206, 0, 4},
                 {"bytes=2-", 206, 2, 0},
                 {"bytes=99999999-", 416, 0, 0}};
    CsHttpRequest *request = cs_http_request_new ("GET", address, NULL);
    g_autoptr (CsHttpAnswer) answer = NULL;
    gsize expected = cases[i].length > 0 ? cases[i].length : size - cases[i].from;

    cs_http_request_add_header (request, "x-person", cs_ledger_get_person (ledger));
    if (cases[i].range != NULL)
      cs_http_request_add_header (request, "range", cases[i].range);
    answer = stage_ask_with (&stage, request);
    g_assert_cmpuint (answer->status, ==, cases[i].status);
    text = stage_text (answer, &length);
    if (answer->status < 300)
      g_assert_cmpmem (text, length, contents + cases[i].from, expected);
  }
  g_free (named.sha256);
  g_free (named.request);
  g_clear_pointer (&ledger, cs_ledger_close);
  stage_close (&stage);
}

/* Whoever is in the workspace may have the packs that are in force. */
static void
test_pack (void)
{
  Stage stage = {0};
  g_autoptr (CsLedger) ledger = NULL;
  g_autofree char *folder = NULL;
  g_autoptr (GPtrArray) activations = NULL;
  g_autoptr (CsHttpAnswer) answer = NULL;
  g_autoptr (CsHttpAnswer) unknown = NULL;
  g_autofree char *other = g_strnfill (64, 'a');

  stage_open (&stage, NULL);
  folder = g_build_filename (stage.folder, "srv", NULL);
  ledger = cs_ledger_open (folder, stage.time_source, NULL);
  activations = cs_directory_list_activations (
      cs_authority_get_directory (cs_ledger_get_authority (ledger), NULL));
  answer = open_file (&stage, "p-anybody", NULL, ((CsActivation *)activations->pdata[0])->digest);
  g_assert_cmpuint (answer->status, ==, 200);
  unknown = open_file (&stage, "p-anybody", NULL, other);
  g_assert_cmpuint (unknown->status, ==, 404);
  g_clear_pointer (&ledger, cs_ledger_close);
  stage_close (&stage);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/blobs/upload-K-19", test_upload);
  g_test_add_func ("/blobs/wrong-contents", test_wrong_contents);
  g_test_add_func ("/blobs/quota", test_quota);
  g_test_add_func ("/blobs/fetch-K-19", test_fetch);
  g_test_add_func ("/blobs/pack-K-12", test_pack);
  return g_test_run ();
}
