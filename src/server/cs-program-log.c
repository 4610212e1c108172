/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-check-log.h"
#include "cs-file-key.h"
#include "cs-journal.h"
#include "cs-log-tree.h"
#include "cs-program-folder.h"
#include "cs-program.h"
#include "cs-server-folder.h"
#include "cs-verify.h"
#include "cs-wire-head.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

/* The journal as a whole: copied, put back, checked, printed. */

/**
 * cs_program_backup:
 *
 * `backup DIR TO`: a copy of one moment, while the server is at work. It holds the server's keys;
 * that of the files only where it lies in the folder, and it says so where it does not.
 *
 * Returns: whether it ran
 */
gboolean
cs_program_backup (CsProgram *self, char ***words, GError **error)
{
  const GOptionEntry options[] = {{NULL}};
  g_autoptr (CsServerFolder) place = NULL;
  g_autoptr (CsLedger) ledger = NULL;
  g_autofree char *file_key = NULL;

  if (!cs_program_parse (self, words, options, 2, 2, error))
    return FALSE;
  place = cs_server_folder_open ((*words)[1], FALSE, error);
  ledger = place != NULL ? cs_program_open_ledger (self, (*words)[1], error)
                         : NULL; /* catches up */
  if (ledger == NULL || !cs_program_find_file_key (self, (*words)[1], &file_key, error) ||
      !cs_server_folder_copy ((*words)[1], (*words)[2], error))
    return FALSE;
  if (!cs_file_key_is_inside ((*words)[1], file_key))
    fprintf (self->errors,
             "The key of the files is not in the copy: keep %s too, elsewhere.\n",
             file_key);
  fprintf (self->output, "%s\n", (*words)[2]);
  return TRUE;
}

/**
 * cs_program_restore:
 *
 * `restore BACKUP DIR`: puts a copy in place, as another incarnation of the log, so that clients
 * notice and send again what the copy has not (K-11). Where it lacks the key of its files, it says
 * so: that can be put back afterwards.
 *
 * Returns: whether it ran
 */
gboolean
cs_program_restore (CsProgram *self, char ***words, GError **error)
{
  const GOptionEntry options[] = {{NULL}};
  g_autoptr (CsServerFolder) place = NULL;
  g_autoptr (GError) failure = NULL;
  g_autoptr (CsKeys) keys = NULL;

  if (!cs_program_parse (self, words, options, 2, 2, error))
    return FALSE;
  place = cs_server_folder_open ((*words)[1], FALSE, error);
  if (place == NULL || !cs_server_folder_copy ((*words)[1], (*words)[2], error) ||
      !cs_server_folder_renew ((*words)[2], self->time_source, error))
    return FALSE;
  keys = cs_program_load_file_key (self, (*words)[2], &failure);
  if (keys == NULL)
    fprintf (self->errors, "%s\n", failure->message);
  fprintf (self->output, "%s\n", (*words)[2]);
  return TRUE;
}

static void
tell_faults (CsProgram *self, const GPtrArray *faults)
{
  for (guint i = 0; i < faults->len; i++)
    fprintf (self->errors, "%s\n", (const char *)faults->pdata[i]);
}

/**
 * cs_program_verify:
 *
 * `verify DIR`: every chain, signature and leaf, scopes and files.
 *
 * Returns: whether all is as it was written
 */
