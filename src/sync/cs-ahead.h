/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-channel.h"
#include "cs-wire-pull.h"

G_BEGIN_DECLS

/* The next page, on its way while the one before it is applied. */
typedef struct _CsAhead CsAhead;

CsAhead *cs_ahead_new (CsChannel *channel, char *message);
CsWireCheckpoint *cs_ahead_take (CsAhead *self, const char *message, GPtrArray **entries);
void cs_ahead_free (CsAhead *self);

G_END_DECLS
