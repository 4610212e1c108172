/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CS_TYPE_SLOT (cs_slot_get_type ())
G_DECLARE_FINAL_TYPE (CsSlot, cs_slot, CS, SLOT, GtkWidget)

GtkWidget *cs_slot_new (int wish_px);
void cs_slot_set_child (CsSlot *self, GtkWidget *child);
GtkWidget *cs_slot_get_child (CsSlot *self);
void cs_slot_set_wish (CsSlot *self, int wish_px);

G_END_DECLS
