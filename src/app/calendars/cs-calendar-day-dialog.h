/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-calendar-edit.h"
#include "cs-dialog.h"

G_BEGIN_DECLS

/* One date of a calendar. Signal “remove”: the date is to be like its weekday again. */
#define CS_TYPE_CALENDAR_DAY_DIALOG (cs_calendar_day_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CsCalendarDayDialog,
                      cs_calendar_day_dialog,
                      CS,
                      CALENDAR_DAY_DIALOG,
                      CsDialog)

CsCalendarDayDialog *cs_calendar_day_dialog_new (const CsCalendarDay *day);
CsCalendarDay *cs_calendar_day_dialog_make_day (CsCalendarDayDialog *self);
const char *cs_calendar_day_dialog_get_known (CsCalendarDayDialog *self);

G_END_DECLS
