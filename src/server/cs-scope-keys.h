/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-request.h"

G_BEGIN_DECLS

/* Where an entry can be seen. */
typedef struct {
  char *key;
  gboolean is_outline;
} CsScopeKey;

char *cs_scope_key_of_request (const CsRequest *request);
GPtrArray *cs_scope_keys_of_entry (const CsEntry *entry, const CsRequest *request);
GPtrArray *cs_scope_keys_granted (const CsDirectory *directory, const char *person, CsInstant now);

G_END_DECLS
