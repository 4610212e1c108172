/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-ledger-sync.h"
#include "cs-sealed-files.h"
#include "cs-workspace-private.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

/* Confidential files through the workspace (CX-21): sealed when they are added, opened only after
 * the journal has who looks and for what. An opened copy lies where only the owner reads, in memory
 * where the system has such a place, and goes with the workspace. */

static json_t *
describe (GFile *file, const char *digest, gint64 size)
{
  g_autoptr (GFileInfo) info = g_file_query_info (file,
                                                  G_FILE_ATTRIBUTE_STANDARD_DISPLAY_NAME
                                                  "," G_FILE_ATTRIBUTE_STANDARD_CONTENT_TYPE,
                                                  G_FILE_QUERY_INFO_NONE,
                                                  NULL,
                                                  NULL);
  const char *content_type = info != NULL ? g_file_info_get_content_type (info) : NULL;
  g_autofree char *type = content_type != NULL ? g_content_type_get_mime_type (content_type) : NULL;
  g_autofree char *name = g_file_get_basename (file);

  return json_pack ("{s:s, s:s, s:I, s:s}",
                    "name",
                    info != NULL ? g_file_info_get_display_name (info) : name,
                    "type",
                    type != NULL ? type : "application/octet-stream",
                    "size",
                    (json_int_t)size,
                    "sha256",
                    digest);
}

static void
run_add (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  CsJob *job = data;
  GError *error = NULL;
  CsLedger *ledger = cs_backroom_get_ledger (job->backroom, &error);
  g_autoptr (GFile) file = g_file_new_for_uri (job->id);
  gint64 size = 0;
  g_autofree char *digest = ledger != NULL ? cs_sealed_files_add (ledger, file, &size, &error)
                                           : NULL;

  if (digest == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, describe (file, digest, size), (GDestroyNotify)json_decref);
}

/**
 * cs_workspace_add_sealed_file_async:
 * @file: anywhere; copied
 *
 * Keeps a copy that only this computer can read (CX-21). Finish it with
 * cs_workspace_add_file_finish().
 */
void
cs_workspace_add_sealed_file_async (CsWorkspace *self,
                                    GFile *file,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  CsJob *job = cs_job_new (self);

  job->id = g_file_get_uri (file);
  cs_workspace_queue (self,
                      G_PRIORITY_DEFAULT,
                      cs_workspace_add_sealed_file_async,
                      job,
                      run_add,
                      cancellable,
                      callback,
                      user_data);
}

/**
 * cs_workspace_has_file:
 * @sha256: of a file's contents
 *
 * Returns: whether the file is here, sealed or not
 */
gboolean
cs_workspace_has_file (CsWorkspace *self, const char *sha256)
{
  g_autoptr (GFile) file = cs_workspace_get_file (self, sha256);

  return file != NULL || cs_sealed_files_has (self->folder, sha256);
}

/**
 * cs_workspace_can_fetch:
 *
 * Returns: whether what is not here may be had of a server
 */
gboolean
cs_workspace_can_fetch (CsWorkspace *self)
{
  return self->sync != NULL;
}

/* Says that it is looked at. */
static gboolean
log_access (GTask *task, CsJob *job, CsLedger *ledger, GError **error)
{
  g_autoptr (json_t) said = json_pack ("{s:s, s:s}",
                                       "field",
                                       job->kind,
                                       "purpose",
                                       cs_json_get_string (job->data, "purpose"));
  CsIntent intent = {.request = job->request, .kind = "access", .by = job->person, .data = said};
  g_autoptr (CsOutcome) outcome = NULL;

  if (!cs_ledger_submit (ledger, &intent, &outcome, error))
    return FALSE;
  if (!outcome->is_accepted) {
    g_set_error_literal (error, CS_ERROR, CS_ERROR_UNAUTHORISED, outcome->reason->text);
    return FALSE;
  }
  cs_workspace_publish (task, job, job->request);
  return TRUE;
}

/* The file's own name, in a folder of its own, so that the program that shows it names it well. */
static GFile *
write_copy (GBytes *bytes, const char *name, GError **error)
{
  g_autofree char *base = g_build_filename (g_get_user_runtime_dir (), "countersign", NULL);
  g_autofree char *folder = g_build_filename (base, "opened-XXXXXX", NULL);
  g_autofree char *leaf = g_path_get_basename (name);
  g_autofree char *path = NULL;

  if (g_mkdir_with_parents (base, 0700) != 0 || g_mkdtemp_full (folder, 0700) == NULL) {
    g_set_error (error, CS_ERROR, CS_ERROR_FAILED, _ ("Nothing can be written in %s."), base);
    return NULL;
  }
  path = g_build_filename (folder, leaf, NULL);
  if (!g_file_set_contents_full (path,
                                 g_bytes_get_data (bytes, NULL),
                                 (gssize)g_bytes_get_size (bytes),
                                 G_FILE_SET_CONTENTS_NONE,
                                 0600,
                                 error))
    return NULL;
  return g_file_new_for_path (path);
}

