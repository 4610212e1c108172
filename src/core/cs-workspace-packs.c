/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-workspace-packs.h"

#include "cs-index.h"
#include "cs-installation.h"
#include "cs-pack-check.h"
#include "cs-pack-settings.h"
#include "cs-packs.h"
#include "cs-workspace-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define PAGE 500

/* Packs of a workspace: brought in as a file, put in force by an entry, answered where their
 * document is unclear. A request goes on with the version and the answers it was opened with. */

/**
 * cs_pack_file_free:
 * @self: (transfer full) (nullable): a pack's file
 */
void
cs_pack_file_free (CsPackFile *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->pack, cs_pack_unref);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self->uri);
  g_free (self);
}

/**
 * cs_pack_file_load:
 * @file: a pack.json
 * @error: `CS_ERROR_NOT_FOUND`, and INVALID as of cs_pack_new_from_bytes()
 *
 * Reads a pack; blocks.
 *
 * Returns: (transfer full) (nullable): it, with its bytes
 */
CsPackFile *
cs_pack_file_load (GFile *file, GError **error)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autoptr (CsPackFile) self = g_new0 (CsPackFile, 1);
  g_autoptr (GError) failure = NULL;

  self->uri = g_file_get_uri (file);
  self->bytes = g_file_load_bytes (file, NULL, NULL, &failure);
  if (self->bytes == NULL) {
    g_set_error_literal (error, CS_ERROR, CS_ERROR_NOT_FOUND, failure->message);
    return NULL;
  }
  self->pack = cs_pack_new_from_bytes (name, self->bytes, error);
  return self->pack != NULL ? g_steal_pointer (&self) : NULL;
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  const CsPackFile *one = *(const CsPackFile *const *)a, *other = *(const CsPackFile *const *)b;

  return strcmp (one->pack->id, other->pack->id);
}

/**
 * cs_pack_files_list_shipped:
 *
 * Returns: (transfer full) (element-type CsPackFile): the packs that come with the program, by id;
 *   one that cannot be read is told in the log and left out
 */
GPtrArray *
cs_pack_files_list_shipped (void)
{
  GPtrArray *files = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_pack_file_free);
  g_autofree char *folder = g_build_filename (cs_installation_get_data_folder (), "packs", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, "pack.json", NULL);
    g_autoptr (GFile) file = g_file_new_for_path (path);
    g_autoptr (GError) error = NULL;
    CsPackFile *pack;

    if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
      continue;
    pack = cs_pack_file_load (file, &error);
    if (pack != NULL)
      g_ptr_array_add (files, pack);
    else
      g_warning ("%s: %s", path, error->message);
  }
  g_ptr_array_sort (files, compare_ids);
  return files;
}

/* The pack that is to be in force: new bytes, or what the workspace has already. */
static CsPack *
get_pack (CsLedger *self,
          GBytes *bytes,
          const char *name,
          const CsActivation *activation,
          GError **error)
{
  const CsPack *known;

  if (bytes != NULL)
    return cs_pack_new_from_bytes (name, bytes, error);
  if (activation == NULL) {
    g_set_error (error, CS_ERROR, CS_ERROR_NOT_FOUND, _ ("No pack “%s” is in force here"), name);
    return NULL;
  }
  known = cs_pack_cache_get (cs_authority_get_packs (cs_ledger_get_authority (self)),
                             activation->digest,
                             error);
  return known != NULL ? cs_pack_ref (known) : NULL;
}

/* What the linter calls an error is refused, also against the version before (L-04). */
static gboolean
check (CsLedger *self, const CsPack *pack, const CsActivation *activation, GError **error)
{
  const CsPack *before =
      activation != NULL
          ? cs_pack_cache_get (cs_authority_get_packs (cs_ledger_get_authority (self)),
                               activation->digest,
                               NULL)
          : NULL;
  g_autoptr (GPtrArray) findings = cs_pack_check (pack, before);

  if (cs_findings_have_errors (findings)) {
    g_autofree char *line = cs_finding_format (findings->pdata[0], pack->id);

    g_set_error_literal (error, CS_ERROR, CS_ERROR_INVALID, line);
    return FALSE;
  }
  return TRUE;
}

