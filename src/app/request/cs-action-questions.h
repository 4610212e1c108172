/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-action-form.h"

G_BEGIN_DECLS

/* A second way to do an action. */
typedef enum {
  CS_ACTION_WAY_PLAIN,
  CS_ACTION_WAY_WRONG,     /* a check that says no */
  CS_ACTION_WAY_CONDITION, /* an approval with conditions */
} CsActionWay;

/* What an action asks beside its verb, and the entry that the answers make. */
gboolean cs_action_questions_has_any (const CsAction *action, CsActionWay way);
void cs_action_questions_ask (CsActionForm *form,
                              CsReader *reader,
                              const CsAction *action,
                              CsActionWay way);
char *cs_action_questions_dup_heading (const CsAction *action, CsActionWay way);
char *cs_action_questions_dup_help (CsReader *reader, const CsAction *action, CsActionWay way);
json_t *cs_action_questions_make_base (const CsAction *action);
json_t *
cs_action_questions_make_data (const CsAction *action, CsActionWay way, const json_t *answers);

G_END_DECLS
