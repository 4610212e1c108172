/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* What a person should know or do about the server; hidden in good weather. */
#define CS_TYPE_SYNC_BANNER (cs_sync_banner_get_type ())
G_DECLARE_FINAL_TYPE (CsSyncBanner, cs_sync_banner, CS, SYNC_BANNER, AdwBin)

void cs_sync_banner_set_session (CsSyncBanner *self, CsSession *session);

G_END_DECLS
