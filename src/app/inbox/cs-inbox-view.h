/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-screen.h"

G_BEGIN_DECLS

#define CS_TYPE_INBOX_VIEW (cs_inbox_view_get_type ())
G_DECLARE_FINAL_TYPE (CsInboxView, cs_inbox_view, CS, INBOX_VIEW, CsScreen)

G_END_DECLS
