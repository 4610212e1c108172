/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* All delegations of the workspace: who, to whom, when, what. */
#define CS_TYPE_AWAY_LIST (cs_away_list_get_type ())
G_DECLARE_FINAL_TYPE (CsAwayList, cs_away_list, CS, AWAY_LIST, AdwBin)

void cs_away_list_show (CsAwayList *self, CsSession *session);

G_END_DECLS
