/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-report-table.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkPrintOperation *
cs_report_print_new (const CsReportTable *table, const char *filters, const char *when);

G_END_DECLS
