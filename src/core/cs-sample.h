/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-ledger.h"
#include "cs-stories.h"

G_BEGIN_DECLS

gboolean cs_sample_fill (CsLedger *ledger, const char *pack, guint32 seed, GError **error);

/* For the generator, which peoples its workspace in the same way. */
gboolean cs_sample_add_people (CsLedger *ledger, CsStories *stories, GError **error);
gboolean
cs_sample_add_client (CsLedger *ledger, CsStories *stories, const json_t *client, GError **error);
json_t *cs_sample_make_plan (CsStories *stories, const json_t *request);
CsLedger *cs_sample_open_stage (CsStories *stories, GError **error);
CsStory *cs_sample_rehearse (CsLedger *stage,
                             CsStories *stories,
                             const json_t *request,
                             const CsCast *cast,
                             GRand *rand,
                             GError **error);
gboolean cs_sample_keep_evidence (CsLedger *ledger, CsStories *stories, GError **error);

G_END_DECLS
