/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-field-control.h"

G_BEGIN_DECLS

/* A file, copied into the workspace. */
#define CS_TYPE_FILE_CONTROL (cs_file_control_get_type ())
G_DECLARE_FINAL_TYPE (CsFileControl, cs_file_control, CS, FILE_CONTROL, CsFieldControl)

G_END_DECLS
