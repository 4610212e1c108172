/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-screen.h"

G_BEGIN_DECLS

#define CS_TYPE_CALENDARS_VIEW (cs_calendars_view_get_type ())
G_DECLARE_FINAL_TYPE (CsCalendarsView, cs_calendars_view, CS, CALENDARS_VIEW, CsScreen)

G_END_DECLS
