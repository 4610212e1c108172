/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-lists.h"

G_BEGIN_DECLS

/* What reports say (ux: Reports): counted in SQL over the read models, never over people. */
typedef enum {
  CS_REPORT_AGEING,     /* open requests by how many working days ago they were opened */
  CS_REPORT_SLA,        /* deadlines by the week or month in which their clock started */
  CS_REPORT_TURNAROUND, /* working time from the opening of a step to its end */
  CS_REPORT_MIX,        /* requests by the choices their process names, such as a severity */
  CS_REPORT_TOTALS      /* requests and payments with what they come to in each currency */
} CsReportKind;
#define CS_N_REPORTS 5

/* How many steps or requests must have ended before a turnaround is told. */
#define CS_REPORT_ENOUGH 10

typedef struct {
  const char *process; /* (nullable) "PACK/PROCESS" */
  const char *region;  /* (nullable) a region, or one that others lie within */
  const char *client;  /* (nullable) name */
  CsInstant since;     /* CS_INSTANT_NONE: from the beginning */
  gboolean by_month;   /* SLA: months instead of weeks */
} CsReportFilter;
CsReportFilter *cs_report_filter_copy (const CsReportFilter *self);
void cs_report_filter_free (CsReportFilter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsReportFilter, cs_report_filter_free)

/* One row of a report as it was asked for: the requests that it counts. */
struct _CsReportPlace {
  CsReportKind kind;
  const char *key;   /* of the row */
  const char *group; /* (nullable) of the row */
  CsReportFilter filter;
};
CsReportPlace *cs_report_place_copy (const CsReportPlace *self);
void cs_report_place_free (CsReportPlace *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsReportPlace, cs_report_place_free)

enum {
  CS_REPORT_PART_MET,
  CS_REPORT_PART_LATE,
  CS_REPORT_PART_BREACHED,
  CS_REPORT_PART_RUNNING,
  CS_N_REPORT_PARTS
};

/* Amounts of two currencies are never added. */
typedef struct {
  char *currency;
  gint64 minor;
  char *text; /* “BHD 1,250.500” */
} CsReportAmount;

typedef struct {
  char *key;   /* ageing: "0".."4"; SLA: date of the first day; mix: option; totals: what it is */
  char *group; /* (nullable) title of the process or of the field it belongs to */
  char *label; /* (nullable) title out of a pack, where the key says it not */
  gint64 count;
  gint64 parts[CS_N_REPORT_PARTS];                      /* SLA */
  gint64 low_secs, median_secs, high_secs, target_secs; /* turnaround; target -1: none */
  GPtrArray *amounts;                                   /* CsReportAmount by currency */
} CsReportRow;

typedef struct {
  CsReportKind kind;
  GPtrArray *rows;       /* CsReportRow in the order of showing */
  GPtrArray *currencies; /* (owned) char: all that occur, in order */
  gint64 n;              /* how many requests, deadlines or passes were counted */
} CsReport;

CsReport *cs_report_read (const CsListContext *context,
                          CsReportKind kind,
                          const CsReportFilter *filter,
                          GError **error);
void cs_report_free (CsReport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsReport, cs_report_free)

const char *cs_report_kind_get_name (CsReportKind kind);
gboolean cs_report_kind_from_name (const char *name, CsReportKind *kind);

GPtrArray *cs_report_list_clients (const CsListContext *context, GError **error);

G_END_DECLS
