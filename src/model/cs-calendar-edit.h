/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-json.h"

G_BEGIN_DECLS

/*
 * Changes to a copy of a calendar's JSON (cs_calendar_get_json()), for editors and imports. What
 * they leave behind is read, and refused if it is no calendar, by cs_calendar_new_from_json().
 */

/* A date that is not like its weekday. */
typedef struct {
  char *date;  /* `2026-01-14` */
  char *title; /* (nullable) */
  char *hours; /* (nullable) as cs_hours_format() writes them; NULL when the date is closed */
  gboolean is_estimated;
  char *other; /* (nullable) while it is estimated: the other date on which it may fall */
} CsCalendarDay;
void cs_calendar_day_free (CsCalendarDay *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsCalendarDay, cs_calendar_day_free)

/* What an import came to. */
typedef struct {
  guint n_new;       /* dates that were not there */
  guint n_confirmed; /* estimated dates that the import has too */
  guint n_dropped;   /* estimated dates of the same years that it has not */
} CsCalendarImport;

json_t *cs_hours_parse (const char *text, GError **error);
char *cs_hours_format (const json_t *hours);

GPtrArray *cs_calendar_list_days (const json_t *calendar, const char *year); /* CsCalendarDay */
GStrv cs_calendar_list_years (const json_t *calendar);
guint cs_calendar_count_estimated (const json_t *calendar, const char *year);

gboolean cs_calendar_set_day (json_t *calendar, const CsCalendarDay *day, GError **error);
void cs_calendar_remove_day (json_t *calendar, const char *date);
guint cs_calendar_confirm (json_t *calendar, const char *year);
gboolean cs_calendar_settle (json_t *calendar, const char *date, gboolean takes_other);
gboolean
cs_calendar_set_hours (json_t *calendar, const char *weekday, const char *text, GError **error);
char *cs_calendar_format_hours (const json_t *calendar, const char *weekday);
json_t *cs_calendar_add_season (json_t *calendar,
                                const char *title,
                                const char *from,
                                const char *to,
                                const char *hours,
                                GError **error);
void cs_calendar_import (json_t *calendar, const json_t *days, CsCalendarImport *counts);

G_END_DECLS
