/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-keys.h"
#include "cs-ledger.h"

G_BEGIN_DECLS

/*
 * Files on the server (K-19): kept by their digest, sent and fetched by names that say nothing. Who
 * has sent a whole file may name it; who may see an entry that names it may have it.
 */

char *cs_blobs_dup_name (const char *secret, const char *person, const char *sha256);

/* What is on disk. */
gint64 cs_blobs_get_offset (const char *folder,
                            CsKeys *keys,
                            const char *name,
                            const char *sha256,
                            gint64 size);
gboolean cs_blobs_write (const char *folder,
                         CsKeys *keys,
                         const char *name,
                         const char *sha256,
                         gint64 size,
                         gint64 *offset,
                         GBytes *bytes,
                         GError **error);
void cs_blobs_forget (const char *folder, const char *name);

/* What entries say of files. */
GPtrArray *cs_blobs_list_named (const CsEntry *entry);
gboolean cs_blobs_note (CsStore *store, gint64 seq, const CsEntry *entry, GError **error);
gboolean cs_blobs_may_name (CsLedger *ledger,
                            const char *secret,
                            const char *person,
                            const char *sha256,
                            gboolean *may,
                            GError **error);
gboolean cs_blobs_find_seen (CsLedger *ledger,
                             const char *person,
                             const char *request,
                             const char *sha256,
                             gint64 *seq,
                             GError **error);
gboolean
cs_blobs_erase (CsStore *store, const CsRequest *request, const CsEntry *entry, GError **error);
gboolean cs_blobs_sweep (CsLedger *ledger, GTimeSpan age, guint *n, GError **error);

G_END_DECLS
