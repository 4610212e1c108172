/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CS_TYPE_AWAY_BANNER (cs_away_banner_get_type ())
G_DECLARE_FINAL_TYPE (CsAwayBanner, cs_away_banner, CS, AWAY_BANNER, AdwBin)

void cs_away_banner_set_session (CsAwayBanner *self, CsSession *session);

G_END_DECLS
