/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-document-pdf.h"
#include "cs-reader.h"

G_BEGIN_DECLS

char *cs_payment_dup_invoice (CsReader *reader, const CsPayment *payment);
char *cs_payment_dup_outstanding (const CsPayment *payment);
CsDocumentPdf *cs_payment_reminder_new (CsReader *reader, const CsPayment *payment);

G_END_DECLS
