/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-ledger.h"

G_BEGIN_DECLS

/* How far something that was said in a shared workspace has come. */
typedef enum {
  CS_ACTIVITY_WAITING,  /* not sent yet; can be recalled */
  CS_ACTIVITY_SENT,     /* sent, no answer yet */
  CS_ACTIVITY_ACCEPTED, /* the server said yes; its entry is on its way here */
  CS_ACTIVITY_REFUSED,  /* with the reason; what was typed is kept */
  CS_ACTIVITY_CONFLICT, /* refused, because somebody else was faster or the content changed */
  CS_ACTIVITY_PARKED,   /* not tried, because what it builds on was refused */
} CsActivityState;

/* A value that is another than the one decided on (X-11, SG-06), as a person reads it. */
typedef struct {
  char *title; /* of the field */
  char *was;   /* (nullable) */
  char *is;    /* (nullable) */
} CsActivityChange;

/* One line of Activity (ux: Taking a decision): read from the outbox, never counted beside it. */
typedef struct {
  CsActivityState state;
  char *id;           /* of the entry */
  char *kind;         /* “decision” */
  char *request;      /* (nullable) its id */
  char *number;       /* (nullable) what people call it */
  char *title;        /* (nullable) of the request */
  json_t *data;       /* (owned) what was said */
  char *verdict;      /* (nullable) the server’s word */
  char *rule;         /* (nullable) that refused it */
  char *reason;       /* (nullable) in the server’s words */
  GPtrArray *changes; /* CsActivityChange: what was another, in the order of the document */
  CsAnswer settled;   /* how somebody else settled it, where settled_by is known */
  char *settled_by;   /* (nullable) their name */
  CsInstant settled_at;
  CsInstant made;
  CsInstant answered; /* CS_INSTANT_NONE */
} CsActivity;
void cs_activity_free (CsActivity *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsActivity, cs_activity_free)

GPtrArray *cs_activity_list (CsLedger *ledger, GError **error);
const char *cs_activity_state_get_name (CsActivityState state); /* "waiting" */

G_END_DECLS
