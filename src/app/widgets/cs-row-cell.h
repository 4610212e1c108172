/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-row-table.h"

G_BEGIN_DECLS

GtkListItemFactory *
cs_row_cell_factory_new (const CsRowColumn *column, CsSession *session, gboolean names_row);

G_END_DECLS
