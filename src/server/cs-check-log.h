/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-keys.h"
#include "cs-ledger.h"

G_BEGIN_DECLS

GPtrArray *cs_check_log (CsLedger *ledger, CsKeys *file_keys, GError **error);

G_END_DECLS
