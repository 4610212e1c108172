/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-lists.h"

G_BEGIN_DECLS

/* A query being built: its text and what is bound to it, in order. */
typedef struct {
  GString *sql;
  GPtrArray *texts;  /* (owned) char; NULL where the number counts */
  GArray *numbers;   /* (owned) gint64 */
  gboolean is_count; /* asks only how many there are */
} CsQuery;

void cs_query_init (CsQuery *self);
void cs_query_clear (CsQuery *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CsQuery, cs_query_clear)
void cs_query_add (CsQuery *self, const char *sql, const char *types, ...);
void cs_query_add_list (CsQuery *self, const GPtrArray *texts);
CsStatement *cs_query_run (CsQuery *self, CsStore *store, GError **error);

/* When the groups of a list begin and end, for the one who looks. */
typedef struct {
  CsInstant now, today_end, week_end;
} CsGroupTimes;
void cs_group_times_init (CsGroupTimes *self, CsInstant now);

GPtrArray *cs_list_keys (const CsListContext *context, const CsListFilter *filter);
void cs_list_add_conditions (CsQuery *query,
                             const CsListContext *context,
                             CsListKind kind,
                             const CsListFilter *filter,
                             const CsGroupTimes *times);

/* Columns a row is made of; see cs-lists-rows.c. */
extern const char cs_list_columns[];
CsRowData *cs_list_make_row (const CsListContext *context,
                             CsListKind kind,
                             const CsGroupTimes *times,
                             CsStatement *statement);

G_END_DECLS
