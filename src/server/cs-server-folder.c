/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-server-folder.h"

#include "cs-server-tables.h"
#include "cs-stamp.h"
#include "cs-uuid.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define DEVICE "d-server"
#define LOCK   "server.lock"

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
name_administrator (CsLedger *ledger, GError **error)
{
  return cs_workspace_create_entry (ledger,
                                    "role",
                                    CS_SERVER_FOUNDER,
                                    json_pack ("{s:s, s:s, s:s, s:b}",
                                               "pack",
                                               CS_WORKSPACE_ROLES,
                                               "role",
                                               CS_ROLE_ADMINISTRATOR,
                                               "person",
                                               CS_SERVER_FOUNDER,
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
      !name_administrator (ledger, error) || !cs_stamp_catch_up (ledger, error)) {
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
  g_autoptr (CsLedger) ledger = NULL;
  g_autoptr (CsKeys) keys = NULL;

  if (!is_empty (folder)) {
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_CONFLICT,
                 "%s is not empty; a server begins with a folder of its own.",
                 folder);
    return FALSE;
  }
  ledger = cs_workspace_create_bare (folder, time_source, error);
  if (ledger == NULL || g_chmod (folder, 0700) != 0 || !fill (ledger, founding, time_source, error))
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
  g_free (self->folder);
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

  return store != NULL && cs_store_set_meta (store, "incarnation", incarnation, error);
}
