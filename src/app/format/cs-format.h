/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-instant.h"

G_BEGIN_DECLS

/* How times and numbers are shown to the reader. */
typedef struct {
  GTimeZone *zone; /* (owned) of this computer */
  gboolean twelve_hours;
  gboolean local_digits;
} CsFormat;

void cs_format_init (CsFormat *self);
void cs_format_clear (CsFormat *self);
void cs_format_set_local_digits (CsFormat *self, gboolean local_digits);

/* The four shapes: time, day and time, date, date with year; and the one of tooltips. */
char *cs_format_time (const CsFormat *self, CsInstant instant);
char *cs_format_day (const CsFormat *self, CsInstant instant, CsInstant now);
char *cs_format_day_time (const CsFormat *self, CsInstant instant, CsInstant now);
char *cs_format_date (const CsFormat *self, CsInstant instant);
char *cs_format_exact (const CsFormat *self, CsInstant instant);
char *cs_format_iso_date (const CsFormat *self, const char *iso_date, CsInstant now);

/* Working time, two units at most: "2 h 10 min", "3 d 4 h". */
char *cs_format_work (const CsFormat *self, gint64 secs, gint64 day_secs);
char *cs_format_work_long (const CsFormat *self, gint64 secs, gint64 day_secs);
char *cs_format_number (const CsFormat *self, gint64 number);
char *cs_format_digits (const CsFormat *self, const char *text);

/* Bidi isolates: every name, number and amount that is put into a sentence goes through one. */
char *cs_iso (const char *text);
char *cs_ltr (const char *text);
char *cs_strip_bidi (const char *text);

G_END_DECLS
