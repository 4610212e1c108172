/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-clock.h"
#include "cs-request-private.h"
#include "cs-rules.h"

G_BEGIN_DECLS

/* One question to the rules: who asks about which request, with what was worked out on the way. */
typedef struct {
  const CsRequest *request;
  const CsRuleContext *context;
  const char *person;
  GPtrArray *runs;     /* (owned) (nullable) CsClockRun, made when a clock is asked for */
  GHashTable *holders; /* (owned) (nullable) list of CsWho -> GPtrArray of CsHolder */
} CsJudge;

void cs_judge_init (CsJudge *self,
                    const CsRequest *request,
                    const char *person,
                    const CsRuleContext *context);
void cs_judge_clear (CsJudge *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CsJudge, cs_judge_clear)

const GPtrArray *cs_judge_list_people (CsJudge *self, const GPtrArray *who);
const CsHolder *cs_judge_find_holder (CsJudge *self, const GPtrArray *who);
gboolean cs_judge_is_who (CsJudge *self, const GPtrArray *who);
CsTruth cs_judge_ask (CsJudge *self, const CsCond *cond);
CsTruth cs_judge_gate (CsJudge *self, const CsGate *gate, const CsStep *step);
const CsClockRun *cs_judge_find_run (CsJudge *self, const CsClockDef *clock);
const CsClockDef *cs_judge_find_escalation (CsJudge *self, const CsStep *step, const CsMail *mail);
gboolean cs_judge_is_escalated (CsJudge *self, const CsClockDef *clock, const CsMail *mail);
char *cs_judge_dup_names (CsJudge *self, const GPtrArray *who);

/* Reasons */
CsReason *
cs_judge_add (GPtrArray *reasons, CsVerdict verdict, const char *rule, const char *format, ...)
    G_GNUC_PRINTF (4, 5);
void
cs_judge_require_who (CsJudge *self, const GPtrArray *who, const char *rule, GPtrArray *reasons);
const GPtrArray *cs_judge_find_openers (CsJudge *opened);
char *cs_title (const CsText *text);
char *cs_judge_value_text (CsJudge *self, const CsField *field, const json_t *value);
char *cs_judge_changes (CsJudge *self, const CsOfferMark *mark, const CsLevel *level);
json_t *cs_judge_list_changes (CsJudge *self, const CsOfferMark *mark, const CsLevel *level);

/* What is missing */
void cs_judge_missing_cond (CsJudge *self, const CsCond *cond, GPtrArray *missing);
void cs_judge_missing_gate (CsJudge *self, const CsGate *gate, GPtrArray *missing);
void cs_judge_missing_parts (CsJudge *self, const CsStep *step, GPtrArray *missing);
void cs_judge_missing_to_open (CsJudge *self, const CsStep *step, GPtrArray *missing);
GPtrArray *cs_missing_list_new (void);

/* Levels */
void cs_judge_level (CsJudge *self, const CsStep *step, const CsLevel *level, CsAction *action);
void
cs_judge_level_mail (CsJudge *self, const CsStep *step, const CsLevel *level, GPtrArray *reasons);
void cs_judge_consent (CsJudge *self, const CsStep *step, const CsLevel *level, GPtrArray *reasons);
void cs_judge_offer (CsJudge *self, const CsStep *step, GPtrArray *reasons);
GPtrArray *cs_judge_list_level_people (CsJudge *self, const CsStep *step, const CsLevel *level);
char *cs_judge_level_digest (const CsRequest *request, const CsStep *step, const CsLevel *level);
json_t *cs_judge_offered_entries (const CsRequest *request, const CsStep *step);

/* Where a return or a rejection leads */
void cs_judge_target (CsJudge *self,
                      const CsStep *step,
                      const CsStep *target,
                      gboolean is_rejection,
                      GPtrArray *reasons);

/* Confidential contents */
void cs_judge_access (CsJudge *self, const CsEntry *entry, GPtrArray *reasons);
void cs_judge_visible (CsJudge *self, const CsStep *step, const CsLevel *level, GPtrArray *reasons);
void cs_judge_erase (CsJudge *self, const CsEntry *entry, GPtrArray *reasons);
void cs_judge_setting (CsJudge *self, const CsEntry *entry, GPtrArray *reasons);

