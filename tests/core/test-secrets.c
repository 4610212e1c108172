/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sample.h"

#include "cs-journal.h"
#include "cs-keeper.h"
#include "cs-secrets.h"

#include <string.h>

/* Secrets that were handed over (AF-20, AF-21, AF-30): kept sealed, read with a purpose that is
 * logged, erased in time. */

#define SECRET "hmac-7f3a-NOT-IN-CLEAR"
#define YEAR   (366 * 24 * 3600 * CS_SECOND)
#define FIELD  "api_keys"

typedef struct {
  CsTestFolder *parent; /* (owned) */
  char *folder;
  CsTimeSource *time_source; /* (owned) */
  CsLedger *ledger;          /* (owned) */
  char *request;             /* of a request that has ended */
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  const CsCreateOptions options = {.kind = CS_CREATE_SAMPLE, .pack = "affinity", .seed = 7};
  g_autoptr (GPtrArray) ids = NULL;
  g_autoptr (GError) error = NULL;

  self->parent = cs_test_folder_new ();
  self->folder = g_build_filename (self->parent, "sample", NULL);
  self->time_source = cs_time_source_new_fixed (SAMPLE_NOW);
  cs_workspace_create (self->folder, &options, self->time_source, &error);
  g_assert_no_error (error);
  self->ledger = cs_ledger_open (self->folder, self->time_source, &error);
  g_assert_no_error (error);
  ids = cs_journal_list_requests (cs_ledger_get_store (self->ledger), 0, 1000, &error);
  for (guint i = 0; i < ids->len && self->request == NULL; i++) {
    const CsRequest *request = cs_authority_get_request (cs_ledger_get_authority (self->ledger),
                                                         ids->pdata[i],
                                                         NULL,
                                                         NULL);

    if (cs_request_get_end (request) == CS_END_COMPLETED)
      self->request = g_strdup (ids->pdata[i]);
  }
  g_assert_nonnull (self->request);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_pointer (&self->ledger, cs_ledger_close);
  g_clear_object (&self->time_source);
  g_clear_pointer (&self->request, g_free);
  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->parent, cs_test_folder_free);
}

static void
keep (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  cs_secrets_keep (self->ledger, self->request, FIELD, "p-wiremu", SECRET, &error);
  g_assert_no_error (error);
}

static guint
count_accesses (Fixture *self, const char *by, const char *purpose)
{
  const CsRequest *request =
      cs_authority_get_request (cs_ledger_get_authority (self->ledger), self->request, NULL, NULL);
  const GPtrArray *entries = cs_request_get_entries (request);
  guint n = 0;

  for (guint i = 0; i < entries->len; i++)
    n += cs_entry_get_kind (entries->pdata[i]) == CS_KIND_ACCESS &&
         strcmp (cs_entry_get_by (entries->pdata[i]), by) == 0 &&
         g_strcmp0 (cs_entry_get_text (entries->pdata[i], "purpose"), purpose) == 0;
  return n;
}

/* No file below the folder has the words in it. */
static void
assert_nowhere (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  g_autofree char *contents = NULL;
  const char *name;
  gsize length = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    assert_nowhere (child);
  }
  if (dir == NULL && g_file_get_contents (path, &contents, &length, NULL))
    g_assert_null (memmem (contents, length, SECRET, strlen (SECRET)));
}

static void
test_sealed (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  char *read;

  g_assert_false (cs_secrets_has (self->folder, self->request, FIELD));
  keep (self);
  g_assert_true (cs_secrets_has (self->folder, self->request, FIELD));
  g_assert_false (cs_secrets_has (self->folder, self->request, "sftp"));
  read = cs_secrets_read (self->ledger,
                          self->request,
                          FIELD,
                          "p-felix",
                          "The customer lost it",
                          &error);
  g_assert_no_error (error);
  g_assert_cmpstr (read, ==, SECRET);
  cs_secrets_forget (read);
  g_assert_cmpuint (count_accesses (self, "p-felix", "The customer lost it"), ==, 1);
  g_clear_pointer (&self->ledger, cs_ledger_close);
  assert_nowhere (self->folder);
}

/* Who is not of the scope, or does not say for what, gets nothing and changes nothing. */
static void
test_refused (Fixture *self, gconstpointer data)
{
  static const struct {
    const char *field, *by, *purpose;
    CsErrorCode code;
  } cases[] = {
      {FIELD, "p-anika", "To look at it", CS_ERROR_UNAUTHORISED},
      {FIELD, "p-wiremu", "–", CS_ERROR_UNAUTHORISED},
      {"needs", "p-wiremu", "To look at it", CS_ERROR_INVALID},
      {"sftp", "p-wiremu", "To look at it", CS_ERROR_NOT_FOUND},
  };

  keep (self);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    char *read = cs_secrets_read (self->ledger,
                                  self->request,
                                  cases[i].field,
                                  cases[i].by,
                                  cases[i].purpose,
                                  &error);

    g_assert_null (read);
    g_assert_error (error, CS_ERROR, (int)cases[i].code);
  }
  g_assert_false (cs_secrets_keep (self->ledger, self->request, FIELD, "p-anika", "other", NULL));
  g_assert_false (cs_secrets_keep (self->ledger, self->request, FIELD, "p-wiremu", "", NULL));
  g_assert_cmpuint (count_accesses (self, "p-anika", "To look at it"), ==, 0);
}

/* Sealed for one field it cannot be read as another's. */
static void
test_moved (Fixture *self, gconstpointer data)
{
  g_autofree char *one = g_strdup_printf ("%s.%s", self->request, FIELD);
  g_autofree char *other = g_strdup_printf ("%s.%s", self->request, "sftp");
  g_autofree char *from = g_build_filename (self->folder, "sealed", "secrets", one, NULL);
  g_autofree char *to = g_build_filename (self->folder, "sealed", "secrets", other, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *bytes = NULL;
  gsize length;

  keep (self);
  g_assert_true (g_file_get_contents (from, &bytes, &length, NULL));
  g_assert_true (g_file_set_contents (to, bytes, (gssize)length, NULL));
  g_assert_null (
      cs_secrets_read (self->ledger, self->request, "sftp", "p-wiremu", "To look", &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_CORRUPT);
}

/* A year after the end it is erased, and the journal says so. */
static void
test_erased (Fixture *self, gconstpointer data)
{
  CsAuthority *authority = cs_ledger_get_authority (self->ledger);
  g_autoptr (GError) error = NULL;

  keep (self);
  cs_time_source_set_fixed (self->time_source, SAMPLE_NOW + 2 * YEAR);
  g_assert_true (cs_keeper_run (authority, NULL, &error));
  g_assert_no_error (error);
  g_assert_false (cs_secrets_has (self->folder, self->request, FIELD));
  g_assert_null (
      cs_secrets_read (self->ledger, self->request, FIELD, "p-wiremu", "To look", &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_UNAUTHORISED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/secrets/AF-21-sealed", Fixture, NULL, set_up, test_sealed, tear_down);
  g_test_add ("/secrets/AF-21-refused", Fixture, NULL, set_up, test_refused, tear_down);
  g_test_add ("/secrets/AF-21-moved", Fixture, NULL, set_up, test_moved, tear_down);
  g_test_add ("/secrets/AF-21-erased", Fixture, NULL, set_up, test_erased, tear_down);
  return g_test_run ();
}
