/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * Two children: words, and at their end a badge or a mark, which stands below them where it would
 * leave them too little room.
 */
#define CS_TYPE_ASIDE (cs_aside_get_type ())
G_DECLARE_FINAL_TYPE (CsAside, cs_aside, CS, ASIDE, GtkWidget)

G_END_DECLS
