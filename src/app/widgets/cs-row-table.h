/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-session.h"

G_BEGIN_DECLS

typedef enum {
  CS_CELL_TEXT,      /* a string property */
  CS_CELL_SECONDARY, /* the same, less loud */
  CS_CELL_REFERENCE, /* a request's number, left to right */
  CS_CELL_NUMBER,    /* figures, at the end of the cell, left to right */
  CS_CELL_DAY,       /* an instant, as a day */
  CS_CELL_DATE,      /* an ISO date, as a day */
  CS_CELL_BADGE,     /* the row's clock */
  CS_CELL_STATE,     /* icon and words of CsRowColumn.describe */
} CsCellKind;

/* Icon, words and tint of a row's state. */
typedef struct {
  const char *icon; /* (nullable) static */
  char *text;       /* (owned) (nullable): nothing is shown */
  const char *tint; /* (nullable) static style class: warning, error, success */
} CsCellState;

/* One column; tables of these are static. */
typedef struct {
  const char *id;
  const char *title; /* translatable */
  CsCellKind kind;
  const char *property; /* of CsRow */
  const char *order;    /* (nullable) of CsListFilter: its header sorts */
  int from_width_px;    /* shown from this width of the table on */
  gboolean expands;
  void (*describe) (CsRow *row, CsCellState *state, CsSession *session);
} CsRowColumn;

/*
 * A table of CsRow. Signals: order-changed, row-activated (CsRow). The model is a lazy list, so
 * headers sort by asking for another list: see cs_row_table_get_order().
 */
#define CS_TYPE_ROW_TABLE (cs_row_table_get_type ())
G_DECLARE_FINAL_TYPE (CsRowTable, cs_row_table, CS, ROW_TABLE, GtkWidget)

void cs_row_table_set_columns (CsRowTable *self,
                               CsSession *session,
                               const char *name,
                               const CsRowColumn *columns,
                               guint n_columns);
void cs_row_table_set_model (CsRowTable *self, GListModel *model);
GtkSelectionModel *cs_row_table_get_selection (CsRowTable *self);
CsRow *cs_row_table_get_selected (CsRowTable *self);
const char *cs_row_table_get_order (CsRowTable *self);
GMenuModel *cs_row_table_get_menu (CsRowTable *self);
GActionGroup *cs_row_table_get_actions (CsRowTable *self);
GtkWidget *cs_row_table_get_list (CsRowTable *self);
void cs_row_table_move (CsRowTable *self, int step);

G_END_DECLS
