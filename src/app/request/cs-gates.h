/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-reader.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The gates of a request: what holds, what is missing, who can supply it, and the way there. */
#define CS_TYPE_GATES (cs_gates_get_type ())
G_DECLARE_FINAL_TYPE (CsGates, cs_gates, CS, GATES, AdwBin)

GtkWidget *cs_gates_new (void);
void cs_gates_show (CsGates *self, CsReader *reader);
void cs_gates_show_missing (GtkListBox *list, CsReader *reader, const GPtrArray *missing);
void cs_gates_focus (CsGates *self, const char *gate);

G_END_DECLS
