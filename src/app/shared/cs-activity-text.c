/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-json.h"
#include "cs-sync-text.h"

#include <glib/gi18n-lib.h>

/* What was said in a shared workspace and does not stand in its journal, in words. */

static const char *
get_verb (const CsActivity *activity)
{
  static const struct {
    const char *kind, *answer, *verb;
  } verbs[] = {
      {"decision", "approve", N_ ("Approved")},
      {"decision", "reject", N_ ("Rejected")},
      {"decision", "send-back", N_ ("Sent back")},
      {"decision", "ask", N_ ("Asked")},
      {"decision", "hand-over", N_ ("Handed over")},
      {"open", NULL, N_ ("New request")},
      {"fill", NULL, N_ ("Filled in")},
      {"complete", NULL, N_ ("Completed")},
      {"return", NULL, N_ ("Returned")},
      {"offer", NULL, N_ ("Put to decision")},
      {"consent", NULL, N_ ("Recorded an answer")},
      {"mail", NULL, N_ ("Handed over mail")},
      {"note", NULL, N_ ("Commented")},
      {"payment", NULL, N_ ("Recorded a payment")},
      {"withdraw", NULL, N_ ("Took back")},
      {"assign", NULL, N_ ("Gave to somebody")},
      {"check", NULL, N_ ("Checked")},
      {"pause", NULL, N_ ("Paused a clock")},
      {"resume", NULL, N_ ("Resumed a clock")},
      {"extend", NULL, N_ ("Extended a clock")},
      {"client", NULL, N_ ("Changed a client")},
      {"person", NULL, N_ ("Changed a person")},
      {"delegation", NULL, N_ ("Set who stands in")},
  };
  const char *answer = cs_json_get_string (activity->data, "answer");

  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    if (g_strcmp0 (verbs[i].kind, activity->kind) == 0 &&
        (verbs[i].answer == NULL || g_strcmp0 (verbs[i].answer, answer) == 0))
      return _ (verbs[i].verb);
  return _ ("Changed something");
}

/**
 * cs_activity_text_dup_sentence:
 *
 * Returns: (transfer full): “Approved · ANT-1042 · CRM sync”
 */
char *
cs_activity_text_dup_sentence (const CsActivity *activity)
{
  g_autofree char *number = activity->number != NULL ? cs_ltr (activity->number) : NULL;
  g_autofree char *title = activity->title != NULL ? cs_iso (activity->title) : NULL;

  if (number != NULL && title != NULL)
    return g_strdup_printf (_ ("%1$s · %2$s · %3$s"), get_verb (activity), number, title);
  if (number != NULL || title != NULL)
    return g_strdup_printf (_ ("%1$s · %2$s"),
                            get_verb (activity),
                            number != NULL ? number : title);
  return g_strdup (get_verb (activity));
}

/**
 * cs_activity_text_dup_badge:
 *
 * Returns: (transfer full): how far it has come: “Approved, not sent yet”
 */
char *
cs_activity_text_dup_badge (const CsActivity *activity)
{
  const char *verb = get_verb (activity);

  switch (activity->state) {
    case CS_ACTIVITY_WAITING:
      /* Translators: what was done: “Approved, not sent yet” */
      return g_strdup_printf (_ ("%s, not sent yet"), verb);
    case CS_ACTIVITY_SENT:
      return g_strdup_printf (_ ("%s, waiting for the server"), verb);
    case CS_ACTIVITY_ACCEPTED:
      return g_strdup_printf (_ ("%s, counted"), verb);
    case CS_ACTIVITY_REFUSED:
    case CS_ACTIVITY_CONFLICT:
    case CS_ACTIVITY_PARKED:
    default:
      return g_strdup_printf (_ ("%s, not counted"), verb);
  }
}

/* For each answer of the authority, where the server gave no reason of its own. */
static const char *
get_usual_reason (const char *verdict)
{
  static const char *const reasons[][2] = {
      {"already_settled", N_ ("Somebody else has settled this already.")},
      {"content_changed", N_ ("What you saw has changed meanwhile. Review the changes.")},
      {"mandate_ended", N_ ("The time in which you stood in for somebody is over.")},
      {"withdrawn", N_ ("The request was withdrawn.")},
      {"parked", N_ ("It builds on something that was not counted.")},
      {"upgrade_required", N_ ("This program is too old for it. Install a newer version.")},
      {"sign_in_again", N_ ("The server asks you to sign in again first.")},
  };

  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
    if (g_strcmp0 (reasons[i][0], verdict) == 0)
      return _ (reasons[i][1]);
  return _ ("The server did not take it.");
}

typedef struct {
  const CsFormat *format;
  CsInstant now;
} Reading;

static gboolean
put_time (const GMatchInfo *match, GString *text, gpointer data)
{
  const Reading *reading = data;
  g_autofree char *written = g_match_info_fetch (match, 0);
  g_autofree char *shown = NULL;
  CsInstant instant;

  if (cs_instant_parse (written, &instant, NULL))
    shown = cs_format_day_time (reading->format, instant, reading->now);
  g_string_append (text, shown != NULL ? shown : written);
  return FALSE;
}

