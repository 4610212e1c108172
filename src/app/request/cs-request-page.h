/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-screen.h"

G_BEGIN_DECLS

#define CS_TYPE_REQUEST_PAGE (cs_request_page_get_type ())
G_DECLARE_FINAL_TYPE (CsRequestPage, cs_request_page, CS, REQUEST_PAGE, CsScreen)

G_END_DECLS
