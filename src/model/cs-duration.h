/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-error.h"

G_BEGIN_DECLS

/**
 * CsDurationUnit:
 * @CS_DURATION_MINUTES: `m`, working minutes
 * @CS_DURATION_HOURS: `h`, working hours
 * @CS_DURATION_ELAPSED_HOURS: `eh`, hours of the clock on the wall, whatever the calendar says
 * (Q-13)
 * @CS_DURATION_BUSINESS_DAYS: `bd`, closes of business
 * @CS_DURATION_DAYS: `d`, dates, moved forward to a working day
 * @CS_DURATION_MONTHS: `mo`, for keeping things
 * @CS_DURATION_YEARS: `y`, for keeping things
 *
 * What a length of time is counted in.
 */
typedef enum {
  CS_DURATION_MINUTES,
  CS_DURATION_HOURS,
  CS_DURATION_ELAPSED_HOURS,
  CS_DURATION_BUSINESS_DAYS,
  CS_DURATION_DAYS,
  CS_DURATION_MONTHS,
  CS_DURATION_YEARS,
} CsDurationUnit;

/**
 * CsDuration:
 * @target: when it turns amber, in @unit; equal to @limit where one number was given
 * @limit: when it is breached, in @unit; 0 where there is no limit
 * @has_limit: whether it can be breached at all
 * @is_range: whether two numbers were given, as in `3-5bd`
 * @unit: what both numbers count
 *
 * A length of time as a pack writes it (PH-23, PH-25).
 */
typedef struct {
  gint64 target;
  gint64 limit;
  gboolean has_limit;
  gboolean is_range;
  CsDurationUnit unit;
} CsDuration;

gboolean cs_duration_parse (const char *text, CsDuration *duration, GError **error);
char *cs_duration_format (const CsDuration *duration);
char *cs_duration_dup_words (const CsDuration *duration);
const char *cs_duration_unit_get_suffix (CsDurationUnit unit);

G_END_DECLS
