/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-instant.h"
#include "cs-store.h"

G_BEGIN_DECLS

/* Rungs a person was told of on this computer, so that nobody is told twice (D-C10). */
gboolean cs_notices_claim (CsStore *store,
                           const char *person,
                           const char *entry,
                           CsInstant shown,
                           gboolean *is_first,
                           GError **error);

G_END_DECLS
