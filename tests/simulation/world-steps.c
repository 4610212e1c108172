/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "world.h"

#include "cs-authority-shared.h"
#include "cs-keeper.h"
#include "cs-workspace-create.h"

/*
 * What happens besides: people come and go, mandates begin and end, computers are removed, clocks
 * jump, disks fill up, either side dies, and the server is put back from a backup.
 */

#define DAY (24 * 3600 * CS_SECOND)

static Member *
draw_member (World *self)
{
  return &self->members[world_draw (self, N_MEMBERS)];
}

static void
step_play (World *self)
{
  Member *member = draw_member (self);
  const Speaker speaker = {self, member->ledger, member, member->person};
  g_autofree char *id = NULL;

  member_set_clock (member);
  if (world_chance (self, 6)) {
    speaker_open (&speaker);
    return;
  }
  id = world_draw_request (self, member->ledger);
  if (id != NULL)
    speaker_act (&speaker, id);
}

/* Somebody who has no computer here, at another process of the server's. */
static void
step_office (World *self)
{
  CsAuthority *authority = cs_ledger_get_authority (self->office);
  g_autoptr (GPtrArray) people =
      cs_directory_list_people (cs_authority_get_directory (authority, NULL));
  g_autofree char *id = world_draw_request (self, self->office);

  for (guint i = 0; id != NULL && i < 3; i++) {
    const CsPerson *person = people->pdata[world_draw (self, people->len)];
    g_autofree char *name = g_strdup (person->id);
    const Speaker speaker = {self, self->office, NULL, name};

    if (person->can_act && cs_authority_get_request (authority, id, NULL, NULL) != NULL)
      speaker_act (&speaker, id);
    g_ptr_array_unref (people);
    people = cs_directory_list_people (cs_authority_get_directory (authority, NULL));
  }
  world_look (self);
}

/* Exchanges */

