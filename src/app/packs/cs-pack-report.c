/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-pack-report.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Reading, checking and comparing a pack takes longer than a frame: it is done on a thread. */

typedef struct {
  GFile *file;         /* (owned) (nullable) */
  GPtrArray *in_force; /* (owned) CsPack */
  char *id;            /* (nullable) of the one in force that is looked at */
} Job;

static void
job_free (Job *job)
{
  g_clear_object (&job->file);
  g_ptr_array_unref (job->in_force);
  g_free (job->id);
  g_free (job);
}

/**
 * cs_pack_report_free:
 * @self: (transfer full) (nullable): a report
 */
void
cs_pack_report_free (CsPackReport *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->pack, cs_pack_unref);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  g_clear_pointer (&self->changes, g_ptr_array_unref);
  g_free (self);
}

static const CsPack *
find (const GPtrArray *packs, const char *id)
{
  for (guint i = 0; i < packs->len; i++) {
    const CsPack *pack = packs->pdata[i];

    if (g_strcmp0 (pack->id, id) == 0)
      return pack;
  }
  return NULL;
}

static gboolean
read_file (CsPackReport *self, GFile *file, GError **error)
{
  g_autoptr (CsPackFile) read = cs_pack_file_load (file, error);

  if (read == NULL)
    return FALSE;
  self->pack = cs_pack_ref (read->pack);
  self->bytes = g_bytes_ref (read->bytes);
  return TRUE;
}

static void
run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Job *job = data;
  g_autoptr (CsPackReport) report = g_new0 (CsPackReport, 1);
  const CsPack *before;
  GError *error = NULL;

  if (job->file != NULL && !read_file (report, job->file, &error)) {
    g_task_return_error (task, error);
    return;
  }
  before = find (job->in_force, report->pack != NULL ? report->pack->id : job->id);
  if (report->pack == NULL && before == NULL) {
    g_task_return_new_error (task,
                             CS_ERROR,
                             CS_ERROR_NOT_FOUND,
                             _ ("No pack “%s” is in force here"),
                             job->id);
    return;
  }
  if (report->pack == NULL)
    report->pack = cs_pack_ref (before);
  else if (before != NULL && strcmp (before->digest, report->pack->digest) == 0)
    g_clear_pointer (&report->bytes, g_bytes_unref);
  else if (before != NULL)
    report->changes = cs_pack_diff (before, report->pack);
  report->findings = cs_pack_check (report->pack, report->changes != NULL ? before : NULL);
  g_task_return_pointer (task, g_steal_pointer (&report), (GDestroyNotify)cs_pack_report_free);
}

/**
 * cs_pack_report_make_async:
 * @file: (nullable): a pack.json that may be put in force
 * @in_force: (element-type CsPack): the packs in force
 * @id: (nullable): without @file, which of these
 *
 * Reads a version, checks it, and compares it with the one in force.
 */
void
cs_pack_report_make_async (GFile *file,
                           GPtrArray *in_force,
                           const char *id,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);

  job->file = file != NULL ? g_object_ref (file) : NULL;
  job->in_force = g_ptr_array_ref (in_force);
  job->id = g_strdup (id);
  g_task_set_source_tag (task, cs_pack_report_make_async);
  g_task_set_task_data (task, job, (GDestroyNotify)job_free);
  g_task_run_in_thread (task, run);
}

/**
 * cs_pack_report_make_finish:
 * @error: INVALID with the place of what is wrong, NOT_FOUND
 *
 * Returns: (transfer full): the report, or %NULL
 */
CsPackReport *
cs_pack_report_make_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
