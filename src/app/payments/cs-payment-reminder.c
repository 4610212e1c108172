/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-payment-reminder.h"

#include "cs-field-context.h"
#include "cs-money-format.h"

#include <glib/gi18n-lib.h>

static void
add_fact (CsDocumentPdf *pdf, const char *label, const char *value)
{
  if (value != NULL && *value != '\0')
    cs_document_pdf_add_fact (pdf, label, value);
}

static char *
money_text (CsMoney money)
{
  return cs_money_to_display (money, cs_field_context_get_locale (), CS_DIGITS_LATIN);
}

static void
add_amounts (CsDocumentPdf *pdf, const CsPayment *payment)
{
  g_autofree char *amount = payment->has_amount ? money_text (payment->amount) : NULL;
  g_autofree char *received = payment->received.minor > 0 ? money_text (payment->received) : NULL;
  g_autofree char *rest = NULL;
  CsMoney outstanding;

  add_fact (pdf, _ ("Invoiced"), amount);
  add_fact (pdf, _ ("Received"), received);
  if (amount != NULL && received != NULL &&
      cs_money_subtract (payment->amount, payment->received, &outstanding, NULL)) {
    rest = money_text (outstanding);
    add_fact (pdf, _ ("Outstanding"), rest);
  }
}

/**
 * cs_payment_dup_outstanding:
 *
 * Returns: (transfer full) (nullable): what is not paid yet; NULL where no amount is known
 */
char *
cs_payment_dup_outstanding (const CsPayment *payment)
{
  CsMoney outstanding = payment->amount;

  if (!payment->has_amount ||
      (payment->received.minor > 0 &&
       !cs_money_subtract (payment->amount, payment->received, &outstanding, NULL)))
    return NULL;
  return money_text (outstanding);
}

/**
 * cs_payment_dup_invoice:
 *
 * The invoice's number stands beside its amount in the form that asks for both.
 *
 * Returns: (transfer full) (nullable): the number
 */
char *
cs_payment_dup_invoice (CsReader *reader, const CsPayment *payment)
{
  const CsRequest *request = cs_reader_get_request (reader);
  const GPtrArray *steps = cs_reader_get_process (reader)->steps;

  for (guint i = 0; i < steps->len; i++) {
    const CsStep *step = steps->pdata[i];
    const CsField *number = NULL;
    if (!g_ptr_array_find (step->form, payment->step->payment, NULL))
      continue;
    for (guint j = 0; j < step->form->len && number == NULL; j++)
      if (((const CsField *)step->form->pdata[j])->type == CS_FIELD_TEXT)
        number = step->form->pdata[j];
    if (number != NULL)
      return cs_request_dup_value_text (request,
                                        number,
                                        cs_reader_get_directory (reader),
                                        cs_field_context_get_locale ());
  }
  return NULL;
}

/**
 * cs_payment_reminder_new:
 * @reader: of the request
 * @payment: one of its payments
 *
 * A letter to the client about what is owed. It holds nothing that is not on the invoice.
 *
 * Returns: (transfer full): the letter
 */
CsDocumentPdf *
cs_payment_reminder_new (CsReader *reader, const CsPayment *payment)
{
  CsSession *session = cs_reader_get_session (reader);
  const CsPack *pack = cs_reader_get_process (reader)->pack;
  const CsClockRun *run = cs_reader_find_run (reader, payment->step, NULL);
  const char *number = cs_request_get_number (cs_reader_get_request (reader));
  CsDocumentPdf *pdf = cs_document_pdf_new (_ ("Payment Reminder"), number != NULL ? number : "");
  g_autofree char *from = cs_reader_dup_text (reader, pack->title, pack->id);
  g_autofree char *client = cs_reader_dup_client (reader);
  g_autofree char *invoice = cs_payment_dup_invoice (reader, payment);
  g_autofree char *due = NULL;
  g_autofree char *notice = NULL;

  cs_document_pdf_set_created (pdf, cs_session_get_now (session));
  add_fact (pdf, _ ("From"), from);
  add_fact (pdf, _ ("To"), client);
  add_fact (pdf, _ ("Subject"), cs_request_get_title (cs_reader_get_request (reader)));
  add_fact (pdf, _ ("Invoice"), invoice);
  add_amounts (pdf, payment);
  if (run != NULL && run->due != CS_INSTANT_NONE)
    due = cs_format_date (cs_session_get_format (session), run->due);
  add_fact (pdf, _ ("Due"), due);
  cs_document_pdf_add_section (
      pdf,
      _ ("Please pay what is open"),
      _ ("We have not been able to confirm the payment of this invoice. If it has been paid, "
         "please "
         "send us the advice of the bank. If something stands in the way, please tell us."));
  cs_document_pdf_add_section (pdf,
                               _ ("Contact"),
                               cs_session_get_person_name (session, cs_reader_get_me (reader)));
  if (pack->notice != NULL) {
    notice = cs_reader_dup_text (reader, pack->notice, "");
    cs_document_pdf_set_notice (pdf, notice);
  }
  return pdf;
}
