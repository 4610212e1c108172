/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-calendar.h"
#include "cs-zone.h"

G_BEGIN_DECLS

#define CS_DAY  (24 * 60 * 60 * CS_SECOND)
#define CS_HOUR (60 * 60 * CS_SECOND)

/* Dates are counted in days since 1970-01-01; calendars reckon from 1900 to the end of 2199. */
#define CS_FIRST_DAY      (-25567)
#define CS_LAST_DAY       84005
#define CS_BLOCK_DAYS     128
#define CS_N_BLOCKS       ((CS_LAST_DAY - CS_FIRST_DAY) / CS_BLOCK_DAYS + 1)
#define CS_FARTHEST_YEARS 50

/* [from, to) in minutes of the local day */
typedef struct {
  int from;
  int to;
} CsHours;

/* A date that is not like its weekday. */
typedef struct {
  GArray *hours;      /* (owned) (nullable) (element-type CsHours): NULL on a holiday */
  char *title;        /* (owned) (nullable) */
  gboolean estimated; /* not confirmed yet */
} CsException;

/* [from, to), open; before: how long the calendar was open from the start of the block to from */
typedef struct {
  CsInstant from;
  CsInstant to;
  gint64 before;
} CsOpen;

typedef struct {
  CsInstant midnight;
  guint16 first_open;  /* of this date or later */
  guint16 first_close; /* of this date or later */
} CsDay;

/* The instants of CS_BLOCK_DAYS consecutive dates. */
typedef struct {
  CsDay days[CS_BLOCK_DAYS + 1]; /* the last one is where the next block begins */
  CsInstant closes[CS_BLOCK_DAYS];
  guint n_closes;
  guint n_opens;
  gint64 total;
  CsOpen *opens; /* (owned) */
} CsBlock;

struct _CsCalendar {
  gatomicrefcount ref_count;

  json_t *json; /* (owned) what it was made from */
  char *title;  /* (owned) (nullable) */
  gint64 revision;
  const CsZone *zone;
  GArray *week[7];              /* (owned) (element-type CsHours), from Sunday */
  GHashTable *exceptions;       /* (owned) date -> CsException */
  GHashTable *maybes;           /* (owned) day -> title: open, unless a moon says otherwise */
  CsBlock *blocks[CS_N_BLOCKS]; /* (owned) (nullable), made when first needed, set atomically */
};

/* cs-calendar-table.c */
const CsBlock *cs_calendar_find_block (CsCalendar *self, CsInstant instant, int *index);
const CsBlock *cs_calendar_get_block (CsCalendar *self, int index);
guint cs_block_find_open (const CsBlock *block, CsInstant instant);
guint cs_block_find_close (const CsBlock *block, CsInstant instant);
gint64 cs_block_open_until (const CsBlock *block, CsInstant instant);
const GArray *cs_calendar_get_hours (CsCalendar *self, int day, const CsException **exception);
const char *cs_calendar_get_maybe (CsCalendar *self, int day);
int cs_calendar_get_day (CsCalendar *self, CsInstant instant);
gboolean cs_calendar_get_day_close (CsCalendar *self, int day, CsInstant *close);
gboolean cs_day_is_known (gint64 day);

/* cs-calendar-load.c */
extern const char *const cs_calendar_weekdays[7]; /* from Sunday */
gboolean cs_day_parse (const char *text, int *day, GError **error);
char *cs_day_format (int day);

/* cs-calendar.c */
gint64 cs_calendar_working_time (CsCalendar *self, CsInstant start, CsInstant end);

/* cs-calendar-explain.c */
void cs_calendar_explain (CsCalendar *self,
                          CsInstant start,
                          gint64 amount,
                          CsDurationUnit unit,
                          const CsSpan *pauses,
                          gsize n_pauses,
                          CsInstant due,
                          GPtrArray *lines);

/* cs-pauses.c */
gboolean cs_pauses_tidy (const CsSpan *pauses, gsize n_pauses, GArray **tidy, GError **error);
gboolean cs_pauses_cover (const CsSpan *pauses, gsize n_pauses, CsInstant instant);

G_END_DECLS
