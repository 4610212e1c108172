/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

void cs_hours_row_turn (GtkWidget *row);

G_END_DECLS