gboolean
cs_program_verify (CsProgram *self, char ***words, GError **error)
{
  g_autofree char *path = NULL;
  const GOptionEntry options[] = {{"heads",
                                   0,
                                   0,
                                   G_OPTION_ARG_FILENAME,
                                   &path,
                                   "Hold heads that clients saw against it",
                                   "FILE"},
                                  {NULL}};
  g_autoptr (CsServerFolder) place = NULL;
  g_autoptr (CsLedger) ledger = NULL;
  g_autoptr (CsVerifyReport) report = NULL;
  g_autoptr (GPtrArray) heads = NULL;
  g_autoptr (GPtrArray) faults = NULL;
  g_autoptr (CsKeys) file_keys = NULL;

  if (!cs_program_parse (self, words, options, 1, 1, error))
    return FALSE;
  if (path != NULL && (heads = cs_wire_heads_read (path, error)) == NULL)
    return FALSE;
  place = cs_server_folder_open ((*words)[1], FALSE, error);
  if (place == NULL)
    return FALSE;
  ledger = cs_program_open_ledger (self, (*words)[1], error);
  if (ledger == NULL)
    return FALSE;
  report = cs_verify_run_against (cs_ledger_get_store (ledger),
                                  heads,
                                  cs_keys_get_public_key (place->keys),
                                  error);
  file_keys = report != NULL ? cs_program_load_file_key (self, (*words)[1], error) : NULL;
  faults = file_keys != NULL ? cs_check_log (ledger, file_keys, error) : NULL;
  if (faults == NULL)
    return FALSE;
  fprintf (self->output,
           "%" G_GINT64_FORMAT " entries, %" G_GINT64_FORMAT " chains, %" G_GINT64_FORMAT
           " signatures, %" G_GINT64_FORMAT " signed heads\n",
           report->entries,
           report->chains,
           report->signatures,
           report->heads);
  tell_faults (self, report->faults);
  tell_faults (self, faults);
  if (report->faults->len + faults->len == 0)
    return TRUE;
  g_set_error (error,
               CS_ERROR,
               CS_ERROR_CORRUPT,
               "%u things are not as they were written.",
               report->faults->len + faults->len);
  return FALSE;
}

static gboolean
print_entry (const CsStoredEntry *stored, gint64 ref, gpointer data, GError **error)
{
  CsProgram *self = data;
  const CsEntry *entry = stored->entry;
  g_autofree char *received = cs_instant_format (cs_entry_get_received (entry));
  GBytes *bytes = cs_entry_get_bytes (entry);
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);
  g_autoptr (json_t) object = json_pack ("{s:I, s:I, s:s, s:s, s:s%, s:s*}",
                                         "seq",
                                         (json_int_t)cs_entry_get_seq (entry),
                                         "number",
                                         (json_int_t)cs_entry_get_number (entry),
                                         "received",
                                         received,
                                         "hash",
                                         cs_entry_get_hash (entry),
                                         "entry",
                                         text,
                                         length,
                                         "signature",
                                         stored->signature);
  g_autofree char *line = cs_json_dump (object);

  return fprintf (self->output, "%s\n", line) > 0;
}

/**
 * cs_program_export:
 *
 * `export DIR`: the whole journal, one entry a line.
 *
 * Returns: whether it ran
 */
gboolean
cs_program_export (CsProgram *self, char ***words, GError **error)
{
  const GOptionEntry options[] = {{NULL}};
  g_autoptr (CsLedger) ledger = NULL;

  if (!cs_program_parse (self, words, options, 1, 1, error))
    return FALSE;
  ledger = cs_program_open_ledger (self, (*words)[1], error);
  return ledger != NULL &&
         cs_journal_foreach (cs_ledger_get_store (ledger), print_entry, self, error);
}

/**
 * cs_program_import:
 *
 * `import WORKSPACE DIR`: makes a server of a workspace with its whole history.
 *
 * Returns: whether it ran
 */
gboolean
cs_program_import (CsProgram *self, char ***words, GError **error)
{
  g_autofree char *name = NULL;
  g_autofree char *administrator = NULL;
  const GOptionEntry options[] = {
      {"name", 0, 0, G_OPTION_ARG_STRING, &name, "Of the workspace", "NAME"},
      {"admin",
       0,
       0,
       G_OPTION_ARG_STRING,
       &administrator,
       "Who of its people administers it; whose workspace it is otherwise",
       "PERSON"},
      {NULL},
  };

  if (!cs_program_parse (self, words, options, 2, 2, error) ||
      !cs_server_folder_adopt ((*words)[2],
                               (*words)[1],
                               name != NULL ? name : "Our workspace",
                               administrator,
                               self->time_source,
                               error) ||
      !cs_program_seal_files (self, (*words)[2], (*words)[1], error))
    return FALSE;
  fprintf (self->output, "%s\n", (*words)[2]);
  return TRUE;
}

