/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-pg.h"
#include "cs-sqlite.h"

G_BEGIN_DECLS

/* A table that the mirror and PostgreSQL both have. */
typedef struct {
  char *name;
  char type; /* 'i', 's' or 'b' */
  gboolean is_key;
} CsPgColumn;

typedef struct {
  char *name;
  GArray *columns;   /* (owned) CsPgColumn */
  GPtrArray *unique; /* (owned) of (owned) GStrv: columns that are a key beside the first */
} CsPgTable;

/* Where they lie. */
#define CS_PG_SCHEMA "countersign"

gboolean cs_pg_tables_wants (const char *table);
gboolean cs_pg_tables_is_loose (const char *table);
GPtrArray *cs_pg_tables_read (CsSqlite *sqlite, GError **error);
const CsPgTable *cs_pg_tables_find (const GPtrArray *tables, const char *name);
gboolean cs_pg_tables_make (CsPg *pg, const GPtrArray *tables, GError **error);
char *cs_pg_table_dup_columns (const CsPgTable *self);

G_END_DECLS
