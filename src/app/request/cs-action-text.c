/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-action-text.h"

#include <glib/gi18n-lib.h>

#define N_LABELS (CS_ACTION_ACKNOWLEDGE + 1)

/* What is said by a signed document is more than an answer. */
static gboolean
is_signature (const CsLevel *level)
{
  return level != NULL && level->evidence != NULL && g_strv_length (level->evidence) == 1 &&
         g_strcmp0 (level->evidence[0], "file") == 0;
}

/**
 * cs_action_text_leads_elsewhere:
 *
 * Returns: whether some of where @step can be sent is no earlier step but one for such a case only,
 * such as a repair or an end
 */
gboolean
cs_action_text_leads_elsewhere (const CsStep *step)
{
  for (guint i = 0; i < step->returns->len; i++) {
    if (((const CsStep *)step->returns->pdata[i])->opens == CS_OPENS_ON_RETURN)
      return TRUE;
  }
  return FALSE;
}

/**
 * cs_action_text_label:
 *
 * Returns: (transfer none): what its button says; … where more is asked first
 */
const char *
cs_action_text_label (const CsAction *action)
{
  static const char *const labels[N_LABELS] = {
      [CS_ACTION_OPEN] = N_ ("Open"),
      [CS_ACTION_FILL] = N_ ("Fill In"),
      [CS_ACTION_COMPLETE] = N_ ("Complete"),
      [CS_ACTION_NOT_NEEDED] = N_ ("Not Needed…"),
      [CS_ACTION_RETURN] = N_ ("Send Back…"),
      [CS_ACTION_CHECK] = N_ ("In Order"),
      [CS_ACTION_OFFER] = N_ ("Offer for Approval…"),
      [CS_ACTION_APPROVE] = N_ ("Approve"),
      [CS_ACTION_REJECT] = N_ ("Reject…"),
      [CS_ACTION_SEND_BACK] = N_ ("Send Back…"),
      [CS_ACTION_ASK] = N_ ("Ask…"),
      [CS_ACTION_HAND_OVER] = N_ ("Hand Over…"),
      [CS_ACTION_CARRY] = N_ ("Confirm Earlier Approval"),
      [CS_ACTION_CONSENT] = N_ ("Record Answer…"),
      [CS_ACTION_SETTLE_CONDITION] = N_ ("Settle…"),
      [CS_ACTION_MAIL] = N_ ("Send Mail…"),
      [CS_ACTION_PAYMENT] = N_ ("Confirm Payment…"),
      [CS_ACTION_ASSIGN] = N_ ("Assign…"),
      [CS_ACTION_NOTE] = N_ ("Comment"),
      [CS_ACTION_ANSWER] = N_ ("Answer…"),
      [CS_ACTION_PAUSE] = N_ ("Pause…"),
      [CS_ACTION_RESUME] = N_ ("Resume"),
      [CS_ACTION_EXTEND] = N_ ("Extend…"),
      [CS_ACTION_OVERRIDE] = N_ ("Override…"),
      [CS_ACTION_RECALL] = N_ ("Recall…"),
      [CS_ACTION_WITHDRAW] = N_ ("Take Back…"),
      [CS_ACTION_ACKNOWLEDGE] = N_ ("Acknowledge…"),
  };

  if (action->kind == CS_ACTION_RETURN && cs_action_text_leads_elsewhere (action->step))
    return _ ("Send To…");
  if (action->kind == CS_ACTION_CONSENT && is_signature (action->level))
    return _ ("Record Signature…");
  if (action->kind == CS_ACTION_OFFER && action->step->approval->levels->len > 0 &&
      ((const CsLevel *)action->step->approval->levels->pdata[0])->is_consent)
    return _ ("Put to the Client…");
  return _ (labels[action->kind]);
}

/**
 * cs_action_text_is_work:
 *
 * Returns: whether it brings a step forward
 */
gboolean
cs_action_text_is_work (CsActionKind kind)
{
  switch ((guint)kind) {
    case CS_ACTION_FILL:
    case CS_ACTION_COMPLETE:
    case CS_ACTION_CHECK:
    case CS_ACTION_OFFER:
    case CS_ACTION_APPROVE:
    case CS_ACTION_CARRY:
    case CS_ACTION_CONSENT:
    case CS_ACTION_MAIL:
    case CS_ACTION_PAYMENT:
      return TRUE;
    default:
      return FALSE;
  }
}

/**
 * cs_action_text_is_decision:
 *
 * Returns: whether it is an answer to an offer, which is held for a while and can be undone
 */
gboolean
cs_action_text_is_decision (CsActionKind kind)
{
  return kind == CS_ACTION_APPROVE || kind == CS_ACTION_REJECT || kind == CS_ACTION_SEND_BACK ||
         kind == CS_ACTION_ASK || kind == CS_ACTION_HAND_OVER || kind == CS_ACTION_CARRY;
}

/**
 * cs_action_text_reasons:
 *
 * Returns: (transfer full) (nullable): why it cannot be done now, a sentence a line
 */
char *
cs_action_text_reasons (const CsAction *action)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; action->reasons != NULL && i < action->reasons->len; i++) {
    const CsReason *reason = action->reasons->pdata[i];

    g_string_append_printf (out, "%s%s", out->len > 0 ? "\n" : "", reason->text);
  }
  return out->len > 0 ? g_strdup (out->str) : NULL;
}
