/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

gboolean cs_list_go_to (GtkWidget *list, guint position);
void cs_list_name_row (GtkWidget *child, const char *name);
gboolean cs_is_typing (GtkWidget *widget);

G_END_DECLS
