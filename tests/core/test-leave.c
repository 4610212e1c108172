/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-json.h"
#include "cs-leave.h"
#include "cs-ledger.h"
#include "cs-outbox.h"
#include "cs-test-folder.h"
#include "cs-workspace-create.h"

#include <glib/gstdio.h>
#include <string.h>

#define CANARY "canary-7f3a1c"

typedef struct {
  CsTestFolder *place; /* (owned) */
  char *folder;        /* (owned) */
  char *aside;         /* (owned) */
} House;

static void
open_house (House *self, gboolean with_words)
{
  g_autoptr (CsTimeSource) time_source = cs_time_source_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (CsLedger) ledger = NULL;
  CsSqlite *sqlite;

  g_setenv ("CS_KEYS", "file", TRUE);
  self->place = cs_test_folder_new ();
  self->folder = g_build_filename (self->place, "shared", NULL);
  self->aside = g_build_filename (self->place, "unsent.jsonl", NULL);
  ledger = cs_workspace_create_bare (self->folder, time_source, &error);
  g_assert_no_error (error);
  cs_ledger_ensure_keys (ledger, &error);
  g_assert_no_error (error);
  sqlite = cs_store_get_sqlite (cs_ledger_get_store (ledger));
  if (with_words) {
    g_autoptr (json_t) data = json_pack ("{s:s}", "text", CANARY " in an entry");
    const CsEntryHead head = {.id = "01890000-0000-7000-8000-000000000001",
                              .request = "01890000-0000-7000-8000-000000000000",
                              .kind = "note",
                              .by = "a",
                              .device = "d-1.a",
                              .n = 1,
                              .at = 1,
                              .seen = 1};
    g_autoptr (CsEntry) entry = cs_entry_build (&head, data, &error);

    g_assert_no_error (error);
    g_assert_true (cs_outbox_add (cs_ledger_get_store (ledger), entry, NULL, 1, &error));
    g_assert_true (cs_sqlite_exec (sqlite,
                                   "INSERT INTO draft VALUES ('x', 'a', 'note', NULL, '" CANARY
                                   " in a draft', 1)",
                                   &error));
  }
  g_assert_true (cs_sqlite_exec (sqlite, "INSERT INTO meta VALUES ('x', '" CANARY "')", &error));
  g_assert_no_error (error);
}

static void
close_house (House *self)
{
  g_clear_pointer (&self->place, cs_test_folder_free);
  g_free (self->folder);
  g_free (self->aside);
}

/* What was received is gone; what was written and not sent is kept, for its owner alone. */
static void
test_leave (void)
{
  House house;
  g_autoptr (GError) error = NULL;
  g_autofree char *kept = NULL;
  CsUnsent unsent;
  gboolean has_kept;
  GStatBuf info;

  open_house (&house, TRUE);
  g_assert_true (cs_leave_count_unsent (house.folder, &unsent, &error));
  g_assert_cmpint (unsent.waiting, ==, 1);
  g_assert_cmpint (unsent.refused, ==, 0);
  g_assert_cmpint (unsent.drafts, ==, 1);
  g_assert_true (cs_leave (house.folder, house.aside, &has_kept, &error));
  g_assert_no_error (error);
  g_assert_true (has_kept);
  g_assert_false (g_file_test (house.folder, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_get_contents (house.aside, &kept, NULL, &error));
  g_assert_nonnull (strstr (kept, CANARY " in an entry"));
  g_assert_nonnull (strstr (kept, CANARY " in a draft"));
  g_assert_cmpint (g_stat (house.aside, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
  close_house (&house);
}

static void
test_nothing_unsent (void)
{
  House house;
  g_autoptr (GError) error = NULL;
  gboolean has_kept;

  open_house (&house, FALSE);
  g_assert_true (cs_leave (house.folder, house.aside, &has_kept, &error));
  g_assert_false (has_kept);
  g_assert_false (g_file_test (house.aside, G_FILE_TEST_EXISTS));
  g_assert_false (cs_leave (house.folder, house.aside, &has_kept, &error));
  g_assert_nonnull (error);
  close_house (&house);
}

/* Nothing is removed before what was not sent is safe. */
static void
test_cannot_keep (void)
{
  House house;
  g_autoptr (GError) error = NULL;
  g_autofree char *nowhere = NULL;
  gboolean has_kept;
  CsUnsent unsent;

  open_house (&house, TRUE);
  nowhere = g_build_filename (house.place, "no", "such", "folder", NULL);
  g_assert_false (cs_leave (house.folder, nowhere, &has_kept, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_true (cs_leave_count_unsent (house.folder, &unsent, &error));
  g_assert_cmpint (unsent.waiting, ==, 1);
  close_house (&house);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/leave/14.3.1", test_leave);
  g_test_add_func ("/leave/nothing-unsent", test_nothing_unsent);
  g_test_add_func ("/leave/cannot-keep", test_cannot_keep);
  return g_test_run ();
}
