/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-screen.h"

G_BEGIN_DECLS

#define CS_TYPE_PACK_PAGE (cs_pack_page_get_type ())
G_DECLARE_FINAL_TYPE (CsPackPage, cs_pack_page, CS, PACK_PAGE, CsScreen)

G_END_DECLS
