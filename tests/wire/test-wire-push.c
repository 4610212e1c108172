/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-wire-push.h"

#include "cs-wire.h"
#include "messages.h"

static const Message push = MESSAGE (cs_wire_push);
static const Message answer = MESSAGE (cs_wire_push_answer);

#define HASH "4f0f61a8b11fa44e9820aceffbd2ce40ea8eccb206fe1a6cb9164aa6613cab1a"
#define HEAD                                                                                       \
  "{\"log\":\"l-1\",\"incarnation\":\"i-1\",\"size\":7,\"root\":\"" HASH                           \
  "\",\"time\":\"2026-01-05T09:14:03.000Z\",\"signature\":\"c2ln\"}"

static void
test_push (void)
{
  static const char *const good[] = {
      "{\"protocol\":1,\"entries\":[]}",
      "{\"protocol\":1,\"entries\":[{\"bytes\":\"e30\"}]}",
      ("{\"protocol\":1,\"entries\":[{\"bytes\":\"e30\",\"signature\":\"c2ln\","
       "\"depends_on\":[\"0198\",\"0199\"]}]}"),
  };
  static const struct {
    const char *text;
    const char *expected;
  } bad[] = {
      {"[]", "push: expected an object"},
      {"{", "push:1:"},
      {"{\"entries\":[]}", "“protocol” is missing"},
      {"{\"protocol\":\"1\",\"entries\":[]}", "“protocol” is missing or not a number"},
      {"{\"protocol\":2,\"entries\":[]}", "protocol 2 is not spoken here"},
      {"{\"protocol\":1}", "“entries” is missing"},
      {"{\"protocol\":1,\"protocol\":1,\"entries\":[]}", "duplicate object key"},
      {"{\"protocol\":1,\"entries\":{}}", "push.entries: expected a list"},
      {"{\"protocol\":1,\"entries\":[1]}", "push.entries[0]: expected an object"},
      {"{\"protocol\":1,\"entries\":[{\"bytes\":\"e30\"},{\"bytes\":\"e30=\"}]}",
       "push.entries[1].bytes: expected base64url"},
      {"{\"protocol\":1,\"entries\":[{\"bytes\":\"e31\"}]}", "expected base64url"},
      {"{\"protocol\":1,\"entries\":[{\"bytes\":\"\"}]}", "expected base64url"},
      {"{\"protocol\":1,\"entries\":[{\"bytes\":null}]}", "“bytes” is missing"},
      {"{\"protocol\":1,\"entries\":[{\"bytes\":\"e30\",\"signature\":\"\"}]}",
       "expected a text that is not empty"},
      {"{\"protocol\":1,\"entries\":[{\"bytes\":\"e30\",\"depends_on\":[\"\"]}]}",
       "expected texts of 1 to 200 bytes"},
      {"{\"protocol\":1,\"entries\":[{\"bytes\":\"e30\",\"signature\":\"a\\u0000b\"}]}", "\\u0000"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    assert_round_trip (&push, good[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    assert_refused (&push, bad[i].text, bad[i].expected);
}

static void
test_limits (void)
{
  g_autoptr (CsWirePush) many = cs_wire_push_new ();
  g_autofree guint8 *large = g_malloc0 (256 * 1024 + 1);
  g_autofree char *text = NULL;
  g_autofree char *beyond = NULL;
  g_autoptr (CsWirePush) one = cs_wire_push_new ();
  CsWirePushed *pushed;

  for (int i = 0; i <= CS_WIRE_BATCH; i++) {
    pushed = cs_wire_pushed_new ();
    pushed->bytes = g_bytes_new_static ("{}", 2);
    g_ptr_array_add (many->entries, pushed);
  }
  text = cs_wire_push_to_json (many);
  assert_refused (&push, text, "expected at most 500 of them");
  pushed = cs_wire_pushed_new ();
  pushed->bytes = g_bytes_new (large, 256 * 1024 + 1);
  g_ptr_array_add (one->entries, pushed);
  beyond = cs_wire_push_to_json (one);
  assert_refused (&push, beyond, "1 to 262144 bytes");
  g_free (text);
  text = g_strnfill (CS_WIRE_BODY_BYTES + 1, ' ');
  assert_refused (&push, text, "expected at most 4194304 bytes");
}

static void
test_answers (void)
{
  static const char whole[] = "{\"head\":" HEAD ",\"verdicts\":[]}";

  assert_round_trip (&answer, whole);
  assert_members_needed (&answer, whole, NULL);
  assert_round_trip (&answer,
                     "{\"head\":" HEAD ",\"verdicts\":["
                     "{\"id\":\"a\",\"verdict\":\"accepted\",\"seq\":7,\"number\":2,"
                     "\"received\":\"2026-01-05T09:14:03.250Z\",\"hash\":\"" HASH
                     "\",\"name\":\"ANT-1042\"},"
                     "{\"id\":\"b\",\"verdict\":\"content_changed\",\"rule\":\"X-11\","
                     "\"reason\":\"The cost has changed.\",\"changes\":[{\"field\":\"cost\"}]}]}");
  for (CsWireAnswer each = CS_WIRE_ACCEPTED; each <= CS_WIRE_SIGN_IN_AGAIN; each++) {
    g_autofree char *text =
        g_strdup_printf ("{\"head\":" HEAD ",\"verdicts\":[{\"id\":\"a\",\"verdict\":\"%s\"}]}",
                         cs_wire_answer_get_name (each));
    CsWireAnswer back;

    assert_round_trip (&answer, text);
    g_assert_true (cs_wire_answer_from_name (cs_wire_answer_get_name (each), &back));
    g_assert_cmpint (back, ==, each);
  }
  assert_refused (&answer,
                  "{\"head\":" HEAD ",\"verdicts\":[{\"id\":\"a\",\"verdict\":\"lost\"}]}",
                  "verdicts.verdicts[0].verdict: expected one of accepted, duplicate");
  assert_refused (&answer,
                  "{\"head\":" HEAD ",\"verdicts\":[{\"id\":\"a\",\"verdict\":1}]}",
                  "expected one of");
  g_assert_false (cs_wire_answer_from_name (NULL, &(CsWireAnswer){0}));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/push/K-13", test_push);
  g_test_add_func ("/wire/push/limits/SG-19", test_limits);
  g_test_add_func ("/wire/push/answers/K-13", test_answers);
  return g_test_run ();
}
