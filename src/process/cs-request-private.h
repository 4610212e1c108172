/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-cond.h"
#include "cs-formula.h"
#include "cs-request.h"

G_BEGIN_DECLS

/* The fold's own state, shared by the files cs-request*.c and cs-cond.c and by nobody else. */

#define CS_FIELD_INDEX_CLIENT 0
#define CS_FIELD_INDEX_REGION 1
#define CS_FIELD_INDEX_TITLE  2
#define CS_MEMO_EMPTY         0xff

/* An offer with its values by the document's order, for quick comparison. */
typedef struct {
  CsOffer offer;
  const json_t **held; /* (owned) elements borrowed from offer.values; %NULL: nothing */
} CsOfferMark;

typedef struct {
  CsDecision decision;
  CsOfferMark *offer; /* (nullable) (borrowed) */
} CsDecisionMark;

typedef struct {
  CsLevelState state;
  CsInstant since;
  GArray *periods;    /* (owned) CsPeriod: asked */
  const char *holder; /* (nullable) (borrowed) of an entry: whom the current offer was handed to */
  guint asked_offer;  /* which offer of the step the open period belongs to */
} CsLevelLife;

typedef struct {
  /* derived anew after every entry */
  CsStepState state;
  gboolean is_passed;
  CsTruth applies;
  /* what happened */
  gboolean is_done, is_skipped; /* in this round */
  gboolean is_returned, is_called;
  guint round;
  guint began;      /* length of the entries when this round began, or waited for another step */
  int waits_for;    /* index of the step it called, -1: of none */
  guint times;      /* how often it was done */
  guint done_index; /* length of the entries when it was done last */
  gboolean is_new_time; /* an any-time step that was done by the entry being applied */
  guint offers;         /* how many were made here */
  guint led_offer;      /* whose rejection has led on */
  CsEntry *returned_by; /* (nullable) (borrowed) */
  const char *assignee; /* (nullable) (borrowed) of an entry */
  CsOfferMark *offer;   /* (nullable) (borrowed) newest, not withdrawn */
  CsLevelLife *levels;  /* (owned) (nullable) as many as the approval has */
  CsPayment *payment;   /* (nullable) (borrowed) */
  CsInstant since;
  GArray *periods; /* (owned) CsPeriod: open */
} CsStepLife;

/* A mail that was handed over, with the values it showed. */
typedef struct {
  CsSentMail mail;
  guint index;   /* length of the entries when it was handed over */
  json_t *shown; /* (owned) field id -> value */
} CsMailMark;

typedef struct {
  const CsGate *gate;
  const CsStep *step;
  guint round;
} CsOverride;

struct _CsRequest {
  const CsProcess *process; /* (borrowed) of pack */
  CsPack *pack;             /* (owned) */
  json_t *pinned;           /* (owned) settings it was opened with: id -> value */
  json_t *settings;         /* (owned) these, and what was confirmed later */
  char *number;             /* (owned) (nullable) */
  GPtrArray *entries;       /* (owned) CsEntry */
  GHashTable *by_id;        /* (borrowed) id -> CsEntry */
  GHashTable *taken_back;   /* (borrowed) set of ids of withdrawn entries */
  GHashTable *waiting;      /* (owned) (nullable) set of ids, borrowed: not accepted yet */

  /* folded; dropped and made anew when an entry is withdrawn */
  CsEntry *open;         /* (nullable) (borrowed) */
  CsValue *values;       /* by field index */
  CsStepLife *steps;     /* by step index */
  CsClockLog *clocks;    /* by clock index */
  GPtrArray *offers;     /* (owned) CsOfferMark, whose first member is a CsOffer */
  GPtrArray *decisions;  /* (owned) CsDecisionMark, whose first member is a CsDecision */
  GPtrArray *conditions; /* (owned) CsCondition */
  GPtrArray *mails;      /* (owned) CsMailMark, whose first member is a CsSentMail */
  GPtrArray *payments;   /* (owned) CsPayment */
  GPtrArray *checks;     /* (borrowed) CsEntry: cross-checks of fields */
  GArray *overrides;     /* CsOverride */
  GHashTable *answers;   /* (borrowed) id of a question or rung -> the note that answers it */
  CsInstant now, opened; /* of the newest and the first entry */
  CsEnd end;
  CsInstant ended;
  const CsStep *end_step;
  gboolean is_read_only;
  guint8 *gates_before; /* (owned) (nullable) truths of the gates before anything that waits */

