/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-reader.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The stages and steps of the process, with how far they are and who has them. */
#define CS_TYPE_PROGRESS (cs_progress_get_type ())
G_DECLARE_FINAL_TYPE (CsProgress, cs_progress, CS, PROGRESS, AdwBin)

GtkWidget *cs_progress_new (void);
void cs_progress_show (CsProgress *self, CsReader *reader);

char *cs_progress_dup_state (CsReader *reader, const CsStep *step);
const char *cs_progress_get_tint (CsStepState state);

G_END_DECLS
