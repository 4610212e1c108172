/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "world.h"

#include "cs-workspace-create.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

const guint8 world_office_seed[32] = "the keys of everybody else";

const char *const world_packs[WORLD_N_PACKS] = {"anantya", "ft", "phonon", "affinity", "cinnox"};

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

/**
 * world_member_folder: (skip)
 * @root: of a world, or of a model
 *
 * Returns: (transfer full): where a computer keeps what it has
 */
char *
world_member_folder (const char *root, guint index)
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
  return g_build_filename (self->folder, WORLD_SERVER, NULL);
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
  g_autoptr (CsKeys) keys = cs_keys_new_from_seed (world_office_seed);
  g_autofree char *folder = world_server_folder (self);
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->office, cs_ledger_close);
  self->office = cs_ledger_open (folder, self->time_source, &error);
  if (self->office == NULL)
    world_fail (self, "SG-01", "the server's folder does not open: %s", error->message);
  cs_authority_set_keys (cs_ledger_get_authority (self->office), keys, WORLD_OFFICE);
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
  g_autofree char *from = world_member_folder (model, index);
  g_autofree char *device = NULL;

  member->world = self;
  member->index = index;
  member->person = g_strdup (person);
  member->folder = world_member_folder (self->folder, index);
  member->time_source = cs_time_source_new_fixed (WORLD_START);
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
  const char *pack = world_packs[seed % WORLD_N_PACKS];
  g_autofree char *model = g_build_filename (models, pack, NULL);
  g_autofree char *list = g_build_filename (model, WORLD_PEOPLE, NULL);
  g_autofree char *from = g_build_filename (model, WORLD_SERVER, NULL);
  g_autofree char *to = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) people = NULL;

  self->seed = seed;
  self->rand = g_rand_new_with_seed ((guint32)seed);
  self->folder = g_strdup_printf ("%s/run-%d", models, (int)getpid ());
  self->time_source = cs_time_source_new_fixed (WORLD_START);
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
