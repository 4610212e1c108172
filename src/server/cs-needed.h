/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-ledger.h"

G_BEGIN_DECLS

GPtrArray *
cs_needed_list (CsLedger *ledger, const char *person, const GPtrArray *grants, GError **error);
gboolean cs_needed_is_open (CsStore *store,
                            gint64 seq,
                            const GPtrArray *grants,
                            gboolean *is_open,
                            GError **error);

G_END_DECLS
