/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-field-control.h"

G_BEGIN_DECLS

/* A date, typed or picked. */
#define CS_TYPE_DATE_CONTROL (cs_date_control_get_type ())
G_DECLARE_FINAL_TYPE (CsDateControl, cs_date_control, CS, DATE_CONTROL, CsFieldControl)

G_END_DECLS
