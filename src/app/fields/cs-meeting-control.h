/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-field-control.h"

G_BEGIN_DECLS

/* When a meeting is held, how long, and with whom. */
#define CS_TYPE_MEETING_CONTROL (cs_meeting_control_get_type ())
G_DECLARE_FINAL_TYPE (CsMeetingControl, cs_meeting_control, CS, MEETING_CONTROL, CsFieldControl)

G_END_DECLS
