/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-server.h"

G_BEGIN_DECLS

gboolean cs_server_resolve (CsServer *self,
                            CsLedger *ledger,
                            const CsHttpRequest *request,
                            CsCaller *caller,
                            CsHttpAnswer **refusal,
                            GError **error);
void
cs_server_queue (CsServer *self, CsDeskKind desk, CsDeskWork work, CsDeskDone done, gpointer data);
void cs_server_count_answer (CsServer *self, guint status);

G_END_DECLS
