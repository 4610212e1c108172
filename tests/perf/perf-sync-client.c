/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-connect.h"
#include "cs-credentials.h"
#include "cs-journal.h"
#include "cs-ledger-sync.h"
#include "cs-sync-private.h"
#include "cs-workspace.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * One computer of the measurements in perf-sync.py, a process of its own:
 *
 *   fill FOLDER N     puts N notes of about 500 bytes into the outbox
 *   exchange FOLDER   sends what waits, receives what is new, then asks for nothing twenty times;
 *                     says how long each took
 *   say FOLDER N      says N notes, one after the other, and when; live
 *   watch FOLDER N    says when each of N entries of others is in the folder; live
 *
 * Times are of the monotonic clock, in microseconds, which all processes share.
 */

#define TEXT_LENGTH 150
#define NO_OPS      20

static CsLedger *
open_ledger (const char *folder, CsTimeSource *time_source)
{
  g_autoptr (GError) error = NULL;
  CsLedger *ledger = cs_ledger_open (folder, time_source, &error);

  g_assert_no_error (error);
  g_assert_true (cs_ledger_ensure_keys (ledger, &error));
  return ledger;
}

static int
fill (const char *folder, guint n, CsTimeSource *time_source)
{
  g_autoptr (CsLedger) ledger = open_ledger (folder, time_source);
  CsAuthority *authority = cs_ledger_get_authority (ledger);
  g_autoptr (GPtrArray) ids =
      cs_journal_list_requests (cs_ledger_get_store (ledger), 0, 1000, NULL);
  g_autofree char *text = g_strnfill (TEXT_LENGTH, 'a');
  g_autoptr (json_t) data = json_pack ("{s:s}", "text", text);
  g_autoptr (GError) error = NULL;

  g_assert_true (cs_authority_begin_batch (authority, &error));
  for (guint i = 0; i < n; i++) {
    const CsIntent intent = {.request = ids->pdata[i * ids->len / n],
                             .kind = "note",
                             .by = cs_ledger_get_person (ledger),
                             .data = data};
    g_autoptr (CsOutcome) outcome = NULL;

    g_assert_true (cs_ledger_submit (ledger, &intent, &outcome, &error));
    if (!outcome->is_accepted)
      g_error ("%s", outcome->reason->text);
  }
  g_assert_true (cs_authority_end_batch (authority, &error));
  return 0;
}

static gint64
time_step (CsExchange *exchange,
           gboolean (*step) (CsExchange *self, gboolean *has_more, GError **error))
{
  g_autoptr (GError) error = NULL;
  gint64 began = g_get_monotonic_time ();
  gboolean has_more = TRUE;

  while (has_more) {
    step (exchange, &has_more, &error);
    g_assert_no_error (error);
  }
  return g_get_monotonic_time () - began;
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 one = *(const gint64 *)a, two = *(const gint64 *)b;

  return one < two ? -1 : one > two;
}

static long
read_peak_kib (void)
{
  g_autofree char *status = NULL;
  const char *line;

  g_file_get_contents ("/proc/self/status", &status, NULL, NULL);
  line = status != NULL ? strstr (status, "VmHWM:") : NULL;
  return line != NULL ? strtol (line + strlen ("VmHWM:"), NULL, 10) : 0;
}

static int
exchange_all (const char *folder, CsTimeSource *time_source)
{
  g_autoptr (CsLedger) ledger = open_ledger (folder, time_source);
  g_autoptr (GError) error = NULL;
  g_autoptr (CsCredentials) who = cs_connect_open_credentials (ledger, &error);
  g_autofree char *address =
      cs_store_dup_meta (cs_ledger_get_store (ledger), CS_META_ADDRESS, NULL);
  g_autoptr (CsChannel) channel = NULL;
  g_autoptr (GHashTable) uploaded = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  CsExchange exchange = {.folder = cs_ledger_sync,
                         .folder_data = ledger,
                         .time_source = time_source,
                         .uploaded = uploaded};
  gint64 pushed, pulled, nothing[NO_OPS];

  g_assert_no_error (error);
  exchange.channel = channel = cs_channel_new (address, &cs_credentials_auth, who, 60, &error);
  g_assert_no_error (error);
  g_assert_true (cs_exchange_meet (&exchange, &error));
  pushed = time_step (&exchange, cs_exchange_push);
  pulled = time_step (&exchange, cs_exchange_pull);
  for (guint i = 0; i < NO_OPS; i++) {
    nothing[i] = time_step (&exchange, cs_exchange_push);
    nothing[i] += time_step (&exchange, cs_exchange_pull);
  }
  qsort (nothing, NO_OPS, sizeof *nothing, compare_times);
  printf ("{\"push\": %" G_GINT64_FORMAT ", \"pull\": %" G_GINT64_FORMAT
          ", \"received\": %" G_GINT64_FORMAT ", \"nothing\": %" G_GINT64_FORMAT
          ", \"peak\": %ld}\n",
          pushed,
          pulled,
          exchange.received,
          nothing[NO_OPS / 2],
          read_peak_kib ());
  return 0;
}

