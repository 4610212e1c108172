/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-workspace.h"

G_BEGIN_DECLS

/* A deadline that a changed calendar moves. Moments may be CS_INSTANT_NONE. */
typedef struct {
  char *request, *number, *title, *client;
  char *clock_title, *run;
  CsInstant old_due, new_due;
  CsInstant old_target, new_target;
  gboolean becomes_late, was_late; /* was_late: it is not any more */
} CsClockMove;

/* What a changed calendar would do to the open clocks. */
typedef struct {
  GPtrArray *moves; /* CsClockMove: what becomes late first, then by the new due date */
  guint n_open;     /* open clocks that were looked at */
  guint n_late;     /* that become late */
  guint n_relieved; /* that are late now, and will not be */
} CsCalendarChange;
void cs_calendar_change_free (CsCalendarChange *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsCalendarChange, cs_calendar_change_free)

CsCalendarChange *cs_calendar_change_preview (CsAuthority *authority,
                                              const char *id,
                                              CsCalendar *calendar,
                                              GError **error);

void cs_workspace_preview_calendar_async (CsWorkspace *self,
                                          const char *id,
                                          json_t *calendar,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
CsCalendarChange *
cs_workspace_preview_calendar_finish (CsWorkspace *self, GAsyncResult *result, GError **error);

G_END_DECLS
