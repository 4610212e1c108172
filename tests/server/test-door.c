/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "visitor.h"

static void
open_all (Stage *stage)
{
  stage_open (stage, NULL);
  cs_server_set_resolve (stage->server, cs_door_resolve, cs_server_get_door (stage->server));
}

/* Who is let in, and what they are told otherwise. */
static void
test_challenges (void)
{
  Stage stage;
  Visitor ada, other;
  g_autofree char *good = NULL, *foreign = NULL, *elsewhere = NULL, *tokenless = NULL;

  open_all (&stage);
  visitor_open (&ada, &stage, 1);
  visitor_open (&other, &stage, 2);
  visitor_sign_in (&ada, CS_SERVER_FOUNDER, "d-1");
  g_assert_cmpstr (ada.device, ==, "d-1." CS_SERVER_FOUNDER);
  g_assert_cmpuint (visitor_get (&ada, "/v1/me"), ==, 200);
  other.nonce = g_strdup (ada.nonce);
  good = visitor_prove (&ada, "GET", "/v1/me", ada.access);
  foreign = visitor_prove (&other, "GET", "/v1/me", ada.access);
  elsewhere = visitor_prove (&ada, "GET", "/v1/pull", ada.access);
  tokenless = visitor_prove (&ada, "GET", "/v1/me", NULL);
  {
    const struct {
      const char *token, *proof, *code;
    } cases[] = {
        {NULL, good, "algs"},
        {NULL, NULL, "algs"},
        {ada.access, NULL, "invalid_dpop_proof"},
        {ada.access, "nonsense", "invalid_dpop_proof"},
        {ada.access, elsewhere, "invalid_dpop_proof"},
        {ada.access, tokenless, "invalid_dpop_proof"},
        {ada.access, foreign, "token_of_another_key"},
        {ada.refresh, good, "invalid_dpop_proof"},
        {"", good, "invalid_dpop_proof"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
      g_autoptr (CsHttpAnswer) answer =
          visitor_send (&ada, "GET", "/v1/me", cases[i].token, cases[i].proof, NULL);

      g_test_message ("case %u, %s", (guint)i, cases[i].code);
      g_assert_true (visitor_is_challenged (answer, cases[i].code));
    }
  }
  visitor_close (&ada);
  visitor_close (&other);
  stage_close (&stage);
}

/* SG-09: a call that was overheard is of no use, not once of a hundred times. */
static void
test_replay (void)
{
  Stage stage;
  Visitor ada;
  g_autofree char *proof = NULL;
  guint accepted = 0;

  open_all (&stage);
  visitor_open (&ada, &stage, 1);
  visitor_sign_in (&ada, CS_SERVER_FOUNDER, "d-1");
  proof = visitor_prove (&ada, "GET", "/v1/me", ada.access);
  for (guint i = 0; i < 100; i++) {
    g_autoptr (CsHttpAnswer) answer = visitor_send (&ada, "GET", "/v1/me", ada.access, proof, NULL);

    accepted += answer->status == 200;
  }
  g_assert_cmpuint (accepted, ==, 1);
  visitor_close (&ada);
  stage_close (&stage);
}

/* SG-09: no byte of a proof can be changed. */
static void
test_byte_flips (void)
{
  Stage stage;
  Visitor ada;
  g_autofree char *proof = NULL;
  gsize length;

  open_all (&stage);
  visitor_open (&ada, &stage, 1);
  visitor_sign_in (&ada, CS_SERVER_FOUNDER, "d-1");
  proof = visitor_prove (&ada, "GET", "/v1/me", ada.access);
  length = strlen (proof);
  for (gsize i = 0; i < length; i++) {
    g_autofree char *flipped = g_strdup (proof);
    g_autoptr (CsHttpAnswer) answer = NULL;

    flipped[i] = flipped[i] == 'A' ? 'B' : 'A';
    answer = visitor_send (&ada, "GET", "/v1/me", ada.access, flipped, NULL);
    g_assert_cmpuint (answer->status, ==, 401);
  }
  visitor_close (&ada);
  stage_close (&stage);
}

/* Where a call comes from, as a proxy on this machine says it, and nobody else. */
static void
test_addresses (void)
{
  static const struct {
    const char *address, *forwarded, *expected;
  } cases[] = {
      {"203.0.113.9", NULL, "203.0.113.9"},
      {"203.0.113.9", "198.51.100.1", "203.0.113.9"},
      {"127.0.0.1", "198.51.100.1", "198.51.100.1"},
      {"127.0.0.1", "10.0.0.1, 198.51.100.1", "198.51.100.1"},
      {"::1", "198.51.100.1", "198.51.100.1"},
      {"127.0.0.1", NULL, "127.0.0.1"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CsHttpRequest) request = cs_http_request_new ("GET", "/v1", NULL);
    g_autofree char *address = NULL;

    g_free (request->address);
    request->address = g_strdup (cases[i].address);
    if (cases[i].forwarded != NULL)
      cs_http_request_add_header (request, "X-Forwarded-For", cases[i].forwarded);
    address = cs_door_dup_address (request);
    g_assert_cmpstr (address, ==, cases[i].expected);
  }
}

/* With an address of its own the server takes proofs for that address only. */
static void
test_url (void)
{
  CsServerOptions options = cs_server_defaults;
  Stage stage;
  Visitor ada;
  g_autofree char *proof = NULL;
  g_autoptr (CsHttpAnswer) answer = NULL;

  options.url = "https://another.house.example/";
  stage_open (&stage, &options);
  visitor_open (&ada, &stage, 1);
  proof = visitor_prove (&ada, "POST", "/v1/sessions/refresh", NULL);
  answer = visitor_send (&ada,
                         "POST",
                         "/v1/sessions/refresh",
                         NULL,
                         proof,
                         g_strdup ("{\"protocol\":1,\"refresh\":\"x\"}"));
  g_assert_true (visitor_is_challenged (answer, "invalid_dpop_proof"));
  visitor_close (&ada);
  stage_close (&stage);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/door/challenges", test_challenges);
  g_test_add_func ("/door/SG-09/replay", test_replay);
  g_test_add_func ("/door/SG-09/byte-flips", test_byte_flips);
  g_test_add_func ("/door/addresses", test_addresses);
  g_test_add_func ("/door/url", test_url);
  return g_test_run ();
}
