/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server-stage.h"

#include "cs-keeper.h"
#include "cs-rounds.h"
#include "cs-server-private.h"

#define DAY G_TIME_SPAN_DAY

/* Does @work on the writing desk and waits for it. */
typedef struct {
  GMutex lock;
  GCond done;
  gboolean is_done;
  CsDeskWork work;
  gpointer data;
} Errand;

static CsHttpAnswer *
errand_work (CsLedger *ledger, gpointer data, GError **error)
{
  Errand *errand = data;

  return errand->work (ledger, errand->data, error);
}

static void
errand_done (CsHttpAnswer *answer, const GError *error, gpointer data)
{
  Errand *errand = data;

  g_assert_no_error (error);
  g_mutex_lock (&errand->lock);
  errand->is_done = TRUE;
  g_cond_signal (&errand->done);
  g_mutex_unlock (&errand->lock);
}

static void
run_on (Stage *stage, CsDeskKind desk, CsDeskWork work, gpointer data)
{
  Errand errand = {.work = work, .data = data};

  g_mutex_init (&errand.lock);
  g_cond_init (&errand.done);
  cs_server_queue (stage->server, desk, errand_work, errand_done, &errand);
  g_mutex_lock (&errand.lock);
  while (!errand.is_done)
    g_cond_wait (&errand.done, &errand.lock);
  g_mutex_unlock (&errand.lock);
}

typedef struct {
  gint64 entries, rungs, twice, letters, tree, late;
} Numbers;

static CsHttpAnswer *
read_numbers (CsLedger *ledger, gpointer data, GError **error)
{
  CsSqlite *sqlite = cs_store_get_sqlite (cs_ledger_get_store (ledger));
  Numbers *numbers = data;

  if (cs_sqlite_get_int (sqlite, "SELECT count(*) FROM entry", &numbers->entries, error) &&
      cs_sqlite_get_int (sqlite,
                         "SELECT count(*) FROM entry WHERE kind = 'rung'",
                         &numbers->rungs,
                         error) &&
      cs_sqlite_get_int (sqlite,
                         "SELECT count(*) FROM (SELECT ref, json_extract (bytes, '$.data.run'),"
                         " json_extract (bytes, '$.data.rung'), json_extract (bytes, '$.data.due')"
                         " FROM entry WHERE kind = 'rung' GROUP BY 1, 2, 3, 4 HAVING count(*) > 1)",
                         &numbers->twice,
                         error) &&
      cs_sqlite_get_int (sqlite, "SELECT count(*) FROM letter", &numbers->letters, error))
    cs_sqlite_get_int (sqlite, "SELECT count(*) FROM tree WHERE level = 0", &numbers->tree, error);
  return NULL;
}

static Numbers
numbers_of (Stage *stage)
{
  Numbers numbers = {0};

  run_on (stage, CS_DESK_WRITER, read_numbers, &numbers);
  return numbers;
}

/* Ticks, as a server does once a second, until nothing more is written. */
static void
go_round (Stage *stage, CsRounds *rounds)
{
  guint count, quiet = 0;

  for (guint i = 0; i < 4000 && quiet < 12; i++) {
    count = cs_rounds_count (rounds);
    cs_rounds_tick (rounds);
    g_usleep (5000);
    quiet = cs_rounds_count (rounds) == count ? quiet + 1 : 0;
  }
}

static void
stop_clock_at (Stage *stage, CsInstant instant)
{
  cs_time_source_set_fixed (stage->time_source, instant);
}

/* I-12, SG-20: each rung once, by server time; one letter to each who is told; and the tree and the
 * scopes go on as with any entry. */
static void
test_once (void)
{
  const CsRoundsOptions options = {.letters = &cs_letters_sqlite, .writes_letters = TRUE};
  Stage stage = {0};
  g_autoptr (CsRounds) rounds = NULL;
  CsInstant start;
  Numbers before, after, again, same;

  stage_open_sample (&stage);
  start = cs_time_source_get_now (stage.time_source);
  stop_clock_at (&stage, start);
  rounds = cs_rounds_new (stage.server, &options);
  go_round (&stage, rounds);
  before = numbers_of (&stage);
  stop_clock_at (&stage, start + 20 * DAY);
  go_round (&stage, rounds);
  after = numbers_of (&stage);
  g_assert_cmpint (after.rungs, >, before.rungs + 5);
  g_assert_cmpint (after.entries - before.entries, ==, after.rungs - before.rungs);
  g_assert_cmpint (after.twice, ==, 0);
  g_assert_cmpint (after.letters, >=, after.rungs - before.rungs);
  go_round (&stage, rounds);
  again = numbers_of (&stage);
  g_assert_cmpint (again.entries, ==, after.entries);
  g_assert_cmpint (again.letters, ==, after.letters);
  g_clear_pointer (&rounds, cs_rounds_free);

  /* Stopped and started: nothing is written again. */
  g_clear_pointer (&stage.server, cs_server_free);
  stage_start (&stage, NULL);
  rounds = cs_rounds_new (stage.server, &options);
  go_round (&stage, rounds);
  same = numbers_of (&stage);
  g_assert_cmpint (same.entries, ==, after.entries);
  g_clear_pointer (&rounds, cs_rounds_free);
  stage_close (&stage);
}

