/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-sealed-files.h"

#include "cs-digest.h"
#include "cs-seal.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

/*
 * Files of scopes that are logged or not copied (CX-21): sealed/ab/abcdef…, named by what is in
 * them and readable with this computer's key only. They are in no search, no document and no
 * bundle.
 */

#define DOMAIN      "file"
#define LIMIT_BYTES (G_GINT64_CONSTANT (64) * 1024 * 1024)

/**
 * cs_sealed_files_dup_path:
 * @folder: (nullable): of a workspace
 * @sha256: of a file's contents, in hex
 *
 * Returns: (transfer full) (nullable): where it is kept; %NULL for what is no digest
 */
char *
cs_sealed_files_dup_path (const char *folder, const char *sha256)
{
  g_autofree char *prefix = NULL;

  if (folder == NULL || sha256 == NULL || strlen (sha256) != 64 ||
      strspn (sha256, "0123456789abcdef") != 64)
    return NULL;
  prefix = g_strndup (sha256, 2);
  return g_build_filename (folder, "sealed", prefix, sha256, NULL);
}

/**
 * cs_sealed_files_has:
 * @folder: of a workspace
 * @sha256: of a file's contents
 *
 * Any thread may call this.
 *
 * Returns: whether the file is here, sealed
 */
gboolean
cs_sealed_files_has (const char *folder, const char *sha256)
{
  g_autofree char *path = cs_sealed_files_dup_path (folder, sha256);

  return path != NULL && g_file_test (path, G_FILE_TEST_IS_REGULAR);
}

static gboolean
check_size (GFile *file, GError **error)
{
  g_autoptr (GFileInfo) info =
      g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE, G_FILE_QUERY_INFO_NONE, NULL, error);

  if (info == NULL)
    return FALSE;
  if (g_file_info_get_size (info) <= LIMIT_BYTES)
    return TRUE;
  g_set_error_literal (error,
                       CS_ERROR,
                       CS_ERROR_INVALID,
                       _ ("A confidential file may have 64 MiB at most."));
  return FALSE;
}

/**
 * cs_sealed_files_add:
 * @ledger: of the workspace, on its thread
 * @file: anywhere; copied
 * @size: (out): of what is in it
 * @error: INVALID for a file that is too large; what the key, the file or the disk failed with
 *
 * Returns: (transfer full) (nullable): the digest of the file, which is kept sealed now
 */
char *
cs_sealed_files_add (CsLedger *ledger, GFile *file, gint64 *size, GError **error)
{
  const char *folder = cs_store_get_folder (cs_ledger_get_store (ledger));
  CsKeys *keys = cs_ledger_get_keys (ledger, error);
  g_autoptr (GBytes) plain = NULL;
  g_autoptr (GBytes) sealed = NULL;
  g_autofree char *digest = NULL;
  g_autofree char *path = NULL;
  g_autofree char *parent = NULL;

  if (keys == NULL || !check_size (file, error))
    return NULL;
  plain = g_file_load_bytes (file, NULL, NULL, error);
  if (plain == NULL)
    return NULL;
  *size = (gint64)g_bytes_get_size (plain);
  digest = cs_digest_hex (g_bytes_get_data (plain, NULL), g_bytes_get_size (plain));
  path = cs_sealed_files_dup_path (folder, digest);
  parent = g_path_get_dirname (path);
  g_mkdir_with_parents (parent, 0700);
  sealed = cs_seal_bytes (keys, DOMAIN, plain);
  if (!g_file_set_contents_full (path,
                                 g_bytes_get_data (sealed, NULL),
                                 (gssize)g_bytes_get_size (sealed),
                                 G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                 0600,
                                 error))
    return NULL;
  return g_steal_pointer (&digest);
}

/**
 * cs_sealed_files_read:
 * @ledger: of the workspace, on its thread
 * @sha256: of the file
 * @error: NOT_FOUND; CORRUPT; what the key failed with
 *
 * Returns: (transfer full) (nullable): what is in it
 */
