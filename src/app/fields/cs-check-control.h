/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-field-control.h"

G_BEGIN_DECLS

/* Done, not applicable or failed, with reason and evidence. */
#define CS_TYPE_CHECK_CONTROL (cs_check_control_get_type ())
G_DECLARE_FINAL_TYPE (CsCheckControl, cs_check_control, CS, CHECK_CONTROL, CsFieldControl)

void cs_check_control_set_may_na (CsCheckControl *self, gboolean may_na);

G_END_DECLS
