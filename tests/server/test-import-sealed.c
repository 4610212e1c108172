/* SPDX-License-Identifier: GPL-3.0-or-later */
#define SAMPLE_PACK "cinnox"

#include "../core/sample.h"
#include "server-stage.h"

#include "cs-blob.h"
#include "cs-check-log.h"
#include "cs-import-sealed.h"
#include "cs-sealed-files.h"

#include <glib/gstdio.h>

/* CX-21: the confidential files of a workspace that becomes a server’s come along, sealed anew. */

#define WORDS "Passport 123456789 of Ada Example"

static char *
say (CsLedger *ledger, const char *request, const char *kind, json_t *data)
{
  g_autoptr (json_t) owned = data;
  const CsIntent intent = {.request = request, .kind = kind, .by = "p-winnie", .data = owned};
  g_autoptr (CsOutcome) outcome = NULL;
  g_autoptr (GError) error = NULL;

  cs_ledger_submit (ledger, &intent, &outcome, &error);
  g_assert_no_error (error);
  if (!outcome->is_accepted)
    g_error ("%s: %s", kind, outcome->reason->text);
  return g_strdup (cs_entry_get_request (outcome->entry));
}

/* Attaches a confidential file; returns its digest. */
static char *
attach (Sample *sample)
{
  g_autofree char *path = g_build_filename (sample->parent, "passport.txt", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autofree char *request = NULL;
  char *sha256;
  gint64 size;

  g_assert_true (g_file_set_contents (path, WORDS, -1, NULL));
  sha256 = cs_sealed_files_add (sample->ledger, file, &size, &error);
  g_assert_no_error (error);
  g_unlink (path);
  request = say (sample->ledger,
                 NULL,
                 "open",
                 json_pack ("{s:s, s:s, s:s, s:s, s:s}",
                            "pack",
                            "cinnox",
                            "process",
                            "order",
                            "client",
                            "c-jadeclinic",
                            "region",
                            "HK",
                            "title",
                            "Number for the clinic"));
  g_free (say (sample->ledger,
               request,
               "fill",
               json_pack ("{s:s, s:{s:{s:s, s:[{s:s, s:s, s:I, s:s}]}}}",
                          "step",
                          "prepare",
                          "values",
                          "K1b",
                          "state",
                          "done",
                          "files",
                          "name",
                          "passport.txt",
                          "type",
                          "text/plain",
                          "size",
                          (json_int_t)size,
                          "sha256",
                          sha256)));
  return sha256;
}

static void
forget_keys (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "keys", NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *key = g_build_filename (path, name, NULL);

    if (g_str_has_suffix (name, ".key"))
      g_assert_cmpint (g_unlink (key), ==, 0);
  }
}

static guint
count_faults (const char *folder, CsKeys *keys, CsTimeSource *time_source)
{
  g_autoptr (CsLedger) ledger = cs_ledger_open (folder, time_source, NULL);
  g_autoptr (GPtrArray) faults = cs_check_log (ledger, keys, NULL);

  for (guint i = 0; i < faults->len; i++)
    g_test_message ("%s", (char *)faults->pdata[i]);
  return faults->len;
}

static void
test_import (gconstpointer data)
{
  gboolean has_key = GPOINTER_TO_INT (data);
  static const guint8 seed[32] = {7};
  Sample sample;
  g_autoptr (CsKeys) keys = cs_keys_new_from_seed (seed);
  g_autoptr (CsBlob) blob = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *sha256 = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *sealed = NULL;
  guint left;

  sample_open (&sample);
  sha256 = attach (&sample);
  g_clear_pointer (&sample.ledger, cs_ledger_close);
  folder = g_build_filename (sample.parent, "srv", NULL);
  cs_server_folder_adopt (folder, sample.folder, "House", NULL, sample.time_source, &error);
  g_assert_no_error (error);
  if (!has_key)
    forget_keys (sample.folder);
  cs_import_sealed (folder, sample.folder, keys, sample.time_source, &left, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (left, ==, has_key ? 0 : 1);
  blob = cs_blob_open (folder, keys, sha256, NULL);
  g_assert_true ((blob != NULL) == has_key);
  if (has_key) {
    g_autoptr (GBytes) bytes = cs_blob_read (blob, 0, 100, NULL);

    g_assert_cmpmem (g_bytes_get_data (bytes, NULL),
                     g_bytes_get_size (bytes),
                     WORDS,
                     strlen (WORDS));
  }
  g_assert_cmpuint (count_faults (folder, keys, sample.time_source), ==, has_key ? 0 : 1);
  sealed = g_build_filename (folder, "sealed", NULL);
  g_assert_false (g_file_test (sealed, G_FILE_TEST_EXISTS));
  g_assert_true (cs_sealed_files_has (sample.folder, sha256));
  sample_close (&sample);
}

int
main (int argc, char **argv)
{
  g_setenv ("CS_KEYS", "file", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/import-sealed/CX-21/with-its-key", GINT_TO_POINTER (TRUE), test_import);
  g_test_add_data_func ("/import-sealed/CX-21/without", GINT_TO_POINTER (FALSE), test_import);
  return g_test_run ();
}
