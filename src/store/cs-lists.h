/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-directory.h"
#include "cs-icu.h"
#include "cs-pack-cache.h"
#include "cs-paged-list.h"

G_BEGIN_DECLS

typedef enum {
  CS_LIST_INBOX_WAITING,
  CS_LIST_INBOX_ASKED,
  CS_LIST_INBOX_SNOOZED,
  CS_LIST_INBOX_DONE,
  CS_LIST_SENT,
  CS_LIST_REQUESTS,
  CS_LIST_SCOPES,
  CS_LIST_PAYMENTS
} CsListKind;
#define CS_N_LISTS 8

typedef struct _CsReportPlace CsReportPlace; /* see cs-report.h */

typedef struct {
  const char *text;     /* (nullable) search, as typed */
  const char *order;    /* (nullable) "due" (default), "amount", "client", "oldest", "updated",
                         * "number", "title", "region", "process", "stage"; "-" before it reverses */
  const char *group;    /* (nullable) only this group: "overdue", "today", … */
  const char *state;    /* (nullable) payments: "open", "late", …; requests: "open", "closed" */
  const char *region;   /* (nullable) */
  const char *currency; /* (nullable) */
  const char *pack;     /* (nullable) id, of whichever version … */
  const char *process;  /* (nullable) … its process … */
  const char *stage;    /* (nullable) … and where in it; "" is nowhere */
  const char *level;    /* (nullable) inbox: id of the level that is asked */
  const CsReportPlace *behind; /* (nullable) requests: what a row of a report counts */
  gboolean on_behalf_only, mine_only, changed_only;
} CsListFilter;
CsListFilter *cs_list_filter_copy (const CsListFilter *self);
void cs_list_filter_free (CsListFilter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsListFilter, cs_list_filter_free)

/* Who looks, and what it takes to say it in their words. */
typedef struct {
  CsStore *store;
  CsPackCache *packs;
  const CsDirectory *directory;
  GHashTable *names; /* key of a turn -> (owned) names; emptied when the directory changes */
  const char *person;
  const char *language; /* BCP 47 */
  const char *locale;   /* of amounts */
  CsDigits digits;
  CsInstant now;
} CsListContext;

CsRowPage *cs_list_read (const CsListContext *context,
                         CsListKind kind,
                         const CsListFilter *filter,
                         guint offset,
                         guint limit,
                         gboolean wants_total,
                         GError **error);
gboolean cs_list_count (const CsListContext *context,
                        guint counts[CS_N_LISTS],
                        guint overdue[CS_N_LISTS],
                        GError **error);

/* What one group of payments comes to in one currency; amounts of two are never added. */
typedef struct {
  char *group;    /* "late", "week", "later", "promised", "confirmed" */
  char *currency; /* (nullable) where no amount is known yet */
  guint count;
  gint64 minor; /* outstanding; of confirmed ones what was paid */
  char *amount; /* (nullable) “BHD 1,250.500” */
} CsPaymentTotal;
void cs_payment_total_free (CsPaymentTotal *self);

GPtrArray *cs_list_total_payments (const CsListContext *context, GError **error);

/* What stands in one stage of a process in one currency; amounts of two are never added. */
typedef struct {
  char *pack, *process; /* ids */
  char *stage;          /* id; "" where a request is in none */
  char *currency;       /* (nullable) where no amount is known yet */
  guint count, overdue;
  gint64 minor;
  char *amount; /* (nullable) “BHD 1,250.500” */
} CsStageTotal;
void cs_stage_total_free (CsStageTotal *self);

GPtrArray *
cs_list_total_stages (const CsListContext *context, const CsListFilter *filter, GError **error);

G_END_DECLS
