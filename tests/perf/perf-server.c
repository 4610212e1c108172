/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../server/server-stage.h"

#include "cs-journal.h"

/*
 * How much a server takes and gives (SG-12, SG-13), through the narrow interface, without sockets:
 * notes on the sample's open requests with all their rules, scopes, the tree and every transaction
 * on disk; then everything for one client. CS_PERF_ENTRIES says how many notes, in batches of 100
 * from four devices at once.
 */

#define WRITERS 4
#define BATCH   100

typedef struct {
  Stage *stage;
  GPtrArray *entries; /* (owned) GBytes */
  const char *person;
} Writer;

static GPtrArray *
list_open (Stage *stage, char **person)
{
  g_autofree char *path = g_build_filename (stage->folder, "srv", NULL);
  g_autoptr (CsLedger) ledger = cs_ledger_open (path, stage->time_source, NULL);
  GPtrArray *ids = cs_journal_list_requests (cs_ledger_get_store (ledger), 0, 1000, NULL);

  *person = g_strdup (cs_ledger_get_person (ledger));
  return ids;
}

static GBytes *
make_note (Stage *stage, const char *request, const char *person, gint64 n)
{
  CsInstant now = cs_time_source_get_now (stage->time_source);
  g_autofree char *id = cs_uuid_new (now);
  g_autofree char *device = g_strconcat ("d-", person, NULL);
  const CsEntryHead head = {.id = id,
                            .request = request,
                            .kind = "note",
                            .by = person,
                            .device = device,
                            .n = n,
                            .at = now};
  g_autofree char *text = g_strnfill (250, 'a');
  g_autoptr (json_t) data = json_pack ("{s:s}", "text", text);
  g_autoptr (CsEntry) entry = cs_entry_build (&head, data, NULL);

  return g_bytes_ref (cs_entry_get_bytes (entry));
}

static gpointer
push_all (gpointer data)
{
  Writer *writer = data;

  for (guint i = 0; i < writer->entries->len; i += BATCH) {
    guint n = MIN (BATCH, writer->entries->len - i);
    g_autoptr (CsWirePushAnswer) answer =
        stage_push (writer->stage, writer->person, (GBytes **)writer->entries->pdata + i, n);

    for (guint j = 0; j < n; j++)
      g_assert_cmpint (((CsWireVerdict *)answer->verdicts->pdata[j])->answer, ==, CS_WIRE_ACCEPTED);
  }
  return NULL;
}

static double
measure_push (Stage *stage, const char *person, GPtrArray *requests, guint n)
{
  GThread *threads[WRITERS];
  Writer writers[WRITERS];
  gint64 began;

  for (guint i = 0; i < WRITERS; i++) {
    writers[i] =
        (Writer){stage, g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref), person};
    for (guint j = 0; j < n / WRITERS; j++)
      g_ptr_array_add (writers[i].entries,
                       make_note (stage,
                                  requests->pdata[(i * 7 + j) % requests->len],
                                  person,
                                  1000000 + i * 1000000 + j));
  }
  began = g_get_monotonic_time ();
  for (guint i = 0; i < WRITERS; i++)
    threads[i] = g_thread_new ("writer", push_all, &writers[i]);
  for (guint i = 0; i < WRITERS; i++)
    g_thread_join (threads[i]);
  for (guint i = 0; i < WRITERS; i++)
    g_ptr_array_unref (writers[i].entries);
  return n / ((g_get_monotonic_time () - began) / 1e6);
}

static double
measure_pull (Stage *stage, const char *person, guint *rows)
{
  g_autoptr (CsWireCheckpoint) page = NULL;
  gint64 began = g_get_monotonic_time ();
  gboolean more = TRUE;

  *rows = 0;
  while (more) {
    g_autoptr (CsWirePull) pull = cs_wire_pull_new ();

    for (guint i = 0; page != NULL && i < page->scopes->len; i++) {
      const CsWireScope *scope = page->scopes->pdata[i];

      cs_wire_pull_add_scope (pull, scope->key, scope->index);
    }
    g_clear_pointer (&page, cs_wire_checkpoint_free);
    page = stage_pull (stage, person, pull);
    *rows += page->rows->len;
    more = page->more;
  }
  return *rows / ((g_get_monotonic_time () - began) / 1e6);
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

static void
test_throughput (void)
{
  const char *wanted = g_getenv ("CS_PERF_ENTRIES");
  guint n = wanted != NULL ? (guint)g_ascii_strtoull (wanted, NULL, 10) : 10000;
  Stage stage = {0};
  g_autoptr (GPtrArray) requests = NULL;
  g_autofree char *person = NULL;
  double pushed, pulled;
  guint rows;

  stage_open_sample (&stage);
  requests = list_open (&stage, &person);
  pushed = measure_push (&stage, person, requests, n);
  pulled = measure_pull (&stage, person, &rows);
  g_test_message (
      "push %.0f entries/s in %u transactions; pull %.0f rows/s of %u; peak %ld MiB with "
      "the client’s part",
      pushed,
      cs_server_count_batches (stage.server),
      pulled,
      rows,
      read_peak_kib () / 1024);
  stage_close (&stage);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/perf-server/throughput-SG-12", test_throughput);
  return g_test_run ();
}
