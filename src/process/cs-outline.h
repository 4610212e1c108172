/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-request.h"

G_BEGIN_DECLS

/*
 * What somebody sees of an entry that holds values of a scope they are not in (K-05): the same
 * entry, with each such value replaced by {"withheld": true, "as": "…"}. The fold takes a withheld
 * value as one that is there and cannot be read. “as” is equal for equal values, and tells nothing
 * else to somebody without the salts of the scope; so whoever sees outlines sees approvals lapse
 * and checks fall when those do who see everything.
 */

const CsScope *cs_entry_get_scope (const CsEntry *entry, const CsProcess *process);
GBytes *cs_entry_dup_outline (const CsEntry *entry, const CsRequest *request, GError **error);

G_END_DECLS
