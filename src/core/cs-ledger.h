/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-authority.h"
#include "cs-lists.h"
#include "cs-report.h"

G_BEGIN_DECLS

/*
 * A workspace's folder opened on one thread, synchronously: its store, its authority and what it
 * takes to make entries in it. The command line has one; a CsWorkspace keeps one on its worker.
 */
typedef struct _CsLedger CsLedger;

CsLedger *cs_ledger_open (const char *folder, CsTimeSource *time_source, GError **error);
CsLedger *cs_ledger_new_in_memory (CsTimeSource *time_source, GError **error);
void cs_ledger_close (CsLedger *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsLedger, cs_ledger_close)

CsStore *cs_ledger_get_store (CsLedger *self);
CsAuthority *cs_ledger_get_authority (CsLedger *self);
CsTimeSource *cs_ledger_get_time_source (CsLedger *self);
const char *cs_ledger_get_person (CsLedger *self);
gboolean cs_ledger_is_sample (CsLedger *self);
gboolean cs_ledger_mark_sample (CsLedger *self, GError **error);
void cs_ledger_leave_unsigned (CsLedger *self, const char *device);
gboolean cs_ledger_ensure_keys (CsLedger *self, GError **error);
CsKeys *cs_ledger_get_keys (CsLedger *self, GError **error);

gboolean
cs_ledger_submit (CsLedger *self, const CsIntent *intent, CsOutcome **outcome, GError **error);
CsRowPage *cs_ledger_read_list (CsLedger *self,
                                const char *person,
                                CsListKind kind,
                                const CsListFilter *filter,
                                guint offset,
                                guint limit,
                                gboolean wants_total,
                                GError **error);
gboolean cs_ledger_count (CsLedger *self,
                          const char *person,
                          guint counts[CS_N_LISTS],
                          guint overdue[CS_N_LISTS],
                          GError **error);
GPtrArray *cs_ledger_total_payments (CsLedger *self, const char *person, GError **error);
CsReport *cs_ledger_read_report (CsLedger *self,
                                 CsReportKind kind,
                                 const CsReportFilter *filter,
                                 GError **error);
GPtrArray *cs_ledger_list_report_clients (CsLedger *self, GError **error);
GPtrArray *cs_ledger_total_stages (CsLedger *self,
                                   const char *person,
                                   const CsListFilter *filter,
                                   GError **error);
gboolean cs_ledger_has_foreign_changes (CsLedger *self);

char *cs_ledger_dup_file_path (const char *folder, const char *sha256);

G_END_DECLS
