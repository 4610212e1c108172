/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-ledger.h"

G_BEGIN_DECLS

GPtrArray *cs_check_log (CsLedger *ledger, GError **error);

G_END_DECLS
