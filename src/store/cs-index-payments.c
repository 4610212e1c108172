/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-index-private.h"

/* The payments table (AG-23, U-03): what is owed for what was delivered. */

static int
bucket_of (CsPaymentState state)
{
  switch (state) {
    case CS_PAYMENT_CONFIRMED:
    case CS_PAYMENT_WRITTEN_OFF:
      return CS_PAYMENT_BUCKET_SETTLED;
    case CS_PAYMENT_PROMISED:
      return CS_PAYMENT_BUCKET_PROMISED;
    case CS_PAYMENT_NONE:
    case CS_PAYMENT_DUE:
    case CS_PAYMENT_PART:
    case CS_PAYMENT_DISPUTED:
    default:
      return CS_PAYMENT_BUCKET_OPEN;
  }
}

static gboolean
is_escalated (const CsClockRun *run)
{
  for (guint i = 0; run != NULL && i < run->rungs->len; i++) {
    const CsRungState *rung = run->rungs->pdata[i];

    if (rung->fired != NULL && rung->rung->anchor == CS_RUNG_LIMIT && !rung->rung->before)
      return TRUE;
  }
  return FALSE;
}

static const char *
find_note (const CsPayment *payment)
{
  for (guint i = payment->entries->len; i > 0; i--) {
    const char *text = cs_entry_get_text (payment->entries->pdata[i - 1], "note");

    if (text != NULL)
      return text;
  }
  return NULL;
}

static gboolean
write_payment (CsStore *store, const CsSummary *summary, const CsPayment *payment, GError **error)
{
  const CsClockRun *run = cs_summary_find_clock (summary, payment->step);
  gint64 due = run != NULL && run->due != CS_INSTANT_NONE ? run->due : CS_DUE_NEVER;
  const char *note = find_note (payment);
  int bucket = bucket_of (payment->state);

  if (bucket == CS_PAYMENT_BUCKET_SETTLED)
    due = -cs_request_get_changed (summary->request);
  return cs_sqlite_run (
      cs_store_get_sqlite (store),
      error,
      "INSERT INTO payment VALUES (?, ?, ?, ?, ?, ?, iif (?12, ?7, NULL), iif (?12, ?8, NULL),"
      " iif (?12, ?9, NULL), ?10, ?11, ?13)",
      "isiiiiiisisis",
      summary->ref,
      payment->step->id,
      (gint64)bucket,
      due,
      (gint64)payment->state,
      (gint64)is_escalated (run),
      payment->amount.minor,
      payment->received.minor,
      payment->amount.currency,
      (gint64)payment->asked_at,
      payment->promised_on,
      (gint64)payment->has_amount,
      note != NULL ? note : summary->note);
}

/**
 * cs_index_write_payments:
 *
 * Returns: whether the request's payments were written anew
 */
gboolean
cs_index_write_payments (CsStore *store, const CsSummary *summary, GError **error)
{
  const GPtrArray *payments = cs_request_get_payments (summary->request);

  if (!cs_sqlite_run (cs_store_get_sqlite (store),
                      error,
                      "DELETE FROM payment WHERE ref = ?",
                      "i",
                      summary->ref))
    return FALSE;
  for (guint i = 0; i < payments->len; i++) {
    const CsPayment *payment = payments->pdata[i];

    if (payment->state != CS_PAYMENT_NONE && !write_payment (store, summary, payment, error))
      return FALSE;
  }
  return TRUE;
}
