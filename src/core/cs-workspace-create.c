/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-workspace-create.h"

#include "cs-generate.h"
#include "cs-index.h"
#include "cs-installation.h"
#include "cs-packs.h"
#include "cs-sample.h"
#include "cs-uuid.h"
#include "cs-worker.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

/* Making a workspace. It is made whole in one transaction beside its place and then moved there, so
 * that nothing half-made is ever opened. */

#define OWNER "p-me"

/**
 * cs_workspace_create_bare:
 * @folder: not a workspace yet
 *
 * Makes a workspace in which nothing is said.
 *
 * Returns: (transfer full): its ledger, or %NULL
 */
CsLedger *
cs_workspace_create_bare (const char *folder, CsTimeSource *time_source, GError **error)
{
  g_autoptr (CsStore) store = cs_store_create (folder, error);
  CsInstant now = cs_time_source_get_now (time_source);
  g_autofree char *id = cs_uuid_new (now);
  g_autofree char *created = cs_instant_format (now);
  g_autofree char *device = g_strdup_printf ("d-%.8s", id + strlen (id) - 8);
  gboolean is_empty;

  if (store == NULL || !cs_store_set_meta (store, "workspace", id, error) ||
      !cs_store_set_meta (store, "device", device, error) ||
      !cs_store_set_meta (store, "created", created, error) ||
      !cs_index_prepare (store, &is_empty, error) || !cs_index_mark_whole (store, error))
    return NULL;
  g_clear_pointer (&store, cs_store_close);
  return cs_ledger_open (folder, time_source, error);
}

/**
 * cs_workspace_create_entry:
 * @kind: of the directory's
 * @data: (transfer full): its data
 *
 * Returns: whether it was accepted
 */
gboolean
cs_workspace_create_entry (CsLedger *ledger,
                           const char *kind,
                           const char *by,
                           json_t *data,
                           GError **error)
{
  g_autoptr (json_t) owned = data;
  g_autoptr (CsOutcome) outcome = NULL;
  CsIntent intent = {.kind = kind, .by = by, .data = owned};

  if (!cs_ledger_submit (ledger, &intent, &outcome, error))
    return FALSE;
  if (!outcome->is_accepted)
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_INVALID,
                 "A “%s” of the new workspace was refused: %s",
                 kind,
                 outcome->reason->text);
  return outcome->is_accepted;
}

