/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-recent.h"

#include <string.h>

static GBytes *
bytes_of (guint number)
{
  g_autofree char *text = g_strdup_printf ("%u", number);

  return g_bytes_new (text, strlen (text));
}

static void
add (CsRecent *recent, guint number)
{
  g_autoptr (GBytes) bytes = bytes_of (number);

  cs_recent_add (recent, bytes, g_strdup_printf ("read %u", number));
}

static gpointer
copy (gpointer value)
{
  return g_strdup (value);
}

static gboolean
has (CsRecent *recent, guint number)
{
  g_autoptr (GBytes) bytes = bytes_of (number);
  g_autofree char *expected = g_strdup_printf ("read %u", number);
  g_autofree char *value = cs_recent_get (recent, bytes, copy);

  if (value != NULL)
    g_assert_cmpstr (value, ==, expected);
  return value != NULL;
}

/* No more than twice the limit, and never what was asked for last. */
static void
test_limit (void)
{
  CsRecent recent = CS_RECENT_INIT (8, g_free);

  g_assert_false (has (&recent, 0));
  for (guint i = 0; i < 100; i++) {
    add (&recent, i);
    g_assert_true (has (&recent, i));
    g_assert_true (has (&recent, 0));
  }
  g_assert_cmpuint (g_hash_table_size (recent.young), <=, 8);
  g_assert_cmpuint (g_hash_table_size (recent.old), <=, 8);
  g_assert_false (has (&recent, 1));
  g_assert_true (has (&recent, 99));
  cs_recent_clear (&recent);
  g_assert_false (has (&recent, 99));
}

static void
test_again (void)
{
  CsRecent recent = CS_RECENT_INIT (2, g_free);

  add (&recent, 1);
  add (&recent, 1);
  g_assert_true (has (&recent, 1));
  g_assert_cmpuint (g_hash_table_size (recent.young), ==, 1);
  cs_recent_clear (&recent);
}

static gpointer
work (gpointer data)
{
  CsRecent *recent = data;

  for (guint i = 0; i < 5000; i++) {
    if (!has (recent, i % 20))
      add (recent, i % 20);
  }
  return NULL;
}

static void
test_threads (void)
{
  CsRecent recent = CS_RECENT_INIT (8, g_free);
  GThread *threads[4];

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("reader", work, &recent);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  cs_recent_clear (&recent);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/recent/limit/SG-04", test_limit);
  g_test_add_func ("/recent/again/SG-04", test_again);
  g_test_add_func ("/recent/threads/SG-04", test_threads);
  return g_test_run ();
}
