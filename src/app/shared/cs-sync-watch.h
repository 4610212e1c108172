/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-session.h"
#include "cs-sync-text.h"

G_BEGIN_DECLS

/* Follows how the session's workspace stands with its server. Signal "changed": something of it
 * may be different, or another workspace was opened, or a minute has passed. */
#define CS_TYPE_SYNC_WATCH (cs_sync_watch_get_type ())
G_DECLARE_FINAL_TYPE (CsSyncWatch, cs_sync_watch, CS, SYNC_WATCH, GObject)

CsSyncWatch *cs_sync_watch_new (CsSession *session);

CsSession *cs_sync_watch_get_session (CsSyncWatch *self);
const CsSyncLook *cs_sync_watch_get_look (CsSyncWatch *self); /* (nullable) not shared */

G_END_DECLS
