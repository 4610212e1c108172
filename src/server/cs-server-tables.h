/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-store.h"

G_BEGIN_DECLS

gboolean cs_server_tables_prepare (CsStore *store, GError **error);

G_END_DECLS