static GFile *
open_file (CsJob *job, CsLedger *ledger, GError **error)
{
  const char *folder = cs_store_get_folder (cs_ledger_get_store (ledger));
  g_autofree char *clear = cs_ledger_dup_file_path (folder, job->id);
  g_autoptr (GBytes) bytes = NULL;

  if (!cs_sealed_files_has (folder, job->id) && clear != NULL &&
      g_file_test (clear, G_FILE_TEST_IS_REGULAR))
    return g_file_new_for_path (clear); /* attached elsewhere, where it is not confidential */
  bytes = cs_sealed_files_read (ledger, job->id, error);
  return bytes != NULL ? write_copy (bytes, cs_json_get_string (job->data, "name"), error) : NULL;
}

/* On a thread of its own, since a server may take its time: it is the server that judges here, and
 * that says in the journal that it is looked at. What comes is kept nowhere. */
static void
run_fetch (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  CsWorkspace *self = source;
  CsJob *job = data;
  GError *error = NULL;
  g_autoptr (GBytes) bytes = cs_sync_fetch_confidential (job->sync,
                                                         cs_json_get_string (job->data, "address"),
                                                         job->request,
                                                         job->id,
                                                         cs_json_get_string (job->data, "purpose"),
                                                         cancellable,
                                                         &error);
  GFile *file = NULL;

  if (bytes != NULL && g_atomic_int_get (&self->is_closed))
    error = g_error_new_literal (CS_ERROR, CS_ERROR_BUSY, "The workspace is being closed.");
  else if (bytes != NULL)
    file = write_copy (bytes, cs_json_get_string (job->data, "name"), &error);
  if (file == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, file, g_object_unref);
}

/* Whether it has to come from the server: notes where that is. */
static gboolean
is_elsewhere (const CsJob *job, CsLedger *ledger)
{
  CsStore *store = cs_ledger_get_store (ledger);
  const char *folder = cs_store_get_folder (store);
  g_autofree char *clear = cs_ledger_dup_file_path (folder, job->id);
  g_autofree char *address = NULL;

  if (job->sync == NULL || cs_sealed_files_has (folder, job->id) ||
      (clear != NULL && g_file_test (clear, G_FILE_TEST_IS_REGULAR)))
    return FALSE;
  address = cs_store_dup_meta (store, CS_META_ADDRESS, NULL);
  json_object_set_new (job->data, "address", json_string (address));
  return address != NULL;
}

static void
run_open (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  CsJob *job = data;
  GError *error = NULL;
  CsLedger *ledger = cs_backroom_get_ledger (job->backroom, &error);
  GFile *file = NULL;

  if (ledger != NULL && is_elsewhere (job, ledger)) {
    g_task_run_in_thread (task, run_fetch);
    return;
  }
  if (ledger != NULL && log_access (task, job, ledger, &error))
    file = open_file (job, ledger, &error);
  if (file == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, file, g_object_unref);
}

/**
 * cs_workspace_open_confidential_async:
 * @request: id of the request that names the file
 * @field: id of the field that holds it
 * @sha256: of its contents
 * @name: what the file is called
 * @purpose: for what it is looked at
 *
 * Writes an `access` entry in the name of who acts, then makes a copy that can be opened. What is
 * not on this computer, in a shared workspace, is asked of the server, which judges and writes the
 * entry itself; it is not kept here.
 */
void
cs_workspace_open_confidential_async (CsWorkspace *self,
                                      const char *request,
                                      const char *field,
                                      const char *sha256,
                                      const char *name,
                                      const char *purpose,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  CsJob *job = cs_job_new (self);

  job->request = g_strdup (request);
  job->kind = g_strdup (field);
  job->id = g_strdup (sha256);
  job->data = json_pack ("{s:s, s:s}", "name", name, "purpose", purpose);
  job->sync = self->sync != NULL ? g_object_ref (self->sync) : NULL;
  cs_workspace_queue (self,
                      G_PRIORITY_HIGH,
                      cs_workspace_open_confidential_async,
                      job,
                      run_open,
                      NULL,
                      callback,
                      user_data);
}

/**
 * cs_workspace_open_confidential_finish:
 * @error: UNAUTHORISED for who may not see it or does not say for what; NOT_FOUND; CORRUPT;
 *   UNREACHABLE where it is asked of the server
 *
 * Returns: (transfer full) (nullable): a file that goes when the workspace does
 */
GFile *
cs_workspace_open_confidential_finish (CsWorkspace *self, GAsyncResult *result, GError **error)
{
  GFile *file = g_task_propagate_pointer (G_TASK (result), error);

  if (file != NULL)
    g_ptr_array_add (self->opened, g_object_ref (file));
  if (self->is_closed)
    cs_workspace_forget_opened (self);
  return file;
}

/**
 * cs_workspace_forget_opened:
 *
 * Removes the copies of confidential files that were opened.
 */
void
cs_workspace_forget_opened (CsWorkspace *self)
{
  for (guint i = 0; i < self->opened->len; i++) {
    g_autofree char *path = g_file_get_path (self->opened->pdata[i]);
    g_autofree char *folder = g_path_get_dirname (path);

    if (strstr (folder, "/opened-") == NULL)
      continue;
    g_unlink (path);
    g_rmdir (folder);
  }
  g_ptr_array_set_size (self->opened, 0);
}
