/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-clock.h"
#include "cs-connect.h"
#include "cs-keeper.h"
#include "cs-lists.h"
#include "cs-outcome.h"
#include "cs-recipients.h"
#include "cs-report.h"
#include "cs-sync.h"
#include "cs-time-source.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * What a window looks at: journal, directory, drafts and read models of one folder, for one
 * identity. Belongs to the main thread; everything that touches the disk runs on its worker.
 * Signals:
 *   changed (request id or NULL): entries were accepted, here or by another process
 *   rung (CsRungNotice as gpointer): a warning, breach or escalation was written by the keeper
 */
#define CS_TYPE_WORKSPACE (cs_workspace_get_type ())
G_DECLARE_FINAL_TYPE (CsWorkspace, cs_workspace, CS, WORKSPACE, GObject)

/* Shown state of one request, made on the worker, then owned by the main thread alone. */
#define CS_TYPE_REQUEST_VIEW (cs_request_view_get_type ())
G_DECLARE_FINAL_TYPE (CsRequestView, cs_request_view, CS, REQUEST_VIEW, GObject)
const CsRequest *cs_request_view_get_request (CsRequestView *self);
const CsDirectory *cs_request_view_get_directory (CsRequestView *self);
const GPtrArray *cs_request_view_get_actions (CsRequestView *self); /* CsAction, for the person */
const GPtrArray *cs_request_view_get_turns (CsRequestView *self);   /* CsTurn */
const GPtrArray *cs_request_view_get_clocks (CsRequestView *self);  /* CsClockRun */
gint64
cs_request_view_get_seen (CsRequestView *self); /* number this person last looked at; 0 never */
void cs_request_view_get_context (CsRequestView *self, CsRuleContext *context);

/* Opening. The folder must hold a workspace (NOT_FOUND) this program can read (TOO_NEW, CORRUPT).
 */