/* Actions: one line of the table each */
typedef enum {
  CS_SUBJECT_REQUEST,
  CS_SUBJECT_STEP,
  CS_SUBJECT_LEVEL,
  CS_SUBJECT_FIELD,
  CS_SUBJECT_MAIL,
  CS_SUBJECT_CONDITION,
  CS_SUBJECT_QUESTION,
  CS_SUBJECT_RUNG,
  CS_SUBJECT_CLOCK,
  CS_SUBJECT_GATE,
  CS_SUBJECT_OWN_OFFER,
  CS_SUBJECT_OWN_ENTRY,
} CsSubject;

typedef gboolean (*CsActionFits) (const CsRequest *request, const CsAction *action);
typedef void (*CsActionJudge) (CsJudge *self, CsAction *action);

typedef struct {
  const char *name;
  CsEntryKind kind;
  CsSubject subject;
  guint states; /* set of CsStepState; 0: any */
  gboolean after_end;
  CsActionFits fits;
  CsActionJudge judge;
} CsActionRule;

#define CS_N_ACTIONS (CS_ACTION_ACKNOWLEDGE + 1)

const CsActionRule *cs_action_rule (CsActionKind kind);
gboolean cs_judge_action (CsJudge *self, CsAction *action);
gboolean
cs_judge_action_of (CsJudge *self, const CsEntry *entry, CsAction *action, GPtrArray *reasons);
void cs_action_clear (CsAction *self);

/* Payloads */
void
cs_judge_payload (CsJudge *self, const CsEntry *entry, const CsAction *action, GPtrArray *reasons);
gboolean cs_payload_check_shape (const CsEntry *entry, GPtrArray *reasons);
gboolean
cs_payload_check_value (CsJudge *self, const CsField *field, const json_t *value, char **problem);

/* Whether an action makes sense at all: what the table of actions asks first. */
gboolean cs_action_fits_always (const CsRequest *request, const CsAction *action);
gboolean cs_action_fits_form (const CsRequest *request, const CsAction *action);
gboolean cs_action_fits_completing (const CsRequest *request, const CsAction *action);
gboolean cs_action_fits_not_needed (const CsRequest *request, const CsAction *action);
gboolean cs_action_fits_return (const CsRequest *request, const CsAction *action);
gboolean cs_action_fits_check (const CsRequest *request, const CsAction *action);
gboolean cs_action_fits_approval (const CsRequest *request, const CsAction *action);
gboolean cs_action_fits_decision (const CsRequest *request, const CsAction *action);
gboolean cs_action_fits_send_back (const CsRequest *request, const CsAction *action);
gboolean cs_action_fits_carry (const CsRequest *request, const CsAction *action);
gboolean cs_action_fits_consent (const CsRequest *request, const CsAction *action);
gboolean cs_action_fits_mail (const CsRequest *request, const CsAction *action);
gboolean cs_action_fits_payment (const CsRequest *request, const CsAction *action);
gboolean cs_action_fits_people (const CsRequest *request, const CsAction *action);
gboolean cs_action_fits_pause (const CsRequest *request, const CsAction *action);
gboolean cs_action_fits_extend (const CsRequest *request, const CsAction *action);
gboolean cs_action_fits_override (const CsRequest *request, const CsAction *action);

void cs_judge_pause (CsJudge *self, CsAction *action);
void cs_judge_extend (CsJudge *self, CsAction *action);

/* The gate explainer’s own pieces. */
CsMissing *cs_judge_add_missing (CsJudge *self,
                                 GPtrArray *missing,
                                 const CsStep *step,
                                 const CsLevel *level,
                                 const GPtrArray *who,
                                 char *text);
void cs_judge_add_missing_step (CsJudge *self, const CsStep *step, GPtrArray *missing);
void cs_judge_add_unanswered (CsJudge *self, const CsField *field, GPtrArray *missing);
void cs_judge_missing_check (CsJudge *self, const CsField *field, GPtrArray *missing);

G_END_DECLS
