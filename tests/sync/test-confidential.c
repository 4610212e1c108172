/* SPDX-License-Identifier: GPL-3.0-or-later */
#define SAMPLE_PACK "cinnox"

#include "cs-keeper.h"
#include "cs-sealed-files.h"
#include "cs-workspace-private.h"
#include "desk.h"

#include <glib/gstdio.h>

/*
 * Confidential files in a shared workspace (CX-21, K-19): attached at one computer, encrypted on
 * the server, given to who may see the scope and says for what, and to nobody else; kept nowhere
 * but where they were given, and erased everywhere when their time is over.
 */

#define WORDS "Passport 123456789 of Ada Example"
#define YEAR  (366 * 24 * 3600 * CS_SECOND)

typedef struct {
  Desk desk;
  Clerk winnie, grace, leo; /* who gives it, who may look, who may not */
  char *address;
  char *request;
  char *sha256;
} House;

static json_t *
seal (Clerk *clerk)
{
  g_autoptr (CsTestFolder) place = cs_test_folder_new ();
  g_autofree char *path = g_build_filename (place, "passport.txt", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *digest = NULL;
  g_autoptr (GError) error = NULL;
  gint64 size;

  g_assert_true (g_file_set_contents (path, WORDS, -1, NULL));
  digest = cs_sealed_files_add (clerk->ledger, file, &size, &error);
  g_assert_no_error (error);
  return json_pack ("{s:s, s:s, s:I, s:s}",
                    "name",
                    "passport.txt",
                    "type",
                    "text/plain",
                    "size",
                    (json_int_t)size,
                    "sha256",
                    digest);
}

static char *
say (Clerk *clerk, const char *request, const char *kind, json_t *data)
{
  g_autoptr (CsOutcome) outcome = clerk_say (clerk, request, kind, data);

  if (!outcome->is_accepted)
    g_error ("%s: %s", kind, outcome->reason->text);
  return g_strdup (cs_entry_get_request (outcome->entry));
}

static void
house_open (House *self)
{
  json_t *file;

  *self = (House){0};
  desk_open (&self->desk);
  clerk_enrol (&self->winnie, &self->desk, "p-winnie");
  clerk_enrol (&self->grace, &self->desk, "p-grace");
  clerk_enrol (&self->leo, &self->desk, "p-leo");
  desk_start (&self->desk);
  clerk_join (&self->winnie);
  clerk_join (&self->grace);
  clerk_join (&self->leo);
  clerk_sync (&self->winnie);
  self->address = g_strdup_printf ("http://127.0.0.1:%u", self->desk.port);
  self->request = say (&self->winnie,
                       NULL,
                       "open",
                       json_pack ("{s:s, s:s, s:s, s:s, s:s}",
                                  "pack",
                                  "cinnox",
                                  "process",
                                  "order",
                                  "client",
                                  "c-jadeclinic",
                                  "region",
                                  "HK",
                                  "title",
                                  "Number for the clinic"));
  file = seal (&self->winnie);
  self->sha256 = g_strdup (cs_json_get_string (file, "sha256"));
  g_free (say (&self->winnie,
               self->request,
               "fill",
               json_pack ("{s:s, s:{s:{s:s, s:[o]}}}",
                          "step",
                          "prepare",
                          "values",
                          "K1b",
                          "state",
                          "done",
                          "files",
                          file)));
  clerk_sync (&self->winnie);
}

static void
house_close (House *self)
{
  clerk_clear (&self->winnie);
  clerk_clear (&self->grace);
  clerk_clear (&self->leo);
  desk_close (&self->desk);
  g_free (self->address);
  g_free (self->request);
  g_free (self->sha256);
}

static GBytes *
look (House *self, Clerk *clerk, const char *purpose, GError **error)
{
  return cs_sync_fetch_confidential (clerk->sync,
                                     self->address,
                                     self->request,
                                     self->sha256,
                                     purpose,
                                     NULL,
                                     error);
}

/* The last `access` entry of the request, as a clerk has it. */
static CsEntry *
find_access (House *self, Clerk *clerk, guint *n)
{
  g_autoptr (GPtrArray) entries = NULL;
  CsEntry *found = NULL;

  clerk_sync (clerk);
  entries = cs_journal_list (cs_ledger_get_store (clerk->ledger), self->request, 0, NULL);
  *n = 0;
  for (guint i = 0; i < entries->len; i++) {
    if (cs_entry_get_kind (entries->pdata[i]) != CS_KIND_ACCESS)
      continue;
    ++*n;
    g_clear_pointer (&found, cs_entry_unref);
    found = cs_entry_ref (entries->pdata[i]);
  }
  return found;
}

static void
assert_nothing_in_clear (House *self)
{
  g_autofree char *command =
      g_strdup_printf ("grep -rqs '123456789' '%s'", (const char *)self->desk.sample.parent);

  g_assert_cmpint (system (command), !=, 0);
}

static gboolean
is_kept_by (Clerk *clerk, const char *sha256)
{
  g_autofree char *clear = cs_ledger_dup_file_path (clerk->folder, sha256);

  return cs_sealed_files_has (clerk->folder, sha256) || g_file_test (clear, G_FILE_TEST_EXISTS);
}

/* How many files a clerk’s computer would fetch by itself. */
static gint64
count_wanted (Clerk *clerk)
{
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (cs_store_get_sqlite (cs_ledger_get_store (clerk->ledger)),
                       NULL,
                       "SELECT count (*) FROM sync_file",
                       "");
  gboolean has_row;

  g_assert_true (cs_statement_next (statement, &has_row, NULL) && has_row);
  return cs_statement_get_int (statement, 0);
}

/* CX-21: it can be attached, is nowhere in the clear, and comes to no other computer by itself. */
static void
test_attached (void)
{
  House house;

  house_open (&house);
  g_assert_cmpint (clerk_count (&house.winnie, CS_OUTBOX_WAITING), ==, 0);
  g_assert_cmpint (clerk_count (&house.winnie, CS_OUTBOX_REFUSED), ==, 0);
  clerk_sync (&house.grace);
  g_assert_true (is_kept_by (&house.winnie, house.sha256));
  g_assert_false (is_kept_by (&house.grace, house.sha256));
  g_assert_cmpint (count_wanted (&house.grace), ==, 0);
  assert_nothing_in_clear (&house);
  house_close (&house);
}

/* CX-21: each look is judged by the server and stands in the journal before anything is given. */
static void
test_looked_at (void)
{
  House house;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (CsEntry) access = NULL;
  g_autoptr (GError) error = NULL;
  guint n;

  house_open (&house);
  bytes = look (&house, &house.grace, "Cross-check", &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), WORDS, strlen (WORDS));
  access = find_access (&house, &house.grace, &n);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpstr (cs_entry_get_by (access), ==, "p-grace");
  g_assert_cmpstr (cs_entry_get_text (access, "purpose"), ==, "Cross-check");
  g_assert_cmpstr (cs_entry_get_text (access, "field"), ==, "K1b");
  g_assert_false (is_kept_by (&house.grace, house.sha256));
  assert_nothing_in_clear (&house);
  house_close (&house);
}

