/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-request.h"

G_BEGIN_DECLS

/*
 * The two questions everybody asks (design: One natural way for data): may this entry follow, and
 * what may this person do. They never disagree: rules refuse whatever actions do not offer.
 */

/* Bytes of the longest text that an entry holds. */
#define CS_MOST_TEXT 20000

/* One fact that is missing, and who can supply it. */
typedef struct {
  char *text;           /* “Invoice number” is missing */
  const CsField *field; /* (nullable) to fill … */
  const CsStep *step;   /* (nullable) … in this step */
  const CsLevel *level; /* (nullable) or to be decided here */
  char *who;            /* (nullable) names of those who can supply it, in words */
  GStrv people;         /* their ids */
} CsMissing;

/* What the authority answers when it does not accept (design: Entries). */
typedef enum {
  CS_VERDICT_REFUSED,
  CS_VERDICT_ALREADY_SETTLED, /* somebody else was faster */
  CS_VERDICT_CONTENT_CHANGED, /* what was decided on is not what stands there now */
  CS_VERDICT_MANDATE_ENDED,   /* role, delegation or device ended */
  CS_VERDICT_WITHDRAWN,       /* the offer or the request was taken back */
} CsVerdict;

/* Why an action is blocked or an entry refused. */
typedef struct {
  CsVerdict verdict;
  char *rule;         /* stable: a requirement ID such as "G-03", "X-12", "RC-22" or a rule name */
  char *text;         /* one sentence for a person */
  GPtrArray *missing; /* CsMissing */
  json_t *changes;    /* (owned) (nullable) {"field", "was", "is"}: what is another now */
} CsReason;
CsReason *cs_reason_new (const char *rule, char *text);
void cs_reason_free (CsReason *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsReason, cs_reason_free)

typedef enum {
  CS_ACTION_OPEN, /* a new request */
  CS_ACTION_FILL,
  CS_ACTION_COMPLETE,
  CS_ACTION_NOT_NEEDED,
  CS_ACTION_RETURN,
  CS_ACTION_CHECK,
  CS_ACTION_OFFER,
  CS_ACTION_APPROVE,
  CS_ACTION_REJECT,
  CS_ACTION_SEND_BACK,
  CS_ACTION_ASK,
  CS_ACTION_HAND_OVER,
  CS_ACTION_CARRY,
  CS_ACTION_CONSENT,
  CS_ACTION_SETTLE_CONDITION,
  CS_ACTION_MAIL,
  CS_ACTION_PAYMENT,
  CS_ACTION_ASSIGN,
  CS_ACTION_NOTE,
  CS_ACTION_ANSWER,
  CS_ACTION_PAUSE,
  CS_ACTION_RESUME,
  CS_ACTION_EXTEND,
  CS_ACTION_OVERRIDE,
  CS_ACTION_RECALL,
  CS_ACTION_WITHDRAW,
  CS_ACTION_ACKNOWLEDGE,
} CsActionKind;

typedef struct {
  CsActionKind kind;
  const CsStep *step;      /* (nullable) */
  const CsLevel *level;    /* (nullable) */
  const CsField *field;    /* (nullable) */
  const CsMail *mail;      /* (nullable) */
  const CsGate *gate;      /* (nullable) */
  const CsClockDef *clock; /* (nullable) */
  char *target;            /* (nullable) entry id it answers, settles, recalls */
  guint condition;         /* number of the condition it settles; 0 for none */
  char *for_person;        /* (nullable) acts for */
  gboolean is_open;
  GPtrArray *reasons; /* CsReason: why not, empty when open */
} CsAction;
void cs_action_free (CsAction *self);
const char *cs_action_kind_name (CsActionKind kind); /* "approve", for the command line */
gboolean cs_action_kind_from_name (const char *name, CsActionKind *kind);
CsEntryKind cs_action_kind_get_entry_kind (CsActionKind kind);

/* Who writes the rungs of clocks: the authority's keeper, not a person. */
#define CS_KEEPER "keeper"

/* What the authority knows beside the request. */
typedef struct {
  const CsDirectory *directory;
  CsInstant now;
  const char *device; /* (nullable) of the entry judged */
} CsRuleContext;

gboolean cs_rules_check (const CsRequest *request, /* for open: a new, empty fold */
                         CsEntry *entry,
                         const CsRuleContext *context,
                         CsReason **reason); /* (out) (transfer full) on FALSE */
GPtrArray *
cs_rules_actions (const CsRequest *request, const char *person, const CsRuleContext *context);
gboolean cs_rules_check_directory (const CsDirectory *directory, CsEntry *entry, CsReason **reason);

/* Whether who decides is to sign in once more (ASVS 7.5.3); whoever lets them in sees to it. */
gboolean cs_rules_asks_sign_in (const CsRequest *request, const CsStep *step, const CsLevel *level);
gboolean cs_rules_entry_asks_sign_in (const CsRequest *request, const CsEntry *entry);

/* The gate explainer: every missing fact of a gate, or of a step's way to open. */
GPtrArray *cs_rules_missing_for_gate (const CsRequest *request,
                                      const CsGate *gate,
                                      const CsRuleContext *context);
GPtrArray *cs_rules_missing_for_step (const CsRequest *request,
                                      const CsStep *step,
                                      const CsRuleContext *context);
/* Whether this person may begin a request of the same process for the same region. */
gboolean cs_rules_may_begin_again (const CsRequest *request,
                                   const char *person,
                                   const CsRuleContext *context);
/* People who may act as one of these now. */
GPtrArray *cs_rules_list_people (const CsRequest *request,
                                 const GPtrArray *who,
                                 const CsRuleContext *context); /* CsHolder */

/* Whose move it is: the open steps and asked levels, in order (the Next step line, the inbox). */
typedef struct {
  const CsStep *step;
  const CsLevel *level; /* (nullable) */
  CsInstant since;
  GPtrArray *keys; /* char*: "role:PACK/ROLE@REGION" or "person:ID" */
  gboolean is_decision;
} CsTurn;
void cs_turn_free (CsTurn *self);
GPtrArray *cs_rules_list_turns (const CsRequest *request, const CsRuleContext *context);

G_END_DECLS
