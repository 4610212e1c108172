/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server-stage.h"

#include "cs-postman.h"
#include "cs-reach.h"
#include "cs-rounds.h"

/* Twice as long each time, never more than six hours, and not all at the same moment. */
static void
test_wait (void)
{
  g_assert_cmpint (cs_letter_get_wait (30, 0, 1), ==, 30 * G_TIME_SPAN_SECOND);
  g_assert_cmpint (cs_letter_get_wait (30, 0, 0), ==, 15 * G_TIME_SPAN_SECOND);
  g_assert_cmpint (cs_letter_get_wait (30, 3, 1), ==, 240 * G_TIME_SPAN_SECOND);
  g_assert_cmpint (cs_letter_get_wait (30, 3, 0.5), ==, 180 * G_TIME_SPAN_SECOND);
  for (guint i = 10; i < 100; i += 10)
    g_assert_cmpint (cs_letter_get_wait (30, i, 1), ==, 6 * G_TIME_SPAN_HOUR);
  g_assert_cmpint (cs_letter_get_wait (0, 0, 0), >, 0);
}

/* What a server cannot do is said when it starts, not when somebody should be told. */
static void
test_settings (void)
{
  static const struct {
    const char *url;
    gboolean is_plain, may;
  } cases[] = {
      {"smtp://127.0.0.1:25", TRUE, TRUE},
      {"smtp://localhost", FALSE, TRUE},
      {"smtps://[::1]:465", FALSE, TRUE},
      {"smtps://127.0.0.1", TRUE, FALSE},
      {"smtp://mail.house.example", FALSE, FALSE}, /* a test reaches this computer only */
      {"smtp://user:word@127.0.0.1", FALSE, FALSE},
      {"http://127.0.0.1", FALSE, FALSE},
      {"127.0.0.1:25", FALSE, FALSE},
  };
  Stage stage = {0};

  stage_open (&stage, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    const CsPostmanSettings settings = {.letters = &cs_letters_sqlite,
                                        .mail = {.url = cases[i].url,
                                                 .from = "desk@house.example",
                                                 .is_plain = cases[i].is_plain,
                                                 .timeout_secs = 5}};
    g_autoptr (GError) error = NULL;
    g_autoptr (CsPostman) postman = cs_postman_new (stage.server, &settings, &error);

    g_test_message ("%s", cases[i].url);
    g_assert_true ((postman != NULL) == cases[i].may);
    if (postman == NULL)
      g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
  }
  stage_close (&stage);
}

/* Stopped at any moment, with nothing to do. */
static void
test_stopped (void)
{
  const CsPostmanSettings settings = {.letters = &cs_letters_sqlite};
  Stage stage = {0};

  stage_open (&stage, NULL);
  for (guint i = 0; i < 20; i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (CsPostman) postman = cs_postman_new (stage.server, &settings, &error);

    g_assert_no_error (error);
    for (guint j = 0; j < i; j++)
      cs_postman_tick (postman);
  }
  stage_close (&stage);
}

typedef struct {
  gint64 needless, tried, letters;
} Told;

