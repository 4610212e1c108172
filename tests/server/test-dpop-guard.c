/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-dpop-guard.h"

#include <string.h>

#define NOW ((CsInstant)1767600000 * CS_SECOND)

static CsDpopFreshness
take (CsDpopGuard *guard, const char *nonce, const char *id, guint64 call, CsInstant now)
{
  return cs_dpop_guard_take (guard, nonce, "thumbprint", id, call, now);
}

/* SG-09: the same id is good once, however late and however often. */
static void
test_replay (void)
{
  g_autoptr (CsDpopGuard) guard = cs_dpop_guard_new (0);
  guint accepted = 0;

  for (gint64 second = 0; second < 1000; second += 7) {
    g_autofree char *nonce = cs_dpop_guard_dup_nonce (guard, NOW);
    CsInstant now = NOW + second * CS_SECOND;

    accepted += take (guard, nonce, "one", (guint64)second, now) == CS_DPOP_FRESH;
    if (second > 0 && second <= CS_DPOP_NONCE_SECS)
      g_assert_cmpint (take (guard, nonce, "one", 5000 + (guint64)second, now),
                       ==,
                       CS_DPOP_REPLAYED);
  }
  g_assert_cmpuint (accepted, ==, 1);
}

/* A call that is looked at twice, because its transaction was taken back, is no replay. */
static void
test_same_call (void)
{
  g_autoptr (CsDpopGuard) guard = cs_dpop_guard_new (0);
  g_autofree char *nonce = cs_dpop_guard_dup_nonce (guard, NOW);

  g_assert_cmpint (take (guard, nonce, "one", 1, NOW), ==, CS_DPOP_FRESH);
  g_assert_cmpint (take (guard, nonce, "one", 1, NOW), ==, CS_DPOP_FRESH);
  g_assert_cmpint (take (guard, nonce, "one", 2, NOW), ==, CS_DPOP_REPLAYED);
  g_assert_cmpint (cs_dpop_guard_take (guard, nonce, "another", "one", 3, NOW), ==, CS_DPOP_FRESH);
}

static void
test_nonces (void)
{
  static const char *const wrong[] = {"",
                                      "AAAA",
                                      "not base64url!",
                                      "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"};
  g_autoptr (CsDpopGuard) guard = cs_dpop_guard_new (0), other = cs_dpop_guard_new (0);
  g_autofree char *nonce = cs_dpop_guard_dup_nonce (guard, NOW);
  g_autofree char *foreign = cs_dpop_guard_dup_nonce (other, NOW);

  g_assert_cmpint (take (guard, NULL, "a", 1, NOW), ==, CS_DPOP_NONCE_WANTED);
  g_assert_cmpint (take (guard, foreign, "a", 1, NOW), ==, CS_DPOP_NONCE_WANTED);
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_cmpint (take (guard, wrong[i], "a", 1, NOW), ==, CS_DPOP_NONCE_WANTED);
  for (gsize i = 0; i < strlen (nonce); i++) {
    g_autofree char *flipped = g_strdup (nonce);

    flipped[i] = flipped[i] == 'x' ? 'y' : 'x';
    g_assert_cmpint (take (guard, flipped, "a", 1, NOW), ==, CS_DPOP_NONCE_WANTED);
  }
  g_assert_true (cs_dpop_guard_knows_nonce (guard, nonce, NOW + 300 * CS_SECOND));
  g_assert_false (cs_dpop_guard_knows_nonce (guard, nonce, NOW + 361 * CS_SECOND));
  g_assert_false (cs_dpop_guard_knows_nonce (guard, nonce, NOW - 61 * CS_SECOND));
}

/* A full table lets no old proof in. */
static void
test_full (void)
{
  g_autoptr (CsDpopGuard) guard = cs_dpop_guard_new (100);
  g_autofree char *nonce = cs_dpop_guard_dup_nonce (guard, NOW);
  g_autofree char *next = NULL;

  for (guint64 i = 0; i < 100; i++) {
    g_autofree char *id = g_strdup_printf ("%u", (guint)i);

    g_assert_cmpint (take (guard, nonce, id, i, NOW), ==, CS_DPOP_FRESH);
  }
  g_assert_cmpint (take (guard, nonce, "new", 200, NOW), ==, CS_DPOP_NONCE_WANTED);
  g_assert_cmpint (take (guard, nonce, "1", 201, NOW), ==, CS_DPOP_NONCE_WANTED);
  next = cs_dpop_guard_dup_nonce (guard, NOW);
  g_assert_cmpint (take (guard, next, "new", 202, NOW), ==, CS_DPOP_FRESH);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dpop-guard/SG-09", test_replay);
  g_test_add_func ("/dpop-guard/same-call", test_same_call);
  g_test_add_func ("/dpop-guard/nonces", test_nonces);
  g_test_add_func ("/dpop-guard/full", test_full);
  return g_test_run ();
}
