/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-postman.h"
#include "cs-rounds.h"
#include "cs-server-config.h"

G_BEGIN_DECLS

/* What a server does of itself: the keeper's rounds, mail and hooks, as its settings say. */
typedef struct _CsOutward CsOutward;

CsOutward *cs_outward_new (CsServer *server, CsServerConfig *config, GError **error);
void cs_outward_free (CsOutward *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsOutward, cs_outward_free)
void cs_outward_tick (CsOutward *self);

CsRounds *cs_outward_get_rounds (CsOutward *self);
CsPostman *cs_outward_get_postman (CsOutward *self);

G_END_DECLS
