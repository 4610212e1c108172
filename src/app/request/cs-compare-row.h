/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* One changed field: what was removed and what was added. */
#define CS_TYPE_COMPARE_ROW (cs_compare_row_get_type ())
G_DECLARE_FINAL_TYPE (CsCompareRow, cs_compare_row, CS, COMPARE_ROW, GtkListBoxRow)

GtkWidget *cs_compare_row_new (const char *title, const char *before, const char *after);

G_END_DECLS
