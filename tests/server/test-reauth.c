/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "visitor.h"

#include "cs-intent.h"
#include "cs-packs.h"

/* ASVS 7.5.3: a decision above the amount that the pack sets is taken from who has just shown who
 * they are, and from nobody else; shown, the very same entry is accepted. */

static void
say (CsLedger *ledger,
     const char *request,
     const char *kind,
     const char *by,
     json_t *data,
     char **id)
{
  g_autoptr (json_t) owned = data;
  const CsIntent intent = {.request = request, .kind = kind, .by = by, .data = owned};
  g_autoptr (CsOutcome) outcome = NULL;
  g_autoptr (GError) error = NULL;

  cs_authority_submit (cs_ledger_get_authority (ledger), &intent, &outcome, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (outcome->is_accepted ? NULL : outcome->reason->text, ==, NULL);
  if (id != NULL)
    *id = g_strdup (cs_entry_get_request (outcome->entry));
}

static void
add_role (CsLedger *ledger, const char *role, const char *person)
{
  say (ledger,
       NULL,
       "role",
       CS_KEEPER,
       json_pack ("{s:s, s:s, s:s, s:b}",
                  "pack",
                  "chain",
                  "role",
                  role,
                  "person",
                  person,
                  "held",
                  TRUE),
       NULL);
}

static void
add_pack (CsLedger *ledger)
{
  g_autofree char *path =
      g_test_build_filename (G_TEST_DIST, "process", "fixtures", "chain.json", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (CsPack) pack = cs_pack_load (path, &error);
  g_autoptr (GBytes) bytes = NULL;
  char *text;
  gsize length;

  g_assert_no_error (error);
  g_file_get_contents (path, &text, &length, &error);
  bytes = g_bytes_new_take (text, length);
  cs_packs_save (cs_ledger_get_store (ledger), pack->digest, pack->id, bytes, &error);
  g_assert_no_error (error);
  say (ledger,
       NULL,
       "pack",
       CS_KEEPER,
       json_pack ("{s:s, s:s, s:{}}", "pack", "chain", "digest", pack->digest, "settings"),
       NULL);
}

/* A request that waits for Fay's decision on an amount. */
static char *
play (CsLedger *ledger, gint64 minor)
{
  char *request = NULL;

  say (ledger,
       NULL,
       "open",
       "d",
       json_pack ("{s:s, s:s, s:s, s:s}",
                  "pack",
                  "chain",
                  "client",
                  "shop",
                  "region",
                  "IN",
                  "title",
                  "Things"),
       &request);
  say (ledger,
       request,
       "fill",
       "d",
       json_pack ("{s:s, s:{s:s, s:{s:s, s:I}, s:s}}",
                  "step",
                  "write",
                  "values",
                  "need",
                  "Things",
                  "amount",
                  "currency",
                  "INR",
                  "minor",
                  (json_int_t)minor,
                  "terms",
                  "no"),
       NULL);
  say (ledger, request, "complete", "d", json_pack ("{s:s}", "step", "write"), NULL);
  say (ledger, request, "offer", "d", json_pack ("{s:s}", "step", "sequence"), NULL);
  return request;
}

/* Fay's signed approval, as her desktop makes it. */
static CsWirePushed *
approve (Visitor *fay, CsLedger *ledger, const char *request, gint64 n)
{
  CsAuthority *authority = cs_ledger_get_authority (ledger);
  CsInstant now = cs_time_source_get_now (fay->stage->time_source);
  g_autoptr (GError) error = NULL;
  CsRuleContext context = {.directory = cs_authority_get_directory (authority, &error),
                           .now = now,
                           .device = fay->device};
  const CsRequest *folded = cs_authority_get_request (authority, request, NULL, &error);
  g_autoptr (json_t) minimal = json_pack ("{s:s, s:s}", "step", "sequence", "level", "first");
  g_autoptr (json_t) data = cs_intent_complete (folded, "approve", "f", minimal, &context, &error);
  g_autofree char *id = cs_uuid_new (now);
  const CsEntryHead head = {.id = id,
                            .request = request,
                            .kind = "decision",
                            .by = "f",
                            .device = fay->device,
                            .n = n,
                            .at = now,
                            .seen = 4};
  g_autoptr (CsEntry) entry = NULL;
  g_autofree char *domain = NULL;
  CsWirePushed *pushed = cs_wire_pushed_new ();
  gsize length;
  const void *bytes;

  g_assert_no_error (error);
  entry = cs_entry_build (&head, data, &error);
  g_assert_no_error (error);
  domain = cs_entry_dup_signature_domain (entry);
  pushed->bytes = g_bytes_ref (cs_entry_get_bytes (entry));
  bytes = g_bytes_get_data (pushed->bytes, &length);
  pushed->signature = cs_sign (fay->keys, domain, bytes, length);
  return pushed;
}

static CsWireAnswer
push (Visitor *fay, const CsWirePushed *pushed)
{
  g_autoptr (CsWirePush) message = cs_wire_push_new ();
  CsWirePushed *copy = cs_wire_pushed_new ();
  g_autoptr (CsHttpAnswer) answer = NULL;
  g_autoptr (CsWirePushAnswer) verdicts = NULL;
  const CsWireVerdict *verdict;
  const char *text;
  gsize length;

  copy->bytes = g_bytes_ref (pushed->bytes);
  copy->signature = g_strdup (pushed->signature);
  g_ptr_array_add (message->entries, copy);
  answer = visitor_ask (fay, "POST", "/v1/entries", fay->access, cs_wire_push_to_json (message));
  g_assert_cmpuint (answer->status, ==, 200);
  text = stage_text (answer, &length);
  verdicts = cs_wire_push_answer_from_json (text, length, NULL);
  verdict = verdicts->verdicts->pdata[0];
  g_test_message ("%d %s", verdict->answer, verdict->reason);
  return verdict->answer;
}

static guint
post (Visitor *fay, const char *path, const char *members)
{
  g_autoptr (CsHttpAnswer) answer =
      visitor_ask (fay, "POST", path, fay->access, g_strdup_printf ("{\"protocol\":1%s}", members));

  return answer->status;
}

static void
test_amount (void)
{
  Stage stage;
  Visitor fay;
  g_autofree char *folder = NULL, *large = NULL, *small = NULL;
  g_autoptr (CsLedger) ledger = NULL;
  g_autoptr (CsWirePushed) on_large = NULL;
  g_autoptr (CsWirePushed) on_small = NULL;
  g_autoptr (GError) error = NULL;
  static const char *const people[] = {"d", "f", "s"};

  stage_open (&stage, NULL);
  cs_server_set_resolve (stage.server, cs_door_resolve, cs_server_get_door (stage.server));
  cs_time_source_set_fixed (stage.time_source, cs_time_source_get_now (stage.time_source));
  folder = g_build_filename (stage.folder, "srv", NULL);
  ledger = cs_ledger_open (folder, stage.time_source, &error);
  g_assert_no_error (error);
  cs_authority_set_keys (cs_ledger_get_authority (ledger), NULL, "server");
  for (gsize i = 0; i < G_N_ELEMENTS (people); i++)
    say (ledger,
         NULL,
         "person",
         CS_KEEPER,
         json_pack ("{s:s, s:s}", "id", people[i], "name", people[i]),
         NULL);
  add_pack (ledger);
  add_role (ledger, "desk", "d");
  add_role (ledger, "first", "f");
  add_role (ledger, "second", "s");
  say (ledger,
       NULL,
       "client",
       CS_KEEPER,
       json_pack ("{s:s, s:s, s:s}", "id", "shop", "name", "Shop", "region", "IN"),
       NULL);
  visitor_open (&fay, &stage, 7);
  visitor_sign_in (&fay, "f", "d-fay");
  g_assert_cmpuint (post (&fay, "/v1/sessions/passphrase", ",\"passphrase\":\"long enough\""),
                    ==,
                    200);
  large = play (ledger, 5000001);
  small = play (ledger, 5000000);
  on_large = approve (&fay, ledger, large, 1);
  on_small = approve (&fay, ledger, small, 2);
  cs_time_source_set_fixed (stage.time_source,
                            cs_time_source_get_now (stage.time_source) + 550 * CS_SECOND);
  g_assert_cmpuint (visitor_get (&fay, "/v1/me"), ==, 200);
  {
    g_autoptr (CsHttpAnswer) answer =
        visitor_ask (&fay,
                     "POST",
                     "/v1/sessions/refresh",
                     NULL,
                     g_strdup_printf ("{\"protocol\":1,\"refresh\":\"%s\"}", fay.refresh));

    visitor_take_tokens (&fay, answer);
  }
  cs_time_source_set_fixed (stage.time_source,
                            cs_time_source_get_now (stage.time_source) + 400 * CS_SECOND);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (push (&fay, on_large), ==, CS_WIRE_SIGN_IN_AGAIN);
  g_assert_cmpint (push (&fay, on_small), ==, CS_WIRE_ACCEPTED);
  g_assert_cmpuint (post (&fay, "/v1/sessions/confirm", ",\"passphrase\":\"a guess\""), ==, 403);
  g_assert_cmpint (push (&fay, on_large), ==, CS_WIRE_SIGN_IN_AGAIN);
  g_assert_cmpuint (post (&fay, "/v1/sessions/confirm", ",\"passphrase\":\"long enough\""),
                    ==,
                    200);
  g_assert_cmpint (push (&fay, on_large), ==, CS_WIRE_ACCEPTED);
  cs_time_source_set_fixed (stage.time_source,
                            cs_time_source_get_now (stage.time_source) + 1 * CS_SECOND);
  g_assert_cmpint (push (&fay, on_large), ==, CS_WIRE_DUPLICATE);
  visitor_close (&fay);
  g_clear_pointer (&ledger, cs_ledger_close);
  stage_close (&stage);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reauth/7.5.3", test_amount);
  return g_test_run ();
}
