/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-wire-session.h"

#include "messages.h"

#define DEVICE "\"device\":{\"id\":\"d-1\",\"name\":\"Laptop\",\"key\":\"a2V5\"}"

static void
test_messages (void)
{
  static const char *const of_end[] = {"everywhere", NULL};
  static const struct {
    Message message;
    const char *text;
    const char *const *optional;
  } cases[] = {
      {MESSAGE (cs_wire_invitation), "{\"protocol\":1,\"code\":\"ABCD-EFGH\"," DEVICE "}"},
      {MESSAGE (cs_wire_oidc_session), "{\"protocol\":1,\"id_token\":\"e.e.e\"," DEVICE "}"},
      {MESSAGE (cs_wire_session),
       "{\"person\":\"p-1\",\"device\":\"d-1\",\"access\":\"a\",\"refresh\":\"r\","
       "\"expires_in\":600}"},
      {MESSAGE (cs_wire_refresh), "{\"protocol\":1,\"refresh\":\"r\"}"},
      {MESSAGE (cs_wire_end), "{\"protocol\":1,\"everywhere\":true}", of_end},
      {MESSAGE (cs_wire_revoke), "{\"protocol\":1,\"device\":\"d-2\"}"},
      {MESSAGE (cs_wire_done), "{\"done\":true}"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    assert_round_trip (&cases[i].message, cases[i].text);
    assert_members_needed (&cases[i].message, cases[i].text, cases[i].optional);
  }
}

static void
test_me (void)
{
  static const Message me = MESSAGE (cs_wire_me);
  static const char *const optional[] = {"name", NULL};
  static const char whole[] =
      "{\"person\":\"p-1\",\"name\":\"Ada Example\",\"administrator\":false,"
      "\"signed_in\":\"2026-01-05T09:14:03.000Z\","
      "\"roles\":[{\"pack\":\"acme\",\"role\":\"ceo\"},"
      "{\"pack\":\"acme\",\"role\":\"am\",\"region\":\"EU\"}],"
      "\"grants\":[\"all\",\"in:acme/EU\"],"
      "\"devices\":[{\"id\":\"d-1\",\"name\":\"Laptop\",\"current\":true,"
      "\"enrolled\":\"2026-01-05T09:14:03.000Z\"},"
      "{\"id\":\"d-2\",\"name\":\"Old\",\"revoked\":true}]}";

  assert_round_trip (&me, whole);
  assert_members_needed (&me, whole, optional);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/session/messages/K-21", test_messages);
  g_test_add_func ("/wire/session/me", test_me);
  return g_test_run ();
}
