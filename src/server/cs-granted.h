/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-ledger.h"

G_BEGIN_DECLS

GPtrArray *cs_granted_list (CsLedger *ledger, const char *person, GError **error);

/* Who is named on a request, kept beside the journal. */
gboolean cs_granted_keep_named (CsStore *store,
                                gint64 ref,
                                const char *home,
                                const CsRequest *request,
                                GError **error);

G_END_DECLS
