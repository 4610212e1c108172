/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../process/script-player.h"

#include "cs-checklist-text.h"

/* CX-20: an item is open, done, not applicable, failed, found wrong or cross-checked. */

static void
play (Script *script, const char *const *lines)
{
  script_init (script);
  script->where = "checklist";
  for (guint i = 0; lines[i] != NULL; i++) {
    g_autoptr (json_t) line = json_loads (lines[i], 0, NULL);

    g_assert_nonnull (line);
    script_play_line (script, line);
  }
}

static void
assert_item (Script *script, const char *id, CsItemState state, const char *text)
{
  const CsField *field = cs_process_get_field (cs_request_get_process (script->request), id);
  g_autofree char *said = cs_checklist_text_dup_state (script->request, field);

  g_assert_cmpint (cs_checklist_text_state (script->request, field), ==, state);
  g_assert_cmpstr (said, ==, text);
  g_assert_nonnull (cs_checklist_text_icon (state));
}

#define DIGEST "0000000000000000000000000000000000000000000000000000000000000000"
#define FILES                                                                                      \
  "[{\"name\": \"a.pdf\", \"type\": \"application/pdf\", \"size\": 3, \"sha256\": \"" DIGEST "\"}" \
  "]"
#define DONE  "{\"state\": \"done\", \"files\": " FILES "}"
#define CHECK "{\"by\": \"p-grace\", \"do\": \"check\", \"say\": {\"field\": "

static void
test_states (void)
{
  static const char *const lines[] = {
      "{\"setup\": {\"shipped\": \"cinnox\", \"sample\": \"cinnox-people\","
      " \"settings\": {\"Q-34\": [\"Name\"]}}}",
      "{\"by\": \"p-winnie\", \"do\": \"open\", \"say\": {\"client\": \"c-jadeclinic\","
      " \"region\": \"HK\", \"title\": \"End\"}}",
      "{\"by\": \"p-winnie\", \"do\": \"fill\", \"say\": {\"step\": \"prepare\", \"values\":"
      " {\"kind\": \"termination\", \"deal_owner\": \"p-winnie\", \"deal\": {\"key\": \"1\"},"
      " \"company\": {\"key\": \"2\"}, \"contacts\": [{\"key\": \"3\"}], \"terms_changed\": \"no\","
      " \"K1a\": {\"state\": \"done\"}, \"K2\": {\"state\": \"done\"}}}}",
      "{\"by\": \"p-winnie\", \"do\": \"fill\", \"say\": {\"step\": \"prepare\", \"values\":"
      " {\"billing_contact\": \"p-jadeclinic-1\"}}}",
      "{\"by\": \"p-winnie\", \"do\": \"fill\", \"say\": {\"step\": \"prepare\", \"values\":"
      " {\"K1b\": " DONE ", \"K3\": " DONE ", \"K4\": " DONE
      ", \"K7\": {\"state\": \"na\", \"reason\": \"Nothing is paid\"}}}}",
      "{\"by\": \"p-winnie\", \"do\": \"complete\", \"say\": {\"step\": \"prepare\"}}",
      CHECK "\"K1a\", \"ok\": true}}",
      CHECK "\"K4\", \"ok\": false, \"text\": \"Not signed\"}}",
      "{\"by\": \"p-grace\", \"do\": \"fill\", \"say\": {\"step\": \"cross-check\", \"values\":"
      " {\"K1c\": {\"state\": \"failed\", \"reason\": \"Another name\"}}}}",
      NULL,
  };
  CsChecklistCount count;
  g_autofree char *text = NULL;
  Script script;

  play (&script, lines);
  assert_item (&script, "K1a", CS_ITEM_CHECKED, "Done");
  assert_item (&script, "K1b", CS_ITEM_DONE, "Done");
  assert_item (&script, "K1c", CS_ITEM_FAILED, "Failed: Another name");
  assert_item (&script, "K4", CS_ITEM_FOUND_WRONG, "Done");
  assert_item (&script, "K7", CS_ITEM_NA, "Not applicable: Nothing is paid");
  assert_item (&script, "K9a", CS_ITEM_OPEN, "Open");
  g_assert_false (cs_checklist_text_is_item (
      script.request,
      cs_process_get_field (cs_request_get_process (script.request), "K6")));
  cs_checklist_text_count (script.request, &count);
  g_assert_cmpuint (count.n_items, ==, 11);
  g_assert_cmpuint (count.n_settled, ==, 5);
  g_assert_cmpuint (count.n_to_check, ==, 10);
  g_assert_cmpuint (count.n_checked, ==, 1);
  text = cs_checklist_text_dup_count (&count);
  g_assert_cmpstr (text, ==, "5 of 11 done · 1 of 10 cross-checked");
  script_clear (&script);
}

