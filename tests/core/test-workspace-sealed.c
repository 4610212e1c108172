/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sample.h"

#include "cs-keeper.h"
#include "cs-sealed-files.h"
#include "cs-workspace.h"

#include <string.h>

/* Confidential files (CX-21): nothing of them stands in clear on the disk, each opening is in the
 * journal, and they are erased when their time is over. */

#define WORDS "Passport 123456789 of Ada Example"
#define YEAR  (366 * 24 * 3600 * CS_SECOND)

typedef struct {
  CsTestFolder *parent; /* (owned) */
  char *folder;
  CsTimeSource *time_source; /* (owned) */
  CsWorkspace *workspace;    /* (owned) (nullable) */
  GFile *file;               /* (owned) what is added */
} Fixture;

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

static void
set_up (Fixture *self, gconstpointer data)
{
  const CsCreateOptions options = {.kind = CS_CREATE_SAMPLE, .pack = "cinnox", .seed = 7};
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  self->parent = cs_test_folder_new ();
  self->folder = g_build_filename (self->parent, "sample", NULL);
  self->time_source = cs_time_source_new_fixed (SAMPLE_NOW);
  cs_workspace_create (self->folder, &options, self->time_source, &error);
  g_assert_no_error (error);
  cs_workspace_open_async (self->folder, self->time_source, NULL, keep_result, &result);
  self->workspace = cs_workspace_open_finish (await (&result), &error);
  g_assert_no_error (error);
  path = g_build_filename (self->parent, "passport.txt", NULL);
  g_assert_true (g_file_set_contents (path, WORDS, -1, NULL));
  self->file = g_file_new_for_path (path);
}

static void
close_workspace (Fixture *self)
{
  g_autoptr (GAsyncResult) result = NULL;

  cs_workspace_close_async (self->workspace, keep_result, &result);
  g_assert_true (cs_workspace_close_finish (self->workspace, await (&result), NULL));
  g_clear_object (&self->workspace);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  if (self->workspace != NULL)
    close_workspace (self);
  g_clear_object (&self->file);
  g_clear_object (&self->time_source);
  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->parent, cs_test_folder_free);
}

static json_t *
add (Fixture *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  json_t *value;

  cs_workspace_add_sealed_file_async (self->workspace, self->file, NULL, keep_result, &result);
  value = cs_workspace_add_file_finish (self->workspace, await (&result), &error);
  g_assert_no_error (error);
  return value;
}

static void
submit (Fixture *self, const char *request, const char *kind, const char *by, json_t *data)
{
  g_autoptr (json_t) owned = data;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (CsOutcome) outcome = NULL;

  cs_workspace_set_person (self->workspace, by);
  cs_workspace_submit_async (self->workspace, request, kind, owned, NULL, keep_result, &result);
  outcome = cs_workspace_submit_finish (self->workspace, await (&result), &error);
  g_assert_no_error (error);
  if (!outcome->is_accepted)
    g_error ("%s: %s", kind, outcome->reason->text);
}

/* A draft whose identity documents are the file; returns its id. */
static char *
open_request (Fixture *self, const json_t *value)
{
  g_autoptr (json_t) data = json_pack ("{s:s, s:s, s:s, s:s, s:s}",
                                       "pack",
                                       "cinnox",
                                       "process",
                                       "order",
                                       "client",
                                       "c-jadeclinic",
                                       "region",
                                       "HK",
                                       "title",
                                       "Number for the clinic");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (CsOutcome) outcome = NULL;
  char *request;

  cs_workspace_set_person (self->workspace, "p-winnie");
  cs_workspace_submit_async (self->workspace, NULL, "open", data, NULL, keep_result, &result);
  outcome = cs_workspace_submit_finish (self->workspace, await (&result), NULL);
  g_assert_true (outcome->is_accepted);
  request = g_strdup (cs_entry_get_request (outcome->entry));
  submit (self,
          request,
          "fill",
          "p-winnie",
          json_pack ("{s:s, s:{s:{s:s, s:[O]}}}",
                     "step",
                     "prepare",
                     "values",
                     "K1b",
                     "state",
                     "done",
                     "files",
                     value));
  return request;
}

static GFile *
look (Fixture *self, const char *request, const json_t *value, const char *purpose, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  cs_workspace_open_confidential_async (self->workspace,
                                        request,
                                        "K1b",
                                        cs_json_get_string (value, "sha256"),
                                        cs_json_get_string (value, "name"),
                                        purpose,
                                        keep_result,
                                        &result);
  return cs_workspace_open_confidential_finish (self->workspace, await (&result), error);
}

static gboolean
stands_in_clear (const char *folder)
{
  g_autofree char *command = g_strdup_printf ("grep -rqs '123456789' '%s'", folder);

  return system (command) == 0;
}

/* CX-21: encrypted at rest. */
static void
test_sealed (Fixture *self, gconstpointer data)
{
  g_autoptr (json_t) value = add (self);
  const char *sha256 = cs_json_get_string (value, "sha256");
  g_autoptr (GFile) clear = cs_workspace_get_file (self->workspace, sha256);

  g_assert_cmpstr (cs_json_get_string (value, "name"), ==, "passport.txt");
  g_assert_cmpint (cs_json_get_int (value, "size", 0), ==, strlen (WORDS));
  g_assert_null (clear);
  g_assert_true (cs_workspace_has_file (self->workspace, sha256));
  g_assert_false (stands_in_clear (self->folder));
}

