/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Two panes side by side, one at a time when narrow. Children of type "start" and "end". */
#define CS_TYPE_PANE (cs_pane_get_type ())
G_DECLARE_FINAL_TYPE (CsPane, cs_pane, CS, PANE, AdwBin)

GtkWidget *cs_pane_new (void);
void cs_pane_set_start (CsPane *self, GtkWidget *child);
void cs_pane_set_end (CsPane *self, GtkWidget *child);
GtkWidget *cs_pane_get_start (CsPane *self);
GtkWidget *cs_pane_get_end (CsPane *self);

gboolean cs_pane_get_folded (CsPane *self);
gboolean cs_pane_get_show_end (CsPane *self);
void cs_pane_set_show_end (CsPane *self, gboolean show_end);
gboolean cs_pane_get_show_start (CsPane *self);
void cs_pane_set_show_start (CsPane *self, gboolean show_start);
gboolean cs_pane_is_in_end (CsPane *self, GtkWidget *widget);

G_END_DECLS
