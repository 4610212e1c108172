/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-sqlite.h"

G_BEGIN_DECLS

/* Which rows a transaction changes, as SQLite's session extension writes it down. */
typedef struct _CsChanges CsChanges;

typedef enum { CS_CHANGE_INSERT, CS_CHANGE_UPDATE, CS_CHANGE_DELETE } CsChangeKind;

/* One row of a change; everything is borrowed and good for the call. */
typedef struct {
  CsChangeKind kind;
  const char *table;
  int n_columns;
  const guint8 *is_key; /* whether each column is of the primary key */
  gpointer iterator;
} CsChange;

typedef enum {
  CS_CELL_UNCHANGED,
  CS_CELL_NULL,
  CS_CELL_INT,
  CS_CELL_TEXT,
  CS_CELL_BYTES
} CsCellKind;
typedef struct {
  CsCellKind kind;
  gint64 number;
  const guint8 *data;
  gsize length;
} CsCell;

typedef gboolean (*CsChangesWants) (const char *table);
typedef gboolean (*CsChangesFunc) (const CsChange *change, gpointer user_data, GError **error);

CsChanges *cs_changes_begin (CsSqlite *sqlite, CsChangesWants wants, GError **error);
GBytes *cs_changes_end (CsChanges *self, GError **error);
void cs_changes_free (CsChanges *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsChanges, cs_changes_free)

gboolean cs_changes_each (GBytes *changes, CsChangesFunc func, gpointer user_data, GError **error);
void cs_change_get_cell (const CsChange *self, int column, CsCell *cell);
gboolean
cs_changes_apply (CsSqlite *sqlite, GBytes *changes, CsChangesWants is_loose, GError **error);

G_END_DECLS
