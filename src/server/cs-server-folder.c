/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-server-folder.h"

#include "cs-server-tables.h"
#include "cs-stamp.h"
#include "cs-uuid.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define DEVICE "d-server"
#define LOCK   "server.lock"

/* Nobody else can make this signature, and it is always the same: a secret that needs no file. */
#define SECRET_DOMAIN "countersign/file-names/v1"

static gboolean
keep_identity (CsStore *store, const char *name, CsTimeSource *time_source, GError **error)
{
  CsInstant now = cs_time_source_get_now (time_source);
  g_autofree char *log = cs_uuid_new (now);
  g_autofree char *incarnation = cs_uuid_new (now);

  return cs_store_set_meta (store, "server-name", name, error) &&
         cs_store_set_meta (store, "log", log, error) &&
         cs_store_set_meta (store, "incarnation", incarnation, error);
}

static gboolean
add_founder (CsLedger *ledger, const CsServerFounding *founding, GError **error)
{
  return cs_workspace_create_entry (ledger,
                                    "person",
                                    CS_SERVER_FOUNDER,
                                    json_pack ("{s:s, s:s, s:s*}",
                                               "id",
                                               CS_SERVER_FOUNDER,
                                               "name",
                                               founding->person_name,
                                               "mail",
                                               founding->person_mail),
                                    error);
}

static gboolean
name_administrator (CsLedger *ledger, const char *person, GError **error)
{
  return cs_workspace_create_entry (ledger,
                                    "role",
                                    person,
                                    json_pack ("{s:s, s:s, s:s, s:b}",
                                               "pack",
                                               CS_WORKSPACE_ROLES,
                                               "role",
                                               CS_ROLE_ADMINISTRATOR,
                                               "person",
                                               person,
                                               "held",
                                               TRUE),
                                    error);
}

static gboolean
fill (CsLedger *ledger, const CsServerFounding *founding, CsTimeSource *time_source, GError **error)
{
  CsAuthority *authority = cs_ledger_get_authority (ledger);

  cs_ledger_leave_unsigned (ledger, DEVICE);
  if (!cs_server_tables_prepare (cs_ledger_get_store (ledger), error) ||
      !cs_authority_begin_batch (authority, error))
    return FALSE;
  if (!keep_identity (cs_ledger_get_store (ledger), founding->name, time_source, error) ||
      !add_founder (ledger, founding, error) ||
      !cs_workspace_create_packs (ledger,
                                  founding->pack,
                                  NULL,
                                  founding->with_people,
                                  CS_SERVER_FOUNDER,
                                  error) ||
      !name_administrator (ledger, CS_SERVER_FOUNDER, error) ||
      !cs_stamp_catch_up (ledger, error)) {
    cs_authority_cancel_batch (authority);
    return FALSE;
  }
  return cs_authority_end_batch (authority, error);
}

static CsKeys *
load_keys (const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, "keys", NULL);
  g_autoptr (CsKeys) keys = NULL;

  /* Without waiting for a secret store: in a file that only the owner reads. */
  if (!cs_keys_load_or_create_within (path, DEVICE, 0, &keys, error))
    return NULL;
  return g_steal_pointer (&keys);
}

static gboolean
is_empty (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  return dir == NULL || g_dir_read_name (dir) == NULL;
}

static gboolean
make (const char *folder,
      const CsServerFounding *founding,
      CsTimeSource *time_source,
      GError **error)
{
  g_autoptr (CsLedger) ledger = cs_workspace_create_bare (folder, time_source, error);
  g_autoptr (CsKeys) keys = NULL;

  if (ledger == NULL || g_chmod (folder, 0700) != 0 || !fill (ledger, founding, time_source, error))
    return FALSE;
  keys = load_keys (folder, error);
  return keys != NULL;
}

static gboolean
move_into_place (const char *made, const char *folder, GError **error)
{
  if (g_rename (made, folder) == 0)
    return TRUE;
  g_set_error (error,
               CS_ERROR,
               CS_ERROR_CONFLICT,
               "The server cannot be put at %s: %s.",
               folder,
               g_strerror (errno));
  return FALSE;
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    remove_tree (child);
  }
  g_remove (path);
}

/**
 * cs_server_folder_create:
 * @folder: made with the folders it is in; must not hold anything
 * @founding: what is there from the beginning
 * @error: CONFLICT where there is something already
 *
 * Makes a workspace of which this machine is the authority, with one administrator.
 *
 * Returns: whether it is there, on disk
 */
