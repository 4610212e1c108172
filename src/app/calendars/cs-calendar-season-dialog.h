/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-dialog.h"
#include "cs-json.h"

G_BEGIN_DECLS

#define CS_TYPE_CALENDAR_SEASON_DIALOG (cs_calendar_season_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CsCalendarSeasonDialog,
                      cs_calendar_season_dialog,
                      CS,
                      CALENDAR_SEASON_DIALOG,
                      CsDialog)

CsCalendarSeasonDialog *cs_calendar_season_dialog_new (json_t *calendar);
void cs_calendar_season_dialog_apply (CsCalendarSeasonDialog *self, json_t *calendar);

G_END_DECLS
