/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-entry.h"
#include "cs-store.h"

G_BEGIN_DECLS

/* Entries made here that the authority has not answered yet; empty in a local workspace (K-13). */
gboolean cs_outbox_add (CsStore *store,
                        CsEntry *entry,
                        const char *signature,
                        CsInstant made,
                        GError **error);
gboolean cs_outbox_answer (CsStore *store, const char *id, const char *verdict, GError **error);
GPtrArray *cs_outbox_list_waiting (CsStore *store, GError **error);

G_END_DECLS
