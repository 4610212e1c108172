/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-directory.h"
#include "cs-pack.h"

G_BEGIN_DECLS

/*
 * One client's matter going through a process: the pure fold of its accepted entries over the
 * process it pinned. No I/O, no clock and no directory of its own; the fold never judges an
 * accepted entry again (K-12), so any prefix folds and folding twice gives the same state.
 * Not thread-safe; fold a copy of the entries per thread.
 */
typedef struct _CsRequest CsRequest;

typedef enum { CS_TRUTH_FALSE, CS_TRUTH_UNKNOWN, CS_TRUTH_TRUE } CsTruth;

typedef enum {
  CS_STEP_DONE,
  CS_STEP_LAPSED,
  CS_STEP_NOT_APPLICABLE,
  CS_STEP_NOT_CALLED,
  CS_STEP_SKIPPED,
  CS_STEP_REJECTED,
  CS_STEP_WAITING,
  CS_STEP_RETURNED,
  CS_STEP_OPEN,
} CsStepState;

typedef enum {
  CS_LEVEL_NOT_APPLICABLE,
  CS_LEVEL_WAITING, /* for an offer, or for the levels before it */
  CS_LEVEL_ASKED,
  CS_LEVEL_CARRYABLE, /* asked, and the answer given earlier stands for the same values */
  CS_LEVEL_APPROVED,
  CS_LEVEL_LAPSED, /* approved once, for other values; asked again with the next offer */
  CS_LEVEL_REJECTED,
  CS_LEVEL_SENT_BACK,
} CsLevelState;

typedef enum {
  CS_ANSWER_APPROVE,
  CS_ANSWER_REJECT,
  CS_ANSWER_SEND_BACK,
  CS_ANSWER_ASK,
  CS_ANSWER_HAND_OVER
} CsAnswer;

/* Every CsEntry that the fold names is borrowed from it and lives as long as the request does. */

gboolean cs_answer_from_name (const char *name, CsAnswer *answer);
const char *cs_answer_get_name (CsAnswer answer); /* "send-back" */

/* What a field holds now. */
typedef struct {
  json_t *value; /* (owned) (nullable): not answered; {"na": reason} when not applicable */
  gboolean is_na;
  CsEntry *entry;     /* (nullable) that said it; of a formula: the newest of its inputs' */
  GPtrArray *history; /* (nullable) CsEntry: all that said it, oldest first */
  CsEntry *check;     /* (nullable) cross-check that stands for it as it is now */
  CsEntry *refused;   /* (nullable) cross-check that said “not ok”: it is open again */
} CsValue;

/* One decision or consent on a level; kept for ever, valid or not. */
typedef struct {
  CsEntry *entry;
  const CsStep *step;
  const CsLevel *level;
  guint offer; /* which version it was given for, from 1 */
  CsAnswer answer;
  char *person;     /* who decided; of a consent the outside person */
  char *for_person; /* (nullable) B for A */
  gboolean is_consent, is_carried;
  gboolean counts; /* for the level as it stands now */
  gboolean is_withdrawn;
  gboolean is_waiting; /* for the authority's answer; does not count before (D-C1) */
} CsDecision;

/* A condition given with an approval; numbered on the request. */
typedef struct {
  guint number;
  char *text;
  const CsDecision *decision; /* (borrowed) */
  CsEntry *settled;           /* (nullable) the check that settled it */
} CsCondition;

/* One version of a document put to decision. */
typedef struct {
  CsEntry *entry;
  const CsStep *step;
  guint version;       /* per document, from 1 */
  json_t *values;      /* (owned) field id -> value it names */
  GHashTable *digests; /* (owned) level id -> hex */
  gboolean is_current; /* the newest of its step, not withdrawn */
  gboolean is_withdrawn;
  guint round; /* of its step */
} CsOffer;

typedef struct {
  CsEntry *entry;
  const CsMail *mail;
  const CsStep *step; /* (nullable) */
  gboolean stands;    /* nothing it showed has changed */
} CsSentMail;

typedef enum {
  CS_PAYMENT_NONE,
  CS_PAYMENT_DUE,
  CS_PAYMENT_PROMISED,
  CS_PAYMENT_PART,
  CS_PAYMENT_DISPUTED,
  CS_PAYMENT_CONFIRMED,
  CS_PAYMENT_WRITTEN_OFF
} CsPaymentState;

