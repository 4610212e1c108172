/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-dialog.h"
#include "cs-reader.h"

G_BEGIN_DECLS

/* What can be recorded of a payment; the names are those of the entry's “state”. */
typedef enum {
  CS_PAYMENT_ACT_CONFIRM,
  CS_PAYMENT_ACT_PROMISE,
  CS_PAYMENT_ACT_PART,
  CS_PAYMENT_ACT_DISPUTE,
  CS_PAYMENT_ACT_WRITE_OFF,
} CsPaymentAct;
#define CS_N_PAYMENT_ACTS 5

const char *cs_payment_act_label (CsPaymentAct act);
CsPaymentAct cs_payment_act_from_state (const char *state);

/* Asks for what the act needs and records it. */
#define CS_TYPE_PAYMENT_DIALOG (cs_payment_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CsPaymentDialog, cs_payment_dialog, CS, PAYMENT_DIALOG, CsDialog)

void cs_payment_dialog_present (GtkWidget *parent,
                                CsReader *reader,
                                const CsPayment *payment,
                                CsPaymentAct act,
                                const json_t *said);

G_END_DECLS
