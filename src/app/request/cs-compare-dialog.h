/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-reader.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Two versions of a document in a window of their own; F7 goes from change to change. */
gboolean cs_compare_dialog_find_changed (CsReader *reader, guint *index);
void cs_compare_dialog_present (GtkWidget *parent, CsReader *reader, guint index);

G_END_DECLS
