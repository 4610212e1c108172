/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stage.h"

#include <string.h>

static gint64
count_entries (Stage *stage)
{
  gint64 length = -1;

  g_assert_true (cs_journal_get_length (cs_ledger_get_store (stage->ledger), &length, NULL));
  return length;
}

static json_t *
open_data (void)
{
  return json_pack ("{s:s, s:s, s:s}",
                    "client",
                    "c-riyadhretail",
                    "region",
                    "SA",
                    "title",
                    "Order status by message");
}

static json_t *
decision_data (void)
{
  return json_pack ("{s:s, s:s}", "step", "approve", "level", "cost");
}

static void
assert_refused (const CsOutcome *outcome, CsVerdict verdict, const char *rule)
{
  g_assert_false (outcome->is_accepted);
  g_assert_cmpint (outcome->reason->verdict, ==, verdict);
  g_assert_cmpstr (outcome->reason->rule, ==, rule);
  g_assert_cmpuint (strlen (outcome->reason->text), >, 10);
}

/* A request gets its number from the authority, and never a number that was given before. */
static void
test_open (void)
{
  Stage stage;
  g_autoptr (CsOutcome) first = NULL, second = NULL;

  stage_open (&stage);
  first = stage_say (&stage, NULL, "open", "p-fatima", open_data ());
  second = stage_say (&stage, NULL, "open", "p-fatima", open_data ());
  g_assert_true (first->is_accepted && second->is_accepted);
  g_assert_cmpstr (first->number, ==, "ANT-1001");
  g_assert_cmpstr (second->number, ==, "ANT-1002");
  g_assert_cmpint (cs_entry_get_number (first->entry), ==, 1);
  stage_close (&stage);
}

/* What is refused leaves nothing behind, not even a used counter. */
static void
test_refused (void)
{
  Stage stage;
  g_autofree char *request = NULL;
  gint64 before;

  stage_open (&stage);
  request = stage_play (&stage, "approve/cost");
  before = count_entries (&stage);
  for (guint i = 0; i < 3; i++) {
    g_autoptr (CsOutcome) not_theirs =
        stage_say (&stage, request, "approve", "p-fatima", decision_data ());
    g_autoptr (CsOutcome) wordless =
        stage_say (&stage, request, "reject", "p-sunita", decision_data ());
    g_autoptr (CsOutcome) nowhere =
        stage_say (&stage, "no-request", "note", "p-sunita", json_pack ("{s:s}", "text", "x"));
    g_autoptr (CsOutcome) malformed =
        stage_say (&stage, request, "approve", "p-sunita", json_pack ("{s:s}", "step", "no-step"));

    g_assert_false (not_theirs->is_accepted);
    g_assert_false (wordless->is_accepted);
    assert_refused (nowhere, CS_VERDICT_REFUSED, "form");
    assert_refused (malformed, CS_VERDICT_REFUSED, "form");
  }
  g_assert_cmpint (count_entries (&stage), ==, before);
  stage_close (&stage);
}

/* one decision by one person, and the turn goes on. */
static void
test_decided_once (void)
{
  Stage stage;
  g_autofree char *request = NULL;
  g_autoptr (CsOutcome) first = NULL, again = NULL;
  CsRuleContext context = {0};
  g_autoptr (GPtrArray) before = NULL, after = NULL;

  stage_open (&stage);
  request = stage_play (&stage, "approve/cost");
  context.directory = cs_authority_get_directory (stage.authority, NULL);
  context.now = cs_time_source_get_now (stage.time_source);
  before = cs_rules_list_turns (cs_authority_get_request (stage.authority, request, NULL, NULL),
                                &context);
  g_assert_cmpstr (((CsTurn *)before->pdata[0])->step->id, ==, "approve");
  first = stage_say (&stage, request, "approve", "p-sunita", decision_data ());
  again = stage_say (&stage, request, "approve", "p-sunita", decision_data ());
  g_assert_true (first->is_accepted);
  g_assert_false (again->is_accepted);
  context.directory = cs_authority_get_directory (stage.authority, NULL);
  after = cs_rules_list_turns (cs_authority_get_request (stage.authority, request, NULL, NULL),
                               &context);
  for (guint i = 0; i < after->len; i++)
    g_assert_cmpstr (((CsTurn *)after->pdata[i])->step->id, !=, "approve");
  stage_close (&stage);
}

