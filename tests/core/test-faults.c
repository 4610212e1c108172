/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fault-disk.h"

#include "cs-authority-apply.h"
#include "cs-journal.h"
#include "cs-outbox.h"
#include "cs-test-folder.h"
#include "cs-workspace-create.h"

#include <string.h>

/*
 * SG-18: the disk fails, fills up or may not be written, or SQLite gets no memory, at the n-th call
 * of an operation, for every n: nothing crashes, whoever asked is told so, what was called saved is
 * there afterwards, the file is whole, and the same operation is done when it is tried again. Every
 * 37th call is made to fail, and of memory one in thirty of those; CS_FAULTS=1 for every one.
 */

#define NOW   G_GINT64_CONSTANT (1795435200000000) /* 2026-11-23T12:00:00Z */
#define EVERY 37
#define MOST  100000

typedef struct {
  CsTestFolder *parent; /* (owned) */
  char *plain, *shared; /* (owned) folders that are copied */
  char *folder;         /* (owned) the copy */
  CsTimeSource *time_source;
  char *request, *person; /* (owned) on which somebody may say something */
  CsStoredEntry next;     /* what another one said there */
} Stage;

static void
copy_files (const char *from, const char *to)
{
  g_autoptr (GDir) dir = g_dir_open (from, 0, NULL);
  const char *name;

  cs_workspace_remove_files (to);
  g_assert_cmpint (g_mkdir_with_parents (to, 0700), ==, 0);
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *source = g_build_filename (from, name, NULL);
    g_autofree char *target = g_build_filename (to, name, NULL);
    g_autofree char *bytes = NULL;
    gsize length;

    if (g_file_test (source, G_FILE_TEST_IS_REGULAR) &&
        g_file_get_contents (source, &bytes, &length, NULL))
      g_assert_true (g_file_set_contents_full (target,
                                               bytes,
                                               (gssize)length,
                                               G_FILE_SET_CONTENTS_NONE,
                                               0600,
                                               NULL));
  }
}

static CsLedger *
open_ledger (Stage *self, const char *folder)
{
  g_autoptr (GError) error = NULL;
  CsLedger *ledger = cs_ledger_open (folder, self->time_source, &error);

  g_assert_no_error (error);
  return ledger;
}

/* What an operation did: whether it was done, and which entry it said was saved. */
typedef struct {
  gboolean is_done;
  char *id; /* (owned) */
} Deed;

static Deed
say (Stage *self, CsLedger *ledger, GError **error)
{
  g_autoptr (json_t) data = json_pack ("{s:s}", "text", "Is anybody there?");
  const CsIntent intent = {.request = self->request,
                           .kind = "note",
                           .by = self->person,
                           .data = data};
  g_autoptr (CsOutcome) outcome = NULL;

  if (!cs_ledger_submit (ledger, &intent, &outcome, error))
    return (Deed){0};
  g_assert_true (outcome->is_accepted);
  return (Deed){TRUE, g_strdup (cs_entry_get_id (outcome->entry))};
}

static Deed
apply (Stage *self, CsLedger *ledger, GError **error)
{
  CsAuthority *authority = cs_ledger_get_authority (ledger);
  const CsEntry *entry = self->next.entry;
  const CsAccepted accepted = {.seq = cs_entry_get_seq (entry),
                               .number = cs_entry_get_number (entry),
                               .received = cs_entry_get_received (entry),
                               .hash = cs_entry_get_hash (entry),
                               .bytes = cs_entry_get_bytes (entry),
                               .signature = self->next.signature};

  if (!cs_authority_begin_batch (authority, error))
    return (Deed){0};
  if (!cs_authority_apply (authority, &accepted, error)) {
    cs_authority_cancel_batch (authority);
    return (Deed){0};
  }
  if (!cs_authority_end_batch (authority, error))
    return (Deed){0};
  return (Deed){TRUE, g_strdup (cs_entry_get_id (entry))};
}

static Deed
accept_many (Stage *self, CsLedger *ledger, GError **error)
{
  CsAuthority *authority = cs_ledger_get_authority (ledger);
  g_autoptr (CsOutcome) outcome = NULL;

  if (!cs_authority_begin_batch (authority, error))
    return (Deed){0};
  if (!cs_authority_accept (authority,
                            cs_entry_get_bytes (self->next.entry),
                            self->next.signature,
                            &outcome,
                            error)) {
    cs_authority_cancel_batch (authority);
    return (Deed){0};
  }
  g_assert_true (outcome->is_accepted);
  if (!cs_authority_end_batch (authority, error))
    return (Deed){0};
  return (Deed){TRUE, g_strdup (cs_entry_get_id (self->next.entry))};
}

static Deed
rebuild (Stage *self, CsLedger *ledger, GError **error)
{
  return (Deed){cs_authority_rebuild (cs_ledger_get_authority (ledger), error), NULL};
}

typedef struct {
  const char *name;
  gboolean is_shared; /* with a server elsewhere */
  gboolean with_open; /* the opening of the folder may fail too */
  Deed (*run) (Stage *self, CsLedger *ledger, GError **error);
} Operation;

static const Operation operations[] = {
    {"say", FALSE, FALSE, say},
    {"open", FALSE, TRUE, say},
    {"wait", TRUE, FALSE, say},
    {"apply", TRUE, FALSE, apply},
    {"accept", FALSE, FALSE, accept_many},
    {"rebuild", FALSE, FALSE, rebuild},
};

