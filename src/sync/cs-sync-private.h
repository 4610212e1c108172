/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-ahead.h"
#include "cs-sync.h"

G_BEGIN_DECLS

/* One exchange with the server, on whichever thread makes it. */
typedef struct _CsExchange CsExchange;
struct _CsExchange {
  CsChannel *channel; /* (borrowed) */
  CsSyncFolderFunc folder;
  gpointer folder_data;
  CsTimeSource *time_source;                            /* (borrowed) */
  GCancellable *cancellable;                            /* (borrowed) (nullable) */
  GHashTable *uploaded;                                 /* (owned) set of digests the server has */
  gint64 retry_secs;                                    /* the server's wish after a failure */
  gint64 size;                                          /* of the newest verified head */
  gint64 received;                                      /* entries, since it was made */
  gint64 here, total;                                   /* rows of what may be seen; after a page */
  void (*tell) (const CsExchange *self, gpointer data); /* (nullable) a page was applied */
  gpointer tell_data;
  gint64 clock_offset_usec; /* ours minus the server's */
  gboolean is_met;          /* who the server is was asked and found right */
  gboolean needs_sign_in, needs_update;
  gboolean is_hinted; /* (in) something new is there, so that is received before anything is sent */
  guint sent;         /* entries, since this exchange was begun */
  gboolean was_restored; /* its history was begun anew since */
  gboolean was_gap;      /* a page had a gap, and all is being fetched anew */
  CsAhead *ahead;        /* (owned) (nullable) between two pages */
};

gboolean cs_exchange_run (CsExchange *self, GError **error);
gboolean cs_exchange_meet (CsExchange *self, GError **error);
gboolean cs_exchange_call (CsExchange *self,
                           const char *method,
                           const char *path,
                           char *json,
                           gsize limit,
                           CsReply *reply,
                           GError **error);
gboolean cs_exchange_check (CsExchange *self, const CsReply *reply, GError **error);
gboolean cs_exchange_push (CsExchange *self, gboolean *has_more, GError **error);
gboolean cs_exchange_pull (CsExchange *self, gboolean *has_more, GError **error);
gboolean cs_exchange_upload (CsExchange *self, const CsSyncUpload *upload, GError **error);
gboolean cs_exchange_fetch_pack (CsExchange *self, const char *digest, GError **error);
GBytes *cs_exchange_fetch_confidential (CsExchange *self,
                                        const char *request,
                                        const char *sha256,
                                        const char *purpose,
                                        GError **error);
gboolean cs_exchange_fetch_files (CsExchange *self, GError **error);
gboolean
cs_exchange_check_head (const CsSyncPlace *place, const CsWireCheckpoint *page, GError **error);

G_END_DECLS
