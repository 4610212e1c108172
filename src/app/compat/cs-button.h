/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *cs_icon_button (const char *icon_name, const char *name);
GtkWidget *cs_label_button (const char *label);
void cs_button_name (GtkWidget *button, const char *label);
void cs_calendar_name_arrows (GtkCalendar *calendar);
char *cs_plain_label (const char *label);

G_END_DECLS
