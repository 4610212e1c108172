/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-import-sealed.h"

#include "cs-blob.h"
#include "cs-sealed-files.h"

#include <glib/gstdio.h>

/* Confidential files of a workspace that becomes a server’s (CX-21). They were sealed with the key
 * of the computer they were given at, which stays there. */

/* Those that entries name, that are not here, and that are there. */
static GPtrArray *
list_sealed (const char *folder, const char *from, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (CsStore) store = cs_store_open (folder, error);
  g_autoptr (CsStatement) statement =
      store != NULL ? cs_sqlite_query (cs_store_get_sqlite (store),
                                       error,
                                       "SELECT DISTINCT sha256 FROM file_ref ORDER BY sha256",
                                       "")
                    : NULL;
  gboolean has_row;

  if (statement == NULL || !cs_statement_next (statement, &has_row, error))
    return NULL;
  while (has_row) {
    const char *sha256 = cs_statement_get_text (statement, 0);
    g_autofree char *path = cs_ledger_dup_file_path (folder, sha256);

    if (path != NULL && !g_file_test (path, G_FILE_TEST_EXISTS) &&
        cs_sealed_files_has (from, sha256))
      g_ptr_array_add (list, g_strdup (sha256));
    if (!cs_statement_next (statement, &has_row, error))
      return NULL;
  }
  return g_steal_pointer (&list);
}

/* Nobody here can open what came along, secrets among it. */
static void
remove_copies (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    remove_copies (child);
  }
  g_remove (path);
}

/**
 * cs_import_sealed:
 * @folder: of a server that was made of a workspace just now
 * @from: the workspace, at the computer where it was used
 * @file_keys: of the server's files
 * @left: (out): how many could not be opened, because the key of that computer is not to be had
 * @error: FAILED
 *
 * Returns: whether all that could be opened is on the server, sealed with its key
 */
gboolean
cs_import_sealed (const char *folder,
                  const char *from,
                  CsKeys *file_keys,
                  CsTimeSource *time_source,
                  guint *left,
                  GError **error)
{
  g_autoptr (GPtrArray) list = list_sealed (folder, from, error);
  g_autofree char *copies = g_build_filename (folder, "sealed", NULL);
  g_autoptr (CsLedger) ledger = NULL;
  gboolean has_key;

  *left = 0;
  if (list == NULL)
    return FALSE;
  if (list->len > 0)
    ledger = cs_ledger_open (from, time_source, error);
  if (list->len > 0 && ledger == NULL)
    return FALSE;
  has_key = ledger != NULL && cs_ledger_ensure_keys (ledger, NULL);
  for (guint i = 0; i < list->len; i++) {
    g_autoptr (GBytes) plain = has_key ? cs_sealed_files_read (ledger, list->pdata[i], NULL) : NULL;

    if (plain == NULL)
      (*left)++;
    else if (!cs_blob_keep (folder, file_keys, list->pdata[i], plain, error))
      return FALSE;
  }
  remove_copies (copies);
  return TRUE;
}
