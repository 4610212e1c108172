/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-ledger.h"
#include "cs-server-folder.h"

G_BEGIN_DECLS

/*
 * Where the journal of record is: in the folder's own file, or in PostgreSQL with the folder's file
 * as a mirror. All that the rest of the server knows of it is here:
 *
 *   the folder        cs_record_open_folder ()  one a process
 *   the writing desk  cs_record_attach ()       then its transactions are the record's, too
 *   a reading desk    cs_record_refresh ()      before it reads
 *
 * A record of NULL is the folder's own file: nothing is to be done.
 */
typedef struct _CsRecord CsRecord;

typedef void (*CsRecordBehind) (gpointer user_data);

CsServerFolder *cs_record_open_folder (const char *url, const char *folder, GError **error);
gboolean cs_record_join (const char *url, CsLedger *ledger, gboolean may_begin, GError **error);

CsRecord *cs_record_new (const char *url,
                         const CsServerFolder *place,
                         CsRecordBehind behind,
                         gpointer user_data,
                         GError **error);
void cs_record_free (CsRecord *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsRecord, cs_record_free)

gboolean cs_record_attach (CsRecord *self, CsLedger *ledger, GError **error);
gboolean cs_record_refresh (CsRecord *self, CsLedger *ledger, GError **error);
gboolean cs_record_take_proof (CsRecord *self, GBytes *digest, gboolean *is_new, GError **error);
void cs_record_start (CsRecord *self);
void cs_record_stop (CsRecord *self);
gint64 cs_record_get_place (CsRecord *self);

G_END_DECLS
