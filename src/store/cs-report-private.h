/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-lists-private.h"
#include "cs-report.h"

G_BEGIN_DECLS

/* A report being read; cs-report.c has what they share. */
typedef struct {
  const CsListContext *context;
  const CsReportFilter *filter;
  GPtrArray *packs; /* (owned) (borrowed elements) CsPack: every version that requests pin */
  CsReport *report;
  GDate reached;     /* SLA: first day of the last row */
  GHashTable *found; /* (owned) turnaround: key -> GArray of gint64 */
} CsReportReader;

typedef void (*CsReportTake) (CsReportReader *reader, CsStatement *statement);

/* Begins "WITH k (digest, pack, e0 … e3) AS (VALUES …) "; the edges are of the ageing. */
void cs_report_begin (CsReportReader *reader, CsQuery *query);
/* " JOIN k ON …" and " WHERE …" over request r. */
void cs_report_add_conditions (CsReportReader *reader, CsQuery *query);
/* " r.opened < k.e4 …": a number from 0 to 4, in words of SQL. */
extern const char cs_report_age[];
gboolean cs_report_list_packs (CsReportReader *reader, GError **error);
gboolean cs_report_run (CsReportReader *reader, CsQuery *query, CsReportTake take, GError **error);
CsReportRow *cs_report_add_row (CsReportReader *reader, const char *key);
CsReportRow *cs_report_find_row (CsReportReader *reader, const char *group, const char *key);
void
cs_report_add_amount (CsReportReader *reader, CsReportRow *row, gint64 minor, const char *currency);
const CsProcess *
cs_report_find_process (CsReportReader *reader, const char *pack, const char *process);

void
cs_report_add_behind (CsQuery *query, const CsListContext *context, const CsReportPlace *place);
gboolean cs_report_read_sla (CsReportReader *reader, GError **error);
gboolean cs_report_read_turnaround (CsReportReader *reader, GError **error);

G_END_DECLS
