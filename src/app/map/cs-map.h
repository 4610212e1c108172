/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-reader.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* A process as a map, with the place of a request in it when there is one. */
#define CS_TYPE_MAP (cs_map_get_type ())
G_DECLARE_FINAL_TYPE (CsMap, cs_map, CS, MAP, AdwBin)

GtkWidget *cs_map_new (void);
void cs_map_show_request (CsMap *self, CsReader *reader);
void cs_map_show_process (CsMap *self, const CsProcess *process);

G_END_DECLS
