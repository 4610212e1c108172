/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-screen.h"

G_BEGIN_DECLS

#define CS_TYPE_PAYMENTS_VIEW (cs_payments_view_get_type ())
G_DECLARE_FINAL_TYPE (CsPaymentsView, cs_payments_view, CS, PAYMENTS_VIEW, CsScreen)

G_END_DECLS
