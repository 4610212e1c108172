/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "world.h"

#include "cs-journal.h"
#include "cs-sample.h"
#include "cs-workspace-create.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define START   G_GINT64_CONSTANT (1795435200000000) /* 2026-11-23T12:00:00Z */
#define OFFICE  "d-office"
#define PEOPLE  "people"
#define SERVER  "server"
#define N_PACKS 5

static const guint8 office_seed[32] = "the keys of everybody else";

static const char *const packs[N_PACKS] = {"anantya", "ft", "phonon", "affinity", "cinnox"};

/* Folders */

/**
 * world_copy_folder: (skip)
 *
 * Returns: whether all of it was copied
 */
gboolean
world_copy_folder (const char *from, const char *to)
{
  g_autoptr (GDir) dir = g_dir_open (from, 0, NULL);
  const char *name;

  if (dir == NULL || g_mkdir_with_parents (to, 0700) != 0)
    return FALSE;
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *source = g_build_filename (from, name, NULL);
    g_autofree char *target = g_build_filename (to, name, NULL);
    g_autofree char *bytes = NULL;
    gsize length;

    if (g_file_test (source, G_FILE_TEST_IS_DIR)) {
      if (!world_copy_folder (source, target))
        return FALSE;
      continue;
    }
    if (!g_file_get_contents (source, &bytes, &length, NULL) ||
        !g_file_set_contents_full (target,
                                   bytes,
                                   (gssize)length,
                                   G_FILE_SET_CONTENTS_NONE,
                                   0600,
                                   NULL))
      return FALSE;
  }
  return TRUE;
}

static char *
member_folder (const char *root, guint index)
{
  g_autofree char *name = g_strdup_printf ("member-%u", index);

  return g_build_filename (root, name, NULL);
}

/**
 * world_server_folder: (skip)
 *
 * Returns: (transfer full): where the server lives
 */
char *
world_server_folder (World *self)
{
  return g_build_filename (self->folder, SERVER, NULL);
}

/* Chance */

/**
 * world_draw: (skip)
 *
 * Returns: a number below @bound
 */
guint
world_draw (World *self, guint bound)
{
  return bound > 1 ? (guint)g_rand_int_range (self->rand, 0, (gint32)bound) : 0;
}

/**
 * world_chance: (skip)
 *
 * Returns: TRUE in @percent of a hundred
 */
gboolean
world_chance (World *self, guint percent)
{
  return world_draw (self, 100) < percent;
}

/**
 * world_tell: (skip)
 *
 * Says what happens, where somebody wants to read it.
 */
void
world_tell (World *self, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  if (!self->is_verbose)
    return;
  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  printf ("#   %u: %s\n", self->step, text);
  fflush (stdout);
}

/**
 * world_fail: (skip)
 * @invariant: “I-3”
 *
 * Ends this run, and with it the process that it has for itself.
 */
void
world_fail (World *self, const char *invariant, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  printf ("# seed %" G_GUINT64_FORMAT ", step %u: %s: %s\n",
          self->seed,
          self->step,
          invariant,
          text);
  fflush (stdout);
  world_close (self);
  _exit (1);
}

/* Members */

/**
 * member_set_clock: (skip)
 *
 * Its clock shows the true time, and what it is wrong by.
 */
void
member_set_clock (Member *self)
{
  cs_time_source_set_fixed (self->time_source,
                            cs_time_source_get_now (self->world->time_source) + self->skew);
}

/**
 * member_open: (skip)
 *
 * Begins, or begins again, from what is in its folder.
 */
void
member_open (Member *self)
{
  g_autoptr (GError) error = NULL;

  self->is_dying = FALSE;
  self->ledger = cs_ledger_open (self->folder, self->time_source, &error);
  if (self->ledger == NULL || !cs_ledger_ensure_keys (self->ledger, &error))
    world_fail (self->world, "SG-01", "member %u does not open: %s", self->index, error->message);
}

/**
 * member_kill: (skip)
 *
 * Nothing is left of it but its folder.
 */
void
member_kill (Member *self)
{
  g_clear_pointer (&self->exchange.uploaded, g_hash_table_unref);
  g_clear_pointer (&self->exchange.channel, cs_channel_free);
  self->is_met = FALSE;
  g_clear_pointer (&self->ledger, cs_ledger_close);
}

/* The server */

