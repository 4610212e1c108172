/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* What a report is narrowed to: period, process, region, client. Signal "changed". */
#define CS_TYPE_REPORT_FILTERS (cs_report_filters_get_type ())
G_DECLARE_FINAL_TYPE (CsReportFilters, cs_report_filters, CS, REPORT_FILTERS, AdwBin)

void cs_report_filters_set_session (CsReportFilters *self, CsSession *session);
void cs_report_filters_set_clients (CsReportFilters *self, const GPtrArray *clients);
void cs_report_filters_get (CsReportFilters *self, CsInstant now, CsReportFilter *filter);
char *cs_report_filters_dup_words (CsReportFilters *self);
gboolean cs_report_filters_clear (CsReportFilters *self);

CsInstant cs_report_period_start (guint period, CsInstant now);

G_END_DECLS
