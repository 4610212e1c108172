/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void cs_announce_set_status (GtkWidget *window, GtkLabel *status);
void cs_announce (GtkWidget *widget, const char *text);
void cs_style_follow (GtkWidget *window);

G_END_DECLS
