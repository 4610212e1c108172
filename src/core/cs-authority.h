/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-journal.h"
#include "cs-keys.h"
#include "cs-outcome.h"
#include "cs-pack-cache.h"
#include "cs-time-source.h"

G_BEGIN_DECLS

/*
 * The one place that accepts or refuses entries and gives them their order. Synchronous; belongs to
 * the thread of its store. Several processes may each have one on the same folder: whatever is
 * judged is read under the write lock (K-10, K-17).
 */
typedef struct _CsAuthority CsAuthority;

/* Where a folder's authority is elsewhere: which log it is a copy of. */
#define CS_META_LOG         "shared/log"
#define CS_META_INCARNATION "shared/incarnation"
#define CS_META_KEY         "shared/key" /* of those who sign heads */

CsAuthority *cs_authority_new (CsStore *store, CsTimeSource *time_source, GError **error);
void cs_authority_free (CsAuthority *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsAuthority, cs_authority_free)

void cs_authority_set_keys (CsAuthority *self, CsKeys *keys, const char *device);

/* Entries made elsewhere, as bytes. */
gboolean cs_authority_accept (CsAuthority *self,
                              GBytes *bytes,
                              const char *signature,
                              CsOutcome **outcome,
                              GError **error);

/* Entries made here: completed, numbered, signed and accepted in one transaction. */
typedef struct {
  const char *id;      /* (nullable): made when NULL */
  const char *request; /* (nullable) id; NULL for open and for the directory's kinds */
  const char *kind;    /* of the entry, or the name of an action such as "approve" */
  const char *by;
  json_t *data; /* minimal form */
} CsIntent;
gboolean cs_authority_submit (CsAuthority *self,
                              const CsIntent *intent,
                              CsOutcome **outcome,
                              GError **error);

/* Many entries in one transaction; lists are written once a request, when it is flushed. */
gboolean cs_authority_begin_batch (CsAuthority *self, GError **error);
gboolean cs_authority_flush (CsAuthority *self, const char *request, GError **error);
gboolean cs_authority_end_batch (CsAuthority *self, GError **error);
void cs_authority_cancel_batch (CsAuthority *self);

gboolean cs_authority_is_shared (CsAuthority *self);
CsStore *cs_authority_get_store (CsAuthority *self);
CsTimeSource *cs_authority_get_time_source (CsAuthority *self);
void cs_authority_set_time_source (CsAuthority *self, CsTimeSource *time_source);
CsPackCache *cs_authority_get_packs (CsAuthority *self);
const CsDirectory *cs_authority_get_directory (CsAuthority *self, GError **error);
char *cs_authority_dup_directory_mark (CsAuthority *self);
const CsRequest *
cs_authority_get_request (CsAuthority *self, const char *request, gint64 *ref, GError **error);
CsRequest *cs_authority_fold_request (CsAuthority *self, const char *request, GError **error);
CsRequest *cs_authority_fold_request_until (CsAuthority *self,
                                            const char *request,
                                            gint64 last,
                                            GError **error);
gboolean cs_authority_rebuild (CsAuthority *self, GError **error);

G_END_DECLS
