/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-screen.h"

G_BEGIN_DECLS

#define CS_TYPE_PAYMENT_PAGE (cs_payment_page_get_type ())
G_DECLARE_FINAL_TYPE (CsPaymentPage, cs_payment_page, CS, PAYMENT_PAGE, CsScreen)

G_END_DECLS
