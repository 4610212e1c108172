/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-ledger.h"

G_BEGIN_DECLS

gboolean cs_secrets_has (const char *folder, const char *request, const char *field);
gboolean cs_secrets_keep (CsLedger *ledger,
                          const char *request,
                          const char *field,
                          const char *by,
                          const char *secret,
                          GError **error);
char *cs_secrets_read (CsLedger *ledger,
                       const char *request,
                       const char *field,
                       const char *by,
                       const char *purpose,
                       GError **error);
void cs_secrets_forget (char *secret);
void cs_secrets_erase (CsStore *store, const CsRequest *request, const CsField *field);

G_END_DECLS
