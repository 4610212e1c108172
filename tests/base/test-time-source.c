/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-time-source.h"

static void
test_fixed (void)
{
  CsTimeSource *source = cs_time_source_new_fixed (42 * CS_SECOND);

  g_assert_cmpint (cs_time_source_get_now (source), ==, 42 * CS_SECOND);
  cs_time_source_set_fixed (source, 43 * CS_SECOND);
  g_assert_cmpint (cs_time_source_get_now (source), ==, 43 * CS_SECOND);
  g_assert_finalize_object (source);
}

static void
test_running (void)
{
  g_autoptr (CsTimeSource) source = cs_time_source_new_starting_at (42 * CS_SECOND);
  CsInstant before = cs_time_source_get_now (source);

  g_usleep (2000);
  g_assert_cmpint (before, >=, 42 * CS_SECOND);
  g_assert_cmpint (cs_time_source_get_now (source), >, before);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/time-source/fixed", test_fixed);
  g_test_add_func ("/time-source/running", test_running);
  return g_test_run ();
}
