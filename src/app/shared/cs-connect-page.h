/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-page.h"
#include "cs-session.h"

G_BEGIN_DECLS

/* From an address to a shared workspace on this computer. Signal "connected" (folder): it is there,
 * empty until the first exchange. */
#define CS_TYPE_CONNECT_PAGE (cs_connect_page_get_type ())
G_DECLARE_FINAL_TYPE (CsConnectPage, cs_connect_page, CS, CONNECT_PAGE, CsPage)

void cs_connect_page_set_session (CsConnectPage *self, CsSession *session);
void cs_connect_page_begin (CsConnectPage *self, gboolean is_moving);

G_END_DECLS
