/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-reader.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Next step: what is to be done, by whom, since when and until when, and a button that does it. */
#define CS_TYPE_NEXT_STEP (cs_next_step_get_type ())
G_DECLARE_FINAL_TYPE (CsNextStep, cs_next_step, CS, NEXT_STEP, AdwBin)

GtkWidget *cs_next_step_new (void);
void cs_next_step_show (CsNextStep *self, CsReader *reader);

G_END_DECLS