/* The payment a step tracks (AG-23, D-C14). */
typedef struct {
  const CsStep *step;
  CsPaymentState state;
  gboolean has_amount;
  CsMoney amount, received;
  char *promised_on;  /* (nullable) date */
  CsInstant asked_at; /* when its step opened */
  GPtrArray *entries; /* CsEntry, oldest first */
} CsPayment;

/* One span in which a step was open or a level asked. Spans of one run of a clock share its
 * number: a step's next run begins when it opens again after it was done (each time of an any-time
 * step), a level's with each offer. */
typedef struct {
  CsInstant from;
  CsInstant until; /* CS_INSTANT_NONE: still */
  guint run;       /* from 1 */
  gboolean is_met; /* this span ended because the step was done, the level answered */
} CsPeriod;

/* A pause of a clock as its pack names them. */
typedef struct {
  CsInstant from;
  CsInstant until; /* CS_INSTANT_NONE: still */
  CsEntry *entry;  /* (borrowed) the pause; its data has clock and reason, the id of a pause */
} CsPauseSpan;

/* What the entries say about one clock; its instants in business time are for cs-clock.h. */
typedef struct {
  CsInstant started;  /* first instant at which starts held; CS_INSTANT_NONE */
  CsInstant stopped;  /* first instant after that at which stops held; CS_INSTANT_NONE */
  GArray *pauses;     /* CsPauseSpan, oldest first */
  GPtrArray *extends; /* (borrowed) CsEntry: clock, until, reason, evidence */
  GPtrArray *rungs;   /* (borrowed) CsEntry: clock, run, rung, due, told */
} CsClockLog;

CsRequest *cs_request_new (const CsProcess *process, const json_t *settings);
void cs_request_free (CsRequest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsRequest, cs_request_free)
gboolean cs_request_apply (CsRequest *self, CsEntry *entry, GError **error);
gboolean cs_request_apply_waiting (CsRequest *self, CsEntry *entry, GError **error);
gboolean cs_request_has_waiting (const CsRequest *self);
void cs_request_set_number (CsRequest *self, const char *number); /* given by the authority */
char *cs_request_digest (const CsRequest *self); /* of the whole folded state (K-12) */

const CsProcess *cs_request_get_process (const CsRequest *self);
const char *cs_request_get_id (const CsRequest *self);
const char *cs_request_get_number (const CsRequest *self); /* (nullable) ANT-1042 */
const char *cs_request_get_title (const CsRequest *self);
const char *cs_request_get_client (const CsRequest *self);
const char *cs_request_get_region (const CsRequest *self);
const char *cs_request_get_opener (const CsRequest *self);
CsInstant cs_request_get_opened (const CsRequest *self);
CsInstant cs_request_get_changed (const CsRequest *self);
CsEnd cs_request_get_end (const CsRequest *self);
/* (nullable) what was said when it was rejected or withdrawn */
const CsEntry *cs_request_get_why_ended (const CsRequest *self);
CsInstant cs_request_get_ended (const CsRequest *self);
gboolean cs_request_is_read_only (const CsRequest *self); /* an entry of an unknown kind (K-12) */
const CsStage *cs_request_get_stage (const CsRequest *self);
const GPtrArray *cs_request_get_entries (const CsRequest *self);       /* CsEntry by number */
CsEntry *cs_request_get_entry (const CsRequest *self, const char *id); /* (nullable) */
const json_t *cs_request_get_settings (const CsRequest *self);
const char *cs_request_get_setting (const CsRequest *self,
                                    const char *setting); /* pinned, else default */
GPtrArray *
cs_request_list_settings_used (const CsRequest *self); /* CsSetting with an unclear mark */

const CsValue *cs_request_get_value (const CsRequest *self, const CsField *field);
gboolean cs_request_is_answered (const CsRequest *self, const CsField *field);
gboolean cs_request_is_said_anew (const CsRequest *self, const CsStep *step, const CsField *field);
gboolean cs_request_is_checked (const CsRequest *self, const CsStep *step, const CsField *field);
gboolean cs_request_asks_again (const CsRequest *self, const CsField *field);
CsTruth cs_request_field_applies (const CsRequest *self, const CsField *field);
char *cs_value_dup_text (const CsPack *pack,
                         const CsField *field,
                         const json_t *value,
                         const CsDirectory *directory,
                         const char *locale);
