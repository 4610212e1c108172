/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-clock.h"
#include "cs-index.h"

G_BEGIN_DECLS

enum { CS_BUCKET_RUNNING, CS_BUCKET_PAUSED, CS_BUCKET_NO_DEADLINE, CS_BUCKET_CLOSED };
enum { CS_TURN_WAITING, CS_TURN_ASKED };
enum { CS_INVOLVED_SENT, CS_INVOLVED_ACTED };
enum { CS_PAYMENT_BUCKET_OPEN, CS_PAYMENT_BUCKET_PROMISED, CS_PAYMENT_BUCKET_SETTLED };

#define CS_DUE_NEVER   G_MAXINT64
#define CS_DONE_WINDOW (30 * 24 * 3600 * CS_SECOND)

/* A request as lists see it; strings borrowed from the request and its pack unless said. */
typedef struct {
  gint64 ref;
  const CsRequest *request;
  const CsRuleContext *context;
  GPtrArray *turns;        /* (owned) CsTurn */
  GPtrArray *runs;         /* (owned) CsClockRun */
  const CsClockRun *clock; /* (nullable) the one that presses most */
  int bucket;
  gint64 due;
  CsMoney amount;
  gboolean has_amount;
  char *invoice;     /* (owned) (nullable) */
  const char *owner; /* (nullable) */
  const char *note;  /* (nullable) */
  gboolean has_question, has_attachment;
} CsSummary;

void cs_summary_init (CsSummary *self,
                      gint64 ref,
                      const CsRequest *request,
                      const CsRuleContext *context);
void cs_summary_clear (CsSummary *self);
char *cs_summary_dup_words (const CsSummary *self);
gboolean cs_summary_is_superseded (const CsSummary *self, guint run);
const CsClockRun *cs_summary_find_clock (const CsSummary *self, const CsStep *step);

gboolean cs_index_write_turns (CsStore *store, const CsSummary *summary, GError **error);
gboolean cs_index_write_involved (CsStore *store, const CsSummary *summary, GError **error);
gboolean cs_index_write_payments (CsStore *store, const CsSummary *summary, GError **error);
gboolean cs_index_write_reports (CsStore *store, const CsSummary *summary, GError **error);

G_END_DECLS
