/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-chart.h"
#include "cs-format.h"
#include "cs-report-table.h"

G_BEGIN_DECLS

/* How a report is told to the reader. */
typedef struct {
  const CsFormat *format;
  CsInstant now;
} CsReportReading;

void cs_report_words_init (CsReportWords *words, CsReportReading *reading);
GPtrArray *cs_report_make_items (const CsReport *report,
                                 const CsReportFilter *filter,
                                 const CsReportWords *words,
                                 char **summary);
gboolean cs_report_has_enough (const CsReport *report, char **reason);

G_END_DECLS
