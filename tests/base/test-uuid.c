/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-uuid.h"

static void
test_form (void)
{
  g_autofree char *id = cs_uuid_new (1767604443123000);

  g_assert_true (cs_uuid_is_valid (id));
  g_assert_true (g_str_has_prefix (id, "019b8d71-b073-7") || id[14] == '7');
  g_assert_cmpuint (strlen (id), ==, 36);
}

static void
test_order (void)
{
  g_autofree char *previous = cs_uuid_new (1767604443123000);

  for (int i = 0; i < 10000; i++) {
    char *next = cs_uuid_new (1767604443123000);

    g_assert_cmpstr (previous, <, next);
    g_free (previous);
    previous = next;
  }
}

static void
test_refused (void)
{
  const char *bad[] = {"",
                       "0198",
                       "019b8d71-b073-4000-8000-000000000000",
                       "019B8D71-b073-7000-8000-000000000000",
                       "019b8d71-b073-7000-c000-000000000000",
                       "019b8d71-b073-7000-8000-0000000000000"};

  g_assert_false (cs_uuid_is_valid (NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (cs_uuid_is_valid (bad[i]));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/uuid/form", test_form);
  g_test_add_func ("/uuid/order", test_order);
  g_test_add_func ("/uuid/refused", test_refused);
  return g_test_run ();
}
