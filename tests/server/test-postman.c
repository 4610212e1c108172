/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server-stage.h"

#include "cs-postman.h"
#include "cs-reach.h"

/* Twice as long each time, never more than six hours, and not all at the same moment. */
static void
test_wait (void)
{
  g_assert_cmpint (cs_postman_get_wait (30, 0, 1), ==, 30 * G_TIME_SPAN_SECOND);
  g_assert_cmpint (cs_postman_get_wait (30, 0, 0), ==, 15 * G_TIME_SPAN_SECOND);
  g_assert_cmpint (cs_postman_get_wait (30, 3, 1), ==, 240 * G_TIME_SPAN_SECOND);
  g_assert_cmpint (cs_postman_get_wait (30, 3, 0.5), ==, 180 * G_TIME_SPAN_SECOND);
  for (guint i = 10; i < 100; i += 10)
    g_assert_cmpint (cs_postman_get_wait (30, i, 1), ==, 6 * G_TIME_SPAN_HOUR);
  g_assert_cmpint (cs_postman_get_wait (0, 0, 0), >, 0);
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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (cs_reach_is_confined ());
  g_test_add_func ("/server/postman/wait", test_wait);
  g_test_add_func ("/server/postman/settings", test_settings);
  g_test_add_func ("/server/postman/stopped", test_stopped);
  return g_test_run ();
}