static gboolean
resolve (CsLedger *ledger,
         const CsHttpRequest *request,
         gpointer data,
         CsCaller *caller,
         CsHttpAnswer **refusal,
         GError **error)
{
  World *world = data;
  const char *device = cs_http_request_get_header (request, "x-device");
  const CsDirectory *directory =
      cs_authority_get_directory (cs_ledger_get_authority (ledger), error);

  if (directory == NULL)
    return FALSE;
  if (world->is_ended) {
    g_set_error_literal (error, CS_ERROR, CS_ERROR_BUSY, "killed");
    return FALSE;
  }
  /* Who sends entries is let in now and then, so that the rules have to refuse it by themselves. */
  if (cs_directory_is_device_revoked (directory, device) &&
      (!g_str_equal (request->path, "/v1/entries") || world_chance (world, 50))) {
    *refusal = cs_answer_problem (CS_PROBLEM_SIGNED_OUT, "This device was removed.");
    return FALSE;
  }
  caller->person = g_strdup (cs_http_request_get_header (request, "x-person"));
  caller->device = g_strdup (device);
  caller->authenticated = cs_time_source_get_now (world->time_source);
  return TRUE;
}

/**
 * world_start_server: (skip)
 *
 * Serves what is in its folder.
 */
void
world_start_server (World *self)
{
  g_autofree char *folder = world_server_folder (self);
  CsServerOptions options = cs_server_defaults;
  g_autoptr (GError) error = NULL;

  options.is_still = TRUE;
  options.readers = 1;
  self->is_ended = FALSE;
  self->server = cs_server_open (folder, &options, self->time_source, &error);
  if (self->server == NULL)
    world_fail (self, "SG-01", "the server does not open: %s", error->message);
  cs_server_set_resolve (self->server, resolve, self);
}

/**
 * world_stop_server: (skip)
 *
 * What is in its folder is what is left of it.
 */
void
world_stop_server (World *self)
{
  g_clear_pointer (&self->server, cs_server_free);
}

/**
 * world_reopen_office: (skip)
 *
 * Another process, which writes into the server’s folder (K-10).
 */
void
world_reopen_office (World *self)
{
  g_autoptr (CsKeys) keys = cs_keys_new_from_seed (office_seed);
  g_autofree char *folder = world_server_folder (self);
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->office, cs_ledger_close);
  self->office = cs_ledger_open (folder, self->time_source, &error);
  if (self->office == NULL)
    world_fail (self, "SG-01", "the server's folder does not open: %s", error->message);
  cs_authority_set_keys (cs_ledger_get_authority (self->office), keys, OFFICE);
}

/**
 * world_look: (skip)
 *
 * The server sees what was written beside it.
 */
void
world_look (World *self)
{
  cs_server_look (self->server);
  cs_server_work_off (self->server);
  cs_server_work_off (self->server);
}

