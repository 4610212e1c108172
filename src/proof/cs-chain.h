/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-digest.h"
#include "cs-instant.h"

G_BEGIN_DECLS

#define CS_CHAIN_BYTES CS_DIGEST_BYTES

extern const guint8 cs_chain_start[CS_CHAIN_BYTES];

void cs_chain_next (const guint8 previous[CS_CHAIN_BYTES],
                    CsInstant received,
                    const char *bytes,
                    gsize length,
                    guint8 next[CS_CHAIN_BYTES]);
void cs_chain_next_of_digest (const guint8 previous[CS_CHAIN_BYTES],
                              CsInstant received,
                              const guint8 digest[CS_DIGEST_BYTES],
                              guint8 next[CS_CHAIN_BYTES]);
char *cs_chain_to_hex (const guint8 link[CS_CHAIN_BYTES]);
gboolean cs_chain_from_hex (const char *text, guint8 link[CS_CHAIN_BYTES]);

G_END_DECLS
