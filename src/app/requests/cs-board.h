/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The requests of one process in columns, a stage each. Signal: row-activated (CsRow). */
#define CS_TYPE_BOARD (cs_board_get_type ())
G_DECLARE_FINAL_TYPE (CsBoard, cs_board, CS, BOARD, AdwBin)

GtkWidget *cs_board_new (void);
void cs_board_set_session (CsBoard *self, CsSession *session);
void cs_board_set_filter (CsBoard *self, const CsListFilter *filter);
CsRow *cs_board_get_focused (CsBoard *self);

G_END_DECLS
