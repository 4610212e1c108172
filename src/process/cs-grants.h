/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-request.h"

G_BEGIN_DECLS

/*
 * Who may see what of a shared workspace (K-05, RC-23, CX-21). Each entry is stamped with the
 * scopes that hold it when it is accepted, and the stamp never changes; what a person is granted
 * follows from the directory, and is asked anew for every page. Scopes have keys:
 *
 *   all                    the directory: everybody in the workspace
 *   in:PACK/REGION         requests of a region; REGION is “-” while a request has none
 *   in:PACK/REGION/SCOPE   their entries that hold values of a scope of the pack
 *   rq:REQUEST             one request, for those who are named on it and not granted its region
 */

#define CS_SCOPE_ALL  "all"
#define CS_SCOPE_NEED "need:" /* and a request: what a client that begins wants first (K-18) */

char *cs_scope_key_of_region (const char *pack, const char *region);
char *cs_scope_key_of_request (const char *request);

/* One row of a scope: the entry, or an outline of it with nothing that the scope may not see. */
typedef struct {
  char *key;
  gboolean is_outline;
} CsScopeRow;
GPtrArray *cs_grants_list_rows (const CsRequest *request, const CsEntry *entry);

GStrv cs_grants_list (const CsDirectory *directory,
                      const GPtrArray *packs,
                      const char *person,
                      CsInstant now);
GPtrArray *cs_grants_list_named (const CsRequest *request);

G_END_DECLS
