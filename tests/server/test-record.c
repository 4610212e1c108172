/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "visitor.h"

#include "cs-journal.h"
#include "cs-pg-mirror.h"
#include "cs-pg-tables.h"
#include "cs-record.h"

/*
 * Several servers on one journal in PostgreSQL, each with a mirror of its own: what one accepts the
 * others have, nothing is accepted twice, and PostgreSQL, and every mirror, hold the same bytes.
 */

#define SERVERS 2

typedef struct {
  Stage of[SERVERS]; /* the first owns the folder */
} House;

static const char *
get_url (void)
{
  return g_getenv ("CS_TEST_JOURNAL");
}

static void
house_open (House *self)
{
  stage_open (&self->of[0], NULL);
  for (guint i = 1; i < SERVERS; i++) {
    self->of[i] = self->of[0];
    stage_start (&self->of[i], NULL);
  }
}

static void
house_close (House *self)
{
  for (guint i = SERVERS - 1; i > 0; i--)
    g_clear_pointer (&self->of[i].server, cs_server_free);
  stage_close (&self->of[0]);
}

static CsWireAnswer
push_one (Stage *stage, GBytes *entry, gint64 *seq)
{
  g_autoptr (CsWirePushAnswer) answer = stage_push (stage, CS_SERVER_FOUNDER, &entry, 1);
  const CsWireVerdict *verdict = answer->verdicts->pdata[0];

  if (seq != NULL)
    *seq = verdict->seq;
  return verdict->answer;
}

static char *
dup_row (CsStatement *statement, guint n_columns)
{
  g_autoptr (GString) row = g_string_new (NULL);

  for (guint i = 0; i < n_columns; i++) {
    g_autoptr (GBytes) bytes = cs_statement_get_bytes (statement, (int)i);
    g_autofree char *hex = cs_hex_encode (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

    g_string_append_printf (row, "%s|", cs_statement_is_null (statement, (int)i) ? "-" : hex);
  }
  return g_string_free (g_steal_pointer (&row), FALSE);
}

/* Everything of the tables that are shared, as the mirror has it. */
static GPtrArray *
list_mirror (CsSqlite *sqlite, const CsPgTable *table)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *columns = cs_pg_table_dup_columns (table);
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM \"%s\"", columns, table->name);
  g_autoptr (CsStatement) statement = cs_sqlite_prepare (sqlite, sql, NULL);
  gboolean has_row;

  g_assert_true (cs_statement_next (statement, &has_row, NULL));
  while (has_row) {
    g_ptr_array_add (rows, dup_row (statement, table->columns->len));
    g_assert_true (cs_statement_next (statement, &has_row, NULL));
  }
  return rows;
}

/* The same as PostgreSQL has it; numbers as SQLite writes them. */
static GPtrArray *
list_record (CsPg *pg, const char *workspace, const CsPgTable *table)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *columns = cs_pg_table_dup_columns (table);
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM countersign.\"%s\" WHERE workspace = $1",
                                          columns,
                                          table->name);
  g_autoptr (GError) error = NULL;
  g_autoptr (PGresult) result = cs_pg_query (pg, &error, sql, "s", workspace);

  g_assert_no_error (error);
  for (int i = 0; i < PQntuples (result); i++) {
    g_autoptr (GString) row = g_string_new (NULL);

    for (guint j = 0; j < table->columns->len; j++) {
      const CsPgColumn *column = &g_array_index (table->columns, CsPgColumn, j);
      g_autoptr (GBytes) bytes = NULL;
      g_autofree char *hex = NULL;

      if (column->type == 'i') {
        g_autofree char *number =
            g_strdup_printf ("%" G_GINT64_FORMAT, cs_pg_get_int (result, i, (int)j));

        bytes = g_bytes_new (number, strlen (number));
      } else {
        bytes = cs_pg_get_bytes (result, i, (int)j);
      }
      hex = cs_hex_encode (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
      g_string_append_printf (row, "%s|", PQgetisnull (result, i, (int)j) ? "-" : hex);
    }
    g_ptr_array_add (rows, g_string_free (g_steal_pointer (&row), FALSE));
  }
  return rows;
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

static void
assert_same_rows (const char *table, GPtrArray *wanted, GPtrArray *found)
{
  g_ptr_array_sort (wanted, compare_rows);
  g_ptr_array_sort (found, compare_rows);
  if (wanted->len != found->len)
    g_test_message ("%s", table);
  g_assert_cmpuint (wanted->len, ==, found->len);
  for (guint i = 0; i < wanted->len; i++)
    g_assert_cmpstr (wanted->pdata[i], ==, found->pdata[i]);
}

/* K-10: PostgreSQL and the mirror of each server hold the same, byte for byte. */
static void
house_assert_same (House *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsPg) pg = cs_pg_open (get_url (), &error);
  guint n_rows = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < SERVERS; i++) {
    const char *folder = cs_server_get_folder (self->of[i].server);
    g_autofree char *workspace =
        cs_pg_mirror_dup_key (cs_server_get_workspace (self->of[i].server),
                              cs_server_get_incarnation (self->of[i].server));
    g_autoptr (CsWirePull) pull = cs_wire_pull_new ();
    g_autoptr (CsWireCheckpoint) page = stage_pull (&self->of[i], CS_SERVER_FOUNDER, pull);
    g_autoptr (CsStore) store = cs_store_open (folder, &error);
    g_autoptr (GPtrArray) tables = cs_pg_tables_read (cs_store_get_sqlite (store), &error);

    g_assert_no_error (error);
    g_assert_nonnull (page);
    for (guint j = 0; j < tables->len; j++) {
      const CsPgTable *table = tables->pdata[j];
      g_autoptr (GPtrArray) here = list_mirror (cs_store_get_sqlite (store), table);
      g_autoptr (GPtrArray) there = list_record (pg, workspace, table);

      assert_same_rows (table->name, there, here);
      n_rows += here->len;
    }
  }
  g_assert_cmpuint (n_rows, >, 0);
}

