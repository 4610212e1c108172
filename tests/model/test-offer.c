/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-offer.h"

#include <string.h>

static char *
digest_of (const char *values, const char *const *salts)
{
  g_autoptr (json_t) root = json_loads (values, 0, NULL);
  CsOfferField fields[] = {{"cost", json_object_get (root, "cost")},
                           {"timeline", json_object_get (root, "timeline")}};

  g_assert_nonnull (root);
  return cs_offer_digest ("offer", fields, G_N_ELEMENTS (fields), salts);
}

static const char *const salts[] = {"00112233445566778899aabbccddeeff", NULL};

/* D-C2: equal values have equal digests, whatever the order of members or the form of texts. */
static void
test_equal (void)
{
  g_autofree char *one =
      digest_of ("{\"cost\":{\"currency\":\"BHD\",\"minor\":1250},\"timeline\":\"\\u00e9\"}",
                 salts);
  g_autofree char *two =
      digest_of ("{\"timeline\":\"e\\u0301\",\"cost\":{\"minor\":1250,\"currency\":\"BHD\"}}",
                 salts);

  g_assert_cmpuint (strlen (one), ==, 64);
  g_assert_cmpstr (one, ==, two);
}

static const char *const different[] = {
    "{\"cost\":{\"currency\":\"BHD\",\"minor\":1251},\"timeline\":\"5bd\"}",
    "{\"cost\":{\"currency\":\"KES\",\"minor\":1250},\"timeline\":\"5bd\"}",
    "{\"cost\":{\"currency\":\"BHD\",\"minor\":1250},\"timeline\":\"5d\"}",
    "{\"cost\":{\"currency\":\"BHD\",\"minor\":1250},\"timeline\":[\"5bd\"]}",
    "{\"cost\":{\"currency\":\"BHD\",\"minor\":1250}}",
    "{\"timeline\":\"5bd\"}",
    "{\"cost\":{\"currency\":\"BHD\",\"minor\":\"1250\"},\"timeline\":\"5bd\"}",
    "{\"cost\":true,\"timeline\":false}",
    "{\"cost\":false,\"timeline\":true}",
};

static void
test_different (void)
{
  g_autofree char *first =
      digest_of ("{\"cost\":{\"currency\":\"BHD\",\"minor\":1250},\"timeline\":\"5bd\"}", salts);

  for (gsize i = 0; i < G_N_ELEMENTS (different); i++) {
    g_autofree char *other = digest_of (different[i], salts);

    g_assert_cmpstr (first, !=, other);
  }
}

/* A hidden amount cannot be found by trying amounts without the salt of its scope. */
static void
test_keyed (void)
{
  const char *const others[] = {"ffeeddccbbaa99887766554433221100", NULL};
  g_autofree char *one = digest_of ("{\"cost\":1}", salts);
  g_autofree char *two = digest_of ("{\"cost\":1}", others);
  g_autofree char *none = digest_of ("{\"cost\":1}", NULL);

  g_assert_cmpstr (one, !=, two);
  g_assert_cmpstr (one, !=, none);
}

static void
test_value (void)
{
  g_autoptr (json_t) value = json_pack ("{ss}", "Q-01", "two-levels");
  g_autofree char *one = cs_offer_digest_value (value);
  g_autofree char *none = cs_offer_digest_value (NULL);

  g_assert_cmpuint (strlen (one), ==, 64);
  g_assert_cmpstr (one, !=, none);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/offer/equal/D-C2", test_equal);
  g_test_add_func ("/offer/different/D-C2", test_different);
  g_test_add_func ("/offer/keyed/K-20", test_keyed);
  g_test_add_func ("/offer/value", test_value);
  return g_test_run ();
}
