/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-activity.h"
#include "cs-workspace-private.h"
#include "desk.h"

/* Two windows' workspaces and a server, live. */

typedef struct {
  Clerk clerk;
  CsWorkspace *workspace; /* (owned) */
  GMainLoop *loop;        /* (owned) */
  guint changes;
  CsOutcome *outcome;  /* (owned) */
  GPtrArray *activity; /* (owned) */
} Seat;

static void
on_changed (CsWorkspace *workspace, const char *request, gpointer user_data)
{
  Seat *self = user_data;

  self->changes++;
  g_main_loop_quit (self->loop);
}

static void
on_notify (CsSync *sync, GParamSpec *pspec, gpointer user_data)
{
  Seat *self = user_data;

  g_main_loop_quit (self->loop);
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Seat *self = user_data;
  g_autoptr (GError) error = NULL;

  self->workspace = cs_workspace_open_finish (result, &error);
  g_assert_no_error (error);
  g_main_loop_quit (self->loop);
}

static gboolean
on_too_late (gpointer user_data)
{
  g_error ("Nothing came of it in time.");
  return G_SOURCE_REMOVE;
}

static void
run (Seat *self)
{
  guint timeout = g_timeout_add_seconds (30, on_too_late, NULL);

  g_main_loop_run (self->loop);
  g_source_remove (timeout);
}

/* Opens the window of somebody whose folder is joined. */
static void
seat_open (Seat *self)
{
  self->loop = g_main_loop_new (NULL, FALSE);
  g_clear_object (&self->clerk.sync);
  g_clear_pointer (&self->clerk.ledger, cs_ledger_close);
  cs_workspace_open_async (self->clerk.folder,
                           self->clerk.desk->sample.time_source,
                           NULL,
                           on_opened,
                           self);
  run (self);
  g_signal_connect (self->workspace, "changed", G_CALLBACK (on_changed), self);
  cs_workspace_begin_sync (self->workspace, &clerk_auth, &self->clerk);
  g_signal_connect (cs_workspace_get_sync (self->workspace),
                    "notify::state",
                    G_CALLBACK (on_notify),
                    self);
}

static void
await_state (Seat *self, CsSyncState state)
{
  while (cs_sync_get_state (cs_workspace_get_sync (self->workspace)) != state)
    run (self);
}

static void
await_outbox (Seat *self, gint64 waiting)
{
  while (cs_sync_get_waiting (cs_workspace_get_sync (self->workspace)) != waiting)
    run (self);
}

static void
on_closed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Seat *self = user_data;

  g_main_loop_quit (self->loop);
}

static void
seat_close (Seat *self)
{
  g_signal_handlers_disconnect_by_data (self->workspace, self);
  g_signal_handlers_disconnect_by_data (cs_workspace_get_sync (self->workspace), self);
  cs_workspace_close_async (self->workspace, on_closed, self);
  run (self);
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->loop, g_main_loop_unref);
  g_clear_pointer (&self->outcome, cs_outcome_free);
  g_clear_pointer (&self->activity, g_ptr_array_unref);
  clerk_clear (&self->clerk);
}

static void
on_submitted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Seat *self = user_data;
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->outcome, cs_outcome_free);
  self->outcome = cs_workspace_submit_finish (self->workspace, result, &error);
  g_assert_no_error (error);
  g_main_loop_quit (self->loop);
}

static void
seat_note (Seat *self, const char *request, const char *text)
{
  g_autoptr (json_t) data = json_pack ("{s:s}", "text", text);

  g_clear_pointer (&self->outcome, cs_outcome_free);
  cs_workspace_set_person (self->workspace, self->clerk.person);
  cs_workspace_submit_async (self->workspace, request, "note", data, NULL, on_submitted, self);
  while (self->outcome == NULL)
    run (self);
  g_assert_true (self->outcome->is_waiting);
}

static char *
common_request (Seat *a, Seat *b)
{
  g_autoptr (GPtrArray) ids =
      cs_journal_list_requests (cs_ledger_get_store (a->clerk.ledger), 0, 1000, NULL);

  for (guint i = 0; i < ids->len; i++) {
    CsHead head;

    cs_journal_read_head (cs_ledger_get_store (b->clerk.ledger), ids->pdata[i], &head, NULL);
    if (head.ref > 0)
      return g_strdup (ids->pdata[i]);
  }
  g_assert_not_reached ();
}

