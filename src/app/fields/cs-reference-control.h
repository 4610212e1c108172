/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-field-control.h"

G_BEGIN_DECLS

/* A key in another system, with a button that opens it there. */
#define CS_TYPE_REFERENCE_CONTROL (cs_reference_control_get_type ())
G_DECLARE_FINAL_TYPE (CsReferenceControl,
                      cs_reference_control,
                      CS,
                      REFERENCE_CONTROL,
                      CsFieldControl)

G_END_DECLS
