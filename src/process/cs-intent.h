/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-rules.h"

G_BEGIN_DECLS

json_t *cs_intent_open (const CsProcess *process,
                        const json_t *settings,
                        const char *client,
                        const char *region,
                        const char *title,
                        const char *from);
json_t *cs_intent_complete (const CsRequest *request,
                            const char *kind,
                            const char *person,
                            const json_t *minimal,
                            const CsRuleContext *context,
                            GError **error);
/* What a field holds if nobody says anything else: it goes into the first fill. */
const json_t *cs_intent_get_default (const CsRequest *request,
                                     const CsField *field,
                                     const CsDirectory *directory);
/* One object a scope: a `fill` holds fields of one scope. */
GPtrArray *cs_intent_split_values (const CsProcess *process, const json_t *values); /* json_t */

G_END_DECLS
