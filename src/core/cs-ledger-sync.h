/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-ledger.h"
#include "cs-sync-folder.h"
#include "cs-wire-info.h"

G_BEGIN_DECLS

/* A ledger whose authority is a server. */
#define CS_META_ADDRESS "shared/address"
gboolean cs_ledger_is_shared (CsLedger *self);
gboolean cs_ledger_join (CsLedger *self,
                         const char *address,
                         const CsWireInfo *info,
                         const char *person,
                         GError **error);

/* A CsSyncFolderFunc; the ledger is its user_data, and it runs on the ledger's thread. */
gboolean cs_ledger_sync (CsSyncCall *call, gpointer ledger, GError **error);

G_END_DECLS