static gboolean
is_expected (Member *self, const GError *error)
{
  if (g_error_matches (error, CS_ERROR, CS_ERROR_UNREACHABLE) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return TRUE;
  if (g_error_matches (error, CS_ERROR, CS_ERROR_UNAUTHORISED) &&
      g_hash_table_contains (self->world->known.removed, self->device)) {
    self->is_out = TRUE;
    return TRUE;
  }
  /* A body that was cut is no message. */
  return (!self->world->is_calm && g_error_matches (error, CS_ERROR, CS_ERROR_INVALID)) ||
         self->is_full;
}

static void
exchange (Member *self)
{
  g_autoptr (GError) error = NULL;
  gboolean is_done;

  member_set_clock (self);
  is_done = member_exchange (self, &error);
  world_tell (self->world,
              "member %u exchanges: %s",
              self->index,
              is_done ? "done" : error->message);
  world_check_server (self->world);
  if (!is_done && !is_expected (self, error))
    world_fail (self->world, "SG-02", "member %u: %s", self->index, error->message);
  world_check_member (self, is_done && (self->world->is_calm || world_chance (self->world, 12)));
}

static void
step_exchange (World *self)
{
  exchange (draw_member (self));
}

/* A disk that is full for as long as one exchange and one word last. */
static void
step_full (World *self)
{
  Member *member = draw_member (self);
  CsSqlite *sqlite = cs_store_get_sqlite (cs_ledger_get_store (member->ledger));
  const Speaker speaker = {self, member->ledger, member, member->person};
  g_autofree char *limit = NULL;
  g_autofree char *id = world_draw_request (self, member->ledger);
  gint64 pages = 0, free_pages = 0;

  cs_sqlite_get_int (sqlite, "PRAGMA page_count", &pages, NULL);
  cs_sqlite_get_int (sqlite, "PRAGMA freelist_count", &free_pages, NULL);
  limit = g_strdup_printf ("PRAGMA max_page_count = %d", (int)pages);
  cs_sqlite_exec (sqlite, limit, NULL);
  member->is_full = TRUE;
  member_set_clock (member);
  if (id != NULL && world_chance (self, 50))
    speaker_act (&speaker, id);
  exchange (member);
  member->is_full = FALSE;
  cs_sqlite_exec (cs_store_get_sqlite (cs_ledger_get_store (member->ledger)),
                  "PRAGMA max_page_count = 1073741823",
                  NULL);
}

/* Ends */

static void
step_kill_member (World *self)
{
  Member *member = draw_member (self);

  world_tell (self, "member %u is killed", member->index);
  self->n_killed++;
  member_kill (member);
  member_open (member);
}

static void
step_kill_server (World *self)
{
  world_tell (self, "the server is killed");
  self->n_killed++;
  world_stop_server (self);
  world_start_server (self);
  world_check_restart (self);
}

/* Time */

static void
step_time (World *self)
{
  Member *member = draw_member (self);

  cs_time_source_set_fixed (self->time_source,
                            cs_time_source_get_now (self->time_source) +
                                (1 + world_draw (self, 180)) * 60 * CS_SECOND);
  if (world_chance (self, 40))
    member->skew = ((gint64)world_draw (self, 49) - 24) * 3600 * CS_SECOND;
}

static void
step_keeper (World *self)
{
  g_autoptr (GPtrArray) notices =
      g_ptr_array_new_with_free_func ((GDestroyNotify)cs_rung_notice_free);
  g_autoptr (GError) error = NULL;

  if (!cs_keeper_run (cs_ledger_get_authority (self->office), notices, &error))
    world_fail (self, "I-12", "the keeper fails: %s", error->message);
  world_look (self);
}

/* Mandates */

static const char *
founder_of (World *self)
{
  return cs_ledger_get_person (self->office);
}

static void
step_role (World *self)
{
  const Speaker speaker = {self, self->office, NULL, founder_of (self)};
  const char *pack = cs_json_get_string (cs_stories_get_people (self->stories), "pack");
  const char *person = draw_member (self)->person;
  const CsDirectory *directory =
      cs_authority_get_directory (cs_ledger_get_authority (self->office), NULL);
  g_autoptr (CsDirectory) copy = cs_directory_copy (directory);
  g_autoptr (GPtrArray) held = cs_directory_list_held (copy, pack, person);
  const CsHeld *one = held->len > 0 ? held->pdata[world_draw (self, held->len)] : NULL;
  gboolean is_given = one == NULL || world_chance (self, 50);
  g_autoptr (GPtrArray) people = cs_directory_list_people (copy);
  const CsPerson *other = people->pdata[world_draw (self, people->len)];
  g_autoptr (GPtrArray) theirs = cs_directory_list_held (copy, pack, other->id);

  if (is_given)
    one = theirs->len > 0 ? theirs->pdata[world_draw (self, theirs->len)] : NULL;
  if (one == NULL)
    return;
  speaker_say (&speaker,
               NULL,
               "role",
               json_pack ("{s:s, s:s, s:s, s:s*, s:b}",
                          "pack",
                          pack,
                          "role",
                          one->role,
                          "person",
                          person,
                          "region",
                          one->region,
                          "held",
                          is_given));
  world_look (self);
}

static void
step_delegate (World *self)
{
  Member *member = draw_member (self);
  const Speaker speaker = {self, member->ledger, member, member->person};
  const Member *other = draw_member (self);
  g_autofree char *since = NULL;
  g_autofree char *until = NULL;

  member_set_clock (member);
  since = cs_instant_format (cs_time_source_get_now (member->time_source));
  until = cs_instant_format (cs_time_source_get_now (member->time_source) +
                             DAY * (1 + world_draw (self, 3)));
  speaker_say (&speaker,
               NULL,
               "delegation",
               json_pack ("{s:s, s:s, s:s, s:s}",
                          "from",
                          member->person,
                          "to",
                          other->person,
                          "since",
                          since,
                          "until",
                          until));
}

static void
step_remove_device (World *self)
{
  const Speaker speaker = {self, self->office, NULL, founder_of (self)};
  Member *member = draw_member (self);

  if (self->n_removed > 0 || member->index == 0)
    return;
  self->n_removed++;
  speaker_say (&speaker,
               NULL,
               "device",
               json_pack ("{s:s, s:s, s:b}",
                          "id",
                          member->device,
                          "person",
                          member->person,
                          "revoked",
                          TRUE));
  world_look (self);
}

/* The same pack put in force anew, as after a change of its settings. */
static void
step_pack (World *self)
{
  const Speaker speaker = {self, self->office, NULL, founder_of (self)};
  const CsDirectory *directory =
      cs_authority_get_directory (cs_ledger_get_authority (self->office), NULL);
  g_autoptr (GPtrArray) activations = cs_directory_list_activations (directory);
  const CsActivation *one =
      activations->len > 0 ? activations->pdata[world_draw (self, activations->len)] : NULL;

  if (one == NULL)
    return;
  speaker_say (&speaker,
               NULL,
               "pack",
               json_pack ("{s:s, s:s, s:O?, s:b}",
                          "pack",
                          one->pack,
                          "digest",
                          one->digest,
                          "settings",
                          one->settings,
                          "defaults",
                          one->has_defaults));
  world_look (self);
}

static void
step_recall (World *self)
{
  Member *member = draw_member (self);
  g_autoptr (GPtrArray) items =
      cs_outbox_list (cs_ledger_get_store (member->ledger), CS_OUTBOX_WAITING, NULL);
  g_autoptr (GError) error = NULL;
  const char *id;

  if (items->len == 0)
    return;
  id = cs_entry_get_id (((CsOutboxItem *)items->pdata[world_draw (self, items->len)])->entry);
  if (cs_authority_recall (cs_ledger_get_authority (member->ledger), id, &error)) {
    world_tell (self, "member %u takes back %s", member->index, id);
    g_hash_table_add (member->unsaid, g_strdup (id));
  }
}

static void
step_version (World *self)
{
  Member *member = draw_member (self);

  member->is_old = !member->is_old && world_chance (self, 50);
}

/* Backups */

static char *
backup_folder (World *self)
{
  return g_build_filename (self->folder, "backup", NULL);
}

static void
step_backup (World *self)
{
  g_autofree char *from = world_server_folder (self);
  g_autofree char *to = backup_folder (self);
  g_autoptr (GError) error = NULL;

  cs_workspace_remove_files (to);
  if (!cs_server_folder_copy (from, to, &error))
    world_fail (self, "K-11", "no backup: %s", error->message);
  self->has_backup = TRUE;
}

static void
step_restore (World *self)
{
  g_autofree char *to = world_server_folder (self);
  g_autofree char *from = backup_folder (self);
  g_autoptr (GError) error = NULL;

  if (!self->has_backup || self->n_restored >= 2)
    return;
  world_tell (self, "the server is put back from its backup");
  self->n_restored++;
  world_let_go (self);
  world_stop_server (self);
  g_clear_pointer (&self->office, cs_ledger_close);
  cs_workspace_remove_files (to);
  if (!world_copy_folder (from, to) || !cs_server_folder_renew (to, self->time_source, &error))
    world_fail (self, "K-11", "the backup cannot be put back");
  g_ptr_array_set_size (self->in_flight, 0);
  g_hash_table_remove_all (self->verdicts);
  g_hash_table_remove_all (self->confirmed);
  known_reset (&self->known);
  world_start_server (self);
  world_reopen_office (self);
  world_look (self);
}

/* Steps */

static const struct {
  void (*run) (World *self);
  guint share; /* of a thousand */
} steps[] = {
    {step_play, 450},
    {step_exchange, 300},
    {step_office, 40},
    {world_deliver_late, 30},
    {step_time, 40},
    {step_kill_member, 20},
    {step_kill_server, 8},
    {step_recall, 20},
    {step_role, 20},
    {step_delegate, 16},
    {step_full, 14},
    {step_keeper, 8},
    {step_version, 10},
    {step_pack, 6},
    {step_remove_device, 4},
    {step_backup, 8},
    {step_restore, 6},
};

/**
 * world_do_step: (skip)
 *
 * Something happens, and is looked at.
 */
void
world_do_step (World *self)
{
  guint drawn = world_draw (self, 1000);

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++) {
    if (drawn < steps[i].share) {
      steps[i].run (self);
      break;
    }
    drawn -= steps[i].share;
  }
  world_check_server (self);
}

/**
 * world_heal: (skip)
 *
 * Nothing goes wrong any more, and everybody hears everything.
 */
void
world_heal (World *self)
{
  self->is_calm = TRUE;
  world_deliver_late (self);
  world_look (self);
  for (guint i = 0; i < N_MEMBERS; i++) {
    self->members[i].skew = 0;
    self->members[i].is_old = FALSE;
  }
  for (guint round = 0; round < 2; round++) {
    for (guint i = 0; i < N_MEMBERS; i++) {
      if (!self->members[i].is_out)
        exchange (&self->members[i]);
    }
  }
}
