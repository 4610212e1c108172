/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-session.h"

G_BEGIN_DECLS

/*
 * Decisions that can still be undone, newest first (ux: Taking a decision).
 * Properties: undo-label (nullable: nothing to undo), pending (holds and releases under way).
 * Signals:
 *   held (request id), undone (request id)
 *   answered (request id, CsOutcome): the authority has answered, after the hold or at once
 */
#define CS_TYPE_UNDO (cs_undo_get_type ())
G_DECLARE_FINAL_TYPE (CsUndo, cs_undo, CS, UNDO, GObject)

/* What is to be held; strings are borrowed during the call. */
typedef struct {
  const char *request; /* id */
  const char *number;  /* (nullable) ANT-1042 */
  const char *kind;    /* of the entry: "decision" */
  json_t *data;        /* of the entry */
  const char *done;    /* what the toast says: "ANT-1042 approved" */
  const char *undo;    /* what the menu says: "Undo Approve ANT-1042" */
  guint group;         /* 0, or one number for all of a bulk action: undone together */
  gboolean is_doubled; /* held twice as long (bulk) */
} CsUndoHold;

CsUndo *cs_undo_new (CsSession *session);
void cs_undo_hold (CsUndo *self, const CsUndoHold *hold);
gboolean cs_undo_undo_newest (CsUndo *self);
gboolean cs_undo_undo_request (CsUndo *self, const char *request);
guint cs_undo_next_group (CsUndo *self);
gboolean cs_undo_is_held (CsUndo *self, const char *request);
int cs_undo_seconds_left (CsUndo *self, const char *request);
const char *cs_undo_get_undo_label (CsUndo *self);
guint cs_undo_get_pending (CsUndo *self);
void cs_undo_release_all (CsUndo *self);
void cs_undo_recover (CsUndo *self);

G_END_DECLS
