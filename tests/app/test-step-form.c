/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-step-form.h"

#include "cs-installation.h"
#include "cs-journal.h"
#include "cs-ledger.h"
#include "cs-sqlite.h"
#include "cs-test-folder.h"
#include "cs-workspace-create.h"

#include <string.h>

/* A form of the sample that the one who acts may fill, and what the session says. */
typedef struct {
  CsTestFolder *folder; /* (owned) */
  char *path;           /* (owned) */
  CsTimeSource *time_source;
  CsSession *session;
  CsReader *reader;
  const CsStep *step;
  const CsField *field; /* of words */
  GString *toasts;
} Place;

static void
keep_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **)user_data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static void
settle (void)
{
  gint64 until = g_get_monotonic_time () + 6 * G_USEC_PER_SEC / 10;

  while (g_get_monotonic_time () < until) {
    while (g_main_context_iteration (NULL, FALSE))
      ;
    g_usleep (5000);
  }
}

static CsWorkspace *
open_workspace (Place *place)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  CsWorkspace *workspace;

  cs_workspace_open_async (place->path, place->time_source, NULL, keep_cb, &result);
  workspace = cs_workspace_open_finish (wait_for (&result), &error);
  g_assert_no_error (error);
  return workspace;
}

static CsReader *
read_request (Place *place, CsWorkspace *workspace, const char *request)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (CsRequestView) view = NULL;

  cs_workspace_load_request_async (workspace, request, NULL, keep_cb, &result);
  view = cs_workspace_load_request_finish (workspace, wait_for (&result), &error);
  g_assert_no_error (error);
  return cs_reader_new (place->session, view);
}

static const CsField *
find_words (const CsStep *step)
{
  for (guint i = 0; i < step->form->len; i++) {
    const CsField *field = step->form->pdata[i];

    if (field->type == CS_FIELD_LONG || field->type == CS_FIELD_TEXT)
      return field;
  }
  return NULL;
}

static gboolean
find_form (Place *place, CsReader *reader)
{
  const GPtrArray *actions = cs_request_view_get_actions (cs_reader_get_view (reader));

  for (guint i = 0; i < actions->len; i++) {
    const CsAction *action = actions->pdata[i];

    if (action->kind != CS_ACTION_FILL || !action->is_open)
      continue;
    place->step = action->step;
    place->field = find_words (action->step);
    if (place->field != NULL)
      return TRUE;
  }
  return FALSE;
}

static void
find_request (Place *place, CsWorkspace *workspace, const GPtrArray *requests)
{
  for (guint i = 0; place->reader == NULL && i < requests->len; i++) {
    g_autoptr (CsReader) reader = read_request (place, workspace, requests->pdata[i]);

    if (find_form (place, reader))
      place->reader = g_steal_pointer (&reader);
  }
}

static void
toast_cb (CsSession *session, const char *text, const char *label, const char *action, GString *out)
{
  g_string_append (out, text);
}

static void
place_open (Place *place)
{
  const CsCreateOptions options = {.kind = CS_CREATE_SAMPLE, .pack = "anantya", .seed = 1};
  g_autoptr (GSettings) settings = g_settings_new ("io.github.countersign.Countersign");
  g_autoptr (CsWorkspace) workspace = NULL;
  g_autoptr (CsLedger) ledger = NULL;
  g_autoptr (GPtrArray) requests = NULL;
  g_autoptr (GPtrArray) people = NULL;
  g_autoptr (GError) error = NULL;

  place->folder = cs_test_folder_new ();
  place->path = g_build_filename (place->folder, "sample", NULL);
  place->time_source = cs_time_source_new ();
  g_assert_true (cs_workspace_create (place->path, &options, place->time_source, &error));
  g_assert_no_error (error);
  place->session = cs_session_new (place->time_source, settings);
  place->toasts = g_string_new (NULL);
  g_signal_connect (place->session, "toast", G_CALLBACK (toast_cb), place->toasts);
  workspace = open_workspace (place);
  cs_session_set_workspace (place->session, workspace);
  ledger = cs_ledger_open (place->path, place->time_source, &error);
  g_assert_no_error (error);
  requests = cs_journal_list_requests (cs_ledger_get_store (ledger), 0, 100, &error);
  people = cs_directory_list_people (cs_workspace_get_directory (workspace));
  for (guint i = 0; place->reader == NULL && i < people->len; i++) {
    cs_session_set_person (place->session, ((const CsPerson *)people->pdata[i])->id);
    find_request (place, workspace, requests);
  }
  g_assert_nonnull (place->reader);
}

static void
place_close (Place *place)
{
  g_object_unref (place->reader);
  cs_session_set_workspace (place->session, NULL);
  g_object_unref (place->session);
  g_object_unref (place->time_source);
  settle ();
  g_free (place->path);
  g_string_free (place->toasts, TRUE);
  cs_test_folder_free (place->folder);
}

static GtkWidget *
open_form (Place *place)
{
  GtkWidget *form = g_object_ref_sink (cs_step_form_new (place->reader, place->step));

  settle ();
  return form;
}

static void
leave (GtkWidget *form)
{
  g_object_run_dispose (G_OBJECT (form));
  g_object_unref (form);
  settle ();
}

static void
type (Place *place, GtkWidget *form, const char *words)
{
  g_autoptr (json_t) values = json_pack ("{s:s}", place->field->id, words);

  cs_step_form_put (CS_STEP_FORM (form), values, NULL);
}

/* What was typed just before the form was left is there again. */
static void
test_left (gconstpointer data)
{
  Place *place = (Place *)data;
  GtkWidget *form = open_form (place);

  g_assert_false (cs_step_form_is_dirty (CS_STEP_FORM (form)));
  type (place, form, "Three shelves, and a ladder.");
  leave (form);
  form = open_form (place);
  g_assert_true (cs_step_form_is_dirty (CS_STEP_FORM (form)));
  leave (form);
  g_assert_cmpstr (place->toasts->str, ==, "");
}

/* What cannot be kept is told of when the form is left. */
static void
lose (Place *place, gboolean waits)
{
  g_autofree char *path = g_build_filename (place->path, "workspace.db", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (CsSqlite) sqlite = cs_sqlite_open (path, FALSE, &error);
  GtkWidget *form = open_form (place);

  g_assert_no_error (error);
  g_assert_true (cs_sqlite_exec (sqlite, "ALTER TABLE draft RENAME TO elsewhere", &error));
  type (place, form, waits ? "Four shelves." : "Five shelves.");
  if (waits)
    settle ();
  g_string_truncate (place->toasts, 0);
  leave (form);
  g_assert_nonnull (strstr (place->toasts->str, "What was typed could not be kept"));
  g_assert_true (cs_sqlite_exec (sqlite, "ALTER TABLE elsewhere RENAME TO draft", &error));
}

static void
test_lost_on_leaving (gconstpointer data)
{
  lose ((Place *)data, FALSE);
}

static void
test_lost_before (gconstpointer data)
{
  lose ((Place *)data, TRUE);
}

int
main (int argc, char *argv[])
{
  Place place = {0};
  int status;

  cs_installation_init_languages ();
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  place_open (&place);
  g_test_add_data_func ("/step-form/left", &place, test_left);
  g_test_add_data_func ("/step-form/lost-on-leaving", &place, test_lost_on_leaving);
  g_test_add_data_func ("/step-form/lost-before", &place, test_lost_before);
  status = g_test_run ();
  place_close (&place);
  return status;
}
