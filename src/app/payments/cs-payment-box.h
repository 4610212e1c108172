/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-reader.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

void cs_payment_box_fill (GtkBox *box, CsReader *reader, guint index);
const CsMail *cs_payment_box_find_escalation (const CsPayment *payment);

G_END_DECLS
