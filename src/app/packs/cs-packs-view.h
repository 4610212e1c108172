/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-screen.h"

G_BEGIN_DECLS

#define CS_TYPE_PACKS_VIEW (cs_packs_view_get_type ())
G_DECLARE_FINAL_TYPE (CsPacksView, cs_packs_view, CS, PACKS_VIEW, CsScreen)

G_END_DECLS
