/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-wire-info.h"

#include "messages.h"

#define INFO(sign_in)                                                                              \
  "{\"protocol\":[1,1],\"workspace\":\"w-1\",\"name\":\"Example\",\"log\":\"l-1\","                \
  "\"incarnation\":\"i-1\",\"key\":\"a2V5\",\"time\":\"2026-01-05T09:14:03.007Z\","                \
  "\"sign_in\":" sign_in ",\"limits\":{\"batch\":500,\"body\":4194304,\"entry\":262144,"           \
  "\"file\":104857600}}"

static const Message info = MESSAGE (cs_wire_info);

static void
test_info (void)
{
  static const char whole[] = INFO ("{\"invitation\":true,\"oidc\":{\"issuer\":\"https://id.example"
                                    "\",\"client_id\":\"countersign\",\"device_flow\":true}}");

  assert_round_trip (&info, whole);
  assert_members_needed (&info, whole, NULL);
  assert_round_trip (&info, INFO ("{\"invitation\":true}"));
  assert_refused (&info, INFO ("{\"invitation\":1}"), "info.sign_in.invitation: expected true");
  assert_refused (&info, INFO ("{\"invitation\":true,\"oidc\":{}}"), "“issuer” is missing");
}

static void
test_protocol (void)
{
  static const char *const wrong[] = {"1", "[]", "[1]", "[1,2,3]", "[1,\"2\"]", "[-1,1]"};

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autofree char *text = g_strdup_printf ("{\"protocol\":%s}", wrong[i]);

    assert_refused (&info, text, "info.protocol: expected");
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/info", test_info);
  g_test_add_func ("/wire/info/protocol/K-12", test_protocol);
  return g_test_run ();
}
