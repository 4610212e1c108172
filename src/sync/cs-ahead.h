/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-channel.h"
#include "cs-wire-pull.h"

G_BEGIN_DECLS

/* The next page, and the one after it, on their way while the one before them is applied. */
typedef struct _CsAhead CsAhead;

CsAhead *cs_ahead_new (CsChannel *channel, char *message);
CsWireCheckpoint *cs_ahead_take (CsAhead **self, const char *message, GPtrArray **entries);
void cs_ahead_free (CsAhead *self);
char *cs_ahead_make_message (const char *message, const CsWireCheckpoint *page);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsAhead, cs_ahead_free)

G_END_DECLS