/* Who may not, who says nothing and who asks through another request get words and no bytes. */
static void
test_refused (void)
{
  static const struct {
    const char *who, *purpose;
    gboolean is_other;
    CsErrorCode code;
  } cases[] = {
      {"leo", "Curious", FALSE, CS_ERROR_NOT_FOUND},
      {"grace", NULL, FALSE, CS_ERROR_UNAUTHORISED},
      {"grace", "x", FALSE, CS_ERROR_UNAUTHORISED},
      {"grace", "Cross-check", TRUE, CS_ERROR_NOT_FOUND},
  };
  House house;
  guint n;

  house_open (&house);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    Clerk *clerk = strcmp (cases[i].who, "leo") == 0 ? &house.leo : &house.grace;
    g_autofree char *request = g_strdup (house.request);
    g_autoptr (GError) error = NULL;

    if (cases[i].is_other)
      request[0] = request[0] == '0' ? '1' : '0';
    g_assert_null (cs_sync_fetch_confidential (clerk->sync,
                                               house.address,
                                               request,
                                               house.sha256,
                                               cases[i].purpose,
                                               NULL,
                                               &error));
    g_assert_error (error, CS_ERROR, (int)cases[i].code);
    g_test_message ("%s", error->message);
  }
  g_assert_null (find_access (&house, &house.grace, &n));
  g_assert_cmpuint (n, ==, 0);
  house_close (&house);
}

static void
keep_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **)user_data = g_object_ref (result);
}

