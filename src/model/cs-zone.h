/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-error.h"
#include "cs-instant.h"

G_BEGIN_DECLS

/* Local times are counted like CsInstant, in microseconds since 1970-01-01 00:00 on the wall clock.
 */
typedef gint64 CsWallTime;

typedef struct _CsZone CsZone;

const CsZone *cs_zone_get (const char *identifier, GError **error);

const char *cs_zone_get_identifier (const CsZone *self);
int cs_zone_get_offset_secs (const CsZone *self, CsInstant instant);
CsWallTime cs_zone_to_wall (const CsZone *self, CsInstant instant);
CsInstant cs_zone_first_pass (const CsZone *self, CsWallTime wall);
char *cs_zone_format_instant (const CsZone *self, CsInstant instant);

G_END_DECLS
