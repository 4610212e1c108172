/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-workspace-private.h"

/* Reports through the workspace: counted on the worker, after what somebody waits for. */

static void
run_read_report (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  CsJob *job = data;
  GError *error = NULL;
  CsLedger *ledger = NULL;
  CsReport *report;

  if (g_task_return_error_if_cancelled (task))
    return;
  ledger = cs_backroom_get_ledger (job->backroom, &error);
  report = ledger != NULL
               ? cs_ledger_read_report (ledger, (CsReportKind)job->number, job->filter, &error)
               : NULL;
  if (report == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, report, (GDestroyNotify)cs_report_free);
}

/**
 * cs_workspace_read_report_async:
 * @filter: (nullable): what is counted; %NULL for everything
 *
 * Counts a report. One that was cancelled before its turn is not counted at all.
 */
void
cs_workspace_read_report_async (CsWorkspace *self,
                                CsReportKind kind,
                                const CsReportFilter *filter,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  CsJob *job = cs_job_new (self);

  job->number = kind;
  job->filter = cs_report_filter_copy (filter);
  cs_workspace_queue (self,
                      G_PRIORITY_DEFAULT + 10,
                      cs_workspace_read_report_async,
                      job,
                      run_read_report,
                      cancellable,
                      callback,
                      user_data);
}

/**
 * cs_workspace_read_report_finish:
 *
 * Returns: (transfer full): the report, or %NULL
 */
CsReport *
cs_workspace_read_report_finish (CsWorkspace *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
run_list_clients (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  CsJob *job = data;
  GError *error = NULL;
  CsLedger *ledger = cs_backroom_get_ledger (job->backroom, &error);
  GPtrArray *clients = ledger != NULL ? cs_ledger_list_report_clients (ledger, &error) : NULL;

  if (clients == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, clients, (GDestroyNotify)g_ptr_array_unref);
}

/**
 * cs_workspace_list_report_clients_async:
 *
 * Lists the clients that reports can be narrowed to.
 */
void
cs_workspace_list_report_clients_async (CsWorkspace *self,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data)
{
  cs_workspace_queue (self,
                      G_PRIORITY_DEFAULT + 10,
                      cs_workspace_list_report_clients_async,
                      cs_job_new (self),
                      run_list_clients,
                      cancellable,
                      callback,
                      user_data);
}

/**
 * cs_workspace_list_report_clients_finish:
 *
 * Returns: (transfer full) (nullable) (element-type utf8): names of clients that have requests
 */
GPtrArray *
cs_workspace_list_report_clients_finish (CsWorkspace *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
