/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * A content, and beside it something that is only shown where there is room. Properties: content,
 * side, from-width (of the whole, in px).
 */
#define CS_TYPE_WIDE_BOX (cs_wide_box_get_type ())
G_DECLARE_FINAL_TYPE (CsWideBox, cs_wide_box, CS, WIDE_BOX, GtkWidget)

G_END_DECLS
