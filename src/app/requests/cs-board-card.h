/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* One request on the board. Properties: session, item (CsRow). */
#define CS_TYPE_BOARD_CARD (cs_board_card_get_type ())
G_DECLARE_FINAL_TYPE (CsBoardCard, cs_board_card, CS, BOARD_CARD, AdwBin)

GtkWidget *cs_board_card_new (CsSession *session);
void cs_board_card_set_item (CsBoardCard *self, CsRow *item);
CsRow *cs_board_card_get_item (CsBoardCard *self);

G_END_DECLS
