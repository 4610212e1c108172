/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-call.h"
#include "cs-desk.h"
#include "cs-door.h"
#include "cs-letters.h"
#include "cs-lobby.h"
#include "cs-record.h"
#include "cs-signed-head.h"

G_BEGIN_DECLS

/*
 * The authority of a shared workspace: a folder, one writing desk, a few reading ones, and who
 * waits. Answers questions through the narrow interface; knows no socket.
 */

typedef struct {
  guint readers;           /* 0: two */
  guint waiters;           /* at most so many at once */
  guint waiters_of_one;    /* of one person */
  guint wait_msec;         /* how long one waits at most */
  gint64 file_bytes;       /* of one file */
  gint64 files_of_one;     /* bytes a person may have sent that no entry names yet */
  const char *journal;     /* (nullable): PostgreSQL database that keeps the journal of record */
  const char *file_key;    /* (nullable): where the key of the files is, outside of the folder */
  const char *url;         /* (nullable): what clients call it, where a proxy is in front */
  const char *oidc_issuer; /* (nullable): the company's OpenID provider */
  const char *oidc_client; /* (nullable): what it calls this workspace's desktops */
  gboolean oidc_device_flow;
  gboolean is_still;     /* no threads: asked, it answers in cs_server_work_off(); simulations */
  guint confirm_minutes; /* a large decision is taken so long after one showed who one is */
  guint oldest_client[CS_VERSION_PARTS]; /* that may act (K-12) */
} CsServerOptions;

extern const CsServerOptions cs_server_defaults;

CsServer *cs_server_open (const char *folder,
                          const CsServerOptions *options,
                          CsTimeSource *time_source,
                          GError **error);
void cs_server_free (CsServer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsServer, cs_server_free)

void cs_server_set_resolve (CsServer *self, CsCallerResolve resolve, gpointer user_data);
void cs_server_work_off (CsServer *self);
void cs_server_set_letters (CsServer *self, const CsLetters *letters);
void cs_server_look (CsServer *self);
void cs_server_sweep (CsServer *self);
void cs_server_end_waits (CsServer *self);

/* What never changes while it is open; from any thread. */
const char *cs_server_get_folder (CsServer *self);
const char *cs_server_get_workspace (CsServer *self);
const char *cs_server_get_name (CsServer *self);
const char *cs_server_get_log (CsServer *self);
const char *cs_server_get_incarnation (CsServer *self);
const char *cs_server_get_public_key (CsServer *self);
const char *cs_server_get_secret (CsServer *self);
const CsServerOptions *cs_server_get_options (CsServer *self);
CsTimeSource *cs_server_get_time_source (CsServer *self);
CsLobby *cs_server_get_lobby (CsServer *self);
CsDoor *cs_server_get_door (CsServer *self);
CsKeys *cs_server_get_keys (CsServer *self);
CsKeys *cs_server_get_file_keys (CsServer *self);
const CsLetters *cs_server_get_letters (CsServer *self);

/* What happened, for /metrics; from any thread. */
typedef struct {
  gint answers[6]; /* by the hundreds of their status */
  gint accepted, refused, duplicates;
  gint entries_sent; /* rows of checkpoints */
} CsServerCounts;
CsServerCounts *cs_server_get_counts (CsServer *self);
guint cs_server_count_batches (CsServer *self);
guint cs_server_count_queued (CsServer *self);

CsSignedHead *cs_server_make_head (CsServer *self, CsLedger *ledger, GError **error);

G_END_DECLS