void cs_workspace_open_async (const char *folder,
                              CsTimeSource *time_source,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
CsWorkspace *cs_workspace_open_finish (GAsyncResult *result, GError **error);
void cs_workspace_close_async (CsWorkspace *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean cs_workspace_close_finish (CsWorkspace *self, GAsyncResult *result, GError **error);

const char *cs_workspace_get_folder (CsWorkspace *self);
gboolean cs_workspace_is_sample (CsWorkspace *self);
CsTimeSource *cs_workspace_get_time_source (CsWorkspace *self);
const char *cs_workspace_get_person (CsWorkspace *self); /* who acts; property "person" */
void cs_workspace_set_person (CsWorkspace *self, const char *person);
const CsDirectory *
cs_workspace_get_directory (CsWorkspace *self);         /* valid until the next "changed" */
GPtrArray *cs_workspace_list_packs (CsWorkspace *self); /* (transfer container) CsPack activated */

/* Making entries: data is the minimal form, cs_intent_complete() fills the rest; decisions are
 * signed. */
void cs_workspace_submit_async (CsWorkspace *self,
                                const char *request,
                                const char *kind,
                                json_t *data,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
CsOutcome *cs_workspace_submit_finish (CsWorkspace *self, GAsyncResult *result, GError **error);

void cs_workspace_load_request_async (CsWorkspace *self,
                                      const char *request,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
CsRequestView *
cs_workspace_load_request_finish (CsWorkspace *self, GAsyncResult *result, GError **error);
void cs_workspace_mark_seen (CsWorkspace *self, const char *request, gint64 number);

/* Lists: lazy, paged, refreshed by "changed" with minimal items-changed; items are CsRow. The list
 * is a CsPagedList: its property "loaded" turns true with the first page (also of an empty list).
 */
GListModel *cs_workspace_list (CsWorkspace *self, CsListKind kind, const CsListFilter *filter);
/* counts for the sidebar: kind -> {count, overdue} */
void cs_workspace_count_async (CsWorkspace *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean cs_workspace_count_finish (CsWorkspace *self,
                                    GAsyncResult *result,
                                    guint counts[CS_N_LISTS],
                                    guint overdue[CS_N_LISTS],
                                    GError **error);

/* What the groups of the payments come to, per currency: CsPaymentTotal. */
void cs_workspace_total_payments_async (CsWorkspace *self,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
GPtrArray *
cs_workspace_total_payments_finish (CsWorkspace *self, GAsyncResult *result, GError **error);

/* Reports: counted on the worker, for seconds where there is much to count. */
void cs_workspace_read_report_async (CsWorkspace *self,
                                     CsReportKind kind,
                                     const CsReportFilter *filter,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
CsReport *cs_workspace_read_report_finish (CsWorkspace *self, GAsyncResult *result, GError **error);
void cs_workspace_list_report_clients_async (CsWorkspace *self,
                                             GCancellable *cancellable,
                                             GAsyncReadyCallback callback,
                                             gpointer user_data);
GPtrArray *cs_workspace_list_report_clients_finish (CsWorkspace *self,
                                                    GAsyncResult *result,
                                                    GError **error); /* names */

/* What stands in the stages of the processes, per currency: CsStageTotal. */
void cs_workspace_total_stages_async (CsWorkspace *self,
                                      const CsListFilter *filter,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
GPtrArray *
cs_workspace_total_stages_finish (CsWorkspace *self, GAsyncResult *result, GError **error);

/* Drafts: what was typed and not yet said. On disk when finish says so. id NULL makes a new one. */
void cs_workspace_save_draft_async (CsWorkspace *self,
                                    const char *id,
                                    const char *kind,
                                    const char *request,
                                    json_t *content,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
char *
cs_workspace_save_draft_finish (CsWorkspace *self, GAsyncResult *result, GError **error); /* id */
void cs_workspace_load_draft_async (CsWorkspace *self,
                                    const char *id,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
json_t *cs_workspace_load_draft_finish (CsWorkspace *self, GAsyncResult *result, GError **error);
void cs_workspace_delete_draft_async (CsWorkspace *self,
                                      const char *id,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
gboolean cs_workspace_delete_draft_finish (CsWorkspace *self, GAsyncResult *result, GError **error);

/* What became of a hold when its time came. */
typedef struct {
  char *hold;
  char *request;
  char *kind;
  CsInstant made;
  CsOutcome *outcome; /* (owned); what was refused stands in a draft of the kind "refused" */
} CsHoldResult;
void cs_hold_result_free (CsHoldResult *self);

/* Held decisions (ux: Taking a decision): a row until released, then signed and submitted. */
void cs_workspace_hold_async (CsWorkspace *self,
                              const char *request,
                              const char *kind,
                              json_t *data,
                              CsInstant until,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
char *
cs_workspace_hold_finish (CsWorkspace *self, GAsyncResult *result, GError **error); /* hold id */
void cs_workspace_undo_hold_async (CsWorkspace *self,
                                   const char *hold,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean cs_workspace_undo_hold_finish (CsWorkspace *self,
                                        GAsyncResult *result,
                                        GError **error); /* FALSE NOT_FOUND: too late */
void cs_workspace_release_holds_async (CsWorkspace *self,
                                       gboolean all,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
GPtrArray *cs_workspace_release_holds_finish (CsWorkspace *self,
                                              GAsyncResult *result,
                                              GError **error); /* CsHoldResult */

void cs_workspace_drop_notice (CsWorkspace *self, const char *entry);
void cs_workspace_snooze (CsWorkspace *self, const char *request, CsInstant until);

/* A shared workspace and its server. */
CsSync *cs_workspace_get_sync (CsWorkspace *self);               /* (nullable) */
CsCredentials *cs_workspace_get_credentials (CsWorkspace *self); /* (nullable) */
void cs_workspace_sign_in_async (CsWorkspace *self,
                                 const CsConnectOptions *options,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean cs_workspace_sign_in_finish (CsWorkspace *self, GAsyncResult *result, GError **error);
void cs_workspace_list_activity_async (CsWorkspace *self,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
GPtrArray *cs_workspace_list_activity_finish (CsWorkspace *self,
                                              GAsyncResult *result,
                                              GError **error); /* CsActivity */
void cs_workspace_recall_async (CsWorkspace *self,
                                const char *id,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean cs_workspace_recall_finish (CsWorkspace *self,
                                     GAsyncResult *result,
                                     GError **error); /* FALSE NOT_FOUND: too late */
void cs_workspace_dismiss_async (CsWorkspace *self,
                                 const char *id,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean cs_workspace_dismiss_finish (CsWorkspace *self, GAsyncResult *result, GError **error);

/* Files: copied into the workspace, named by their digest; answers the value of a file field. */
void cs_workspace_add_file_async (CsWorkspace *self,
                                  GFile *file,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
json_t *cs_workspace_add_file_finish (CsWorkspace *self, GAsyncResult *result, GError **error);
GFile *cs_workspace_get_file (CsWorkspace *self, const char *sha256); /* (nullable) when not here */

/* Confidential ones are sealed, and opened with a word for what (CX-21). */
void cs_workspace_add_sealed_file_async (CsWorkspace *self,
                                         GFile *file,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
gboolean cs_workspace_has_file (CsWorkspace *self, const char *sha256);
gboolean cs_workspace_can_fetch (CsWorkspace *self);
void cs_workspace_open_confidential_async (CsWorkspace *self,
                                           const char *request,
                                           const char *field,
                                           const char *sha256,
                                           const char *name,
                                           const char *purpose,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
GFile *
cs_workspace_open_confidential_finish (CsWorkspace *self, GAsyncResult *result, GError **error);

/* Secrets that were handed over, kept on this computer only (AF-21). */
gboolean cs_workspace_has_secret (CsWorkspace *self, const char *request, const char *field);
void cs_workspace_keep_secret_async (CsWorkspace *self,
                                     const char *request,
                                     const char *field,
                                     const char *secret,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
gboolean cs_workspace_keep_secret_finish (CsWorkspace *self, GAsyncResult *result, GError **error);
void cs_workspace_read_secret_async (CsWorkspace *self,
                                     const char *request,
                                     const char *field,
                                     const char *purpose,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
char *cs_workspace_read_secret_finish (CsWorkspace *self, GAsyncResult *result, GError **error);

G_END_DECLS