static gboolean
is_there (CsLedger *ledger, const char *id)
{
  CsStore *store = cs_ledger_get_store (ledger);
  CsStoredEntry found = {NULL, NULL, NULL};
  g_autoptr (CsOutboxItem) item = NULL;
  gboolean is_found;

  g_assert_true (cs_journal_find (store, id, &found, NULL));
  is_found = found.entry != NULL;
  cs_stored_entry_clear (&found);
  item = cs_outbox_find (store, id, NULL);
  return is_found || item != NULL;
}

static void
check_whole (CsLedger *ledger)
{
  gint64 n = -1;

  g_assert_true (
      cs_sqlite_get_int (cs_store_get_sqlite (cs_ledger_get_store (ledger)),
                         "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'",
                         &n,
                         NULL));
  g_assert_cmpint (n, ==, 1);
}

/* Returns: whether the fault was met */
static gboolean
try (Stage *self, const Operation *operation, Fault fault, gboolean lasts, guint at)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsLedger) ledger = NULL;
  gboolean has_struck;
  Deed deed = {0}, again;

  copy_files (operation->is_shared ? self->shared : self->plain, self->folder);
  if (!operation->with_open)
    ledger = open_ledger (self, self->folder);
  fault_arm (fault, lasts, at);
  if (ledger == NULL)
    ledger = cs_ledger_open (self->folder, self->time_source, &error);
  if (ledger != NULL)
    deed = operation->run (self, ledger, &error);
  if (!deed.is_done && (error == NULL || *error->message == '\0'))
    g_error ("%s, fault %d at %u: not done, and nothing is said", operation->name, fault, at);
  g_assert_true (!deed.is_done || error == NULL);
  g_clear_pointer (&ledger, cs_ledger_close);
  has_struck = fault_disarm ();
  ledger = open_ledger (self, self->folder);
  check_whole (ledger);
  if (deed.id != NULL && !is_there (ledger, deed.id))
    g_error ("%s, fault %d at %u: called saved, and lost", operation->name, fault, at);
  g_clear_error (&error);
  again = operation->run (self, ledger, &error);
  g_assert_no_error (error);
  g_assert_true (again.is_done);
  g_free (deed.id);
  g_free (again.id);
  return has_struck;
}

static void
stage_open (Stage *self)
{
  const CsCreateOptions options = {.kind = CS_CREATE_GENERATED, .seed = 18, .n_requests = 2};
  g_autoptr (GError) error = NULL;
  g_autoptr (CsLedger) ledger = NULL;
  g_autoptr (CsStatement) row = NULL;
  gboolean has_row;
  Deed deed;

  *self = (Stage){.parent = cs_test_folder_new (), .time_source = cs_time_source_new_fixed (NOW)};
  self->plain = g_build_filename (self->parent, "plain", NULL);
  self->shared = g_build_filename (self->parent, "shared", NULL);
  self->folder = g_build_filename (self->parent, "copy", NULL);
  cs_workspace_create (self->plain, &options, self->time_source, &error);
  g_assert_no_error (error);
  copy_files (self->plain, self->shared);
  ledger = open_ledger (self, self->shared);
  g_assert_true (cs_store_set_meta (cs_ledger_get_store (ledger), CS_META_LOG, "log", NULL));
  row = cs_sqlite_query (cs_store_get_sqlite (cs_ledger_get_store (ledger)),
                         NULL,
                         "SELECT request, author FROM entry JOIN head USING (ref) WHERE ref <> 0"
                         " ORDER BY seq LIMIT 1",
                         "");
  g_assert_true (cs_statement_next (row, &has_row, NULL) && has_row);
  self->request = g_strdup (cs_statement_get_text (row, 0));
  self->person = g_strdup (cs_statement_get_text (row, 1));
  g_clear_pointer (&row, cs_statement_release);
  cs_ledger_close (ledger);
  copy_files (self->plain, self->folder);
  ledger = open_ledger (self, self->folder);
  deed = say (self, ledger, &error);
  g_assert_no_error (error);
  g_assert_true (cs_journal_find (cs_ledger_get_store (ledger), deed.id, &self->next, NULL));
  g_free (deed.id);
}

static void
stage_close (Stage *self)
{
  cs_stored_entry_clear (&self->next);
  g_free (self->request);
  g_free (self->person);
  g_free (self->plain);
  g_free (self->shared);
  g_free (self->folder);
  g_object_unref (self->time_source);
  cs_test_folder_free (self->parent);
}

static Stage stage; /* made once */

static void
test_fault (gconstpointer data)
{
  guint which = GPOINTER_TO_UINT (data);
  Fault fault = (Fault)(which % N_FAULTS);
  const Operation *operation = &operations[which / N_FAULTS];
  const char *wanted = g_getenv ("CS_FAULTS");
  guint every = wanted != NULL ? MAX (1, (guint)g_ascii_strtoull (wanted, NULL, 10)) : EVERY;
  guint step = fault == FAULT_MEMORY && every > 1 ? every * 30 : every;
  guint n = 0;

  for (guint lasts = 0; lasts < 2; lasts++) {
    guint at = 1;

    while (at < MOST && try (&stage, operation, fault, lasts > 0, at)) {
      at += step;
      n++;
    }
    g_assert_cmpuint (at, <, MOST);
  }
  g_test_message ("%u faults met", n);
  g_assert_cmpuint (n, >, 1);
}

int
main (int argc, char **argv)
{
  static const char *const names[N_FAULTS] = {"broken", "full", "read-only", "memory"};
  int result;

  fault_install ();
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (operations) * N_FAULTS; i++) {
    g_autofree char *path =
        g_strdup_printf ("/faults/SG-18/%s/%s", operations[i / N_FAULTS].name, names[i % N_FAULTS]);

    g_test_add_data_func (path, GUINT_TO_POINTER (i), test_fault);
  }
  stage_open (&stage);
  result = g_test_run ();
  stage_close (&stage);
  return result;
}
