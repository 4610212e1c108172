/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* A calendar to look at and to change. Signal “changed”: what it shows is not what it was given. */
#define CS_TYPE_CALENDAR_DETAIL (cs_calendar_detail_get_type ())
G_DECLARE_FINAL_TYPE (CsCalendarDetail, cs_calendar_detail, CS, CALENDAR_DETAIL, AdwBin)

void cs_calendar_detail_show (CsCalendarDetail *self, CsSession *session, json_t *calendar);
void cs_calendar_detail_choose_year (CsCalendarDetail *self, const char *year);
const char *cs_calendar_detail_get_problem (CsCalendarDetail *self);

G_END_DECLS
