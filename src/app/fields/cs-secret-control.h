/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-field-control.h"

G_BEGIN_DECLS

/* To whom, how and when a secret was handed over; never the secret itself. */
#define CS_TYPE_SECRET_CONTROL (cs_secret_control_get_type ())
G_DECLARE_FINAL_TYPE (CsSecretControl, cs_secret_control, CS, SECRET_CONTROL, CsFieldControl)

G_END_DECLS
