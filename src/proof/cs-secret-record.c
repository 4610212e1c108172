/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-secret-record.h"

#include "cs-chance.h"
#include "cs-key-file.h"
#include "cs-secret-store.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#define TIMEOUT_MSEC 8000

/* A record stands in one of the two places: where there is a file, the store is not asked. */

static char *
path_of (const char *folder, const char *name)
{
  g_autofree char *file = g_strconcat (name, ".secret", NULL);

  return g_build_filename (folder, file, NULL);
}

static gboolean
is_file_only (void)
{
  return g_strcmp0 (g_getenv ("CS_KEYS"), "file") == 0;
}

/* Only what can be read back counts as kept. */
static gboolean
save_in_store (const char *name, const char *label, const char *text)
{
  char *again;
  gboolean is_kept;

  if (!cs_secret_store_save_as (name, label, text, TIMEOUT_MSEC, NULL))
    return FALSE;
  again = cs_secret_store_lookup (name, TIMEOUT_MSEC, NULL);
  is_kept = g_strcmp0 (again, text) == 0;
  cs_secret_free (again);
  return is_kept;
}

/**
 * cs_secret_record_save:
 * @folder: for what has to stand in a file; made if it is missing
 * @name: letters, digits, “-”, “_” and “.”
 * @label: what a person reads in their password store
 * @text: one line of at most 1,000 bytes
 * @place: (out) (optional): where it is kept now; the screen says which
 * @error: what the file failed with
 *
 * Replaces what was kept under the name. `CS_KEYS=file` in the environment says not to ask a store.
 * Blocks for some seconds at worst. Any thread may call this.
 *
 * Returns: whether it is kept
 */
gboolean
cs_secret_record_save (const char *folder,
                       const char *name,
                       const char *label,
                       const char *text,
                       CsKeysPlace *place,
                       GError **error)
{
  g_autofree char *path = path_of (folder, name);
  gboolean is_in_store = !is_file_only () && !g_file_test (path, G_FILE_TEST_EXISTS) &&
                         save_in_store (name, label, text);

  if (place != NULL)
    *place = is_in_store ? CS_KEYS_PLACE_SECRET_STORE : CS_KEYS_PLACE_FILE;
  if (is_in_store)
    return TRUE;
  if (g_mkdir_with_parents (folder, 0700) != 0) {
    g_set_error (error, CS_ERROR, CS_ERROR_FAILED, _ ("Cannot make the folder “%s”."), folder);
    return FALSE;
  }
  return cs_key_file_replace (path, text, error);
}

/**
 * cs_secret_record_load:
 * @folder: as for [func@secret_record_save]
 * @name: of the record
 * @place: (out) (optional): where it is kept
 * @error: `CS_ERROR_NOT_FOUND`; `CS_ERROR_UNREACHABLE` when the store does not answer
 *
 * Returns: (transfer full) (nullable): the text, for [func@secret_free]
 */
char *
cs_secret_record_load (const char *folder, const char *name, CsKeysPlace *place, GError **error)
{
  g_autofree char *path = path_of (folder, name);
  g_autoptr (GError) local = NULL;
  char *text = cs_key_file_read (path, TRUE, &local);

  if (place != NULL)
    *place = CS_KEYS_PLACE_FILE;
  if (text != NULL)
    return text;
  if (is_file_only () || !g_error_matches (local, CS_ERROR, CS_ERROR_NOT_FOUND)) {
    g_propagate_error (error, g_steal_pointer (&local));
    return NULL;
  }
  if (place != NULL)
    *place = CS_KEYS_PLACE_SECRET_STORE;
  return cs_secret_store_lookup (name, TIMEOUT_MSEC, error);
}

/**
 * cs_secret_record_clear:
 * @folder: as for [func@secret_record_save]
 * @name: of the record
 * @error: what the file, or the store that has it, failed with
 *
 * Returns: whether it is kept nowhere any more
 */
gboolean
cs_secret_record_clear (const char *folder, const char *name, GError **error)
{
  g_autofree char *path = path_of (folder, name);

  if (g_unlink (path) == 0)
    return TRUE;
  if (errno != ENOENT) {
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_FAILED,
                 _ ("The file “%s” cannot be removed: %s"),
                 path,
                 g_strerror (errno));
    return FALSE;
  }
  return is_file_only () || cs_secret_store_clear (name, TIMEOUT_MSEC, error);
}
