/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-decider.h"

G_BEGIN_DECLS

/* What the menu of a request in the inbox can do beside deciding. */
const CsAction *cs_inbox_find_withdrawal (CsRequestView *view);
void cs_inbox_withdraw (GtkWidget *parent, CsSession *session, CsRequestView *view);
const CsDocument *cs_inbox_find_document (CsRequestView *view, const CsStep *step);
void
cs_inbox_print (GtkWidget *parent, CsSession *session, CsRequestView *view, CsDecider *decider);

G_END_DECLS