/* Live */

typedef struct {
  GMainLoop *loop;
  CsWorkspace *workspace; /* (owned) */
  CsStore *store;         /* (owned): another connection to the folder */
  guint left;
  gint64 seen; /* seq */
  char *request, *person;
  gint64 began;
  gboolean is_busy;
} Seat;

static void
on_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Seat *self = user_data;
  g_autoptr (GError) error = NULL;

  self->workspace = cs_workspace_open_finish (result, &error);
  g_assert_no_error (error);
  g_main_loop_quit (self->loop);
}

static void
on_synced (CsSync *sync, GParamSpec *pspec, gpointer user_data)
{
  Seat *self = user_data;

  if (cs_sync_get_state (sync) == CS_SYNC_SYNCED)
    g_main_loop_quit (self->loop);
}

static void
seat_open (Seat *self, const char *folder, CsTimeSource *time_source)
{
  g_autoptr (CsLedger) ledger = open_ledger (folder, time_source);
  g_autoptr (GPtrArray) ids =
      cs_journal_list_requests (cs_ledger_get_store (ledger), 0, 1000, NULL);
  gulong handler;

  self->loop = g_main_loop_new (NULL, FALSE);
  self->request = g_strdup (ids->pdata[0]);
  self->person = g_strdup (cs_ledger_get_person (ledger));
  self->store = cs_store_open (folder, NULL);
  cs_workspace_open_async (folder, time_source, NULL, on_opened, self);
  g_main_loop_run (self->loop);
  cs_workspace_set_person (self->workspace, self->person);
  handler = g_signal_connect (cs_workspace_get_sync (self->workspace),
                              "notify::state",
                              G_CALLBACK (on_synced),
                              self);
  if (cs_sync_get_state (cs_workspace_get_sync (self->workspace)) != CS_SYNC_SYNCED)
    g_main_loop_run (self->loop);
  g_signal_handler_disconnect (cs_workspace_get_sync (self->workspace), handler);
  printf ("ready\n");
  fflush (stdout);
}

static void
on_said (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Seat *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CsOutcome) outcome = cs_workspace_submit_finish (self->workspace, result, &error);

  g_assert_no_error (error);
  printf ("%s %" G_GINT64_FORMAT "\n", cs_entry_get_id (outcome->entry), self->began);
  self->is_busy = FALSE;
  if (self->left == 0)
    g_main_loop_quit (self->loop);
}

static gboolean
say_one (gpointer user_data)
{
  Seat *self = user_data;
  g_autoptr (json_t) data = json_pack ("{s:s}", "text", "Live");

  if (self->is_busy)
    return G_SOURCE_CONTINUE;
  self->is_busy = TRUE;
  self->left--;
  self->began = g_get_monotonic_time ();
  cs_workspace_submit_async (self->workspace, self->request, "note", data, NULL, on_said, self);
  return self->left > 0;
}

static gboolean
look (gpointer user_data)
{
  Seat *self = user_data;
  g_autoptr (CsStatement) rows =
      cs_sqlite_query (cs_store_get_sqlite (self->store),
                       NULL,
                       "SELECT seq, id FROM entry WHERE seq > ? ORDER BY seq",
                       "i",
                       self->seen);
  gboolean has_row = rows != NULL;

  while (has_row && cs_statement_next (rows, &has_row, NULL) && has_row) {
    self->seen = cs_statement_get_int (rows, 0);
    printf ("%s %" G_GINT64_FORMAT "\n", cs_statement_get_text (rows, 1), g_get_monotonic_time ());
    if (--self->left == 0)
      g_main_loop_quit (self->loop);
  }
  return G_SOURCE_CONTINUE;
}

static int
live (const char *folder, guint n, gboolean says, CsTimeSource *time_source)
{
  Seat self = {.left = n};

  seat_open (&self, folder, time_source);
  cs_sqlite_get_int (cs_store_get_sqlite (self.store),
                     "SELECT max(seq) FROM entry",
                     &self.seen,
                     NULL);
  g_timeout_add (says ? 40 : 1, says ? say_one : look, &self);
  g_main_loop_run (self.loop);
  fflush (stdout);
  if (says)
    g_usleep (G_USEC_PER_SEC);
  return 0;
}

int
main (int argc, char **argv)
{
  g_autoptr (CsTimeSource) time_source = cs_time_source_new ();
  const char *word = argc > 2 ? argv[1] : "";
  guint n = argc > 3 ? (guint)strtoul (argv[3], NULL, 10) : 0;

  if (strcmp (word, "fill") == 0)
    return fill (argv[2], n, time_source);
  if (strcmp (word, "exchange") == 0)
    return exchange_all (argv[2], time_source);
  if (strcmp (word, "say") == 0 || strcmp (word, "watch") == 0)
    return live (argv[2], n, strcmp (word, "say") == 0, time_source);
  return 2;
}