/* Models: made once, then copied */

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
  g_autofree char *folder = member_folder (root, index);
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
  g_autoptr (CsKeys) keys = cs_keys_new_from_seed (office_seed);

  for (guint i = 0; i < people->len; i++) {
    const CsPerson *person = people->pdata[i];

    if (person->can_act &&
        !cs_workspace_create_entry (server,
                                    "device",
                                    cs_ledger_get_person (server),
                                    json_pack ("{s:o, s:s, s:s}",
                                               "id",
                                               json_sprintf ("%s.%s", OFFICE, person->id),
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
  g_autoptr (CsStories) stories = cs_stories_load (packs[world->seed % N_PACKS], error);
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
                                   .pack = packs[pack],
                                   .seed = 7,
                                   .n_requests = 12};
  g_autoptr (CsTimeSource) time_source = cs_time_source_new_fixed (START);
  g_autofree char *root = g_build_filename (models, packs[pack], NULL);
  g_autofree char *sample = g_build_filename (root, "sample", NULL);
  g_autofree char *folder = g_build_filename (root, SERVER, NULL);
  g_autofree char *list = g_build_filename (root, PEOPLE, NULL);
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
    g_autofree char *kept = member_folder (root, i);

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
  for (guint i = 0; i < N_PACKS; i++) {
    if (!make_model (models, i, error))
      return NULL;
  }
  return g_steal_pointer (&models);
}

static gboolean
read_through (const char *folder, GError **error)
{
  g_autoptr (CsTimeSource) time_source = cs_time_source_new_fixed (START);
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
  for (guint i = 0; i < N_PACKS; i++) {
    g_autofree char *root = g_build_filename (models, packs[i], NULL);
    g_autofree char *server = g_build_filename (root, SERVER, NULL);
    gboolean is_fine = read_through (server, error);

    for (guint j = 0; is_fine && j < N_MEMBERS; j++) {
      g_autofree char *folder = member_folder (root, j);

      is_fine = read_through (folder, error);
    }
    if (!is_fine)
      return FALSE;
  }
  return TRUE;
}

/* A world */

static void
choose_focus (World *self)
{
  static const char sql[] = "SELECT id FROM request WHERE end = 0"
                            " AND EXISTS (SELECT 1 FROM turn WHERE turn.ref = request.ref)"
                            " ORDER BY (ref * ?1) % 7919 LIMIT ?2";
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (cs_store_get_sqlite (cs_ledger_get_store (self->office)),
                       NULL,
                       sql,
                       "ii",
                       (gint64)(self->seed * 31 + 17),
                       (gint64)N_FOCUS);
  gboolean has_row = statement != NULL;

  for (guint i = 0; has_row && i < N_FOCUS; i++) {
    if (cs_statement_next (statement, &has_row, NULL) && has_row)
      self->focus[i] = g_strdup (cs_statement_get_text (statement, 0));
  }
}

static void
open_member (World *self, const char *model, guint index, const char *person)
{
  Member *member = &self->members[index];
  g_autofree char *from = member_folder (model, index);
  g_autofree char *device = NULL;

  member->world = self;
  member->index = index;
  member->person = g_strdup (person);
  member->folder = member_folder (self->folder, index);
  member->time_source = cs_time_source_new_fixed (START);
  member->said = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  member->unsaid = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (!world_copy_folder (from, member->folder))
    world_fail (self, "set-up", "member %u cannot be copied", index);
  member_open (member);
  device = cs_store_dup_meta (cs_ledger_get_store (member->ledger), "device", NULL);
  member->device = g_strdup_printf ("%s.%s", device, person);
}

/**
 * world_open: (skip)
 * @models: as world_make_models() made them
 *
 * Returns: (transfer full): a world of its own
 */
World *
world_open (const char *models, guint64 seed)
{
  World *self = g_new0 (World, 1);
  const char *pack = packs[seed % N_PACKS];
  g_autofree char *model = g_build_filename (models, pack, NULL);
  g_autofree char *list = g_build_filename (model, PEOPLE, NULL);
  g_autofree char *from = g_build_filename (model, SERVER, NULL);
  g_autofree char *to = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) people = NULL;

  self->seed = seed;
  self->rand = g_rand_new_with_seed ((guint32)seed);
  self->folder = g_strdup_printf ("%s/run-%d", models, (int)getpid ());
  self->time_source = cs_time_source_new_fixed (START);
  self->in_flight = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_http_request_free);
  self->verdicts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->confirmed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->promised = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  known_reset (&self->known);
  to = world_server_folder (self);
  if (!world_copy_folder (from, to) || !g_file_get_contents (list, &text, NULL, NULL))
    world_fail (self, "set-up", "there is no model of %s", pack);
  self->stories = cs_stories_load (pack, NULL);
  people = g_strsplit (text, "\n", -1);
  world_start_server (self);
  world_reopen_office (self);
  for (guint i = 0; i < N_MEMBERS; i++)
    open_member (self, model, i, people[i]);
  choose_focus (self);
  cs_sqlite_get_int (cs_store_get_sqlite (cs_ledger_get_store (self->office)),
                     "SELECT max(seq) FROM entry",
                     &self->base,
                     NULL);
  return self;
}

/**
 * world_begin_step: (skip)
 *
 * Whatever is drawn from now on follows from the seed and the number of the step alone.
 */
void
world_begin_step (World *self, guint step)
{
  const guint32 words[] = {(guint32)self->seed, (guint32)(self->seed >> 32), step};

  self->step = step;
  g_rand_set_seed_array (self->rand, words, G_N_ELEMENTS (words));
}

/**
 * world_close: (skip)
 * @self: (transfer full): a world
 *
 * Nothing of it is left.
 */
void
world_close (World *self)
{
  world_stop_server (self);
  g_clear_pointer (&self->office, cs_ledger_close);
  for (guint i = 0; i < N_MEMBERS; i++)
    member_kill (&self->members[i]);
  cs_workspace_remove_files (self->folder);
}
