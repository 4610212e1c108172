/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-request.h"

G_BEGIN_DECLS

typedef enum {
  CS_CLOCK_RUNNING,
  CS_CLOCK_AMBER, /* past its target or 75 % */
  CS_CLOCK_BREACHED,
  CS_CLOCK_PAUSED,
  CS_CLOCK_MET,
  CS_CLOCK_MISSED,
  CS_CLOCK_NO_LIMIT
} CsClockState;

/* One run of one clock of one request. */
typedef struct {
  const CsClockDef *clock; /* the row that applies */
  const CsStep *step;      /* (nullable) */
  const CsLevel *level;    /* (nullable) */
  char *id;                /* stable within the request: "D-08/1", "D-11/approve.base/2" */
  guint run;
  CsClockState state;
  CsInstant started, stopped; /* stopped: CS_INSTANT_NONE while running */
  CsInstant target, due;      /* CS_INSTANT_NONE where there is none */
  gint64 left_secs;           /* working seconds to due; negative when late */
  gint64 day_secs;            /* of a day of that time; 0 where none is reckoned */
  const char *pause_reason;   /* (nullable) */
  char *calendar;             /* id that governs */
  GPtrArray *spans;           /* CsSpan: pauses and standstills */
  GPtrArray *rungs;           /* CsRungState */
  gboolean extended;
  CsInstant reckoned; /* the present of this reckoning */
} CsClockRun;

typedef struct {
  const CsRung *rung;
  CsInstant at;           /* when it fires; CS_INSTANT_NONE while its condition does not hold */
  const CsEntry *fired;   /* (nullable) the rung entry, of the deadline as it is now */
  const CsEntry *earlier; /* (nullable) the newest one of a deadline that has moved since */
  GStrv tell;             /* people */
} CsRungState;

void cs_clock_run_free (CsClockRun *self);

GPtrArray *
cs_clock_list_runs (const CsRequest *request, const CsDirectory *directory, CsInstant now);
GPtrArray *cs_clock_explain (const CsRequest *request,
                             const CsClockRun *run,
                             const CsDirectory *directory,
                             GError **error); /* lines */
/* The next moment at which a rung may fire or a state change; CS_INSTANT_NONE if never. */
CsInstant cs_clock_next_event (const GPtrArray *runs, CsInstant now);

G_END_DECLS
