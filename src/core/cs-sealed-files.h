/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-ledger.h"

G_BEGIN_DECLS

char *cs_sealed_files_dup_path (const char *folder, const char *sha256);
gboolean cs_sealed_files_has (const char *folder, const char *sha256);
char *cs_sealed_files_add (CsLedger *ledger, GFile *file, gint64 *size, GError **error);
GBytes *cs_sealed_files_read (CsLedger *ledger, const char *sha256, GError **error);
void cs_sealed_files_erase (CsStore *store, const CsRequest *request, const CsField *field);

G_END_DECLS
