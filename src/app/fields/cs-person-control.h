/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-field-control.h"

G_BEGIN_DECLS

/* A person, found by typing. */
#define CS_TYPE_PERSON_CONTROL (cs_person_control_get_type ())
G_DECLARE_FINAL_TYPE (CsPersonControl, cs_person_control, CS, PERSON_CONTROL, CsFieldControl)

G_END_DECLS
