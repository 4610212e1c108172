/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The foot of the sidebar: where the workspace is, and how it stands with its server. */
#define CS_TYPE_SYNC_FOOT (cs_sync_foot_get_type ())
G_DECLARE_FINAL_TYPE (CsSyncFoot, cs_sync_foot, CS, SYNC_FOOT, AdwBin)

void cs_sync_foot_set_session (CsSyncFoot *self, CsSession *session);

G_END_DECLS
