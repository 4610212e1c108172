/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-pack.h"
#include "cs-store.h"

G_BEGIN_DECLS

/* Packs read once per thread, from the bytes the workspace keeps. */
typedef struct _CsPackCache CsPackCache;

CsPackCache *cs_pack_cache_new (CsStore *store);
void cs_pack_cache_free (CsPackCache *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsPackCache, cs_pack_cache_free)

const CsPack *cs_pack_cache_get (CsPackCache *self, const char *digest, GError **error);
const CsProcess *cs_pack_cache_get_process (CsPackCache *self,
                                            const char *digest,
                                            const char *process,
                                            GError **error);

G_END_DECLS
