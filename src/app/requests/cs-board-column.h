/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * One stage of the board: what stands in it, and how many, how late and how much. Signal:
 * row-activated (CsRow).
 */
#define CS_TYPE_BOARD_COLUMN (cs_board_column_get_type ())
G_DECLARE_FINAL_TYPE (CsBoardColumn, cs_board_column, CS, BOARD_COLUMN, AdwBin)

GtkWidget *cs_board_column_new (CsSession *session, const char *stage, const char *title);
const char *cs_board_column_get_stage (CsBoardColumn *self);
void cs_board_column_set_filter (CsBoardColumn *self, const CsListFilter *filter);
void cs_board_column_show_totals (CsBoardColumn *self,
                                  const GPtrArray *totals,
                                  const char *pack,
                                  const char *process);
CsRow *cs_board_column_get_focused (CsBoardColumn *self, guint *position);
gboolean cs_board_column_go_to (CsBoardColumn *self, guint position);

G_END_DECLS
