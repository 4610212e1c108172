/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-pg-tables.h"

G_BEGIN_DECLS

/* Does to PostgreSQL's tables what a transaction did to the mirror's. */
typedef struct _CsPgWriter CsPgWriter;

CsPgWriter *cs_pg_writer_new (CsPg *pg, const char *workspace, GPtrArray *tables);
void cs_pg_writer_free (CsPgWriter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsPgWriter, cs_pg_writer_free)

gboolean cs_pg_writer_send (CsPgWriter *self, GBytes *changes, GError **error);

G_END_DECLS
