/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

gboolean cs_list_go_to (GtkWidget *list, guint position);
void cs_list_name_row (GtkWidget *child, const char *name);
/* Takes over another list of rows, whose coming and changes are heard. */
void cs_list_follow (GListModel **list, GListModel *next, GCallback changed, gpointer view);
gboolean cs_is_typing (GtkWidget *widget);

G_END_DECLS