static gboolean
take_answers (CsLedger *self,
              const char *request,
              const CsActivation *activation,
              const char *by,
              GError **error)
{
  g_autoptr (CsRequest) fold =
      cs_authority_fold_request (cs_ledger_get_authority (self), request, error);
  const GPtrArray *settings;

  if (fold == NULL)
    return FALSE;
  settings = cs_request_get_process (fold)->pack->settings;
  for (guint i = 0; i < settings->len; i++) {
    const CsSetting *setting = settings->pdata[i];
    json_t *value = json_object_get (activation->settings, setting->id);
    g_autoptr (json_t) data = NULL;
    g_autoptr (CsOutcome) outcome = NULL;

    if (!setting->is_awaited || value == NULL ||
        json_object_get (cs_request_get_settings (fold), setting->id) != NULL)
      continue;
    data = json_pack ("{s:s, s:O}", "setting", setting->id, "value", value);
    if (!cs_ledger_submit (
            self,
            &(CsIntent){.kind = "setting", .request = request, .by = by, .data = data},
            &outcome,
            error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
is_awaited (CsLedger *self, const CsActivation *activation)
{
  const CsPack *pack = cs_pack_cache_get (cs_authority_get_packs (cs_ledger_get_authority (self)),
                                          activation->digest,
                                          NULL);

  for (guint i = 0; pack != NULL && i < pack->settings->len; i++) {
    const CsSetting *setting = pack->settings->pdata[i];

    if (setting->is_awaited && json_object_get (activation->settings, setting->id) != NULL)
      return TRUE;
  }
  return FALSE;
}

/* requests that were opened before an awaited answer, and wait for it, take it, each with an
 * entry of its own. What an activation could not reach the next one does. */
static gboolean
spread_answers (CsLedger *self, const char *pack, const char *by, GError **error)
{
  const CsDirectory *directory = cs_authority_get_directory (cs_ledger_get_authority (self), error);
  const CsActivation *activation = directory != NULL ? cs_directory_get_activation (directory, pack)
                                                     : NULL;
  g_autofree char *after = NULL;
  guint length;

  if (activation == NULL || !is_awaited (self, activation))
    return directory != NULL;
  do {
    g_autoptr (GPtrArray) ids =
        cs_index_list_open_of (cs_ledger_get_store (self), pack, after, PAGE, error);

    if (ids == NULL)
      return FALSE;
    length = ids->len;
    for (guint i = 0; i < length; i++)
      if (!take_answers (self, ids->pdata[i], activation, by, error))
        return FALSE;
    g_free (after);
    after = length > 0 ? g_strdup (ids->pdata[length - 1]) : NULL;
  } while (length == PAGE);
  return TRUE;
}

/**
 * cs_ledger_activate_pack:
 * @bytes: (nullable): another version; %NULL to leave the one in force and change its answers
 * @pack: its id, or what errors call the file
 * @settings: (nullable): all answers that are confirmed; %NULL to keep what was confirmed and still
 *   answers
 * @by: who activates it
 * @outcome: (out) (transfer full): the answer
 * @error: INVALID with the first error the linter finds, NOT_FOUND
 *
 * Puts a version of a pack in force by a `pack` entry. Requests that are open keep the version and
 * the answers that they were opened with; those that wait for the confirmation of a setting take
 * it.
 *
 * Returns: whether there is an answer
 */
gboolean
cs_ledger_activate_pack (CsLedger *self,
                         GBytes *bytes,
                         const char *pack,
                         const json_t *settings,
                         const char *by,
                         CsOutcome **outcome,
                         GError **error)
{
  const CsDirectory *directory = cs_authority_get_directory (cs_ledger_get_authority (self), error);
  const CsActivation *activation = directory != NULL ? cs_directory_get_activation (directory, pack)
                                                     : NULL;
  g_autoptr (CsPack) wanted = NULL;
  g_autoptr (json_t) kept = NULL;
  g_autoptr (json_t) data = NULL;

  *outcome = NULL;
  if (directory == NULL)
    return FALSE;
  wanted = get_pack (self, bytes, pack, activation, error);
  if (wanted == NULL)
    return FALSE;
  activation = cs_directory_get_activation (directory, wanted->id);
  if (bytes != NULL &&
      (!check (self, wanted, activation, error) ||
       !cs_packs_save (cs_ledger_get_store (self), wanted->digest, wanted->id, bytes, error)))
    return FALSE;
  kept = settings != NULL
             ? json_deep_copy (settings)
             : cs_pack_keep_settings (wanted, activation != NULL ? activation->settings : NULL);
  data = json_pack ("{s:s, s:s, s:O, s:b}",
                    "pack",
                    wanted->id,
                    "digest",
                    wanted->digest,
                    "settings",
                    kept,
                    "defaults",
                    activation == NULL || activation->has_defaults);
  if (!cs_ledger_submit (self, &(CsIntent){.kind = "pack", .by = by, .data = data}, outcome, error))
    return FALSE;
  return !(*outcome)->is_accepted || spread_answers (self, wanted->id, by, error);
}

static void
run_activate (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  CsJob *job = data;
  GError *error = NULL;
  CsLedger *ledger = cs_backroom_get_ledger (job->backroom, &error);
  CsOutcome *outcome = NULL;

  if (ledger == NULL || !cs_ledger_activate_pack (ledger,
                                                  job->bytes,
                                                  job->id,
                                                  job->data,
                                                  job->person,
                                                  &outcome,
                                                  &error)) {
    g_task_return_error (task, error);
    return;
  }
  if (outcome->is_accepted)
    cs_workspace_publish (task, job, NULL);
  g_task_return_pointer (task, outcome, (GDestroyNotify)cs_outcome_free);
}

/**
 * cs_workspace_activate_pack_async:
 *
 * As cs_ledger_activate_pack(), on the worker, by the person who acts.
 */
void
cs_workspace_activate_pack_async (CsWorkspace *self,
                                  GBytes *bytes,
                                  const char *pack,
                                  const json_t *settings,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  CsJob *job = cs_job_new (self);

  job->bytes = bytes != NULL ? g_bytes_ref (bytes) : NULL;
  job->id = g_strdup (pack);
  job->data = settings != NULL ? json_deep_copy (settings) : NULL;
  cs_workspace_queue (self,
                      G_PRIORITY_DEFAULT,
                      cs_workspace_activate_pack_async,
                      job,
                      run_activate,
                      cancellable,
                      callback,
                      user_data);
}

/**
 * cs_workspace_activate_pack_finish:
 * @error: INVALID with the first error the linter finds
 *
 * Returns: (transfer full): the answer, or %NULL
 */
CsOutcome *
cs_workspace_activate_pack_finish (CsWorkspace *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