GBytes *
cs_sealed_files_read (CsLedger *ledger, const char *sha256, GError **error)
{
  const char *folder = cs_store_get_folder (cs_ledger_get_store (ledger));
  g_autofree char *path = cs_sealed_files_dup_path (folder, sha256);
  CsKeys *keys = cs_ledger_get_keys (ledger, error);
  g_autoptr (GBytes) sealed = NULL;
  g_autoptr (GBytes) plain = NULL;
  g_autofree char *digest = NULL;
  char *contents;
  gsize length;

  if (keys == NULL)
    return NULL;
  if (path == NULL || !g_file_get_contents (path, &contents, &length, NULL)) {
    g_set_error_literal (error,
                         CS_ERROR,
                         CS_ERROR_NOT_FOUND,
                         _ ("The file is not on this computer."));
    return NULL;
  }
  sealed = g_bytes_new_take (contents, length);
  plain = cs_unseal_bytes (keys, DOMAIN, sealed, error);
  if (plain == NULL)
    return NULL;
  digest = cs_digest_hex (g_bytes_get_data (plain, NULL), g_bytes_get_size (plain));
  if (strcmp (digest, sha256) == 0)
    return g_steal_pointer (&plain);
  g_set_error_literal (error, CS_ERROR, CS_ERROR_CORRUPT, _ ("The file is damaged."));
  return NULL;
}

/* Whether a request has an entry that says what a field held was erased. */
static gboolean
was_erased (CsStore *store, const char *request, const char *field)
{
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (cs_store_get_sqlite (store),
                       NULL,
                       "SELECT 1 FROM entry JOIN head USING (ref) WHERE kind = 'erase' AND"
                       " head.request = ? AND"
                       " json_extract (CAST(bytes AS TEXT), '$.data.field') = ? LIMIT 1",
                       "ss",
                       request,
                       field);
  gboolean has_row = FALSE;

  return statement != NULL && cs_statement_next (statement, &has_row, NULL) && has_row;
}

static gboolean
holds_file (const json_t *value, const char *sha256)
{
  g_autofree char *text = cs_json_dump (value);

  return strstr (text, sha256) != NULL;
}

/* Whether an entry names the file in a field that holds it still. */
static gboolean
is_named_by (CsStore *store, const char *request, GBytes *bytes, const char *sha256)
{
  g_autoptr (CsEntry) entry = cs_entry_new_from_bytes (bytes, NULL);
  const char *id;
  json_t *value;

  if (entry == NULL)
    return TRUE;
  json_object_foreach (json_object_get (cs_entry_get_data (entry), "values"), id, value)
  {
    if (holds_file (value, sha256) && !was_erased (store, request, id))
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_named_elsewhere (CsStore *store, const CsRequest *request, const char *sha256)
{
  g_autofree char *pattern = g_strdup_printf ("%%\"%s\"%%", sha256);
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (cs_store_get_sqlite (store),
                       NULL,
                       "SELECT head.request, bytes FROM entry JOIN head USING (ref)"
                       " WHERE kind = 'fill' AND head.request <> ? AND CAST(bytes AS TEXT) LIKE ?",
                       "ss",
                       cs_request_get_id (request),
                       pattern);
  gboolean has_row = TRUE;

  while (statement != NULL && cs_statement_next (statement, &has_row, NULL) && has_row) {
    g_autoptr (GBytes) bytes = cs_statement_get_bytes (statement, 1);

    if (is_named_by (store, cs_statement_get_text (statement, 0), bytes, sha256))
      return TRUE;
  }
  return FALSE;
}

/* Removes every file that a value names. */
static void
erase_named (CsStore *store, const CsRequest *request, const json_t *value)
{
  const char *folder = cs_store_get_folder (store);
  const char *sha256 = cs_json_get_string (value, "sha256");
  g_autofree char *path = cs_sealed_files_dup_path (folder, sha256);
  const char *key;
  json_t *member;
  gsize index;

  if (path != NULL && !is_named_elsewhere (store, request, sha256))
    g_unlink (path);
  json_object_foreach ((json_t *)value, key, member) erase_named (store, request, member);
  json_array_foreach (value, index, member) erase_named (store, request, member);
}

/**
 * cs_sealed_files_erase:
 * @store: of the workspace, on its thread
 * @request: whose files
 * @field: whose files, of every value it ever had
 *
 * Removes what is kept sealed for a field, except what another request names as well and keeps
 * still. What was said stays, with its digests.
 */
void
cs_sealed_files_erase (CsStore *store, const CsRequest *request, const CsField *field)
{
  const GPtrArray *entries = cs_request_get_entries (request);

  for (guint i = 0; i < entries->len; i++) {
    const CsEntry *entry = entries->pdata[i];

    if (cs_entry_get_kind (entry) == CS_KIND_FILL)
      erase_named (
          store,
          request,
          json_object_get (json_object_get (cs_entry_get_data (entry), "values"), field->id));
  }
}
