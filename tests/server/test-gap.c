/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server-stage.h"

#include "cs-journal.h"
#include "cs-ledger.h"
#include "cs-pg-mirror.h"
#include "cs-pg.h"

#include <sys/wait.h>
#include <unistd.h>

/*
 * SG-03: two processes, four writers each, one workspace in PostgreSQL, and readers that only ever
 * ask for what follows what they have: nobody misses one, though sequences of a database do commit
 * out of order (K-03). A session that stays in a transaction, in another database of the same
 * cluster, keeps nobody from seeing anything. Each hundred opens a request, as one of the sample
 * was opened, and says something of it 99 times. CS_TEST_ENTRIES says how many entries.
 */

#define PROCESSES 2
#define WRITERS   4
#define BATCH     100
#define POLL_USEC 1000

/* How a request of the sample was opened. */
typedef struct {
  char *by;     /* (owned) */
  json_t *data; /* (owned) */
} Model;

typedef struct {
  Stage stage;
  const Model *model;
  guint process, writer, n;
} Writer;

static guint
get_entries (void)
{
  const char *wanted = g_getenv ("CS_TEST_ENTRIES");

  return wanted != NULL ? (guint)g_ascii_strtoull (wanted, NULL, 10) : 8000;
}

static void
read_model (Stage *stage, Model *model)
{
  g_autofree char *path = g_build_filename (stage->folder, "sample", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (CsLedger) ledger = cs_ledger_open (path, stage->time_source, &error);
  CsStore *store = cs_ledger_get_store (ledger);
  g_autoptr (GPtrArray) requests = cs_journal_list_requests (store, 0, 1, &error);
  g_autoptr (GPtrArray) entries = cs_journal_list (store, requests->pdata[0], 0, &error);
  const CsEntry *opening = entries->pdata[0];

  g_assert_no_error (error);
  model->by = g_strdup (cs_entry_get_by (opening));
  model->data = json_deep_copy (cs_entry_get_data (opening));
}

/* @data is taken. */
static GBytes *
build (Writer *writer, const char *request, const char *kind, gint64 n, json_t *data)
{
  g_autoptr (json_t) owned = data;
  CsInstant now = cs_time_source_get_now (writer->stage.time_source);
  gboolean opens = strcmp (kind, "open") == 0;
  g_autofree char *id = opens ? g_strdup (request) : cs_uuid_new (now);
  g_autofree char *device = g_strconcat ("d-", writer->model->by, NULL);
  const CsEntryHead head = {.id = id,
                            .request = request,
                            .kind = kind,
                            .by = writer->model->by,
                            .device = device,
                            .n = n,
                            .at = now};
  g_autoptr (GError) error = NULL;
  g_autoptr (CsEntry) entry = cs_entry_build (&head, owned, &error);

  g_assert_no_error (error);
  return g_bytes_ref (cs_entry_get_bytes (entry));
}

static gpointer
write_all (gpointer data)
{
  Writer *writer = data;
  gint64 first = 1000000 + (gint64)(writer->process * WRITERS + writer->writer) * 10000000;

  for (guint i = 0; i < writer->n; i += BATCH) {
    g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
    g_autofree char *request = cs_uuid_new (cs_time_source_get_now (writer->stage.time_source));
    g_autoptr (CsWirePushAnswer) answer = NULL;

    g_ptr_array_add (
        entries,
        build (writer, request, "open", first + i, json_deep_copy (writer->model->data)));
    for (guint j = i + 1; j < MIN (i + BATCH, writer->n); j++)
      g_ptr_array_add (entries,
                       build (writer,
                              request,
                              "note",
                              first + j,
                              json_pack ("{s:s}", "text", "The client called.")));
    answer =
        stage_push (&writer->stage, writer->model->by, (GBytes **)entries->pdata, entries->len);
    for (guint j = 0; j < entries->len; j++)
      g_assert_cmpint (((CsWireVerdict *)answer->verdicts->pdata[j])->answer, ==, CS_WIRE_ACCEPTED);
  }
  return NULL;
}

/* A process that writes. */
static int
run_process (Stage *stage, const Model *model, guint process, guint n)
{
  Writer writers[WRITERS];
  GThread *threads[WRITERS];

  stage_start (stage, NULL);
  for (guint i = 0; i < WRITERS; i++) {
    writers[i] = (Writer){*stage, model, process, i, n / (PROCESSES * WRITERS)};
    threads[i] = g_thread_new ("writer", write_all, &writers[i]);
  }
  for (guint i = 0; i < WRITERS; i++)
    g_thread_join (threads[i]);
  g_clear_pointer (&stage->server, cs_server_free);
  return 0;
}

typedef struct {
  const char *workspace;
  gint64 last; /* seq of the newest entry that was seen */
  guint skipped;
} Reader;

/* As a naive reader does: what is greater than the last. */
static void
read_more (CsPg *pg, Reader *reader)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PGresult) result =
      cs_pg_query (pg,
                   &error,
                   "SELECT seq FROM countersign.entry WHERE workspace = $1 AND seq > $2::int8"
                   " ORDER BY seq",
                   "si",
                   reader->workspace,
                   reader->last);

  g_assert_no_error (error);
  for (int i = 0; i < PQntuples (result); i++) {
    gint64 seq = cs_pg_get_int (result, i, 0);

    reader->skipped += seq != reader->last + 1;
    reader->last = seq;
  }
}

