/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-page.h"

G_BEGIN_DECLS

CsPage *cs_page_order_get_last (GtkWidget *container);
void cs_page_order_move_focus (GtkWidget *container, int step);

G_END_DECLS
