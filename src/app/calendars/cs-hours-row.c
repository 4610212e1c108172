/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-hours-row.h"

/**
 * cs_hours_row_turn:
 * @row: an AdwEntryRow for hours such as “09:00–13:00, 14:00–18:00”
 *
 * Hours read from left to right in every language; they still begin where its texts do.
 */
void
cs_hours_row_turn (GtkWidget *row)
{
  GtkEditable *text = gtk_editable_get_delegate (GTK_EDITABLE (row));
  gboolean is_rtl = gtk_widget_get_direction (row) == GTK_TEXT_DIR_RTL;

  gtk_widget_set_direction (GTK_WIDGET (text), GTK_TEXT_DIR_LTR);
  gtk_editable_set_alignment (text, is_rtl ? 1 : 0);
}
