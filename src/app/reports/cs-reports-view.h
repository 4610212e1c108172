/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-screen.h"

G_BEGIN_DECLS

#define CS_TYPE_REPORTS_VIEW (cs_reports_view_get_type ())
G_DECLARE_FINAL_TYPE (CsReportsView, cs_reports_view, CS, REPORTS_VIEW, CsScreen)

G_END_DECLS