static gboolean
activate (CsLedger *ledger,
          const char *path,
          const json_t *settings,
          gboolean with_defaults,
          const char *by,
          GError **error)
{
  g_autoptr (CsPack) pack = NULL;
  g_autoptr (GBytes) bytes = NULL;
  char *contents;
  gsize length;

  if (!g_file_get_contents (path, &contents, &length, error))
    return FALSE;
  bytes = g_bytes_new_take (contents, length);
  pack = cs_pack_new_from_bytes (path, bytes, error);
  if (pack == NULL ||
      !cs_packs_save (cs_ledger_get_store (ledger), pack->digest, pack->id, bytes, error))
    return FALSE;
  return cs_workspace_create_entry (
      ledger,
      "pack",
      by,
      json_pack ("{s:s, s:s, s:o, s:b}",
                 "pack",
                 pack->id,
                 "digest",
                 pack->digest,
                 "settings",
                 settings != NULL ? json_deep_copy (settings) : json_object (),
                 "defaults",
                 with_defaults),
      error);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/**
 * cs_workspace_create_packs:
 * @only: (nullable): the one pack wanted; %NULL for all that are shipped
 * @settings: (nullable): what an administrator has confirmed: id -> value
 * @with_defaults: whether the packs' own people and holders count
 * @by: who activates them
 * @error: NOT_FOUND when @only is not shipped
 *
 * Returns: whether they are in force
 */
gboolean
cs_workspace_create_packs (CsLedger *ledger,
                           const char *only,
                           const json_t *settings,
                           gboolean with_defaults,
                           const char *by,
                           GError **error)
{
  g_autofree char *folder = g_build_filename (cs_installation_get_data_folder (), "packs", NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  gboolean is_found = FALSE;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++) {
    g_autofree char *path = g_build_filename (folder, names->pdata[i], "pack.json", NULL);

    if ((only != NULL && strcmp (only, names->pdata[i]) != 0) ||
        !g_file_test (path, G_FILE_TEST_IS_REGULAR))
      continue;
    if (!activate (ledger, path, settings, with_defaults, by, error))
      return FALSE;
    is_found = TRUE;
  }
  if (only != NULL && !is_found) {
    g_set_error (error, CS_ERROR, CS_ERROR_NOT_FOUND, _ ("There is no pack “%s”"), only);
    return FALSE;
  }
  return TRUE;
}

static gboolean
hold_role (CsLedger *ledger, const char *pack, const char *role, GError **error)
{
  return cs_workspace_create_entry (
      ledger,
      "role",
      OWNER,
      json_pack ("{s:s, s:s, s:s, s:b}", "pack", pack, "role", role, "person", OWNER, "held", TRUE),
      error);
}

/* One works alone in a workspace of one's own: every role that a pack gives to nobody is held. */
static gboolean
hold_free_roles (CsLedger *ledger, GError **error)
{
  CsAuthority *authority = cs_ledger_get_authority (ledger);
  const CsDirectory *directory = cs_authority_get_directory (authority, error);
  g_autoptr (GPtrArray) activations = directory != NULL ? cs_directory_list_activations (directory)
                                                        : NULL;

  for (guint i = 0; activations != NULL && i < activations->len; i++) {
    const CsActivation *activation = activations->pdata[i];
    const CsPack *pack =
        cs_pack_cache_get (cs_authority_get_packs (authority), activation->digest, error);

    if (pack == NULL)
      return FALSE;
    for (guint j = 0; j < pack->role_list->len; j++) {
      const CsRole *role = pack->role_list->pdata[j];

      if (!cs_pack_is_role_given (pack, role->id) && !hold_role (ledger, pack->id, role->id, error))
        return FALSE;
    }
  }
  return activations != NULL;
}

static gboolean
hold_roles (CsLedger *ledger, const char *pack, const char *const *roles, GError **error)
{
  for (gsize i = 0; roles[i] != NULL; i++)
    if (!hold_role (ledger, pack, roles[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
fill_empty (CsLedger *ledger, const CsCreateOptions *options, GError **error)
{
  const char *name = options->person_name != NULL ? options->person_name : g_get_real_name ();
  json_t *person = json_pack ("{s:s, s:s, s:s*, s:s*}",
                              "id",
                              OWNER,
                              "name",
                              g_utf8_validate (name, -1, NULL) ? name : g_get_user_name (),
                              "mail",
                              options->person_mail,
                              "region",
                              options->region);

  return cs_workspace_create_entry (ledger, "person", OWNER, person, error) &&
         cs_workspace_create_packs (ledger, options->pack, NULL, TRUE, OWNER, error) &&
         (options->pack != NULL && options->roles != NULL
              ? hold_roles (ledger, options->pack, options->roles, error)
              : hold_free_roles (ledger, error)) &&
         cs_store_set_meta (cs_ledger_get_store (ledger), "person", OWNER, error);
}

static gboolean
fill (CsLedger *ledger, const CsCreateOptions *options, GError **error)
{
  CsAuthority *authority = cs_ledger_get_authority (ledger);
  gboolean is_filled;

  if ((options->kind != CS_CREATE_EMPTY && !cs_ledger_mark_sample (ledger, error)) ||
      !cs_ledger_ensure_keys (ledger, error))
    return FALSE;
  if (options->kind == CS_CREATE_GENERATED)
    return cs_generate_fill (ledger, options->pack, options->n_requests, options->seed, error);
  if (!cs_authority_begin_batch (authority, error))
    return FALSE;
  is_filled = options->kind == CS_CREATE_SAMPLE
                  ? cs_sample_fill (ledger, options->pack, options->seed, error)
                  : fill_empty (ledger, options, error);
  if (!is_filled) {
    cs_authority_cancel_batch (authority);
    return FALSE;
  }
  return cs_authority_end_batch (authority, error);
}

static gboolean
move_into_place (const char *made, const char *folder, GError **error)
{
  if (g_rename (made, folder) == 0)
    return TRUE;
  g_set_error (error,
               CS_ERROR,
               CS_ERROR_CONFLICT,
               _ ("The workspace cannot be put at %s: there is something already"),
               folder);
  return FALSE;
}

/**
 * cs_workspace_remove_files:
 * @path: of a folder that was made and is not wanted
 *
 * Removes it with all it holds.
 */
void
cs_workspace_remove_files (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    cs_workspace_remove_files (child);
  }
  g_remove (path);
}

/**
 * cs_workspace_create:
 * @folder: made, with the folders it is in; may exist if it is empty
 * @time_source: what the present is; samples are dated relative to it
 * @error: CONFLICT when there is a workspace or something else; INVALID, FAILED
 *
 * Makes a workspace. Takes a second or two for a sample.
 *
 * Returns: whether it is there, on disk
 */
gboolean
cs_workspace_create (const char *folder,
                     const CsCreateOptions *options,
                     CsTimeSource *time_source,
                     GError **error)
{
  g_autofree char *canonical = g_canonicalize_filename (folder, NULL);
  g_autofree char *made = g_strdup_printf ("%s.new-%u", canonical, g_random_int ());
  g_autofree char *parent = g_path_get_dirname (canonical);
  g_autofree char *existing = g_build_filename (canonical, "workspace.db", NULL);
  g_autoptr (CsLedger) ledger = NULL;
  gboolean is_filled;

  if (g_file_test (existing, G_FILE_TEST_EXISTS)) {
    g_set_error (error, CS_ERROR, CS_ERROR_CONFLICT, _ ("%s already holds a workspace"), canonical);
    return FALSE;
  }
  g_mkdir_with_parents (parent, 0700);
  ledger = cs_workspace_create_bare (made, time_source, error);
  is_filled = ledger != NULL && fill (ledger, options, error);
  g_clear_pointer (&ledger, cs_ledger_close);
  if (is_filled && move_into_place (made, canonical, error))
    return TRUE;
  cs_workspace_remove_files (made);
  return FALSE;
}

typedef struct {
  char *folder;
  CsCreateOptions options;
  CsTimeSource *time_source;
  CsWorker *worker; /* (owned): the thread it is made on */
} CreateData;

static void
create_data_free (gpointer data)
{
  CreateData *create = data;

  g_free (create->folder);
  g_free ((char *)create->options.person_name);
  g_free ((char *)create->options.person_mail);
  g_free ((char *)create->options.region);
  g_free ((char *)create->options.pack);
  g_strfreev ((char **)create->options.roles);
  g_object_unref (create->time_source);
  g_object_unref (create->worker);
  g_free (create);
}

static void
run_create (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  CreateData *create = data;
  GError *error = NULL;

  if (cs_workspace_create (create->folder, &create->options, create->time_source, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * cs_workspace_create_async:
 *
 * As cs_workspace_create(), on a thread of its own.
 */
void
cs_workspace_create_async (const char *folder,
                           const CsCreateOptions *options,
                           CsTimeSource *time_source,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  CreateData *create = g_new0 (CreateData, 1);

  create->folder = g_strdup (folder);
  create->options = *options;
  create->options.person_name = g_strdup (options->person_name);
  create->options.person_mail = g_strdup (options->person_mail);
  create->options.region = g_strdup (options->region);
  create->options.pack = g_strdup (options->pack);
  create->options.roles = (const char *const *)g_strdupv ((char **)options->roles);
  create->time_source = g_object_ref (time_source);
  create->worker = cs_worker_new ("create");
  g_task_set_source_tag (task, cs_workspace_create_async);
  g_task_set_task_data (task, create, create_data_free);
  cs_worker_queue (create->worker, G_PRIORITY_DEFAULT, task, run_create);
}

/**
 * cs_workspace_create_finish:
 *
 * Returns: whether it is there, on disk
 */
gboolean
cs_workspace_create_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