/* I-8: what one has accepted, the next call to any other sees. */
static void
test_own_writes (void)
{
  House house = {0};
  gint64 last = 0;

  house_open (&house);
  g_assert_cmpstr (cs_server_get_folder (house.of[0].server),
                   !=,
                   cs_server_get_folder (house.of[1].server));
  for (guint i = 0; i < 40; i++) {
    Stage *one = &house.of[i % SERVERS];
    Stage *other = &house.of[(i + 1) % SERVERS];
    g_autoptr (GBytes) entry = stage_person_entry (one, 1000 + i);
    g_autoptr (CsWirePull) pull = cs_wire_pull_new ();
    g_autoptr (CsWireCheckpoint) page = NULL;
    gint64 seq = 0;

    g_assert_cmpint (push_one (one, entry, &seq), ==, CS_WIRE_ACCEPTED);
    g_assert_true (last == 0 || seq == last + 1);
    last = seq;
    page = stage_pull (other, CS_SERVER_FOUNDER, pull);
    g_assert_cmpint (page->head->size, ==, seq);
    g_assert_cmpint (push_one (other, entry, &seq), ==, CS_WIRE_DUPLICATE);
    g_assert_cmpint (seq, ==, last);
  }
  house_assert_same (&house);
  house_close (&house);
}

typedef struct {
  Stage *stage;
  GPtrArray *entries; /* GBytes */
  guint accepted, duplicates;
} Racer;

static gpointer
race (gpointer data)
{
  Racer *racer = data;

  for (guint i = 0; i < racer->entries->len; i++) {
    CsWireAnswer answer = push_one (racer->stage, racer->entries->pdata[i], NULL);

    racer->accepted += answer == CS_WIRE_ACCEPTED;
    racer->duplicates += answer == CS_WIRE_DUPLICATE;
  }
  return NULL;
}

/* SG-02, SG-05: the same at two servers at once is accepted once. CS_TEST_RACES says how often. */
static void
test_race (void)
{
  const char *wanted = g_getenv ("CS_TEST_RACES");
  guint n = wanted != NULL ? (guint)g_ascii_strtoull (wanted, NULL, 10) : 300;
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  House house = {0};
  Racer racers[SERVERS * 2];
  GThread *threads[SERVERS * 2];
  guint accepted = 0, duplicates = 0;

  house_open (&house);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (entries, stage_person_entry (&house.of[0], 1000 + i));
  for (guint i = 0; i < G_N_ELEMENTS (racers); i++) {
    racers[i] = (Racer){.stage = &house.of[i % SERVERS], .entries = entries};
    threads[i] = g_thread_new ("racer", race, &racers[i]);
  }
  for (guint i = 0; i < G_N_ELEMENTS (racers); i++) {
    g_thread_join (threads[i]);
    accepted += racers[i].accepted;
    duplicates += racers[i].duplicates;
  }
  g_assert_cmpuint (accepted, ==, n);
  g_assert_cmpuint (duplicates, ==, n * (G_N_ELEMENTS (racers) - 1));
  house_assert_same (&house);
  house_close (&house);
}

