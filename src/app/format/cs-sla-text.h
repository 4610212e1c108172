/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-clock.h"
#include "cs-format.h"

G_BEGIN_DECLS

/* What a badge is told about one clock; strings are borrowed. */
typedef struct {
  int state;         /* CsClockState, or -1: no clock */
  gint64 left_secs;  /* working seconds to the limit; negative when late */
  CsInstant due;     /* CS_INSTANT_NONE when there is none */
  CsInstant target;  /* lower bound of a range, else CS_INSTANT_NONE (PH-25) */
  CsInstant resumes; /* CS_INSTANT_NONE inside working hours */
  CsInstant since;   /* of a pause, else CS_INSTANT_NONE */
  const char *title; /* (nullable) "Approve cost" */
  const char *pause; /* (nullable) "waiting for client" */
  gint64 day_secs;   /* of a working day; 0 where it is not known */
} CsSlaFacts;

/* What it shows. */
typedef struct {
  const char *icon; /* (nullable) icon name */
  const char *tint; /* (nullable) style class */
  char *text;
  char *description; /* for a screen reader: a sentence without full stop */
} CsSlaText;

void
cs_sla_text_init (CsSlaText *self, const CsSlaFacts *facts, const CsFormat *format, CsInstant now);
void cs_sla_text_clear (CsSlaText *self);
void cs_sla_facts_from_run (CsSlaFacts *facts, const CsClockRun *run, const char *title);

G_END_DECLS
