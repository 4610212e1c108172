/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-screen.h"

G_BEGIN_DECLS

#define CS_TYPE_REQUESTS_VIEW (cs_requests_view_get_type ())
G_DECLARE_FINAL_TYPE (CsRequestsView, cs_requests_view, CS, REQUESTS_VIEW, CsScreen)

G_END_DECLS