/* ASVS 2.4.1: who guesses at one server and then at the other has no more tries than at one, and
 * who comes back to a server that was not asked last has to wait there as well. */
static void
test_guesses (void)
{
  House house = {0};
  Visitor guesser;
  guint refused = 0;

  house_open (&house);
  visitor_open (&guesser, &house.of[0], 9);
  for (guint i = 0; i < 24; i++) {
    g_autoptr (CsHttpAnswer) answer = NULL;

    guesser.stage = &house.of[i % SERVERS];
    answer = visitor_ask (&guesser,
                          "POST",
                          "/v1/sessions/invitation",
                          NULL,
                          visitor_invitation (&guesser, "ABCD-EFGH-JKMN-PQRS", "d-guess"));
    refused += answer->status == 429;
    g_assert_cmpuint (answer->status == 429, ==, i >= 20);
  }
  g_assert_cmpuint (refused, ==, 4);
  visitor_close (&guesser);
  house_assert_same (&house);
  house_close (&house);
}

/* Two different entries with the same counter of a device (K-13): one of them. */
static void
test_counter_once (void)
{
  House house = {0};

  house_open (&house);
  for (guint i = 0; i < 20; i++) {
    g_autoptr (GBytes) one = stage_person_entry (&house.of[0], 1000 + i);
    g_autoptr (GBytes) other = stage_person_entry (&house.of[1], 1000 + i);

    g_assert_cmpint (push_one (&house.of[i % 2], one, NULL), ==, CS_WIRE_ACCEPTED);
    g_assert_cmpint (push_one (&house.of[1 - i % 2], other, NULL), ==, CS_WIRE_REFUSED);
  }
  house_assert_same (&house);
  house_close (&house);
}

/* A mirror that is another one, or is gone, is fetched; what is here alone is never thrown away. */
static void
test_mirror_anew (void)
{
  House house = {0};
  g_autofree char *database = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (CsStore) store = NULL;

  house_open (&house);
  for (guint i = 0; i < 5; i++) {
    g_autoptr (GBytes) entry = stage_person_entry (&house.of[0], 1000 + i);

    g_assert_cmpint (push_one (&house.of[0], entry, NULL), ==, CS_WIRE_ACCEPTED);
  }
  house_assert_same (&house); /* the other has heard of it: nothing is written under what follows */
  store = cs_store_open (cs_server_get_folder (house.of[1].server), &error);
  g_assert_no_error (error);
  g_test_expect_message (NULL, G_LOG_LEVEL_WARNING, "*fetched anew*");
  /* As after a machine that lost what it had written. */
  g_assert_true (cs_sqlite_exec (cs_store_get_sqlite (store),
                                 "UPDATE mirror SET n = 0, batch = 'another';"
                                 "DELETE FROM tree WHERE level = 0 AND idx = 1",
                                 &error));
  g_clear_pointer (&store, cs_store_close);
  {
    g_autoptr (GBytes) entry = stage_person_entry (&house.of[1], 2000);

    g_assert_cmpint (push_one (&house.of[1], entry, NULL), ==, CS_WIRE_ACCEPTED);
  }
  g_test_assert_expected_messages ();
  house_assert_same (&house);
  house_close (&house);
}

