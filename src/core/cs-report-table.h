/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-report.h"

G_BEGIN_DECLS

/* How dates, times and numbers are written; NULL members write them for programs. */
typedef struct {
  char *(*day) (gpointer data, const char *first_day, gboolean is_month);
  char *(*work) (gpointer data, gint64 secs);
  char *(*number) (gpointer data, gint64 number);
  gpointer data;
} CsReportWords;

typedef struct {
  char *title;
  gboolean is_number;
} CsReportColumn;

/* A report as a table: what is read aloud, printed and exported, and what its chart draws. */
typedef struct {
  char *title;
  char *definition;   /* what is counted, in a sentence */
  GPtrArray *columns; /* (owned) CsReportColumn */
  GPtrArray *rows;    /* (owned) char ** of as many cells */
} CsReportTable;

CsReportTable *cs_report_table_new (const CsReport *report,
                                    const CsReportFilter *filter,
                                    const CsReportWords *words);
void cs_report_table_free (CsReportTable *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsReportTable, cs_report_table_free)

char *cs_report_table_to_csv (const CsReportTable *self);
char *cs_report_row_dup_label (const CsReport *report,
                               const CsReportRow *row,
                               const CsReportFilter *filter,
                               const CsReportWords *words);
const char *cs_report_kind_get_title (CsReportKind kind);

G_END_DECLS