gboolean
cs_server_folder_create (const char *folder,
                         const CsServerFounding *founding,
                         CsTimeSource *time_source,
                         GError **error)
{
  g_autofree char *canonical = g_canonicalize_filename (folder, NULL);
  g_autofree char *made = g_strdup_printf ("%s.new-%u", canonical, g_random_int ());

  if (!is_empty (canonical)) {
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_CONFLICT,
                 "%s is not empty; a server begins with a folder of its own.",
                 folder);
    return FALSE;
  }
  if (make (made, founding, time_source, error) && move_into_place (made, canonical, error))
    return TRUE;
  remove_tree (made);
  return FALSE;
}

static gboolean
copy_file (GFile *from, GFile *to, GError **error)
{
  return g_file_copy (from,
                      to,
                      G_FILE_COPY_NOFOLLOW_SYMLINKS | G_FILE_COPY_OVERWRITE,
                      NULL,
                      NULL,
                      NULL,
                      error);
}

/* Folders and plain files; nothing that leads elsewhere. */
static gboolean
copy_tree (const char *from, const char *to, GError **error)
{
  g_autoptr (GDir) dir = g_dir_open (from, 0, NULL);
  const char *name;

  if (dir == NULL)
    return TRUE;
  g_mkdir_with_parents (to, 0700);
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *source = g_build_filename (from, name, NULL);
    g_autofree char *target = g_build_filename (to, name, NULL);
    g_autoptr (GFile) source_file = g_file_new_for_path (source);
    g_autoptr (GFile) target_file = g_file_new_for_path (target);

    if (g_file_test (source, G_FILE_TEST_IS_SYMLINK))
      continue;
    if (g_file_test (source, G_FILE_TEST_IS_DIR) ? !copy_tree (source, target, error)
                                                 : !copy_file (source_file, target_file, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
copy_database (const char *from, const char *to, GError **error)
{
  g_autoptr (CsStore) store = cs_store_open (from, error);
  g_autofree char *path = g_build_filename (to, "workspace.db", NULL);
  g_autoptr (CsStatement) statement = NULL;

  if (store == NULL || g_mkdir_with_parents (to, 0700) != 0)
    return FALSE;
  statement = cs_sqlite_query (cs_store_get_sqlite (store), error, "VACUUM INTO ?", "s", path);
  return statement != NULL && cs_statement_run (statement, error) && g_chmod (path, 0600) == 0;
}

/**
 * cs_server_folder_copy:
 * @from: of a workspace or a server, which may be at work
 * @to: not there yet, or empty
 * @error: CONFLICT where there is something already
 *
 * Copies the database as it is at one moment, then files and keys: a file is in its place before an
 * entry names it, so none is missing that an entry of the copy names.
 *
 * Returns: whether it is there
 */
gboolean
cs_server_folder_copy (const char *from, const char *to, GError **error)
{
  static const char *const folders[] = {"files", "sealed", "keys", "incoming"};

  if (!is_empty (to)) {
    g_set_error (error, CS_ERROR, CS_ERROR_CONFLICT, "%s is not empty.", to);
    return FALSE;
  }
  if (!copy_database (from, to, error))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (folders); i++) {
    g_autofree char *source = g_build_filename (from, folders[i], NULL);
    g_autofree char *target = g_build_filename (to, folders[i], NULL);

    if (!copy_tree (source, target, error))
      return FALSE;
  }
  return TRUE;
}

/* A computer's keys are of that computer. */
static void
remove_keys (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    g_unlink (child);
  }
}

/* What was one person's alone does not go to a server. */
static gboolean
forget_personal (CsStore *store, GError **error)
{
  return cs_sqlite_exec (cs_store_get_sqlite (store),
                         "DELETE FROM draft; DELETE FROM hold; DELETE FROM seen;"
                         "DELETE FROM snooze; DELETE FROM notice; DELETE FROM outbox",
                         error);
}

static gboolean
become_server (CsLedger *ledger,
               const char *name,
               const char *administrator,
               CsTimeSource *time_source,
               GError **error)
{
  CsStore *store = cs_ledger_get_store (ledger);
  CsAuthority *authority = cs_ledger_get_authority (ledger);
  const char *person = administrator != NULL ? administrator : cs_ledger_get_person (ledger);

  cs_ledger_leave_unsigned (ledger, DEVICE);
  if (!cs_server_tables_prepare (store, error) || !cs_authority_begin_batch (authority, error))
    return FALSE;
  if (!forget_personal (store, error) || !keep_identity (store, name, time_source, error) ||
      !name_administrator (ledger, person, error)) {
    cs_authority_cancel_batch (authority);
    return FALSE;
  }
  return cs_authority_end_batch (authority, error) && cs_stamp_all (ledger, error);
}

/**
 * cs_server_folder_adopt:
 * @folder: made with the folders it is in; must not hold anything
 * @from: a workspace of one computer, which stays as it is
 * @name: of the workspace
 * @administrator: (nullable): id of somebody in it; whose workspace it is otherwise
 * @error: CONFLICT, NOT_FOUND, INVALID
 *
 * Makes this machine the authority of a copy of a workspace, with its whole history.
 *
 * Returns: whether it is there, on disk
 */
gboolean
cs_server_folder_adopt (const char *folder,
                        const char *from,
                        const char *name,
                        const char *administrator,
                        CsTimeSource *time_source,
                        GError **error)
{
  g_autofree char *foreign_keys = g_build_filename (folder, "keys", NULL);
  g_autoptr (CsLedger) ledger = NULL;
  g_autoptr (CsKeys) keys = NULL;

  if (!cs_server_folder_copy (from, folder, error))
    return FALSE;
  remove_keys (foreign_keys);
  ledger = cs_ledger_open (folder, time_source, error);
  if (ledger == NULL || !become_server (ledger, name, administrator, time_source, error))
    return FALSE;
  keys = load_keys (folder, error);
  return keys != NULL;
}

static gboolean
lock (CsServerFolder *self, GError **error)
{
  g_autofree char *path = g_build_filename (self->folder, LOCK, NULL);

  self->lock_fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (self->lock_fd >= 0 && flock (self->lock_fd, LOCK_EX | LOCK_NB) == 0)
    return TRUE;
  g_set_error (error,
               CS_ERROR,
               CS_ERROR_BUSY,
               "Another countersign-server serves %s already. One process at a time may; stop it "
               "first.",
               self->folder);
  return FALSE;
}

static gboolean
read_text (CsStore *store, const char *name, char **text, GError **error)
{
  g_autoptr (GError) failure = NULL;

  *text = cs_store_dup_meta (store, name, &failure);
  if (*text != NULL)
    return TRUE;
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  else
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_NOT_FOUND,
                 "%s is a workspace but no server’s: make one with “countersign-server init”.",
                 cs_store_get_folder (store));
  return FALSE;
}

