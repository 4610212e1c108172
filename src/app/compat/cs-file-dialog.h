/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void cs_file_open_async (GtkWidget *parent,
                         const char *title,
                         GAsyncReadyCallback callback,
                         gpointer user_data);
GFile *cs_file_open_finish (GAsyncResult *result);
void cs_file_save_async (GtkWidget *parent,
                         const char *title,
                         const char *name,
                         GAsyncReadyCallback callback,
                         gpointer user_data);
GFile *cs_file_save_finish (GAsyncResult *result);
void cs_open_uri (GtkWidget *parent, const char *uri);

G_END_DECLS
