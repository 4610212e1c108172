/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-attempts.h"

static void
open_attempts (CsAttempts *attempts, guint most)
{
  g_autoptr (GError) error = NULL;

  attempts->sqlite = cs_sqlite_open (":memory:", TRUE, &error);
  g_assert_no_error (error);
  g_assert_true (cs_attempts_prepare (attempts->sqlite, &error));
  attempts->most = most;
  attempts->window = 10 * CS_SECOND;
}

static gboolean
may (const CsAttempts *attempts, const char *who, CsInstant now)
{
  g_autoptr (GError) error = NULL;
  gboolean may_try = FALSE;

  cs_attempts_may (attempts, who, now, &may_try, &error);
  g_assert_no_error (error);
  return may_try;
}

static void
add (const CsAttempts *attempts, const char *who, CsInstant now)
{
  g_autoptr (GError) error = NULL;

  cs_attempts_add (attempts, who, now, &error);
  g_assert_no_error (error);
}

static void
test_window (void)
{
  CsAttempts attempts;

  open_attempts (&attempts, 3);
  for (guint i = 0; i < 3; i++) {
    g_assert_true (may (&attempts, "a", i * CS_SECOND));
    add (&attempts, "a", i * CS_SECOND);
  }
  g_assert_false (may (&attempts, "a", 9 * CS_SECOND));
  g_assert_true (may (&attempts, "b", 9 * CS_SECOND));
  g_assert_true (may (&attempts, "a", 10 * CS_SECOND));
  add (&attempts, "a", 10 * CS_SECOND);
  g_assert_true (may (&attempts, "a", 10 * CS_SECOND));
  cs_sqlite_close (attempts.sqlite);
}

/* Many addresses neither fill the journal nor keep others out, and none of them is kept. */
static void
test_many (void)
{
  CsAttempts attempts;
  gint64 n = 0;

  open_attempts (&attempts, 1);
  g_assert_true (cs_sqlite_exec (attempts.sqlite, "BEGIN", NULL));
  for (guint i = 0; i < 5000; i++) {
    g_autofree char *who = g_strdup_printf ("%u", i);

    add (&attempts, who, 0);
  }
  g_assert_false (may (&attempts, "1", 1));
  g_assert_true (may (&attempts, "4999", 1));
  g_assert_true (may (&attempts, "someone", 1));
  add (&attempts, "someone", 11 * CS_SECOND);
  g_assert_false (may (&attempts, "someone", 11 * CS_SECOND));
  g_assert_true (cs_sqlite_get_int (attempts.sqlite,
                                    "SELECT count(*) FROM account_attempt WHERE length(who) = 32"
                                    " AND who <> CAST('someone' AS BLOB)",
                                    &n,
                                    NULL));
  g_assert_cmpint (n, ==, 1);
  cs_sqlite_close (attempts.sqlite);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/attempts/window-ASVS-2.4.1", test_window);
  g_test_add_func ("/attempts/many", test_many);
  return g_test_run ();
}