static GAsyncResult *
await (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

/* A window opens it as any other; the copy that is shown goes with the window. */
static void
test_window (void)
{
  House house;
  g_autoptr (GAsyncResult) opened = NULL, looked = NULL, refused = NULL, closed = NULL;
  g_autoptr (CsWorkspace) workspace = NULL;
  g_autoptr (GFile) file = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *contents = NULL;

  house_open (&house);
  clerk_sync (&house.grace);
  g_clear_object (&house.grace.sync);
  g_clear_pointer (&house.grace.ledger, cs_ledger_close);
  cs_workspace_open_async (house.grace.folder,
                           house.desk.sample.time_source,
                           NULL,
                           keep_result,
                           &opened);
  workspace = cs_workspace_open_finish (await (&opened), &error);
  g_assert_no_error (error);
  cs_workspace_begin_sync (workspace, &clerk_auth, &house.grace);
  g_assert_true (cs_workspace_can_fetch (workspace));
  cs_workspace_open_confidential_async (workspace,
                                        house.request,
                                        "K1b",
                                        house.sha256,
                                        "passport.txt",
                                        "Cross-check",
                                        keep_result,
                                        &looked);
  file = cs_workspace_open_confidential_finish (workspace, await (&looked), &error);
  g_assert_no_error (error);
  g_assert_true (g_file_load_contents (file, NULL, &contents, NULL, NULL, NULL));
  g_assert_cmpstr (contents, ==, WORDS);
  cs_workspace_open_confidential_async (workspace,
                                        house.request,
                                        "K1b",
                                        house.sha256,
                                        "passport.txt",
                                        "",
                                        keep_result,
                                        &refused);
  g_assert_null (cs_workspace_open_confidential_finish (workspace, await (&refused), &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_UNAUTHORISED);
  g_clear_error (&error);
  cs_workspace_close_async (workspace, keep_result, &closed);
  g_assert_true (cs_workspace_close_finish (workspace, await (&closed), NULL));
  g_assert_false (g_file_query_exists (file, NULL));
  g_assert_false (is_kept_by (&house.grace, house.sha256));
  house_close (&house);
}

/* The server's keeper, while nobody is served. */
static void
keep_clocks (House *house)
{
  g_autoptr (GPtrArray) notices =
      g_ptr_array_new_with_free_func ((GDestroyNotify)cs_rung_notice_free);
  g_autoptr (CsLedger) ledger = NULL;
  g_autoptr (GError) error = NULL;

  desk_stop (&house->desk);
  ledger = cs_ledger_open (house->desk.sample.folder, house->desk.sample.time_source, &error);
  g_assert_no_error (error);
  g_assert_true (cs_keeper_run (cs_ledger_get_authority (ledger), notices, &error));
  g_assert_no_error (error);
  g_clear_pointer (&ledger, cs_ledger_close);
  desk_start (&house->desk);
}

/* CX-21: kept for seven years after the end, then gone at the server and where it was given. */
static void
test_erased (void)
{
  House house;
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  house_open (&house);
  path = cs_ledger_dup_file_path (house.desk.sample.folder, house.sha256);
  g_free (say (&house.winnie,
               house.request,
               "withdraw",
               json_pack ("{s:s, s:s}", "entry", house.request, "reason", "Not wanted")));
  clerk_sync (&house.winnie);
  cs_time_source_set_fixed (house.desk.sample.time_source, SAMPLE_NOW + 6 * YEAR);
  keep_clocks (&house);
  clerk_sync (&house.winnie);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_true (is_kept_by (&house.winnie, house.sha256));
  cs_time_source_set_fixed (house.desk.sample.time_source, SAMPLE_NOW + 7 * YEAR);
  keep_clocks (&house);
  clerk_sync (&house.winnie);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_false (is_kept_by (&house.winnie, house.sha256));
  g_assert_null (look (&house, &house.grace, "Cross-check", &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_NOT_FOUND);
  house_close (&house);
}

int
main (int argc, char **argv)
{
  g_setenv ("CS_KEYS", "file", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/confidential/CX-21/attached", test_attached);
  g_test_add_func ("/confidential/CX-21/looked-at", test_looked_at);
  g_test_add_func ("/confidential/CX-21/refused", test_refused);
  g_test_add_func ("/confidential/CX-21/window", test_window);
  g_test_add_func ("/confidential/CX-21/erased", test_erased);
  return g_test_run ();
}
