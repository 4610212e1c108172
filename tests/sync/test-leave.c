/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-grants.h"
#include "desk.h"

#include <string.h>

/* K-06, SG-08: what somebody may not see any more leaves their computer, to the last byte. */

#define OTHER     "p-fatima"
#define N_SECRETS 60

typedef struct {
  char *request;
  char *canary;
} Secret;

/* A note by somebody else, in the words of which nothing else is written. */
static gboolean
write_secret (Desk *desk, const char *request, guint number, Secret *secret)
{
  CsAuthority *authority = cs_ledger_get_authority (desk->sample.ledger);
  g_autoptr (json_t) data = NULL;
  g_autoptr (CsOutcome) outcome = NULL;
  const CsIntent intent = {.request = request, .kind = "note", .by = OTHER};
  CsIntent full = intent;

  secret->request = g_strdup (request);
  secret->canary = g_strdup_printf ("canary%08xsings%u", g_random_int (), number);
  data = json_pack ("{s:s}", "text", secret->canary);
  full.data = data;
  g_assert_true (cs_authority_begin_batch (authority, NULL));
  g_assert_true (cs_ledger_submit (desk->sample.ledger, &full, &outcome, NULL));
  g_assert_true (cs_stamp_catch_up (desk->sample.ledger, NULL));
  g_assert_true (cs_authority_end_batch (authority, NULL));
  if (outcome->is_accepted)
    return TRUE;
  g_clear_pointer (&secret->request, g_free);
  g_clear_pointer (&secret->canary, g_free);
  return FALSE;
}

static void
take_roles (Desk *desk, const char *person)
{
  const CsDirectory *directory =
      cs_authority_get_directory (cs_ledger_get_authority (desk->sample.ledger), NULL);
  g_autoptr (CsDirectory) copy = cs_directory_copy (directory);
  g_autoptr (GPtrArray) held = cs_directory_list_held (copy, "anantya", person);

  for (guint i = 0; i < held->len; i++) {
    const CsHeld *one = held->pdata[i];

    desk_say (desk,
              "role",
              OTHER,
              json_pack ("{s:s, s:s, s:s, s:s*, s:b}",
                         "pack",
                         "anantya",
                         "role",
                         one->role,
                         "person",
                         person,
                         "region",
                         one->region,
                         "held",
                         FALSE));
  }
}

static gboolean
is_named (const CsRequest *request, const char *person)
{
  g_autoptr (GPtrArray) named = cs_grants_list_named (request);

  return g_ptr_array_find_with_equal_func (named, person, g_str_equal, NULL);
}

/* Roles of their own only: who stands in for others goes on to see what those see. */
static gboolean
has_role_for (const CsDirectory *directory, const char *person, CsInstant now, const char *region)
{
  g_autoptr (GPtrArray) keys = cs_directory_list_role_keys (directory, person, now);
  g_autoptr (GPtrArray) held = cs_directory_list_held (directory, "anantya", person);
  gboolean has_it = FALSE;

  for (guint i = 0; i < keys->len; i++) {
    const char *at = strrchr (keys->pdata[i], '@');

    if (strstr (keys->pdata[i], "deputy") != NULL)
      return FALSE;
    has_it = has_it || (at != NULL && g_strcmp0 (at + 1, region) == 0);
  }
  return has_it && held->len > 0;
}

/* Somebody whose role lets them see a request of the other’s on which they are not named. */
static char *
dup_onlooker (Desk *desk)
{
  CsAuthority *authority = cs_ledger_get_authority (desk->sample.ledger);
  CsInstant now = cs_time_source_get_now (desk->sample.time_source);
  g_autoptr (GPtrArray) ids =
      cs_journal_list_requests (cs_ledger_get_store (desk->sample.ledger), 0, 1000, NULL);

  for (guint i = 0; i < ids->len; i++) {
    g_autoptr (CsRequest) request = cs_authority_fold_request (authority, ids->pdata[i], NULL);
    const CsDirectory *directory = cs_authority_get_directory (authority, NULL);
    g_autoptr (GPtrArray) people = cs_directory_list_people (directory);

    if (!is_named (request, OTHER))
      continue;
    for (guint j = 0; j < people->len; j++) {
      const CsPerson *person = people->pdata[j];

      if (person->can_act && !is_named (request, person->id) && !g_str_equal (person->id, OTHER) &&
          has_role_for (directory, person->id, now, cs_request_get_region (request)))
        return g_strdup (person->id);
    }
  }
  g_assert_not_reached ();
}

static gboolean
file_holds (const char *path, const char *text)
{
  g_autofree char *contents = NULL;
  gsize length;

  return g_file_get_contents (path, &contents, &length, NULL) &&
         memmem (contents, length, text, strlen (text)) != NULL;
}

static gboolean
folder_holds (const char *folder, const char *text)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    if (g_file_test (path, G_FILE_TEST_IS_DIR) ? folder_holds (path, text)
                                               : file_holds (path, text))
      return TRUE;
  }
  return FALSE;
}

static gboolean
has_request (Clerk *clerk, const char *request)
{
  CsHead head;

  g_assert_true (cs_journal_read_head (cs_ledger_get_store (clerk->ledger), request, &head, NULL));
  return head.ref > 0;
}

static void
test_roles_taken (void)
{
  Desk desk;
  Clerk clerk;
  Secret secrets[N_SECRETS] = {0};
  g_autoptr (GPtrArray) ids = NULL;
  guint n_secrets = 0, n_gone = 0;
  g_autofree char *person = NULL;
  gint64 left = -1;

  desk_open (&desk);
  person = dup_onlooker (&desk);
  clerk_enrol (&clerk, &desk, person);
  desk_start (&desk);
  clerk_join (&clerk);
  clerk_sync (&clerk);
  ids = cs_journal_list_requests (cs_ledger_get_store (clerk.ledger), 0, 1000, NULL);
  g_assert_cmpuint (ids->len, >, 0);
  desk_stop (&desk);
  for (guint i = 0; i < ids->len && n_secrets < N_SECRETS; i++)
    n_secrets += write_secret (&desk, ids->pdata[i], i, &secrets[n_secrets]);
  desk_start (&desk);
  clerk_sync (&clerk);
  for (guint i = 0; i < n_secrets; i++)
    g_assert_true (folder_holds (clerk.folder, secrets[i].canary));
  desk_stop (&desk);
  take_roles (&desk, person);
  desk_start (&desk);
  clerk_sync (&clerk);
  for (guint i = 0; i < n_secrets; i++) {
    if (has_request (&clerk, secrets[i].request))
      continue;
    n_gone++;
    g_assert_false (folder_holds (clerk.folder, secrets[i].canary));
  }
  g_test_message ("%s: %u of %u secrets gone", person, n_gone, n_secrets);
  g_assert_cmpuint (n_gone, >, 0);
  /* I-7: what is left is held by a scope, all of it. */
  g_assert_true (cs_sqlite_get_int (cs_store_get_sqlite (cs_ledger_get_store (clerk.ledger)),
                                    "SELECT count(*) FROM entry WHERE seq NOT IN"
                                    " (SELECT seq FROM sync_row)",
                                    &left,
                                    NULL));
  g_assert_cmpint (left, ==, 0);
  for (guint i = 0; i < n_secrets; i++) {
    g_free (secrets[i].request);
    g_free (secrets[i].canary);
  }
  clerk_clear (&clerk);
  desk_close (&desk);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/leave/SG-08/roles-taken", test_roles_taken);
  return g_test_run ();
}
