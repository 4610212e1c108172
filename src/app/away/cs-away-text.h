/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-session.h"

G_BEGIN_DECLS

/* Whether a delegation is under way. */
typedef enum { CS_AWAY_COMING, CS_AWAY_NOW, CS_AWAY_OVER } CsAwayState;

CsAwayState cs_away_get_state (const CsDelegation *delegation, CsInstant now);
char *cs_away_dup_period (const CsFormat *format, CsInstant from, CsInstant until);
char *cs_away_dup_scope (CsWorkspace *workspace, const CsDelegation *delegation);
CsInstant cs_away_day_start (int year, int month, int day);
const CsDelegation *
cs_away_find_now (const CsDirectory *directory, const char *person, CsInstant now);
void cs_away_end (CsSession *session, const CsDelegation *delegation);

G_END_DECLS
