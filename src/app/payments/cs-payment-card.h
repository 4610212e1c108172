/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-format.h"
#include "cs-workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* One group of payments: its heading, how many, and the totals. Property: group. */
#define CS_TYPE_PAYMENT_CARD (cs_payment_card_get_type ())
G_DECLARE_FINAL_TYPE (CsPaymentCard, cs_payment_card, CS, PAYMENT_CARD, GtkToggleButton)

const char *cs_payment_card_get_group (CsPaymentCard *self);
void cs_payment_card_show (CsPaymentCard *self, const GPtrArray *totals, const CsFormat *format);

G_END_DECLS
