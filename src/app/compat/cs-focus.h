/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void cs_focus_keep (GtkWindow *window);

G_END_DECLS
