/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-attempts.h"

static void
test_window (void)
{
  g_autoptr (CsAttempts) attempts = cs_attempts_new (3, 10 * CS_SECOND);

  for (guint i = 0; i < 3; i++) {
    g_assert_true (cs_attempts_may (attempts, "a", 0));
    cs_attempts_add (attempts, "a", 0);
  }
  g_assert_false (cs_attempts_may (attempts, "a", 9 * CS_SECOND));
  g_assert_true (cs_attempts_may (attempts, "b", 9 * CS_SECOND));
  g_assert_true (cs_attempts_may (attempts, "a", 10 * CS_SECOND));
  cs_attempts_add (attempts, "a", 10 * CS_SECOND);
  g_assert_true (cs_attempts_may (attempts, "a", 10 * CS_SECOND));
}

/* Many addresses neither fill the memory nor keep others out. */
static void
test_many (void)
{
  g_autoptr (CsAttempts) attempts = cs_attempts_new (1, 10 * CS_SECOND);

  for (guint i = 0; i < 20000; i++) {
    g_autofree char *who = g_strdup_printf ("%u", i);

    cs_attempts_add (attempts, who, 0);
  }
  g_assert_false (cs_attempts_may (attempts, "1", 1));
  g_assert_true (cs_attempts_may (attempts, "19999", 1));
  g_assert_true (cs_attempts_may (attempts, "someone", 1));
  cs_attempts_add (attempts, "someone", 11 * CS_SECOND);
  g_assert_false (cs_attempts_may (attempts, "someone", 11 * CS_SECOND));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/attempts/window", test_window);
  g_test_add_func ("/attempts/many", test_many);
  return g_test_run ();
}
