/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "world.h"

#include "cs-journal.h"
#include "cs-sample.h"
#include "cs-workspace-create.h"

#include <glib/gstdio.h>
#include <string.h>

/*
 * Models: a server and its members for every pack that has a sample, made once and then copied for
 * each seed.
 */

typedef struct {
  char *id;
  guint n;
} Busy;

static void
busy_clear (gpointer data)
{
  g_free (((Busy *)data)->id);
}

static int
compare_busy (gconstpointer a, gconstpointer b)
{
  const Busy *one = a, *two = b;

  return one->n != two->n ? (one->n < two->n ? 1 : -1) : strcmp (one->id, two->id);
}

static guint
count_actions (CsAuthority *authority, const GPtrArray *ids, const char *person)
{
  guint n = 0;

  for (guint i = 0; i < ids->len; i++) {
    const CsRequest *request = cs_authority_get_request (authority, ids->pdata[i], NULL, NULL);
    CsRuleContext context = {.directory = cs_authority_get_directory (authority, NULL),
                             .now =
                                 cs_time_source_get_now (cs_authority_get_time_source (authority))};
    g_autoptr (GPtrArray) actions = cs_rules_actions (request, person, &context);

    for (guint j = 0; j < actions->len; j++) {
      const CsAction *action = actions->pdata[j];

      n += action->is_open && action->kind != CS_ACTION_NOTE && action->kind != CS_ACTION_OPEN;
    }
  }
  return n;
}

/* Those with the most to do; the first of them at two computers. */
static GStrv
pick_people (CsLedger *ledger)
{
  CsAuthority *authority = cs_ledger_get_authority (ledger);
  g_autoptr (GPtrArray) ids =
      cs_journal_list_requests (cs_ledger_get_store (ledger), 0, 1000, NULL);
  g_autoptr (GPtrArray) people =
      cs_directory_list_people (cs_authority_get_directory (authority, NULL));
  g_autoptr (GArray) list = g_array_new (FALSE, FALSE, sizeof (Busy));
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  g_array_set_clear_func (list, busy_clear);
  for (guint i = 0; i < people->len; i++) {
    const CsPerson *person = people->pdata[i];
    Busy busy = {.id = g_strdup (person->id)};

    busy.n = person->can_act ? count_actions (authority, ids, busy.id) : 0;
    g_array_append_val (list, busy);
  }
  g_array_sort (list, compare_busy);
  g_strv_builder_add (names, g_array_index (list, Busy, 0).id);
  for (guint i = 0; i < N_MEMBERS - 1; i++)
    g_strv_builder_add (names, g_array_index (list, Busy, i).id);
  return g_strv_builder_end (names);
}

static gboolean
enrol (const char *root, guint index, CsLedger *server, const char *person, GError **error)
{
  g_autofree char *folder = world_member_folder (root, index);
  g_autoptr (CsLedger) ledger =
      cs_workspace_create_bare (folder, cs_ledger_get_time_source (server), error);
  g_autofree char *device = NULL;
  g_autofree char *id = NULL;
  CsKeys *keys;

  if (ledger == NULL || !cs_ledger_mark_sample (ledger, error))
    return FALSE;
  keys = cs_ledger_get_keys (ledger, error);
  device = cs_store_dup_meta (cs_ledger_get_store (ledger), "device", NULL);
  id = g_strdup_printf ("%s.%s", device, person);
  return keys != NULL && cs_workspace_create_entry (server,
                                                    "device",
                                                    cs_ledger_get_person (server),
                                                    json_pack ("{s:s, s:s, s:s}",
                                                               "id",
                                                               id,
                                                               "person",
                                                               person,
                                                               "key",
                                                               cs_keys_get_public_key (keys)),
                                                    error);
}

