/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-screen.h"

G_BEGIN_DECLS

#define CS_TYPE_SENT_VIEW (cs_sent_view_get_type ())
G_DECLARE_FINAL_TYPE (CsSentView, cs_sent_view, CS, SENT_VIEW, CsScreen)

G_END_DECLS