static CsPg *
open_idle (const char *url)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsPg) pg = cs_pg_open (url, &error);
  g_autofree char *other = NULL;
  CsPg *idle;
  char **parts;

  g_assert_no_error (error);
  g_assert_true (cs_pg_exec (pg, "CREATE DATABASE beside", &error));
  parts = g_strsplit (url, "///postgres", 2);
  other = g_strjoinv ("///beside", parts);
  g_strfreev (parts);
  idle = cs_pg_open (other, &error);
  g_assert_no_error (error);
  g_assert_true (cs_pg_exec (idle,
                             "SET idle_in_transaction_session_timeout = 0; CREATE TABLE t (i int);"
                             "BEGIN; INSERT INTO t VALUES (1)",
                             &error));
  return idle;
}

static void
start_processes (Stage *stage, const Model *model, guint n, pid_t pids[PROCESSES])
{
  for (guint i = 0; i < PROCESSES; i++) {
    pids[i] = fork ();
    if (pids[i] == 0)
      _exit (run_process (stage, model, i, n));
    g_assert_cmpint (pids[i], >, 0);
  }
}

static void
test_gap (void)
{
  const char *url = g_getenv ("CS_TEST_JOURNAL");
  guint n = get_entries ();
  Stage stage = {0};
  Model model = {0};
  pid_t pids[PROCESSES];
  g_autofree char *workspace = NULL;
  g_autoptr (CsPg) idle = open_idle (url);
  g_autoptr (CsPg) pg = NULL;
  g_autoptr (GError) error = NULL;
  Reader reader = {0};
  gint64 began, until;

  stage_open_sample (&stage); /* moves the journal there; closed before anybody is forked */
  workspace = cs_pg_mirror_dup_key (cs_server_get_workspace (stage.server),
                                    cs_server_get_incarnation (stage.server));
  g_clear_pointer (&stage.server, cs_server_free);
  read_model (&stage, &model);
  began = g_get_monotonic_time ();
  start_processes (&stage, &model, n, pids);
  pg = cs_pg_open (url, &error);
  g_assert_no_error (error);
  reader.workspace = workspace;
  until = began + (gint64)(60 + n / 100) * G_USEC_PER_SEC;
  for (guint left = PROCESSES; left > 0 && g_get_monotonic_time () < until;) {
    int status;

    while (waitpid (-1, &status, WNOHANG) > 0) {
      g_assert_true (WIFEXITED (status) && WEXITSTATUS (status) == 0);
      left--;
    }
    read_more (pg, &reader);
    g_usleep (POLL_USEC);
  }
  read_more (pg, &reader);
  g_test_message ("%u entries of %u writers in %u processes, %.0f a second, %u skipped",
                  n,
                  WRITERS * PROCESSES,
                  PROCESSES,
                  n / ((double)(g_get_monotonic_time () - began) / 1e6),
                  reader.skipped);
  g_assert_cmpuint (reader.skipped, ==, 0);
  g_assert_cmpint (reader.last, >=, n / (PROCESSES * WRITERS) * PROCESSES * WRITERS);
  stage_close (&stage);
  g_free (model.by);
  json_decref (model.data);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (g_getenv ("CS_TEST_JOURNAL") == NULL) {
    g_print ("1..0 # SKIP CS_TEST_JOURNAL names no PostgreSQL\n");
    return 0;
  }
  g_test_add_func ("/gap/skipped-SG-03", test_gap);
  return g_test_run ();
}