  /* remembered answers, valid until the state changes */
  guint8 *gate_memo;
  guint8 *applies_memo;
};

/* values */
void cs_request_apply_open (CsRequest *self, CsEntry *entry);
void cs_request_apply_fill (CsRequest *self, CsEntry *entry);
void cs_request_apply_check (CsRequest *self, CsEntry *entry);
const json_t *cs_request_effective_value (const CsRequest *self, const CsField *field);
const json_t *cs_entry_get_value (const CsEntry *entry, const CsField *field);
gboolean cs_value_is_na (const CsField *field, const json_t *value);
void cs_value_clear (CsValue *self);
gboolean cs_value_is_answer (const CsField *field, const json_t *value);
gboolean cs_value_is_withheld_answer (const json_t *value);
json_t *cs_value_new_withheld_result (const CsField *field, const json_t *inputs);

/* steps */
void cs_request_settle (CsRequest *self);
void cs_request_forget_answers (CsRequest *self);
void cs_request_apply_complete (CsRequest *self, CsEntry *entry);
void cs_request_apply_return (CsRequest *self, CsEntry *entry);
void cs_request_send_back (CsRequest *self, const CsStep *from, const CsStep *to, CsEntry *entry);
void cs_request_note_periods (CsRequest *self);
gboolean cs_request_is_override (const CsRequest *self, const CsGate *gate, const CsStep *step);
gboolean cs_step_is_automatic (const CsStep *step);

/* approvals */
void cs_request_apply_offer (CsRequest *self, CsEntry *entry);
void cs_request_apply_decision (CsRequest *self, CsEntry *entry);
void cs_request_settle_levels (CsRequest *self, const CsStep *step);
gboolean cs_request_has_open_condition (const CsRequest *self, const CsStep *step);
void cs_request_settle_condition (CsRequest *self, guint number, CsEntry *check, gboolean ok);
gboolean cs_level_decides_on (const CsLevel *level, const CsField *field);
gboolean cs_request_offer_asks (const CsOfferMark *mark, const CsLevel *level);
gboolean
cs_request_offer_is_present (const CsRequest *self, const CsOfferMark *mark, const CsLevel *level);
const CsDecision *
cs_request_find_carryable (const CsRequest *self, const CsStep *step, const CsLevel *level);
gboolean cs_request_is_waiting (const CsRequest *self, const CsEntry *entry);
gboolean cs_request_is_taken_back (const CsRequest *self, const CsEntry *entry);
void cs_offer_mark_free (CsOfferMark *self);
void cs_decision_mark_free (CsDecisionMark *self);
void cs_condition_free (CsCondition *self);

/* mails, payments, clocks */
void cs_request_apply_mail (CsRequest *self, CsEntry *entry);
void cs_request_settle_mails (CsRequest *self);
gboolean cs_request_mail_is_done (const CsRequest *self, const CsStep *step, guint after);
void cs_request_apply_payment (CsRequest *self, CsEntry *entry);
void cs_request_apply_clock (CsRequest *self, CsEntry *entry);
void cs_request_note_clocks (CsRequest *self);
gboolean cs_request_clock_has_rung (const CsRequest *self, const CsClockDef *clock, gboolean limit);

gboolean cs_request_is_same_value (const json_t *a, const json_t *b);

G_END_DECLS