/* CX-21: who may look says for what, and that is logged; the copy goes with the workspace. */
static void
test_access (Fixture *self, gconstpointer data)
{
  g_autoptr (json_t) value = add (self);
  g_autofree char *request = open_request (self, value);
  g_autofree char *contents = NULL;
  g_autoptr (GFile) file = NULL, none = NULL;
  g_autoptr (GError) error = NULL, refusal = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (CsRequestView) view = NULL;
  const GPtrArray *entries;
  const CsEntry *last;

  cs_workspace_set_person (self->workspace, "p-leo");
  none = look (self, request, value, "Curious", &refusal);
  g_assert_null (none);
  g_assert_error (refusal, CS_ERROR, CS_ERROR_UNAUTHORISED);
  cs_workspace_set_person (self->workspace, "p-grace");
  file = look (self, request, value, "Cross-check", &error);
  g_assert_no_error (error);
  g_assert_true (g_file_load_contents (file, NULL, &contents, NULL, NULL, NULL));
  g_assert_cmpstr (contents, ==, WORDS);
  cs_workspace_load_request_async (self->workspace, request, NULL, keep_result, &result);
  view = cs_workspace_load_request_finish (self->workspace, await (&result), &error);
  g_assert_no_error (error);
  entries = cs_request_get_entries (cs_request_view_get_request (view));
  last = entries->pdata[entries->len - 1];
  g_assert_cmpint (cs_entry_get_kind (last), ==, CS_KIND_ACCESS);
  g_assert_cmpstr (cs_entry_get_by (last), ==, "p-grace");
  g_assert_cmpstr (cs_entry_get_text (last, "purpose"), ==, "Cross-check");
  close_workspace (self);
  g_assert_false (g_file_query_exists (file, NULL));
}

/* CX-21: a retention period; what was said stays, what it named goes. */
static void
test_erased (Fixture *self, gconstpointer data)
{
  g_autoptr (json_t) value = add (self);
  g_autofree char *request = open_request (self, value);
  g_autofree char *path =
      cs_sealed_files_dup_path (self->folder, cs_json_get_string (value, "sha256"));
  g_autoptr (GPtrArray) notices =
      g_ptr_array_new_with_free_func ((GDestroyNotify)cs_rung_notice_free);
  g_autoptr (CsLedger) ledger = NULL;
  g_autoptr (GError) error = NULL;
  const CsRequest *folded;

  submit (self,
          request,
          "withdraw",
          "p-winnie",
          json_pack ("{s:s, s:s}", "entry", request, "reason", "Not wanted"));
  close_workspace (self);
  ledger = cs_ledger_open (self->folder, self->time_source, &error);
  g_assert_no_error (error);
  cs_time_source_set_fixed (self->time_source, SAMPLE_NOW + 6 * YEAR);
  g_assert_true (cs_keeper_run (cs_ledger_get_authority (ledger), notices, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  cs_time_source_set_fixed (self->time_source, SAMPLE_NOW + 7 * YEAR);
  g_assert_true (cs_keeper_run (cs_ledger_get_authority (ledger), notices, &error));
  g_assert_no_error (error);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  folded = cs_authority_get_request (cs_ledger_get_authority (ledger), request, NULL, &error);
  g_assert_true (
      cs_request_is_erased (folded, cs_process_get_field (cs_request_get_process (folded), "K1b")));
}

/* CX-21: a file that two requests name goes with the second of them. */
static void
test_erased_twice (Fixture *self, gconstpointer data)
{
  g_autoptr (json_t) value = add (self);
  g_autofree char *first = open_request (self, value);
  g_autofree char *second = open_request (self, value);
  g_autofree char *path =
      cs_sealed_files_dup_path (self->folder, cs_json_get_string (value, "sha256"));
  g_autoptr (GPtrArray) notices =
      g_ptr_array_new_with_free_func ((GDestroyNotify)cs_rung_notice_free);
  g_autoptr (CsLedger) ledger = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 2; i++) {
    const char *request = i == 0 ? first : second;

    cs_time_source_set_fixed (self->time_source, SAMPLE_NOW + (gint64)i * YEAR);
    submit (self,
            request,
            "withdraw",
            "p-winnie",
            json_pack ("{s:s, s:s}", "entry", request, "reason", "Not wanted"));
  }
  close_workspace (self);
  ledger = cs_ledger_open (self->folder, self->time_source, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 2; i++) {
    cs_time_source_set_fixed (self->time_source, SAMPLE_NOW + (7 + (gint64)i) * YEAR);
    g_assert_true (cs_keeper_run (cs_ledger_get_authority (ledger), notices, &error));
    g_assert_no_error (error);
    g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS) == (i == 0));
  }
}

#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/workspace-sealed/CX-21-sealed", test_sealed);
  ADD ("/workspace-sealed/CX-21-access", test_access);
  ADD ("/workspace-sealed/CX-21-erased", test_erased);
  ADD ("/workspace-sealed/CX-21-erased-twice", test_erased_twice);
  return g_test_run ();
}
