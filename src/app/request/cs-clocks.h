/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-reader.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The clocks of a request, each with its sum in words. */
#define CS_TYPE_CLOCKS (cs_clocks_get_type ())
G_DECLARE_FINAL_TYPE (CsClocks, cs_clocks, CS, CLOCKS, AdwBin)

GtkWidget *cs_clocks_new (void);
void cs_clocks_show (CsClocks *self, CsReader *reader);

G_END_DECLS