/* The server does not know its readers’ zones: it writes instants, which are shown as all others.
 */
static char *
dup_with_local_times (const char *text, Reading *reading)
{
  g_autoptr (GRegex) instants =
      g_regex_new ("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?Z", 0, 0, NULL);
  char *shown = g_regex_replace_eval (instants, text, -1, 0, 0, put_time, reading, NULL);

  return shown != NULL ? shown : g_strdup (text);
}

/* In the reader’s own language and zone, where the journal here knows who was faster. */
static char *
dup_settled (const CsActivity *activity, const CsFormat *format, CsInstant now)
{
  g_autofree char *name = NULL, *time = NULL;

  if (activity->settled_by == NULL)
    return NULL;
  name = cs_iso (activity->settled_by);
  time = cs_format_day_time (format, activity->settled_at, now);
  switch (activity->settled) {
    case CS_ANSWER_APPROVE:
      /* Translators: who; when: “Already approved by P. Menon, today 14:02.” */
      return g_strdup_printf (_ ("Already approved by %1$s, %2$s."), name, time);
    case CS_ANSWER_REJECT:
      return g_strdup_printf (_ ("Already rejected by %1$s, %2$s."), name, time);
    case CS_ANSWER_SEND_BACK:
      return g_strdup_printf (_ ("Already sent back by %1$s, %2$s."), name, time);
    case CS_ANSWER_ASK:
    case CS_ANSWER_HAND_OVER:
    default:
      return g_strdup_printf (_ ("Already settled by %1$s, %2$s."), name, time);
  }
}

/**
 * cs_activity_text_dup_changes:
 *
 * Returns: (transfer full) (nullable): what is another than was decided on, a line each (SG-06)
 */
char *
cs_activity_text_dup_changes (const CsActivity *activity)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; activity->changes != NULL && i < activity->changes->len; i++) {
    const CsActivityChange *change = activity->changes->pdata[i];
    g_autofree char *title = cs_iso (change->title);
    g_autofree char *was = cs_iso (change->was != NULL ? change->was : _ ("nothing"));
    g_autofree char *is = cs_iso (change->is != NULL ? change->is : _ ("nothing"));

    if (text->len > 0)
      g_string_append_c (text, '\n');
    /* Translators: a field; what it held; what it holds: “Cost: was BHD 900.000, is BHD 950.000” */
    g_string_append_printf (text, _ ("%1$s: was %2$s, is %3$s"), title, was, is);
  }
  return text->len > 0 ? g_strdup (text->str) : NULL;
}

/**
 * cs_activity_text_dup_reason:
 *
 * Returns: (transfer full) (nullable): why it was not counted, in a sentence; %NULL where it may
 *   still be
 */
char *
cs_activity_text_dup_reason (const CsActivity *activity, const CsFormat *format, CsInstant now)
{
  Reading reading = {format, now};
  char *settled;

  if (!cs_activity_text_is_trouble (activity))
    return NULL;
  settled = dup_settled (activity, format, now);
  if (settled != NULL)
    return settled;
  if (activity->changes != NULL && activity->changes->len > 0)
    return g_strdup (_ ("What you decided on has changed since. Review it, then decide again."));
  return dup_with_local_times (activity->reason != NULL && *activity->reason != '\0'
                                   ? activity->reason
                                   : get_usual_reason (activity->verdict),
                               &reading);
}

/**
 * cs_activity_text_dup_typed:
 *
 * Returns: (transfer full) (nullable): the words a person typed, so that they can be used again
 */
char *
cs_activity_text_dup_typed (const CsActivity *activity)
{
  static const char *const members[] = {"comment", "text", "reason", "note", "na", NULL};

  for (guint i = 0; members[i] != NULL; i++) {
    const char *text = cs_json_get_string (activity->data, members[i]);

    if (text != NULL && *text != '\0')
      return g_strdup (text);
  }
  return NULL;
}

const char *
cs_activity_text_get_icon (const CsActivity *activity)
{
  switch (activity->state) {
    case CS_ACTIVITY_WAITING:
      return "document-send-symbolic";
    case CS_ACTIVITY_SENT:
      return "content-loading-symbolic";
    case CS_ACTIVITY_ACCEPTED:
      return "emblem-ok-symbolic";
    case CS_ACTIVITY_REFUSED:
    case CS_ACTIVITY_CONFLICT:
    case CS_ACTIVITY_PARKED:
    default:
      return "dialog-warning-symbolic";
  }
}

gboolean
cs_activity_text_is_trouble (const CsActivity *activity)
{
  return activity->state == CS_ACTIVITY_REFUSED || activity->state == CS_ACTIVITY_CONFLICT ||
         activity->state == CS_ACTIVITY_PARKED;
}
