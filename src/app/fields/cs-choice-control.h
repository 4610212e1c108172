/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-field-control.h"

G_BEGIN_DECLS

/* One of the options, or several where many may be chosen. */
#define CS_TYPE_CHOICE_CONTROL (cs_choice_control_get_type ())
G_DECLARE_FINAL_TYPE (CsChoiceControl, cs_choice_control, CS, CHOICE_CONTROL, CsFieldControl)

G_END_DECLS
