/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-duration.h"
#include "cs-instant.h"
#include "cs-json.h"

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * CsSpan:
 * @from: its first moment
 * @to: the first moment after it; `CS_INSTANT_NONE` for a pause that has not ended
 *
 * A half-open stretch of time, such as a pause of a clock.
 */
typedef struct {
  CsInstant from;
  CsInstant to;
} CsSpan;

#define CS_TYPE_CALENDAR (cs_calendar_get_type ())
typedef struct _CsCalendar CsCalendar;
GType cs_calendar_get_type (void);

CsCalendar *cs_calendar_new_from_json (const json_t *object, GError **error);
CsCalendar *cs_calendar_new_from_file (const char *path, GError **error);
CsCalendar *cs_calendar_ref (CsCalendar *self);
void cs_calendar_unref (CsCalendar *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsCalendar, cs_calendar_unref)

const char *cs_calendar_get_title (CsCalendar *self);
const char *cs_calendar_get_zone (CsCalendar *self);
gint64 cs_calendar_get_day_secs (CsCalendar *self);
gint64 cs_calendar_get_revision (CsCalendar *self);
const json_t *cs_calendar_get_json (CsCalendar *self);

gboolean cs_calendar_due (CsCalendar *self,
                          CsInstant start,
                          gint64 amount,
                          CsDurationUnit unit,
                          const CsSpan *pauses,
                          gsize n_pauses,
                          CsInstant *due,
                          GPtrArray *explain,
                          GError **error);
gboolean cs_calendar_before (CsCalendar *self,
                             CsInstant end,
                             gint64 amount,
                             CsDurationUnit unit,
                             CsInstant *before,
                             GError **error);
gboolean cs_calendar_add_closes (CsCalendar *self,
                                 CsInstant from,
                                 gint64 n,
                                 CsInstant *close,
                                 GError **error);
CsInstant cs_calendar_percent_instant (CsCalendar *self,
                                       CsInstant start,
                                       CsInstant limit,
                                       CsDurationUnit unit,
                                       int percent,
                                       const CsSpan *pauses,
                                       gsize n_pauses);

gint64 cs_calendar_elapsed (CsCalendar *self,
                            CsInstant start,
                            CsInstant end,
                            const CsSpan *pauses,
                            gsize n_pauses);
gint64 cs_calendar_count_closes (CsCalendar *self, CsInstant from, CsInstant to);
gboolean cs_calendar_is_open (CsCalendar *self, CsInstant instant);
CsInstant cs_calendar_next_open (CsCalendar *self, CsInstant from);
char *cs_calendar_format_instant (CsCalendar *self, CsInstant instant);

G_END_DECLS