/* K-11: a restored journal goes on as another life of it, and ends the one that it was. */
static void
test_other_life (void)
{
  Stage stage = {0};
  CsServerOptions options = cs_server_defaults;
  g_autofree char *path = NULL;
  g_autofree char *copy = NULL;
  g_autoptr (GError) error = NULL;
  CsServer *server;

  stage_open (&stage, NULL);
  path = g_build_filename (stage.folder, "srv", NULL);
  copy = g_build_filename (stage.folder, "copy", NULL);
  g_clear_pointer (&stage.server, cs_server_free);

  /* Without saying where its journal is, it is not served, nor written to. */
  g_assert_null (cs_server_open (path, &options, stage.time_source, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_CONFLICT);
  g_clear_error (&error);

  g_assert_true (cs_server_folder_copy (path, copy, &error));
  g_assert_true (cs_server_folder_renew (copy, stage.time_source, &error));
  options.journal = get_url ();
  server = cs_server_open (path, &options, stage.time_source, &error);
  g_assert_no_error (error);
  cs_server_free (server);
  server = cs_server_open (copy, &options, stage.time_source, &error);
  g_assert_no_error (error);
  g_assert_null (cs_server_open (path, &options, stage.time_source, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_CONFLICT);
  g_clear_error (&error);
  cs_server_free (server);
  stage_close (&stage);
}

static void
run_postgres (const char *word)
{
  g_autofree char *line = g_strdup_printf ("%s %s", g_getenv ("CS_TEST_POSTGRES"), word);
  int status;

  g_assert_true (g_spawn_command_line_sync (line, NULL, NULL, &status, NULL));
  g_assert_cmpint (status, ==, 0);
}

typedef struct {
  Stage *stage;
  gint64 first;
  gint ends; /* atomic */
  guint accepted;
  gint64 longest;  /* microseconds one push took */
  GPtrArray *sent; /* GBytes that were answered */
} Worker;

/* As a client does: an answer that is no verdict is asked for again. */
static gpointer
work (gpointer data)
{
  Worker *worker = data;

  for (gint64 n = worker->first; !g_atomic_int_get (&worker->ends); n++) {
    GBytes *entry = stage_person_entry (worker->stage, n);
    gint64 began = g_get_monotonic_time ();
    guint status = 0;

    while (status != 200) {
      g_autoptr (CsWirePush) push = cs_wire_push_new ();
      g_autoptr (CsHttpAnswer) answer = NULL;
      CsWirePushed *pushed = cs_wire_pushed_new ();

      pushed->bytes = g_bytes_ref (entry);
      g_ptr_array_add (push->entries, pushed);
      answer = stage_ask (worker->stage,
                          "POST",
                          "/v1/entries",
                          CS_SERVER_FOUNDER,
                          cs_wire_push_to_json (push));
      status = answer->status;
      g_assert_true (status == 200 || status == 503);
    }
    worker->longest = MAX (worker->longest, g_get_monotonic_time () - began);
    worker->accepted++;
    g_ptr_array_add (worker->sent, entry);
  }
  return NULL;
}

/* SG-22 in small: PostgreSQL goes away, politely and not, while two servers work. Nothing that was
 * answered is lost, nothing is there twice, and it goes on. */
static void
test_restart (void)
{
  static const char *const words[] = {"restart", "crash", "stop"};
  House house = {0};
  Worker workers[SERVERS];
  GThread *threads[SERVERS];

  house_open (&house);
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_ERROR | G_LOG_FATAL_MASK);
  for (guint i = 0; i < SERVERS; i++) {
    workers[i] = (Worker){.stage = &house.of[i],
                          .first = 1000000 * (i + 1),
                          .sent = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref)};
    threads[i] = g_thread_new ("worker", work, &workers[i]);
  }
  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    g_usleep (G_USEC_PER_SEC / 2);
    run_postgres (words[i]);
    if (i > 0)
      run_postgres ("start");
  }
  g_usleep (G_USEC_PER_SEC);
  for (guint i = 0; i < SERVERS; i++) {
    g_atomic_int_set (&workers[i].ends, TRUE);
    g_thread_join (threads[i]);
    g_test_message ("server %u: %u accepted, the longest took %.1f s",
                    i,
                    workers[i].accepted,
                    (double)workers[i].longest / 1e6);
    g_assert_cmpuint (workers[i].accepted, >, 10);
    g_assert_cmpint (workers[i].longest, <, 30 * G_USEC_PER_SEC);
  }
  for (guint i = 0; i < SERVERS; i++) {
    for (guint j = 0; j < workers[i].sent->len; j++)
      g_assert_cmpint (push_one (&house.of[1 - i], workers[i].sent->pdata[j], NULL),
                       ==,
                       CS_WIRE_DUPLICATE);
    g_ptr_array_unref (workers[i].sent);
  }
  house_assert_same (&house);
  house_close (&house);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (get_url () == NULL) {
    g_print ("1..0 # SKIP CS_TEST_JOURNAL names no PostgreSQL\n");
    return 0;
  }
  g_test_add_func ("/record/own-writes-I-8", test_own_writes);
  g_test_add_func ("/record/race-SG-05", test_race);
  g_test_add_func ("/record/guesses-ASVS-2.4.1", test_guesses);
  g_test_add_func ("/record/counter-once-I-2", test_counter_once);
  g_test_add_func ("/record/mirror-anew", test_mirror_anew);
  g_test_add_func ("/record/other-life-K-11", test_other_life);
  g_test_add_func ("/record/restart-SG-22", test_restart);
  return g_test_run ();
}
