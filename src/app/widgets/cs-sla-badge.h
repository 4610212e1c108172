/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-session.h"
#include "cs-sla-text.h"

G_BEGIN_DECLS

/*
 * Icon and words of one deadline (ux: SLA badges); refreshed on the minute. Properties: session,
 * row (a CsRow to follow; or use cs_sla_badge_set_run()), named (the clock's title stands before).
 */
#define CS_TYPE_SLA_BADGE (cs_sla_badge_get_type ())
G_DECLARE_FINAL_TYPE (CsSlaBadge, cs_sla_badge, CS, SLA_BADGE, GtkWidget)

GtkWidget *cs_sla_badge_new (CsSession *session);
void cs_sla_badge_set_row (CsSlaBadge *self, CsRow *row);
void cs_sla_badge_set_run (CsSlaBadge *self, const CsClockRun *run, const char *title);
void cs_sla_badge_set_facts (CsSlaBadge *self, const CsSlaFacts *facts);
const char *cs_sla_badge_get_description (CsSlaBadge *self);

G_END_DECLS
