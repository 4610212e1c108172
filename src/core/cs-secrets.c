/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-secrets.h"

#include "cs-seal.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

/*
 * Secrets that were handed over: API keys, HMAC secrets, credentials (AF-20, AF-21, AF-30). The
 * request says to whom, how and when; the secret itself may be kept here, in
 * sealed/secrets/REQUEST.FIELD, readable with this computer's key only. It is in no entry, list,
 * search, mail, document or export. Keeping and reading are in the journal, and what was kept long
 * enough is erased (pack language 3.4, 3.8).
 */

#define MOST_BYTES (64 * 1024)

static char *
dup_path (const char *folder, const char *request, const char *field)
{
  g_autofree char *name = g_strdup_printf ("%s.%s", request, field);

  return folder != NULL ? g_build_filename (folder, "sealed", "secrets", name, NULL) : NULL;
}

/* What was sealed for one field of one request cannot be passed off as another's. */
static char *
dup_domain (const char *request, const char *field)
{
  return g_strdup_printf ("secret %s %s", request, field);
}

static const CsField *
find_field (CsLedger *ledger, const char *request, const char *id, GError **error)
{
  const CsRequest *folded =
      cs_authority_get_request (cs_ledger_get_authority (ledger), request, NULL, error);
  const CsField *field = NULL;

  if (folded == NULL)
    return NULL;
  field = cs_process_get_field (cs_request_get_process (folded), id);
  if (field != NULL && field->type == CS_FIELD_SECRET)
    return field;
  g_set_error (error, CS_ERROR, CS_ERROR_INVALID, _ ("“%s” is no field for a secret"), id);
  return NULL;
}

/* Says in the journal that it is looked at, or kept; who may not is refused (AF-21). */
static gboolean
log_access (CsLedger *ledger,
            const char *request,
            const char *field,
            const char *by,
            const char *purpose,
            GError **error)
{
  g_autoptr (json_t) data = json_pack ("{s:s, s:s}", "field", field, "purpose", purpose);
  CsIntent intent = {.request = request, .kind = "access", .by = by, .data = data};
  g_autoptr (CsOutcome) outcome = NULL;

  if (!cs_ledger_submit (ledger, &intent, &outcome, error))
    return FALSE;
  if (!outcome->is_accepted)
    g_set_error_literal (error, CS_ERROR, CS_ERROR_UNAUTHORISED, outcome->reason->text);
  return outcome->is_accepted;
}

/**
 * cs_secrets_has:
 * @folder: (nullable): of a workspace
 * @request: id of a request
 * @field: id of a field of type `secret`
 *
 * Any thread may call this.
 *
 * Returns: whether the secret is kept on this computer
 */
gboolean
cs_secrets_has (const char *folder, const char *request, const char *field)
{
  g_autofree char *path = dup_path (folder, request, field);

  return path != NULL && g_file_test (path, G_FILE_TEST_IS_REGULAR);
}

/**
 * cs_secrets_keep:
 * @ledger: of the workspace, on its thread
 * @by: who keeps it; has to belong to the field's scope
 * @secret: the secret; replaces one that was kept before
 * @error: INVALID for no secret, or none that fits; UNAUTHORISED for who may not see the scope;
 *   what the key or the disk failed with
 *
 * Keeps a secret sealed, and says in the journal that it was kept.
 *
 * Returns: whether it is kept
 */
gboolean
cs_secrets_keep (CsLedger *ledger,
                 const char *request,
                 const char *field,
                 const char *by,
                 const char *secret,
                 GError **error)
{
  const char *folder = cs_store_get_folder (cs_ledger_get_store (ledger));
  gsize length = strlen (secret);
  g_autofree char *path = dup_path (folder, request, field);
  g_autofree char *domain = dup_domain (request, field);
  g_autofree char *parent = NULL;
  g_autoptr (GBytes) plain = NULL;
  g_autoptr (GBytes) sealed = NULL;
  CsKeys *keys;

  if (find_field (ledger, request, field, error) == NULL)
    return FALSE;
  if (length == 0 || length > MOST_BYTES || path == NULL) {
    g_set_error_literal (error,
                         CS_ERROR,
                         CS_ERROR_INVALID,
                         _ ("A secret has 1 character at least and 64 KiB at most."));
    return FALSE;
  }
  keys = cs_ledger_get_keys (ledger, error);
  if (keys == NULL || !log_access (ledger, request, field, by, _ ("Kept, sealed"), error))
    return FALSE;
  parent = g_path_get_dirname (path);
  g_mkdir_with_parents (parent, 0700);
  plain = g_bytes_new_static (secret, length);
  sealed = cs_seal_bytes (keys, domain, plain);
  return g_file_set_contents_full (path,
                                   g_bytes_get_data (sealed, NULL),
                                   (gssize)g_bytes_get_size (sealed),
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                   0600,
                                   error);
}

/**
 * cs_secrets_read:
 * @ledger: of the workspace, on its thread
 * @by: who looks; has to belong to the field's scope
 * @purpose: for what, in a few words
 * @error: NOT_FOUND where none is kept; UNAUTHORISED; CORRUPT
 *
 * Writes an `access` entry, and reads the secret only then.
 *
 * Returns: (transfer full) (nullable): the secret; to be freed with cs_secrets_forget()
 */
char *
cs_secrets_read (CsLedger *ledger,
                 const char *request,
                 const char *field,
                 const char *by,
                 const char *purpose,
                 GError **error)
{
  const char *folder = cs_store_get_folder (cs_ledger_get_store (ledger));
  g_autofree char *path = dup_path (folder, request, field);
  g_autofree char *domain = dup_domain (request, field);
  g_autoptr (GBytes) sealed = NULL;
  g_autoptr (GBytes) plain = NULL;
  CsKeys *keys;
  char *contents;
  gsize length;

  if (find_field (ledger, request, field, error) == NULL)
    return NULL;
  keys = cs_ledger_get_keys (ledger, error);
  if (keys == NULL || !log_access (ledger, request, field, by, purpose, error))
    return NULL;
  if (path == NULL || !g_file_get_contents (path, &contents, &length, NULL)) {
    g_set_error_literal (error,
                         CS_ERROR,
                         CS_ERROR_NOT_FOUND,
                         _ ("The secret is not kept on this computer."));
    return NULL;
  }
  sealed = g_bytes_new_take (contents, length);
  plain = cs_unseal_bytes (keys, domain, sealed, error);
  return plain != NULL ? g_strndup (g_bytes_get_data (plain, NULL), g_bytes_get_size (plain))
                       : NULL;
}

/**
 * cs_secrets_forget:
 * @secret: (transfer full) (nullable): what cs_secrets_read() gave
 *
 * Overwrites it before it is freed.
 */
void
cs_secrets_forget (char *secret)
{
  if (secret != NULL)
    explicit_bzero (secret, strlen (secret));
  g_free (secret);
}

/**
 * cs_secrets_erase:
 * @request: the request
 * @field: what was kept long enough
 *
 * Removes the secret from this computer. The journal keeps to whom it was given.
 */
void
cs_secrets_erase (CsStore *store, const CsRequest *request, const CsField *field)
{
  g_autofree char *path =
      dup_path (cs_store_get_folder (store), cs_request_get_id (request), field->id);

  if (field->type == CS_FIELD_SECRET && path != NULL)
    g_unlink (path);
}
