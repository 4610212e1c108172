/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-document-pdf.h"
#include "cs-reader.h"

G_BEGIN_DECLS

CsDocumentPdf *cs_payment_reminder_new (CsReader *reader, const CsPayment *payment);

G_END_DECLS
