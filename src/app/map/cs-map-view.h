/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-flow.h"
#include "cs-reader.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * The steps of a process in their stages, with the lines between them; a list for those who hear
 * it. Arrow keys go from step to step. Signal: step-pressed (CsMapStep).
 */
#define CS_TYPE_MAP_VIEW (cs_map_view_get_type ())
G_DECLARE_FINAL_TYPE (CsMapView, cs_map_view, CS, MAP_VIEW, GtkWidget)

GtkWidget *cs_map_view_new (void);
void cs_map_view_show (CsMapView *self, const CsProcess *process, CsReader *reader);
const CsFlow *cs_map_view_get_flow (CsMapView *self);
gboolean cs_map_view_focus_now (CsMapView *self);
void cs_map_view_popup (CsMapView *self, GtkWidget *step, GtkWidget *content);
void cs_map_view_popdown (CsMapView *self);

G_END_DECLS
