/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-screen.h"

G_BEGIN_DECLS

#define CS_TYPE_PEOPLE_VIEW (cs_people_view_get_type ())
G_DECLARE_FINAL_TYPE (CsPeopleView, cs_people_view, CS, PEOPLE_VIEW, CsScreen)

G_END_DECLS
