/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-pack.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* One step on the map: what it is, how far it is, and what it waits for. A press tells more. */
#define CS_TYPE_MAP_STEP (cs_map_step_get_type ())
G_DECLARE_FINAL_TYPE (CsMapStep, cs_map_step, CS, MAP_STEP, GtkButton)

GtkWidget *cs_map_step_new (const CsStep *step);
const CsStep *cs_map_step_get_step (CsMapStep *self);
void cs_map_step_show (CsMapStep *self,
                       const char *icon,
                       const char *title,
                       const char *state,
                       const char *blocks);
void cs_map_step_set_look (CsMapStep *self, const char *tint, gboolean is_aside);

G_END_DECLS
