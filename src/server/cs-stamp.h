/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-ledger.h"

G_BEGIN_DECLS

/* Rows of scopes (K-05). */
typedef enum {
  CS_ROW_ENTRY,
  CS_ROW_OUTLINE,
  CS_ROW_LEAVE,
} CsRowKind;

gboolean cs_stamp_catch_up (CsLedger *ledger, GError **error);
gboolean cs_stamp_all (CsLedger *ledger, GError **error);

G_END_DECLS
