/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-pg-tables.h"

G_BEGIN_DECLS

gboolean cs_pg_copy_out (CsPg *pg,
                         CsSqlite *sqlite,
                         const char *workspace,
                         const GPtrArray *tables,
                         GError **error);
gboolean cs_pg_copy_in (CsPg *pg,
                        CsSqlite *sqlite,
                        const char *workspace,
                        const GPtrArray *tables,
                        GError **error);

G_END_DECLS
