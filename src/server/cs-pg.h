/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-error.h"

#include <libpq-fe.h>

G_BEGIN_DECLS

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PGresult, PQclear)

/* A connection to PostgreSQL; one thread's at a time. */
typedef struct _CsPg CsPg;

CsPg *cs_pg_open (const char *url, GError **error);
void cs_pg_close (CsPg *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsPg, cs_pg_close)

gboolean cs_pg_is_lost (CsPg *self);
void cs_pg_drop (CsPg *self);
gboolean cs_pg_revive (CsPg *self, gint64 until_usec, GError **error);
guint cs_pg_get_life (CsPg *self);
PGconn *cs_pg_get_connection (CsPg *self);

gboolean cs_pg_exec (CsPg *self, const char *sql, GError **error);
PGresult *cs_pg_query (CsPg *self, GError **error, const char *sql, const char *types, ...)
    G_GNUC_WARN_UNUSED_RESULT;
gboolean cs_pg_run (CsPg *self, GError **error, const char *sql, const char *types, ...);
gboolean cs_pg_check (CsPg *self, const PGresult *result, GError **error);
void cs_pg_end_transaction (CsPg *self);

gint64 cs_pg_get_int (const PGresult *result, int row, int column);
GBytes *cs_pg_get_bytes (const PGresult *result, int row, int column);

G_END_DECLS
