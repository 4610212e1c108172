/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-reader.h"

G_BEGIN_DECLS

/* Actions in the words of buttons and sentences. */
const char *cs_action_text_label (const CsAction *action);
gboolean cs_action_text_leads_elsewhere (const CsStep *step);
gboolean cs_action_text_is_work (CsActionKind kind);
gboolean cs_action_text_is_decision (CsActionKind kind);
char *cs_action_text_reasons (const CsAction *action);

G_END_DECLS
