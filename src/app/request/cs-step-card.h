/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-reader.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* One step with all that the reader can do in it: its form, checks, messages, answers. */
#define CS_TYPE_STEP_CARD (cs_step_card_get_type ())
G_DECLARE_FINAL_TYPE (CsStepCard, cs_step_card, CS, STEP_CARD, AdwBin)

GtkWidget *cs_step_card_new (CsReader *reader, const CsStep *step);
void cs_step_card_follow (CsStepCard *self, CsReader *reader);

const char *cs_step_card_get_step (CsStepCard *self);
gboolean cs_step_card_is_dirty (CsStepCard *self);
gboolean cs_step_card_put (CsStepCard *self, const json_t *values, const json_t *reason);
void cs_step_card_focus (CsStepCard *self, const char *field);

G_END_DECLS
