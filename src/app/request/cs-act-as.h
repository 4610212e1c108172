/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-detail-row.h"
#include "cs-reader.h"

G_BEGIN_DECLS

/* In a sample workspace one can act as whoever has the ball. */
gboolean cs_act_as_is_possible (CsReader *reader, const char *const *people);
GtkWidget *cs_act_as_button_new (CsReader *reader, const char *const *people);
void cs_detail_row_add_act_as (CsDetailRow *row, CsReader *reader, const char *const *people);

G_END_DECLS