/* CX-01, CX-05: a ticket that comes back is gone through again, item by item. */
static void
test_again (void)
{
  static const char *const lines[] = {
      "{\"setup\": {\"shipped\": \"cinnox\", \"sample\": \"cinnox-people\","
      " \"settings\": {\"Q-34\": [\"Name\"]}}}",
      "{\"by\": \"p-winnie\", \"do\": \"open\", \"say\": {\"client\": \"c-jadeclinic\","
      " \"region\": \"HK\", \"title\": \"End\"}}",
      "{\"by\": \"p-winnie\", \"do\": \"fill\", \"say\": {\"step\": \"prepare\", \"values\":"
      " {\"kind\": \"termination\", \"deal_owner\": \"p-winnie\", \"deal\": {\"key\": \"1\"},"
      " \"company\": {\"key\": \"2\"}, \"contacts\": [{\"key\": \"3\"}], \"terms_changed\": \"no\","
      " \"K1a\": {\"state\": \"done\"}, \"K2\": {\"state\": \"done\"}}}}",
      "{\"by\": \"p-winnie\", \"do\": \"fill\", \"say\": {\"step\": \"prepare\", \"values\":"
      " {\"billing_contact\": \"p-jadeclinic-1\"}}}",
      "{\"by\": \"p-winnie\", \"do\": \"fill\", \"say\": {\"step\": \"prepare\", \"values\":"
      " {\"K1b\": " DONE ", \"K3\": " DONE ", \"K4\": " DONE
      ", \"K7\": {\"state\": \"na\", \"reason\": \"Nothing is paid\"}}}}",
      "{\"by\": \"p-winnie\", \"do\": \"complete\", \"say\": {\"step\": \"prepare\"}}",
      CHECK "\"K1a\", \"ok\": true}}",
      CHECK "\"K1b\", \"ok\": true}}",
      "{\"by\": \"p-grace\", \"do\": \"return\", \"say\": {\"step\": \"cross-check\", \"to\":"
      " \"prepare\", \"reason\": \"Another page\"}}",
      "{\"by\": \"p-winnie\", \"do\": \"fill\", \"say\": {\"step\": \"prepare\", \"values\":"
      " {\"K1a\": {\"state\": \"done\"}}}}",
      NULL,
  };
  CsChecklistCount count;
  Script script;

  play (&script, lines);
  assert_item (&script, "K1a", CS_ITEM_DONE, "Done");
  assert_item (&script, "K1b", CS_ITEM_OPEN, "Asked again, earlier: Done");
  assert_item (&script,
               "K7",
               CS_ITEM_OPEN,
               "Asked again, earlier: Not applicable: Nothing is paid");
  cs_checklist_text_count (script.request, &count);
  g_assert_cmpuint (count.n_settled, ==, 1);
  g_assert_cmpuint (count.n_checked, ==, 0);
  script_clear (&script);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/checklist-text/CX-20-states", test_states);
  g_test_add_func ("/checklist-text/CX-05-again", test_again);
  return g_test_run ();
}
