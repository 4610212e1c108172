/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sample.h"

#include "cs-workspace.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

/* The workspace as windows see it: everything asked for comes back to the main loop. */

typedef struct {
  Sample sample;
  CsWorkspace *workspace; /* (owned) */
  guint n_changed;
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
on_changed (CsWorkspace *workspace, const char *request, Fixture *self)
{
  self->n_changed++;
}

static void
open_workspace (Fixture *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  cs_workspace_open_async (self->sample.folder,
                           self->sample.time_source,
                           NULL,
                           keep_result,
                           &result);
  self->workspace = cs_workspace_open_finish (await (&result), &error);
  g_assert_no_error (error);
  g_signal_connect (self->workspace, "changed", G_CALLBACK (on_changed), self);
}

static void
close_workspace (Fixture *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  cs_workspace_close_async (self->workspace, keep_result, &result);
  g_assert_true (cs_workspace_close_finish (self->workspace, await (&result), &error));
  g_assert_no_error (error);
  g_clear_object (&self->workspace);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  sample_open (&self->sample);
  g_clear_pointer (&self->sample.ledger, cs_ledger_close);
  open_workspace (self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  close_workspace (self);
  sample_close (&self->sample);
}

static CsRequestView *
load (Fixture *self, const char *request)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  CsRequestView *view;

  cs_workspace_load_request_async (self->workspace, request, NULL, keep_result, &result);
  view = cs_workspace_load_request_finish (self->workspace, await (&result), &error);
  g_assert_no_error (error);
  return view;
}

static GListModel *
list (Fixture *self, CsListKind kind)
{
  GListModel *model = cs_workspace_list (self->workspace, kind, NULL);
  gboolean is_loaded = FALSE;

  while (!is_loaded) {
    g_main_context_iteration (NULL, TRUE);
    g_object_get (model, "loaded", &is_loaded, NULL);
  }
  return model;
}

/* The last row of the inbox: something to decide that is not late. */
static char *
pick_request (Fixture *self)
{
  g_autoptr (GListModel) model = list (self, CS_LIST_INBOX_WAITING);
  g_autoptr (CsRow) row = g_list_model_get_item (model, g_list_model_get_n_items (model) - 1);

  while (cs_row_get_data (row) == NULL || cs_row_get_data (row)->request == NULL)
    g_main_context_iteration (NULL, TRUE);
  return g_strdup (cs_row_get_data (row)->request);
}

static json_t *
decision_of (CsRequestView *view)
{
  const CsTurn *turn = cs_request_view_get_turns (view)->pdata[0];

  return json_pack ("{s:s, s:s}", "step", turn->step->id, "level", turn->level->id);
}

static CsOutcome *
submit (Fixture *self, const char *request, const char *kind, json_t *data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  CsOutcome *outcome;

  cs_workspace_submit_async (self->workspace, request, kind, data, NULL, keep_result, &result);
  outcome = cs_workspace_submit_finish (self->workspace, await (&result), &error);
  g_assert_no_error (error);
  return outcome;
}

static void
test_open (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) packs = cs_workspace_list_packs (self->workspace);

  g_assert_true (cs_workspace_is_sample (self->workspace));
  g_assert_cmpstr (cs_workspace_get_folder (self->workspace), ==, self->sample.folder);
  g_assert_cmpstr (cs_workspace_get_person (self->workspace), ==, "p-sunita");
  g_assert_cmpuint (packs->len, ==, 1);
  g_assert_nonnull (
      cs_directory_get_person (cs_workspace_get_directory (self->workspace), "p-meera"));
}

