/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-page.h"
#include "cs-session.h"

G_BEGIN_DECLS

/* The list of views with counts, who acts, and where the workspace is. Signal "view-chosen" (id).
 */
#define CS_TYPE_SIDEBAR (cs_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (CsSidebar, cs_sidebar, CS, SIDEBAR, CsPage)

void cs_sidebar_set_session (CsSidebar *self, CsSession *session);
void cs_sidebar_select (CsSidebar *self, const char *view);
void cs_sidebar_open_menu (CsSidebar *self);

G_END_DECLS