/* Looked at from outside, as another program would. */
static Told
read_told (Stage *stage, const char *person)
{
  g_autofree char *path = g_build_filename (stage->folder, "srv", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (CsStore) store = cs_store_open (path, &error);
  g_autoptr (CsStatement) statement = NULL;
  gboolean has_row;
  Told told;

  g_assert_no_error (error);
  statement = cs_sqlite_query (cs_store_get_sqlite (store),
                               &error,
                               "SELECT count(*), sum(state = 4), sum(attempts > 0 AND state < 2)"
                               " FROM letter WHERE target = ?",
                               "s",
                               person);
  g_assert_no_error (error);
  g_assert_true (cs_statement_next (statement, &has_row, &error));
  told = (Told){.letters = cs_statement_get_int (statement, 0),
                .needless = cs_statement_get_int (statement, 1),
                .tried = cs_statement_get_int (statement, 2)};
  return told;
}

static char *
find_told (Stage *stage)
{
  g_autofree char *path = g_build_filename (stage->folder, "srv", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (CsStore) store = cs_store_open (path, &error);
  g_autoptr (CsStatement) statement = NULL;
  gboolean has_row = FALSE;

  g_assert_no_error (error);
  statement = cs_sqlite_query (cs_store_get_sqlite (store),
                               &error,
                               "SELECT target FROM letter WHERE state = 0 GROUP BY target"
                               " ORDER BY count(*) DESC, target LIMIT 1",
                               "");
  g_assert_no_error (error);
  g_assert_true (cs_statement_next (statement, &has_row, &error));
  g_assert_true (has_row);
  return g_strdup (cs_statement_get_text (statement, 0));
}

static void
write_rungs (Stage *stage)
{
  const CsRoundsOptions options = {.letters = &cs_letters_sqlite, .writes_letters = TRUE};
  g_autoptr (CsRounds) rounds = cs_rounds_new (stage->server, &options);
  guint count = 0;

  cs_time_source_set_fixed (stage->time_source,
                            cs_time_source_get_now (stage->time_source) + 20 * G_TIME_SPAN_DAY);
  for (guint quiet = 0; quiet < 20; g_usleep (5000)) {
    cs_rounds_tick (rounds);
    quiet = cs_rounds_count (rounds) == count && count > 0 ? quiet + 1 : 0;
    count = cs_rounds_count (rounds);
  }
}

static void
answered_cb (CsHttpExchange *exchange, gpointer data)
{
}

/* Who has a desktop open is told there; everybody else is written to. */
static void
test_open_desktop (void)
{
  const CsPostmanSettings settings = {.letters = &cs_letters_sqlite,
                                      .mail = {.url = "smtp://127.0.0.1:1",
                                               .from = "desk@house.example",
                                               .is_plain = TRUE,
                                               .timeout_secs = 5},
                                      .mail_from = "desk@house.example",
                                      .mail_language = "en",
                                      .retry_secs = 3600,
                                      .give_up = G_TIME_SPAN_DAY};
  Stage stage = {0};
  g_autoptr (GBytes) nothing = g_bytes_new (NULL, 0);
  g_autoptr (CsHttpExchange) exchange = NULL;
  g_autoptr (CsPostman) postman = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *person = NULL;
  CsLobby *lobby;
  Told told = {0};

  stage_open_sample (&stage);
  write_rungs (&stage);
  person = find_told (&stage);
  lobby = cs_server_get_lobby (stage.server);
  exchange =
      cs_http_exchange_new (cs_http_request_new ("POST", "/v1/wait", nothing), answered_cb, NULL);
  g_assert_true (cs_lobby_wait (lobby, exchange, person, "d-1", cs_lobby_get_size (lobby)));
  g_assert_true (cs_lobby_has (lobby, person));
  g_assert_false (cs_lobby_has (lobby, "somebody"));
  postman = cs_postman_new (stage.server, &settings, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 2000 && (told.letters == 0 || told.needless + told.tried < told.letters);
       i++) {
    cs_postman_tick (postman);
    g_usleep (10000);
    told = read_told (&stage, person);
  }
  g_assert_cmpint (told.letters, >, 0);
  g_assert_cmpint (told.needless, >, 0);
  g_assert_cmpint (g_atomic_int_get (&cs_postman_get_counts (postman)->sent[CS_LETTER_MAIL]),
                   ==,
                   0);
  g_assert_cmpint (g_atomic_int_get (&cs_postman_get_counts (postman)->failed[CS_LETTER_MAIL]),
                   >,
                   0);
  g_clear_pointer (&postman, cs_postman_free);
  stage_close (&stage);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (cs_reach_is_confined ());
  g_test_add_func ("/server/postman/wait", test_wait);
  g_test_add_func ("/server/postman/settings", test_settings);
  g_test_add_func ("/server/postman/stopped", test_stopped);
  g_test_add_func ("/server/postman/open-desktop", test_open_desktop);
  return g_test_run ();
}