static void
test_nothing_there (void)
{
  g_autoptr (CsTestFolder) folder = cs_test_folder_new ();
  g_autoptr (CsTimeSource) time_source = cs_time_source_new_fixed (SAMPLE_NOW);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  cs_workspace_open_async (folder, time_source, NULL, keep_result, &result);
  g_assert_null (cs_workspace_open_finish (await (&result), &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_NOT_FOUND);
}

/* A decision goes through: told to lists, gone from the inbox, in the request. */
static void
test_submit (Fixture *self, gconstpointer unused)
{
  g_autofree char *request = pick_request (self);
  g_autoptr (GListModel) inbox = list (self, CS_LIST_INBOX_WAITING);
  guint before = g_list_model_get_n_items (inbox);
  g_autoptr (CsRequestView) view = load (self, request);
  g_autoptr (CsRequestView) later = NULL;
  g_autoptr (json_t) data = decision_of (view);
  g_autoptr (CsOutcome) accepted = submit (self, request, "approve", data);
  g_autoptr (CsOutcome) refused = submit (self, request, "approve", data);
  CsRuleContext context;

  g_assert_true (accepted->is_accepted);
  g_assert_false (refused->is_accepted);
  g_assert_cmpuint (self->n_changed, ==, 1);
  while (g_list_model_get_n_items (inbox) == before)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (g_list_model_get_n_items (inbox), ==, before - 1);
  later = load (self, request);
  g_assert_cmpuint (cs_request_get_entries (cs_request_view_get_request (later))->len,
                    ==,
                    cs_request_get_entries (cs_request_view_get_request (view))->len + 1);
  cs_request_view_get_context (later, &context);
  g_assert_cmpint (context.now, ==, SAMPLE_NOW);
  g_assert_cmpuint (cs_request_view_get_actions (later)->len, >, 5);
  g_assert_cmpuint (cs_request_view_get_clocks (later)->len, >, 0);
}

static void
test_seen (Fixture *self, gconstpointer unused)
{
  g_autofree char *request = pick_request (self);
  g_autoptr (CsRequestView) before = load (self, request);
  g_autoptr (CsRequestView) after = NULL;

  g_assert_cmpint (cs_request_view_get_seen (before), ==, 0);
  cs_workspace_mark_seen (self->workspace, request, 3);
  do { /* looking at a request goes before marking it */
    g_clear_object (&after);
    after = load (self, request);
  } while (cs_request_view_get_seen (after) == 0);
  g_assert_cmpint (cs_request_view_get_seen (after), ==, 3);
}

static void
test_not_there (Fixture *self, gconstpointer unused)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  cs_workspace_load_request_async (self->workspace, "no-request", NULL, keep_result, &result);
  g_assert_null (cs_workspace_load_request_finish (self->workspace, await (&result), &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_NOT_FOUND);
}

/* Another person looks: other lists. */
static void
test_person (Fixture *self, gconstpointer unused)
{
  g_autoptr (GListModel) cost = list (self, CS_LIST_INBOX_WAITING);
  g_autoptr (GListModel) developer = NULL;

  cs_workspace_set_person (self->workspace, "p-nikhil");
  g_assert_cmpstr (cs_workspace_get_person (self->workspace), ==, "p-nikhil");
  developer = list (self, CS_LIST_INBOX_WAITING);
  g_assert_cmpuint (g_list_model_get_n_items (developer), >, 0);
  g_assert_cmpuint (g_list_model_get_n_items (developer), <, g_list_model_get_n_items (cost));
}

static void
test_count (Fixture *self, gconstpointer unused)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GListModel) inbox = list (self, CS_LIST_INBOX_WAITING);
  guint counts[CS_N_LISTS], overdue[CS_N_LISTS];

  cs_workspace_count_async (self->workspace, keep_result, &result);
  g_assert_true (
      cs_workspace_count_finish (self->workspace, await (&result), counts, overdue, NULL));
  g_assert_cmpuint (counts[CS_LIST_INBOX_WAITING], ==, g_list_model_get_n_items (inbox));
  g_assert_cmpuint (overdue[CS_LIST_PAYMENTS], >, 0);
}

