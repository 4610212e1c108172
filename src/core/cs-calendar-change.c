/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-calendar-change.h"

#include "cs-index.h"
#include "cs-workspace-private.h"

/* What a calendar would do before it does it: every open clock is reckoned twice, with the
 * directory as it is and with a copy in which the calendar has changed (D-C4). */

#define PAGE 500

static void
move_free (gpointer data)
{
  CsClockMove *self = data;

  g_free (self->request);
  g_free (self->number);
  g_free (self->title);
  g_free (self->client);
  g_free (self->clock_title);
  g_free (self->run);
  g_free (self);
}

/**
 * cs_calendar_change_free:
 * @self: (transfer full) (nullable): a preview
 */
void
cs_calendar_change_free (CsCalendarChange *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->moves);
  g_free (self);
}

static const CsClockRun *
find_run (const GPtrArray *runs, const char *id)
{
  for (guint i = 0; i < runs->len; i++) {
    const CsClockRun *run = runs->pdata[i];

    if (g_str_equal (run->id, id))
      return run;
  }
  return NULL;
}

static void
add_move (CsCalendarChange *self,
          const CsRequest *request,
          const CsDirectory *directory,
          const CsClockRun *before,
          const CsClockRun *after)
{
  CsClockMove *move = g_new0 (CsClockMove, 1);
  const CsClient *client = cs_directory_get_client (directory, cs_request_get_client (request));

  move->request = g_strdup (cs_request_get_id (request));
  move->number = g_strdup (cs_request_get_number (request));
  move->title = g_strdup (cs_request_get_title (request));
  move->client = g_strdup (client != NULL ? client->name : cs_request_get_client (request));
  move->clock_title = cs_text_dup (after->clock->title, NULL);
  move->run = g_strdup (after->id);
  move->old_due = before->due;
  move->new_due = after->due;
  move->old_target = before->target;
  move->new_target = after->target;
  move->becomes_late = before->state != CS_CLOCK_BREACHED && after->state == CS_CLOCK_BREACHED;
  move->was_late = before->state == CS_CLOCK_BREACHED && after->state != CS_CLOCK_BREACHED;
  self->n_late += (guint)move->becomes_late;
  self->n_relieved += (guint)move->was_late;
  g_ptr_array_add (self->moves, move);
}

static void
compare_request (CsCalendarChange *self,
                 const CsRequest *request,
                 const CsDirectory *directory,
                 const CsDirectory *changed,
                 CsInstant now)
{
  g_autoptr (GPtrArray) before = cs_clock_list_runs (request, directory, now);
  g_autoptr (GPtrArray) after = cs_clock_list_runs (request, changed, now);

  for (guint i = 0; i < after->len; i++) {
    const CsClockRun *run = after->pdata[i];
    const CsClockRun *was = find_run (before, run->id);

    if (was == NULL || run->stopped != CS_INSTANT_NONE)
      continue;
    self->n_open++;
    if (was->due != run->due || was->target != run->target)
      add_move (self, request, directory, was, run);
  }
}

static int
compare_moves (gconstpointer a, gconstpointer b)
{
  const CsClockMove *left = *(const CsClockMove *const *)a;
  const CsClockMove *right = *(const CsClockMove *const *)b;

  if (left->becomes_late != right->becomes_late)
    return left->becomes_late ? -1 : 1;
  if (left->new_due != right->new_due)
    return left->new_due < right->new_due ? -1 : 1;
  return g_strcmp0 (left->run, right->run);
}

static gboolean
compare_all (CsCalendarChange *self,
             CsAuthority *authority,
             const CsDirectory *directory,
             const CsDirectory *changed,
             GError **error)
{
  CsInstant now = cs_time_source_get_now (cs_authority_get_time_source (authority));
  g_autofree char *after = NULL;
  guint length;

  do {
    g_autoptr (GPtrArray) ids =
        cs_index_list_open (cs_authority_get_store (authority), after, PAGE, error);

    if (ids == NULL)
      return FALSE;
    length = ids->len;
    for (guint i = 0; i < length; i++) {
      const CsRequest *request = cs_authority_get_request (authority, ids->pdata[i], NULL, error);

      if (request == NULL)
        return FALSE;
      compare_request (self, request, directory, changed, now);
    }
    g_free (after);
    after = length > 0 ? g_strdup (ids->pdata[length - 1]) : NULL;
  } while (length == PAGE);
  return TRUE;
}

/**
 * cs_calendar_change_preview:
 * @authority: of a workspace
 * @id: what packs call the calendar
 * @calendar: as it would be from now on
 * @error: what the store failed with
 *
 * Finds which open clocks a changed calendar moves, from where to where, and which become late.
 * Clocks that have ended are not looked at: no change touches them.
 *
 * Returns: (transfer full) (nullable): the preview
 */
CsCalendarChange *
cs_calendar_change_preview (CsAuthority *authority,
                            const char *id,
                            CsCalendar *calendar,
                            GError **error)
{
  const CsDirectory *present = cs_authority_get_directory (authority, error);
  CsInstant now = cs_time_source_get_now (cs_authority_get_time_source (authority));
  g_autoptr (CsCalendarChange) self = NULL;
  g_autoptr (CsDirectory) directory = NULL;
  g_autoptr (CsDirectory) changed = NULL;

  if (present == NULL)
    return NULL;
  directory = cs_directory_copy (present);
  changed = cs_directory_copy (present);
  cs_directory_revise_calendar (changed, id, calendar, now, FALSE);
  self = g_new0 (CsCalendarChange, 1);
  self->moves = g_ptr_array_new_with_free_func (move_free);
  if (!compare_all (self, authority, directory, changed, error))
    return NULL;
  g_ptr_array_sort (self->moves, compare_moves);
  return g_steal_pointer (&self);
}

static void
run_preview (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  CsJob *job = data;
  GError *error = NULL;
  CsLedger *ledger = cs_backroom_get_ledger (job->backroom, &error);
  g_autoptr (CsCalendar) calendar = ledger != NULL ? cs_calendar_new_from_json (job->data, &error)
                                                   : NULL;
  CsCalendarChange *change =
      calendar != NULL
          ? cs_calendar_change_preview (cs_ledger_get_authority (ledger), job->id, calendar, &error)
          : NULL;

  if (change == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, change, (GDestroyNotify)cs_calendar_change_free);
}

/**
 * cs_workspace_preview_calendar_async:
 * @id: what packs call the calendar
 * @calendar: (transfer none): its JSON, as it would be from now on
 *
 * As cs_calendar_change_preview(), on the worker.
 */
void
cs_workspace_preview_calendar_async (CsWorkspace *self,
                                     const char *id,
                                     json_t *calendar,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  CsJob *job = cs_job_new (self);

  job->id = g_strdup (id);
  job->data = json_deep_copy (calendar);
  cs_workspace_queue (self,
                      G_PRIORITY_DEFAULT,
                      cs_workspace_preview_calendar_async,
                      job,
                      run_preview,
                      cancellable,
                      callback,
                      user_data);
}

/**
 * cs_workspace_preview_calendar_finish:
 * @error: INVALID where it is no calendar
 *
 * Returns: (transfer full) (nullable): the preview
 */
CsCalendarChange *
cs_workspace_preview_calendar_finish (CsWorkspace *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