char *cs_request_dup_text_of (const CsRequest *self,
                              const CsField *field,
                              const json_t *value,
                              const CsDirectory *directory,
                              const char *locale);
char *cs_request_dup_value_text (const CsRequest *self,
                                 const CsField *field,
                                 const CsDirectory *directory,
                                 const char *locale); /* as a person reads it; nullable */

/* A value that is there but may not be seen by whom this fold is for (K-05; cs-outline.h) */
gboolean cs_value_is_withheld (const json_t *value);

/* Confidential contents (CX-21) */
gboolean cs_scope_is_sealed (const CsScope *scope);
const CsField *
cs_process_find_sealed (const CsProcess *self, const CsEntry *entry, const char *sha256);
gboolean cs_request_is_erased (const CsRequest *self, const CsField *field);
CsInstant cs_request_get_erasure (const CsRequest *self, const CsField *field);
const CsField *cs_request_find_erasure (const CsRequest *self, CsInstant *at);

/* What a new request may begin with */
const CsStep *cs_request_find_clone_step (const CsRequest *self);
json_t *cs_request_dup_clone_values (const CsRequest *self);

/* Every part of a step is there; the mail of a step that applies now. */
gboolean cs_request_is_step_complete (const CsRequest *self, const CsStep *step);
const CsMail *cs_request_pick_mail (const CsRequest *self, const CsStep *step, CsTruth *applies);
GPtrArray *cs_mail_list_shown_fields (const CsProcess *process, const CsMail *mail);
CsStepState cs_request_get_step_state (const CsRequest *self, const CsStep *step);
gboolean cs_request_is_step_passed (const CsRequest *self, const CsStep *step);
guint cs_request_get_step_round (const CsRequest *self, const CsStep *step);
CsInstant cs_request_get_step_since (const CsRequest *self, const CsStep *step);
const GArray *cs_request_get_step_periods (const CsRequest *self,
                                           const CsStep *step); /* CsPeriod: open */
const GArray *cs_request_get_level_periods (const CsRequest *self,
                                            const CsStep *step,
                                            const CsLevel *level); /* CsPeriod: asked */
const CsClockLog *cs_request_get_clock_log (const CsRequest *self, const CsClockDef *clock);
const CsEntry *
cs_request_get_acknowledgement (const CsRequest *self,
                                const CsEntry *rung); /* (nullable) the note that answers it */
const CsEntry *cs_request_get_step_return (const CsRequest *self,
                                           const CsStep *step); /* why returned */

CsTruth cs_request_gate_truth (const CsRequest *self, const CsGate *gate);
CsLevelState
cs_request_get_level_state (const CsRequest *self, const CsStep *step, const CsLevel *level);
CsInstant
cs_request_get_level_since (const CsRequest *self, const CsStep *step, const CsLevel *level);
const char *
cs_request_get_level_holder (const CsRequest *self, const CsStep *step, const CsLevel *level);
/* (nullable) person it was handed over to */
const CsOffer *cs_request_get_offer (const CsRequest *self,
                                     const CsStep *step);           /* current, nullable */
const GPtrArray *cs_request_get_offers (const CsRequest *self);     /* CsOffer, oldest first */
const GPtrArray *cs_request_get_decisions (const CsRequest *self);  /* CsDecision, oldest first */
const GPtrArray *cs_request_get_conditions (const CsRequest *self); /* CsCondition */
const GPtrArray *cs_request_get_mails (const CsRequest *self);      /* CsSentMail, oldest first */
const GPtrArray *cs_request_get_payments (const CsRequest *self);   /* CsPayment */
gboolean
cs_request_has_open_question (const CsRequest *self, const CsStep *step, const CsEntry **question);
const char *cs_request_get_assignee (const CsRequest *self, const CsStep *step); /* (nullable) */
gboolean
cs_request_is_own_work (const CsRequest *self,
                        const CsStep *step,
                        const CsLevel *level,
                        const char *person); /* authorship of what the level decides on */

G_END_DECLS