/* K-13: the same bytes get the same answer, other bytes under a used name are refused. */
static void
test_identity (void)
{
  Stage stage;
  g_autoptr (CsOutcome) first = NULL, replay = NULL, forged = NULL, recounted = NULL;
  g_autoptr (json_t) data = json_pack ("{s:s}", "text", "Another text");
  g_autofree char *request = NULL;
  g_autoptr (CsEntry) same_id = NULL, same_counter = NULL;
  CsEntryHead head;
  gint64 before;

  stage_open (&stage);
  request = stage_play (&stage, "understand");
  first = stage_say (&stage, request, "note", "p-fatima", json_pack ("{s:s}", "text", "A text"));
  g_assert_true (first->is_accepted);
  before = count_entries (&stage);
  g_assert_true (cs_authority_accept (stage.authority,
                                      cs_entry_get_bytes (first->entry),
                                      NULL,
                                      &replay,
                                      NULL));
  g_assert_true (replay->is_accepted && replay->is_duplicate);
  g_assert_cmpstr (replay->number, ==, first->number);
  head = (CsEntryHead){.id = cs_entry_get_id (first->entry),
                       .request = request,
                       .kind = "note",
                       .by = "p-fatima",
                       .device = cs_entry_get_device (first->entry),
                       .at = cs_time_source_get_now (stage.time_source),
                       .seen = 1,
                       .n = cs_entry_get_counter (first->entry) + 1};
  same_id = cs_entry_build (&head, data, NULL);
  g_assert_true (
      cs_authority_accept (stage.authority, cs_entry_get_bytes (same_id), NULL, &forged, NULL));
  assert_refused (forged, CS_VERDICT_REFUSED, "K-13");
  head.id = "01890000-0000-7000-8000-000000000001";
  head.n = cs_entry_get_counter (first->entry);
  same_counter = cs_entry_build (&head, data, NULL);
  g_assert_true (cs_authority_accept (stage.authority,
                                      cs_entry_get_bytes (same_counter),
                                      NULL,
                                      &recounted,
                                      NULL));
  assert_refused (recounted, CS_VERDICT_REFUSED, "K-13");
  g_assert_cmpint (count_entries (&stage), ==, before);
  stage_close (&stage);
}

/* K-21: decisions are signed by the device of who decides. */
static void
test_signature (void)
{
  Stage stage, other;
  g_autofree char *request = NULL;
  g_autoptr (CsOutcome) decided = NULL;
  CsStoredEntry stored = {0};
  const struct {
    const char *device, *signature;
    CsVerdict verdict;
    const char *rule;
  } cases[] = {
      {"d-stage.p-sunita", NULL, CS_VERDICT_REFUSED, "signature"},
      {"d-stage.p-sunita", "AAAA", CS_VERDICT_REFUSED, "signature"},
      {"d-stage.p-fatima", NULL, CS_VERDICT_REFUSED, "K-21"},
      {"d-unknown", "AAAA", CS_VERDICT_MANDATE_ENDED, "K-21"},
  };

  stage_open (&stage);
  stage_open (&other);
  request = stage_play (&stage, "approve/cost");
  decided = stage_say (&stage, request, "approve", "p-sunita", decision_data ());
  g_assert_true (decided->is_accepted);
  g_assert_true (cs_journal_find (cs_ledger_get_store (stage.ledger),
                                  cs_entry_get_id (decided->entry),
                                  &stored,
                                  NULL));
  g_assert_nonnull (stored.signature);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *id = g_strdup_printf ("01890000-0000-7000-8000-00000000000%u", (guint)i);
    const CsEntryHead head = {.id = id,
                              .request = request,
                              .kind = "decision",
                              .by = "p-sunita",
                              .device = cases[i].device,
                              .at = cs_time_source_get_now (stage.time_source),
                              .seen = 1,
                              .n = 1000 + (gint64)i};
    g_autoptr (CsEntry) entry =
        cs_entry_build (&head, (json_t *)cs_entry_get_data (decided->entry), NULL);
    g_autoptr (CsOutcome) outcome = NULL;

    g_assert_true (cs_authority_accept (stage.authority,
                                        cs_entry_get_bytes (entry),
                                        cases[i].signature,
                                        &outcome,
                                        NULL));
    assert_refused (outcome, cases[i].verdict, cases[i].rule);
  }
  cs_stored_entry_clear (&stored);
  stage_close (&stage);
  stage_close (&other);
}

static void
test_no_entry (void)
{
  static const char *const texts[] = {"", "{}", "[]", "{\"id\":1}", "\xff\xfe", "null"};
  Stage stage;

  stage_open (&stage);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GBytes) bytes = g_bytes_new (texts[i], strlen (texts[i]));
    g_autoptr (CsOutcome) outcome = NULL;
    g_autoptr (GError) error = NULL;

    g_assert_false (cs_authority_accept (stage.authority, bytes, NULL, &outcome, &error));
    g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
    g_assert_null (outcome);
  }
  stage_close (&stage);
}

/* A batch is there as a whole or not at all. */
static void
test_batch (void)
{
  Stage stage;
  gint64 before;

  stage_open (&stage);
  before = count_entries (&stage);
  for (guint i = 0; i < 2; i++) {
    g_autoptr (CsOutcome) outcome = NULL;

    g_assert_true (cs_authority_begin_batch (stage.authority, NULL));
    outcome = stage_say (&stage, NULL, "open", "p-fatima", open_data ());
    g_assert_true (outcome->is_accepted);
    g_assert_cmpstr (outcome->number, ==, "ANT-1001");
    if (i == 0) {
      cs_authority_cancel_batch (stage.authority);
      g_assert_cmpint (count_entries (&stage), ==, before);
    } else {
      g_assert_true (cs_authority_end_batch (stage.authority, NULL));
      g_assert_cmpint (count_entries (&stage), >, before);
    }
  }
  stage_close (&stage);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/authority/open", test_open);
  g_test_add_func ("/authority/refused", test_refused);
  g_test_add_func ("/authority/X-10/decided-once", test_decided_once);
  g_test_add_func ("/authority/K-13/identity", test_identity);
  g_test_add_func ("/authority/K-21/signature", test_signature);
  g_test_add_func ("/authority/no-entry", test_no_entry);
  g_test_add_func ("/authority/batch", test_batch);
  return g_test_run ();
}
