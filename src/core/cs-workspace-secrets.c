/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-secrets.h"
#include "cs-workspace-private.h"

/* Secrets through the workspace (AF-21): kept and read on its worker, in the name of who acts. */

/**
 * cs_workspace_has_secret:
 * @request: id of a request
 * @field: id of a field of type `secret`
 *
 * Returns: whether the secret is kept on this computer
 */
gboolean
cs_workspace_has_secret (CsWorkspace *self, const char *request, const char *field)
{
  return cs_secrets_has (self->folder, request, field);
}

static void
run_keep (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  CsJob *job = data;
  GError *error = NULL;
  CsLedger *ledger = cs_backroom_get_ledger (job->backroom, &error);
  gboolean is_kept =
      ledger != NULL &&
      cs_secrets_keep (ledger, job->request, job->kind, job->person, job->id, &error);

  cs_secrets_forget (g_steal_pointer (&job->id));
  if (!is_kept) {
    g_task_return_error (task, error);
    return;
  }
  cs_workspace_publish (task, job, job->request);
  g_task_return_boolean (task, TRUE);
}

static CsJob *
make_job (CsWorkspace *self, const char *request, const char *field, const char *words)
{
  CsJob *job = cs_job_new (self);

  job->request = g_strdup (request);
  job->kind = g_strdup (field);
  job->id = g_strdup (words);
  return job;
}

static void
start (CsWorkspace *self,
       CsJob *job,
       gpointer tag,
       GTaskThreadFunc run,
       GAsyncReadyCallback callback,
       gpointer user_data)
{
  cs_workspace_queue (self, G_PRIORITY_HIGH, tag, job, run, NULL, callback, user_data);
}

/**
 * cs_workspace_keep_secret_async:
 * @request: id of the request
 * @field: id of the field that says to whom it was given
 * @secret: the secret
 *
 * Keeps a secret so that only this computer can read it.
 */
void
cs_workspace_keep_secret_async (CsWorkspace *self,
                                const char *request,
                                const char *field,
                                const char *secret,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  start (self,
         make_job (self, request, field, secret),
         cs_workspace_keep_secret_async,
         run_keep,
         callback,
         user_data);
}

/**
 * cs_workspace_keep_secret_finish:
 * @error: as cs_secrets_keep() sets it
 *
 * Returns: whether it is kept
 */
gboolean
cs_workspace_keep_secret_finish (CsWorkspace *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
forget (gpointer secret)
{
  cs_secrets_forget (secret);
}

static void
run_read (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  CsJob *job = data;
  GError *error = NULL;
  CsLedger *ledger = cs_backroom_get_ledger (job->backroom, &error);
  char *secret =
      ledger != NULL
          ? cs_secrets_read (ledger, job->request, job->kind, job->person, job->id, &error)
          : NULL;

  if (secret == NULL) {
    g_task_return_error (task, error);
    return;
  }
  cs_workspace_publish (task, job, job->request);
  g_task_return_pointer (task, secret, forget);
}

/**
 * cs_workspace_read_secret_async:
 * @request: id of the request
 * @field: id of the field
 * @purpose: for what it is looked at
 *
 * Writes an `access` entry in the name of who acts, then reads the secret.
 */
void
cs_workspace_read_secret_async (CsWorkspace *self,
                                const char *request,
                                const char *field,
                                const char *purpose,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  start (self,
         make_job (self, request, field, purpose),
         cs_workspace_read_secret_async,
         run_read,
         callback,
         user_data);
}

/**
 * cs_workspace_read_secret_finish:
 * @error: as cs_secrets_read() sets it
 *
 * Returns: (transfer full) (nullable): the secret; to be freed with cs_secrets_forget()
 */
char *
cs_workspace_read_secret_finish (CsWorkspace *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