static char *
save_draft (Fixture *self, const char *id, const char *title)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (json_t) content = json_pack ("{s:s}", "title", title);
  g_autoptr (GError) error = NULL;
  char *saved;

  cs_workspace_save_draft_async (self->workspace, id, "sow", NULL, content, keep_result, &result);
  saved = cs_workspace_save_draft_finish (self->workspace, await (&result), &error);
  g_assert_no_error (error);
  return saved;
}

static json_t *
load_draft (Fixture *self, const char *id, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  cs_workspace_load_draft_async (self->workspace, id, keep_result, &result);
  return cs_workspace_load_draft_finish (self->workspace, await (&result), error);
}

/* What was typed is there after the program came back, until it is thrown away. */
static void
test_drafts (Fixture *self, gconstpointer unused)
{
  g_autofree char *id = save_draft (self, NULL, "First words");
  g_autofree char *again = save_draft (self, id, "Second words");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (json_t) content = NULL;

  g_assert_cmpstr (again, ==, id);
  close_workspace (self);
  open_workspace (self);
  content = load_draft (self, id, NULL);
  g_assert_cmpstr (cs_json_get_string (content, "title"), ==, "Second words");
  cs_workspace_delete_draft_async (self->workspace, id, keep_result, &result);
  g_assert_true (cs_workspace_delete_draft_finish (self->workspace, await (&result), NULL));
  g_assert_null (load_draft (self, id, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_NOT_FOUND);
}

static char *
hold (Fixture *self, const char *request, const char *kind, json_t *data, CsInstant until)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  char *id;

  cs_workspace_hold_async (self->workspace, request, kind, data, until, keep_result, &result);
  id = cs_workspace_hold_finish (self->workspace, await (&result), &error);
  g_assert_no_error (error);
  return id;
}

static GPtrArray *
release (Fixture *self, gboolean all)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *released;

  cs_workspace_release_holds_async (self->workspace, all, keep_result, &result);
  released = cs_workspace_release_holds_finish (self->workspace, await (&result), &error);
  g_assert_no_error (error);
  return released;
}

static gboolean
undo (Fixture *self, const char *id, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  cs_workspace_undo_hold_async (self->workspace, id, keep_result, &result);
  return cs_workspace_undo_hold_finish (self->workspace, await (&result), error);
}

/* ux: Undo. A held decision is not sent before its time, can be taken back until then, outlives the
 * program, and is sent exactly once. */
