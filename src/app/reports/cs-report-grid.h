/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-report-table.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

void cs_report_grid_show (GtkColumnView *view, CsReportTable *table);

G_END_DECLS
