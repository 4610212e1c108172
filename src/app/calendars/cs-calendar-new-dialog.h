/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-calendar.h"
#include "cs-dialog.h"
#include "cs-directory.h"

G_BEGIN_DECLS

/*
 * A calendar that the workspace does not know yet. Signal: "accept".
 */
#define CS_TYPE_CALENDAR_NEW_DIALOG (cs_calendar_new_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CsCalendarNewDialog,
                      cs_calendar_new_dialog,
                      CS,
                      CALENDAR_NEW_DIALOG,
                      CsDialog)

CsCalendarNewDialog *cs_calendar_new_dialog_new (const CsDirectory *directory, CsCalendar *like);
json_t *cs_calendar_new_dialog_make_entry (CsCalendarNewDialog *self);

G_END_DECLS
