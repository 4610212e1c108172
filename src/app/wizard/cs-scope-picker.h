/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* A button that finds an earlier request. Signal "chosen" (its id). */
#define CS_TYPE_SCOPE_PICKER (cs_scope_picker_get_type ())
G_DECLARE_FINAL_TYPE (CsScopePicker, cs_scope_picker, CS, SCOPE_PICKER, AdwBin)

void cs_scope_picker_set_session (CsScopePicker *self, CsSession *session);

G_END_DECLS
