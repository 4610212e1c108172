/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-field-control.h"

G_BEGIN_DECLS

/* An amount and its currency. */
#define CS_TYPE_MONEY_CONTROL (cs_money_control_get_type ())
G_DECLARE_FINAL_TYPE (CsMoneyControl, cs_money_control, CS, MONEY_CONTROL, CsFieldControl)

G_END_DECLS
