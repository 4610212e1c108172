/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * Children in a line, in further lines where one is too narrow; those that are aligned to the end
 * stand at the end of their line. Property: spacing.
 */
#define CS_TYPE_WRAP (cs_wrap_get_type ())
G_DECLARE_FINAL_TYPE (CsWrap, cs_wrap, CS, WRAP, GtkWidget)

GtkWidget *cs_wrap_new (int spacing_px);
void cs_wrap_append (CsWrap *self, GtkWidget *child);
void cs_wrap_remove_all (CsWrap *self);

G_END_DECLS
