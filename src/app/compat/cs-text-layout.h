/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CS_TYPE_TEXT_LAYOUT (cs_text_layout_get_type ())
G_DECLARE_FINAL_TYPE (CsTextLayout, cs_text_layout, CS, TEXT_LAYOUT, GtkLayoutManager)

GtkLayoutManager *cs_text_layout_new (void);

G_END_DECLS
