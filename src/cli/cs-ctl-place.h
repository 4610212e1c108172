/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-ctl.h"
#include "cs-ledger.h"

G_BEGIN_DECLS

/* What subcommands that work in a workspace share: opening it, naming things in it, saying things.
 */
CsLedger *cs_ctl_open (CsCtl *ctl, GError **error);
char *cs_ctl_find_request (CsLedger *ledger, const char *name, GError **error);
const char *cs_ctl_find_person (CsLedger *ledger, const char *name, GError **error);
CsRuleContext cs_ctl_get_context (CsLedger *ledger);

void cs_ctl_print_json (CsCtl *ctl, json_t *answer); /* (transfer full) */
json_t *cs_ctl_instant_to_json (CsInstant instant);
json_t *cs_ctl_reasons_to_json (const GPtrArray *reasons);
json_t *cs_ctl_reason_to_json (const CsReason *reason);
json_t *cs_ctl_strings_to_json (char **strings);
void cs_ctl_set_string (json_t *object, const char *key, const char *value);

G_END_DECLS