static gboolean
is_served (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "server.lock", NULL);
  int fd = g_open (path, O_RDWR | O_CLOEXEC, 0);
  gboolean is_held;

  if (fd < 0)
    return FALSE;
  is_held = flock (fd, LOCK_EX | LOCK_NB) != 0;
  close (fd);
  return is_held;
}

typedef struct {
  gint64 size;
  const char *root;
  guint people;
  gint64 waiting, dead; /* letters */
} Status;

static void
tell_status (CsProgram *self, const CsServerFolder *place, const Status *status)
{
  g_autoptr (json_t) object = json_pack ("{s:s, s:s, s:s, s:s, s:s, s:I, s:s, s:i, s:b, s:I, s:I}",
                                         "folder",
                                         place->folder,
                                         "name",
                                         place->name,
                                         "log",
                                         place->log,
                                         "incarnation",
                                         place->incarnation,
                                         "key",
                                         cs_keys_get_public_key (place->keys),
                                         "size",
                                         (json_int_t)status->size,
                                         "root",
                                         status->root,
                                         "people",
                                         (int)status->people,
                                         "served",
                                         is_served (place->folder),
                                         "waiting",
                                         (json_int_t)status->waiting,
                                         "dead",
                                         (json_int_t)status->dead);
  g_autofree char *text = cs_json_dump (object);
  const char *key;
  json_t *value;

  if (self->json) {
    fprintf (self->output, "%s\n", text);
    return;
  }
  json_object_foreach (object, key, value)
  {
    if (json_is_integer (value))
      fprintf (self->output, "%-12s %lld\n", key, (long long)json_integer_value (value));
    else
      fprintf (self->output,
               "%-12s %s\n",
               key,
               json_is_string (value) ? json_string_value (value)
               : json_is_true (value) ? "yes"
                                      : "no");
  }
}

/**
 * cs_program_status:
 *
 * `status DIR`: who the server is, how long its log, whether it is served, and which letters were
 * given up.
 *
 * Returns: whether it ran
 */
gboolean
cs_program_status (CsProgram *self, char ***words, GError **error)
{
  const GOptionEntry options[] = {{NULL}};
  g_autoptr (CsServerFolder) place = NULL;
  g_autoptr (CsLedger) ledger = NULL;
  g_autoptr (GPtrArray) people = NULL;
  g_autofree char *hex = NULL;
  const CsDirectory *directory;
  Status status = {0};
  CsDigest root;

  if (!cs_program_parse (self, words, options, 1, 1, error))
    return FALSE;
  place = cs_server_folder_open ((*words)[1], FALSE, error);
  ledger = place != NULL ? cs_program_open_ledger (self, (*words)[1], error) : NULL;
  directory = ledger != NULL ? cs_authority_get_directory (cs_ledger_get_authority (ledger), error)
                             : NULL;
  if (directory == NULL ||
      !cs_log_tree_get_size (cs_ledger_get_store (ledger), &status.size, error) ||
      !cs_log_tree_get_root (cs_ledger_get_store (ledger), status.size, &root, error) ||
      !cs_program_count_letters (self, (*words)[1], &status.waiting, &status.dead, error))
    return FALSE;
  people = cs_directory_list_people (directory);
  hex = cs_hex_encode (root.bytes, CS_DIGEST_BYTES);
  status.root = hex;
  status.people = people->len;
  tell_status (self, place, &status);
  return cs_program_tell_letters (self, (*words)[1], error);
}
