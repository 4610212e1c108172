/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-workspace-private.h"

/* Lists through the workspace: each reads its pages on the worker and is told of every change. */

typedef struct {
  CsBackroom *backroom; /* (owned) */
  char *person;
  CsListKind kind;
  CsListFilter *filter; /* (owned) */
} ListSource;

static void
list_source_free (gpointer data)
{
  ListSource *source = data;

  cs_backroom_unref (source->backroom);
  cs_list_filter_free (source->filter);
  g_free (source->person);
  g_free (source);
}

static CsRowPage *
read_page (gpointer data, guint offset, guint limit, gboolean wants_total, GError **error)
{
  ListSource *source = data;
  CsLedger *ledger = cs_backroom_get_ledger (source->backroom, error);

  if (ledger == NULL)
    return NULL;
  return cs_ledger_read_list (ledger,
                              source->person,
                              source->kind,
                              source->filter,
                              offset,
                              limit,
                              wants_total,
                              error);
}

static void
forget_list (gpointer data, GObject *where_the_list_was)
{
  CsWorkspace *self = data;

  g_ptr_array_remove_fast (self->lists, where_the_list_was);
}

/**
 * cs_workspace_forget_lists:
 *
 * Lists may outlive the workspace; they are not told of changes any more.
 */
void
cs_workspace_forget_lists (CsWorkspace *self)
{
  for (guint i = 0; i < self->lists->len; i++)
    g_object_weak_unref (self->lists->pdata[i], forget_list, self);
  g_ptr_array_set_size (self->lists, 0);
}

/**
 * cs_workspace_list:
 * @kind: which list, of the person who acts now
 * @filter: (nullable): what narrows it; copied
 *
 * Returns: (transfer full): a [class@PagedList] of [class@Row]
 */
GListModel *
cs_workspace_list (CsWorkspace *self, CsListKind kind, const CsListFilter *filter)
{
  ListSource *source = g_new0 (ListSource, 1);
  CsPagedList *list;

  source->backroom = cs_backroom_ref (self->backroom);
  source->person = g_strdup (self->person);
  source->kind = kind;
  source->filter = cs_list_filter_copy (filter);
  list = cs_paged_list_new (self->worker,
                            G_PRIORITY_DEFAULT - 10,
                            read_page,
                            source,
                            list_source_free);
  g_ptr_array_add (self->lists, list);
  g_object_weak_ref (G_OBJECT (list), forget_list, self);
  return G_LIST_MODEL (list);
}

/**
 * cs_workspace_refresh_lists:
 *
 * Tells every list that rows may look different.
 */
void
cs_workspace_refresh_lists (CsWorkspace *self)
{
  for (guint i = 0; i < self->lists->len; i++)
    cs_paged_list_refresh (self->lists->pdata[i]);
}

typedef struct {
  guint counts[CS_N_LISTS], overdue[CS_N_LISTS];
} Counts;

static void
run_count (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  CsJob *job = data;
  GError *error = NULL;
  CsLedger *ledger = cs_backroom_get_ledger (job->backroom, &error);
  g_autofree Counts *counts = g_new0 (Counts, 1);

  if (ledger == NULL ||
      !cs_ledger_count (ledger, job->person, counts->counts, counts->overdue, &error))
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&counts), g_free);
}

/**
 * cs_workspace_count_async:
 *
 * Counts what the sidebar shows.
 */
void
cs_workspace_count_async (CsWorkspace *self, GAsyncReadyCallback callback, gpointer user_data)
{
  cs_workspace_queue (self,
                      G_PRIORITY_DEFAULT,
                      cs_workspace_count_async,
                      cs_job_new (self),
                      run_count,
                      NULL,
                      callback,
                      user_data);
}

/**
 * cs_workspace_count_finish:
 * @counts: (out): by #CsListKind
 * @overdue: (out): by #CsListKind
 *
 * Returns: whether they could be read
 */
gboolean
cs_workspace_count_finish (CsWorkspace *self,
                           GAsyncResult *result,
                           guint counts[CS_N_LISTS],
                           guint overdue[CS_N_LISTS],
                           GError **error)
{
  g_autofree Counts *read = g_task_propagate_pointer (G_TASK (result), error);

  if (read == NULL)
    return FALSE;
  for (guint i = 0; i < CS_N_LISTS; i++) {
    counts[i] = read->counts[i];
    overdue[i] = read->overdue[i];
  }
  return TRUE;
}

static void
run_total_payments (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  CsJob *job = data;
  GError *error = NULL;
  CsLedger *ledger = cs_backroom_get_ledger (job->backroom, &error);
  GPtrArray *totals = ledger != NULL ? cs_ledger_total_payments (ledger, job->person, &error)
                                     : NULL;

  if (totals == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, totals, (GDestroyNotify)g_ptr_array_unref);
}

/**
 * cs_workspace_total_payments_async:
 *
 * Adds up the groups of the payments.
 */
void
cs_workspace_total_payments_async (CsWorkspace *self,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  cs_workspace_queue (self,
                      G_PRIORITY_DEFAULT,
                      cs_workspace_total_payments_async,
                      cs_job_new (self),
                      run_total_payments,
                      cancellable,
                      callback,
                      user_data);
}

/**
 * cs_workspace_total_payments_finish:
 *
 * Returns: (transfer full) (nullable) (element-type CsPaymentTotal): one for each group and
 *   currency
 */
GPtrArray *
cs_workspace_total_payments_finish (CsWorkspace *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
run_total_stages (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  CsJob *job = data;
  GError *error = NULL;
  CsLedger *ledger = cs_backroom_get_ledger (job->backroom, &error);
  GPtrArray *totals = ledger != NULL
                          ? cs_ledger_total_stages (ledger, job->person, job->list_filter, &error)
                          : NULL;

  if (totals == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, totals, (GDestroyNotify)g_ptr_array_unref);
}

/**
 * cs_workspace_total_stages_async:
 * @filter: (nullable): what narrows the requests; copied
 *
 * Adds up what stands in each stage.
 */
void
cs_workspace_total_stages_async (CsWorkspace *self,
                                 const CsListFilter *filter,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  CsJob *job = cs_job_new (self);

  job->list_filter = cs_list_filter_copy (filter);
  cs_workspace_queue (self,
                      G_PRIORITY_DEFAULT,
                      cs_workspace_total_stages_async,
                      job,
                      run_total_stages,
                      cancellable,
                      callback,
                      user_data);
}

/**
 * cs_workspace_total_stages_finish:
 *
 * Returns: (transfer full) (nullable) (element-type CsStageTotal): one for each stage and currency
 */
GPtrArray *
cs_workspace_total_stages_finish (CsWorkspace *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
