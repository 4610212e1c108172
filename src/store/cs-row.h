/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-instant.h"

#include <glib-object.h>

G_BEGIN_DECLS

/* What a row shows; made on the worker, then given to a row. */
typedef struct {
  gint64 ref; /* identity within its list; negative for drafts */
  char *request, *number, *title, *client, *region, *process;
  char *stage, *step, *level, *with, *for_whom;
  char *amount, *currency, *outstanding, *invoice;
  char *clock_title, *group, *state, *promised_on, *owner, *last_note, *draft;
  gint64 amount_minor, left_secs, day_secs;
  CsInstant due, target, delivered, updated, held_until;
  int clock_state;
  gboolean unread, changed, question, attachment, decision;
} CsRowData;
CsRowData *cs_row_data_new (void);
void cs_row_data_free (CsRowData *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsRowData, cs_row_data_free)

/**
 * CsRow:
 *
 * One row of any list: derived, disposable; a screen binds its properties. Empty until its page
 * came. All properties are read-only and notified when the page arrives or the row changes:
 *
 *  loaded b · request s (id) · number s · title s · client s (name) · region s · process s · stage
 * s · step s · level s · with s (names whose move it is) · for-whom s · amount s (“BHD 1,250.500”)
 * · amount-minor x · currency s · outstanding s · invoice s · clock-state i (CsClockState or -1) ·
 *  due x (CsInstant) · target x · left-secs x · clock-title s · group s (“overdue”, “today”,
 * “week”, “later”, “paused”, “none”; payments: “late”, “week”, “later”, “promised”, “confirmed”) ·
 * state s (payments: due, today, late, escalated, promised, part, disputed, confirmed, written-off)
 * · delivered x · promised-on s · owner s · last-note s · updated x · unread b · changed b ·
 *  question b · attachment b · decision b (the move is to decide) · held-until x · draft s (id of a
 *  draft; scopes list)
 */
#define CS_TYPE_ROW (cs_row_get_type ())
G_DECLARE_FINAL_TYPE (CsRow, cs_row, CS, ROW, GObject)

CsRow *cs_row_new (void);
void cs_row_take_data (CsRow *self, CsRowData *data);
const CsRowData *cs_row_get_data (CsRow *self);

G_END_DECLS
