/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-screen.h"

G_BEGIN_DECLS

#define CS_TYPE_SCOPES_VIEW (cs_scopes_view_get_type ())
G_DECLARE_FINAL_TYPE (CsScopesView, cs_scopes_view, CS, SCOPES_VIEW, CsScreen)

G_END_DECLS
