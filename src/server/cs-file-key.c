/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-file-key.h"

#include "cs-base64url.h"
#include "cs-chance.h"
#include "cs-key-file.h"

#include <string.h>

#define SEED_BYTES 32

/**
 * cs_file_key_dup_path:
 * @folder: of a server
 * @place: (nullable): the setting `file-key`
 *
 * Returns: (transfer full): where the key is
 */
char *
cs_file_key_dup_path (const char *folder, const char *place)
{
  return place != NULL ? g_strdup (place) : g_build_filename (folder, "keys", "files.key", NULL);
}

/**
 * cs_file_key_is_inside:
 * @folder: of a server
 * @place: (nullable): the setting `file-key`
 *
 * Returns: whether a copy of the folder holds the key
 */
gboolean
cs_file_key_is_inside (const char *folder, const char *place)
{
  g_autofree char *keys = g_build_filename (folder, "keys", NULL);
  g_autofree char *parent = place != NULL ? g_path_get_dirname (place) : g_strdup (keys);
  g_autofree char *wanted = g_canonicalize_filename (keys, NULL);
  g_autofree char *found = g_canonicalize_filename (parent, NULL);

  return strcmp (wanted, found) == 0;
}

static CsKeys *
read_key (const char *path, GError **error)
{
  char *text = cs_key_file_read (path, TRUE, error);
  guint8 seed[SEED_BYTES];
  CsKeys *keys = NULL;

  if (text != NULL && cs_base64url_decode_exactly (text, seed, sizeof seed))
    keys = cs_keys_new_from_seed (seed);
  else if (text != NULL)
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_CORRUPT,
                 "%s is no key for files: that is a line of 43 characters, 32 bytes in base64url.",
                 path);
  explicit_bzero (seed, sizeof seed);
  cs_secret_free (text);
  return keys;
}

static gboolean
make_key (const char *path, GError **error)
{
  g_autoptr (GError) failure = NULL;
  char *text = cs_chance_new_secret ();
  gboolean is_there =
      cs_key_file_write_new (path, text, TRUE, &failure) ||
      g_error_matches (failure, CS_ERROR, CS_ERROR_CONFLICT); /* another was faster */

  cs_secret_free (text);
  if (!is_there)
    g_set_error (error,
                 CS_ERROR,
                 failure->code,
                 "The key for files cannot be made: %s",
                 failure->message);
  return is_there;
}

/* Notes which key it is, or compares it with the one noted. */
static gboolean
settle (const char *pub, const char *path, CsKeys *keys, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *noted = NULL;

  if (cs_key_file_write_new (pub, cs_keys_get_public_key (keys), FALSE, &failure))
    return TRUE;
  if (!g_error_matches (failure, CS_ERROR, CS_ERROR_CONFLICT)) {
    g_propagate_error (error, g_steal_pointer (&failure));
    return FALSE;
  }
  noted = cs_key_file_read (pub, FALSE, error);
  if (noted == NULL)
    return FALSE;
  if (strcmp (noted, cs_keys_get_public_key (keys)) == 0)
    return TRUE;
  g_set_error (error,
               CS_ERROR,
               CS_ERROR_CORRUPT,
               "The key in %s is not the one that the files of this server are encrypted with. Put "
               "that one back, or say with “file-key” where it is; nothing was changed.",
               path);
  return FALSE;
}

/**
 * cs_file_key_load:
 * @folder: of a server
 * @place: (nullable): the setting `file-key`
 * @error: NOT_FOUND where there was a key that is gone; CORRUPT for another one; UNAUTHORISED where
 *   others can read it; FAILED
 *
 * The key is made where none was ever needed, and never in place of one that is gone.
 *
 * Returns: (transfer full) (nullable): the key
 */
CsKeys *
cs_file_key_load (const char *folder, const char *place, GError **error)
{
  g_autofree char *path = cs_file_key_dup_path (folder, place);
  g_autofree char *pub = g_build_filename (folder, "keys", "files.pub", NULL);
  g_autoptr (GError) failure = NULL;
  g_autoptr (CsKeys) keys = read_key (path, &failure);

  if (keys == NULL && g_error_matches (failure, CS_ERROR, CS_ERROR_NOT_FOUND)) {
    g_clear_error (&failure);
    if (g_file_test (pub, G_FILE_TEST_EXISTS)) {
      g_set_error (error,
                   CS_ERROR,
                   CS_ERROR_NOT_FOUND,
                   "The files of this server are encrypted, and their key is not in %s. Put it "
                   "back, or say with “file-key” where it is.",
                   path);
      return NULL;
    }
    if (!make_key (path, error))
      return NULL;
    keys = read_key (path, &failure);
  }
  if (keys == NULL) {
    g_propagate_error (error, g_steal_pointer (&failure));
    return NULL;
  }
  return settle (pub, path, keys, error) ? g_steal_pointer (&keys) : NULL;
}