static void
test_holds (Fixture *self, gconstpointer unused)
{
  g_autofree char *request = pick_request (self);
  g_autoptr (CsRequestView) view = load (self, request);
  g_autoptr (json_t) data = decision_of (view);
  g_autofree char *taken_back = hold (self, request, "approve", data, SAMPLE_NOW + CS_SECOND);
  g_autofree char *kept = NULL;
  g_autoptr (GPtrArray) early = NULL, late = NULL, again = NULL;
  g_autoptr (GError) error = NULL;
  const CsHoldResult *result;

  g_assert_true (undo (self, taken_back, NULL));
  g_assert_false (undo (self, taken_back, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_NOT_FOUND);
  kept = hold (self, request, "approve", data, SAMPLE_NOW + CS_SECOND);
  early = release (self, FALSE);
  g_assert_cmpuint (early->len, ==, 0);
  close_workspace (self);
  cs_time_source_set_fixed (self->sample.time_source, SAMPLE_NOW + 2 * CS_SECOND);
  open_workspace (self);
  late = release (self, FALSE);
  again = release (self, TRUE);
  g_assert_cmpuint (late->len, ==, 1);
  g_assert_cmpuint (again->len, ==, 0);
  result = late->pdata[0];
  g_assert_cmpstr (result->hold, ==, kept);
  g_assert_true (result->outcome->is_accepted);
}

/* A held decision that is refused when its time comes goes back to its author as a draft. */
static void
test_refused_hold (Fixture *self, gconstpointer unused)
{
  g_autofree char *request = pick_request (self);
  g_autoptr (CsRequestView) view = load (self, request);
  g_autoptr (json_t) data = decision_of (view);
  g_autoptr (json_t) draft = NULL;
  g_autofree char *held = NULL;
  g_autoptr (CsOutcome) first = NULL;
  g_autoptr (GPtrArray) released = NULL;
  const CsHoldResult *result;

  json_object_set_new (data, "comment", json_string ("Too dear."));
  held = hold (self, request, "reject", data, SAMPLE_NOW + CS_SECOND);
  first = submit (self, request, "approve", data);
  g_assert_true (first->is_accepted);
  released = release (self, TRUE);
  g_assert_cmpuint (released->len, ==, 1);
  result = released->pdata[0];
  g_assert_false (result->outcome->is_accepted);
  draft = load_draft (self, held, NULL);
  g_assert_cmpstr (cs_json_get_string (json_object_get (draft, "data"), "comment"),
                   ==,
                   "Too dear.");
}

static void
test_snooze (Fixture *self, gconstpointer unused)
{
  g_autofree char *request = pick_request (self);
  g_autoptr (GListModel) inbox = list (self, CS_LIST_INBOX_WAITING);
  guint before = g_list_model_get_n_items (inbox);

  cs_workspace_snooze (self->workspace, request, SAMPLE_NOW + 3600 * CS_SECOND);
  while (g_list_model_get_n_items (inbox) == before)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (g_list_model_get_n_items (inbox), ==, before - 1);
}

/* Files are kept under their digest, and found again. */
static void
test_files (Fixture *self, gconstpointer unused)
{
  g_autofree char *path = g_build_filename (self->sample.parent, "note.txt", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFile) kept = NULL, none = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (json_t) value = NULL;
  g_autofree char *contents = NULL;

  g_assert_true (g_file_set_contents (path, "What was agreed", -1, NULL));
  cs_workspace_add_file_async (self->workspace, file, NULL, keep_result, &result);
  value = cs_workspace_add_file_finish (self->workspace, await (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (cs_json_get_string (value, "name"), ==, "note.txt");
  kept = cs_workspace_get_file (self->workspace, cs_json_get_string (value, "sha256"));
  g_assert_nonnull (kept);
  g_assert_true (g_file_get_contents (g_file_peek_path (kept), &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, "What was agreed");
  none = cs_workspace_get_file (self->workspace,
                                "0000000000000000000000000000000000000000000000000000000000000000");
  g_assert_null (none);
}

/* A pipe that nobody writes to is not waited for. */
static void
test_no_files (Fixture *self, gconstpointer unused)
{
  static const char *const names[] = {"folder", "pipe", "nothing"};
  g_autofree char *folder = g_build_filename (self->sample.parent, "folder", NULL);
  g_autofree char *pipe = g_build_filename (self->sample.parent, "pipe", NULL);

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (self->sample.parent, names[i], NULL);
    g_autoptr (GFile) file = g_file_new_for_path (path);
    g_autoptr (GAsyncResult) result = NULL;
    g_autoptr (GError) error = NULL;

    cs_workspace_add_file_async (self->workspace, file, NULL, keep_result, &result);
    g_assert_null (cs_workspace_add_file_finish (self->workspace, await (&result), &error));
    g_assert_nonnull (error);
    if (i < 2)
      g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
  }
  g_assert_cmpint (g_remove (pipe) | g_rmdir (folder), ==, 0);
}

#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/workspace/nothing-there", test_nothing_there);
  ADD ("/workspace/open", test_open);
  ADD ("/workspace/submit", test_submit);
  ADD ("/workspace/seen", test_seen);
  ADD ("/workspace/not-there", test_not_there);
  ADD ("/workspace/person", test_person);
  ADD ("/workspace/count", test_count);
  ADD ("/workspace/drafts", test_drafts);
  ADD ("/workspace/holds", test_holds);
  ADD ("/workspace/refused-hold", test_refused_hold);
  ADD ("/workspace/snooze", test_snooze);
  ADD ("/workspace/files", test_files);
  ADD ("/workspace/no-files", test_no_files);
  return g_test_run ();
}