/* Everybody may act at the office. */
static gboolean
enrol_office (CsLedger *server, GError **error)
{
  const CsDirectory *directory =
      cs_authority_get_directory (cs_ledger_get_authority (server), error);
  g_autoptr (CsDirectory) copy = cs_directory_copy (directory);
  g_autoptr (GPtrArray) people = cs_directory_list_people (copy);
  g_autoptr (CsKeys) keys = cs_keys_new_from_seed (world_office_seed);

  for (guint i = 0; i < people->len; i++) {
    const CsPerson *person = people->pdata[i];

    if (person->can_act &&
        !cs_workspace_create_entry (server,
                                    "device",
                                    cs_ledger_get_person (server),
                                    json_pack ("{s:o, s:s, s:s}",
                                               "id",
                                               json_sprintf ("%s.%s", WORLD_OFFICE, person->id),
                                               "person",
                                               person->id,
                                               "key",
                                               cs_keys_get_public_key (keys)),
                                    error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
join (Member *member, GError **error)
{
  World *world = member->world;
  g_autoptr (CsStories) stories = cs_stories_load (world_packs[world->seed % WORLD_N_PACKS], error);
  g_autofree char *folder = world_server_folder (world);
  g_autoptr (CsServerFolder) place = cs_server_folder_open (folder, FALSE, error);
  CsWireInfo info = {0};

  if (stories == NULL || place == NULL)
    return FALSE;
  info = (CsWireInfo){.workspace = place->workspace,
                      .name = place->name,
                      .log = place->log,
                      .incarnation = place->incarnation,
                      .key = (char *)cs_server_get_public_key (world->server)};
  if (!cs_ledger_join (member->ledger, "http://127.0.0.1:1", &info, member->person, error))
    return FALSE;
  member_kill (member);
  member_open (member);
  return cs_sample_keep_evidence (member->ledger, stories, error) &&
         member_exchange (member, error);
}

static gboolean
make_model (const char *models, guint pack, GError **error)
{
  const CsCreateOptions options = {.kind = CS_CREATE_GENERATED,
                                   .pack = world_packs[pack],
                                   .seed = 7,
                                   .n_requests = 8};
  g_autoptr (CsTimeSource) time_source = cs_time_source_new_fixed (WORLD_START);
  g_autofree char *root = g_build_filename (models, world_packs[pack], NULL);
  g_autofree char *sample = g_build_filename (root, "sample", NULL);
  g_autofree char *folder = g_build_filename (root, WORLD_SERVER, NULL);
  g_autofree char *list = g_build_filename (root, WORLD_PEOPLE, NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) people = NULL;
  g_autoptr (CsLedger) ledger = NULL;
  World *world;
  gboolean is_fine = TRUE;

  if (!cs_workspace_create (sample, &options, time_source, error) ||
      !cs_server_folder_adopt (folder, sample, "Simulated", NULL, time_source, error))
    return FALSE;
  ledger = cs_ledger_open (folder, time_source, error);
  if (ledger == NULL)
    return FALSE;
  cs_ledger_leave_unsigned (ledger, "d-server");
  people = pick_people (ledger);
  is_fine = enrol_office (ledger, error);
  for (guint i = 0; is_fine && i < N_MEMBERS; i++)
    is_fine = enrol (root, i, ledger, people[i], error);
  g_clear_pointer (&ledger, cs_ledger_close);
  text = g_strjoinv ("\n", people);
  if (!is_fine || !g_file_set_contents (list, text, -1, error))
    return FALSE;
  cs_workspace_remove_files (sample);
  world = world_open (models, pack);
  world->is_calm = TRUE;
  for (guint i = 0; is_fine && i < N_MEMBERS; i++) {
    g_autofree char *kept = world_member_folder (root, i);

    is_fine = join (&world->members[i], error);
    member_kill (&world->members[i]);
    is_fine = is_fine && world_copy_folder (world->members[i].folder, kept);
  }
  world_stop_server (world);
  g_clear_pointer (&world->office, cs_ledger_close);
  g_free (text);
  text = world_server_folder (world);
  is_fine = is_fine && world_copy_folder (text, folder);
  world_close (world);
  return is_fine;
}

/**
 * world_make_models: (skip)
 *
 * Returns: (transfer full): a folder with a server and its members for every pack that has a sample
 */
char *
world_make_models (GError **error)
{
  const char *root = g_access ("/dev/shm", W_OK) == 0 ? "/dev/shm" : g_get_tmp_dir ();
  g_autofree char *models = g_build_filename (root, "cs-simulation-XXXXXX", NULL);

  if (g_mkdtemp (models) == NULL)
    return NULL;
  for (guint i = 0; i < WORLD_N_PACKS; i++) {
    if (!make_model (models, i, error))
      return NULL;
  }
  return g_steal_pointer (&models);
}

static gboolean
read_through (const char *folder, GError **error)
{
  g_autoptr (CsTimeSource) time_source = cs_time_source_new_fixed (WORLD_START);
  CsLedger *ledger = cs_ledger_open (folder, time_source, error);
  CsAuthority *authority = ledger != NULL ? cs_ledger_get_authority (ledger) : NULL;
  g_autoptr (GPtrArray) ids =
      ledger != NULL ? cs_journal_list_requests (cs_ledger_get_store (ledger), 0, 1000, error)
                     : NULL;
  gboolean is_fine = ids != NULL;

  if (is_fine && cs_ledger_get_person (ledger) != NULL)
    count_actions (authority, ids, cs_ledger_get_person (ledger));
  g_clear_pointer (&ledger, cs_ledger_close);
  return is_fine;
}

/**
 * world_warm_up: (skip)
 * @models: as world_make_models() made them
 *
 * Reads all of the models once, in the process that all others come from: what a program remembers
 * of packs, calendars and entries, they need not read anew.
 *
 * Returns: whether they can be read
 */
gboolean
world_warm_up (const char *models, GError **error)
{
  for (guint i = 0; i < WORLD_N_PACKS; i++) {
    g_autofree char *root = g_build_filename (models, world_packs[i], NULL);
    g_autofree char *server = g_build_filename (root, WORLD_SERVER, NULL);
    gboolean is_fine = read_through (server, error);

    for (guint j = 0; is_fine && j < N_MEMBERS; j++) {
      g_autofree char *folder = world_member_folder (root, j);

      is_fine = read_through (folder, error);
    }
    if (!is_fine)
      return FALSE;
  }
  return TRUE;
}
