/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-clock.h"

G_BEGIN_DECLS

/* What is needed to reckon one run: the calendar that governs and the length it was given. */
typedef struct {
  CsCalendar *calendar; /* (borrowed) of the directory */
  CsDuration time;
  gboolean is_date; /* the length is a date of the request, not a duration */
  char date[11];
} CsClockBasis;

gboolean cs_clock_find_basis (const CsRequest *request,
                              const CsClockRun *run,
                              const CsDirectory *directory,
                              CsClockBasis *basis);
char *cs_clock_dup_calendar_id (const CsRequest *request,
                                const CsClockRun *run,
                                const CsDirectory *directory,
                                CsInstant now);
CsInstant cs_clock_date_close (CsCalendar *calendar, const char *date, GPtrArray *explain);
GArray *cs_clock_closed_spans (const CsClockRun *run, CsInstant now);
void cs_clock_add_rungs (CsClockRun *run,
                         const CsRequest *request,
                         const CsDirectory *directory,
                         const CsClockBasis *basis,
                         CsInstant now);
gboolean cs_clock_is_same_telling (const CsEntry *told, const CsEntry *entry);
const GPtrArray *cs_clock_get_responsible (const CsClockRun *run);

G_END_DECLS
