/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-dialog.h"
#include "cs-session.h"

G_BEGIN_DECLS

#define CS_TYPE_CALENDAR_REVIEW (cs_calendar_review_get_type ())
G_DECLARE_FINAL_TYPE (CsCalendarReview, cs_calendar_review, CS, CALENDAR_REVIEW, CsDialog)

CsCalendarReview *cs_calendar_review_new (CsSession *session, const char *id, json_t *calendar);
json_t *cs_calendar_review_make_entry (CsCalendarReview *self);

G_END_DECLS