static gint64
count_entries (const char *folder, const char *id)
{
  g_autoptr (CsStore) store = cs_store_open (folder, NULL);
  CsStoredEntry stored;
  gboolean is_there;

  g_assert_true (cs_journal_find (store, id, &stored, NULL));
  is_there = stored.entry != NULL;
  cs_stored_entry_clear (&stored);
  return is_there;
}

static void
open_both (Desk *desk, Seat *one, Seat *two, char **request)
{
  desk_open (desk);
  clerk_enrol (&one->clerk, desk, "p-sunita");
  clerk_enrol (&two->clerk, desk, "p-fatima");
  desk_start (desk);
  clerk_join (&one->clerk);
  clerk_join (&two->clerk);
  clerk_sync (&one->clerk);
  clerk_sync (&two->clerk);
  *request = common_request (one, two);
  seat_open (one);
  seat_open (two);
  await_state (one, CS_SYNC_SYNCED);
  await_state (two, CS_SYNC_SYNCED);
}

/* K-04, SG-14: what one says is in the other's folder within a second. */
static void
test_live (void)
{
  Desk desk;
  Seat one = {0}, two = {0};
  g_autofree char *request = NULL;

  open_both (&desk, &one, &two, &request);
  for (guint i = 0; i < 5; i++) {
    gint64 began = g_get_monotonic_time ();

    seat_note (&one, request, "Live");
    while (!count_entries (two.clerk.folder, cs_entry_get_id (one.outcome->entry))) {
      g_main_context_iteration (NULL, FALSE);
      g_assert_cmpint (g_get_monotonic_time () - began, <, 10 * G_TIME_SPAN_SECOND);
    }
    g_test_message ("live after %.1f ms", (double)(g_get_monotonic_time () - began) / 1000.0);
  }
  seat_close (&one);
  seat_close (&two);
  desk_close (&desk);
}

/* Lets all that is under way end. Returns: calls that have reached the desk */
static gint
count_calls (Desk *desk)
{
  gint calls = -1;

  for (guint quiet = 0; quiet < 80; quiet++) {
    gint now = g_atomic_int_get (&desk->calls);

    if (now != calls)
      quiet = 0;
    calls = now;
    while (g_main_context_iteration (NULL, FALSE))
      ;
    g_usleep (10000);
  }
  return calls;
}

/* SG-14: nothing is asked twice: one sends and receives, the other receives, both wait again. */
static void
test_calls (void)
{
  Desk desk;
  Seat one = {0}, two = {0};
  g_autofree char *request = NULL;
  gint calls;

  open_both (&desk, &one, &two, &request);
  calls = count_calls (&desk);
  seat_note (&one, request, "Live");
  g_assert_cmpint (count_calls (&desk), ==, calls + 5);
  g_assert_true (count_entries (two.clerk.folder, cs_entry_get_id (one.outcome->entry)));
  seat_close (&one);
  seat_close (&two);
  desk_close (&desk);
}

static void
on_activity (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Seat *self = user_data;

  self->activity = cs_workspace_list_activity_finish (self->workspace, result, NULL);
  g_main_loop_quit (self->loop);
}

/* Offline: what is said waits and is listed; when the server is back it goes by itself. */
static void
test_offline (void)
{
  Desk desk;
  Seat one = {0}, two = {0};
  g_autofree char *request = NULL;
  const CsActivity *line;

  open_both (&desk, &one, &two, &request);
  desk_stop (&desk);
  seat_note (&one, request, "In a tunnel");
  await_state (&one, CS_SYNC_OFFLINE);
  await_outbox (&one, 1);
  cs_workspace_list_activity_async (one.workspace, NULL, on_activity, &one);
  while (one.activity == NULL)
    run (&one);
  g_assert_cmpuint (one.activity->len, ==, 1);
  line = one.activity->pdata[0];
  g_assert_cmpstr (line->kind, ==, "note");
  g_assert_cmpstr (line->request, ==, request);
  g_assert_nonnull (line->number);
  desk_start (&desk);
  await_state (&one, CS_SYNC_SYNCED);
  await_outbox (&one, 0);
  g_assert_true (count_entries (desk.sample.folder, cs_entry_get_id (one.outcome->entry)));
  seat_close (&one);
  seat_close (&two);
  desk_close (&desk);
}

int
main (int argc, char **argv)
{
  g_setenv ("CS_KEYS", "file", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/workspace-sync/SG-14/live", test_live);
  g_test_add_func ("/workspace-sync/SG-14/calls", test_calls);
  g_test_add_func ("/workspace-sync/D-C1/offline", test_offline);
  return g_test_run ();
}
