/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-reader.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* What the reader can do on a request now: a card for each step, then how far the process is. */
#define CS_TYPE_WORK (cs_work_get_type ())
G_DECLARE_FINAL_TYPE (CsWork, cs_work, CS, WORK, AdwBin)

GtkWidget *cs_work_new (void);
void cs_work_show (CsWork *self, CsReader *reader);
void cs_work_clear (CsWork *self);
gboolean cs_work_put (CsWork *self, const char *step, const json_t *values, const json_t *reason);
gboolean cs_work_go_to (CsWork *self, const char *step, const char *field);

G_END_DECLS
