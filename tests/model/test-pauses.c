/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-calendar-private.h"

static void
test_tidy (void)
{
  const CsSpan pauses[] = {{50, 60}, {10, 20}, {15, 30}, {30, 35}, {40, 40}, {70, CS_INSTANT_NONE}};
  const CsSpan expected[] = {{10, 35}, {50, 60}, {70, G_MAXINT64}};
  g_autoptr (GArray) tidy = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (cs_pauses_tidy (pauses, G_N_ELEMENTS (pauses), &tidy, &error));
  g_assert_no_error (error);
  g_assert_cmpmem (tidy->data, tidy->len * sizeof (CsSpan), expected, sizeof expected);
}

static void
test_none (void)
{
  g_autoptr (GArray) tidy = NULL;

  g_assert_true (cs_pauses_tidy (NULL, 0, &tidy, NULL));
  g_assert_null (tidy);
}

static void
test_backwards (void)
{
  const CsSpan pauses[] = {{20, 10}};
  g_autoptr (GArray) tidy = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (cs_pauses_tidy (pauses, 1, &tidy, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
}

static void
test_cover (void)
{
  const CsSpan pauses[] = {{10, 20}, {30, 40}};

  g_assert_false (cs_pauses_cover (pauses, 2, 9));
  g_assert_true (cs_pauses_cover (pauses, 2, 10));
  g_assert_false (cs_pauses_cover (pauses, 2, 20));
  g_assert_true (cs_pauses_cover (pauses, 2, 39));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pauses/tidy", test_tidy);
  g_test_add_func ("/pauses/none", test_none);
  g_test_add_func ("/pauses/backwards", test_backwards);
  g_test_add_func ("/pauses/cover", test_cover);
  return g_test_run ();
}
