/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-row.h"

static void
count (GObject *object, GParamSpec *pspec, gpointer user_data)
{
  ++*(guint *)user_data;
}

static void
test_notify (void)
{
  CsRow *row = cs_row_new ();
  CsRowData *data = cs_row_data_new ();
  guint titles = 0, dues = 0;
  gboolean is_loaded = TRUE;
  int state = 0;
  g_autofree char *title = NULL;

  g_signal_connect (row, "notify::title", G_CALLBACK (count), &titles);
  g_signal_connect (row, "notify::due", G_CALLBACK (count), &dues);
  g_object_get (row, "loaded", &is_loaded, "clock-state", &state, NULL);
  g_assert_false (is_loaded);
  g_assert_cmpint (state, ==, -1);

  data->title = g_strdup ("One");
  data->due = 5;
  cs_row_take_data (row, data);
  data = cs_row_data_new ();
  data->title = g_strdup ("Two");
  data->due = 5;
  cs_row_take_data (row, data);
  g_assert_cmpuint (titles, ==, 2);
  g_assert_cmpuint (dues, ==, 1);
  g_object_get (row, "loaded", &is_loaded, "title", &title, NULL);
  g_assert_true (is_loaded);
  g_assert_cmpstr (title, ==, "Two");
  g_assert_finalize_object (row);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/row/notify", test_notify);
  return g_test_run ();
}
