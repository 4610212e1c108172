/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-screen.h"

G_BEGIN_DECLS

/* What was said here and does not stand in the server's journal yet, or never will. */
#define CS_TYPE_ACTIVITY_PAGE (cs_activity_page_get_type ())
G_DECLARE_FINAL_TYPE (CsActivityPage, cs_activity_page, CS, ACTIVITY_PAGE, CsScreen)

G_END_DECLS
