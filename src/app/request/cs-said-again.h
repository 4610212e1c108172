/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-action-questions.h"

G_BEGIN_DECLS

/* What was not counted, put once more into the dialog that asks for it (K-13). */
gboolean cs_said_again_fits (const CsAction *action, const char *kind, const json_t *data);
CsActionWay cs_said_again_get_way (const CsAction *action, const json_t *data);
json_t *cs_said_again_make_answers (const json_t *data);

G_END_DECLS
