/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-wire-pull.h"

#include "messages.h"

static const Message pull = MESSAGE (cs_wire_pull);
static const Message checkpoint = MESSAGE (cs_wire_checkpoint);
static const Message wait = MESSAGE (cs_wire_wait);
static const Message hint = MESSAGE (cs_wire_hint);
static const Message consistency = MESSAGE (cs_wire_consistency);
static const Message inclusion = MESSAGE (cs_wire_inclusion);
static const Message proof = MESSAGE (cs_wire_proof);

#define HASH "4f0f61a8b11fa44e9820aceffbd2ce40ea8eccb206fe1a6cb9164aa6613cab1a"
#define HEAD                                                                                       \
  "{\"log\":\"l-1\",\"incarnation\":\"i-1\",\"size\":7,\"root\":\"" HASH                           \
  "\",\"time\":\"2026-01-05T09:14:03.001Z\",\"signature\":\"c2ln\"}"
#define PULL "{\"protocol\":1,\"log\":\"l-1\",\"incarnation\":\"i-1\","

static void
test_pull (void)
{
  static const char *const optional[] = {"tree", "limit", NULL};
  static const char whole[] = PULL "\"tree\":{\"size\":7,\"root\":\"" HASH
                                   "\"},\"scopes\":{\"all\":3,\"in:acme/EU\":0},\"grants\":0,"
                                   "\"limit\":500}";
  static const struct {
    const char *text;
    const char *expected;
  } bad[] = {
      {PULL "\"scopes\":[],\"grants\":0}", "pull.scopes: expected an object"},
      {PULL "\"scopes\":{\"all\":-1},\"grants\":0}", "pull.scopes[“all”]: expected a whole"},
      {PULL "\"scopes\":{\"all\":9007199254740993},\"grants\":0}", "to 2^53"},
      {PULL "\"scopes\":{\"all\":1.0},\"grants\":0}", "expected a whole number"},
      {PULL "\"scopes\":{\"all\":1,\"all\":2},\"grants\":0}", "duplicate object key"},
      {PULL "\"scopes\":{\"\":1},\"grants\":0}", "expected keys"},
      {PULL "\"scopes\":{},\"grants\":0,\"tree\":{\"size\":7}}", "pull.tree: “root” is missing"},
      {PULL "\"scopes\":{},\"grants\":0,\"tree\":{\"size\":7,\"root\":\"AB\"}}",
       "pull.tree.root: expected 64 hexadecimal digits"},
  };

  assert_round_trip (&pull, whole);
  assert_members_needed (&pull, whole, optional);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    assert_refused (&pull, bad[i].text, bad[i].expected);
}

static void
test_null_is_absent (void)
{
  const char *text = PULL "\"tree\":null,\"scopes\":{},\"grants\":0}";
  g_autoptr (GError) error = NULL;
  g_autoptr (CsWirePull) read = cs_wire_pull_from_json (text, strlen (text), &error);

  g_assert_no_error (error);
  g_assert_null (read->tree);
  cs_wire_pull_add_scope (read, "all", 12);
  g_assert_cmpint (((CsShapeNumber *)read->scopes->pdata[0])->number, ==, 12);
}

static void
test_checkpoint (void)
{
  static const char *const optional[] = {"consistency", "leave", NULL};
  static const char whole[] =
      "{\"head\":" HEAD ",\"consistency\":[\"" HASH "\"],\"grants\":4,"
      "\"scopes\":{\"all\":{\"index\":3},\"in:acme/EU\":{\"index\":1,\"enter\":true}},"
      "\"leave\":[{\"scope\":\"in:acme/"
      "US\",\"requests\":[\"0198\"],\"index\":7},{\"scope\":\"in:acme/AF\"}],"
      "\"entries\":["
      "{\"seq\":6,\"scope\":\"in:acme/EU/margin\",\"index\":1,\"request\":\"0198\",\"number\":2,"
      "\"received\":\"2026-01-05T09:14:03.250Z\",\"hash\":\"" HASH "\",\"bytes\":\"e30\","
      "\"signature\":\"c2ln\"},"
      "{\"seq\":6,\"scope\":\"in:acme/EU\",\"index\":1},"
      "{\"seq\":7,\"scope\":\"in:acme/EU\",\"index\":2,\"request\":\"0198\",\"number\":3,"
      "\"received\":\"2026-01-05T09:14:04.000Z\",\"hash\":\"" HASH "\",\"name\":\"ACM-1\","
      "\"outline\":\"e30\",\"digest\":\"" HASH "\"}],"
      "\"more\":false}";

  assert_round_trip (&checkpoint, whole);
  assert_members_needed (&checkpoint, whole, optional);
  assert_refused (&checkpoint,
                  "{\"head\":" HEAD ",\"grants\":4,\"scopes\":{\"all\":3},\"entries\":[],"
                  "\"more\":true}",
                  "checkpoint.scopes[“all”]: expected an object");
  assert_refused (&checkpoint,
                  "{\"head\":" HEAD ",\"grants\":4,\"scopes\":{},\"entries\":[{\"seq\":1}],"
                  "\"more\":true}",
                  "checkpoint.entries[0]: “scope” is missing");
}

static void
test_newer_members (void)
{
  const char *text = "{\"size\":9,\"mood\":{\"good\":true}}";
  g_autoptr (GError) error = NULL;
  g_autoptr (CsWireHint) read = cs_wire_hint_from_json (text, strlen (text), &error);

  g_assert_no_error (error);
  g_assert_cmpint (read->size, ==, 9);
}

static void
test_small (void)
{
  assert_round_trip (&wait, "{\"protocol\":1,\"size\":0}");
  assert_members_needed (&wait, "{\"protocol\":1,\"size\":0}", NULL);
  assert_round_trip (&hint, "{\"size\":8}");
  assert_round_trip (&consistency, "{\"protocol\":1,\"from\":3,\"to\":8}");
  assert_members_needed (&consistency, "{\"protocol\":1,\"from\":3,\"to\":8}", NULL);
  assert_round_trip (&inclusion, "{\"protocol\":1,\"seq\":3,\"size\":8}");
  assert_members_needed (&inclusion, "{\"protocol\":1,\"seq\":3,\"size\":8}", NULL);
  assert_round_trip (&proof, "{\"hashes\":[]}");
  assert_round_trip (&proof, "{\"hashes\":[\"" HASH "\",\"" HASH "\"]}");
  assert_refused (&proof, "{\"hashes\":[1]}", "proof.hashes: expected 64");
  assert_refused (&proof, "{\"hashes\":1}", "expected a list");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/pull/K-05", test_pull);
  g_test_add_func ("/wire/pull/null", test_null_is_absent);
  g_test_add_func ("/wire/pull/checkpoint/K-05/K-06", test_checkpoint);
  g_test_add_func ("/wire/pull/newer-members/K-12", test_newer_members);
  g_test_add_func ("/wire/pull/small/K-04/K-07", test_small);
  return g_test_run ();
}