/* Several keepers of one journal: each rung is written by one of them (SG-20). */
static void
test_several (void)
{
  const CsRoundsOptions options = {.letters = &cs_letters_sqlite, .writes_letters = TRUE};
  Stage stage = {0};
  CsRounds *rounds[3];
  CsInstant start;
  Numbers after;
  guint written = 0;

  stage_open_sample (&stage);
  start = cs_time_source_get_now (stage.time_source);
  for (guint i = 0; i < G_N_ELEMENTS (rounds); i++)
    rounds[i] = cs_rounds_new (stage.server, &options);
  go_round (&stage, rounds[0]);
  after = numbers_of (&stage);
  written = (guint)after.rungs;
  stop_clock_at (&stage, start + 20 * DAY);
  for (guint i = 0; i < 400; i++) {
    for (guint j = 0; j < G_N_ELEMENTS (rounds); j++)
      cs_rounds_tick (rounds[j]);
    g_usleep (2000);
  }
  for (guint i = 0; i < G_N_ELEMENTS (rounds); i++)
    go_round (&stage, rounds[i]);
  after = numbers_of (&stage);
  g_assert_cmpint (after.rungs, >, written);
  g_assert_cmpint (after.twice, ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (rounds); i++)
    cs_rounds_free (rounds[i]);
  stage_close (&stage);
}

/* Without a mail server nobody is written to, and the rungs are there all the same. */
static void
test_no_letters (void)
{
  const CsRoundsOptions options = {.letters = &cs_letters_sqlite};
  Stage stage = {0};
  g_autoptr (CsRounds) rounds = NULL;
  Numbers after;

  stage_open_sample (&stage);
  stop_clock_at (&stage, cs_time_source_get_now (stage.time_source) + 20 * DAY);
  rounds = cs_rounds_new (stage.server, &options);
  go_round (&stage, rounds);
  after = numbers_of (&stage);
  g_assert_cmpint (after.rungs, >, 5);
  g_assert_cmpint (after.letters, ==, 0);
  g_clear_pointer (&rounds, cs_rounds_free);
  stage_close (&stage);
}

/* A client's keeper of a shared workspace fires nothing, however late it thinks it is. */
static void
test_not_a_clients (void)
{
  Stage stage = {0};
  g_autofree char *path = NULL;
  g_autoptr (CsLedger) ledger = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) notices =
      g_ptr_array_new_with_free_func ((GDestroyNotify)cs_rung_notice_free);
  gint64 before, after;

  stage_open_sample (&stage);
  path = g_build_filename (stage.folder, "sample", NULL);
  ledger = cs_ledger_open (path, stage.time_source, &error);
  g_assert_no_error (error);
  g_assert_true (cs_store_set_meta (cs_ledger_get_store (ledger),
                                    CS_META_LOG,
                                    cs_server_get_log (stage.server),
                                    &error));
  g_clear_pointer (&ledger, cs_ledger_close);
  ledger = cs_ledger_open (path, stage.time_source, &error);
  g_assert_no_error (error);
  g_assert_true (cs_authority_is_shared (cs_ledger_get_authority (ledger)));
  stop_clock_at (&stage, cs_time_source_get_now (stage.time_source) + 20 * DAY);
  g_assert_true (cs_journal_get_length (cs_ledger_get_store (ledger), &before, &error));
  g_assert_true (cs_keeper_run (cs_ledger_get_authority (ledger), notices, &error));
  g_assert_no_error (error);
  g_assert_true (cs_journal_get_length (cs_ledger_get_store (ledger), &after, &error));
  g_assert_cmpint (before, ==, after);
  g_assert_cmpuint (notices->len, ==, 0);
  stage_close (&stage);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server/rounds/once", test_once);
  g_test_add_func ("/server/rounds/several", test_several);
  g_test_add_func ("/server/rounds/no-letters", test_no_letters);
  g_test_add_func ("/server/rounds/not-a-clients", test_not_a_clients);
  return g_test_run ();
}
