/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-field-control.h"

G_BEGIN_DECLS

/* A length of time: a number or a range, and what it counts. */
#define CS_TYPE_DURATION_CONTROL (cs_duration_control_get_type ())
G_DECLARE_FINAL_TYPE (CsDurationControl, cs_duration_control, CS, DURATION_CONTROL, CsFieldControl)

G_END_DECLS
