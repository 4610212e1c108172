/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-places.h"

static void
test_new_free (void)
{
  g_autoptr (CsPlaces) places = cs_places_new ();

  g_assert_null (cs_places_get_current (places));
  g_assert_null (cs_places_back (places));
  g_assert_null (cs_places_forward (places));
}

static void
test_back_and_forward (void)
{
  g_autoptr (CsPlaces) places = cs_places_new ();
  const CsPlace *place;

  cs_places_go (places, "inbox", NULL, NULL);
  cs_places_go (places, "inbox", "request", "r1");
  cs_places_go (places, "inbox", "request", "r1");
  cs_places_go (places, "payments", NULL, NULL);
  place = cs_places_back (places);
  g_assert_cmpstr (place->key, ==, "r1");
  g_assert_cmpstr (cs_places_back (places)->view, ==, "inbox");
  g_assert_false (cs_places_can_go_back (places));
  g_assert_cmpstr (cs_places_forward (places)->key, ==, "r1");
  cs_places_go (places, "sent", NULL, NULL);
  g_assert_false (cs_places_can_go_forward (places));
  g_assert_cmpstr (cs_places_back (places)->key, ==, "r1");
}

static void
test_limit (void)
{
  g_autoptr (CsPlaces) places = cs_places_new ();
  guint back = 0;

  for (int i = 0; i < 300; i++) {
    g_autofree char *key = g_strdup_printf ("r%d", i);
    cs_places_go (places, "requests", "request", key);
  }
  g_assert_cmpstr (cs_places_get_current (places)->key, ==, "r299");
  while (cs_places_back (places) != NULL)
    back++;
  g_assert_cmpuint (back, ==, 99);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/places/new-free", test_new_free);
  g_test_add_func ("/places/back-and-forward", test_back_and_forward);
  g_test_add_func ("/places/limit", test_limit);
  return g_test_run ();
}
