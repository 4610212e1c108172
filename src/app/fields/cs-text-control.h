/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-field-control.h"

G_BEGIN_DECLS

/* Text, long text, or a number. */
#define CS_TYPE_TEXT_CONTROL (cs_text_control_get_type ())
G_DECLARE_FINAL_TYPE (CsTextControl, cs_text_control, CS, TEXT_CONTROL, CsFieldControl)

G_END_DECLS
