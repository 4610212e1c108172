/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-sync-text.h"

#define NOON (G_GINT64_CONSTANT (1795348800) * G_USEC_PER_SEC)

static void
init_format (CsFormat *format)
{
  *format = (CsFormat){.zone = g_time_zone_new_utc ()};
}

/* What the foot of the sidebar says; what is waiting is never left out. */
static void
test_state (void)
{
  static const struct {
    CsSyncLook look;
    const char *text;
  } cases[] = {
      {{.state = CS_SYNC_SYNCED, .last_synced = NOON}, "Synced 12:00"},
      {{.state = CS_SYNC_SYNCING, .last_synced = NOON}, "Synced 12:00"},
      {{.state = CS_SYNC_SYNCED, .last_synced = NOON, .waiting = 1}, "Synced 12:00, 1 waiting"},
      {{.state = CS_SYNC_SYNCED, .last_synced = NOON, .refused = 2}, "2 need attention"},
      {{.state = CS_SYNC_SYNCED, .last_synced = NOON, .refused = 1}, "1 needs attention"},
      {{.state = CS_SYNC_OFFLINE, .last_synced = NOON}, "Offline"},
      {{.state = CS_SYNC_OFFLINE, .last_synced = NOON, .waiting = 3}, "Offline, 3 waiting"},
      {{.state = CS_SYNC_OFFLINE, .refused = 1, .waiting = 3}, "Offline, 3 waiting"},
      {{.state = CS_SYNC_CONNECTING, .last_synced = CS_INSTANT_NONE}, "Connecting…"},
      {{.state = CS_SYNC_SYNCING, .last_synced = CS_INSTANT_NONE, .received = 120},
       "Receiving, 120 so far"},
      {{.state = CS_SYNC_SIGNED_OUT, .waiting = 2}, "Signed out, 2 waiting"},
      {{.state = CS_SYNC_UPDATE_REQUIRED}, "Update needed"},
      {{.state = CS_SYNC_HISTORY_CHANGED, .waiting = 2}, "Stopped, history changed"},
      {{.state = CS_SYNC_TROUBLE}, "Not synced"},
  };
  CsFormat format;

  init_format (&format);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = cs_sync_text_dup_state (&cases[i].look, &format);

    g_assert_cmpstr (text, ==, cases[i].text);
    g_assert_nonnull (cs_sync_text_get_icon (&cases[i].look));
  }
  cs_format_clear (&format);
}

/* Banners: silent in good weather and for short absences. */
static void
test_advice (void)
{
  static const struct {
    CsSyncLook look;
    const char *begin; /* (nullable) nothing is said */
    const char *action;
  } cases[] = {
      {{.state = CS_SYNC_SYNCED, .away_since = CS_INSTANT_NONE}, NULL, NULL},
      {{.state = CS_SYNC_OFFLINE, .away_since = NOON - CS_SECOND}, NULL, NULL},
      {{.state = CS_SYNC_OFFLINE, .away_since = NOON - 600 * CS_SECOND, .waiting = 3},
       "The server does not answer since 11:50. 3 ",
       "shared.sync"},
      {{.state = CS_SYNC_SIGNED_OUT}, "Sign in again to sync", "shared.sign-in"},
      {{.state = CS_SYNC_SYNCED, .needs_sign_in = TRUE},
       "The server asks who you are",
       "shared.sign-in"},
      {{.state = CS_SYNC_UPDATE_REQUIRED}, "This program is too old", NULL},
      {{.state = CS_SYNC_HISTORY_CHANGED}, "The server’s history", "shared.activity"},
      {{.state = CS_SYNC_SYNCED, .clock_offset = 840},
       "This computer’s clock is 14 minutes ahead",
       NULL},
      {{.state = CS_SYNC_SYNCED, .clock_offset = -150},
       "This computer’s clock is 3 minutes behind",
       NULL},
  };
  CsFormat format;

  init_format (&format);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (CsSyncAdvice) advice = {0};

    cs_sync_text_get_advice (&cases[i].look, &format, NOON, &advice);
    if (cases[i].begin == NULL)
      g_assert_null (advice.text);
    else
      g_assert_true (g_str_has_prefix (advice.text, cases[i].begin));
    g_assert_cmpstr (advice.action, ==, cases[i].action);
  }
  cs_format_clear (&format);
}

/* SG-05, SG-06: in the reader's own words where this computer knows more than the server's
 * sentence. */
