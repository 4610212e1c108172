/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-ledger.h"

G_BEGIN_DECLS

gboolean cs_generate_fill (CsLedger *ledger,
                           const char *pack,
                           guint n_requests,
                           guint32 seed,
                           GError **error);

G_END_DECLS
