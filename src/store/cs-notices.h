/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-store.h"

G_BEGIN_DECLS

/* Rungs that were written here and that nobody on this computer has been told of yet (D-C10). */
gboolean cs_notices_keep (CsStore *store, const char *entry, GError **error);
gboolean cs_notices_drop (CsStore *store, const char *entry, GError **error);
GPtrArray *cs_notices_list (CsStore *store, GError **error);

G_END_DECLS
