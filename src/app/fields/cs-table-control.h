/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-field-control.h"

G_BEGIN_DECLS

/* Rows of columns. */
#define CS_TYPE_TABLE_CONTROL (cs_table_control_get_type ())
G_DECLARE_FINAL_TYPE (CsTableControl, cs_table_control, CS, TABLE_CONTROL, CsFieldControl)

G_END_DECLS
