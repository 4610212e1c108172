/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-ledger.h"
#include "cs-wire-pull.h"

G_BEGIN_DECLS

gboolean cs_ledger_apply_page (CsLedger *self,
                               const CsWireCheckpoint *page,
                               const GPtrArray *entries,
                               GPtrArray *gone,
                               gboolean *has_left,
                               GError **error);
gboolean
cs_ledger_leave_needed (CsLedger *self, GPtrArray *gone, gboolean *has_left, GError **error);

G_END_DECLS