static void
test_difference (void)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new ();
  CsActivityChange cost = {(char *)"Cost", (char *)"BHD 900.000", (char *)"BHD 950.000"};
  CsActivityChange note = {(char *)"Conditions", NULL, (char *)"Paid before"};
  CsActivity settled = {.state = CS_ACTIVITY_CONFLICT,
                        .kind = (char *)"decision",
                        .verdict = (char *)"already_settled",
                        .reason = (char *)"Said by the server",
                        .settled = CS_ANSWER_APPROVE,
                        .settled_by = (char *)"Omar",
                        .settled_at = NOON - 3600 * CS_SECOND};
  CsActivity changed = {.state = CS_ACTIVITY_CONFLICT,
                        .kind = (char *)"decision",
                        .verdict = (char *)"content_changed",
                        .reason = (char *)"Said by the server",
                        .changes = changes};
  CsFormat format;
  g_autofree char *who = NULL, *what = NULL, *marked = NULL, *difference = NULL;

  init_format (&format);
  g_ptr_array_add (changes, &cost);
  g_ptr_array_add (changes, &note);
  who = cs_activity_text_dup_reason (&settled, &format, NOON);
  g_assert_nonnull (strstr (who, "Already approved by "));
  g_assert_nonnull (strstr (who, "11:00"));
  what = cs_activity_text_dup_reason (&changed, &format, NOON);
  g_assert_true (g_str_has_prefix (what, "What you decided on has changed since."));
  marked = cs_activity_text_dup_changes (&changed);
  difference = cs_strip_bidi (marked);
  g_assert_cmpstr (
      difference,
      ==,
      "Cost: was BHD 900.000, is BHD 950.000\nConditions: was nothing, is Paid before");
  cs_format_clear (&format);
}

/* Each answer of the authority has words, and what was typed is found again. */
static void
test_activity (void)
{
  static const struct {
    CsActivityState state;
    const char *verdict, *reason, *badge, *why;
  } cases[] = {
      {CS_ACTIVITY_WAITING, NULL, NULL, "Rejected, not sent yet", NULL},
      {CS_ACTIVITY_SENT, NULL, NULL, "Rejected, waiting for the server", NULL},
      {CS_ACTIVITY_ACCEPTED, "accepted", NULL, "Rejected, counted", NULL},
      {CS_ACTIVITY_CONFLICT,
       "already_settled",
       "Already approved by Omar at 2026-11-22T11:00:00.782Z",
       "Rejected, not counted",
       "Already approved by Omar at today 11:00"},
      {CS_ACTIVITY_CONFLICT,
       "content_changed",
       NULL,
       "Rejected, not counted",
       "What you saw has changed meanwhile. Review the changes."},
      {CS_ACTIVITY_REFUSED,
       "mandate_ended",
       NULL,
       "Rejected, not counted",
       "The time in which you stood in for somebody is over."},
      {CS_ACTIVITY_CONFLICT,
       "withdrawn",
       NULL,
       "Rejected, not counted",
       "The request was withdrawn."},
      {CS_ACTIVITY_REFUSED, "refused", "", "Rejected, not counted", "The server did not take it."},
      {CS_ACTIVITY_PARKED,
       "parked",
       NULL,
       "Rejected, not counted",
       "It builds on something that was not counted."},
  };
  CsFormat format;
  g_autoptr (json_t) data = json_pack ("{s:s, s:s}", "answer", "reject", "comment", "Too dear");

  init_format (&format);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    CsActivity activity = {.state = cases[i].state,
                           .kind = (char *)"decision",
                           .data = data,
                           .verdict = (char *)cases[i].verdict,
                           .reason = (char *)cases[i].reason};
    g_autofree char *badge = cs_activity_text_dup_badge (&activity);
    g_autofree char *why = cs_activity_text_dup_reason (&activity, &format, NOON);
    g_autofree char *typed = cs_activity_text_dup_typed (&activity);
    g_autofree char *sentence = cs_activity_text_dup_sentence (&activity);

    g_assert_cmpstr (badge, ==, cases[i].badge);
    g_assert_cmpstr (why, ==, cases[i].why);
    g_assert_cmpstr (typed, ==, "Too dear");
    g_assert_cmpstr (sentence, ==, "Rejected");
    g_assert_nonnull (cs_activity_text_get_icon (&activity));
  }
  cs_format_clear (&format);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync-text/state", test_state);
  g_test_add_func ("/sync-text/advice", test_advice);
  g_test_add_func ("/sync-text/activity", test_activity);
  g_test_add_func ("/sync-text/difference", test_difference);
  return g_test_run ();
}