/**
 * cs_server_folder_open:
 * @folder: of a server
 * @locks: whether to hold it, so that no other server does
 * @error: BUSY where another server has it; NOT_FOUND
 *
 * Returns: (transfer full): who the server is, or %NULL
 */
CsServerFolder *
cs_server_folder_open (const char *folder, gboolean locks, GError **error)
{
  g_autoptr (CsServerFolder) self = g_new0 (CsServerFolder, 1);
  g_autoptr (CsStore) store = NULL;

  self->lock_fd = -1;
  self->folder = g_canonicalize_filename (folder, NULL);
  store = cs_store_open (self->folder, error);
  if (store == NULL || !read_text (store, "workspace", &self->workspace, error) ||
      !read_text (store, "log", &self->log, error) ||
      !read_text (store, "incarnation", &self->incarnation, error) ||
      !read_text (store, "server-name", &self->name, error) || (locks && !lock (self, error)))
    return NULL;
  self->keys = load_keys (self->folder, error);
  if (self->keys != NULL)
    self->secret = cs_sign (self->keys, SECRET_DOMAIN, "", 0);
  return self->keys != NULL ? g_steal_pointer (&self) : NULL;
}

/**
 * cs_server_folder_close:
 * @self: (transfer full) (nullable): a folder
 */
void
cs_server_folder_close (CsServerFolder *self)
{
  if (self == NULL)
    return;
  if (self->lock_fd >= 0)
    close (self->lock_fd);
  g_clear_pointer (&self->keys, cs_keys_unref);
  g_clear_pointer (&self->file_keys, cs_keys_unref);
  g_free (self->folder);
  g_free (self->secret);
  g_free (self->workspace);
  g_free (self->name);
  g_free (self->log);
  g_free (self->incarnation);
  g_free (self);
}

/**
 * cs_server_folder_renew:
 * @folder: that was put back from a copy
 *
 * Gives the log another incarnation, so that whoever knows more of the old one notices (K-11).
 *
 * Returns: whether it was kept
 */
gboolean
cs_server_folder_renew (const char *folder, CsTimeSource *time_source, GError **error)
{
  g_autofree char *incarnation = cs_uuid_new (cs_time_source_get_now (time_source));
  g_autoptr (CsStore) store = cs_store_open (folder, error);

  /* Nor is it a mirror of the old one. */
  return store != NULL &&
         cs_sqlite_exec (cs_store_get_sqlite (store), "DROP TABLE IF EXISTS mirror", error) &&
         cs_store_set_meta (store, "incarnation", incarnation, error);
}
