/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-session.h"

G_BEGIN_DECLS

/*
 * One request in the words of the person who looks at it; what the widgets of the request page and
 * of the inbox's detail are filled from. Never changes: make another one for another view.
 */
#define CS_TYPE_READER (cs_reader_get_type ())
G_DECLARE_FINAL_TYPE (CsReader, cs_reader, CS, READER, GObject)

CsReader *cs_reader_new (CsSession *session, CsRequestView *view);

CsSession *cs_reader_get_session (CsReader *self);
CsRequestView *cs_reader_get_view (CsReader *self);
const CsRequest *cs_reader_get_request (CsReader *self);
const CsProcess *cs_reader_get_process (CsReader *self);
const CsDirectory *cs_reader_get_directory (CsReader *self);
const char *cs_reader_get_me (CsReader *self);

char *cs_reader_dup_text (CsReader *self, const CsText *text, const char *fallback);
char *cs_reader_dup_part (CsReader *self, const CsStep *step, const char *part);
const char *cs_reader_get_name (CsReader *self, const char *person);
char *cs_reader_dup_day_time (CsReader *self, CsInstant instant);
char *cs_reader_dup_value (CsReader *self, const CsField *field, const json_t *value);
char *cs_reader_dup_field (CsReader *self, const CsField *field);
char *cs_reader_dup_client (CsReader *self);
char *cs_reader_dup_region (CsReader *self);

/* Whose move a turn is: names in words, ids, and whether it is the reader's. */
char *cs_reader_dup_turn_names (CsReader *self, const CsTurn *turn);
GStrv cs_reader_dup_turn_people (CsReader *self, const CsTurn *turn);
gboolean cs_reader_is_my_turn (CsReader *self, const CsTurn *turn);

const CsAction *cs_reader_find_action (CsReader *self,
                                       CsActionKind kind,
                                       const CsStep *step,
                                       const CsLevel *level,
                                       guint *index);
const CsClockRun *cs_reader_find_run (CsReader *self, const CsStep *step, const CsLevel *level);
char *cs_reader_join_names (CsReader *self, const char *const *people);
char *cs_reader_join_all_names (CsReader *self, const char *const *people);

/* Words and icons of states. */
const char *cs_step_state_word (CsStepState state);
const char *cs_step_state_icon (CsStepState state);
const char *cs_level_state_word (CsLevelState state);
const char *cs_level_state_icon (CsLevelState state);

G_END_DECLS
