/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-ctl-commands.h"
#include "cs-ctl-place.h"

#include "cs-entry.h"

#include <glib/gi18n-lib.h>

#define MAX_LINE_BYTES (4 * CS_ENTRY_LIMIT_BYTES)

static const char *
get_verdict_name (const CsOutcome *outcome)
{
  static const char *const names[] = {
      [CS_VERDICT_REFUSED] = "refused",
      [CS_VERDICT_ALREADY_SETTLED] = "already-settled",
      [CS_VERDICT_CONTENT_CHANGED] = "content-changed",
      [CS_VERDICT_MANDATE_ENDED] = "mandate-ended",
      [CS_VERDICT_WITHDRAWN] = "withdrawn",
  };

  if (outcome->is_duplicate)
    return "duplicate";
  if (outcome->is_waiting)
    return "waiting";
  return outcome->is_accepted ? "accepted" : names[outcome->reason->verdict];
}

static json_t *
outcome_to_json (const CsOutcome *outcome)
{
  json_t *answer = json_pack ("{s:s}", "verdict", get_verdict_name (outcome));

  if (outcome->entry != NULL) {
    cs_ctl_set_string (answer, "entry", cs_entry_get_id (outcome->entry));
    cs_ctl_set_string (answer, "request", cs_entry_get_request (outcome->entry));
    cs_ctl_set_string (answer, "number", outcome->number);
    json_object_set_new (answer, "seq", json_integer (cs_entry_get_seq (outcome->entry)));
    json_object_set_new (answer,
                         "received",
                         cs_ctl_instant_to_json (cs_entry_get_received (outcome->entry)));
    cs_ctl_set_string (answer, "hash", cs_entry_get_hash (outcome->entry));
  }
  if (outcome->reason != NULL) {
    json_t *reason = cs_ctl_reason_to_json (outcome->reason);

    json_object_update (answer, reason);
    json_decref (reason);
  }
  return answer;
}

/* A line is what somebody wants to say, without what the program knows better: the device, its
 * counter, digests, and whatever else follows from the request as it stands. */
static json_t *
act_on (CsLedger *ledger, const json_t *line, const char *by, GError **error)
{
  const char *request = cs_json_get_string (line, "request");
  const char *kind = cs_json_get_string (line, "kind");
  const char *person = cs_json_get_string (line, "by");
  json_t *data = json_object_get (line, "data");
  g_autoptr (json_t) nothing = json_object ();
  g_autofree char *id = NULL;
  g_autoptr (CsOutcome) outcome = NULL;
  CsIntent intent;

  if (!json_is_object (line) || kind == NULL) {
    g_set_error_literal (error,
                         CS_ERROR,
                         CS_ERROR_INVALID,
                         _ ("A line is an object with “kind”, “by”, “request” and “data”"));
    return NULL;
  }
  person = cs_ctl_find_person (ledger, person != NULL ? person : by, error);
  if (person == NULL)
    return NULL;
  if (request != NULL) {
    id = cs_ctl_find_request (ledger, request, error);
    if (id == NULL)
      return NULL;
  }
  intent = (CsIntent){.id = cs_json_get_string (line, "entry"),
                      .request = id,
                      .kind = kind,
                      .by = person,
                      .data = data != NULL ? data : nothing};
  if (!cs_ledger_submit (ledger, &intent, &outcome, error))
    return NULL;
  return outcome_to_json (outcome);
}

static json_t *
answer_line (CsLedger *ledger, const GString *text, gboolean is_too_long, const char *by)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (json_t) line = NULL;
  json_t *answer = NULL;

  if (is_too_long)
    g_set_error (&error, CS_ERROR, CS_ERROR_INVALID, _ ("The line is longer than 1 MiB"));
  else
    line = cs_json_load (text->str, text->len, &error);
  if (line != NULL)
    answer = act_on (ledger, line, by, &error);
  if (answer == NULL) {
    g_autofree char *message = g_utf8_make_valid (error->message, -1);

    answer = json_pack ("{s:s, s:s}", "verdict", "error", "error", message);
  }
  if (json_object_get (line, "id") != NULL)
    json_object_set (answer, "id", json_object_get (line, "id"));
  return answer;
}

/**
 * cs_ctl_act:
 * @ctl: the command line's streams
 * @arguments: none
 * @error: `G_OPTION_ERROR`, or what opening the workspace failed with
 *
 * Makes an entry of each line of the input, as a screen would, and answers each by one line: what
 * the authority said, and if it is no, the rule, the reason and what is missing.
 *
 * Returns: whether the input was read to its end
 */
gboolean
cs_ctl_act (CsCtl *ctl, char **arguments, GError **error)
{
  g_autofree char *by = NULL;
  const GOptionEntry options[] = {
      {"by", 0, 0, G_OPTION_ARG_STRING, &by, N_ ("Who acts where a line does not say"), "PERSON"},
      {NULL},
  };
  g_autoptr (CsLedger) ledger = NULL;
  g_autoptr (GString) line = g_string_new (NULL);
  gboolean is_too_long;

  if (!cs_ctl_parse (ctl, arguments, options, 0, 0, error))
    return FALSE;
  ledger = cs_ctl_open (ctl, error);
  if (ledger == NULL)
    return FALSE;
  while (cs_ctl_read_line (ctl->input, MAX_LINE_BYTES, line, &is_too_long)) {
    json_t *answer = answer_line (ledger, line, is_too_long, by);
    const char *verdict = cs_json_get_string (answer, "verdict");

    if (!g_str_equal (verdict, "accepted") && !g_str_equal (verdict, "duplicate"))
      ctl->exit_status = CS_CTL_FAILED;
    cs_ctl_print_json (ctl, answer);
    fflush (ctl->output);
  }
  return TRUE;
}
