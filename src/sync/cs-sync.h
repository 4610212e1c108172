/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-channel.h"
#include "cs-sync-folder.h"
#include "cs-time-source.h"
#include "cs-wire-info.h"

G_BEGIN_DECLS

/* How a shared workspace and its server stand, for the foot of the sidebar and the banners. */
typedef enum {
  CS_SYNC_OFFLINE,         /* the server does not answer; tried again by itself */
  CS_SYNC_CONNECTING,      /* the first time since the program began */
  CS_SYNC_SYNCING,         /* sending or receiving */
  CS_SYNC_SYNCED,          /* nothing was left when it was last asked */
  CS_SYNC_SIGNED_OUT,      /* the server wants to know again who this is; everything is kept */
  CS_SYNC_UPDATE_REQUIRED, /* this program is too old to write there */
  CS_SYNC_HISTORY_CHANGED, /* the server's history is not the one that was seen before */
  CS_SYNC_TROUBLE,         /* something else; the last error says what */
} CsSyncState;
#define CS_TYPE_SYNC_STATE (cs_sync_state_get_type ())
GType cs_sync_state_get_type (void);
const char *cs_sync_state_get_name (CsSyncState state); /* "signed-out" */

/*
 * Keeps a folder in step with its server, on threads of its own. Properties, all notified on the
 * thread that started it:
 *   state e (CsSyncState) · last-synced x (CsInstant; CS_INSTANT_NONE: never) · last-error s
 *   (nullable) · waiting x and refused x (as the outbox says) · clock-offset x (seconds that this
 *   computer's clock is ahead of the server's, where it is more than two minutes; otherwise 0)
 *   · needs-sign-in b (something waits until this person signs in once more) · received x (entries
 *   that came since it began) · history-changed x (CsInstant of when the server's history was found
 *   to be another than the one seen before and was fetched anew; CS_INSTANT_NONE)
 */
#define CS_TYPE_SYNC (cs_sync_get_type ())
G_DECLARE_FINAL_TYPE (CsSync, cs_sync, CS, SYNC, GObject)

CsSync *cs_sync_new (const char *folder_path,
                     const CsChannelAuth *auth,
                     gpointer who,
                     CsSyncFolderFunc folder,
                     gpointer user_data,
                     CsTimeSource *time_source);
void cs_sync_trust (CsSync *self, GTlsDatabase *database);

/* One thorough exchange, on the calling thread. */
gboolean cs_sync_run_once (CsSync *self, GCancellable *cancellable, GError **error);

/* A confidential file, on the calling thread. */
GBytes *cs_sync_fetch_confidential (CsSync *self,
                                    const char *address,
                                    const char *request,
                                    const char *sha256,
                                    const char *purpose,
                                    GCancellable *cancellable,
                                    GError **error);

/* For as long as a window is open. */
void cs_sync_start (CsSync *self);
void cs_sync_nudge (CsSync *self);
void cs_sync_stop (CsSync *self);

CsSyncState cs_sync_get_state (CsSync *self);
CsInstant cs_sync_get_last_synced (CsSync *self);
char *cs_sync_dup_last_error (CsSync *self); /* (nullable) */
gint64 cs_sync_get_waiting (CsSync *self);
gint64 cs_sync_get_refused (CsSync *self);
gint64 cs_sync_get_clock_offset (CsSync *self);
gint64 cs_sync_get_received (CsSync *self);
/* While the copy here begins: whether all that may be seen has been here once, and how far it is.
 */
gboolean cs_sync_get_is_whole (CsSync *self);
gint64 cs_sync_get_here (CsSync *self);
gint64 cs_sync_get_total (CsSync *self);
CsInstant cs_sync_get_history_changed (CsSync *self);

CsWireInfo *cs_sync_ask_server (CsChannel *channel, GCancellable *cancellable, GError **error);

G_END_DECLS
